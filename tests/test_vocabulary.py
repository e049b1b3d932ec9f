"""One vocabulary: columns, records, ontology, shapes, codes and the graph name one thing by one word.

A column is its property in snake_case. Where it is not, `kg/dictionary/graph_terms.py` says which term it is, or why it
has none; the lists here say why a term has no column. Nothing may be listed that is not needed.
"""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.namespace import SH

from kg import records, vocabulary
from kg.built import Built
from kg.dictionary import graph_terms
from kg.dictionary.forms import scheme_of
from kg.dictionary.graph_terms import graph_term, reason
from kg.iris import BM, PREFIXES
from kg.loading import JUDGEMENTS, REGISTRY_LISTS
from kg.paths import ontology_dir
from kg.query import named_queries

INPUTS: dict[str, type[records.Record]] = {
    **records.CLAIMS,
    **records.REGISTRY,
    **REGISTRY_LISTS,
    **JUDGEMENTS,
    "sources": records.Source,
}

GRAPH_ONLY = {
    "about_thing": "one name for what claims of every class are about",
    "aspect": "one name for the respect in which claims of every class speak",
    "based_on": "the short cut over a derivation",
    "binds_alias": "from a binding to its alias",
    "contradicts": "follows from the register",
    "describes_offering": "from a claim about an offering to the offering",
    "evidence_stance": "supports, for every claim there is",
    "has_price_period": "the other way round than price_of",
    "leading_claim": "position 1 of period_claims",
    "may_hold_in": "the years of a period, for questions",
    "name_en": "the one name for a view",
    "name_zh": "the one name for a view",
    "says_en": "the one wording for a view",
    "says_zh": "the one wording for a view",
    "window_hours": "opens and closes of one interval together",
}
"""Property without a column → why."""

NAMED_OTHERWISE = {
    "Fact": "Statement",
    "Price": "PricePoint",
    "PriceEvent": "Statement",
    "Offering": "OfferingDescription",
    "Family": "ModelFamily",
    "Event": "PricingEvent",
    "Window": "WeeklyWindow",
    "Vertical": "Concept",
    "Region": "Concept",
    "DisagreementRow": "Disagreement",
}
"""Record → class, where they differ: the fixed tables are called so, and verticals and regions are concepts."""
NO_CLASS = {"Alias", "Redirect", "NotSame", "RankRow", "AppliesTo", "Accepted"}
"""Records that make no node: they say something of nodes."""


@cache
def shapes() -> Graph:
    return Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")


def columns_in() -> set[tuple[str, str]]:
    return {(table, column) for table, record in INPUTS.items() for column in records.columns(record)}


def columns_out(built: Built) -> set[tuple[str, str]]:
    return {(table.name, column) for table in built.tables.values() for column in table.columns}


# --- columns and terms ---


def test_every_column_is_a_term_or_has_a_reason(tiny_built: Built) -> None:
    columns = columns_in() | columns_out(tiny_built)
    assert not {f"{table}.{column}" for table, column in columns if not graph_term(table, column)} - {
        f"{table}.{column}" for table, column in columns if reason(table, column)
    }


def test_no_exception_is_kept_that_is_not_needed(tiny_built: Built) -> None:
    columns = columns_in() | columns_out(tiny_built)
    listed = {(table, column) for table, own in graph_terms._OWN.items() for column in own}
    assert not listed - columns, "columns that are gone"
    gone = {(table, column) for table, said in graph_terms._NOT_SAID.items() for column in said} - columns
    assert not gone
    by_name = {
        f"{table}.{column}"
        for table, column in listed
        if (term := vocabulary.terms().get(column)) and graph_terms._OWN[table][column] == f"bm:{term.name}"
    }
    assert not by_name, "columns that have the name of their term anyway"
    without = {column for table, column in columns if not graph_term(table, column)}
    assert not set(graph_terms.NO_TERM) - without, "columns that have a term"


def test_the_terms_of_columns_are_predicates_of_the_graph(real_built: Built) -> None:
    columns = columns_in() | columns_out(real_built)
    said = {graph_term(table, column) for table, column in columns} - {""}
    found = real_built.store.query("SELECT DISTINCT ?p WHERE { ?s ?p ?o }")
    predicates = {row["p"].value for row in found}  # type: ignore[union-attr]
    iris = {short: PREFIXES[short.partition(":")[0]] + short.partition(":")[2] for short in said}
    assert not {short for short, iri in iris.items() if iri not in predicates} - UNUSED


UNUSED = {"bm:brandOwner"}
"""Terms of columns that no row fills."""


def test_every_property_is_a_column_or_a_fact_or_has_a_reason(tiny_built: Built) -> None:
    said = {graph_term(*column) for column in columns_in() | columns_out(tiny_built)}
    missing = {name for name, term in vocabulary.terms().items() if f"bm:{term.name}" not in said and not term.tables}
    assert missing == set(GRAPH_ONLY)


def test_a_record_is_named_as_its_class() -> None:
    graph = vocabulary.ontology_store()
    for record in INPUTS.values():
        if record.__name__ in NO_CLASS:
            continue
        name = NAMED_OTHERWISE.get(record.__name__, record.__name__)
        known = any(graph.quads_for_pattern(BM(name), None, None)) or name == "Concept"
        assert known, f"{record.__name__}: no class {name}"
        assert (
            name == record.__name__
            or not any(graph.quads_for_pattern(BM(record.__name__), None, None))
            or (record.__name__ == "Offering")
        ), f"{record.__name__} is a class itself; take it off the list"


# --- shapes ---


def test_every_property_has_a_shape_and_every_path_is_a_property() -> None:
    paths = {str(path) for path in shapes().objects(None, SH.path)}
    own = {term.iri for term in vocabulary.terms().values()}
    assert not own - paths, "properties that no shape checks"
    foreign = {ox.NamedNode(path) for path in paths - own}
    known = tuple(PREFIXES.values())
    assert not [path for path in foreign if not path.value.startswith(known) or path.value.startswith(BM.base)]


# --- codes ---


@pytest.mark.parametrize("table", INPUTS)
def test_a_column_of_codes_and_its_term_name_one_list(table: str) -> None:
    terms = {f"bm:{term.name}": term for term in vocabulary.terms().values()}
    for name, field in INPUTS[table].model_fields.items():
        term = terms.get(graph_term(table, field.alias or name))
        scheme = scheme_of(field)
        if term is not None and term.scheme in vocabulary.schemes() and (table, name) not in SHIFTED:
            assert scheme == term.scheme, f"{table}.{name}"
        elif scheme:
            assert (table, name) in SHIFTED, f"{table}.{name} holds codes of {scheme}, and its term does not"


SHIFTED = {
    ("indicators", "kind"): "rdf:type: a forecast is a class of its own",
    ("sources", "origin"): "a text in the graph",
    ("ranks", "component"): "selects claims; the graph has the rank at each of them",
}
"""Columns of codes whose term has no code list → why."""


def test_every_code_list_is_that_of_a_property() -> None:
    used = {term.scheme for term in vocabulary.terms().values()}
    assert set(vocabulary.schemes()) - used == {"indicator-kind", "label-origin", "origin"}


# --- questions ---


def test_columns_of_questions_are_in_snake_case_and_come_in_both_languages() -> None:
    for name, query in named_queries().items():
        for column in query.columns:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", column), f"{name}: {column}"
            if column.endswith("_zh"):
                assert f"{column[:-3]}_en" in query.columns, f"{name}: {column} without English"
