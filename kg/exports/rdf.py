"""RDF files. Lines are sorted before anything is written, so that the same graph gives the same bytes."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pyoxigraph as ox

from kg.graph.files import GraphFiles
from kg.iris import PREFIXES

_BLOCK = 1024 * 1024


def write_graph(files: GraphFiles, folder: Path) -> None:
    """Write `baimo.ttl`, `.nt.gz`, `.nq.gz` and `.jsonld` from the sorted files of a graph."""
    write_gzip(files.ntriples, folder / "baimo.nt.gz")
    write_gzip(files.nquads, folder / "baimo.nq.gz")
    write_sorted(files.ntriples, folder / "baimo.ttl", ox.RdfFormat.TURTLE)
    write_sorted(files.ntriples, folder / "baimo.jsonld", ox.RdfFormat.JSON_LD)


def write_gzip(source: Path, path: Path) -> None:
    """Write a file as gzip without name and time stamp."""
    with source.open("rb") as plain, path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        shutil.copyfileobj(plain, packed, _BLOCK)


def write_sorted(ntriples: Path, path: Path, form: ox.RdfFormat) -> None:
    """Write a file of sorted N-Triples as Turtle or JSON-LD with the published prefixes."""
    triples = (quad.triple for quad in ox.parse(path=ntriples, format=ox.RdfFormat.N_TRIPLES))
    with path.open("wb") as file:
        ox.serialize(triples, file, format=form, prefixes=PREFIXES)


def write_prefixes(path: Path) -> None:
    """Write the published prefixes as Turtle."""
    lines = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    path.write_text(lines, encoding="utf-8", newline="\n")
