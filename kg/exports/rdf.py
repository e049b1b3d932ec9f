"""RDF files. Lines are sorted before anything is written, so that the same graph gives the same bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.iris import PREFIXES


def sorted_lines(quads: Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    """Return quads as N-Quads, or as N-Triples with equal statements of several graphs once, sorted by line."""
    if form == ox.RdfFormat.N_TRIPLES:
        lines = ox.serialize((quad.triple for quad in quads), format=form) or b""
    else:
        lines = ox.serialize(quads, format=form) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def write_gzip(content: bytes, path: Path) -> None:
    """Write bytes as gzip without a time stamp."""
    path.write_bytes(gzip.compress(content, compresslevel=6, mtime=0))


def write_sorted(ntriples: bytes, path: Path, form: ox.RdfFormat) -> None:
    """Write sorted N-Triples as Turtle or JSON-LD with the published prefixes."""
    triples = (quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
    with path.open("wb") as file:
        ox.serialize(triples, file, format=form, prefixes=PREFIXES)


def write_graph(quads: Iterable[ox.Quad], ntriples: bytes, folder: Path) -> int:
    """Write `baimo.ttl`, `.nt.gz`, `.nq.gz` and `.jsonld`; return the number of quads."""
    write_gzip(ntriples, folder / "baimo.nt.gz")
    write_sorted(ntriples, folder / "baimo.ttl", ox.RdfFormat.TURTLE)
    write_sorted(ntriples, folder / "baimo.jsonld", ox.RdfFormat.JSON_LD)
    nquads = sorted_lines(quads, ox.RdfFormat.N_QUADS)
    write_gzip(nquads, folder / "baimo.nq.gz")
    return nquads.count(b"\n")


def write_prefixes(path: Path) -> None:
    """Write the published prefixes as Turtle."""
    lines = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    path.write_text(lines, encoding="utf-8", newline="\n")
