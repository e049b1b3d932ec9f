"""The graph in other stores: the one on disk that `kg serve` keeps, and a running Virtuoso, filled by `kg load`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from kg.endpoint.load import GRAPH, load_graph
from kg.endpoint.store import store_at
from kg.packed import read_ntriples
from kg.serve.disk import disk_store
from kg.store import load_store
from tests.benchmarks.report import number, table
from tests.endpoint.virtuoso import Virtuoso
from tests.serve.serving import serving

HEADER = ("store", "filled in s", "MB on disk")


def measure(out: Path, work: Path, server: Virtuoso | None) -> str:
    """Return the table of stores for a built folder, and what a worker of `kg serve` takes in memory."""
    data = out / "data"
    begun = time.perf_counter()
    path = disk_store(data, work)
    lines: list[Sequence[str]] = [("kg serve, kept", _since(begun), number(_size(path) / 1e6, 0))]
    begun = time.perf_counter()
    load_store(data)
    lines.append(("in memory", _since(begun), "–"))
    if server is not None:
        begun = time.perf_counter()
        load_graph(data, store_at(server.endpoint, server.login), GRAPH, lambda _sent, _total: None)
        lines.append(("Virtuoso, by kg load", _since(begun), "–"))
    triples = sum(1 for _ in read_ntriples(data))
    return f"{triples:,} triples:\n\n{table(HEADER, lines)}\n{_workers(out, work)}"


def _since(begun: float) -> str:
    return number(time.perf_counter() - begun, 1)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _workers(out: Path, work: Path) -> str:
    """Return a sentence about the workers of a server that was just started; Linux alone tells it."""
    if not Path("/proc/self/smaps_rollup").is_file():
        return ""
    with serving(out, work / "cache") as served:
        pids = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children").read_text().split()
        own = [_private_bytes(pid) / 1e6 for pid in pids]
    each = statistics.mean(own)
    return f"Each of the {len(own)} workers of `kg serve` takes {each:.0f} MB that it shares with no other."


def _private_bytes(pid: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
