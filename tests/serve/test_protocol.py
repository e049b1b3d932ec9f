"""The W3C's SPARQL 1.1 Protocol tests that concern queries, each under its name in the W3C manifest.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ (approved 2012-11-20). Requests and expectations
are theirs; updates are refused here, which is what the `bad_update_*` tests expect of any endpoint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest

from tests.serve.serving import Served, serving, write_graphs

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = {"content-type": "application/sparql-query"}
UPDATE = {"content-type": "application/sparql-update"}
TEXT = {"content-type": "text/plain"}
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"
ONE, TWO, THREE = (DATA.format(number) for number in (1, 2, 3))
BOTH = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type . }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }} }}"
FULL = f"ASK {{ <{THREE}> a ?type GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }} }}"
MULTIPLE = f"ASK FROM <{THREE}> {{ GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }} }}"
WITH_UPDATE = (
    "WITH <http://example/addresses> DELETE { ?p ?q 'Bill' } INSERT { ?p ?q 'William' } WHERE { ?p ?q 'Bill' }"
)

Pairs = list[tuple[str, str | int | float | bool | None]]
NO_GRAPH: Pairs = [(DEFAULT, DATA.format(0))]


@dataclass(frozen=True)
class Case:
    """A test of the manifest: a request, and what is expected."""

    name: str
    method: str
    address: Pairs = field(default_factory=list)
    body: bytes | str = b""
    headers: dict[str, str] = field(default_factory=dict)
    expected: str = "4xx"


def _form(**fields: str) -> str:
    return urlencode(fields)


CASES = [
    Case("query_post_form", "POST", NO_GRAPH, _form(query="ASK {}"), FORM, "true"),
    Case("query_dataset_default_graphs_get", "GET", [("query", BOTH), (DEFAULT, ONE), (DEFAULT, TWO)], expected="true"),
    Case("query_dataset_default_graphs_post", "POST", [(DEFAULT, ONE), (DEFAULT, TWO)], BOTH, QUERY, "true"),
    Case("query_dataset_named_graphs_post", "POST", [(NAMED, ONE), (NAMED, TWO)], BOTH_NAMED, QUERY, "true"),
    Case("query_dataset_named_graphs_get", "GET", [("query", BOTH_NAMED), (NAMED, ONE), (NAMED, TWO)], expected="true"),
    Case("query_dataset_full", "POST", [(DEFAULT, THREE), (NAMED, ONE), (NAMED, TWO)], FULL, QUERY, "true"),
    Case("query_multiple_dataset", "POST", [(NAMED, ONE), (NAMED, TWO)], MULTIPLE, QUERY, "true"),
    Case("query_get", "GET", [("query", "ASK {}"), *NO_GRAPH], expected="true"),
    Case("query_content_type_select", "POST", NO_GRAPH, "SELECT (1 AS ?value) {}", QUERY, "tabular"),
    Case("query_content_type_ask", "POST", NO_GRAPH, "ASK {}", QUERY, "true"),
    Case("query_content_type_describe", "POST", NO_GRAPH, "DESCRIBE <http://example.org/>", QUERY, "RDF"),
    Case("query_content_type_construct", "POST", NO_GRAPH, "CONSTRUCT { <s> <p> 1 } WHERE {}", QUERY, "RDF"),
    Case("query_post_direct", "POST", NO_GRAPH, "ASK {}", QUERY, "true"),
    Case("bad_query_method", "PUT", [("query", "ASK {}")]),
    Case("bad_multiple_queries", "GET", [("query", "ASK {}"), ("query", "SELECT * {}")]),
    Case("bad_query_wrong_media_type", "POST", [], "ASK {}", TEXT),
    Case("bad_query_missing_form_type", "POST", [], _form(query="ASK {}")),
    Case("bad_query_missing_direct_type", "POST", [], "ASK {}"),
    Case(
        "bad_query_non_utf8",
        "POST",
        body="ASK {}".encode("utf-16"),
        headers={"content-type": "application/sparql-query; charset=UTF-16"},
    ),
    Case("bad_query_syntax", "GET", [("query", "ASK {")]),
    Case("bad_update_get", "GET", [("update", "CLEAR ALL")]),
    Case("bad_multiple_updates", "POST", [], "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
    Case("bad_update_wrong_media_type", "POST", [], "CLEAR NAMED", TEXT),
    Case("bad_update_missing_form_type", "POST", [], _form(update="CLEAR NAMED")),
    Case(
        "bad_update_non_utf8",
        "POST",
        body="CLEAR NAMED".encode("utf-16"),
        headers={"content-type": "application/sparql-update; charset=UTF-16"},
    ),
    Case("bad_update_syntax", "POST", [], _form(update="CLEAR XYZ"), FORM),
    Case(
        "bad_update_dataset_conflict", "POST", [("using-named-graph-uri", "http://example/people")], WITH_UPDATE, UPDATE
    ),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server over the three documents of the W3C, each in a named graph."""
    folder = tmp_path_factory.mktemp("w3c")
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    graphs = {iri: f"<{iri}> {kind} <http://xmlns.com/foaf/0.1/Document> .\n" for iri in (ONE, TWO, THREE)}
    with serving(write_graphs(folder / "dist", graphs), folder / "cache") as server:
        yield server


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_protocol_of_the_w3c(served: Served, case: Case) -> None:
    content = case.body.encode() if isinstance(case.body, str) else case.body
    response = served.client.request(
        case.method, "/sparql/", params=case.address, content=content or None, headers=case.headers
    )
    if case.expected == "4xx":
        assert 400 <= response.status_code < 500, response.text
        return
    assert response.status_code == 200, response.text
    {"true": _is_true, "tabular": _is_tabular, "RDF": _is_rdf}[case.expected](response)


def _media(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


def _is_true(response: httpx.Response) -> None:
    assert _media(response) == "application/sparql-results+json"
    assert response.json()["boolean"] is True


def _is_tabular(response: httpx.Response) -> None:
    assert _media(response) == "application/sparql-results+json"
    (row,) = response.json()["results"]["bindings"]
    assert row["value"]["value"] == "1"


def _is_rdf(response: httpx.Response) -> None:
    assert _media(response) == "text/turtle"
    assert len(list(ox.parse(response.content, format=ox.RdfFormat.TURTLE))) in {0, 1}


def test_a_dataset_of_the_protocol_is_all_there_is(served: Served) -> None:
    """Graphs that the request does not name are not there, in the default graph or among the named ones."""
    for params in ([(DEFAULT, ONE)], [(NAMED, TWO), (NAMED, THREE)]):
        for query in (BOTH, BOTH_NAMED):
            response = served.client.get("/sparql", params=[("query", query), *params])
            assert response.json()["boolean"] is False, (params, query)
