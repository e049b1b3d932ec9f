"""Store: the graph in Oxigraph. All statements stand in the default graph; named graphs are for the N-Quads file."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.graph.files import GraphFiles
from kg.packed import open_graph

IN_MEMORY_TRIPLES = 10_000_000
"""A larger graph is stored on disk: in memory it takes about 400 bytes a triple, on disk twice the processor time."""


def make_store(files: GraphFiles, in_memory: int = IN_MEMORY_TRIPLES) -> ox.Store:
    """Return an Oxigraph store with the statements of a graph: in memory, or beside its files if it is large."""
    store = ox.Store() if files.triples <= in_memory else ox.Store(str(files.folder / "store"))
    store.bulk_load(path=files.ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return store


def load_store(data: Path, path: Path | None = None, *, sources: bool = False) -> ox.Store:
    """Load the graph of a built `data` folder into memory, or into a store on disk at `path`.

    All statements stand in the default graph; with `sources` also in the graph of the source that makes them, where
    the folder has the file for it: an installed package has none.
    """
    store = ox.Store(str(path)) if path else ox.Store()
    file, form = open_graph(data)
    with file:
        store.bulk_load(file, format=form)
    if sources and (data / "baimo.nq.gz").is_file():
        with gzip.open(data / "baimo.nq.gz") as quads:
            store.bulk_load(cast("IO[bytes]", quads), format=ox.RdfFormat.N_QUADS)
    return store
