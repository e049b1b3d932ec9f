"""Measures of the landscape: how deep lineages of models are, which bases carry most, who serves which vertical.

They count what claims say and weigh nothing: a derivation, developer or vertical counts once, however many say it.
Deprecated claims do not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import networkx as nx

from kg.conclude import holding_facts
from kg.resolve import Resolved
from kg.values import Ref


@dataclass(frozen=True)
class Lineage:
    """What a model goes back to."""

    model: str
    """`kind/id`."""
    depth: int
    """Steps of the longest chain of derivations down to a base that is not derived itself."""
    bases: tuple[str, ...]
    """What it is directly made from."""
    ancestors: tuple[str, ...]
    """All that it goes back to, directly or not."""
    roots: tuple[str, ...]
    """The ancestors that are made from nothing known."""
    chain: tuple[str, ...]
    """One longest chain, from the model to its root; the first by name where several are as long."""


@dataclass(frozen=True)
class Hub:
    """A base and what is made from it."""

    base: str
    direct: tuple[str, ...]
    """What is made from it in one step."""
    transitive: tuple[str, ...]
    """What goes back to it, in any number of steps."""
    with_members: tuple[str, ...]
    """What goes back to it or to a model of its family, or to a version of it; those themselves left out."""
    kinds: tuple[tuple[str, int], ...]
    """Code of `derivation` → how many of the direct ones, the most frequent first; one may count under several."""
    lineages: int
    """How many independent sources speak of what is directly made from it."""


def derivation_graph(resolved: Resolved) -> nx.DiGraph[str]:
    """Return the graph of derivations: an edge from what was made to its base, with kinds and source lineages."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for claim in sorted(resolved.dataset.claims["derivations"], key=lambda one: one.name):
        if resolved.rank(claim).code == "deprecated":
            continue
        made, base = str(claim.record.derived), str(claim.record.base)
        if made == base:
            continue
        if not graph.has_edge(made, base):
            graph.add_edge(made, base, kinds=set(), lineages=set())
        graph.edges[made, base]["kinds"].add(claim.record.kind)
        graph.edges[made, base]["lineages"].add(resolved.dataset.sources[claim.source].record.lineage)
    return graph


def lineages(graph: nx.DiGraph[str]) -> list[Lineage]:
    """Return the lineage of everything that is made from something, by name.

    Claims may run in a circle; its members then count as one step and have no root among themselves.
    """
    chains = _longest_chains(graph)
    found = []
    for model in sorted(graph):
        bases = sorted(graph.successors(model))
        if bases:
            above = sorted(nx.descendants(graph, model))
            roots = tuple(one for one in above if not graph.out_degree(one))
            chain = chains[model]
            found.append(Lineage(model, len(chain) - 1, tuple(bases), tuple(above), roots, chain))
    return found


def _longest_chains(graph: nx.DiGraph[str]) -> dict[str, tuple[str, ...]]:
    """Return each node with one longest chain from it; of a circle the member with the first name stands for all."""
    merged = nx.condensation(graph)
    chains: dict[int, tuple[str, ...]] = {}
    for number in reversed(list(nx.topological_sort(merged))):
        name = min(merged.nodes[number]["members"])
        rest = [chains[base] for base in merged.successors(number)]
        longest = min(rest, key=lambda chain: (-len(chain), chain), default=())
        chains[number] = (name, *longest)
    places = merged.graph["mapping"]
    return {node: (node, *chains[places[node]][1:]) for node in sorted(graph)}


def membership(resolved: Resolved) -> nx.DiGraph[str]:
    """Return the graph of families and versions: an edge from a model to its family, from a version to its model."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    links = _links(resolved)
    for member, whole in sorted([*links["in_family"], *links["version_of"]]):
        graph.add_edge(str(member), str(whole))
    return graph


def hubs(graph: nx.DiGraph[str], members: nx.DiGraph[str]) -> list[Hub]:
    """Return everything that something is made from, the one with most descendants first.

    A family of which only members serve as bases is a hub without direct descendants of its own.
    """
    found = []
    for base in sorted({*graph, *members}):
        direct = sorted(graph.predecessors(base)) if base in graph else []
        below = {base, *(nx.ancestors(members, base) if base in members else ())}
        made = {one for part in below if part in graph for one in nx.ancestors(graph, part)} - below
        if made:
            kinds = Counter(kind for step in direct for kind in graph.edges[step, base]["kinds"])
            order = tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
            witnesses = {one for step in direct for one in graph.edges[step, base]["lineages"]}
            after = tuple(sorted(nx.ancestors(graph, base))) if base in graph else ()
            found.append(Hub(base, tuple(direct), after, tuple(sorted(made)), order, len(witnesses)))
    return sorted(found, key=lambda hub: (-len(hub.with_members), -len(hub.transitive), hub.base))


@dataclass
class Cell:
    """What an organization does for a vertical: what it develops, whether it is said to be active, what it uses."""

    models: set[str]
    """Models and families made for the vertical."""
    applications: set[str]
    active: bool = False
    """Whether a claim says that the organization is active in the vertical."""
    deployments: int = 0
    """Claims that it uses a model in the vertical."""


def vertical_matrix(resolved: Resolved) -> dict[tuple[str, str], Cell]:
    """Return (organization, vertical) → what joins them, ids alone, in order; a narrower vertical is another one."""
    cells: dict[tuple[str, str], Cell] = defaultdict(lambda: Cell(set(), set()))
    links = _links(resolved)
    makers: dict[Ref, list[str]] = defaultdict(list)
    for made, maker in links["developer"]:
        makers[made].append(maker.id)
    for made, vertical in links["vertical"]:
        for name in makers[made]:
            cell = cells[name, vertical.id]
            (cell.applications if made.kind == "application" else cell.models).add(str(made))
    for organization, vertical in links["active_in"]:
        if organization.kind == "organization":
            cells[organization.id, vertical.id].active = True
    for claim in resolved.dataset.claims["deployments"]:
        used = claim.record
        if used.vertical and used.deployer.kind == "organization" and resolved.rank(claim).code != "deprecated":
            cells[used.deployer.id, used.vertical].deployments += 1
    return dict(sorted(cells.items()))


def _links(resolved: Resolved) -> dict[str, list[tuple[Ref, Ref]]]:
    """Return property → (subject, object) of the facts that hold, each pair once."""
    found: dict[str, dict[tuple[Ref, Ref], None]] = defaultdict(dict)
    for claim in holding_facts(resolved):
        if claim.table == "facts" and claim.record.object is not None:
            found[claim.record.property][claim.record.subject, claim.record.object] = None
    return defaultdict(list, {name: list(pairs) for name, pairs in found.items()})


def models_by_vertical(resolved: Resolved) -> dict[str, set[str]]:
    """Return vertical → models, families and applications made for it, whoever made them."""
    found: dict[str, set[str]] = defaultdict(set)
    for made, vertical in _links(resolved)["vertical"]:
        found[vertical.id].add(str(made))
    return dict(sorted(found.items()))


def with_narrower(resolved: Resolved, vertical: str) -> list[str]:
    """Return a vertical and all below it."""
    concepts = resolved.dataset.registry["vertical"]
    found, todo = [], [vertical]
    while todo:
        one = todo.pop(0)
        if one not in found:
            found.append(one)
            todo += sorted(name for name, row in concepts.items() if row.record.broader == one)
    return found
