"""The files of the site and of the data folder, each with its own content type whatever the system's tables say."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

_TEXT = {
    ".html": "text/html",
    ".css": "text/css",
    ".csv": "text/csv",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".nt": "application/n-triples",
    ".rq": "application/sparql-query",
    ".svg": "image/svg+xml",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".graphml": "application/graphml+xml",
    ".gexf": "application/gexf+xml",
}
_BINARY = {
    ".gz": "application/gzip",
    ".ico": "image/x-icon",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".sqlite": "application/vnd.sqlite3",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


def content_type(path: str) -> str:
    """Return the content type of a file by the end of its name."""
    end = os.path.splitext(path)[1].lower()  # noqa: PTH122  (a path of an address, not of a file)
    if end in _TEXT:
        return f"{_TEXT[end]}; charset=utf-8"
    return _BINARY.get(end, "application/octet-stream")


class Files(StaticFiles):
    """A folder of files; `index.html` stands for a folder."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file with its content type, or 304."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if response.status_code != 304:
            response.headers["Content-Type"] = content_type(str(full_path))
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


class Site:
    """The site, with the data folder under `data/` where the site has no such file; text is compressed."""

    def __init__(self, out: Path) -> None:
        self.site, self.data = out / "site", out / "data"
        self.files = {
            folder: Files(directory=folder, html=True) for folder in (self.site, self.data) if folder.is_dir()
        }
        self.compressed = {folder: GZipMiddleware(files, compresslevel=5) for folder, files in self.files.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a file."""
        path = scope["path"].lstrip("/")
        folder, scope = self._place(path, scope)
        if folder not in self.files:
            text = "there is no site here; make it by kg build. The SPARQL endpoint is at /sparql\n"
            await PlainTextResponse(text, 404)(scope, receive, send)
            return
        ranged = any(name == b"range" for name, _ in scope["headers"])
        plain = ranged or os.path.splitext(path)[1].lower() in _BINARY  # noqa: PTH122
        await (self.files if plain else self.compressed)[folder](scope, receive, send)

    def _place(self, path: str, scope: Scope) -> tuple[Path, Scope]:
        inner = path.removeprefix("data/")
        if inner != path and self.data in self.files and not (self.site / "data").is_dir():
            return self.data, {**scope, "path": f"/{inner}"}
        return self.site, scope
