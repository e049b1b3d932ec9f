"""The network page: the map, its legend and controls, and the same content as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import networkx as nx

from kg.site.content import Content
from kg.site.draw_ego import relation_label
from kg.site.network_map import NetworkMap
from kg.site.pages import Page
from kg.site.text import Text


def network_page(content: Content, graph: nx.MultiDiGraph, plan: NetworkMap) -> Iterator[Page]:
    """Yield the network page."""
    kinds = Counter(spot.reference.partition("/")[0] for spot in plan.spots)
    relations = Counter(relation for _, _, relation, _ in plan.links)
    builds: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for flow in sorted(plan.flows, key=lambda flow: (-flow.count, flow.end)):
        if flow.relation == "derived_from":
            builds[flow.start].append((flow.end, flow.count))
    days = sorted(spot.since[:7] for spot in plan.spots if len(spot.since) >= 7)
    first = max(days[0], "2022-11") if days else content.meta["as_of"][:7]
    yield Page(
        path="network.html",
        template="network.html",
        title=Text("关系网络：行业为区，公司在其中", "The network: verticals as districts, companies inside"),
        description=Text(
            f"{len(plan.spots)} 个节点的地图：行业是区，公司立于其中，谁的模型衍生自谁的模型。",
            f"A map of {len(plan.spots)} nodes: verticals are districts, companies stand in them; who builds on whom.",
        ),
        context={
            "plan": plan,
            "kinds": kinds,
            "relations": [(name, relation_label(name)) for name, _ in relations.most_common()],
            "builds": builds,
            "total": len(graph),
            "first_month": first,
            "last_month": content.meta["as_of"][:7],
        },
        nav="network",
        alternates=(("application/graphml+xml", "data/baimo.graphml"),),
        scripts=("network",),
    )
