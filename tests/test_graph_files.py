"""The graph's files: sorted, each line once, whatever the order of the quads and the size of the runs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.built import Built
from kg.graph.files import GraphFiles
from kg.store import make_store

_G = [ox.NamedNode(f"http://example.org/g{number}") for number in (1, 2)]
_S = ox.NamedNode("http://example.org/s")
_P = ox.NamedNode("http://example.org/p")
_OBJECTS: list[ox.Literal | ox.NamedNode] = [
    ox.Literal("a"),
    ox.Literal("a", language="en"),
    ox.Literal("a b <c> . "),
    ox.Literal("a\nb"),
    ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("百模"),
    ox.NamedNode("http://example.org/a"),
    ox.NamedNode("http://example.org/a!"),
]


def _expected(quads: list[ox.Quad]) -> tuple[bytes, bytes]:
    nquads = sorted({f"{quad} .\n".encode() for quad in quads})
    ntriples = sorted({f"{quad.triple} .\n".encode() for quad in quads})
    return b"".join(nquads), b"".join(ntriples)


def _lines(quads: Iterable[ox.Quad]) -> Iterator[list[bytes]]:
    return ([f"{quad} .\n".encode()] for quad in quads)


@pytest.mark.parametrize("run_lines", [1, 7, 1000])
def test_lines_are_sorted_and_stand_once(run_lines: int) -> None:
    quads = [ox.Quad(_S, _P, value, graph) for value in _OBJECTS for graph in _G] * 2
    random.Random(7).shuffle(quads)  # noqa: S311  (an order that is the same each time)
    files = GraphFiles(_lines(quads), run_lines=run_lines)
    assert (files.nquads.read_bytes(), files.ntriples.read_bytes()) == _expected(quads)
    assert (files.quads, files.triples) == (2 * len(_OBJECTS), len(_OBJECTS))


def test_runs_on_disk_make_the_same_files(tiny_built: Built) -> None:
    """Runs are spilled and merged as soon as there are more lines than fit; the bytes stay the same."""
    quads = list(ox.parse(path=tiny_built.files.nquads, format=ox.RdfFormat.N_QUADS))
    random.Random(7).shuffle(quads)  # noqa: S311  (an order that is the same each time)
    many = GraphFiles(_lines(quads * 3), run_lines=20_000)
    assert many.nquads.read_bytes() == tiny_built.files.nquads.read_bytes()
    assert many.ntriples.read_bytes() == tiny_built.ntriples


def test_an_empty_graph_has_empty_files() -> None:
    files = GraphFiles([])
    assert files.ntriples.read_bytes() == files.nquads.read_bytes() == b""
    assert files.triples == 0


def test_a_large_graph_is_stored_on_disk(tiny_built: Built) -> None:
    """The store on disk stands beside the files and answers as the one in memory."""
    quads = ox.parse(path=tiny_built.files.nquads, format=ox.RdfFormat.N_QUADS)
    files = GraphFiles(_lines(quads))
    store = make_store(files, in_memory=10)
    assert (files.folder / "store").is_dir()
    assert set(store) == set(tiny_built.store)


def test_the_folder_goes_with_the_object(tmp_path: Path) -> None:
    files = GraphFiles(_lines([ox.Quad(_S, _P, _OBJECTS[0], _G[0])]), tmp_path / "dist")
    folder = files.folder
    assert folder.parent == tmp_path
    assert folder.name.startswith(".dist-")
    del files
    assert not folder.exists()
