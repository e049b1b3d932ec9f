"""Rows of a SPARQL result in a form that two engines share: equal values compare equal, whatever engine wrote them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import rdflib

from kg.iris import PREFIXES, XSD

_NUMBERS = {XSD.base + name for name in ("decimal", "integer", "int", "long", "double")}
Value = tuple[str, ...] | None


def same_value(term: Any) -> Value:
    """Return a term of either engine in one form: numbers without trailing zeros, language tags in lower case."""
    match term:
        case None:
            return None
        case ox.NamedNode() | ox.BlankNode():
            return ("iri", term.value)
        case ox.Literal():
            return _literal(term.value, term.language, term.datatype.value)
        case rdflib.Literal():
            datatype = str(term.datatype) if term.datatype else XSD.base + "string"
            return _literal(str(term), term.language, datatype)
    return ("iri", str(term))


def _literal(text: str, language: str | None, datatype: str) -> Value:
    if language:
        return ("text", text, language.lower())
    if datatype in _NUMBERS:
        return ("number", str(Decimal(text).normalize() + 0))
    return ("text", text, datatype)


def oxigraph_rows(store: ox.Store, sparql: str) -> list[tuple[Value, ...]]:
    """Return the rows of a SELECT in Oxigraph."""
    solutions = store.query(sparql, prefixes=PREFIXES)
    return [tuple(same_value(term) for term in solution) for solution in solutions]  # type: ignore[union-attr]


def rdflib_rows(graph: rdflib.Graph, sparql: str) -> list[tuple[Value, ...]]:
    """Return the rows of a SELECT in rdflib."""
    return [tuple(same_value(term) for term in row) for row in graph.query(sparql, initNs=PREFIXES)]  # type: ignore[union-attr]
