"""What a use of a model costs on a day, offering by offering, with the arithmetic shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from kg.answers.database import Database
from kg.answers.price import Price, find_prices
from kg.conditions import parse_condition
from kg.cost import PROMOTION, Cost, Tariff, Use, cost
from kg.findings import KgError
from kg.fx import Quotation, Rate, rate_of, rate_on
from kg.hours import windows_at
from kg.records import Window
from kg.values import plain

_STATUS_NOTE = {
    "between": "the price changed about that day: the one seen first is taken",
    "contested": "the sources differ about that day: the first candidate is taken",
    "last-known": "no price is confirmed for that day: the last known one is taken",
}


@dataclass(frozen=True)
class Charge:
    """What a use costs by one offering, in one window of hours where prices go by hours."""

    offering: str
    channel: str | None
    currency: str
    window: str
    cost: Cost
    notes: tuple[str, ...]
    quotation: Quotation | None = None
    """The official rate, where another currency was asked for."""

    @property
    def total_as_asked(self) -> Decimal:
        """The total, in the currency that was asked for."""
        return self.quotation.convert(self.cost.total) if self.quotation else self.cost.total

    def as_json(self) -> dict[str, Any]:
        """Return the entry of `kg cost --format json`: decimals as text."""
        entry: dict[str, Any] = {
            "offering": self.offering,
            "channel": self.channel,
            "currency": self.currency,
            "window": self.window or None,
            "total": plain(self.cost.total),
            "steps": [
                {
                    "component": step.component,
                    "condition": str(step.condition) or None,
                    "tokens": plain(step.tokens),
                    "amount_per_million": plain(step.per_million),
                    "amount": plain(step.amount),
                    "note": step.note or None,
                }
                for step in self.cost.steps
            ],
            "notes": list(self.notes),
        }
        if self.quotation:
            entry["converted"] = {
                "total": plain(self.total_as_asked),
                "currency": self.quotation.quote,
                "rate": plain(self.quotation.value.quantize(Decimal("1e-12"))),
                "rate_on": self.quotation.day.isoformat(),
                "formula": self.quotation.formula,
                "source": self.quotation.source,
            }
        return entry


def find_charges(
    database: Database,
    name: str,
    use: Use,
    as_of: date | None = None,
    at: datetime | None = None,
    currency: str | None = None,
    every_channel: bool = False,
) -> list[Charge]:
    """Return what a use costs, the lowest total first within a currency.

    `at` is a moment with a time zone and decides between prices by hours; without it each window is shown. With
    `currency` totals are also given at the official rate of the nearest earlier day. Offerings without a price for
    a part of the use are left out; raise `KgError` with the reason where none is left.
    """
    day = as_of or date.fromisoformat(database.meta["as_of"])
    prices = [
        price
        for price in find_prices(database, name, day, None, every_channel)
        if price.row["price_unit"] == "token" and price.row["amount_per_million"] is not None
    ]
    charges: list[Charge] = []
    reasons: list[str] = []
    for _, own in groupby(prices, key=lambda price: price.row["offering"]):
        try:
            charges.extend(_charges(database, list(own), use, at))
        except KgError as error:
            reasons.append(str(error))
    if not charges:
        raise KgError(reasons[0] if reasons else f'no price by the token is known for "{name}" on {day.isoformat()}')
    if currency:
        rates = official_rates(database)
        charges = [
            one if one.currency == currency else replace(one, quotation=rate_on(rates, one.currency, currency, day))
            for one in charges
        ]
    return sorted(charges, key=lambda one: (currency or one.currency, one.total_as_asked, one.offering, one.window))


def _charges(database: Database, prices: list[Price], use: Use, at: datetime | None) -> Iterator[Charge]:
    notes, kept = _in_force(prices)
    if not kept:
        raise KgError("only promotions are known, and none of them is confirmed for that day")
    tariff = [
        Tariff(price.row["component"], parse_condition(price.row["condition"] or ""), _amount(price)) for price in kept
    ]
    row = kept[0].row
    windows = {one.condition.window for one in tariff} - {""}
    chosen = [frozenset[str](), *(frozenset({window}) for window in sorted(windows))]
    if not _holds_outside(tariff):
        del chosen[0]
    if at or not windows:
        chosen = [_windows_at(database, at) & windows if at else frozenset()]
    for hours in chosen:
        result = cost(tariff, replace(use, windows=hours))
        window = "+".join(sorted(hours))
        yield Charge(row["offering"], row["channel"], row["currency"], window, result, (*result.notes, *notes))


def _holds_outside(tariff: list[Tariff]) -> bool:
    """Whether every component with prices by hours has one for the other hours too."""
    by_hours = {one.component for one in tariff if one.condition.window}
    return by_hours <= {one.component for one in tariff if not one.condition.window}


def _in_force(prices: list[Price]) -> tuple[list[str], list[Price]]:
    """Return notes and the prices to charge by: those confirmed for the day, else what is known of it.

    One price for each series: of several candidates the first. A promotion counts only where it is confirmed.
    """
    sure = [price for price in prices if price.status == "exact"]
    known = [price for price in prices if PROMOTION not in (price.row["condition"] or "")]
    kept: dict[tuple[str, str], Price] = {}
    for price in sure or known:
        kept.setdefault((price.row["component"], price.row["condition"] or ""), price)
    statuses = sorted({price.status for price in kept.values()} & set(_STATUS_NOTE))
    return [_STATUS_NOTE[status] for status in statuses], list(kept.values())


def _amount(price: Price) -> Decimal:
    return Decimal(price.row["amount_per_million"])


def _windows_at(database: Database, moment: datetime) -> frozenset[str]:
    columns = set(Window.model_fields)
    windows = {
        row["id"]: Window.model_validate({name: value for name, value in row.items() if value and name in columns})
        for row in database.rows("SELECT * FROM windows ORDER BY id")
    }
    try:
        return windows_at(windows, moment, _holidays(database, windows.values()))
    except ValueError as error:
        raise KgError(str(error)) from error


def _holidays(database: Database, windows: Iterable[Window]) -> dict[str, set[date]]:
    """Return region → public holidays, for the regions whose calendars windows name."""
    query = "SELECT value FROM statements WHERE subject = ? AND property = 'public_holiday' AND rank <> 'deprecated'"
    regions = sorted({window.holidays_of for window in windows if window.holidays_of})
    return {
        region: {date.fromisoformat(row["value"]) for row in database.rows(query, f"region/{region}")}
        for region in regions
    }


def official_rates(database: Database) -> list[Rate]:
    """Return the official exchange rates that sources give."""
    query = (
        "SELECT unit, period, value, source FROM indicators WHERE measure = 'exchange-rate' AND rank <> 'deprecated'"
    )
    return [rate_of(row) for row in database.rows(query)]


def charges_text(name: str, day: date, charges: list[Charge]) -> str:
    """Return the answer to `kg cost`: each offering with its lines, its total and what must be known of it."""
    lines = [f"{name} on {day.isoformat()}"]
    for one in charges:
        window = f" in {one.window}" if one.window else ""
        lines.append(f"\n{one.offering}{window}: {plain(one.cost.total)} {one.currency}")
        lines += [f"  {step}" for step in one.cost.steps]
        if one.quotation:
            rate = one.quotation
            lines.append(
                f"  = {plain(one.total_as_asked.quantize(Decimal('1e-6')).normalize())} {rate.quote} at {rate.formula}"
                f" ({rate.source}, {rate.day.isoformat()})"
            )
        lines += [f"  note: {note}" for note in one.notes]
    return "\n".join(lines)
