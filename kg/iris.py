"""IRIs: the project's own and those it reuses, and the IRIs of claims."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import pyoxigraph as ox

ROOT = "https://w3id.org/baimo/"
_KEPT = 65_536
"""IRIs that are kept for the next use: enough for those that repeat, whatever the size of the graph."""


class Namespace:
    """A namespace that makes IRIs: `BM("amount")`."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._made: dict[str, ox.NamedNode] = {}

    def __call__(self, name: str) -> ox.NamedNode:
        """Return the IRI of a name in this namespace."""
        node = self._made.get(name)
        if node is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            node = self._made[name] = ox.NamedNode(self.base + name)
        return node


BM = Namespace(ROOT + "ontology#")
BMV = Namespace(ROOT + "vocab/")
ID = Namespace(ROOT + "id/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
ORG = Namespace("http://www.w3.org/ns/org#")
FAIR4ML = Namespace("https://w3id.org/fair4ml#")

ENTITY_KINDS = (
    "organization", "person", "brand", "family", "model", "application", "service", "work", "event", "episode",
    "window",
)  # fmt: skip
"""Kinds of the registry whose IRIs are id/{kind}/{slug}; verticals and regions are concepts."""

NODE_KINDS = (
    "offering", "condition", "source", "evidence", "statement", "derivation", "offering-description", "price-point",
    "price-period", "price-move", "price-change", "reaction", "indicator", "utterance", "alias", "alias-binding",
    "deployment", "disagreement",
)  # fmt: skip
"""Kinds of nodes that the build makes."""

CLAIM_KINDS = {
    "facts": "statement",
    "derivations": "derivation",
    "offerings": "offering-description",
    "prices": "price-point",
    "price_changes": "price-change",
    "price_events": "statement",
    "reactions": "reaction",
    "indicators": "indicator",
    "utterances": "utterance",
    "alias_bindings": "alias-binding",
    "deployments": "deployment",
}
"""Claim table → kind of the node that a row makes."""

PREFIXES = {
    "bm": BM.base,
    "bmv": BMV.base,
    **{f"bmr-{kind}": f"{ID.base}{kind}/" for kind in sorted(ENTITY_KINDS + NODE_KINDS)},
    "bmsh": ROOT + "shapes#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS.base,
    "fair4ml": FAIR4ML.base,
    "org": ORG.base,
    "owl": OWL.base,
    "prov": PROV.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "schema": SCHEMA.base,
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": SKOS.base,
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD.base,
}
"""Published prefixes, one for each kind, since a prefix cannot span the slash."""


def entity_iri(kind: str, slug: str) -> ox.NamedNode:
    """Return the IRI of an entity, or of a concept for verticals, regions and codes of code lists."""
    return ID(f"{kind}/{slug}") if kind in ENTITY_KINDS or kind in NODE_KINDS else BMV(f"{kind}-{slug}")


@lru_cache(maxsize=_KEPT)
def claim_hash(source: str, table: str, claim: str, part: str = "") -> str:
    """Return the 12 hex digits that identify a claim, or its part `before` or `after`."""
    return hashlib.sha256(f"{source}|{table}|{claim}|{part}".encode()).hexdigest()[:12]


def claim_iri(source: str, table: str, claim: str, part: str = "") -> ox.NamedNode:
    """Return the IRI of the node that a claim makes; parts of a price change are price points."""
    kind = "price-point" if part else CLAIM_KINDS[table]
    return ID(f"{kind}/{claim_hash(source, table, claim, part)}")


def evidence_iri(source: str, table: str, claim: str) -> ox.NamedNode:
    """Return the IRI of the evidence behind a claim row."""
    return ID(f"evidence/{claim_hash(source, table, claim)}")


def derived_slug(*parts: object) -> str:
    """Return the id of a derived node from what makes it unique."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:12]
