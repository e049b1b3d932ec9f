"""Members: what belongs to an entity, in lists; long lists of models by the year in which they came out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.site.content import Content, Row, index
from kg.site.text import Text

LISTED = 400
"""Members that a list on a page shows; the rest stand in the entity's CSV."""
_GROUPED = 24
"""Lists longer than this are told by year."""


@dataclass(frozen=True)
class Group:
    """Members of one year; `year` is empty where no source gives it or the list is short."""

    year: str
    references: list[str]


@dataclass(frozen=True)
class Members:
    """A list of entities that belong to this one."""

    title: Text
    kind: str
    """Kind of the members."""
    groups: list[Group]
    more: int
    """How many the page leaves out."""
    makers: bool
    """Whether each is told with its developer: on pages that are not the developer's."""

    @property
    def count(self) -> int:
        """How many there are."""
        return self.more + sum(len(group.references) for group in self.groups)


_MEMBERS: dict[str, tuple[tuple[Text, str, str, str], ...]] = {
    "organization": (
        (Text("模型系列", "Model families"), "families", "developer", "family"),
        (Text("模型", "Models"), "models", "developer", "model"),
        (Text("应用", "Applications"), "applications", "developer", "application"),
        (Text("平台", "Services"), "services", "operator", "service"),
        (Text("下属组织", "Parts of it"), "organizations", "sub_organization_of", "organization"),
        (Text("品牌", "Brands"), "brands", "brand_owner", "brand"),
        (Text("宣布的价格事件", "Pricing events it announced"), "price_events", "announced_by", "event"),
        (Text("参与的价格事件", "Pricing events it took part in"), "price_events", "participant", "event"),
        (Text("人物", "People"), "people", "affiliated_with", "person"),
        (Text("创始人", "Founders"), "people", "founder_of", "person"),
        (Text("作品", "Works"), "works", "published_by", "work"),
    ),
    "family": (
        (Text("模型", "Models"), "models", "in_family", "model"),
        (Text("由它驱动的应用", "Applications it powers"), "applications", "powered_by", "application"),
    ),
    "model": ((Text("版本", "Versions"), "models", "version_of", "model"),),
    "vertical": (
        (Text("模型", "Models"), "models", "vertical", "model"),
        (Text("涉足的组织", "Organizations active in it"), "organizations", "active_in", "organization"),
        (Text("应用", "Applications"), "applications", "vertical", "application"),
    ),
    "region": ((Text("组织", "Organizations"), "organizations", "based_in", "organization"),),
    "episode": ((Text("价格事件", "Pricing events"), "price_events", "part_of_episode", "event"),),
}
"""Kind → lists: heading, table, column that names the entity, kind of the members."""


def members_of(content: Content, kind: str, name: str) -> Iterator[Members]:
    """Yield the lists of what belongs to an entity."""
    for title, table, column, member in _MEMBERS.get(kind, ()):
        rows = sorted(content.members(table, column, name), key=_by_day)
        if rows:
            makers = kind in {"vertical", "region"} and member in {"model", "application"}
            yield _members(title, member, rows, makers, by_year=member == "model" and not makers)
    if kind == "vertical" and content.narrower.get(name):
        below = [Group("", [f"vertical/{one}" for one in content.narrower[name]])]
        yield Members(Text("细分行业", "Narrower verticals"), "vertical", below, 0, makers=False)


def _members(title: Text, kind: str, rows: Sequence[Row], makers: bool, by_year: bool) -> Members:
    shown = rows[:LISTED]
    if by_year and len(rows) > _GROUPED:
        years = index(shown, lambda row: str(row["released_on"] or "")[:4])
        groups = [Group(year, _references(kind, years[year])) for year in sorted(years, reverse=True)]
    else:
        groups = [Group("", _references(kind, shown))]
    return Members(title, kind, groups, len(rows) - len(shown), makers)


def _references(kind: str, rows: Sequence[Row]) -> list[str]:
    return [f"{kind}/{row['id']}" for row in rows]


def _by_day(row: Row) -> tuple[str, str]:
    return str(row.get("day") or row.get("announced_on") or ""), row["id"]
