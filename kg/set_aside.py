"""Prices that an editor's rank set aside, beside those that hold: who says otherwise, for the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kg.loading import SourcedClaim
from kg.marks import RANK_ORDER, Filing, Mark, Series, event_days
from kg.money import normalized
from kg.periods import LAG
from kg.resolve import Resolved


@dataclass(frozen=True)
class SetAside:
    """Deprecated claims of one source about one series, for one reason."""

    series: Series
    source: str
    reason: str
    """Code of the scheme `reason`."""
    why: str
    lost: tuple[str, ...]
    """Names of the deprecated claims."""
    held: tuple[str, ...]
    """For each other lineage that differs, its claim of the nearest day."""


def prices_set_aside(resolved: Resolved, marks: Mapping[Series, Sequence[Mark]]) -> list[SetAside]:
    """Return the deprecated prices from which a counted claim of another lineage differs within 60 days."""
    groups: dict[tuple[Series, str, str, str], list[tuple[str, date, Decimal]]] = defaultdict(list)
    filing = Filing(resolved)
    for claim, name, day, amount in _deprecated(resolved):
        rank = resolved.ranks[name]
        for series in filing.series(claim, name):
            groups[series, claim.source, rank.reason, rank.why].append((name, day, amount))
    found = []
    for (series, source, reason, why), lost in sorted(groups.items()):
        lineage = resolved.dataset.sources[source].record.lineage
        counted = [mark for mark in marks.get(series, ()) if mark.lineage != lineage]
        held = {near.claim for name, day, amount in lost for near in _others(counted, day, amount)}
        if held:
            names = tuple(sorted({name for name, _, _ in lost}))
            found.append(SetAside(series, source, reason, why, names, tuple(sorted(held))))
    return found


def _deprecated(resolved: Resolved) -> Iterator[tuple[SourcedClaim, str, date, Decimal]]:
    """Yield the deprecated price points with name, day and amount per million; those without a day are left out."""
    days = event_days(resolved)
    for claim in resolved.dataset.claims["prices"]:
        price = claim.record
        day = price.effective_from or price.announced_on or price.observed_on or _published(resolved, claim)
        yield from _point(resolved, claim, claim.name, day, price.amount)
    for claim in resolved.dataset.claims["price_changes"]:
        change = claim.record
        day = change.effective_from or change.announced_on or days.get(change.event) or _published(resolved, claim)
        yield from _point(resolved, claim, f"{claim.name}#after", day, change.after)


def _published(resolved: Resolved, claim: SourcedClaim) -> date | None:
    published: date | None = resolved.dataset.sources[claim.source].record.published
    return published


def _point(
    resolved: Resolved, claim: SourcedClaim, name: str, day: date | None, amount: Decimal | None
) -> Iterator[tuple[SourcedClaim, str, date, Decimal]]:
    if day is None or amount is None or name not in resolved.ranks or resolved.ranks[name].code in RANK_ORDER:
        return
    per_million = normalized(amount, claim.record.per_tokens, claim.record.price_unit)
    if per_million is not None:
        yield claim, name, day, per_million


def _others(counted: Sequence[Mark], day: date, amount: Decimal) -> Iterator[Mark]:
    """Yield for each lineage its mark nearest to a day, where it gives another amount."""
    nearest: dict[str, Mark] = {}
    for mark in counted:
        if abs(mark.day - day) <= LAG:
            best = nearest.get(mark.lineage)
            if best is None or (abs(mark.day - day), mark.day) < (abs(best.day - day), best.day):
                nearest[mark.lineage] = mark
    return (mark for mark in nearest.values() if mark.amount != amount)
