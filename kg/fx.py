"""Exchange: another currency at a dated official rate. A view: nothing of it is stored.

Rates are claims (`measure` exchange-rate, `unit` as `CNY per USD`). The rate of a day is that of the
nearest earlier day that has one; a mean of a month is taken only where no day is near. Two rates against a
third currency on one day give their cross.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kg.findings import KgError
from kg.values import parse_day, plain

NEAR = timedelta(days=10)
"""How far back a daily rate is preferred to the mean of a month."""
_PLACES = Decimal("1e-12")


@dataclass(frozen=True)
class Rate:
    """An official rate: how many units of `quote` for one of `base`."""

    day: date
    """The day, or the last day of the month."""
    base: str
    quote: str
    value: Decimal
    source: str
    """Id of the source."""
    monthly: bool = False
    """Whether it is the mean of a month."""


@dataclass(frozen=True)
class Quotation:
    """The rate that a conversion takes, with where it comes from."""

    day: date
    base: str
    quote: str
    value: Decimal
    source: str
    formula: str
    """The rate as published, or how it follows from two of them."""

    def convert(self, amount: Decimal) -> Decimal:
        """Return an amount in `base` as an amount in `quote`, to twelve places."""
        return (amount * self.value).quantize(_PLACES).normalize() + 0


def rate_of(row: Mapping[str, str]) -> Rate:
    """Read a row with unit, period, value and source; raise `ValueError` for a unit that is no rate."""
    quote, per, base = row["unit"].partition(" per ")
    if not per:
        raise ValueError(f'"{row["unit"]}" is no exchange rate; write it as CNY per USD')
    period, monthly = row["period"], len(row["period"]) == len("2024-05")
    if monthly:
        year, month = map(int, period.split("-"))
        period = f"{period}-{calendar.monthrange(year, month)[1]:02}"
    return Rate(parse_day(period), base, quote, Decimal(row["value"]), row["source"], monthly)


def rate_on(rates: Iterable[Rate], base: str, quote: str, day: date) -> Quotation:
    """Return the rate of the nearest earlier day; raise `KgError` where no rate leads from `base` to `quote`."""
    if base == quote:
        return Quotation(day, base, quote, Decimal(1), "", f"1 {base} is 1 {quote}")
    known = [rate for rate in rates if rate.day <= day]
    quoted = [*_direct(known, base, quote), *_crosses(known, base, quote)]
    if not quoted:
        raise KgError(f"no official rate from {base} to {quote} is known on or before {day.isoformat()}")
    daily = [one for one in quoted if not one[1] and day - one[2].day <= NEAR]
    return min(daily or quoted, key=lambda one: (day - one[2].day, one[1], one[0], one[2].source))[2]


def _direct(rates: list[Rate], base: str, quote: str) -> Iterator[tuple[int, bool, Quotation]]:
    for rate in rates:
        if (rate.base, rate.quote) == (base, quote):
            formula = f"{plain(rate.value)} {quote} per {base}"
            yield 0, rate.monthly, Quotation(rate.day, base, quote, rate.value, rate.source, formula)
        elif (rate.base, rate.quote) == (quote, base):
            formula = f"1 / {plain(rate.value)} {base} per {quote}"
            yield 0, rate.monthly, Quotation(rate.day, base, quote, 1 / rate.value, rate.source, formula)


def _crosses(rates: list[Rate], base: str, quote: str) -> Iterator[tuple[int, bool, Quotation]]:
    """Yield crosses of one source, day and third currency: CNY per EUR / USD per EUR = CNY per USD."""
    against = {(rate.source, rate.day, rate.base, rate.quote, rate.monthly): rate for rate in rates}
    for (source, day, third, other, monthly), rate in against.items():
        lower = against.get((source, day, third, base, monthly))
        if other == quote and lower:
            formula = f"{plain(rate.value)} {quote} per {third} / {plain(lower.value)} {base} per {third}"
            yield 1, monthly, Quotation(day, base, quote, rate.value / lower.value, source, formula)
