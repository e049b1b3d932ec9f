"""pyvis: the one module that knows it. It makes the vis-network data; page, place and style are ours.

pyvis has had no release since 2023-02. Its template loads style sheets from other hosts and has neither language nor
title, so that only its data (`get_network_data`) and the vis-network script that lies in its wheel are used: positions
are computed before, physics is off, graphs are directed so that parallel edges stay.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

from kg.site.network_map import ELSEWHERE, NetworkMap
from kg.site.view import View, json_block

SCRIPT = "vis-network.min.js"
_SHAPES = {"organization": "square", "model": "dot", "family": "diamond", "application": "triangle"}
_LONG = 18
"""Characters of a label on the map."""
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "dragNodes": False, "keyboard": False, "zoomView": False, "hideEdgesOnDrag": True,
                    "tooltipDelay": 200},
    "edges": {"smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.14}, "arrows": {"to": {"enabled": False}}},
    "nodes": {"size": 9, "borderWidth": 1.5, "font": {"size": 15, "vadjust": -2}},
}  # fmt: skip


def vis_network_script() -> bytes:
    """Return the vis-network script that lies in the pyvis wheel."""
    spec = importlib.util.find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pyvis")
    found = sorted(Path(spec.origin).parent.glob(f"templates/lib/vis-9.1*/{SCRIPT}"))
    return found[-1].read_bytes()


def network_data(view: View, plan: NetworkMap) -> dict[str, Any]:
    """Return nodes, edges and options for vis-network, with districts and flows, in the language of a page."""
    from pyvis.network import Network  # noqa: PLC0415  (slow to load)

    net = Network(directed=True, cdn_resources="in_line", notebook=False)
    for spot in plan.spots:
        kind = spot.reference.partition("/")[0]
        wide, narrow = spot.places["wide"], spot.places["narrow"]
        label = view.plain(spot.reference)
        net.add_node(
            spot.reference, label=_short(label), name=_full(label), shape=_SHAPES[kind], x=wide.x, y=wide.y,
            physics=False, kind=kind, district=spot.district, owner=spot.owner, models=spot.models, since=spot.since,
            claims=spot.claims, first=_pair(wide.first), narrow=[narrow.x, narrow.y], narrowFirst=_pair(narrow.first),
        )  # fmt: skip
    for start, end, relation, claims in plan.links:
        net.add_edge(start, end, relation=relation, claims=claims)
    net.options = dict(_OPTIONS)
    nodes, edges, _, _, _, options = net.get_network_data()
    return {
        "nodes": [_frugal(node) for node in nodes],
        "edges": [_frugal(edge) for edge in edges],
        "options": json.loads(options),
        "districts": {form: _districts(view, plan, form) for form in plan.boxes},
        "flows": [[flow.start, flow.end, flow.relation, flow.count] for flow in plan.flows],
    }


def network_script(view: View, plan: NetworkMap) -> str:
    """Return the data as a script, since a page opened from a file may not fetch."""
    return f"globalThis.baimoNetwork={json_block(network_data(view, plan))};\n"


def district_name(view: View, district: str) -> str:
    """Return the name of a district."""
    if district == ELSEWHERE:
        return view.t("其他行业", "other verticals")
    return view.plain(f"vertical/{district}") if district else view.t("未注明行业", "no vertical stated")


def _short(label: str) -> str:
    return label if len(label) <= _LONG else label[: _LONG - 1] + "…"


def _full(label: str) -> str:
    """Return a label that `_short` shortens; nothing for others."""
    return label if len(label) > _LONG else ""


def _pair(place: tuple[float, float] | None) -> list[float] | None:
    return [round(place[0], 1), round(place[1], 1)] if place else None


def _frugal(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out what pyvis adds and the page sets itself."""
    left_out = {"color", "font", "arrows", "physics", "width"}
    return {key: value for key, value in item.items() if key not in left_out and value not in (None, "")}


def _districts(view: View, plan: NetworkMap, form: str) -> list[list[Any]]:
    return [
        [
            district, district_name(view, district),
            round(box.x), round(box.y), round(box.width), round(box.height), plan.members[district],
        ]
        for district, box in plan.boxes[form].items()
    ]  # fmt: skip
