"""Ego network: one entity and what stands next to it, relations in words. What leads to it stands left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
from markupsafe import Markup

from kg.site.labels import property_label
from kg.site.svg import clip, drawing, el
from kg.site.text import Text
from kg.site.view import View

SHOWN = 9
"""Neighbours that stand on one side."""
_ROW = 30.0
_SIDE, _GAP, _MIDDLE = 230.0, 120.0, 150.0
_WIDTH = 2 * (_SIDE + _GAP) + _MIDDLE

RELATIONS = {
    "offers": Text("有售", "sells"),
    "derived_from": Text("衍生自", "made from"),
    "deploys": Text("使用", "uses"),
    "deploys_vertical": Text("用于", "used in"),
    "deploys_work": Text("制作", "made"),
    "broader": Text("上位行业", "part of"),
    "reacts_explicit": Text("明言回应", "answers, in so many words"),
    "reacts_temporal": Text("随后跟进", "follows in time"),
    "reacts_inferred": Text("被指回应", "said to answer"),
    "reacts_refusal": Text("拒绝跟进", "declines to follow"),
}
"""Relations of the network that are no properties of the ontology → their words."""


@dataclass(frozen=True)
class _Side:
    """Neighbours on one side of the entity."""

    rows: list[tuple[str, str, int]]
    """Neighbour, relation, number of claims."""
    more: int


def relation_label(name: str) -> Text:
    """Return the words for a relation of the network."""
    return RELATIONS.get(name) or property_label(name)


def has_ego(graph: nx.MultiDiGraph, reference: str) -> bool:
    """Return whether anything stands next to an entity."""
    return reference in graph and graph.degree(reference) > 0


def ego_network(view: View, graph: nx.MultiDiGraph, reference: str) -> Markup:
    """Draw an entity with its neighbours, those with most claims first."""
    left, right = _sides(graph, reference)
    lines = max(len(left.rows) + bool(left.more), len(right.rows) + bool(right.more), 2)
    height = lines * _ROW + 16
    middle = height / 2
    content = [
        *_draw_side(view, left, middle, lines, leftward=True),
        *_draw_side(view, right, middle, lines, leftward=False),
        *_centre(view, reference, middle),
    ]
    label = view.t("与之直接相连的实体；同样内容见下方各表", "Entities directly linked to it; the tables hold the same")
    return drawing(content, _WIDTH, height, label, "ego")


def _sides(graph: nx.MultiDiGraph, reference: str) -> tuple[_Side, _Side]:
    """Return what leads to an entity and what it leads to."""
    left = _side((start, name, data) for start, _, name, data in graph.in_edges(reference, keys=True, data=True))
    right = _side((end, name, data) for _, end, name, data in graph.out_edges(reference, keys=True, data=True))
    return left, right


def ego_list(view: View, graph: nx.MultiDiGraph, reference: str) -> Markup:
    """Tell an entity's neighbours as a list: relation, neighbour; what leads to it first."""
    items = []
    for side, sign in zip(_sides(graph, reference), ("←", "→"), strict=True):
        for neighbour, relation, _ in side.rows:
            words = el("span", f"{sign} {relation_label(relation)[view.language]}", class_="loc")
            items.append(el("li", words, view.name(neighbour)))
        if side.more:
            items.append(el("li", view.t(f"{sign} 另有 {side.more} 项", f"{sign} {side.more} more"), class_="note"))
    return el("ul", *items, class_="ego-list narrow-only")


def _side(edges: Iterator[tuple[str, str, dict[str, int]]]) -> _Side:
    by_relation: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for neighbour, relation, data in edges:
        by_relation[relation].append((-data["claims"], neighbour))
    rows: list[tuple[str, str, int]] = []
    total = sum(map(len, by_relation.values()))
    queues = {relation: sorted(found) for relation, found in sorted(by_relation.items())}
    while len(rows) < SHOWN and any(queues.values()):
        for relation, queue in queues.items():
            if queue and len(rows) < SHOWN:
                claims, neighbour = queue.pop(0)
                rows.append((neighbour, relation, -claims))
    rows.sort(key=lambda row: (row[1], -row[2], row[0]))
    return _Side(rows, total - len(rows))


def _draw_side(view: View, side: _Side, middle: float, lines: int, leftward: bool) -> Iterator[Markup]:
    count = len(side.rows) + bool(side.more)
    top = middle - count * _ROW / 2 + _ROW / 2
    anchor = "end" if leftward else "start"
    x = _SIDE if leftward else _WIDTH - _SIDE
    hub = _SIDE + _GAP if leftward else _SIDE + _GAP + _MIDDLE
    for place, (neighbour, relation, claims) in enumerate(side.rows):
        y = top + place * _ROW
        near, far = (x + 6, hub) if leftward else (x - 6, hub)
        bend = (near + far) / 2
        yield el("path", d=f"M{near:.0f} {y:.1f} C{bend:.0f} {y:.1f} {bend:.0f} {middle:.1f} {far:.0f} {middle:.1f}",
                 class_="edge" + (" strong" if claims > 2 else ""))  # fmt: skip
        kind = neighbour.partition("/")[0]
        label = clip(view.plain(neighbour), 13, _SIDE - 24)
        text = el("text", label, x=x, y=y + 4.5, text_anchor=anchor, class_="node")
        page = view.content.href(neighbour)
        yield el("a", text, href=view.url(page)) if page else text
        yield el("circle", cx=near, cy=y, r=3.5, class_=f"kind-{kind}")
        words = relation_label(relation)[view.language]
        yield el("text", clip(words, 11, _GAP - 18), x=near + (10 if leftward else -10), y=y - 5,
                 text_anchor="start" if leftward else "end", class_="relation")  # fmt: skip
    if side.more:
        more = view.t(f"另有 {side.more} 项", f"{side.more} more")
        yield el("text", more, x=x, y=top + len(side.rows) * _ROW + 4.5, text_anchor=anchor, class_="more")


def _centre(view: View, reference: str, middle: float) -> Iterator[Markup]:
    x = _SIDE + _GAP
    yield el("rect", x=x, y=middle - 17, width=_MIDDLE, height=34, rx=3, class_="centre")
    label = clip(view.plain(reference), 14, _MIDDLE - 14)
    yield el("text", label, x=x + _MIDDLE / 2, y=middle + 5, text_anchor="middle", class_="self")
