"""Cost: what a use of a model costs by a tariff, with the arithmetic shown. Decimals only, nothing rounded.

A tariff is what holds on a day: prices by component and condition. Of it a use pays the price of its mode,
of its hour, of its tier; a promotion before the list. Whole-request tiers charge a request by the tier that
its size falls in; graduated tiers charge each part of it by its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kg.conditions import Condition
from kg.findings import KgError
from kg.money import MILLION
from kg.values import plain

PROMOTION = "promotion"
_EITHER = {"thinking", "non-thinking"}
"""Modes that a plain price holds for where they are not priced apart."""
_FALLBACKS = {"cached-input": "input", "uniform": "", "input": "uniform", "output": "uniform"}
"""What is charged where a component has no price of its own."""


@dataclass(frozen=True)
class Tariff:
    """A price that holds on a day."""

    component: str
    condition: Condition
    per_million: Decimal
    """Amount per million tokens, in the currency of the offering."""


@dataclass(frozen=True)
class Use:
    """What is used."""

    input_tokens: int
    """All input, cached or not."""
    output_tokens: int
    cached: Decimal = Decimal(0)
    """Share of the input found in the cache, 0 to 1."""
    requests: int | None = None
    """How many requests of one size make it up; None for requests that fit the first tier."""
    modes: frozenset[str] = frozenset()
    """Modes that the use asks for, as batch or thinking."""
    windows: frozenset[str] = frozenset()
    """Weekly windows in which it happens."""
    free_tokens: int = 0
    """Free quota, spent on input first."""

    def __post_init__(self) -> None:
        if min(self.input_tokens, self.output_tokens, self.free_tokens) < 0:
            raise KgError("tokens are counted from 0; give a number that is not negative")
        if not 0 <= self.cached <= 1:
            raise KgError(f"{self.cached} is no share; give the cached part as a number from 0 to 1, as 0.3")
        if self.requests is not None and self.requests < 1:
            raise KgError("a use is made of at least one request; give --requests 1 or more")


@dataclass(frozen=True)
class Step:
    """One line of the arithmetic."""

    component: str
    """What is charged."""
    condition: Condition
    """The condition of the price that is taken."""
    tokens: Decimal
    per_million: Decimal
    note: str = ""
    """Why this price, where it is not the component's own."""

    @property
    def amount(self) -> Decimal:
        """What the line costs."""
        return self.tokens * self.per_million / MILLION

    def __str__(self) -> str:
        condition = f" [{self.condition}]" if str(self.condition) else ""
        line = f"{self.component}{condition}: {plain(self.tokens)} × {plain(self.per_million)} / 1000000"
        return f"{line} = {plain(self.amount)}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True)
class Cost:
    """What a use costs by one tariff."""

    steps: tuple[Step, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((step.amount for step in self.steps), Decimal(0))


def cost(tariff: Sequence[Tariff], use: Use) -> Cost:
    """Return what a use costs; raise `KgError` where the tariff has no price for a part of it."""
    notes: list[str] = []
    steps: list[Step] = []
    for component, tokens in _charged(use, notes):
        steps.extend(_steps(tariff, component, tokens, use))
    if use.requests is None and any(_bounded(one.condition) for one in tariff):
        notes.append("requests are taken to fit the first tier; give the number of requests for another")
    return Cost(tuple(steps), tuple(notes))


def _charged(use: Use, notes: list[str]) -> Iterator[tuple[str, Decimal]]:
    """Yield component and tokens to pay for: cached and fresh input, output, less the free quota."""
    cached = use.input_tokens * use.cached
    parts = [("input", use.input_tokens - cached), ("cached-input", cached), ("output", Decimal(use.output_tokens))]
    free = Decimal(use.free_tokens)
    for component, tokens in parts:
        spent = min(free, tokens)
        free -= spent
        if spent:
            notes.append(f"{plain(spent)} tokens of {component} are free by the quota")
        if tokens > spent:
            yield component, tokens - spent


def _steps(tariff: Sequence[Tariff], component: str, tokens: Decimal, use: Use) -> Iterator[Step]:
    found, note = _priced(tariff, component, use)
    if not found:
        modes = f" in mode {'+'.join(sorted(use.modes))}" if use.modes else ""
        raise KgError(f"no price of {component}{modes} is known for that day; ask `kg price` what is known")
    found = [one for one in found if _bounded(one.condition)] or found  # a plain price beside tiers is one of them
    graduated = [one for one in found if one.condition.tier == "graduated"]
    if graduated and use.requests:
        yield from _graduated(graduated, component, tokens, use, note)
        return
    chosen = _tier(found, use)
    yield Step(component, chosen.condition, tokens, chosen.per_million, note)


def _priced(tariff: Sequence[Tariff], component: str, use: Use) -> tuple[list[Tariff], str]:
    """Return the prices that a component is charged by, and a note where they are not its own."""
    asked: str | None = component
    while asked:
        own = [one for one in tariff if one.component == asked]
        for modes in _modes(use.modes):
            fitting = [one for one in own if set(one.condition.modes) == modes]
            if fitting := _of_hour(fitting, use.windows):
                return fitting, "" if asked == component else f"charged as {asked}"
        asked = _FALLBACKS.get(asked)
    return [], ""


def _modes(wanted: frozenset[str]) -> Iterator[set[str]]:
    """Yield the modes of prices that serve a wish, the nearest first: a promotion before the list."""
    tries = [set(wanted)]
    if wanted and wanted <= _EITHER:
        tries.append(set())
    if not wanted:
        tries.append({"non-thinking"})
    for modes in tries:
        yield modes | {PROMOTION}
        yield modes


def _of_hour(prices: list[Tariff], windows: frozenset[str]) -> list[Tariff]:
    """Return the prices of the hour, where prices go by hours; else those that hold at all hours."""
    return [one for one in prices if one.condition.window in windows] or [
        one for one in prices if not one.condition.window
    ]


def _bounded(condition: Condition) -> bool:
    bounds = (condition.min_input, condition.max_input, condition.min_output, condition.max_output)
    return any(bound is not None for bound in bounds)


def _tier(prices: list[Tariff], use: Use) -> Tariff:
    """Return the price of the tier that a request falls in; without a size, of the first tier."""
    ordered = sorted(prices, key=lambda one: (one.condition.min_input or 0, one.condition.min_output or 0))
    if use.requests is None:
        return ordered[0]
    size_in = Decimal(use.input_tokens) / use.requests
    size_out = Decimal(use.output_tokens) / use.requests
    for one in ordered:
        bounds = one.condition
        if _holds(size_in, bounds.min_input, bounds.max_input) and _holds(
            size_out, bounds.min_output, bounds.max_output
        ):
            return one
    raise KgError(f"no tier is priced for requests of {plain(size_in)} input tokens; the last ends below")


def _holds(size: Decimal, low: int | None, high: int | None) -> bool:
    """Whether a size lies within bounds: above the lower one, up to the upper one. A lower bound of none is 0."""
    return (low is None or size > low) and (high is None or size <= high)


def _graduated(prices: list[Tariff], component: str, tokens: Decimal, use: Use, note: str) -> Iterator[Step]:
    """Charge each part of a request by its own tier. `tokens` are those of all requests together."""
    requests = use.requests or 1
    size = tokens / requests
    for one in sorted(prices, key=lambda one: one.condition.min_input or 0):
        low = one.condition.min_input or 0
        high = size if one.condition.max_input is None else min(size, Decimal(one.condition.max_input))
        if high > low:
            yield Step(component, one.condition, (high - low) * requests, one.per_million, note)


def cheapest(costs: Iterable[tuple[str, Cost]]) -> list[tuple[str, Cost]]:
    """Return name and cost, the lowest total first; of one currency, else the comparison says nothing."""
    return sorted(costs, key=lambda item: (item[1].total, item[0]))
