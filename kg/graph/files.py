"""The graph as two sorted files, N-Quads and N-Triples, made without holding the graph in memory.

Lines are sorted in runs of a bounded size, and the runs are merged. The order of the quads is the order of the
triples too, since in both a blank ends the object: one pass writes both files.
"""

from __future__ import annotations

import heapq
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

RUN_LINES = 2_000_000
"""Lines that are sorted in memory at one time, about 600 MB; more are kept in runs on disk."""
_CHUNK = 20_000


class GraphFiles:
    """The sorted files of a graph in a temporary folder, which goes when this object does."""

    def __init__(self, quads: Iterable[ox.Quad], beside: Path | None = None, run_lines: int = RUN_LINES) -> None:
        """Write the files: into a new folder beside `beside`, or where the system keeps temporary files."""
        folder = tempfile.mkdtemp(prefix=f".{beside.name}-" if beside else "baimo-", dir=beside and beside.parent)
        self.folder = Path(folder)
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.nquads, self.ntriples = self.folder / "graph.nq", self.folder / "graph.nt"
        with ExitStack() as stack:
            runs = list(_runs(quads, self.folder, run_lines, stack))
            lines = heapq.merge(*runs) if len(runs) > 1 else iter(runs[0] if runs else [])
            with self.nquads.open("wb") as nquads, self.ntriples.open("wb") as ntriples:
                self.quads, self.triples = _write(lines, nquads, ntriples)


def _runs(quads: Iterable[ox.Quad], folder: Path, run_lines: int, stack: ExitStack) -> Iterator[Iterable[bytes]]:
    """Yield sorted runs of lines: files for all but the last."""
    lines: list[bytes] = []
    rest = iter(quads)
    while chunk := list(islice(rest, _CHUNK)):
        lines += (ox.serialize(chunk, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
        if len(lines) >= run_lines:
            yield _spilled(lines, folder, stack)
            lines = []
    lines.sort()
    yield lines


def _spilled(lines: list[bytes], folder: Path, stack: ExitStack) -> BinaryIO:
    """Write a run into a file without name and return it, to be read from its beginning."""
    lines.sort()
    file = stack.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115  (the stack closes it)
    file.writelines(lines)
    file.seek(0)
    return file


def _write(lines: Iterator[bytes], nquads: BinaryIO, ntriples: BinaryIO) -> tuple[int, int]:
    """Write sorted lines of N-Quads, each once, and their triples, each once; return the numbers of both."""
    quads = triples = 0
    last_quad = last_triple = b""
    while chunk := list(islice(lines, _CHUNK)):
        new_quads, new_triples = [], []
        for quad in chunk:
            if quad == last_quad:
                continue
            last_quad = quad
            new_quads.append(quad)
            triple = quad[: quad.rindex(b" <")]
            if triple != last_triple:
                last_triple = triple
                new_triples.append(triple + b" .\n")
        nquads.writelines(new_quads)
        ntriples.writelines(new_triples)
        quads += len(new_quads)
        triples += len(new_triples)
    return quads, triples
