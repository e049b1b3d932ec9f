"""The map of the network: which nodes it holds, in which district they stand, what the first view shows.

Districts are the widest verticals. An organization stands in the district where most of its models are; its models
follow it. The first view holds the organizations with most models of each district and how much builds on whom; the
whole map at most `NODES` nodes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from kg.layout import Box, districts, grid
from kg.site.content import Content

NODES = 1000
"""Nodes of the whole map at most."""
FIRST = 36
"""Nodes of the first view at most."""
FIRST_NARROW = 18
"""Nodes of the first view on a phone."""
NOWHERE = ""
"""District of what no source places in a vertical."""
_KINDS = ("organization", "family", "model", "application")
ELSEWHERE = "*other"
"""District of the verticals with few nodes."""
ORGANIZATIONS = 280
"""Organizations of the whole map at most."""
_DISTRICTS = 13
_RATIOS = {"wide": 1.2, "narrow": 0.62}
_SHARE = {"wide": (7.4, 9.4), "narrow": (3.2, 8.2)}
"""Form → labels that fit beside and below each other on the whole map at first sight."""


@dataclass(frozen=True)
class Place:
    """Where a node stands in one form of the map: in the whole map and, if it is there, in the first view."""

    x: float
    y: float
    first: tuple[float, float] | None


@dataclass(frozen=True)
class Spot:
    """A node of the map."""

    reference: str
    district: str
    owner: str
    """Organization whose node it follows; itself for an organization."""
    models: int
    """Models of the organization, shown or not; 0 for others."""
    since: str
    claims: int
    places: Mapping[str, Place]
    """Form of the map (wide, narrow) → place."""


@dataclass(frozen=True)
class Flow:
    """How often models of one organization build on, or answers of one address, another."""

    start: str
    end: str
    relation: str
    count: int


@dataclass(frozen=True)
class NetworkMap:
    """The map."""

    spots: tuple[Spot, ...]
    boxes: Mapping[str, Mapping[str, Box]]
    """Form → district → its box."""
    members: Mapping[str, int]
    """District → number of its nodes."""
    links: tuple[tuple[str, str, str, int], ...]
    """Relations between nodes of the map: start, end, relation, claims."""
    flows: tuple[Flow, ...]

    @property
    def organizations(self) -> list[Spot]:
        """The organizations of the map, those with most models first."""
        found = [spot for spot in self.spots if spot.reference.startswith("organization/")]
        return sorted(found, key=lambda spot: (-spot.models, spot.reference))


def make_map(content: Content, graph: nx.MultiDiGraph) -> NetworkMap:
    """Choose the nodes and place them."""
    owned = _owned(graph)
    home = _homes(content, owned)
    chosen = _choose(graph, owned)
    home = _gather_small(home, chosen)
    blocks: dict[str, list[str]] = defaultdict(list)
    for organization in sorted(chosen, key=lambda name: (-len(owned[name]), name)):
        blocks[home[organization]] += [organization, *chosen[organization]]
    sizes = {district: len(nodes) for district, nodes in blocks.items()}
    owner = {node: organization for organization, nodes in chosen.items() for node in (organization, *nodes)}
    boxes = {form: districts(sizes, ratio) for form, ratio in _RATIOS.items()}
    firsts = {"wide": FIRST, "narrow": FIRST_NARROW}
    places = {form: _place(graph, blocks, boxes[form], firsts[form], _SHARE[form]) for form in _RATIOS}
    spots = tuple(
        Spot(
            node, district, owner[node], len(owned.get(node, ())), graph.nodes[node]["since"],
            graph.nodes[node]["claims"], {form: places[form][node] for form in _RATIOS},
        )
        for district, nodes in sorted(blocks.items())
        for node in nodes
    )  # fmt: skip
    shown = {spot.reference for spot in spots}
    return NetworkMap(spots, boxes, sizes, _links(graph, shown), _flows(graph, owned))


def _owned(graph: nx.MultiDiGraph) -> dict[str, list[str]]:
    """Return organization → its families, models and applications, those with most claims first."""
    found: dict[str, list[str]] = defaultdict(list)
    for start, end, relation in graph.edges(keys=True):
        if relation == "developer" and end.startswith("organization/") and graph.nodes[start]["kind"] in _KINDS:
            found[end].append(start)
    for nodes in found.values():
        nodes.sort(key=lambda node: (-graph.nodes[node]["claims"], node))
    for node, kind in graph.nodes(data="kind"):
        if kind == "organization" and graph.degree(node) > 1:
            found[node] = found.get(node, [])
    return found


def _homes(content: Content, owned: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return organization → the widest vertical of most of its models; else one it is active in; else nowhere."""
    homes = {}
    for organization, nodes in owned.items():
        counts: Counter[str] = Counter()
        for node in nodes:
            kind, _, name = node.partition("/")
            row = content.entities[kind].get(name, {})
            counts.update({content.wider(one) for one in (row.get("vertical") or "").split(";") if one})
        row = content.entities["organization"][organization.partition("/")[2]]
        for one in (row["active_in"] or "").split(";"):
            if one:
                counts[content.wider(one)] += 1
        best = min(counts, key=lambda name: (-counts[name], name == "general", name), default=NOWHERE)
        homes[organization] = best
    return homes


def _choose(graph: nx.MultiDiGraph, owned: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return organization → the nodes that follow it, within the room of the map, filled in turns."""
    order = sorted(owned, key=lambda name: (-len(owned[name]), -graph.nodes[name]["claims"], name))
    chosen: dict[str, list[str]] = {name: [] for name in order[:ORGANIZATIONS]}
    left = NODES - len(chosen)
    for turn in range(max((len(owned[name]) for name in chosen), default=0)):
        for name, following in chosen.items():
            if left > 0 and turn < len(owned[name]):
                following.append(owned[name][turn])
                left -= 1
    return chosen


def _gather_small(home: Mapping[str, str], chosen: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return organization → district, the smallest districts taken together."""
    sizes: Counter[str] = Counter()
    for organization, nodes in chosen.items():
        sizes[home[organization]] += 1 + len(nodes)
    kept = {name for name, _ in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:_DISTRICTS]}
    return {name: district if district in kept else ELSEWHERE for name, district in home.items()}


def _place(
    graph: nx.MultiDiGraph, blocks: Mapping[str, Sequence[str]], boxes: Mapping[str, Box], first: int,
    share: tuple[float, float],
) -> dict[str, Place]:  # fmt: skip
    found: dict[str, Place] = {}
    width = max(box.x + box.width for box in boxes.values())
    height = max(box.y + box.height for box in boxes.values())
    label = width / share[0], height / share[1]
    inner = {district: _inner(box, height / share[1]) for district, box in boxes.items()}
    leaders = _leaders(graph, blocks, {name: _fitting(box, label) for name, box in inner.items()}, first)
    for district, nodes in blocks.items():
        leading = dict(zip(leaders[district], grid(len(leaders[district]), inner[district], label), strict=True))
        inside = boxes[district].inset(20, 78, 20, 18)
        for node, (x, y) in zip(nodes, grid(len(nodes), inside), strict=True):
            found[node] = Place(round(x, 1), round(y, 1), leading.get(node))
    return found


def _inner(box: Box, label: float) -> Box:
    """Return the room for nodes of the first view: below the name of the district."""
    return box.inset(20, label * 0.42, 20, label * 0.2)


def _fitting(box: Box, label: tuple[float, float]) -> int:
    """Return how many labels fit into a box."""
    if box.width < label[0] * 0.7 or box.height < label[1] * 0.7:
        return 0
    return max(1, round(box.width / label[0] - 0.2)) * max(1, round(box.height / label[1] - 0.2))


def _leaders(
    graph: nx.MultiDiGraph, blocks: Mapping[str, Sequence[str]], room: Mapping[str, int], first: int
) -> dict[str, list[str]]:
    """Return district → the organizations of the first view: in turns, as many as their labels have room."""
    queues = {
        district: sorted(
            (node for node in nodes if node.startswith("organization/")),
            key=lambda node: (not _has_chinese_name(graph, node), -graph.nodes[node]["claims"], node),
        )[: room[district]]
        for district, nodes in sorted(blocks.items(), key=lambda item: (-len(item[1]), item[0]))
    }
    found: dict[str, list[str]] = {district: [] for district in blocks}
    for turn in range(max(map(len, queues.values()), default=0)):
        for district, queue in queues.items():
            if turn < len(queue) and sum(map(len, found.values())) < first:
                found[district].append(queue[turn])
    return found


def _has_chinese_name(graph: nx.MultiDiGraph, node: str) -> bool:
    """Return whether sources give a Chinese name: the first view is of the Chinese market."""
    return any("\u3400" <= mark <= "\u9fff" for mark in graph.nodes[node]["label_zh"])


def _links(graph: nx.MultiDiGraph, shown: set[str]) -> tuple[tuple[str, str, str, int], ...]:
    return tuple(
        (start, end, relation, data["claims"])
        for start, end, relation, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
        if start in shown and end in shown
    )


def _flows(graph: nx.MultiDiGraph, owned: Mapping[str, Iterable[str]]) -> tuple[Flow, ...]:
    """Return who builds on whose models, and who answered whom, between organizations."""
    owner = {node: organization for organization, nodes in sorted(owned.items()) for node in nodes}
    announcer: dict[str, str] = {}
    for start, end, relation in sorted(graph.edges(keys=True)):
        if relation == "announced_by":
            announcer.setdefault(start, end)
    counts: Counter[tuple[str, str, str]] = Counter()
    for start, end, relation in graph.edges(keys=True):
        one, other = owner.get(start), owner.get(end)
        if relation == "derived_from" and one and other and one != other:
            counts[one, other, "derived_from"] += 1
        elif relation.startswith("reacts_"):
            one, other = announcer.get(start, start), announcer.get(end, end)
            if one != other and one in owned and other in owned:
                counts[one, other, "reacts"] += 1
    return tuple(Flow(*key, number) for key, number in sorted(counts.items()))
