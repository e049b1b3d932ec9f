"""The network as GraphML and GEXF, for Gephi, networkx and the like."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import networkx as nx

from kg.network import make_network
from kg.tables.frame import Table

_MODIFIED = re.compile(r'lastmodifieddate="[^"]*"')


def write_network(tables: Mapping[str, Table], meta: Mapping[str, str], folder: Path) -> tuple[int, int]:
    """Write `baimo.graphml` and `baimo.gexf`; return the numbers of nodes and edges.

    Edges are numbered in order, since these formats want an id for each. GEXF bears the day of the data, not of the
    build.
    """
    graph = numbered(make_network(tables))
    for name, write in (("graphml", nx.write_graphml_xml), ("gexf", nx.write_gexf)):
        target = io.BytesIO()
        write(graph, target, encoding="utf-8")
        text = _MODIFIED.sub(f'lastmodifieddate="{meta["as_of"]}"', target.getvalue().decode())
        (folder / f"baimo.{name}").write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    return graph.number_of_nodes(), graph.number_of_edges()


def numbered(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return the same nodes and edges in one order, edges keyed by their number, nodes labelled for viewers."""
    graph = nx.MultiDiGraph()
    for node, data in sorted(network.nodes(data=True)):
        graph.add_node(node, label=data["label_zh"], **data)
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, _, data) in enumerate(edges):
        graph.add_edge(start, end, key=str(number), **data)
    return graph
