"""The SHACL shapes: they speak of the ontology's terms alone, pass a small graph and catch faults planted in it."""

from __future__ import annotations

from functools import cache

import pytest
from pyshacl import validate
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, SH, SKOS, Namespace

from kg import vocabulary
from kg.iris import BMV as BMV_BASE
from kg.iris import ROOT
from kg.paths import ontology_dir
from kg.values import CURRENCIES
from tests.test_ontology import BM, LANGUAGES, ontology, own_terms

BMV = Namespace(f"{ROOT}vocab/")


@cache
def shapes() -> Graph:
    return Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")


def property_shapes() -> list[URIRef]:
    return sorted(node for node in shapes().subjects(RDF.type, SH.PropertyShape) if isinstance(node, URIRef))


def test_shapes_speak_only_of_existing_terms() -> None:
    used = {node for triple in shapes() for node in triple if isinstance(node, URIRef) and node in BM}
    assert used <= set(own_terms())


def test_every_class_of_nodes_has_a_shape() -> None:
    targets = set(shapes().objects(None, SH.targetClass))
    inherits = {BM.ModelVersion, BM.Forecast, BM.DerivedNode}
    classes = {term for term in own_terms() if (term, RDF.type, OWL.Class) in ontology()}
    assert classes - targets == inherits


def test_every_shape_has_target_path_severity_and_a_message_in_each_language() -> None:
    for shape in property_shapes():
        for predicate in (SH.path, SH.severity):
            assert len(list(shapes().objects(shape, predicate))) == 1, shape
        targets = [*shapes().objects(shape, SH.targetClass), *shapes().objects(shape, SH.targetSubjectsOf)]
        assert len(targets) == 1, shape
        assert {text.language for text in shapes().objects(shape, SH.message)} == LANGUAGES, shape  # type: ignore[attr-defined]


def test_node_shapes_list_exactly_their_property_shapes() -> None:
    listed = sorted(node for node in shapes().objects(None, SH.property) if isinstance(node, URIRef))
    assert listed == [shape for shape in property_shapes() if (shape, SH.targetClass, None) in shapes()]
    for node, shape in shapes().subject_objects(SH.property):
        assert str(shape).startswith(f"{node}-")


def test_code_lists_and_datatypes_of_shapes_are_those_of_the_ontology() -> None:
    terms = {term.iri: term for term in vocabulary.terms().values()}
    for shape in property_shapes():
        term = terms.get(str(shapes().value(shape, SH.path)))
        if term is None:
            continue
        pattern = str(shapes().value(shape, SH.pattern) or "")
        datatype = shapes().value(shape, SH.datatype)
        if term.scheme:
            assert pattern == f"^{BMV_BASE.base}{term.scheme}-", shape
        elif term.kind == "object":
            assert pattern or shapes().value(shape, SH["class"]), shape
        elif term.value_type not in {"edtf", "string", "langString"}:
            assert str(datatype).endswith(f"#{term.value_type}"), shape


def test_currencies_of_shapes_are_those_that_records_accept() -> None:
    for shape in (shape for shape in property_shapes() if shapes().value(shape, SH.path) == BM.currency):
        head = shapes().value(shape, SH["in"])
        assert head is not None
        listed = Collection(shapes(), head)
        assert tuple(map(str, listed)) == CURRENCIES


# --- a tiny graph that conforms, and faults planted in it ---

TINY = """
@prefix bm: <https://w3id.org/baimo/ontology#> .
@prefix bmv: <https://w3id.org/baimo/vocab/> .
@prefix id: <https://w3id.org/baimo/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/baimo/id/organization/alibaba-cloud> a bm:Organization ; rdfs:label "阿里云"@zh-Hans .
<https://w3id.org/baimo/id/service/alibaba-bailian> a bm:Service ; rdfs:label "阿里云百炼"@zh-Hans ;
    bm:operator <https://w3id.org/baimo/id/organization/alibaba-cloud> .
<https://w3id.org/baimo/id/model/qwen-long> a bm:Model ; rdfs:label "Qwen-Long"@en ;
    bm:releasedOn "2024-05"^^xsd:gYearMonth .
<https://w3id.org/baimo/id/offering/o> a bm:Offering ; rdfs:label "Qwen-Long"@en ;
    bm:sku "Qwen-Long" ; bm:currency "CNY" ;
    bm:service <https://w3id.org/baimo/id/service/alibaba-bailian> ; bm:market bmv:market-cn ;
    bm:offersModel <https://w3id.org/baimo/id/model/qwen-long> .
<https://w3id.org/baimo/id/source/s> a bm:Source ; rdfs:label "一篇文章"@zh-Hans ;
    dcterms:title "一篇文章"@zh-Hans ; bm:sourceKind bmv:source-press ;
    bm:lineage "s" ; bm:sourceOrigin "hand" ; schema:publisher "网易" ; dcterms:license "not stated" ;
    bm:retrievedOn "2026-11-23"^^xsd:date .
<https://w3id.org/baimo/id/evidence/e> a bm:Evidence ; bm:evidenceSource <https://w3id.org/baimo/id/source/s> ;
    bm:locator "P01" ; bm:evidenceStance bmv:evidence-supports .
<https://w3id.org/baimo/id/price-point/p> a bm:PricePoint, bm:Assertion ;
    bm:claimKey "c02#after" ; bm:rank bmv:rank-normal ; bm:aboutThing <https://w3id.org/baimo/id/offering/o> ;
    bm:aspect bmv:component-input ; bm:saysZh "0.0005 CNY / 1k tokens" ; bm:saysEn "0.0005 CNY / 1k tokens" ;
    bm:evidence <https://w3id.org/baimo/id/evidence/e> ; bm:priceOf <https://w3id.org/baimo/id/offering/o> ;
    bm:component bmv:component-input ; bm:amount 0.0005 ; bm:perTokens 1000 ; bm:priceUnit bmv:price-unit-token ;
    bm:currency "CNY" ; bm:amountPerMillion 0.5 ; bm:effectiveFrom "2024-05-21"^^xsd:date .
<https://w3id.org/baimo/id/statement/t> a bm:Statement, bm:Assertion ; bm:claimKey "c12" ; bm:rank bmv:rank-normal ;
    bm:aboutThing <https://w3id.org/baimo/id/model/qwen-long> ;
    bm:evidence <https://w3id.org/baimo/id/evidence/e> ; rdf:subject <https://w3id.org/baimo/id/model/qwen-long> ;
    rdf:predicate bm:developer ; rdf:object <https://w3id.org/baimo/id/organization/alibaba-cloud> .
<https://w3id.org/baimo/id/indicator/i> a bm:Indicator, bm:Assertion ; bm:claimKey "c08" ; bm:rank bmv:rank-normal ;
    bm:aboutThing bmv:measure-model-count ;
    bm:evidence <https://w3id.org/baimo/id/evidence/e> ; bm:measure bmv:measure-model-count ; bm:value 300.0 ;
    bm:comparator bmv:comparator-more-than ; bm:unit "models" ; bm:period "2024-01~"^^edtf:EDTF .
"""

POINT = "id/price-point/p"
FAULTS = {
    "an assertion without evidence": (POINT, "evidence", None),
    "an assertion about nothing": (POINT, "aboutThing", None),
    "an assertion about two things": (
        POINT,
        "aboutThing",
        "<https://w3id.org/baimo/id/offering/o>, bmv:component-input",
    ),
    "an aspect in words": (POINT, "aspect", '"input"'),
    "a saying in two wordings": (POINT, "saysZh", '"0.0005", "0.5"'),
    "a saying that says nothing": (POINT, "saysEn", '""'),
    "an evidence without locator": ("id/evidence/e", "locator", None),
    "an empty locator": ("id/evidence/e", "locator", '""'),
    "an unknown currency": (POINT, "currency", '"RMB"'),
    "an amount that is no decimal": (POINT, "amount", "5.0E-4"),
    "a negative amount": (POINT, "amount", "-0.0005"),
    "a code of another list": (POINT, "component", "bmv:rank-normal"),
    "a code that does not exist": (POINT, "component", "bmv:component-inptu"),
    "a price of something that is no offering": (POINT, "priceOf", "<https://w3id.org/baimo/id/model/qwen-long>"),
    "a year in a day": (POINT, "effectiveFrom", '"2024"^^xsd:date'),
    "a month in a day": (POINT, "effectiveFrom", '"2024-05"^^xsd:gYearMonth'),
    "two amounts": (POINT, "amount", "0.0005, 0.0006"),
    "no price unit": (POINT, "priceUnit", None),
    "per zero tokens": (POINT, "perTokens", "0"),
    "a source without lineage": ("id/source/s", "lineage", None),
    "a release on a string": ("id/model/qwen-long", "releasedOn", '"2024-05"'),
    "a figure without comparator": ("id/indicator/i", "comparator", None),
    "a service run by a model": (
        "id/service/alibaba-bailian",
        "operator",
        "<https://w3id.org/baimo/id/model/qwen-long>",
    ),
    "an offering that sells a company": (
        "id/offering/o",
        "offersModel",
        "<https://w3id.org/baimo/id/organization/alibaba-cloud>",
    ),
}


@cache
def concepts() -> Graph:
    graph = Graph()
    for scheme, codes in vocabulary.schemes().items():
        for code, concept in codes.items():
            iri = BMV[f"{scheme}-{code}"]
            graph.add((iri, RDF.type, SKOS.Concept))
            graph.add((iri, SKOS.inScheme, BMV[scheme]))
            graph.add((iri, SKOS.prefLabel, Literal(concept.label_en, lang="en")))
    return graph


def tiny_graph() -> Graph:
    graph = Graph().parse(data=TINY, format="turtle")
    for triple in concepts():
        graph.add(triple)
    return graph


def check(graph: Graph) -> tuple[bool, Graph]:
    conforms, report, _ = validate(graph, shacl_graph=shapes(), inference="none", advanced=False, meta_shacl=False)
    assert isinstance(report, Graph)
    return bool(conforms), report


def test_tiny_graph_conforms() -> None:
    conforms, report = check(tiny_graph())
    assert conforms, report.serialize(format="turtle")


@pytest.mark.parametrize("fault", FAULTS)
def test_shapes_catch(fault: str) -> None:
    node, name, wrong = FAULTS[fault]
    graph = tiny_graph()
    subject = URIRef(f"{ROOT}{node}")
    assert (subject, BM[name], None) in graph
    graph.remove((subject, BM[name], None))
    if wrong is not None:
        prefixes = "\n".join(line for line in TINY.splitlines() if line.startswith("@prefix"))
        graph.parse(data=f"{prefixes}\n<{subject}> bm:{name} {wrong} .", format="turtle")
    conforms, report = check(graph)
    assert not conforms
    assert (None, SH.resultPath, BM[name]) in report


def test_two_labels_in_one_language_are_a_fault() -> None:
    graph = tiny_graph()
    graph.add((URIRef(f"{ROOT}id/model/qwen-long"), RDFS.label, Literal("通义千问-Long", lang="en")))
    conforms, _ = check(graph)
    assert not conforms


def test_a_claim_of_a_class_is_held_to_the_shape_of_all_assertions() -> None:
    """Without inference a node of class PricePoint alone would escape; the graph gives it bm:Assertion too."""
    graph = tiny_graph()
    graph.remove((URIRef(f"{ROOT}{POINT}"), BM.rank, None))
    conforms, report = check(graph)
    assert not conforms
    assert (None, SH.sourceShape, URIRef(f"{ROOT}shapes#Assertion-rank")) in report
