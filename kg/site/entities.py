"""Entity pages: everything that claims say about one thing, who says it, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import networkx as nx
from markupsafe import Markup

from kg.names import search_keys
from kg.site.content import Content, Row, index
from kg.site.draw_ego import ego_list, ego_network, has_ego
from kg.site.draw_steps import step_chart
from kg.site.facts import Fact, gather_facts
from kg.site.labels import KIND_LABELS, Label
from kg.site.links import DATA_FORMS, PAGE_KINDS, data_of
from kg.site.members import Members, members_of
from kg.site.moves import Move, joined_moves
from kg.site.offers import Offer, Series, charted, offers_of
from kg.site.pages import Page
from kg.site.sections import sections_of
from kg.site.text import Text
from kg.site.view import View

_NAV = {"event": "timeline", "episode": "timeline", "vertical": "verticals", "source": "about", "model": "prices"}


@dataclass
class Entity:
    """What the page of one entity shows."""

    reference: str
    row: Row
    label: Label
    names: list[str]
    pinyin: str
    not_same: list[tuple[str, str]]
    facts: list[Fact]
    offers: list[Offer]
    charts: list[list[Series]]
    changes: list[Row]
    moves: list[Move]
    linked: dict[str, list[Row]]
    members: list[Members]
    disagreements: list[Row]
    naming: list[tuple[str, list[Row]]] = field(default_factory=list)
    """Property → statements of others that lead here."""

    @property
    def kind(self) -> str:
        """Kind of the entity."""
        return self.reference.partition("/")[0]

    @property
    def named(self) -> bool:
        """Whether its label is a name, whose reading may help, and no description."""
        return self.kind in {"organization", "person", "brand", "family", "application"}

    @property
    def claims(self) -> int:
        """How many claims the page rests on, prices apart."""
        return sum(len(said.claims) for fact in self.facts for said in fact.values) + sum(
            map(len, self.linked.values())
        )

    @property
    def empty(self) -> bool:
        """Whether nothing but the name is known."""
        return not (
            self.facts or self.offers or self.changes or self.members or any(self.linked.values()) or self.naming
        )


class Drawings:
    """Drawings of one entity, made when a template asks for them in its language."""

    def __init__(self, entity: Entity, graph: nx.MultiDiGraph, as_of: date) -> None:
        self._entity, self._graph, self._as_of = entity, graph, as_of

    def steps(self, view: View, series: Sequence[Series]) -> Markup:
        """Draw the price of one offering over time."""
        return step_chart(view, series, self._as_of)

    def narrow_steps(self, view: View, series: Sequence[Series]) -> Markup:
        """Draw the same for phones."""
        return step_chart(view, series, self._as_of, narrow=True)

    @property
    def has_ego(self) -> bool:
        """Whether the entity has neighbours."""
        return has_ego(self._graph, self._entity.reference)

    def ego(self, view: View) -> Markup:
        """Draw the entity with its neighbours."""
        return ego_network(view, self._graph, self._entity.reference)

    def ego_list(self, view: View) -> Markup:
        """Tell the same as a list, for phones."""
        return ego_list(view, self._graph, self._entity.reference)


def entity_pages(content: Content, graph: nx.MultiDiGraph, as_of: date) -> Iterator[tuple[Entity, Page]]:
    """Yield every entity that has a page, with its page."""
    for kind in PAGE_KINDS:
        if kind == "source":
            continue
        for name, row in content.entities[kind].items():
            entity = read_entity(content, kind, name, row)
            if kind == "region" and entity.empty:
                continue
            draw = Drawings(entity, graph, as_of)
            yield entity, _page(entity, {"e": entity, "draw": draw, "sections": sections_of(entity, draw.has_ego)})


def _page(entity: Entity, context: dict[str, Any]) -> Page:
    kind, _, name = entity.reference.partition("/")
    zh, en = entity.label.shown("zh")[0], entity.label.shown("en")[0]
    kinds = KIND_LABELS[kind]
    return Page(
        path=f"{kind}/{name}.html",
        template="entity.html",
        title=Text(f"{zh}（{kinds.zh}）", f"{en} ({kinds.en.lower()})"),
        description=Text(
            f"{zh}：{_counts(entity)[0]}，逐条注明来源。", f"{en}: {_counts(entity)[1]}, each with its source."
        ),
        context=context,
        nav=_NAV.get(kind, ""),
        alternates=tuple((media, data_of(kind, name, form)) for form, media in DATA_FORMS.items()),
    )


def _counts(entity: Entity) -> tuple[str, str]:
    zh, en = [], []
    for number, words in (
        (entity.claims, ("条主张", "claims")),
        (len(entity.offers), ("项报价", "offerings")),
        (len(entity.changes), ("条调价记录", "price changes")),
    ):
        if number:
            zh.append(f"{number} {words[0]}")
            en.append(f"{number} {words[1]}")
    return "、".join(zh) or "名称", ", ".join(en) or "name"


def read_entity(content: Content, kind: str, name: str, row: Row) -> Entity:
    """Gather what the page of one entity shows."""
    reference = f"{kind}/{name}"
    label = content.labels[reference]
    statements = content.statements_of.get(reference, [])
    offers = (
        offers_of(content, reference) if kind in {"model", "family", "application", "organization", "service"} else []
    )
    linked = {table: rows.get(reference, []) for table, rows in content.linked.items()}
    changes = _changes(content, kind, name, offers)
    about = [*statements, *changes, *(one for rows in linked.values() for one in rows), *_points(content, kind, offers)]
    naming = content.statements_naming.get(reference, [])
    return Entity(
        reference, row, label, _other_names(content, reference, label), _reading(label),
        content.not_same.get(reference, []), gather_facts(statements), offers,
        charted(offers) if kind in {"model", "family", "application"} else [],
        changes, joined_moves(content, changes), linked, list(members_of(content, kind, name)),
        content.disagreements_about([*about, *naming]),
        sorted(index(_unlisted(kind, naming), lambda one: one["property"]).items()),
    )  # fmt: skip


def _reading(label: Label) -> str:
    """Return the pinyin of a Chinese name, unless the English one is just that."""
    pinyin = search_keys(label.zh).get("pinyin", "") if label.zh else ""
    return "" if pinyin == "".join((label.en or "").lower().split()) else pinyin


def _changes(content: Content, kind: str, name: str, offers: Sequence[Offer]) -> list[Row]:
    if kind == "event":
        return content.changes_of_event.get(name, [])
    if kind in {"model", "family", "application", "organization"}:
        return [row for offer in offers for row in content.changes_of_offering.get(offer.row["id"], ())]
    return []


def _points(content: Content, kind: str, offers: Sequence[Offer]) -> Iterator[Row]:
    """Yield the price points whose disagreements the page tells: those of a model, not of a whole company."""
    if kind in {"model", "family", "application"}:
        for offer in offers:
            yield from content.points_of_offering.get(offer.row["id"], ())


def _other_names(content: Content, reference: str, label: Label) -> list[str]:
    return [name for name in content.names_of.get(reference, ()) if name not in {label.zh, label.en}]


_LISTED_PROPERTIES = {
    "organization": {"developer", "operator", "sub_organization_of", "announced_by", "participant", "brand_owner",
                     "affiliated_with", "founder_of", "published_by"},
    "family": {"in_family", "powered_by"},
    "model": {"version_of"},
    "vertical": {"vertical", "active_in"},
    "region": {"based_in"},
    "episode": {"part_of_episode"},
}  # fmt: skip
"""Kind → properties whose subjects the lists of members hold."""


def _unlisted(kind: str, naming: Sequence[Row]) -> list[Row]:
    return [row for row in naming if row["property"] not in _LISTED_PROPERTIES.get(kind, ())]
