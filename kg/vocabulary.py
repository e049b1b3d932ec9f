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
from kg.iris import BM, OWL, RDF, RDFS, XSD
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
    """A property of the ontology."""

    name: str
    """Local name, as releasedOn."""
    kind: Literal["object", "datatype"]
    """What it leads to: a thing, or a value."""
    value_type: str
    """For a datatype property the XSD type (decimal, integer, boolean, string), or `edtf` for days and periods."""


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
    """Return snake_case name → property of the ontology."""
    store = ontology_store(folder)
    found: dict[str, Term] = {}
    for kind, owl_class in (("object", "ObjectProperty"), ("datatype", "DatatypeProperty")):
        for quad in store.quads_for_pattern(None, RDF("type"), OWL(owl_class)):
            iri = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
            if iri.startswith(BM.base):
                name = iri.removeprefix(BM.base)
                found[to_snake(name)] = Term(name, kind, _value_type(store, quad.subject))  # type: ignore[arg-type]
    return found


def _value_type(store: ox.Store, subject: ox.NamedNode) -> str:
    ranges = [quad.object.value for quad in store.quads_for_pattern(subject, RDFS("range"), None)]  # type: ignore[union-attr]
    if not ranges:
        return "edtf"
    if ranges == [RDF("langString").value]:
        return "langString"
    return ranges[0].removeprefix(XSD.base)


def to_snake(name: str) -> str:
    """`releasedOn` → `released_on`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def scheme_definition(scheme: str, code: str) -> str:
    """Return the English definition of a code, for messages."""
    return schemes()[scheme][code].definition_en


