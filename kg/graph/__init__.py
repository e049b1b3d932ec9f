"""Graph: claims and conclusions as quads. One named graph for each source, one for what the project adds.

Quads are yielded, not gathered, so that memory does not grow with the output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.derive import Derived
from kg.graph.claims import claim_triples
from kg.graph.derived import derived_triples
from kg.graph.entities import registry_triples, source_triples
from kg.graph.terms import Triple
from kg.graph.vocabulary import vocabulary_triples
from kg.iris import ROOT, entity_iri
from kg.resolve import Resolved
from kg.vocabulary import ontology_store

ONTOLOGY_GRAPH = ox.NamedNode(f"{ROOT}graph/ontology")
REGISTRY_GRAPH = ox.NamedNode(f"{ROOT}graph/registry")
DERIVED_GRAPH = ox.NamedNode(f"{ROOT}graph/derived")


def graph_quads(resolved: Resolved, derived: Derived) -> Iterator[ox.Quad]:
    """Yield the whole graph. A source's claims stand in the graph named by the source's IRI."""
    for quad in ontology_store():
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ONTOLOGY_GRAPH)
    yield from _quads(vocabulary_triples(), ONTOLOGY_GRAPH)
    yield from _quads(registry_triples(resolved.dataset), REGISTRY_GRAPH)
    for claim in resolved.dataset.all_claims():
        yield from _quads(claim_triples(claim, resolved), entity_iri("source", claim.source))
    for name, row in resolved.dataset.sources.items():
        yield from _quads(source_triples(name, row), entity_iri("source", name))
    yield from _quads(derived_triples(resolved, derived), DERIVED_GRAPH)


def _quads(triples: Iterable[Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    for subject, predicate, value in triples:
        yield ox.Quad(subject, predicate, value, graph)
