"""Clients that exist work against the endpoint."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from kg.query import Rows, run, run_endpoint
from kg.store import load_store
from tests.serve.asking import FEW, GRAPH
from tests.serve.serving import Served

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def test_sparqlwrapper(served: Served) -> None:
    expected = served.ask(FEW).json()["results"]["bindings"]
    for method in ("GET", POST):
        wrapper = SPARQLWrapper(served.endpoint)
        wrapper.setMethod(method)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(FEW)
        answer: Any = wrapper.queryAndConvert()
        assert answer["results"]["bindings"] == expected
    wrapper = SPARQLWrapper(served.endpoint)
    wrapper.setQuery(GRAPH)
    graph: Any = wrapper.queryAndConvert()
    assert len(graph) > 10


@pytest.mark.parametrize("returns", ["xml", "json", "csv", "tsv"])
def test_sparqlstore_of_rdflib(served: Served, returns: str) -> None:
    graph = rdflib.Graph(SPARQLStore(served.endpoint, returnFormat=returns))
    rows = list(graph.query(FEW))
    assert len(rows) == len(served.ask(FEW).json()["results"]["bindings"])
    model = rdflib.URIRef("https://w3id.org/baimo/ontology#Model")
    assert len(list(graph.subjects(rdflib.RDF.type, model))) > 0


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(served: Served) -> None:
    command = ["curl", "-sS", "-H", "Accept: text/csv", "--data-urlencode", f"query={FEW}", served.endpoint]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == served.ask(FEW, "text/csv").content


def test_kg_query_gives_the_rows_of_the_built_graph(served: Served, tiny_dist: Path) -> None:
    here, there = run(load_store(tiny_dist / "data"), FEW), run_endpoint(served.endpoint, FEW)
    assert isinstance(here, Rows)
    assert isinstance(there, Rows)
    assert here.values == there.values
    graph = run_endpoint(served.endpoint, GRAPH)
    assert isinstance(graph, list)
    assert len(graph) > 10


COMUNICA = shutil.which("comunica-sparql")


@pytest.mark.skipif(COMUNICA is None, reason="comunica-sparql is not installed (npm install -g @comunica/query-sparql)")
def test_comunica(served: Served) -> None:
    """Comunica finds out by itself that this is a SPARQL endpoint, and asks it."""
    assert COMUNICA is not None
    select = [COMUNICA, served.endpoint, FEW, "-t", "application/sparql-results+json"]
    done = subprocess.run(select, capture_output=True, check=True, timeout=120)
    assert len(json.loads(done.stdout)["results"]["bindings"]) == len(served.ask(FEW).json()["results"]["bindings"])
    construct = [COMUNICA, f"sparql@{served.endpoint}", GRAPH, "-t", "application/n-triples"]
    done = subprocess.run(construct, capture_output=True, check=True, timeout=120)
    assert set(done.stdout.decode().lower().splitlines()) == set(
        served.ask(GRAPH, "application/n-triples").text.lower().splitlines()
    )
