"""Read a request of the SPARQL 1.1 Protocol: the query, its dataset, and bounds on both."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request

from kg.serve.limits import Limits

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_DRAINED_BYTES = 16 * 1024 * 1024
READ_ONLY = "this endpoint is read-only; load the graph into a store of your own: kg load ENDPOINT"

Pairs = list[tuple[str, str]]


class RefusedError(Exception):
    """A request that is answered with a status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)


@dataclass(frozen=True)
class Asking:
    """A query as it was asked, with the dataset that the request names."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def read_asking(request: Request, limits: Limits) -> Asking | None:
    """Return what a request asks, or None for a GET without query; raise `RefusedError` for a bad request."""
    pairs = _pairs(request.scope["query_string"], "the address", limits)
    if request.method != "POST":
        if not _values(pairs, "query") and not _values(pairs, "update"):
            return None
        return _asking(pairs, limits, 414)
    kind = _content_type(request)
    body = await _body(request, limits)
    if kind == QUERY:
        if _values(pairs, "query"):
            raise RefusedError(400, "the query is given twice, in the address and in the body; keep one")
        pairs.append(("query", _utf8(body, "the body")))
    else:
        pairs += _pairs(body, "the body", limits)
    return _asking(pairs, limits, 413)


def _asking(pairs: Pairs, limits: Limits, too_long: int) -> Asking:
    if _values(pairs, "update"):
        raise RefusedError(403, READ_ONLY)
    queries = _values(pairs, "query")
    if len(queries) != 1:
        raise RefusedError(400, f"{len(queries)} queries are given; give exactly one as `query`")
    if len(queries[0].encode()) > limits.query_bytes:
        raise RefusedError(too_long, f"the query is longer than {limits.query_bytes} bytes; shorten it")
    return Asking(queries[0], _graphs(pairs, "default-graph-uri"), _graphs(pairs, "named-graph-uri"))


def _content_type(request: Request) -> str:
    """Return the media type of a body that may be read; raise `RefusedError` for any other."""
    media, *params = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if media == UPDATE:
        raise RefusedError(403, READ_ONLY)
    if media not in {FORM, QUERY}:
        raise RefusedError(415, f'a body of type "{media}" is not read; send {QUERY} or {FORM}')
    charset = dict(param.partition("=")[::2] for param in params).get("charset", "utf-8").strip('"')
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, f"a body in {charset} is not read; send UTF-8")
    return media


async def _body(request: Request, limits: Limits) -> bytes:
    """Return the body; what is too large is read to a bound and thrown away, so that the client hears why."""
    found, size = bytearray(), 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for piece in request.stream():
                size += len(piece)
                if size <= limits.body_bytes:
                    found += piece
                elif size > _DRAINED_BYTES:
                    break
    except TimeoutError as error:
        raise RefusedError(408, f"the body did not arrive within {limits.body_seconds:g} s; send it again") from error
    except ClientDisconnect as error:
        raise RefusedError(400, "the body ended before its length") from error
    if size > limits.body_bytes:
        raise RefusedError(413, f"the body is larger than {limits.body_bytes} bytes; shorten it")
    return bytes(found)


def _pairs(text: bytes, place: str, limits: Limits) -> Pairs:
    try:
        plain = text.decode("ascii")
        return parse_qsl(plain, keep_blank_values=True, errors="strict", max_num_fields=limits.fields)
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"{place} is not UTF-8 with percent signs; encode it so") from error
    except ValueError as error:
        raise RefusedError(400, f"{place} has more than {limits.fields} fields") from error


def _utf8(text: bytes, place: str) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"{place} is not UTF-8 at byte {error.start}; send UTF-8") from error


def _values(pairs: Pairs, name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    graphs = tuple(_values(pairs, name))
    for graph in graphs:
        try:
            ox.NamedNode(graph)
        except ValueError as error:
            raise RefusedError(400, f'{name}: "{graph}" is no absolute IRI; write one') from error
    return graphs
