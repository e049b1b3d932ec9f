"""The vocabulary: code lists of `ontology/vocab/*.csv` and terms of `ontology/baimo.ttl`.

Everything else that needs to know a code or a property asks here; nothing repeats them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.csvio import read_csv
from kg.findings import Finding, raise_errors
from kg.iris import BM, BMV, OWL, RDF, RDFS, SCHEMA, SKOS, XSD
from kg.paths import ontology_dir

CONCEPT_COLUMNS = ("code", "label_zh", "label_en", "definition_zh", "definition_en", "broader")
SCHEME_COLUMNS = ("scheme", "label_zh", "label_en", "definition_zh", "definition_en")


@dataclass(frozen=True)
class Concept:
    """A code of a code list, with labels and definitions in both languages."""

    scheme: str
    code: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    broader: str = ""


@dataclass(frozen=True)
class Term:
    """A property of the ontology, or one of another vocabulary that it uses as it is."""

    name: str
    """Local name, as releasedOn."""
    kind: Literal["object", "datatype"]
    """What it leads to: a thing, or a value."""
    value_type: str
    """For a datatype property decimal, integer, boolean, string or langString, or `edtf` for days and
    periods; empty for an object property."""
    iri: str
    """Full IRI."""
    subjects: frozenset[str] = frozenset()
    """Kinds of which it may be said (organization, model …, vertical, region); empty for any."""
    objects: frozenset[str] = frozenset()
    """For an object property the kinds, or the one code list, that it may lead to; empty for any."""
    scheme: str = ""
    """The code list from which the values come; `event/cut` is then a code, not an event of the registry."""
    tables: frozenset[str] = frozenset()
    """Claim tables in whose column `property` it may stand: facts, price_events."""


@cache
def schemes(folder: Path | None = None) -> dict[str, dict[str, Concept]]:
    """Return scheme → code → concept, read from the code lists; raise `DataError` if a list is malformed."""
    findings: list[Finding] = []
    result: dict[str, dict[str, Concept]] = {}
    for path in sorted(((folder or ontology_dir()) / "vocab").glob("*.csv")):
        if path.stem == "schemes":
            continue
        rows = read_csv(path, f"ontology/vocab/{path.name}", CONCEPT_COLUMNS, CONCEPT_COLUMNS[:5], findings)
        result[path.stem] = {row.cells.get("code", ""): Concept(path.stem, **row.cells) for row in rows}
    raise_errors(findings)
    return result


@cache
def scheme_labels(folder: Path | None = None) -> dict[str, Concept]:
    """Return scheme → its own labels and definitions (the concept's code is empty)."""
    findings: list[Finding] = []
    path = (folder or ontology_dir()) / "vocab" / "schemes.csv"
    rows = read_csv(path, "ontology/vocab/schemes.csv", SCHEME_COLUMNS, SCHEME_COLUMNS, findings)
    raise_errors(findings)
    return {row.cells["scheme"]: Concept(code="", **row.cells) for row in rows}


@cache
def ontology_store(folder: Path | None = None) -> ox.Store:
    """Return the ontology file as an Oxigraph store."""
    store = ox.Store()
    store.bulk_load(path=str((folder or ontology_dir()) / "baimo.ttl"), format=ox.RdfFormat.TURTLE)
    return store


@cache
def terms(folder: Path | None = None) -> dict[str, Term]:
    """Return snake_case name → property: all of the ontology, and those of others that claim tables use."""
    store = ontology_store(folder)
    found: dict[str, Term] = {}
    for kind, owl_class in (("object", "ObjectProperty"), ("datatype", "DatatypeProperty")):
        for quad in store.quads_for_pattern(None, RDF("type"), OWL(owl_class)):
            if isinstance(quad.subject, ox.NamedNode) and _is_term(store, quad.subject):
                term = _term(store, quad.subject, kind)  # type: ignore[arg-type]
                found[to_snake(term.name)] = term
    return dict(sorted(found.items()))


def _is_term(store: ox.Store, subject: ox.NamedNode) -> bool:
    return subject.value.startswith(BM.base) or bool(_values(store, subject, BM("claimTable")))


def _term(store: ox.Store, subject: ox.NamedNode, kind: Literal["object", "datatype"]) -> Term:
    ranges = _values(store, subject, RDFS("range"), SCHEMA("rangeIncludes"))
    scheme = _values(store, subject, BM("codeScheme"))
    return Term(
        name=re.split(r"[#/]", subject.value)[-1],
        kind=kind,
        value_type=_value_type(ranges) if kind == "datatype" else "",
        iri=subject.value,
        subjects=_kinds(
            store,
            _values(store, subject, RDFS("domain"), SCHEMA("domainIncludes")),
            _values(store, subject, BM("subjectScheme")),
        ),
        objects=_kinds(store, ranges, _values(store, subject, BM("codeScheme"))) if kind == "object" else frozenset(),
        scheme=scheme[0].removeprefix(BMV.base) if scheme else "",
        tables=frozenset(_values(store, subject, BM("claimTable"))),
    )


def _values(store: ox.Store, subject: ox.NamedNode, *predicates: ox.NamedNode) -> list[str]:
    """Return IRIs and literals that stand after any of the predicates, as text, sorted."""
    quads = (quad for predicate in predicates for quad in store.quads_for_pattern(subject, predicate, None))
    return sorted(quad.object.value for quad in quads)  # type: ignore[union-attr]


def _value_type(ranges: list[str]) -> str:
    if not ranges:
        return "edtf"
    return ranges[0].removeprefix(XSD.base).removeprefix(RDF.base)


def _kinds(store: ox.Store, classes: list[str], schemes_of_term: list[str]) -> frozenset[str]:
    """Return the kinds of the IRIs of these classes, or the code lists; a class without a kind allows any."""
    if schemes_of_term:
        return frozenset(scheme.removeprefix(BMV.base) for scheme in schemes_of_term)
    kinds = [_values(store, ox.NamedNode(name), BM("idKind")) for name in classes]
    return frozenset(kind for one in kinds for kind in one) if all(kinds) else frozenset()


@cache
def kinds(folder: Path | None = None) -> dict[str, str]:
    """Return kind → local name of the class whose nodes have IRIs of that kind: family → ModelFamily."""
    quads = ontology_store(folder).quads_for_pattern(None, BM("idKind"), None)
    found = {quad.object.value: quad.subject.value.removeprefix(BM.base) for quad in quads}  # type: ignore[union-attr]
    return dict(sorted(found.items()))


def to_snake(name: str) -> str:
    """`releasedOn` → `released_on`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def definition(term: Term) -> str:
    """Return the English definition of a property; empty for one that another vocabulary defines."""
    quads = ontology_store().quads_for_pattern(ox.NamedNode(term.iri), SKOS("definition"), None)
    texts = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
    return next((text.value for text in texts if text.language == "en"), "")
