"""The graph as two sorted files, N-Quads and N-Triples, made without holding the graph in memory.

Lines are sorted in runs of a bounded size, and the runs are merged. The order of the quads is the order of the
triples too, since in both a blank ends the object: one pass writes both files.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

RUN_LINES = 500_000
"""Lines that are sorted in memory at one time, about 150 MB; more are kept in runs on disk."""
_CHUNK = 20_000
_BUFFER = 1024 * 1024
"""Bytes that are handed to the system at one time; with the usual eight kilobytes a large graph took twice as long."""
_BLOCK = 256 * 1024
"""Bytes that are read from a run at one time."""


class GraphFiles:
    """The sorted files of a graph in a temporary folder, which goes when this object does."""

    def __init__(self, lines: Iterable[list[bytes]], beside: Path | None = None, run_lines: int = RUN_LINES) -> None:
        """Write the files from lines of N-Quads, some at a time, in any order.

        They go into a new folder beside `beside`, or where the system keeps temporary files.
        """
        folder = tempfile.mkdtemp(prefix=f".{beside.name}-" if beside else "baimo-", dir=beside and beside.parent)
        self.folder = Path(folder)
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.nquads, self.ntriples = self.folder / "graph.nq", self.folder / "graph.nt"
        with ExitStack() as stack:
            runs = list(_runs(lines, self.folder, run_lines, stack))
            with self.nquads.open("wb", _BUFFER) as nquads, self.ntriples.open("wb", _BUFFER) as ntriples:
                self.quads, self.triples = _write(_merged(runs), nquads, ntriples)


Blocks = Iterator[list[bytes]]
"""Sorted lines, some at a time."""


def _runs(some_lines: Iterable[list[bytes]], folder: Path, run_lines: int, stack: ExitStack) -> Iterator[Blocks]:
    """Yield sorted runs of lines: on disk all but the last."""
    lines: list[bytes] = []
    for some in some_lines:
        lines += some
        if len(lines) >= run_lines:
            yield _spilled(lines, folder, stack)
            lines = []
    lines.sort()
    yield (lines[at : at + _CHUNK] for at in range(0, len(lines), _CHUNK))


def _spilled(lines: list[bytes], folder: Path, stack: ExitStack) -> Blocks:
    """Write a run into a file without name and return it, to be read from its beginning."""
    lines.sort()
    opened = tempfile.TemporaryFile(buffering=_BUFFER, dir=folder)  # noqa: SIM115  (the stack closes it)
    file = cast("BinaryIO", stack.enter_context(opened))
    file.writelines(lines)
    file.seek(0)
    return _read_blocks(file)


def _read_blocks(file: BinaryIO) -> Blocks:
    while lines := file.readlines(_BLOCK):
        yield lines


def _merged(runs: Sequence[Blocks]) -> Blocks:
    """Merge sorted runs.

    Of all lines that are at hand those are taken that no later line can precede; Python's sort finds the runs in
    them and merges: many times as fast as taking line by line, and as fast for ten runs as for two.
    """
    if len(runs) == 1:
        yield from runs[0]
        return
    waiting = [(block, run) for run in runs if (block := next(run, []))]
    while waiting:
        bound = min(block[-1] for block, _ in waiting)
        lines: list[bytes] = []
        rest = []
        for block, run in waiting:
            cut = bisect_right(block, bound)
            lines += block[:cut]
            if left := block[cut:] or next(run, []):
                rest.append((left, run))
        lines.sort()
        yield lines
        waiting = rest


def _write(blocks: Blocks, nquads: BinaryIO, ntriples: BinaryIO) -> tuple[int, int]:
    """Write sorted lines of N-Quads, each once, and their triples, each once; return the numbers of both."""
    quads = triples = 0
    last_quad = last_triple = b""
    for lines in blocks:
        new = dict.fromkeys(lines)
        new.pop(last_quad, None)
        said = dict.fromkeys([quad[: quad.rindex(b" <")] for quad in new])
        said.pop(last_triple, None)
        nquads.write(b"".join(new))
        ntriples.write(b" .\n".join([*said, b""]))
        quads += len(new)
        triples += len(said)
        last_quad, last_triple = next(reversed(new), last_quad), next(reversed(said), last_triple)
    return quads, triples
