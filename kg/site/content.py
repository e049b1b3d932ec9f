"""Content: the built tables, indexed for pages. Everything a page shows is looked up here, nothing is concluded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kg.site.labels import Labels
from kg.site.links import PAGE_KINDS, page_of

if TYPE_CHECKING:
    from kg.built import Built

Row = dict[str, Any]

ENTITY_TABLES = {
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
    "region": "regions",
    "source": "sources",
}
"""Kind → the table with one row for each entity of it."""

LINKED = {
    "reactions": ("reaction", "reacts_to"),
    "utterances": ("speaker",),
    "derivations": ("derived", "base"),
    "deployments": ("deployer", "deploys", "vertical", "work"),
    "alias_bindings": ("bound_to", "service"),
}
"""Claim table → columns that name an entity."""
_BARE = {"vertical": "vertical", "work": "work", "service": "service", "event": "event"}
"""Columns that hold an id without its kind."""


def index(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """Return key → rows, in the order of the rows."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


class Content:
    """All rows of a build with the look-ups that pages need."""

    def __init__(self, built: Built) -> None:
        self.meta = built.meta
        self.resolved = built.resolved
        self.store = built.store
        self.tables: dict[str, list[Row]] = {name: table.records() for name, table in built.tables.items()}
        self.labels = Labels(built.resolved)
        self.names_made: dict[tuple[str, str, str, bool], Markup] = {}
        """Names as views write them: language, way to the root, reference, whether linked → markup."""

    @cached_property
    def entities(self) -> dict[str, dict[str, Row]]:
        """Kind → id → row of its table."""
        return {kind: {row["id"]: row for row in self.tables[table]} for kind, table in ENTITY_TABLES.items()}

    def href(self, reference: str) -> str | None:
        """Return the page of `kind/id` relative to the folder of a language, if there is one."""
        kind, _, name = reference.partition("/")
        return page_of(kind, name) if kind in PAGE_KINDS and name in self.entities[kind] else None

    @cached_property
    def statements_of(self) -> dict[str, list[Row]]:
        """Subject → statements about it."""
        return index(self.tables["statements"], lambda row: row["subject"])

    @cached_property
    def statements_naming(self) -> dict[str, list[Row]]:
        """Object → statements that lead to it."""
        return index((row for row in self.tables["statements"] if row["object"]), lambda row: row["object"])

    @cached_property
    def linked(self) -> dict[str, dict[str, list[Row]]]:
        """Claim table → `kind/id` → rows that name it in any column."""
        found: dict[str, dict[str, list[Row]]] = {}
        for table, columns in LINKED.items():
            rows: dict[str, list[Row]] = defaultdict(list)
            for row in self.tables[table]:
                for reference in {reference_of(column, row[column]) for column in columns if row[column]}:
                    rows[reference].append(row)
            found[table] = rows
        return found

    @cached_property
    def changes_of_event(self) -> dict[str, list[Row]]:
        """Event → rows of price_changes."""
        return index(self.tables["price_changes"], lambda row: row["event"])

    @cached_property
    def changes_of_offering(self) -> dict[str, list[Row]]:
        """Offering → rows of price_changes."""
        return index(self.tables["price_changes"], lambda row: row["offering"])

    @cached_property
    def offerings(self) -> dict[str, Row]:
        """Id → offering."""
        return {row["id"]: row for row in self.tables["offerings"]}

    @cached_property
    def offerings_of(self) -> dict[str, list[Row]]:
        """`kind/id` of what is sold, of the provider or of the service → offerings."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["offerings"]:
            if row["model"]:
                found[f"{row['model_kind']}/{row['model']}"].append(row)
            if row["provider"]:
                found[f"organization/{row['provider']}"].append(row)
            found[f"service/{row['service']}"].append(row)
        return found

    @cached_property
    def periods_of(self) -> dict[str, list[Row]]:
        """Offering → its price periods in order of component, condition, day."""
        order = {"input": 0, "output": 1, "cached-input": 2}
        rows = sorted(
            self.tables["price_periods"],
            key=lambda row: (
                row["offering"], order.get(row["component"], 9), row["component"], row["condition"] or "",
                row["price_unit"], row["from"], row["candidate"],
            ),
        )  # fmt: skip
        return index(rows, lambda row: row["offering"])

    @cached_property
    def points_of_offering(self) -> dict[str, list[Row]]:
        """Offering → its price points."""
        return index(self.tables["price_points"], lambda row: row["offering"])

    @cached_property
    def points_of_source(self) -> dict[str, list[Row]]:
        """Source → its price points."""
        return index(self.tables["price_points"], lambda row: row["source"])

    @cached_property
    def points(self) -> dict[str, Row]:
        """Id → price point."""
        return {row["id"]: row for row in self.tables["price_points"]}

    @cached_property
    def claims_of_period(self) -> dict[tuple[str, int], list[Row]]:
        """(Period, candidate) → the price points behind it, the weightiest first."""
        rows = sorted(self.tables["period_claims"], key=lambda row: (row["period"], row["candidate"], row["position"]))
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in rows:
            found[row["period"], row["candidate"]].append(self.points[row["price_point"]])
        return found

    @cached_property
    def disagreements(self) -> dict[str, Row]:
        """Id → disagreement with its `members` (rows of disagreement_claims, the favoured first)."""
        members = index(self.tables["disagreement_claims"], lambda row: row["disagreement"])
        evidence = {row["id"]: row for row in self.tables["evidence"]}
        found = {}
        for row in sorted(self.tables["disagreements"], key=_by_weight):
            own = [{**member, "said": evidence.get(member["evidence"], {})} for member in members[row["id"]]]
            found[row["id"]] = {**row, "members": sorted(own, key=lambda one: (one["favoured"] != "yes", one["claim"]))}
        return found

    @cached_property
    def disagreements_of_node(self) -> dict[str, list[str]]:
        """Id of a claim's node → ids of the disagreements it takes part in."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, row in self.disagreements.items():
            for member in row["members"]:
                for node in dict.fromkeys((member["node"], member["evidence"])):
                    if name not in found[node]:
                        found[node].append(name)
        return found

    def disagreements_about(self, rows: Iterable[Row]) -> list[Row]:
        """Return the disagreements that any of these claim rows take part in, the weightiest first."""
        names = {name for row in rows for name in self.disagreements_of_node.get(row["id"], ())}
        return [row for name, row in self.disagreements.items() if name in names]

    @cached_property
    def names_of(self) -> dict[str, list[str]]:
        """`kind/id` → its other names as sources spell them, misspellings left out."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self.tables["aliases"]:
            if row["label"] != "hidden":
                found[row["id"]][row["spelling"]] = None
        return {reference: list(names) for reference, names in found.items()}

    @cached_property
    def not_same(self) -> dict[str, list[tuple[str, str]]]:
        """`kind/id` → entities that it is not, with the reason."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self.resolved.dataset.lists["not_same"]:
            one, other = str(row.record.a), str(row.record.b)
            found[one].append((other, row.record.why))
            found[other].append((one, row.record.why))
        return found

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        """Vertical → the verticals directly below it."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.tables["verticals"]:
            if row["broader"]:
                found[row["broader"]].append(row["id"])
        return found

    def wider(self, vertical: str) -> str:
        """Return the widest vertical that a vertical lies in."""
        seen = set[str]()
        while (row := self.entities["vertical"].get(vertical)) and row["broader"] and vertical not in seen:
            seen.add(vertical)
            vertical = row["broader"]
        return vertical

    def members(self, table: str, column: str, name: str) -> list[Row]:
        """Return the rows of a table of entities that hold an id in a column, which may list several."""
        return self._by_column[table, column].get(name, [])

    @cached_property
    def _by_column(self) -> dict[tuple[str, str], dict[str, list[Row]]]:
        found: dict[tuple[str, str], dict[str, list[Row]]] = {}
        for table, columns in _MEMBER_COLUMNS.items():
            for column in columns:
                rows: dict[str, list[Row]] = defaultdict(list)
                for row in self.tables[table]:
                    for name in str(row[column] or "").split(";"):
                        if name:
                            rows[name].append(row)
                found[table, column] = rows
        return found


_MEMBER_COLUMNS: dict[str, Sequence[str]] = {
    "models": ("developer", "in_family", "version_of", "vertical"),
    "families": ("developer",),
    "applications": ("developer", "vertical", "powered_by"),
    "services": ("operator",),
    "organizations": ("sub_organization_of", "based_in", "active_in"),
    "people": ("affiliated_with", "founder_of"),
    "price_events": ("announced_by", "part_of_episode", "participant"),
    "works": ("published_by",),
    "brands": ("brand_owner",),
}


def reference_of(column: str, value: str) -> str:
    """Return `kind/id` for a cell that holds one, or an id of the kind that its column names."""
    return value if "/" in value else f"{_BARE.get(column, column)}/{value}"


def _by_weight(row: Row) -> tuple[bool, int, str]:
    return row["derived_by"] is not None, -int(row["lineages"] or 0), row["id"]
