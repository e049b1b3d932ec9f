"""The endpoint: from a request of the SPARQL 1.1 Protocol to its response."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.serve.description import Description
from kg.serve.formats import TRIPLES, Kind, accepts_gzip, kinds_for, negotiate
from kg.serve.kept import Kept
from kg.serve.limits import Limits
from kg.serve.pool import Pool, Question
from kg.serve.process import Reply
from kg.serve.request import READ_ONLY, RefusedError, read_asking
from kg.serve.sparql_text import Asked, read_query

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
_PIECE = 256 * 1024
_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_VARY = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}


class Endpoint:
    """The SPARQL endpoint over a pool of workers; `graph` names the state of the data, for ETags."""

    def __init__(self, pool: Pool, limits: Limits, graph: str, description: Description) -> None:
        self.pool, self.limits, self.graph, self.description = pool, limits, graph, description
        self._kept = Kept(limits.kept_bytes)
        self._running: dict[bytes, asyncio.Event] = {}
        """What is being answered, by key; the event tells that it is."""
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End the running queries and take no more."""
        self._stopping.set()

    async def respond(self, request: Request) -> Response:
        """Return the response to a request."""
        try:
            return await self._respond(request)
        except RefusedError as error:
            return _plain(error.status, error.message)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS), **_ANYWHERE, **_PREFLIGHT})
        if request.method not in METHODS:
            refusal = _plain(405, f"{request.method} is not for an endpoint that is read; use GET or POST")
            refusal.headers["Allow"] = ", ".join(METHODS)
            return refusal
        asking = await read_asking(request, self.limits)
        if asking is None:
            return self._describe(request)
        asked = read_query(asking.query)
        _check_allowed(asked)
        kind = _chosen(request, kinds_for(asked.form))
        gzip = accepts_gzip(request.headers.get("accept-encoding", ""))
        question = Question(
            asking.query,
            asked.tokens,
            kind.name,
            _address(request),
            asking.default_graphs,
            asking.named_graphs,
            gzip,
        )
        headers = {**_ANYWHERE, **_VARY}
        key = None if asked.volatile else self._key(question)
        if key:
            headers["ETag"] = f'W/"{key.hex()[:24]}"'
            if headers["ETag"] in _tags(request):
                return Response(status_code=304, headers=headers)
        kept = self._kept.get(key) if key else None
        reply = Reply(200, kept) if kept is not None else await self._ask(request, question, key)
        if reply.status != 200:
            return _refusal(reply)
        if gzip:
            headers["Content-Encoding"] = "gzip"
        return _response(reply, kind, headers)

    async def _ask(self, request: Request, question: Question, key: bytes | None) -> Reply:
        """Return the reply to a question; end the query if the client hangs up or the server stops meanwhile."""
        answer = asyncio.create_task(self._answer(question, key))
        ends = {asyncio.create_task(_hung_up(request)), asyncio.create_task(_set(self._stopping))}
        try:
            await asyncio.wait({answer, *ends}, return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return answer.result()
            return Reply(503, b"the query was ended, because the server stops", retry_after=30)
        finally:
            for task in (answer, *ends):
                task.cancel()
            await asyncio.gather(answer, *ends, return_exceptions=True)

    async def _answer(self, question: Question, key: bytes | None) -> Reply:
        """Return the pool's reply and keep it; who asks what is being answered waits for that answer, once."""
        if key is None or not self._kept.max_bytes:
            return await self.pool.answer(question)
        if running := self._running.get(key):
            await running.wait()
            body = self._kept.get(key)
            return Reply(200, body) if body is not None else await self.pool.answer(question)
        done = self._running[key] = asyncio.Event()
        try:
            reply = await self.pool.answer(question)
            if reply.status == 200 and reply.path is None:
                self._kept.put(key, reply.body)
            return reply
        finally:
            del self._running[key]
            done.set()

    def _describe(self, request: Request) -> Response:
        kind = _chosen(request, TRIPLES)
        body = self.description.write(kind.name, _address(request))
        return Response(body, media_type=kind.content_type, headers={**_ANYWHERE, **_VARY})

    def _key(self, question: Question) -> bytes:
        """Return what stays the same as long as graph, question and form of the answer do."""
        parts = (
            *(self.graph, question.base, question.format, str(question.gzip), question.query),
            *("default", *question.default_graphs, "named", *question.named_graphs),
        )
        return hashlib.sha256("\0".join(parts).encode()).digest()


async def _set(event: asyncio.Event) -> None:
    await event.wait()


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _address(request: Request) -> str:
    """Return the endpoint's own address as the client knows it."""
    return f"{request.base_url}sparql"


def _check_allowed(asked: Asked) -> None:
    if asked.update:
        raise RefusedError(403, READ_ONLY)
    if asked.service:
        raise RefusedError(403, "SERVICE is not followed: this endpoint asks no other; ask both and join the answers")


def _chosen(request: Request, kinds: tuple[Kind, ...]) -> Kind:
    kind = negotiate(request.headers.get("accept", ""), kinds)
    if kind is None:
        known = ", ".join(one.types[0] for one in kinds)
        raise RefusedError(406, f"the answer is not given in any type of the Accept header; ask for one of {known}")
    return kind


def _tags(request: Request) -> set[str]:
    return {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}


def _plain(status: int, message: str) -> Response:
    return Response(f"{message}\n", status, _ANYWHERE, "text/plain; charset=utf-8")


def _refusal(reply: Reply) -> Response:
    response = _plain(reply.status, reply.body.decode(errors="replace"))
    if reply.retry_after is not None:
        response.headers["Retry-After"] = str(reply.retry_after)
    return response


def _response(reply: Reply, kind: Kind, headers: Mapping[str, str]) -> Response:
    if reply.path is None:
        return Response(reply.body, headers=dict(headers), media_type=kind.content_type)
    length = {"Content-Length": str(reply.path.stat().st_size)}
    return StreamingResponse(_pieces(reply.path), headers={**headers, **length}, media_type=kind.content_type)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        with contextlib.suppress(OSError):
            path.unlink()
        while piece := file.read(_PIECE):
            yield piece
