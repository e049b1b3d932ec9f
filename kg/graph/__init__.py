"""Graph: claims and conclusions as N-Quads. One named graph for each source, one for what the project adds.

Lines are yielded, not gathered, so that memory does not grow with the output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

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
_AT_A_TIME = 10_000


def graph_lines(resolved: Resolved, derived: Derived) -> Iterator[list[bytes]]:
    """Yield the whole graph as lines of N-Quads. A source's claims stand in the graph named by the source's IRI."""
    said = ((quad.subject, quad.predicate, quad.object) for quad in ontology_store())
    yield from _lines(said, ONTOLOGY_GRAPH)
    yield from _lines(vocabulary_triples(), ONTOLOGY_GRAPH)
    yield from _lines(registry_triples(resolved.dataset), REGISTRY_GRAPH)
    for claim in resolved.dataset.all_claims():
        yield from _lines(claim_triples(claim, resolved), entity_iri("source", claim.source))
    for name, row in resolved.dataset.sources.items():
        yield from _lines(source_triples(name, row), entity_iri("source", name))
    yield from _lines(derived_triples(resolved, derived), DERIVED_GRAPH)


def _lines(triples: Iterable[Triple], graph: ox.NamedNode) -> Iterator[list[bytes]]:
    """Yield triples as lines, some at a time: faster by a third than making quads for the serialiser."""
    end = f" {graph} .\n"
    rest = iter(triples)
    while lines := [f"{subject} {name} {value}{end}".encode() for subject, name, value in islice(rest, _AT_A_TIME)]:
        yield lines
