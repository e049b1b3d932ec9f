"""Marks: what claims say about the amount of a series on a day. The input of `kg.periods`.

A series is offering × component × condition × price unit. A claim makes a mark on the day it speaks of: a fixed
start where it gives the day in force or of the announcement, a sighting where a list showed the amount.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from kg.loading import SourcedClaim
from kg.money import normalized
from kg.records import PriceChange
from kg.resolve import Resolved
from kg.tiers import series_condition, tier_starts
from kg.values import parse_period

KIND_ORDER = {
    "official-price-page": 0,
    "official-announcement": 0,
    "regulator": 0,
    "vendor-plugin": 1,
    "press": 2,
    "syndicated-press": 2,
    "self-media": 3,
    "paper": 3,
    "aggregator": 4,
    "dataset": 4,
    "not-read": 5,
}
"""Source kind → weight in a conflict on one day; the lower one holds (DESIGN §4, rule 4)."""

RANK_ORDER = {"preferred": 0, "normal": 1}
ONE_DAY = timedelta(days=1)


class Series(NamedTuple):
    """What has one price at a time."""

    offering: str
    component: str
    condition: str
    price_unit: str


@dataclass(frozen=True, order=True)
class Mark:
    """A claim's word on one day."""

    day: date
    amount: Decimal
    """Per million tokens, or per unit where the price is not by the token."""
    fixed: bool
    """Whether the claim gives this day as the start; else it was only seen in force."""
    ends: bool
    """Whether the claim gives this day as the last one."""
    claim: str
    """`source/claim`, with `#before` or `#after` for a price change."""
    lineage: str
    rank: int
    kind: int


class Filing:
    """To which series a claim about a price belongs.

    A `uniform` price is one price for input and output and belongs to both; a price of `all`, where the source singles
    out no component, belongs to none: it is shown and not counted. A price of a family belongs to a member offering
    only by a row of `applies_to.csv`.
    """

    def __init__(self, resolved: Resolved) -> None:
        self._members: dict[str, list[str]] = defaultdict(list)
        for row in resolved.dataset.lists["applies_to"]:
            self._members[row.record.claim].append(row.record.offering)
        claims = resolved.dataset.claims
        self._starts = tier_starts(
            (claim.record.offering, claim.record.condition) for claim in (*claims["prices"], *claims["price_changes"])
        )

    def offerings(self, claim: SourcedClaim, name: str) -> list[str]:
        """Return the offering of a claim and those to which it applies as well."""
        members = [*self._members.get(name, ()), *self._members.get(claim.name, ())]
        return list(dict.fromkeys([claim.record.offering, *members]))

    def series(self, claim: SourcedClaim, name: str) -> Iterator[Series]:
        """Yield the series of a claim; `name` is its name, with `#before` or `#after` for a part."""
        record = claim.record
        components = {"uniform": ("input", "output"), "all": ()}.get(record.component, (record.component,))
        for offering in self.offerings(claim, name):
            condition = str(series_condition(record.condition, self._starts.get(offering, set())))
            for component in components:
                yield Series(offering, component, condition, record.price_unit)


def price_marks(resolved: Resolved) -> dict[Series, list[Mark]]:
    """Return the counted marks of every series: neither deprecated claims nor those without any day."""
    filing = Filing(resolved)
    days = event_days(resolved)
    claims = resolved.dataset.claims
    found: dict[Series, list[Mark]] = defaultdict(list)
    for claim in claims["prices"]:
        for mark in _marks_of_price(claim, resolved):
            for series in filing.series(claim, mark.claim):
                found[series].append(mark)
    for claim in claims["price_changes"]:
        for mark in _marks_of_change(claim, resolved, days.get(claim.record.event)):
            for series in filing.series(claim, mark.claim):
                found[series].append(mark)
    return {series: sorted(set(marks)) for series, marks in sorted(found.items())}


def event_days(resolved: Resolved) -> dict[str, date]:
    """Return event → the day that its claims give: the effective day, else the announced one.

    Where narrators differ the better rank holds, then the better source kind, then more lineages, then the earlier
    day.
    """
    said: dict[tuple[str, str], list[tuple[date, str, int, int]]] = defaultdict(list)
    for claim in resolved.dataset.claims["price_events"]:
        rank = resolved.rank(claim).code
        if claim.record.property in {"effective_from", "announced_on"} and rank in RANK_ORDER:
            source = resolved.dataset.sources[claim.source].record
            day = parse_period(claim.record.value).first
            if day and day.isoformat() == claim.record.value:
                entry = (day, source.lineage, RANK_ORDER[rank], KIND_ORDER.get(source.kind, 5))
                said[claim.record.event, claim.record.property].append(entry)
    days = {}
    for event, name in sorted(said, key=lambda key: (key[0], key[1] == "effective_from")):
        days[event] = _best_day(said[event, name])
    return days


def _best_day(said: list[tuple[date, str, int, int]]) -> date:
    lineages = Counter(day for day, _ in {(day, lineage) for day, lineage, _, _ in said})
    return min(said, key=lambda entry: (entry[2], entry[3], -lineages[entry[0]], entry[0]))[0]


def _mark(claim: SourcedClaim, resolved: Resolved, day: date, amount: Decimal, part: str = "") -> Mark | None:
    rank = resolved.rank(claim, part).code
    per_million = normalized(amount, claim.record.per_tokens, claim.record.price_unit)
    if rank not in RANK_ORDER or per_million is None:
        return None
    source = resolved.dataset.sources[claim.source].record
    name = f"{claim.name}#{part}" if part else claim.name
    kind = KIND_ORDER.get(source.kind, 5)
    return Mark(day, per_million.normalize() + 0, False, False, name, source.lineage, RANK_ORDER[rank], kind)


def _marks_of_price(claim: SourcedClaim, resolved: Resolved) -> Iterator[Mark]:
    price = claim.record
    start = price.effective_from or price.announced_on
    seen = price.observed_on
    if start is None and seen is None:
        seen = resolved.dataset.sources[claim.source].record.published
    for day, fixed, ends in ((start, True, False), (seen, False, False), (price.effective_to, False, True)):
        mark = _mark(claim, resolved, day, price.amount) if day else None
        if mark:
            yield replace(mark, fixed=fixed, ends=ends)


def _marks_of_change(claim: SourcedClaim, resolved: Resolved, event_day: date | None) -> Iterator[Mark]:
    change = claim.record
    day = change.effective_from or change.announced_on or event_day
    if day is None:
        published = resolved.dataset.sources[claim.source].record.published
        mark = (
            _mark(claim, resolved, published, change.after, "after") if published and change.after is not None else None
        )
        if mark:
            yield mark
        return
    if change.before is not None:
        mark = _mark(claim, resolved, day - ONE_DAY, change.before, "before")
        if mark:
            yield mark
    if change.after is not None:
        mark = _mark(claim, resolved, day, change.after, "after")
        if mark:
            yield replace(mark, fixed=change.change_kind != "no-change")


class Ending(NamedTuple):
    """A stated end of series of an offering."""

    day: date
    """First day without the price."""
    component: str
    """The component, or `all`."""
    condition: str | None
    """The condition whose series ends; None for every condition."""
    end_kind: Literal["superseded", "withdrawn"]

    def concerns(self, series: Series) -> bool:
        """Whether it ends a series of its offering."""
        return self.component in {series.component, "all"} and self.condition in {None, series.condition}


def endings(resolved: Resolved) -> dict[str, list[Ending]]:
    """Return offering → the ends that price changes state.

    A withdrawal ends the component, or all of them. The end of a promotion ends what stood under its condition. A
    restructure into weekly windows ends the price without a window: from that day every hour lies in a window.
    """
    days, filing = event_days(resolved), Filing(resolved)
    found: dict[str, list[Ending]] = defaultdict(list)
    for claim in resolved.dataset.claims["price_changes"]:
        change = claim.record
        day = change.effective_from or change.announced_on or days.get(change.event)
        if day is None or resolved.rank(claim).code not in RANK_ORDER:
            continue
        if ending := _ending(change, day):
            for offering in filing.offerings(claim, claim.name):
                found[offering].append(ending)
    return found


def _ending(change: PriceChange, day: date) -> Ending | None:
    condition = change.condition
    if change.change_kind == "withdrawal":
        return Ending(day, change.component, None, "withdrawn")
    if change.change_kind == "promotion-end" and change.after is None and str(condition):
        return Ending(day, change.component, str(condition), "withdrawn")
    if change.change_kind == "restructure" and condition.window:
        return Ending(day, change.component, str(replace(condition, window="")), "superseded")
    return None
