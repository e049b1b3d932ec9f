"""RDF terms from Python values: literals with the right type, and triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from kg.iris import BM, BMV, XSD, entity_iri
from kg.values import Period, Ref, plain

EDTF = ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")

Node = ox.NamedNode
Object = ox.NamedNode | ox.Literal
Triple = tuple[ox.NamedNode, ox.NamedNode, Object]


@lru_cache(maxsize=200_000)
def text(value: str, language: str | None = None) -> ox.Literal:
    """Return a plain string, or a string in a language."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def decimal(value: Decimal) -> ox.Literal:
    """Return an xsd:decimal without exponent and without zeros at the end."""
    return ox.Literal(plain(value), datatype=XSD("decimal"))


def integer(value: int) -> ox.Literal:
    """Return an xsd:integer."""
    return ox.Literal(str(value), datatype=XSD("integer"))


def day(value: date) -> ox.Literal:
    """Return an xsd:date."""
    return ox.Literal(value.isoformat(), datatype=XSD("date"))


def period(value: Period) -> ox.Literal:
    """Return a day, month or year in its XSD type, and any other EDTF period in the EDTF type."""
    parts = value.text.split("-")
    if "/" in value.text or not value.text.replace("-", "").isdigit() or (len(parts) == 2 and int(parts[1]) > 12):
        return ox.Literal(value.text, datatype=EDTF)
    datatype = {1: "gYear", 2: "gYearMonth", 3: "date"}[len(parts)]
    return ox.Literal(value.text, datatype=XSD(datatype))


def boolean(value: bool) -> ox.Literal:
    """Return an xsd:boolean."""
    return ox.Literal("true" if value else "false", datatype=XSD("boolean"))


def anything(value: object) -> ox.Literal:
    """Return the literal that fits a Python value."""
    match value:
        case bool():
            return boolean(value)
        case Decimal():
            return decimal(value)
        case int():
            return integer(value)
        case date():
            return day(value)
        case Period():
            return period(value)
    return text(str(value))


def ref_iri(ref: Ref) -> ox.NamedNode:
    """Return the IRI of a referenced entity, concept or code."""
    return entity_iri(ref.kind, ref.id)


def code_iri(scheme: str, code: str) -> ox.NamedNode:
    """Return the IRI of a code: `bmv:{scheme}-{code}`."""
    return BMV(f"{scheme}-{code}")


def name_triples(subject: Node, labels: Iterable[ox.Literal]) -> Iterator[Triple]:
    """Yield the one name to show in Chinese and the one in English; a missing one is shown in the other language."""
    found = list(labels)
    chinese = [label for label in found if label.language and label.language.lower() == "zh-hans"]
    other = [label for label in found if label not in chinese]
    if found:
        yield subject, BM("nameZh"), (chinese or other)[0]
        yield subject, BM("nameEn"), (other or chinese)[0]
