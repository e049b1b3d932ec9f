"""Sections of an entity page: which ones it has, and in what order for each kind of thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.site.text import Text

if TYPE_CHECKING:
    from kg.site.entities import Entity


@dataclass(frozen=True)
class Section:
    """A section that a page has."""

    name: str
    """Its anchor."""
    title: Text
    count: int
    """What it counts; 0 where nothing is to be counted."""


_TITLES = {
    "chart": Text("价格怎样变化", "How the price moved"),
    "facts": Text("事实与来源", "Facts and who states them"),
    "members": Text("属于它的条目", "What belongs to it"),
    "prices": Text("报价", "Offerings"),
    "moves": Text("调价", "Price changes"),
    "reactions": Text("谁回应了谁", "Who answered whom"),
    "views": Text("说过什么", "What they said"),
    "derivations": Text("衍生关系", "Derivations"),
    "deployments": Text("落地与使用", "Uses"),
    "bindings": Text("API 名称所指", "What API names pointed to"),
    "naming": Text("别处怎样提到它", "Said elsewhere"),
    "disputes": Text("来源不一致之处", "Where the sources disagree"),
    "ego": Text("直接相连", "Directly linked"),
}
_PRICES = Text("价格", "Prices")
"""What the offerings of a model are called: its page tells their prices in full."""
_FIRST = {
    "organization": ("facts", "members", "prices"),
    "event": ("moves", "reactions", "facts"),
    "episode": ("members", "reactions", "facts"),
    "vertical": ("members", "facts"),
    "family": ("chart", "members", "facts"),
    "person": ("views", "facts"),
    "service": ("facts", "prices"),
}
"""Kind → the sections that a reader of it wants first; the others follow in the common order."""
_COMMON = (
    "chart", "facts", "prices", "moves", "members", "reactions", "views", "disputes", "derivations", "deployments",
    "bindings", "naming", "ego",
)  # fmt: skip


def sections_of(entity: Entity, has_ego: bool) -> list[Section]:
    """Return the sections of an entity's page, in order."""
    present = {
        "chart": bool(entity.charts),
        "facts": len(entity.facts),
        "members": sum(one.count for one in entity.members),
        "prices": len(entity.offers),
        "moves": len(entity.moves),
        "reactions": len(entity.linked["reactions"]),
        "views": len(entity.linked["utterances"]),
        "derivations": len(entity.linked["derivations"]),
        "deployments": len(entity.linked["deployments"]),
        "bindings": len(entity.linked["alias_bindings"]),
        "naming": sum(len(rows) for _, rows in entity.naming),
        "disputes": len(entity.disagreements),
        "ego": has_ego,
    }
    first = _FIRST.get(entity.kind, ())
    order = [*first, *(name for name in _COMMON if name not in first)]
    uncounted = {"chart", "facts", "ego", "reactions", "views"}
    titles = {**_TITLES, "prices": _PRICES} if entity.kind in {"model", "family", "application"} else _TITLES
    return [
        Section(name, titles[name], 0 if name in uncounted else int(present[name])) for name in order if present[name]
    ]
