"""RDF files. Statements are sorted before they are written, so that the same graph gives the same bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.iris import PREFIXES


def sorted_triples(quads: Iterable[ox.Quad]) -> list[tuple[str, ox.Triple]]:
    """Return the distinct triples of some quads with their N-Triples lines, sorted by line."""
    triples = {quad.triple for quad in quads}
    return sorted(((f"{triple} .", triple) for triple in triples), key=lambda pair: pair[0])


def write_ntriples(lines: Iterable[str], path: Path) -> None:
    """Write sorted lines as gzip without a time stamp."""
    text = "".join(f"{line}\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=6, mtime=0))


def write_rdf(triples: Sequence[ox.Triple], path: Path, form: ox.RdfFormat) -> None:
    """Write sorted triples as Turtle or JSON-LD with the published prefixes."""
    path.write_bytes(ox.serialize(triples, format=form, prefixes=PREFIXES) or b"")


def write_graph(quads: Sequence[ox.Quad], folder: Path) -> int:
    """Write `baimo.ttl`, `.nt.gz`, `.nq.gz` and `.jsonld`; return the number of distinct triples."""
    pairs = sorted_triples(quads)
    triples = [triple for _, triple in pairs]
    write_ntriples((line for line, _ in pairs), folder / "baimo.nt.gz")
    write_rdf(triples, folder / "baimo.ttl", ox.RdfFormat.TURTLE)
    write_rdf(triples, folder / "baimo.jsonld", ox.RdfFormat.JSON_LD)
    write_ntriples(sorted({f"{quad} ." for quad in quads}), folder / "baimo.nq.gz")
    return len(triples)


def write_prefixes(path: Path) -> None:
    """Write the published prefixes as Turtle."""
    path.write_text(
        "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()),
        encoding="utf-8",
        newline="\n",
    )
