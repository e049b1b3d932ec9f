"""A server of its own for tests: `kg serve` in a process, on a free port, with its cache in a temporary folder."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.conftest import ROOT

_PROGRAM = """
import json, sys
from pathlib import Path
from kg.serve.app import serve
from kg.serve.limits import Limits
serve(Path(sys.argv[1]), 0, Limits(**json.loads(sys.argv[2])), lambda text: print(text, flush=True))
"""


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    client: httpx.Client
    """A client whose addresses are relative to the server's."""

    @property
    def port(self) -> int:
        return self.client.base_url.port or 0

    @property
    def endpoint(self) -> str:
        return f"{self.client.base_url}sparql"

    def ask(self, query: str, accept: str = "*/*", **headers: str) -> httpx.Response:
        """Return the response to a query by GET."""
        return self.client.get("/sparql", params={"query": query}, headers={"Accept": accept, **headers})

    def stop(self) -> int:
        """Tell the server to stop and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


@contextmanager
def serving(out: Path, cache: Path, **limits: float) -> Iterator[Served]:
    """Start a server on a built folder and stop it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(out), json.dumps(limits)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split()[0]
        with httpx.Client(base_url=address, timeout=60) as client:
            _await_ready(client)
            yield Served(process, client)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _await_ready(client: httpx.Client) -> None:
    """Wait until the server takes requests: its socket listens before the application runs."""
    client.get("/sparql", timeout=60).raise_for_status()


def write_graphs(out: Path, graphs: dict[str, str]) -> Path:
    """Write named graphs of N-Triples as the data folder of a build and return the output folder."""
    data = out / "data"
    data.mkdir(parents=True)
    quads = [
        f"{line[:-1].strip()} <{name}> .\n"
        for name, text in graphs.items()
        for line in text.splitlines()
        if line.endswith(".")
    ]
    (data / "baimo.nq.gz").write_bytes(gzip.compress("".join(quads).encode()))
    (data / "baimo.nt.gz").write_bytes(gzip.compress("".join(f"{text}\n" for text in graphs.values()).encode()))
    manifest = {"version": "0.0.0", "files": []}
    (data / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return out
