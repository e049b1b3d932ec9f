"""The published questions: SHACL executables of the named queries, and the card for language models."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.built import Built
from kg.exports.card import PAIRS
from kg.query import named_queries, with_prefixes
from tests.sparql_rows import oxigraph_rows, rdflib_rows

SH = "http://www.w3.org/ns/shacl#"


def tokens(text: str) -> float:
    """Return a cautious estimate of the tokens of a text: one a Chinese character, one for three others."""
    chinese = len(re.findall("[\u3000-\u9fff\uff00-\uffef]", text))
    return chinese + (len(text) - chinese) / 3


def test_every_named_query_is_an_executable_that_holds_its_text(tiny_dist: Path) -> None:
    store = ox.Store()
    store.load(path=str(tiny_dist / "data" / "queries.ttl"), format=ox.RdfFormat.TURTLE)
    found = {
        quad.subject.value.rpartition("/")[2]: quad.object.value  # type: ignore[union-attr]
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{SH}select"), None)
    }
    assert found == {name: query.text for name, query in named_queries().items()}
    assert not any(isinstance(term, ox.BlankNode) for quad in store for term in (quad.subject, quad.object))


def test_the_card_is_short(tiny_dist: Path) -> None:
    card = (tiny_dist / "data" / "schema-card.md").read_text(encoding="utf-8")
    assert 2000 < tokens(card) <= 6000
    assert len(PAIRS) == 10


@pytest.mark.parametrize("question", PAIRS)
def test_the_queries_of_the_card_answer(question: str, tiny_built: Built) -> None:
    sparql = with_prefixes(PAIRS[question])
    graph = rdflib.Graph().parse(data=tiny_built.ntriples, format="nt")
    rows = oxigraph_rows(tiny_built.store, sparql)
    assert rows
    assert sorted(map(str, rdflib_rows(graph, sparql))) == sorted(map(str, rows))
