"""Small parts: what a query asks for, which format fits."""

from __future__ import annotations

import pytest

from kg.serve.formats import ROWS, negotiate
from kg.serve.sparql_text import read_query


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("# SELECT\nPREFIX select: <http://a/ask> BASE <http://b/> ASK {}", "ASK"),
        ("prefix a: <a:>\nConstruct { ?s a:select ?o } {}", "CONSTRUCT"),
        ("describe ?select { ?select ?p ?o }", "DESCRIBE"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_form_of_a_query(query: str, form: str | None) -> None:
    assert read_query(query).form == form


def test_one_query_written_twice_is_one_query() -> None:
    assert read_query("SELECT *{?s ?p 'x'}#a").tokens == read_query("SELECT  * {\n?s ?p 'x' } # b").tokens


@pytest.mark.parametrize("accept", ["text/html", "text/csv;q=0", "application/xhtml+xml;q=1,"])
def test_nothing_fits(accept: str) -> None:
    assert negotiate(accept, ROWS) is None
