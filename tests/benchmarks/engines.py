"""Engines behind one interface: load a file of N-Triples, answer a query to its last row, write the graph."""

from __future__ import annotations

import io
import json
import signal
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import rdflib

import kg
from kg.endpoint.load import GRAPH
from kg.endpoint.store import Store, store_at
from kg.store import load_store
from tests.endpoint.virtuoso import Virtuoso


class Engine(ABC):
    """An engine under test."""

    name: str

    @abstractmethod
    def load(self, ntriples: Path) -> None:
        """Load a file of N-Triples."""

    @abstractmethod
    def ask(self, query: str, sparql: str) -> int:
        """Answer a named query, whose SPARQL is given too, to its last row; return the number of rows."""

    def write(self) -> int:
        """Write the graph as Turtle and return the number of bytes; 0 where the engine is not asked to."""
        return 0


class Baimo(Engine):
    """The Python interface of this project, as its users call it."""

    name = "Baimo"

    def __init__(self, dist: Path) -> None:
        self.graph = kg.load(dist)

    def load(self, ntriples: Path) -> None:
        del ntriples
        self.graph.__dict__["store"] = load_store(self.graph.data)

    def ask(self, query: str, sparql: str) -> int:
        del sparql
        return len(self.graph.query(query))


class Oxigraph(Engine):
    """Plain pyoxigraph, in memory."""

    name = "pyoxigraph"

    def load(self, ntriples: Path) -> None:
        self.store = ox.Store()
        self.store.bulk_load(path=ntriples, format=ox.RdfFormat.N_TRIPLES)

    def ask(self, query: str, sparql: str) -> int:
        del query
        solutions = self.store.query(sparql)
        assert isinstance(solutions, ox.QuerySolutions)
        return len(list(map(tuple, solutions)))

    def write(self) -> int:
        out = io.BytesIO()
        self.store.dump(out, format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
        return len(out.getvalue())


class Rdflib(Engine):
    """rdflib, in memory."""

    name = "rdflib"

    def load(self, ntriples: Path) -> None:
        self.graph = rdflib.Graph()
        self.graph.parse(ntriples.as_posix(), format="nt")

    def ask(self, query: str, sparql: str) -> int:
        del query
        return len(list(self.graph.query(sparql)))

    def write(self) -> int:
        return len(self.graph.serialize(format="turtle", encoding="utf-8"))


class Maplib(Engine):
    """maplib, in memory; its rows stay in its own columns."""

    name = "maplib"

    def load(self, ntriples: Path) -> None:
        from maplib import Model  # noqa: PLC0415  (an optional engine)

        self.model: Any = Model()
        self.model.read(ntriples.as_posix(), format="ntriples")

    def ask(self, query: str, sparql: str) -> int:
        del query
        return int(self.model.query(sparql).height)

    def write(self) -> int:
        return len(self.model.writes(format="turtle"))


class OverHttp(Engine):
    """Virtuoso over HTTP, one kept connection, results in JSON."""

    name = "Virtuoso"

    def __init__(self, server: Virtuoso) -> None:
        self.store: Store = store_at(server.endpoint, server.login)
        parts = urlsplit(server.endpoint)
        self.path = parts.path
        self.connection = HTTPConnection(parts.hostname or "", parts.port, timeout=120)

    def load(self, ntriples: Path) -> None:
        self.store.delete(GRAPH)
        with ntriples.open("rb") as file:
            while lines := file.readlines(8 * 1024 * 1024):
                self.store.add(GRAPH, b"".join(lines))

    def ask(self, query: str, sparql: str) -> int:
        del query
        try:
            status, body = self._post(sparql)
        except (HTTPException, ConnectionError):  # the server closes a connection that was idle for long
            self.connection.close()
            status, body = self._post(sparql)
        if status != 200:
            raise RuntimeError(body[:200].decode(errors="replace"))
        return len(json.loads(body)["results"]["bindings"])

    def _post(self, sparql: str) -> tuple[int, bytes]:
        headers = {"Accept": "application/sparql-results+json", "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", self.path, urlencode({"query": sparql}), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` when the block takes longer: it stops Python code, and others when they come back."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
