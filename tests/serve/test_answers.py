"""What a client is given: formats, methods, headers, the description."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.store import load_store
from tests.serve.asking import FEW, GRAPH, MADE, media_type
from tests.serve.serving import Served

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("text/*, application/*;q=0.1", "text/csv"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_type_that_was_asked_for(served: Served, accept: str, media: str) -> None:
    response = served.ask(FEW, accept)
    assert response.status_code == 200
    assert media_type(response) == media


@pytest.mark.parametrize("query", [FEW, MADE], ids=["graph", "made"])
def test_the_four_formats_of_rows_say_the_same(served: Served, tiny_dist: Path, query: str) -> None:
    """Oxigraph's own results are the reference; its parsers read the JSON, XML and TSV back."""
    solutions = load_store(tiny_dist / "data").query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    expected = [{name: row[name] for name in names} for row in solutions]
    assert expected
    for media, form in (
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        parsed = ox.parse_query_results(served.ask(query, media).content, format=form)
        assert isinstance(parsed, ox.QuerySolutions)
        assert [{name: row[name] for name in names} for row in parsed] == expected, media
    table = list(csv.reader(io.StringIO(served.ask(query, "text/csv").text, newline="")))
    assert table[0] == names
    assert table[1:] == [["" if row[name] is None else row[name].value for name in names] for row in expected]


def test_ask_is_answered_in_json_and_xml(served: Served) -> None:
    assert served.ask("ASK {}", "application/json").json() == {"head": {}, "boolean": True}
    root = ET.fromstring(served.ask("ASK { <a:b> <a:b> 1 }", "application/sparql-results+xml").content)  # noqa: S314
    assert root.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "false"


def test_the_four_formats_of_triples_are_one_graph(served: Served) -> None:
    graphs = {}
    for media, form in (
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ):
        response = served.ask(GRAPH, media)
        assert (response.status_code, media_type(response)) == (200, media), response.text
        graphs[form] = rdflib.Graph().parse(data=response.content, format=form)
    assert len(graphs["nt"]) > 10
    for form, graph in graphs.items():
        assert isomorphic(graph, graphs["nt"]), form


def test_post_in_both_forms_answers_as_get_does(served: Served) -> None:
    expected = served.ask(FEW).json()
    assert served.client.post("/sparql", data={"query": FEW}).json() == expected
    direct = served.client.post("/sparql", content=FEW, headers={"Content-Type": "application/sparql-query"})
    assert direct.json() == expected


def test_head_tells_what_get_would_say(served: Served) -> None:
    got = served.ask(FEW)
    head = served.client.head("/sparql", params={"query": FEW}, headers={"Accept": "*/*"})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == got.headers[name], name


def test_options_and_other_origins(served: Served) -> None:
    response = served.client.options("/sparql", headers={"Origin": "http://example.org"})
    assert response.status_code == 204
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    assert served.ask(FEW).headers["access-control-allow-origin"] == "*"
    assert served.ask("SELECT").headers["access-control-allow-origin"] == "*"


def test_without_a_query_it_describes_itself(served: Served) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for media, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        response = served.client.get("/sparql", headers={"Accept": media})
        assert media_type(response) == media
        graph = rdflib.Graph().parse(data=response.content, format=form)
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert str(graph.value(service, sd.endpoint)) == served.endpoint
        assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
        (triples,) = graph.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#triples"))
        assert int(str(triples)) > 1000


def test_gzip_is_the_same_answer(served: Served) -> None:
    plain = served.ask(FEW, **{"Accept-Encoding": "identity"})
    packed = served.ask(FEW, **{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]


def test_an_answer_that_a_client_has_is_not_sent_again(served: Served) -> None:
    etag = served.ask(FEW).headers["etag"]
    again = served.ask(FEW, **{"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert served.ask(FEW, "text/csv", **{"If-None-Match": etag}).status_code == 200
    assert "etag" not in served.ask("SELECT (NOW() AS ?now) {}").headers


def test_statements_of_one_source_can_be_asked_for(served: Served) -> None:
    """The default graph holds all; the graph of a source holds what that source says."""
    graphs = served.ask("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").json()["results"][
        "bindings"
    ]
    counts = {row["g"]["value"]: int(row["n"]["value"]) for row in graphs}
    source = next(name for name in counts if "/id/source/" in name)
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    chosen = served.client.get("/sparql", params={"query": query, "default-graph-uri": source}).json()
    assert int(chosen["results"]["bindings"][0]["n"]["value"]) == counts[source]
    assert int(served.ask(query).json()["results"]["bindings"][0]["n"]["value"]) > counts[source]
