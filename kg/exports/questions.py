"""The named queries as SHACL executables, in the form of the SIB's SPARQL examples: question, keywords, query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.terms import Triple, text
from kg.iris import DCTERMS, PREFIXES, RDF, RDFS, ROOT, SCHEMA, XSD, Namespace
from kg.query import NamedQuery, named_queries

QUERY = Namespace(f"{ROOT}query/")
SH = Namespace(PREFIXES["sh"])
_PREFIXES = QUERY("prefixes")


def write_queries(path: Path) -> None:
    """Write `queries.ttl`: one executable for each named query, and the prefixes that they use. No blank nodes."""
    triples = [ox.Triple(*triple) for triple in _triples()]
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "owl", "rdf", "rdfs", "schema", "sh", "xsd")}
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"")


def _triples() -> Iterator[Triple]:
    for query in named_queries().values():
        yield from _executable(query)
    yield _PREFIXES, RDF("type"), ox.NamedNode(PREFIXES["owl"] + "Ontology")
    for name, base in sorted(PREFIXES.items()):
        node = QUERY(f"prefixes#{name}")
        yield _PREFIXES, SH("declare"), node
        yield node, SH("prefix"), text(name)
        yield node, SH("namespace"), ox.Literal(base, datatype=XSD("anyURI"))


def _executable(query: NamedQuery) -> Iterator[Triple]:
    node = QUERY(query.name)
    yield node, RDF("type"), SH("SPARQLExecutable")
    yield node, RDF("type"), SH("SPARQLSelectExecutable")
    yield node, DCTERMS("identifier"), text(query.name)
    yield node, RDFS("label"), text(query.question_zh, "zh-Hans")
    yield node, RDFS("label"), text(query.question_en, "en")
    yield node, RDFS("comment"), text(query.question_zh, "zh-Hans")
    yield node, RDFS("comment"), text(query.question_en, "en")
    for word in query.keywords:
        yield node, SCHEMA("keywords"), text(word)
    yield node, SH("prefixes"), _PREFIXES
    yield node, SH("select"), text(query.text)
