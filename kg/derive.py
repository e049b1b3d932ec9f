"""Derive: from resolved claims to periods, moves and disagreements. Nothing here is said by a source.

Every derived thing names the claims it comes from and the rule that made it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kg.conclude import Facts, Offering, conclude_offerings
from kg.disagreements import Disagreement, judged_disagreements, price_disagreements
from kg.iris import derived_slug
from kg.marks import Series, endings, price_marks
from kg.money import percent_change
from kg.periods import Period, SeriesResult, derive_series
from kg.resolve import Resolved


@dataclass(frozen=True)
class Move:
    """A change of price between two neighbouring periods of a series. Derived; an announced one names its event."""

    id: str
    series: Series
    before: Period
    after: Period
    percent: Decimal | None
    """Signed, in percent."""
    event: str | None
    """The pricing event that a claim behind the new amount names."""

    @property
    def not_before(self) -> date:
        """First day on which the new amount can have been in force."""
        return self.after.from_not_before or self.after.from_

    @property
    def by(self) -> date:
        """Day from which the new amount was certainly in force."""
        return self.after.from_


@dataclass
class Derived:
    """What the project concludes from the claims."""

    as_of: date
    facts: Facts
    offerings: dict[str, Offering]
    periods: list[Period]
    moves: list[Move]
    disagreements: list[Disagreement]


def derive(resolved: Resolved, as_of: date) -> Derived:
    """Return everything that follows from the claims on a day."""
    facts = Facts(resolved)
    offerings = conclude_offerings(resolved, facts)
    results = derive_periods(resolved, as_of)
    periods = [period for result in results.values() for period in result.periods]
    moves = derive_moves(results.values(), _event_of_claim(resolved))
    disagreements = judged_disagreements(resolved)
    disagreements += price_disagreements(resolved, results, {name for one in disagreements for name in one.claims})
    return Derived(as_of, facts, offerings, periods, moves, sorted(disagreements, key=lambda one: one.id))


def derive_periods(resolved: Resolved, as_of: date) -> dict[Series, SeriesResult]:
    """Return series → periods, in the order of the series."""
    ends = endings(resolved)
    return {
        series: derive_series(series, marks, as_of, ends.get(series.offering, ()))
        for series, marks in price_marks(resolved).items()
    }


def period_id(period: Period) -> str:
    """Return the id of a period: its series and its first day make it unique."""
    return derived_slug(*period.series, period.from_.isoformat())


def derive_moves(results: Iterable[SeriesResult], events: dict[str, str]) -> list[Move]:
    """Return the moves between neighbouring, uncontested periods whose amounts differ."""
    moves = []
    for result in results:
        for before, after in pairwise(result.periods):
            if before.contested or after.contested or before.amount == after.amount:
                continue
            named = sorted({events[claim] for claim in after.claims if claim in events})
            percent = percent_change(before.amount, after.amount)
            slug = derived_slug("move", *after.series, after.from_.isoformat())
            moves.append(Move(slug, after.series, before, after, percent, named[0] if named else None))
    return moves


def _event_of_claim(resolved: Resolved) -> dict[str, str]:
    return {f"{claim.name}#after": claim.record.event for claim in resolved.dataset.claims["price_changes"]}


def periods_by_offering(periods: Iterable[Period]) -> dict[str, list[Period]]:
    """Return offering → periods."""
    found: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        found[period.series.offering].append(period)
    return found
