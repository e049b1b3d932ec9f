"""Store: the graph in Oxigraph. All statements stand in the default graph; named graphs are for the N-Quads file."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox


def make_store(ntriples: bytes) -> ox.Store:
    """Return an Oxigraph store in memory with the statements of N-Triples."""
    store = ox.Store()
    store.bulk_load(ntriples, format=ox.RdfFormat.N_TRIPLES)
    return store


def load_store(data: Path, path: Path | None = None) -> ox.Store:
    """Load `baimo.nt.gz` of a built `data` folder into memory, or into a store on disk at `path`."""
    store = ox.Store(str(path)) if path else ox.Store()
    with gzip.open(data / "baimo.nt.gz") as file:
        store.bulk_load(cast("IO[bytes]", file), format=ox.RdfFormat.N_TRIPLES)
    return store
