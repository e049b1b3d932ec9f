"""The server: site and endpoint in one ASGI application, on loopback."""

from __future__ import annotations

import asyncio
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from kg.findings import KgError
from kg.serve.description import Description
from kg.serve.disk import disk_store, graph_digest
from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.protocol import Endpoint
from kg.serve.static import Site

HOST = "127.0.0.1"
_ADDRESS_BYTES = 512 * 1024
_BACKLOG = 2048
_GOODBYE_SECONDS = 4
"""Running queries get so long to end when the server is told to stop; then they are ended: 503."""


class _Server(uvicorn.Server):
    """A server that ends the running queries when it stops, so that each client hears why."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop taking requests, wait for those that run, end what does not end by itself."""
        asyncio.get_running_loop().call_later(_GOODBYE_SECONDS, self._app.state.endpoint.stop)
        await super().shutdown(sockets)


def make_app(out: Path, limits: Limits) -> Starlette:
    """Return the application for a built folder; its store on disk is made in the cache folder if need be.

    Raises `KgError` where nothing was built.
    """
    data = out / "data"
    if not (data / "manifest.json").is_file():
        raise KgError("there is no built graph here; run `kg build` first, or name the folder with --out")
    store = disk_store(data)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with tempfile.TemporaryDirectory(prefix="baimo-serve-", ignore_cleanup_errors=True) as folder:
            async with Pool(store, Path(folder), limits) as pool:
                app.state.endpoint = Endpoint(pool, limits, graph_digest(data), Description.of(data))
                yield

    async def sparql(request: Request) -> Response:
        endpoint: Endpoint = request.app.state.endpoint
        return await endpoint.respond(request)

    methods = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")
    routes = [Route(path, sparql, methods=methods) for path in ("/sparql", "/sparql/")]
    return Starlette(routes=[*routes, Mount("/", Site(out))], lifespan=lifespan)


def serve(out: Path, port: int, limits: Limits, tell: Callable[[str], None]) -> None:
    """Serve a built folder until the process is told to stop; running queries get a few seconds to end.

    Raises `KgError` if the port is taken.
    """
    app = make_app(out, limits)
    listener = _listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    tell(f"{address}  SPARQL endpoint: {address}sparql  (Ctrl-C ends)")
    config = uvicorn.Config(
        app,
        log_level="warning",
        lifespan="on",
        server_header=False,
        access_log=False,
        h11_max_incomplete_event_size=_ADDRESS_BYTES,
        http="h11",
        backlog=_BACKLOG,
        timeout_graceful_shutdown=2 * _GOODBYE_SECONDS,
    )
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: None)  # else uvicorn raises it again when all is ended
    _Server(config, app).run(sockets=[listener])


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise KgError(
            f"port {port} cannot be used ({error.strerror}); give another with --port, or 0 for any"
        ) from error
    except OverflowError as error:
        listener.close()
        raise KgError(f"{port} is no port; give one from 0 to 65535") from error
    listener.listen(_BACKLOG)
    return listener
