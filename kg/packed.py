"""The graph as a packed file of a `data` folder: N-Triples in a build, Turtle in an installed package, which is small.

The same graph takes 9 MB as `baimo.nt.gz` and 2.5 MB as `baimo.ttl.xz`; the second takes a second longer to unpack.
"""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.findings import KgError

BUILT, INSTALLED = "baimo.nt.gz", "baimo.ttl.xz"


def find_packed(data: Path) -> Path | None:
    """Return the packed graph of a `data` folder; None where nothing was built."""
    return next((data / name for name in (BUILT, INSTALLED) if (data / name).is_file()), None)


def open_graph(data: Path) -> tuple[IO[bytes], ox.RdfFormat]:
    """Open the graph of a `data` folder for reading, and say in which form it is; raise `KgError` if there is none."""
    path = find_packed(data)
    if path is None:
        raise KgError("there is no built graph here; run `kg build` first, or name the folder with --out")
    if path.name == BUILT:
        return cast("IO[bytes]", gzip.open(path)), ox.RdfFormat.N_TRIPLES
    return cast("IO[bytes]", lzma.open(path)), ox.RdfFormat.TURTLE


def read_ntriples(data: Path) -> Iterator[bytes]:
    """Yield the graph of a `data` folder as lines of N-Triples."""
    file, form = open_graph(data)
    with file:
        if form == ox.RdfFormat.N_TRIPLES:
            yield from file
            return
        for quad in ox.parse(file, format=form):
            yield f"{quad.triple} .\n".encode()
