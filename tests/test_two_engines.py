"""What two independent engines must agree on: the triples of every RDF file, and the verdict of the shapes."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyrudof
import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, SH

from kg.paths import ontology_dir

FORMS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "nq": (ox.RdfFormat.N_QUADS, "nquads"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}
NO_GRAPH = {"context.jsonld"}
"""Named like RDF, and a part of it only."""

Result = tuple[str, str, str, str]
"""Of a SHACL result: focus node, path, constraint component, shape."""


@pytest.fixture(autouse=True)
def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib keep literals as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


# --- two parsers ---


def rdf_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every RDF file below a folder with its form."""
    for path in sorted(folder.rglob("*")):
        form = path.name.removesuffix(".gz").rpartition(".")[2]
        if form in FORMS and path.name not in NO_GRAPH:
            yield path, form


def content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def canonical(quads: Iterator[ox.Quad]) -> list[str]:
    """Return the lines of a dataset in one order and with one naming of blank nodes (RDFC-1.0)."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in dataset)


def by_oxigraph(text: bytes, form: str) -> list[str]:
    return canonical(ox.parse(text, format=FORMS[form][0]))


def by_rdflib(text: bytes, form: str) -> list[str]:
    """Read with rdflib alone and hand the terms over one by one."""
    if form != "nq":
        graph = rdflib.Graph().parse(data=text, format=FORMS[form][1])
        return canonical(ox.Quad(*map(_term, triple)) for triple in graph)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=text, format=FORMS[form][1])
    return canonical(ox.Quad(*map(_term, quad)) for quad in dataset.quads())


def _term(term: object) -> Any:
    """Return a term of rdflib as one of Oxigraph; no term is the default graph."""
    if term is None:
        return ox.DefaultGraph()
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(term)
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(term)
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language.lower())
    return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # of what rdflib itself calls
def test_two_parsers_read_the_same_graph_from_every_rdf_file(tiny_dist: Path) -> None:
    read = {path.relative_to(tiny_dist).as_posix(): (content(path), form) for path, form in rdf_files(tiny_dist)}
    assert {"data/baimo.ttl", "data/baimo.nt.gz", "data/baimo.nq.gz", "data/baimo.jsonld", "data/shapes.ttl"} <= set(
        read
    )
    assert "site/id/model/qwen-long.ttl" in read
    for name, (text, form) in read.items():
        first, second = by_oxigraph(text, form), by_rdflib(text, form)
        assert first == second, name
        assert first or name.endswith("prefixes.ttl"), name


def test_the_forms_of_the_graph_hold_the_same_triples(tiny_dist: Path) -> None:
    texts = {form: content(tiny_dist / "data" / name) for form, name in _forms().items()}
    turtle = by_oxigraph(texts["ttl"], "ttl")
    assert by_rdflib(texts["nt"], "nt") == turtle
    assert by_oxigraph(texts["jsonld"], "jsonld") == turtle
    quads = ox.parse(texts["nq"], format=ox.RdfFormat.N_QUADS)
    assert canonical(ox.Quad(*quad.triple) for quad in quads) == turtle, (
        "a statement stands in the graphs of its sources"
    )


def _forms() -> dict[str, str]:
    return {"ttl": "baimo.ttl", "nt": "baimo.nt.gz", "jsonld": "baimo.jsonld", "nq": "baimo.nq.gz"}


# --- two SHACL engines ---


def by_pyshacl(ntriples: str) -> set[Result]:
    shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    data = rdflib.Graph().parse(data=ntriples, format="nt")
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    assert isinstance(report, rdflib.Graph)
    told = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.sourceShape)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return {tuple(str(report.value(result, name) or "") for name in told) for result in results}  # type: ignore[misc]


def by_rudof(ntriples: str) -> set[Result]:
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_data(ntriples, pyrudof.RDFFormat.NTriples)
    engine.read_shacl(str(ontology_dir() / "shapes.ttl"))
    told = ("focus_node", "path", "constraint_component", "source_shape")
    return {tuple(str(getattr(one, name) or "") for name in told) for one in engine.validate_shacl().violations}  # type: ignore[misc]


def spoilt(lines: list[str], seed: int, faults: int = 300) -> str:
    """Return N-Triples with statements left out and values exchanged for those of other statements."""
    chance, lines = random.Random(seed), list(lines)  # noqa: S311  (places, not secrets)
    for _ in range(faults):
        place = chance.randrange(len(lines))
        if chance.random() < 1 / 3:
            del lines[place]
        else:
            subject, predicate, _ = lines[place].split(" ", 2)
            lines[place] = f"{subject} {predicate} {chance.choice(lines).split(' ', 2)[2]}"
    return "\n".join(lines) + "\n"


def test_two_engines_find_the_tiny_dataset_right(tiny_dist: Path) -> None:
    ntriples = content(tiny_dist / "data" / "baimo.nt.gz").decode()
    assert by_pyshacl(ntriples) == set()
    assert by_rudof(ntriples) == set()


@pytest.mark.parametrize("seed", range(1, 6))
def test_two_engines_find_the_same_faults(tiny_dist: Path, seed: int) -> None:
    ntriples = spoilt(content(tiny_dist / "data" / "baimo.nt.gz").decode().splitlines(), seed)
    found = by_pyshacl(ntriples)
    assert by_rudof(ntriples) == found
    assert len(found) > 40
    assert len({component for _, _, component, _ in found}) > 4
