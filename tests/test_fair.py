"""What FOOPS! asks of a FAIR ontology and can be answered without network; its names of the tests are kept.

Asked of a registry or of the network, and not here: FIND2, FIND3, URI1, URI2, CN1, DOC1, RDF1, VER2 and OM4_2. Where
the IRIs lead once they are published is tests/test_w3id.py. OM3 asks for a DOI too: there is none.
"""

from __future__ import annotations

from functools import cache

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS, Namespace

from kg.iris import ROOT
from kg.paths import ontology_dir

SCHEMA = Namespace("https://schema.org/")
VANN = Namespace("http://purl.org/vocab/vann/")
BIBO = Namespace("http://purl.org/ontology/bibo/")
IRI = URIRef(f"{ROOT}ontology")
OWN = f"{IRI}#"
PLAIN = (str(RDF), str(RDFS), str(OWL), str(XSD))
METADATA = {
    "OM1 minimum": (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI, DCTERMS.creator,
                    DCTERMS.created, VANN.preferredNamespaceUri),
    "OM2 recommended": (VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation),
    "OM3 detailed": (DCTERMS.publisher, SCHEMA.logo, BIBO.status, DCTERMS.source, DCTERMS.issued),
    "OM4_1 licence": (DCTERMS.license,),
    "OM5_1 basic provenance": (DCTERMS.creator, DCTERMS.created),
    "OM5_2 detailed provenance": (DCTERMS.issued, DCTERMS.publisher),
    "FIND1 prefix": (VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
}  # fmt: skip


@cache
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "baimo.ttl", format="turtle")


@cache
def terms() -> tuple[URIRef, ...]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype)
    named = {term for kind in kinds for term in ontology().subjects(RDF.type, kind) if str(term).startswith(OWN)}
    return tuple(sorted(URIRef(str(term)) for term in named))


@pytest.mark.parametrize("name", METADATA)
def test_the_ontology_says_of_itself(name: str) -> None:
    missing = [wanted for wanted in METADATA[name] if ontology().value(IRI, wanted, any=True) is None]
    assert missing == []


def test_it_is_one_ontology_with_a_persistent_iri_over_an_open_protocol() -> None:
    """PURL1, HTTP1, and P38 and P39 of OOPS!."""
    assert list(ontology().subjects(RDF.type, OWL.Ontology)) == [IRI]
    assert str(IRI).startswith("https://w3id.org/")
    assert ontology().value(IRI, VANN.preferredNamespaceUri) == Literal(OWN)


def test_its_version_has_an_iri_of_its_own() -> None:
    """VER1."""
    version = ontology().value(IRI, OWL.versionIRI)
    assert version == URIRef(f"{IRI}/{ontology().value(IRI, OWL.versionInfo)}")


def test_no_iri_of_a_term_names_a_file() -> None:
    """P36 of OOPS!."""
    assert not [term for term in terms() if term.endswith((".ttl", ".owl", ".rdf", ".xml", ".html"))]


def test_its_days_are_days_and_in_order() -> None:
    days = [ontology().value(IRI, name) for name in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    assert all(isinstance(day, Literal) and day.datatype == XSD.date for day in days)
    assert days == sorted(days, key=str)


def test_metadata_comes_from_known_vocabularies() -> None:
    """VOC1."""
    used = {str(predicate) for predicate in ontology().predicates(IRI)}
    assert not [predicate for predicate in used if predicate.startswith(ROOT)]
    assert len({predicate.rpartition("/")[0] for predicate in used if not predicate.startswith(PLAIN)}) >= 4


def test_it_extends_known_vocabularies() -> None:
    """VOC2."""
    above = {str(end) for end in ontology().objects(None, RDFS.subClassOf)}
    above |= {str(end) for end in ontology().objects(None, RDFS.subPropertyOf)}
    foreign = {end for end in above if not end.startswith((OWN, *PLAIN))}
    for base in (
        "https://schema.org/",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "https://w3id.org/fair4ml#",
    ):
        assert any(end.startswith(base) for end in foreign), base


@pytest.mark.parametrize(("code", "predicate"), [("VOC3", RDFS.label), ("VOC4", SKOS.definition)])
def test_all_terms_are_documented(code: str, predicate: URIRef) -> None:
    assert len(terms()) > 150
    assert [term for term in terms() if ontology().value(term, predicate, any=True) is None] == [], code
