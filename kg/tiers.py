"""Which tiers of different lists are one tier: a step between claims and series.

Lists print the same tier in several ways. That the whole request is charged by its tier is what every known list
does, whether it says so or not; a graduated tariff is the exception and stays apart. The upper bound of the last
tier is the context length: some lists print it, some leave it open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.conditions import Condition

WHOLE_REQUEST = "whole-request"


def tier_starts(priced: Iterable[tuple[str, Condition]]) -> dict[str, set[int]]:
    """Return offering → the lower bounds of its tiers, by any claim; from pairs of offering and condition."""
    starts: dict[str, set[int]] = defaultdict(set)
    for offering, condition in priced:
        if condition.min_input is not None:
            starts[offering].add(condition.min_input)
    return starts


def series_condition(condition: Condition, starts: set[int]) -> Condition:
    """Return the condition of the series that a claim belongs to.

    `starts` are the lower bounds of the tiers of its offering. A tier with a lower bound is the last one, and open
    above, where no other begins at its upper bound.
    """
    tier = "" if condition.tier == WHOLE_REQUEST else condition.tier
    last = condition.min_input is not None and condition.max_input not in starts
    return replace(condition, tier=tier, max_input=None if last else condition.max_input)
