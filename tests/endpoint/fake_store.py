"""A SPARQL store for tests: queries, updates and the Graph Store Protocol over an Oxigraph store in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

Refuse = Callable[[str, str], int | None]
"""Given method and path, returns a status to refuse with, or None."""


class FakeStore:
    """The store behind the server."""

    def __init__(self, refuse: Refuse, product: str) -> None:
        self.store = ox.Store()
        self.refuse = refuse
        self.product = product
        self.address = ""

    def size(self, graph: str | None = None) -> int:
        """Return the number of triples in a graph, or in the default graph."""
        place = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, place))

    def put(self, graph: str, ntriples: bytes) -> None:
        """Put triples into a graph."""
        self.store.load(ntriples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))


@contextmanager
def fake_store(refuse: Refuse = lambda _method, _path: None, product: str = "Oxigraph/0.5") -> Iterator[FakeStore]:
    """Run a store at /query, /update and /store on loopback."""
    fake = FakeStore(refuse, product)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(fake: FakeStore) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"fake": fake})


class _Handler(BaseHTTPRequestHandler):
    fake: FakeStore

    def version_string(self) -> str:
        return self.fake.product

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path
        status = self.fake.refuse(self.command, path)
        if status:
            self._send(status, b"refused")
        elif path == "/query":
            results = self.fake.store.query(parse_qs(body.decode())["query"][0])
            assert isinstance(results, (ox.QuerySolutions, ox.QueryBoolean))
            self._send(200, results.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        elif path == "/update":
            self.fake.store.update(parse_qs(body.decode())["update"][0])
            self._send(204)
        else:
            self._send(self._graph(body))

    def _graph(self, body: bytes) -> int:
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        graph = ox.NamedNode(query["graph"][0])
        if self.command == "DELETE":
            there = self.fake.store.contains_named_graph(graph)
            self.fake.store.remove_graph(graph)
            return 204 if there else 404
        self.fake.store.load(body, format=ox.RdfFormat.TURTLE, to_graph=graph)
        return 204

    def _send(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
