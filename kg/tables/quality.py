"""Reference quality: how well what the project holds is witnessed, by kind of thing, provider and year.

A thing is what a reader asks for: a fact that holds, a price period, a change, a derivation. It has as many witnesses
as its claims have lineages; mirrors of one list are one witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from kg.tables.frame import Cell, Table, make_table

FIRST_PARTY = {"official-announcement", "official-price-page", "regulator"}
"""Kinds of sources in which the one who decides speaks."""
_FRESH_FOR = timedelta(days=90)
_COUNTS = ("first_party", "two_lineages", "single_source", "archived", "fresh")
_COLUMNS = "things provider year items:integer " + " ".join(f"{name}:integer {name}_share:decimal" for name in _COUNTS)
_SAME: dict[str, tuple[str, ...]] = {
    "statements": ("subject", "property", "object", "value"),
    "price_changes": ("event", "offering", "component", "condition", "change_kind"),
    "derivations": ("derived", "base"),
    "deployments": ("deployer", "deploys", "vertical", "work"),
    "reactions": ("reaction", "reacts_to"),
    "indicators": ("measure", "unit", "period", "population", "value", "value_max"),
}
"""Claim table → the columns in which claims of one thing are equal."""

_READ = (*_SAME, "sources", "price_events", "price_periods", "period_claims", "price_points")

Row = Mapping[str, Cell]


class Witness(NamedTuple):
    """A source, as far as it counts here."""

    source: str
    lineage: str
    first_party: bool
    archived: bool
    """Whether a checksum or a commit says what was read."""


@dataclass(frozen=True)
class Thing:
    """What claims are about, with its witnesses."""

    things: str
    provider: str
    year: str
    witnesses: frozenset[Witness]
    fresh: bool | None = None
    """For a price without an end: whether a claim confirms it within 90 days of the day meant by today; else None."""
    sold_by_maker: bool = False
    """Whether it is a price of a first-party offering."""

    def counts(self) -> dict[str, bool | None]:
        """Return what is true of it."""
        return {
            "first_party": any(witness.first_party for witness in self.witnesses),
            "two_lineages": len({witness.lineage for witness in self.witnesses}) > 1,
            "single_source": len({witness.source for witness in self.witnesses}) == 1,
            "archived": any(witness.archived for witness in self.witnesses),
            "fresh": self.fresh,
        }


def quality_table(tables: Mapping[str, Table], as_of: date) -> Table:
    """Return the table `quality`: for all things, each kind, each provider and each year, how many are witnessed how.

    An empty `provider` or `year` means all of them. Prices of first-party offerings have a row of their own beside
    those of all channels.
    """
    scopes: dict[tuple[str, str, str], list[Thing]] = defaultdict(list)
    for thing in _things({name: tables[name].records() for name in _READ}, as_of):
        scopes["all", "", ""].append(thing)
        scopes[thing.things, "", ""].append(thing)
        if thing.provider:
            scopes[thing.things, thing.provider, ""].append(thing)
        if thing.year:
            scopes[thing.things, "", thing.year].append(thing)
        if thing.sold_by_maker:
            scopes["first_party_price_periods", "", ""].append(thing)
    return make_table("quality", _COLUMNS, (_row(scope, things) for scope, things in scopes.items()))


def _row(scope: tuple[str, str, str], things: list[Thing]) -> dict[str, Cell]:
    row: dict[str, Cell] = dict(zip(("things", "provider", "year"), (part or None for part in scope), strict=True))
    row["items"] = len(things)
    counts = [thing.counts() for thing in things]
    for name in _COUNTS:
        known = [count[name] for count in counts if count[name] is not None]
        if known:
            row[name] = sum(map(bool, known))
            row[f"{name}_share"] = (Decimal(sum(map(bool, known))) / len(known)).quantize(Decimal("0.0001"))
    return row


def _things(rows: Mapping[str, list[dict[str, Cell]]], as_of: date) -> Iterator[Thing]:
    witnesses = {str(row["id"]): _witness(row) for row in rows["sources"]}
    yield from _prices(rows, witnesses, as_of)
    days = {str(row["id"]): row["day"] for row in rows["price_events"]}
    for table, columns in _SAME.items():
        groups: dict[tuple[Cell, ...], list[Row]] = defaultdict(list)
        for row in rows[table]:
            if row["rank"] != "deprecated" and row.get("holds") != "no":
                groups[tuple(row[column] for column in columns)].append(row)
        for key, claims in groups.items():
            year = _year(days.get(str(key[0]))) if table == "price_changes" else ""
            yield Thing(table, str(claims[0].get("provider") or ""), year, _of(claims, witnesses))


def _prices(
    rows: Mapping[str, list[dict[str, Cell]]], witnesses: Mapping[str, Witness], as_of: date
) -> Iterator[Thing]:
    points = {str(row["id"]): row for row in rows["price_points"]}
    claims: dict[tuple[Cell, Cell], list[Row]] = defaultdict(list)
    for row in rows["period_claims"]:
        claims[row["period"], row["candidate"]].append(points[str(row["price_point"])])
    for period in rows["price_periods"]:
        own = claims[period["id"], period["candidate"]]
        confirmed = period["last_confirmed_on"]
        fresh = isinstance(confirmed, date) and as_of - confirmed <= _FRESH_FOR
        yield Thing(
            "price_periods", str(period["provider"] or ""), _year(period["from"]), _of(own, witnesses),
            fresh if period["to"] is None else None, period["channel"] == "first-party",
        )  # fmt: skip


def _of(claims: Iterable[Row], witnesses: Mapping[str, Witness]) -> frozenset[Witness]:
    return frozenset(witnesses[str(claim["source"])] for claim in claims)


def _witness(row: Row) -> Witness:
    first_party = row["kind"] in FIRST_PARTY
    return Witness(str(row["id"]), str(row["lineage"]), first_party, bool(row["sha256"] or row["commit"]))


def _year(day: Cell) -> str:
    return day.isoformat()[:4] if isinstance(day, date) else ""
