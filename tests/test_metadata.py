"""Descriptions of the dataset: their counts are those of the graph, and the tools they are made for accept them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.digest import file_sha256

VOID = "http://rdfs.org/ns/void#"


def _store(path: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def _rows(store: ox.Store, query: str) -> list[list[Any]]:
    found: Any = store.query(query)
    return [[term.value for term in solution] for solution in found]


def _number(store: ox.Store, query: str) -> int:
    ((number,),) = _rows(store, query)
    return int(number)


def _counts(store: ox.Store, query: str) -> set[tuple[str, int]]:
    return {(name, int(number)) for name, number in _rows(store, query)}


def test_void_counts_are_those_of_the_graph(tiny_dist: Path) -> None:
    graph, void = _store(tiny_dist / "data" / "baimo.ttl"), _store(tiny_dist / "data" / "void.ttl")
    total = "SELECT ?n { <https://w3id.org/baimo/dataset> <http://rdfs.org/ns/void#%s> ?n }"
    assert _number(void, total % "triples") == len(graph)
    assert _number(void, total % "distinctSubjects") == _number(graph, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")
    assert _number(void, total % "distinctObjects") == _number(graph, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }")
    told = _counts(void, f"SELECT ?c ?n {{ ?x <{VOID}class> ?c ; <{VOID}entities> ?n }}")
    assert told == _counts(graph, "SELECT ?c (COUNT(?x) AS ?n) { ?x a ?c } GROUP BY ?c")
    told = _counts(void, f"SELECT ?p ?n {{ ?x <{VOID}property> ?p ; <{VOID}triples> ?n }}")
    assert told == _counts(graph, "SELECT ?p (COUNT(*) AS ?n) { ?x ?p ?o } GROUP BY ?p")


@pytest.mark.parametrize("name", ["void.ttl", "dcat.ttl"])
def test_no_blank_node_is_published(tiny_dist: Path, name: str) -> None:
    store = _store(tiny_dist / "data" / name)
    assert len(store) > 20
    assert not any(isinstance(term, ox.BlankNode) for quad in store for term in (quad.subject, quad.object))


def test_every_distribution_is_a_file_with_its_checksum(tiny_dist: Path) -> None:
    store = _store(tiny_dist / "data" / "dcat.ttl")
    query = (
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#> "
        "SELECT ?url ?sum { ?d dcat:downloadURL ?url ; spdx:checksum/spdx:checksumValue ?sum }"
    )
    found = {url.removeprefix("https://w3id.org/baimo/dataset/"): digest for url, digest in _rows(store, query)}
    assert "baimo.ttl" in found
    assert all(file_sha256(tiny_dist / "data" / name) == checksum for name, checksum in found.items())


@pytest.mark.filterwarnings("ignore")
def test_frictionless_validates_the_package(tiny_dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frictionless = pytest.importorskip("frictionless", reason="needs frictionless")
    monkeypatch.chdir(tiny_dist / "data")
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
    assert len(report.tasks) > 20


@pytest.mark.filterwarnings("ignore")
def test_mlcroissant_validates_the_description_and_reads_records(tiny_dist: Path) -> None:
    croissant = pytest.importorskip("mlcroissant", reason="needs mlcroissant")
    dataset = croissant.Dataset(jsonld=str(tiny_dist / "data" / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    records = list(dataset.records("models"))
    assert {bytes(record["models/id"]).decode() for record in records} >= {"qwen-long", "xuanyuan"}


def test_the_context_names_every_property_once(tiny_dist: Path) -> None:
    context = json.loads((tiny_dist / "data" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert context["developer"] == {"@id": "bm:developer", "@type": "@id"}
    assert context["amount"] == {"@id": "bm:amount", "@type": "xsd:decimal"}
    assert context["bmr-model"] == "https://w3id.org/baimo/id/model/"
