"""Named queries: each reads well and gives equal rows in rdflib and in Oxigraph, whatever the order of loading."""

from __future__ import annotations

import re
import time

import pyoxigraph as ox
import pytest
import rdflib

from kg.built import Built
from kg.query import NamedQuery, bind, named_queries
from tests.sparql_rows import oxigraph_rows, rdflib_rows

QUERIES = named_queries()
EACH = pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
TINY_PARAMS = {
    "alias-on-day": {"alias": "qwen-max-latest", "day": "2024-05-01"},
    "cheapest-for-context": {"day": "2024-07-20", "component": "output"},
    "claims-of-a-source": {"document": "bmr-source:press-2024-05-21"},
    "current-prices": {"since": "2024-06-01"},
    "events-between": {"first": "2024-05-21", "last": "2024-05-21"},
    "free-offers": {"day": "2024-07-20", "channel": "aggregator"},
    "models-on-a-base": {"base": "bmr-model:bloom"},
    "models-of-organization": {"organization": "bmr-organization:alibaba-cloud"},
    "models-released-in": {"year": "2024"},
    "organizations-of-region": {"region": "bmv:region-china"},
    "resellers-against-first-party": {"model": "bmr-model:qwen-long", "day": "2024-07-21"},
    "tiers-of-model": {"model": "bmr-model:qwen-max", "day": "2024-07-20"},
}
"""What to ask of the tiny dataset where a query's defaults speak of other things."""


def tiny_sparql(query: NamedQuery) -> str:
    """Return the SPARQL of a query for the tiny dataset."""
    return bind(query, TINY_PARAMS.get(query.name, {}))


@pytest.fixture(scope="session")
def tiny_graph(tiny_built: Built) -> rdflib.Graph:
    """Return the tiny graph in rdflib."""
    return rdflib.Graph().parse(data=tiny_built.ntriples, format="nt")


@pytest.fixture(scope="session")
def real_graph(real_built: Built) -> rdflib.Graph:
    """Return the real graph in rdflib."""
    return rdflib.Graph().parse(data=real_built.ntriples, format="nt")


def test_there_are_at_least_thirty_questions() -> None:
    assert len(QUERIES) >= 30


@EACH
def test_a_query_tells_its_question_in_both_languages(query: NamedQuery) -> None:
    assert re.search("[\u4e00-\u9fff]", query.question_zh)
    assert query.question_zh.endswith("?")
    assert query.question_en.endswith("?")
    assert any(word.isascii() for word in query.keywords)
    assert any(not word.isascii() for word in query.keywords)
    assert re.fullmatch(r"\d+\.\.\d+", query.rows)
    assert int(query.rows.rpartition(".")[2]) <= 500


@EACH
def test_every_parameter_is_described(query: NamedQuery) -> None:
    described = re.findall(r"^#\+ param (\w+): \S", query.text, re.MULTILINE)
    assert set(described) == set(query.params)


@EACH
def test_a_query_has_the_columns_of_its_header_and_an_order(query: NamedQuery, tiny_built: Built) -> None:
    solutions = tiny_built.store.query(query.text)
    assert [variable.value for variable in solutions.variables] == list(query.columns)  # type: ignore[union-attr]
    assert re.search(r"^ORDER BY", query.text, re.MULTILINE)
    assert all(name + "_en" in query.columns for name in _names(query, "_zh"))


def _names(query: NamedQuery, ending: str) -> list[str]:
    return [column.removesuffix(ending) for column in query.columns if column.endswith(ending)]


@EACH
def test_a_figure_comes_with_source_and_locator(query: NamedQuery) -> None:
    """Columns that hold what a source says stand beside the title of the source and the place in it."""
    figures = {"amount", "percent_stated", "value", "before", "as_stated", "per_million", "after_per_million"}
    if figures & set(query.columns):
        assert {"source", "locator"} <= set(query.columns)


@EACH
def test_both_engines_give_the_same_rows(query: NamedQuery, tiny_built: Built, tiny_graph: rdflib.Graph) -> None:
    sparql = tiny_sparql(query)
    assert rdflib_rows(tiny_graph, sparql) == oxigraph_rows(tiny_built.store, sparql)


NOTHING_TINY = {
    "filed-applications",
    "markets-compared",
    "open-weights-by-organization",
    "proposed-conflicts",
    "verticals-on-foreign-bases",
}
"""Queries about which the tiny dataset says nothing."""


@EACH
def test_the_tiny_dataset_answers(query: NamedQuery, tiny_built: Built) -> None:
    assert bool(oxigraph_rows(tiny_built.store, tiny_sparql(query))) != (query.name in NOTHING_TINY)


@EACH
def test_rows_do_not_depend_on_the_order_of_loading(query: NamedQuery, tiny_built: Built) -> None:
    lines = tiny_built.ntriples.splitlines(keepends=True)
    reverse = ox.Store()
    reverse.load(b"".join(reversed(lines)), format=ox.RdfFormat.N_TRIPLES)
    sparql = tiny_sparql(query)
    assert oxigraph_rows(reverse, sparql) == oxigraph_rows(tiny_built.store, sparql)


@EACH
def test_real_answers_have_the_promised_shape_and_speed(query: NamedQuery, real_built: Built) -> None:
    least, most = map(int, query.rows.split(".."))
    rows = oxigraph_rows(real_built.store, query.text)
    assert least <= len(rows) <= most
    assert len(set(rows)) == len(rows), "two rows are alike"
    times = []
    for _ in range(3):
        begun = time.process_time()
        list(real_built.store.query(query.text))  # type: ignore[arg-type]
        times.append(time.process_time() - begun)
    assert min(times) < 0.2, f"takes {min(times):.3f} s; begin with what leaves few rows"


@EACH
def test_both_engines_agree_on_the_real_data(query: NamedQuery, real_built: Built, real_graph: rdflib.Graph) -> None:
    assert rdflib_rows(real_graph, query.text) == oxigraph_rows(real_built.store, query.text)
