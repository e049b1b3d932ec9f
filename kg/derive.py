"""Derive: from resolved claims to periods, moves and disagreements. Nothing here is said by a source.

Every derived thing names the claims it comes from and the rule that made it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kg.conclude import Facts, Offering, conclude_offerings
from kg.disagreements import (
    Disagreement,
    judged_disagreements,
    lineage,
    price_disagreements,
    ranked_disagreements,
)
from kg.fact_disagreements import fact_disagreements
from kg.iris import derived_slug
from kg.marks import Mark, Series, endings, event_days, price_marks
from kg.money import percent_change
from kg.periods import Period, SeriesResult, derive_series
from kg.resolve import Resolved
from kg.restructured import end_divided_prices
from kg.set_aside import prices_set_aside
from kg.support import claim_of, fixes_start


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
    """The pricing event of a claim that fixes the new amount on a day on which the move can have happened."""
    basis: str
    """Code of the scheme `basis`: who has witnessed it."""

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
    marks = price_marks(resolved)
    results = end_divided_prices(derive_periods(resolved, marks, as_of))
    periods = [period for result in results.values() for period in result.periods]
    moves = derive_moves(resolved, results.values())
    editors = judged_disagreements(resolved)
    judged = {name for one in editors for name in one.claims}
    disagreements = [*editors, *fact_disagreements(resolved, editors)]
    disagreements += price_disagreements(resolved, offerings, results, judged)
    disagreements += ranked_disagreements(resolved, offerings, prices_set_aside(resolved, marks), judged)
    return Derived(as_of, facts, offerings, periods, moves, sorted(disagreements, key=lambda one: one.id))


def derive_periods(
    resolved: Resolved, marks: Mapping[Series, Sequence[Mark]], as_of: date
) -> dict[Series, SeriesResult]:
    """Return series → periods, in the order of the series."""
    ends = endings(resolved)
    return {
        series: derive_series(series, known, as_of, ends.get(series.offering, ())) for series, known in marks.items()
    }


def period_id(period: Period) -> str:
    """Return the id of a period: its series and its first day make it unique."""
    return derived_slug(*period.series, period.from_.isoformat())


DRIFT = Decimal(2)
"""A step of less than so many percent is the rounding of a list or the drift of a converted price, and no move."""


def derive_moves(resolved: Resolved, results: Iterable[SeriesResult]) -> list[Move]:
    """Return the moves between neighbouring, uncontested periods whose amounts differ."""
    days = event_days(resolved)
    moves = []
    for result in results:
        for before, after in pairwise(result.periods):
            percent = percent_change(before.amount, after.amount)
            if before.contested or after.contested or before.amount == after.amount:
                continue
            if percent is not None and abs(percent) < DRIFT:
                continue
            fixing = [name for name in after.claims if _fixes(resolved, days, name, after)]
            slug = derived_slug("move", *after.series, after.from_.isoformat())
            event, basis = _event(resolved, fixing), _basis(resolved, before, after, fixing)
            moves.append(Move(slug, after.series, before, after, percent, event, basis))
    return moves


def _fixes(resolved: Resolved, days: Mapping[str, date], name: str, after: Period) -> bool:
    """Whether a claim fixes the start of an amount on a day that lies within the bounds of a period.

    A claim of a later event may repeat the amount; it says nothing of how the amount came about.
    """
    claim = claim_of(resolved, name)
    if not fixes_start(claim, name) or getattr(claim.record, "change_kind", "") == "no-change":
        return False
    day = claim.record.effective_from or claim.record.announced_on or days.get(getattr(claim.record, "event", ""))
    return day is not None and (after.from_not_before or after.from_) <= day <= after.from_


def _event(resolved: Resolved, fixing: Iterable[str]) -> str | None:
    records = (claim_of(resolved, name).record for name in fixing)
    return min((record.event for record in records if hasattr(record, "event")), default=None)


def _basis(resolved: Resolved, before: Period, after: Period, fixing: Sequence[str]) -> str:
    if fixing and after.from_not_before == after.from_:
        return "announced"
    old, new = ({lineage(resolved, name) for name in period.claims} for period in (before, after))
    if not old & new:
        return "across-sources"
    return "corroborated" if len(old | new) > 1 else "one-source"


def periods_by_offering(periods: Iterable[Period]) -> dict[str, list[Period]]:
    """Return offering → periods."""
    found: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        found[period.series.offering].append(period)
    return found
