"""The ontology: everything the design names is there, labelled and defined."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, SKOS, Namespace

from kg import records, vocabulary
from kg.iris import BMV as BMV_BASE
from kg.iris import ENTITY_KINDS, NODE_KINDS, ROOT
from kg.paths import ontology_dir

BM = Namespace(f"{ROOT}ontology#")
PROV = Namespace("http://www.w3.org/ns/prov#")
LANGUAGES = {"zh-Hans", "en"}
GENERATED_SCHEMES = {"vertical", "region"}

CLASSES = """
    Organization Person Brand Application Work ModelFamily Model ModelVersion Derivation Service ApiAlias AliasBinding
    Offering PricePoint PriceCondition WeeklyWindow PricePeriod PricingEvent PriceChange Episode Reaction Indicator
    Forecast Utterance Deployment Assertion Statement Evidence Source Disagreement
"""
PROPERTIES = """
    basedIn brandOwner activeIn developer inFamily versionOf marketedUnder vertical releasedOn parameters access
    derivedModel baseModel derivationKind operator aliasString aliasOn bindsAlias bindsTo effectiveFrom effectiveTo
    service provider market currency sku offersModel channel contextTokens priceOf component amount asStated perTokens
    priceUnit amountPerMillion condition observedOn announcedOn minInputTokens maxInputTokens minOutputTokens
    maxOutputTokens tierSemantics mode window windowKind windowDay windowOpens windowCloses timeZone fromNotBefore from
    toNotBefore to lastConfirmedOn endKind derivedFrom derivedBy eventKind announcedBy hasChange partOfEpisode changeIn
    changeComponent before after percentStated percentComputed reaction reactsTo reactionKind measure value valueMax
    comparator unit period firstDay lastDay speaker stance topic gist deployer deploys work claimKey evidence rank
    rankReason contradicts evidenceSource locator evidenceStance attributedTo relayedVia sourceKind lineage retrievedOn
    sha256 aboutClaim cause finding favours
"""
FACT_PROPERTIES = """
    developer in_family version_of marketed_under brand_owner vertical active_in based_in sub_organization_of operator
    founder_of affiliated_with organization_type access modality published_by powered_by competes_in size_class
    largest_in architecture filed_in nationality_stated released_on paper_on weights_on api_on first_listed_on
    founded_on retired_on parameters active_parameters training_tokens context_tokens homepage filing_number filed_on
    licence app_store_rank_within stock_code ror_id wikidata_id legal_name role
"""
CODES = {
    "component": "input output cached-input cache-write cache-storage reasoning-output uniform batch all",
    "price-unit": "token call month token-minute",
    "rank": "preferred normal deprecated",
    "reason": "order-of-magnitude currency-slip unit-slip placeholder superseded scope-error",
    "change": "cut rise made-free launch-price no-change restructure promotion withdrawal",
    "event": "cut rise launch",
    "comparator": "exactly about more-than at-least less-than at-most range",
    "stance": "supports opposes neutral predicts commits",
    "evidence": "supports refutes mentions",
    "finding": "resolved unresolved apparent",
    "cause": "order-of-magnitude unit currency scope date baseline rounding other-model mirror-lag unknown",
    "tier": "whole-request graduated",
    "channel": "first-party cloud-host aggregator subscription",
    "market": "cn intl",
    "end": "superseded withdrawn open unknown",
    "status": "exact between last-known contested none",
    "source": "official-price-page official-announcement regulator press syndicated-press self-media aggregator "
    "dataset paper not-read",
    "window": "peak off-peak",
    "reaction": "explicit temporal inferred refusal",
    "access": "open-weights api-only closed unknown",
    "derivation": "fine-tuned continued-pretraining merged quantized distilled based-on adapter unspecified",
    "organization-type": "company university institute public-body group",
    "mode": "batch thinking non-thinking promotion",
}


@cache
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "baimo.ttl", format="turtle")


@cache
def own_terms() -> tuple[URIRef, ...]:
    """Classes, properties and datatypes of the project's own namespace."""
    return tuple(sorted({term for term in ontology().subjects() if isinstance(term, URIRef) and term in BM}))


def all_super(term: URIRef) -> set[Any]:
    return set(ontology().transitive_objects(term, RDFS.subClassOf)) - {term}


# --- what the design names ---


@pytest.mark.parametrize("name", CLASSES.split())
def test_class_of_the_design_exists(name: str) -> None:
    assert (BM[name], RDF.type, OWL.Class) in ontology()


@pytest.mark.parametrize("name", PROPERTIES.split())
def test_property_of_the_design_exists(name: str) -> None:
    types = set(ontology().objects(BM[name], RDF.type))
    assert types in ({OWL.ObjectProperty}, {OWL.DatatypeProperty})


@pytest.mark.parametrize("scheme", CODES)
def test_codes_of_the_design_exist(scheme: str) -> None:
    assert set(CODES[scheme].split()) <= set(vocabulary.schemes()[scheme])


@pytest.mark.parametrize("name", FACT_PROPERTIES.split())
def test_property_may_stand_in_facts(name: str) -> None:
    term = vocabulary.terms()[name]
    assert "facts" in term.tables
    assert term.subjects, "the resolver checks the subject's kind"


def test_terms_tell_kinds_code_lists_and_value_types() -> None:
    terms = vocabulary.terms()
    assert terms["developer"].objects == {"organization", "person"}
    assert terms["version_of"].subjects == {"model"}
    assert terms["access"].scheme == "access"
    assert terms["event_kind"].scheme == "event"
    assert terms["announced_by"].scheme == ""
    assert terms["vertical"].objects == {"vertical"}
    assert terms["released_on"].value_type == "edtf"
    assert terms["parameters"].value_type == "integer"
    assert terms["legal_name"].value_type == "langString"
    assert terms["sub_organization_of"].iri == "http://www.w3.org/ns/org#subOrganizationOf"
    assert terms["first_move_of"].tables == {"price_events"}


# --- terms ---


def test_every_term_has_one_label_and_one_definition_in_each_language() -> None:
    faults = []
    for term in own_terms():
        for predicate in (RDFS.label, SKOS.definition):
            texts = list(ontology().objects(term, predicate))
            if {getattr(text, "language", None) for text in texts} != LANGUAGES or len(texts) != len(LANGUAGES):
                faults.append((str(term), str(predicate)))
        if not list(ontology().objects(term, RDFS.isDefinedBy)):
            faults.append((str(term), "isDefinedBy"))
    assert not faults


def test_chinese_definitions_use_full_width_marks() -> None:
    texts = [str(text) for text in ontology().objects(None, SKOS.definition) if text.language == "zh-Hans"]  # type: ignore[attr-defined]
    assert not [text for text in texts if re.search(r"[\u4e00-\u9fff][,;:]|[,;:][\u4e00-\u9fff]", text)]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_two_terms_have_one_definition(language: str) -> None:
    texts = [str(text) for text in ontology().objects(None, SKOS.definition) if text.language == language]  # type: ignore[attr-defined]
    assert len(texts) == len(set(texts))


def test_local_names_are_cased_by_kind() -> None:
    for term in own_terms():
        name = term.removeprefix(BM)
        if (term, RDF.type, OWL.Class) in ontology():
            assert re.fullmatch(r"([A-Z][a-z]+)+", name), name
        elif (term, RDF.type, RDFS.Datatype) not in ontology():
            assert re.fullmatch(r"[a-z]+[a-z0-9]*([A-Z][a-z0-9]*)*", name), name


def test_no_property_has_a_date_range() -> None:
    ranges = {str(value) for value in ontology().objects(None, RDFS.range)}
    assert not {value for value in ranges if re.search(r"date|gYear|time", value, re.IGNORECASE)}


def test_domains_and_ranges_are_declared_classes() -> None:
    schema = Namespace("https://schema.org/")
    declared = set(ontology().subjects(RDF.type, OWL.Class))
    for predicate in (RDFS.domain, schema.domainIncludes, RDFS.subClassOf):
        assert set(ontology().objects(None, predicate)) <= declared
    for term in ontology().subjects(RDF.type, OWL.ObjectProperty):
        assert set(ontology().objects(term, RDFS.range)) <= declared
    properties = {
        *ontology().subjects(RDF.type, OWL.ObjectProperty),
        *ontology().subjects(RDF.type, OWL.DatatypeProperty),
    }
    assert set(ontology().objects(None, RDFS.subPropertyOf)) <= properties


def test_nothing_is_an_activity_and_nothing_falls_under_disjoint_classes() -> None:
    disjoint = list(ontology().subject_objects(OWL.disjointWith))
    assert disjoint
    for term in ontology().subjects(RDF.type, OWL.Class):
        above = all_super(term) | {term}  # type: ignore[arg-type]
        assert PROV.Activity not in above
        assert not [pair for pair in disjoint if set(pair) <= above]


def test_claims_are_assertions_and_conclusions_are_not() -> None:
    asserted = (
        "Derivation AliasBinding OfferingDescription PricePoint PriceChange Reaction Indicator Utterance Deployment"
    )
    for name in [*asserted.split(), "Statement", "Forecast"]:
        assert BM.Assertion in all_super(BM[name])
    for name in ("PricePeriod", "PriceMove"):
        assert BM.Assertion not in all_super(BM[name])
    assert (BM.Assertion, OWL.disjointWith, BM.DerivedNode) in ontology()


def test_the_ontology_says_who_made_it_and_under_what_licence() -> None:
    header = URIRef(f"{ROOT}ontology")
    assert (header, RDF.type, OWL.Ontology) in ontology()
    dcterms = Namespace("http://purl.org/dc/terms/")
    assert ontology().value(header, dcterms.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert ontology().value(header, dcterms.creator) == Literal("Baimo contributors")
    assert ontology().value(header, OWL.versionInfo)


def test_the_ontology_has_no_blank_nodes() -> None:
    assert not [node for triple in ontology() for node in triple if isinstance(node, BNode)]


def test_every_kind_of_node_has_one_class() -> None:
    assert set(vocabulary.kinds()) == {*ENTITY_KINDS, *NODE_KINDS}


# --- code lists ---


def test_every_code_list_is_named_and_every_name_has_a_list() -> None:
    assert set(vocabulary.scheme_labels()) == set(vocabulary.schemes())


@pytest.mark.parametrize("scheme", sorted(vocabulary.schemes()))
def test_code_list_is_well_formed(scheme: str) -> None:
    concepts = vocabulary.schemes()[scheme]
    text = (ontology_dir() / "vocab" / f"{scheme}.csv").read_text(encoding="utf-8")
    assert len(concepts) == len(text.splitlines()) - 1, "a code stands twice"
    for column in ("label_zh", "label_en", "definition_zh", "definition_en"):
        values = [getattr(concept, column) for concept in concepts.values()]
        assert all(values)
        assert len(values) == len(set(values)), column
    for code, concept in concepts.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert concept.broader == "" or concept.broader in concepts
        assert concept.broader != code
        assert concept.definition_en.endswith(".")
        assert concept.definition_zh.endswith("。")
        assert not re.search(r"[\u4e00-\u9fff][,;:]|[,;:][\u4e00-\u9fff]", concept.definition_zh), "full-width marks"


def test_no_two_codes_have_one_definition() -> None:
    for column in ("definition_zh", "definition_en"):
        codes = [concept for concepts in vocabulary.schemes().values() for concept in concepts.values()]
        texts = [getattr(concept, column) for concept in codes]
        assert sorted(text for text in texts if texts.count(text) > 1) == []


def test_no_concept_shares_its_iri_with_another_or_with_a_list() -> None:
    schemes = vocabulary.schemes()
    names = [f"{scheme}-{code}" for scheme, codes in schemes.items() for code in codes] + [*schemes, *GENERATED_SCHEMES]
    assert len(names) == len(set(names))


def test_properties_name_existing_code_lists_and_every_list_is_used() -> None:
    named = {str(value).removeprefix(BMV_BASE.base) for value in ontology().objects(None, BM.codeScheme)}
    named |= {str(value).removeprefix(BMV_BASE.base) for value in ontology().objects(None, BM.subjectScheme)}
    assert named <= set(vocabulary.schemes()) | GENERATED_SCHEMES
    in_records_only = {"indicator-kind", "label-origin", "origin"}
    assert set(vocabulary.schemes()) - named == in_records_only


@pytest.mark.parametrize(
    ("record", "field", "scheme"),
    [
        (records.Indicator, "kind", "indicator-kind"),
        (records.Organization, "label_origin", "label-origin"),
        (records.Source, "origin", "origin"),
        (records.Window, "window_kind", "window"),
        (records.RankRow, "rank", "rank"),
    ],
)
def test_choices_of_records_are_those_of_the_code_list(record: type[records.Record], field: str, scheme: str) -> None:
    assert set(get_args(record.model_fields[field].annotation)) == set(vocabulary.schemes()[scheme])
