"""Entities, sources and redirects as triples. They carry identity: what is said about them stands in claims."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.terms import Triple, code_iri, day, name_triples, ref_iri, text
from kg.iris import BM, DCTERMS, OWL, RDF, RDFS, SCHEMA, SKOS, XSD, entity_iri
from kg.loading import Dataset, Located

CLASSES = {
    "organization": "Organization",
    "person": "Person",
    "brand": "Brand",
    "family": "ModelFamily",
    "model": "Model",
    "application": "Application",
    "service": "Service",
    "work": "Work",
    "event": "PricingEvent",
    "episode": "Episode",
    "window": "WeeklyWindow",
}
"""Kind of the registry → class. Verticals and regions are concepts."""

_OUTSIDE = {
    "wikidata": "http://www.wikidata.org/entity/",
    "ror": "https://ror.org/",
    "github": "https://github.com/",
    "huggingface": "https://huggingface.co/",
}


def registry_triples(dataset: Dataset) -> Iterator[Triple]:
    """Yield the triples of all entities of the registry, with their other names."""
    for kind, entities in dataset.registry.items():
        for row in entities.values():
            yield from entity_triples(kind, row)
    for kind in ("vertical", "region"):
        yield from _scheme(kind)
    for row in dataset.lists["aliases"]:
        yield from _alias(dataset, row)
    for row in dataset.lists["redirects"]:
        yield ref_iri(row.record.old), OWL("deprecated"), ox.Literal("true", datatype=XSD("boolean"))
        yield ref_iri(row.record.old), DCTERMS("isReplacedBy"), ref_iri(row.record.new)
    for row in dataset.lists["not_same"]:
        yield ref_iri(row.record.a), OWL("differentFrom"), ref_iri(row.record.b)


def _alias(dataset: Dataset, row: Located) -> Iterator[Triple]:
    """Yield another name of an entity. A spelling that is its label already is none (SKOS keeps the two apart)."""
    alias = row.record
    named = dataset.registry[alias.id.kind].get(alias.id.id)
    if named is None or alias.spelling not in {named.record.label_zh, named.record.label_en}:
        name = SKOS("altLabel" if alias.label == "alt" else "hiddenLabel")
        yield ref_iri(alias.id), name, text(alias.spelling, _language(alias.spelling))
    yield ref_iri(alias.id), BM("spelling"), text(alias.spelling)


def entity_triples(kind: str, row: Located) -> Iterator[Triple]:
    """Yield class, labels and outside ids of one entity."""
    entity = row.record
    iri = entity_iri(kind, entity.id)
    if kind in CLASSES:
        yield iri, RDF("type"), BM(CLASSES[kind])
    else:
        yield iri, RDF("type"), SKOS("Concept")
        yield iri, SKOS("inScheme"), ox.NamedNode(iri.value.removesuffix(f"-{entity.id}"))
        yield from _concept_triples(kind, iri, row)
    found = list(labels(entity.label_zh, entity.label_en, entity.label_origin))
    yield from name_triples(iri, found)
    for label in found:
        yield iri, RDFS("label"), label
        yield iri, BM("spelling"), text(label.value)
        if kind not in CLASSES:
            yield iri, SKOS("prefLabel"), label
    for column, base in _OUTSIDE.items():
        for value in _items(getattr(entity, column, None)):
            yield iri, SCHEMA("sameAs"), ox.NamedNode(base + value)
    for value in _items(getattr(entity, "stock", None)):
        yield iri, BM("stockCode"), text(value)
    if kind == "window":
        yield from _window_triples(iri, row)


def labels(zh: str | None, en: str | None, origin: str = "source") -> Iterator[ox.Literal]:
    """Yield the labels in their languages; an English label made by transliteration is pinyin."""
    if zh:
        yield text(zh, "zh-Hans")
    if en:
        yield text(en, "zh-Latn" if origin == "transliteration" else "en")


def _items(value: object) -> tuple[str, ...]:
    if not value:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _scheme(kind: str) -> Iterator[Triple]:
    scheme = ox.NamedNode(entity_iri(kind, "x").value.removesuffix("-x"))
    yield scheme, RDF("type"), SKOS("ConceptScheme")
    for language, label in {
        "vertical": {"zh-Hans": "垂直领域", "en": "Verticals"},
        "region": {"zh-Hans": "地区", "en": "Regions"},
    }[kind].items():
        yield scheme, SKOS("prefLabel"), text(label, language)
        yield scheme, RDFS("label"), text(label, language)


def _concept_triples(kind: str, iri: ox.NamedNode, row: Located) -> Iterator[Triple]:
    concept = row.record
    scheme = ox.NamedNode(iri.value.removesuffix(f"-{concept.id}"))
    if concept.broader:
        yield iri, SKOS("broader"), entity_iri(kind, concept.broader)
        yield entity_iri(kind, concept.broader), SKOS("narrower"), iri
    else:
        yield iri, SKOS("topConceptOf"), scheme
        yield scheme, SKOS("hasTopConcept"), iri
    notations = {"gbt4754": "gbt4754-2017", "isic4": "isic-rev4", "gbt2260": "gbt2260", "iso3166": "iso3166"}
    for column, datatype in notations.items():
        for value in _items(getattr(concept, column, None)):
            yield iri, SKOS("notation"), ox.Literal(value, datatype=BM(datatype))


def _window_triples(iri: ox.NamedNode, row: Located) -> Iterator[Triple]:
    window = row.record
    yield iri, BM("windowKind"), code_iri("window", window.window_kind)
    for weekday in window.days:
        yield iri, BM("windowDay"), ox.Literal(weekday, datatype=XSD("integer"))
    for opens, closes in zip(window.opens, window.closes, strict=True):
        yield iri, BM("windowOpens"), text(opens)
        yield iri, BM("windowCloses"), text(closes)
        yield iri, BM("windowHours"), text(f"{opens}-{closes}")
    yield iri, BM("timeZone"), text(window.time_zone)
    if window.complement_of:
        yield iri, BM("complementOf"), entity_iri("window", window.complement_of)
    if window.holidays_of:
        yield iri, BM("holidaysOf"), entity_iri("region", window.holidays_of)


def _language(spelling: str) -> str:
    return "zh-Hans" if any("\u4e00" <= mark <= "\u9fff" for mark in spelling) else "en"


def source_triples(name: str, row: Located) -> Iterator[Triple]:
    """Yield what is known about a source."""
    source = row.record
    iri = entity_iri("source", name)
    yield iri, RDF("type"), BM("Source")
    language = _language(source.title)
    if language != "en" or not source.title_en:
        yield iri, RDFS("label"), text(source.title, language)
    if source.title_en:
        yield iri, RDFS("label"), text(source.title_en, "en")
    yield iri, DCTERMS("title"), text(source.title, language)
    yield iri, SCHEMA("publisher"), text(source.publisher)
    yield iri, BM("sourceKind"), code_iri("source", source.kind)
    yield iri, BM("lineage"), text(source.lineage)
    yield iri, DCTERMS("license"), text(source.licence)
    yield iri, BM("sourceOrigin"), text(source.origin)
    for value, predicate in (
        (source.url, SCHEMA("url")),
        (source.repo and f"https://github.com/{source.repo}", SCHEMA("codeRepository")),
    ):
        if value:
            yield iri, predicate, ox.Literal(value, datatype=XSD("anyURI"))
    days = {
        SCHEMA("datePublished"): source.published,
        BM("publishedNotBefore"): source.published_not_before,
        BM("publishedNotAfter"): source.published_not_after,
        BM("retrievedOn"): source.retrieved,
    }
    for predicate, value in days.items():
        if value:
            yield iri, predicate, day(value)
    for predicate, value in ((BM("sha256"), source.sha256), (BM("commit"), source.commit)):
        if value:
            yield iri, predicate, text(value)
    if source.mirror_of:
        yield iri, BM("mirrorOf"), entity_iri("source", source.mirror_of)
