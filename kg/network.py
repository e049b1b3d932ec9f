"""Network: the entities and their relations as a networkx MultiDiGraph, with measures.

A node is `kind/id`; an edge is one relation with the claims behind it. Regions, sources and single offerings are no
nodes: they would join everything with everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import networkx as nx

from kg.tables.frame import Table

Row = Mapping[str, Any]

NODE_TABLES = {
    "organization": "organizations",
    "person": "people",
    "brand": "brands",
    "family": "families",
    "model": "models",
    "application": "applications",
    "service": "services",
    "work": "works",
    "event": "price_events",
    "episode": "episodes",
    "vertical": "verticals",
}
"""Kind of node → the table of its entities."""

_RELEASE = ("released_on", "paper_on", "weights_on", "api_on", "first_listed_on", "founded_on", "announced_on")


class _Link(NamedTuple):
    start: str
    end: str
    relation: str
    source: str


def make_network(tables: Mapping[str, Table]) -> nx.MultiDiGraph:
    """Return the network of the built tables.

    Nodes have `kind`, `label_zh`, `label_en`, `since` (first known day, ISO, or empty) and `claims`; edges have the
    relation as key and attribute, `claims` (how many), `lineages` are not told apart here, and `sources` (ids joined
    by `;`). All attributes are text or integers, so that GraphML and GEXF can hold them.
    """
    graph = nx.MultiDiGraph()
    for kind, table in NODE_TABLES.items():
        for row in tables[table].records():
            graph.add_node(
                f"{kind}/{row['id']}",
                kind=kind,
                label_zh=str(row["label_zh"] or row["label_en"]),
                label_en=str(row["label_en"] or row["label_zh"]),
                since="",
                claims=0,
            )
    _add_edges(graph, tables)
    _date_nodes(graph, tables)
    return graph


def _add_edges(graph: nx.MultiDiGraph, tables: Mapping[str, Table]) -> None:
    said: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for link in _links(tables):
        if link.start in graph and link.end in graph and link.start != link.end:
            said[link.start, link.end, link.relation].append(link.source)
    for (start, end, relation), sources in sorted(said.items()):
        graph.add_edge(
            start, end, key=relation, relation=relation, claims=len(sources), sources=";".join(sorted(set(sources)))
        )
        for node in (start, end):
            graph.nodes[node]["claims"] += len(sources)


def _links(tables: Mapping[str, Table]) -> Iterator[_Link]:
    """Yield one link for each claim that joins two things."""
    for row in tables["statements"].records():
        if row["object"] and row["rank"] != "deprecated":
            yield _Link(str(row["subject"]), str(row["object"]), str(row["property"]), str(row["source"]))
    for row in tables["reactions"].records():
        relation = f"reacts_{row['reaction_kind']}"
        yield _Link(str(row["reaction"]), str(row["reacts_to"]), relation, str(row["source"]))
    for row in tables["derivations"].records():
        yield _Link(str(row["derived"]), str(row["base"]), "derived_from", str(row["source"]))
    for row in tables["deployments"].records():
        yield from _deployment_links(row)
    for row in tables["verticals"].records():
        if row["broader"]:
            yield _Link(f"vertical/{row['id']}", f"vertical/{row['broader']}", "broader", "registry")
    for row in tables["offerings"].records():
        if row["model"]:
            yield _Link(f"service/{row['service']}", f"{row['model_kind']}/{row['model']}", "offers", "offerings")


def _deployment_links(row: Row) -> Iterator[_Link]:
    deployer, source = str(row["deployer"]), str(row["source"])
    for column in ("deploys", "vertical", "work"):
        if row[column]:
            end = str(row[column]) if "/" in str(row[column]) else f"{column}/{row[column]}"
            relation = "deploys" if column == "deploys" else f"deploys_{column}"
            yield _Link(deployer, end, relation, source)


def _date_nodes(graph: nx.MultiDiGraph, tables: Mapping[str, Table]) -> None:
    """Give nodes their first known day: a release, a price, an event; else the first one of what belongs to them."""
    days: dict[str, list[str]] = defaultdict(list)
    for row in tables["statements"].records():
        if row["property"] in _RELEASE and str(row["value"] or "")[:4].isdigit():
            days[str(row["subject"])].append(str(row["value"])[:10])
    for row in tables["price_periods"].records():
        if row["model"]:
            days[f"{row['model_kind']}/{row['model']}"].append(str(row["from"]))
        days[f"service/{row['service']}"].append(str(row["from"]))
    for row in tables["price_events"].records():
        if row["day"]:
            days[f"event/{row['id']}"].append(str(row["day"]))
    own = {node: min(found) for node, found in days.items()}
    for node in sorted(graph):
        if node in own:
            graph.nodes[node]["since"] = own[node]
        elif not node.startswith("vertical/"):
            near = [own[other] for other in sorted(graph.predecessors(node)) if other in own]
            graph.nodes[node]["since"] = min(near, default="")


def measures(graph: nx.MultiDiGraph) -> dict[str, dict[str, int]]:
    """Return node → degree (relations), neighbours (distinct), core number, size of its component."""
    plain = nx.Graph(graph)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    core = nx.core_number(plain)
    found: dict[str, dict[str, int]] = {}
    for component in nx.connected_components(plain):
        for node in component:
            found[node] = {
                "degree": graph.degree(node),
                "neighbours": plain.degree(node),
                "core": core[node],
                "component": len(component),
            }
    return dict(sorted(found.items()))
