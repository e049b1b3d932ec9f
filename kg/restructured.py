"""Prices that a list divided: where tiers or modes take the place of one price, that price has ended.

No source announces it, and a list that no longer prints a price withdraws nothing. But where every use of an offering
has come under a tier, the price without a tier holds for none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kg.conditions import Condition, parse_condition
from kg.marks import ONE_DAY, Series
from kg.periods import Period, SeriesResult


def end_divided_prices(results: Mapping[Series, SeriesResult]) -> dict[Series, SeriesResult]:
    """Return the results with the last period of each undivided price ended before its parts are first seen.

    A price is divided by series of the same offering, component and unit that add a tier of input length, or the
    modes thinking and non-thinking, to its condition. It ends if it was last seen before the first of them, at some
    day in between: its end is superseded.
    """
    divided: dict[Series, date] = {}
    parts: dict[Series, set[str]] = defaultdict(set)
    for series, result in results.items():
        condition = parse_condition(series.condition)
        for whole, part in _wholes(condition):
            if result.periods:
                key = series._replace(condition=str(whole))
                parts[key].add(part)
                first = result.periods[0].from_
                divided[key] = min(divided.get(key, first), first)
    return {
        series: _ended(result, divided[series])
        if series in divided and (len(parts[series]) > 1 and result.periods)
        else result
        for series, result in results.items()
    }


def _wholes(condition: Condition) -> list[tuple[Condition, str]]:
    """Return what a condition is a part of, with its part: without its tier, its thinking mode, or both."""
    tiered = condition.min_input is not None or condition.max_input is not None
    modes = tuple(mode for mode in condition.modes if mode not in {"thinking", "non-thinking"})
    untiered = replace(condition, min_input=None, max_input=None, min_output=None, max_output=None, tier="")
    found = []
    if tiered:
        found.append((untiered, f"{condition.min_input}"))
    if modes != condition.modes:
        found.append((replace(condition, modes=modes), "+".join(condition.modes)))
    if tiered and modes != condition.modes:
        found.append((replace(untiered, modes=modes), f"{condition.min_input} {'+'.join(condition.modes)}"))
    return found


def _ended(result: SeriesResult, divided_on: date) -> SeriesResult:
    last: Period = result.periods[-1]
    if last.to is not None or last.last_confirmed_on >= divided_on:
        return result
    ended = replace(last, to_not_before=last.last_confirmed_on, to=divided_on - ONE_DAY, end_kind="superseded")
    return replace(result, periods=(*result.periods[:-1], ended))
