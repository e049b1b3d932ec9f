"""Code lists as SKOS concept schemes."""

from __future__ import annotations

from collections.abc import Iterator

from kg import vocabulary
from kg.graph.terms import Triple, code_iri, name_triples, text
from kg.iris import BMV, RDF, RDFS, SKOS
from kg.vocabulary import Concept


def vocabulary_triples() -> Iterator[Triple]:
    """Yield every scheme with its concepts, labelled and defined in both languages."""
    titles = vocabulary.scheme_labels()
    for scheme, concepts in sorted(vocabulary.schemes().items()):
        iri = BMV(scheme)
        yield iri, RDF("type"), SKOS("ConceptScheme")
        yield from _described(iri.value.removeprefix(BMV.base), titles[scheme])
        for concept in concepts.values():
            yield from _concept_triples(concept)


def _concept_triples(concept: Concept) -> Iterator[Triple]:
    iri, scheme = code_iri(concept.scheme, concept.code), BMV(concept.scheme)
    yield iri, RDF("type"), SKOS("Concept")
    yield iri, SKOS("inScheme"), scheme
    yield iri, SKOS("notation"), text(concept.code)
    if concept.broader:
        yield iri, SKOS("broader"), code_iri(concept.scheme, concept.broader)
    else:
        yield iri, SKOS("topConceptOf"), scheme
        yield scheme, SKOS("hasTopConcept"), iri
    yield from _described(f"{concept.scheme}-{concept.code}", concept)


def _described(name: str, concept: Concept) -> Iterator[Triple]:
    iri = BMV(name)
    yield from name_triples(iri, (text(concept.label_zh, "zh-Hans"), text(concept.label_en, "en")))
    for language, label, definition in (
        ("zh-Hans", concept.label_zh, concept.definition_zh),
        ("en", concept.label_en, concept.definition_en),
    ):
        yield iri, SKOS("prefLabel"), text(label, language)
        yield iri, RDFS("label"), text(label, language)
        yield iri, SKOS("definition"), text(definition, language)
