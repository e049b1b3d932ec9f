"""Periods: what the claims about a series add up to. Worked examples stand in docs/periods.md.

1. Marks that only lag behind a change are set aside (`lagging_marks`).
2. The marks of one lineage that agree and follow each other make a span: it vouches for the days between.
3. Where spans of several lineages meet on a day, rank decides, then source kind, then the number of lineages. A tie
   gives no period: the days are contested.
4. Equal neighbours join. Between the last day of one amount and the first of the next nothing is invented: the
   change lies somewhere in between, unless a claim fixes its day.

Input order does not matter; the only clock is `as_of`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from kg.marks import ONE_DAY, Ending, Mark, Series

LAG = timedelta(days=60)
"""How long a list may show an old amount after a change without re-opening it."""
OPEN = timedelta(days=90)
"""How recently a price must have been confirmed to count as today's."""

EndKind = Literal["superseded", "withdrawn", "open", "unknown"]


@dataclass(frozen=True)
class Period:
    """One amount of a series with the bounds of its time. Days are inclusive; None is no bound."""

    series: Series
    amounts: tuple[Decimal, ...]
    """The amount per million tokens (or per unit); several where the days are contested."""
    from_not_before: date | None
    from_: date
    to_not_before: date | None
    to: date | None
    last_confirmed_on: date
    end_kind: EndKind
    claims: tuple[str, ...]
    """Names of the claims it is derived from, sorted."""

    @property
    def contested(self) -> bool:
        """Whether the sources differ and nothing decides between them."""
        return len(self.amounts) > 1

    @property
    def amount(self) -> Decimal:
        """The amount; the first one where contested."""
        return self.amounts[0]


@dataclass(frozen=True)
class Span:
    """Marks of one lineage that agree and follow each other."""

    first: date
    last: date
    amount: Decimal
    lineage: str
    rank: int
    kind: int
    fixed: bool
    ends: bool
    claims: tuple[str, ...]


@dataclass(frozen=True)
class _Segment:
    first: date
    last: date
    amounts: tuple[Decimal, ...]
    fixed: bool
    ends: bool
    claims: frozenset[str]


@dataclass(frozen=True)
class SeriesResult:
    """The periods of one series, and what was set aside on the way."""

    periods: tuple[Period, ...]
    lagging: tuple[Mark, ...]
    """Sightings of an amount that had been superseded."""
    overruled: tuple[tuple[str, str], ...]
    """Pairs (claim that held, claim that did not) on days on which two spans met."""


def derive_series(series: Series, marks: Sequence[Mark], as_of: date, endings: Iterable[Ending] = ()) -> SeriesResult:
    """Return the periods of one series from its marks. Marks after `as_of` do not count."""
    known = sorted({mark for mark in marks if mark.day <= as_of})
    lagging = lagging_marks(known)
    spans = make_spans([mark for mark in known if mark not in lagging], known)
    segments, overruled = _segments(spans)
    periods = _bound(series, _join(segments), as_of)
    periods = _end_last(periods, [ending for ending in endings if ending.concerns(series) and ending.day <= as_of])
    return SeriesResult(tuple(periods), tuple(sorted(lagging)), tuple(sorted(overruled)))


# --- 1. lag ---


def lagging_marks(marks: Sequence[Mark]) -> set[Mark]:
    """Return the sightings that lag: an old amount, up to 60 days after another lineage showed a new one.

    The other lineage must be of a better source kind; or of the same kind, and have fixed the day or have shown the
    old amount before itself. A fixed mark never lags, nor does a list that had followed and went back.
    """
    return {mark for mark in marks if not mark.fixed and not mark.ends and _overtaken(mark, marks)}


def _overtaken(mark: Mark, marks: Sequence[Mark]) -> bool:
    return any(
        change.day <= mark.day <= change.day + LAG
        and _supersedes(change, mark, marks)
        and not _came_back(change, mark, marks)
        and not _followed(change, mark, marks)
        for change in marks
    )


def _supersedes(change: Mark, old: Mark, marks: Sequence[Mark]) -> bool:
    """Whether `change` shows that the amount of `old`, seen before it, was no longer in force."""
    if (
        change.amount == old.amount
        or change.lineage == old.lineage
        or (change.rank, change.kind) > (old.rank, old.kind)
    ):
        return False
    before = [mark for mark in marks if mark.day < change.day and mark.amount == old.amount]
    if not before:
        return False
    if change.kind < old.kind or change.rank < old.rank or change.fixed:
        return True
    return _moved_away(change, old.amount, marks)


def _moved_away(change: Mark, amount: Decimal, marks: Sequence[Mark]) -> bool:
    """Whether the lineage of `change` itself had shown `amount` until then."""
    own = [mark for mark in marks if mark.lineage == change.lineage and mark.day < change.day]
    return bool(own) and own[-1].amount == amount


def _came_back(change: Mark, old: Mark, marks: Sequence[Mark]) -> bool:
    """Whether the lineage of the change, or a fixed mark, shows the old amount again by then."""
    return any(
        mark.amount == old.amount
        and change.day < mark.day <= old.day
        and (mark.lineage == change.lineage or mark.fixed)
        for mark in marks
    )


def _followed(change: Mark, old: Mark, marks: Sequence[Mark]) -> bool:
    """Whether the lineage of `old` had shown the new amount since the change, and went back."""
    return any(
        mark.lineage == old.lineage and mark.amount == change.amount and change.day <= mark.day < old.day
        for mark in marks
    )


# --- 2. spans ---


def make_spans(marks: Sequence[Mark], everything: Sequence[Mark]) -> list[Span]:
    """Join the neighbouring equal marks of each lineage, unless another lineage shows a change between them.

    A lineage of a better kind, or a fixed day, shows one. So does any lineage that had shown the same amount and then
    moved away from it, where the two marks lie more than 60 days apart.
    """
    by_lineage: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_lineage[mark.lineage].append(mark)
    spans: list[Span] = []
    for lineage in sorted(by_lineage):
        own = by_lineage[lineage]
        current: Span | None = None
        for position, mark in enumerate(own):
            if current is not None and _continues(current, mark, own[:position], everything):
                current = _extend(current, mark)
            else:
                spans += [current] if current else []
                current = _start(mark)
        spans += [current] if current else []
    return spans


def _continues(span: Span, mark: Mark, own: Sequence[Mark], everything: Sequence[Mark]) -> bool:
    if mark.amount != span.amount or span.ends or own[-1].amount != span.amount:
        return False
    if any(other.amount != span.amount for other in own if other.day == mark.day):
        return False
    between = [change for change in everything if span.last < change.day <= mark.day and change.amount != span.amount]
    unseen_for_long = mark.day - span.last > LAG
    return not any(
        change.lineage != mark.lineage
        and (
            change.kind < mark.kind
            or (change.fixed and change.kind <= mark.kind)
            or (unseen_for_long and _moved_away(change, span.amount, everything))
        )
        for change in between
    )


def _start(mark: Mark) -> Span:
    return Span(
        mark.day,
        mark.day,
        mark.amount,
        mark.lineage,
        mark.rank,
        mark.kind,
        mark.fixed,
        mark.ends,
        (mark.claim,),
    )


def _extend(span: Span, mark: Mark) -> Span:
    return replace(
        span,
        last=mark.day,
        rank=min(span.rank, mark.rank),
        kind=min(span.kind, mark.kind),
        fixed=span.fixed or (mark.fixed and mark.day == span.first),
        ends=mark.ends,
        claims=(*span.claims, mark.claim),
    )


# --- 3. days on which spans meet ---


def _segments(spans: Sequence[Span]) -> tuple[list[_Segment], set[tuple[str, str]]]:
    edges = sorted({span.first for span in spans} | {span.last + ONE_DAY for span in spans})
    segments: list[_Segment] = []
    overruled: set[tuple[str, str]] = set()
    for first, after in pairwise(edges):
        active = [span for span in spans if span.first <= first and span.last >= first]
        if not active:
            continue
        amounts = _winners(active)
        holding = [span for span in active if span.amount in amounts]
        claims = frozenset(claim for span in holding for claim in span.claims)
        last = after - ONE_DAY
        fixed = any(span.fixed and span.first == first for span in holding)
        ends = any(span.ends and span.last == last for span in holding)
        segments.append(_Segment(first, last, amounts, fixed, ends, claims))
        for losing in active:
            if losing.amount not in amounts:
                overruled.add((holding[0].claims[0], losing.claims[0]))
    return segments, overruled


def _winners(active: Sequence[Span]) -> tuple[Decimal, ...]:
    """Return the amount that holds, or all that tie: rank, then source kind, then number of lineages."""
    weight: dict[Decimal, tuple[int, int, int]] = {}
    for amount in {span.amount for span in active}:
        spans = [span for span in active if span.amount == amount]
        rank, kind = min((span.rank, span.kind) for span in spans)
        weight[amount] = (rank, kind, -len({span.lineage for span in spans}))
    best = min(weight.values())
    return tuple(sorted(amount for amount, value in weight.items() if value == best))


# --- 4. joining and bounds ---


def _join(segments: Sequence[_Segment]) -> list[_Segment]:
    joined: list[_Segment] = []
    for segment in segments:
        previous = joined[-1] if joined else None
        if previous and previous.amounts == segment.amounts and not previous.ends:
            joined[-1] = replace(
                previous, last=segment.last, ends=segment.ends, claims=previous.claims | segment.claims
            )
        else:
            joined.append(segment)
    return joined


def _bound(series: Series, segments: Sequence[_Segment], as_of: date) -> list[Period]:
    periods = []
    for position, segment in enumerate(segments):
        before = segments[position - 1] if position else None
        after = segments[position + 1] if position + 1 < len(segments) else None
        to_not_before, to, end_kind = _end(segment, after, as_of)
        periods.append(
            Period(
                series,
                segment.amounts,
                _earliest_start(segment, before),
                segment.first,
                to_not_before,
                to,
                segment.last,
                end_kind,
                tuple(sorted(segment.claims)),
            )
        )
    return periods


def _earliest_start(segment: _Segment, before: _Segment | None) -> date | None:
    if segment.fixed:
        return segment.first
    return before.last + ONE_DAY if before else None


def _end(segment: _Segment, after: _Segment | None, as_of: date) -> tuple[date | None, date | None, EndKind]:
    if segment.ends:
        return segment.last, segment.last, "superseded" if after else "withdrawn"
    if after is not None:
        last = after.first - ONE_DAY
        return (last if after.fixed else segment.last), last, "superseded"
    if as_of - segment.last <= OPEN:
        return segment.last, None, "open"
    return segment.last, None, "unknown"


def _end_last(periods: list[Period], endings: Sequence[Ending]) -> list[Period]:
    if not periods or not endings:
        return periods
    ending = max(endings)
    if ending.day <= periods[-1].last_confirmed_on:
        return periods
    last = ending.day - ONE_DAY
    return [*periods[:-1], replace(periods[-1], to_not_before=last, to=last, end_kind=ending.end_kind)]
