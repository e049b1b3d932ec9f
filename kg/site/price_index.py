"""The price periods of all offerings for the script of the price page, so that it can show any day.

Columns instead of rows, numbers instead of repeated words, days counted from an epoch: a third of the bytes. It is a
script that hands over JSON, since a page opened from a file may not fetch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kg.site.content import Content, Row
from kg.site.text import LANGUAGES
from kg.site.view import View
from kg.values import plain

EPOCH = date(2020, 1, 1)
"""Days are counted from here; an absent day is null."""
_MOST_SOURCES = 4
_LISTS = (
    "sold", "organization", "service", "market", "channel", "component", "price-unit", "condition", "source", "end",
    "status",
)  # fmt: skip


class _List:
    """A list of things that rows name by their place in it."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, name: str | None) -> int | None:
        """Return the place of a thing, adding it if it is new."""
        return None if name is None else self.places.setdefault(name, len(self.places))


def price_index(content: Content) -> dict[str, Any]:
    """Return what stands in `data/prices.js`: lists of things with labels, offerings, periods and exchange rates."""
    lists = {name: _List() for name in _LISTS}
    offerings = _List()
    rows = [row for offering in sorted(content.periods_of) for row in content.periods_of[offering]]
    periods = _columns(_period(content, lists, offerings, row) for row in rows)
    rates = [
        [day, rate, lists["source"].place(source)] for day, rate, source in exchange_rates(content.tables["indicators"])
    ]
    described = _columns(_offering(lists, content.offerings[name]) for name in offerings.places)
    return {
        "asOf": content.meta["as_of"],
        "epoch": EPOCH.isoformat(),
        "lists": {name: _labelled(content, name, one.places) for name, one in lists.items()},
        "offerings": described,
        "periods": periods,
        "rates": rates,
    }


def to_script(index: Mapping[str, Any]) -> str:
    """Return the index as the script `data/prices.js`."""
    return f"baimoPrices({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"


def _columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    return columns


def _offering(lists: Mapping[str, _List], row: Row) -> dict[str, Any]:
    return {
        "sku": row["sku"],
        "sold": lists["sold"].place(f"{row['model_kind']}/{row['model']}" if row["model"] else None),
        "provider": lists["organization"].place(row["provider"]),
        "service": lists["service"].place(row["service"]),
        "market": lists["market"].place(row["market"]),
        "channel": lists["channel"].place(row["channel"]),
        "currency": row["currency"],
        "context": row["context_tokens"],
    }


def _period(content: Content, lists: Mapping[str, _List], offerings: _List, row: Row) -> dict[str, Any]:
    claims = content.claims_of_period[row["id"], row["candidate"]]
    sources = list(dict.fromkeys(claim["source"] for claim in claims))
    return {
        "offering": offerings.place(row["offering"]),
        "component": lists["component"].place(row["component"]),
        "condition": lists["condition"].place(row["condition"] or ""),
        "unit": lists["price-unit"].place(row["price_unit"]),
        "amount": plain(row["amount"]),
        "per": row["per_tokens"],
        "fromNotBefore": _days(row["from_not_before"]),
        "from": _days(row["from"]),
        "toNotBefore": _days(row["to_not_before"]),
        "to": _days(row["to"]),
        "confirmed": _days(row["last_confirmed_on"]),
        "end": lists["end"].place(row["end_kind"]),
        "status": lists["status"].place(row["status"]),
        "lineages": row["lineages"],
        "sources": [lists["source"].place(source) for source in sources[:_MOST_SOURCES]],
    }


def _days(day: date | None) -> int | None:
    return None if day is None else (day - EPOCH).days


def _labelled(content: Content, kind: str, places: Mapping[str, int]) -> list[list[str]]:
    """Return things as [id, Chinese label, English label]; what is sold has `kind/id` as its id."""
    views = [View(content, language, f"{language}/prices.html") for language in LANGUAGES]
    if kind == "condition":
        return [[words, *(view.condition(words) for view in views)] for words in places]
    references = ((name, name if kind == "sold" else f"{kind}/{name}") for name in places)
    return [[name, *(view.plain(reference) for view in views)] for name, reference in references]


def exchange_rates(indicators: Iterable[Row]) -> list[list[Any]]:
    """Return [day, yuan per dollar, source] by day: euro reference rates crossed, else as another source has it."""
    found: dict[str, dict[date, tuple[Decimal, str]]] = {}
    for row in indicators:
        if row["measure"] == "exchange-rate" and row["first_day"] == row["last_day"] and row["rank"] != "deprecated":
            found.setdefault(row["unit"], {})[row["first_day"]] = (row["value"], row["source"])
    yuan, dollar = found.get("CNY per EUR", {}), found.get("USD per EUR", {})
    rates = dict(found.get("CNY per USD", {}))
    for day in sorted(set(yuan) & set(dollar)):
        rates[day] = ((yuan[day][0] / dollar[day][0]).quantize(Decimal("0.0001")), yuan[day][1])
    return [[_days(day), plain(rate), source] for day, (rate, source) in sorted(rates.items())]
