"""A SPARQL store over HTTP: count, add, delete and copy graphs. Every step may be sent twice without harm."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.message import Message
from http.client import HTTPException

from kg.findings import KgError
from kg.query import json_rows

DEFAULT_GRAPH = "default"
"""What stands for the store's default graph where a graph's IRI is expected."""
_SECONDS = 3600
_ROW_BY_ROW = "DEFINE sql:log-enable 3\n"
"""Virtuoso commits each row of the update: one transaction holds no more than 50 MB, and a graph is larger."""
_JSON = {"Accept": "application/sparql-results+json"}


@dataclass(frozen=True)
class Login:
    """User and password, sent only where the server asks for them: by digest if it can, else as they are."""

    user: str
    password: str


@dataclass(frozen=True)
class Addresses:
    """Where a store takes queries, updates, and graphs by the Graph Store Protocol."""

    query: str
    update: str
    graphs: str
    before_update: str = ""
    """What every update begins with, in the product's own words."""


@dataclass(frozen=True)
class Answer:
    """What a server says."""

    status: int
    headers: Message
    body: bytes


class Store:
    """A SPARQL store behind its addresses."""

    def __init__(self, addresses: Addresses, login: Login | None = None) -> None:
        self.addresses = addresses
        self._opener = urllib.request.build_opener(*_handlers(addresses, login))

    def count(self, graph: str) -> int:
        """Return the number of triples in a graph."""
        pattern = "?s ?p ?o" if graph == DEFAULT_GRAPH else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        answer = self._post(self.addresses.query, {"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"}, _JSON)
        (row,) = json_rows(json.loads(answer.body)).records()
        return int(row["n"] or 0)

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add N-Triples to a graph. They are sent as Turtle, which more stores take."""
        self._send("POST", self._graph(graph), ntriples, {"Content-Type": "text/turtle; charset=utf-8"})

    def delete(self, graph: str) -> None:
        """Delete a graph; one that is not there is no error."""
        self._send("DELETE", self._graph(graph), None, {}, also=404)

    def copy(self, source: str, target: str) -> None:
        """Put the statements of a graph in the place of those of another; the source stays, for a second try."""
        if self.addresses.before_update:
            self.delete(target)  # what Virtuoso commits row by row is added to the target instead of replacing it
        place = "DEFAULT" if target == DEFAULT_GRAPH else f"<{target}>"
        update = f"{self.addresses.before_update}COPY <{source}> TO {place}"
        self._post(self.addresses.update, {"update": update}, {})

    def product(self) -> str:
        """Return how the server names itself; raise `KgError` if no endpoint answers."""
        headers = self._post(self.addresses.query, {"query": "ASK {}"}, _JSON).headers
        return "Fuseki" if "Fuseki-Request-Id" in headers else str(headers.get("Server", ""))

    def _graph(self, graph: str) -> str:
        joint = "&" if "?" in self.addresses.graphs else "?"
        name = "default" if graph == DEFAULT_GRAPH else urllib.parse.urlencode({"graph": graph})
        return f"{self.addresses.graphs}{joint}{name}"

    def _post(self, url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        return self._send("POST", url, urllib.parse.urlencode(fields).encode(), headers)

    def _send(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], also: int | None = None
    ) -> Answer:
        """Send a request; raise `KgError` for any refusal but the status `also`."""
        request = urllib.request.Request(url, body, dict(headers), method=method)  # noqa: S310  (scheme checked)
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            if error.code == also:
                error.close()
                return Answer(error.code, error.headers, b"")
            raise KgError(_refusal(method, url, error)) from error
        except (OSError, HTTPException) as error:
            raise KgError(f"{url} does not answer ({error}); is the server running?") from error


def store_at(endpoint: str, login: Login | None = None, graphs: str | None = None, update: str | None = None) -> Store:
    """Return the store behind a SPARQL endpoint, with the addresses that its product uses unless they are given.

    Raises `KgError` if the endpoint does not answer, or if nothing tells where it takes graphs and updates.
    """
    for url in filter(None, (endpoint, graphs, update)):
        if not url.startswith(("http://", "https://")):
            raise KgError(f'"{url}" is no address of an endpoint; write one that begins with http:// or https://')
    product = Store(Addresses(endpoint, endpoint, endpoint), login).product()
    known = known_addresses(endpoint, product, login is not None)
    if graphs and update:
        return Store(Addresses(endpoint, update, graphs, known.before_update if known else ""), login)
    if known is None:
        raise KgError(
            f'nothing tells where {endpoint} takes graphs and updates (its server says "{product}"); '
            "give --graph-store URL and --update URL"
        )
    return Store(replace(known, update=update or known.update, graphs=graphs or known.graphs), login)


def known_addresses(endpoint: str, product: str, login: bool) -> Addresses | None:
    """Return the addresses of Virtuoso, Fuseki and Oxigraph from that of their query endpoint, else None.

    Virtuoso has addresses of their own for those who log in.
    """
    base = endpoint.partition("?")[0].rstrip("/").rpartition("/")[0]
    if product.startswith("Virtuoso"):
        end = "-auth" if login else ""
        return Addresses(endpoint, f"{base}/sparql{end}", f"{base}/sparql-graph-crud{end}", _ROW_BY_ROW)
    if product == "Fuseki":
        return Addresses(endpoint, f"{base}/update", f"{base}/data")
    if product.startswith("Oxigraph"):
        return Addresses(endpoint, f"{base}/update", f"{base}/store")
    return None


def _handlers(addresses: Addresses, login: Login | None) -> list[urllib.request.BaseHandler]:
    if login is None:
        return []
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    for url in (addresses.query, addresses.update, addresses.graphs):
        passwords.add_password(None, url, login.user, login.password)
    return [urllib.request.HTTPDigestAuthHandler(passwords), urllib.request.HTTPBasicAuthHandler(passwords)]


def _refusal(method: str, url: str, error: urllib.error.HTTPError) -> str:
    with error:
        text = re.sub(r"<[^<>]*>", " ", error.read(1000).decode(errors="replace"))
    said = " ".join(text.split())[:300] or error.reason
    if error.code in {401, 403}:
        return f"{url} refuses {method} ({said}); give --user and --password, or KG_USER and KG_PASSWORD"
    return f"{url} answers {error.code} to {method}: {said}"
