"""Which term of the graph says what a column says.

A column has the name of its property in snake_case. Where it differs, it is listed here: a column leaves out the word
that its table already says (`derivations.kind` is `bm:derivationKind`), or has the name that another vocabulary gives.
A column that no single property says has a reason instead.
"""

from __future__ import annotations

from kg.iris import BM
from kg.query import shorten
from kg.vocabulary import terms

_OWN: dict[str, dict[str, str]] = {
    "facts": {"subject": "rdf:subject", "property": "rdf:predicate", "object": "rdf:object", "value": "rdf:object"},
    "price_events": {
        "event": "rdf:subject", "property": "rdf:predicate", "value": "rdf:object", "day": "bm:eventDay",
        "changes": "bm:hasChange",
    },
    "statements": {
        "subject": "rdf:subject", "property": "rdf:predicate", "object": "rdf:object", "value": "rdf:object",
    },
    "derivations": {"derived": "bm:derivedModel", "base": "bm:baseModel", "kind": "bm:derivationKind"},
    "offerings": {"model": "bm:offersModel"},
    "price_changes": {
        "event": "bm:hasChange", "percent": "bm:percentStated", "component": "bm:changeComponent",
        "offering": "bm:changeIn",
    },
    "price_moves": {
        "offering": "bm:changeIn", "component": "bm:changeComponent", "percent": "bm:percentComputed",
        "not_before": "bm:fromNotBefore", "by": "bm:from", "basis": "bm:moveBasis", "event": "bm:inEvent",
        "before": "bm:periodBefore", "after": "bm:periodAfter",
    },
    "price_periods": {"status": "bm:periodStatus", "lineages": "bm:lineageCount"},
    "price_history": {"status": "bm:periodStatus", "lineages": "bm:lineageCount", "sources": "dcterms:title",
                      "urls": "schema:url", "locators": "bm:locator"},
    "period_claims": {"period": "bm:derivedFrom", "price_point": "bm:derivedFrom"},
    "indicators": {"kind": "rdf:type"},
    "utterances": {"gist_zh": "bm:gist", "gist_en": "bm:gist", "on": "bm:period"},
    "deployments": {"on": "bm:period"},
    "alias_bindings": {
        "service": "bm:aliasOn", "alias": "bm:aliasString", "bound_to": "bm:bindsTo", "from": "bm:effectiveFrom",
        "to": "bm:effectiveTo",
    },
    "conditions": {"tier": "bm:tierSemantics", "modes": "bm:mode"},
    "windows": {"days": "bm:windowDay", "opens": "bm:windowOpens", "closes": "bm:windowCloses"},
    "organizations": {"wikidata": "schema:sameAs", "ror": "schema:sameAs", "stock": "bm:stockCode"},
    "people": {"wikidata": "schema:sameAs"},
    "verticals": {"broader": "skos:broader", "gbt4754": "skos:notation", "isic4": "skos:notation"},
    "regions": {"broader": "skos:broader", "gbt2260": "skos:notation", "iso3166": "skos:notation"},
    "vertical_counts": {"broader": "skos:broader"},
    "aliases": {"label": "skos:altLabel"},
    "redirects": {"new": "dcterms:isReplacedBy"},
    "not_same": {"b": "owl:differentFrom"},
    "ranks": {"reason": "bm:rankReason", "why": "skos:editorialNote"},
    "disagreements": {"claims": "bm:aboutClaim", "favoured": "bm:favours", "why_zh": "rdfs:comment",
                      "why_en": "rdfs:comment"},
    "disagreement_claims": {"disagreement": "bm:aboutClaim", "claim": "bm:claimKey", "node": "bm:aboutClaim",
                            "favoured": "bm:favours"},
    "applies_to": {"offering": "bm:priceOf"},
    "sources": {
        "title": "dcterms:title", "title_en": "rdfs:label", "publisher": "schema:publisher", "kind": "bm:sourceKind",
        "licence": "dcterms:license", "origin": "bm:sourceOrigin", "url": "schema:url", "repo": "schema:codeRepository",
        "published": "schema:datePublished", "retrieved": "bm:retrievedOn", "claims": "bm:claimCount",
    },
}  # fmt: skip
"""Table → column → term."""

_ANY = {
    "claim": "bm:claimKey",
    "source": "bm:evidenceSource",
    "offering": "bm:priceOf",
    "model": "bm:offersModel",
    "label_zh": "rdfs:label",
    "label_en": "rdfs:label",
}
"""Column → term in every other table."""

_SELECTS = "selects the claims"
_NOT_SAID: dict[str, dict[str, str]] = {
    "ranks": dict.fromkeys(("source", "offering", "component", "from", "to"), _SELECTS),
    "aliases": {
        "source": "where it is spelt so; not in the graph",
        "from": "days of the meaning; not in the graph",
        "to": "days of the meaning; not in the graph",
    },
    "accepted": {"on": "the day of the decision; not in the graph"},
}
"""Table → column that has the name of a term and is none → why."""
_CITED = "an editor's note for readers of `data/`"
_COUNT = "a count"
NO_TERM: dict[str, str] = {
    "id": "the node itself",
    "old": "the node itself",
    "a": "the node itself",
    "label_origin": "in the language tag: zh-Latn for a transliteration",
    "github": "for finding names; not in the graph",
    "huggingface": "for finding names; not in the graph",
    "context": "decides whether a spelling counts; not in the graph",
    "on": "the day of a change of ids; not in the graph",
    "basis": _CITED,
    "note": _CITED,
    "why": _CITED,
    "rule": "names a file of `ontology/rules`; not in the graph",
    "about": "what a rule warns of; not in the graph",
    "digest": "guards the folder of an import; not in the graph",
    "left_out": "counts of an import; not in the graph",
    "unresolved": "names that an import left open; not in the graph",
    "part": "part of the IRI of a price point",
    "event": "from the event, by bm:hasChange",
    "table": "the class of the node",
    "holds": "whether the plain triple is there",
    "candidate": "counts the amounts of a contested period",
    "position": "bm:leadingClaim leads to the one at position 1",
    "model_kind": "part of the IRI of what is sold",
    "days_uncertain": "computed from the two bounds",
    "claims": _COUNT,
    "sources": _COUNT,
    "lineages": _COUNT,
    "organizations": _COUNT,
    "made": _COUNT,
    "made_with_narrower": _COUNT,
    "organizations_with_narrower": _COUNT,
}
"""Column without a term → why."""
_MEASURES = {
    "derivation_hubs": "measured on the network",
    "lineage_depth": "measured on the network",
    "organization_verticals": "counted by organization and vertical",
    "quality": "counted over the whole",
    "price_war_matrix": "concluded for the matrix alone",
    "names": "an index for search",
}
"""Table of measures or look-ups, of which the graph holds what they are made from → why."""


def graph_term(table: str, column: str) -> str:
    """Return the term that says what a column says, short, as `bm:derivationKind`; empty where none does."""
    own = _OWN.get(table, {}).get(column)
    if own or table in _MEASURES or column in _NOT_SAID.get(table, {}):
        return own or ""
    if column in _ANY:
        return _ANY[column]
    term = terms().get(column)
    if term is None:
        return ""
    return f"bm:{term.name}" if term.iri.startswith(BM.base) else shorten(term.iri)


def reason(table: str, column: str) -> str:
    """Return why a column has no term; empty if nothing says so."""
    said = _MEASURES.get(table) or _NOT_SAID.get(table, {}).get(column)
    if said:
        return said
    return "a name, shown beside the id" if column.endswith(("_zh", "_en")) else NO_TERM.get(column, "")
