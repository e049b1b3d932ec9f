"""What something cost on a day: by model, family, application or SKU, under any of its names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from kg.answers.database import Database, Match, Row
from kg.findings import KgError
from kg.names import fold_key

_CONFIRMED_FOR = timedelta(days=90)
_SOLD = ("model", "family", "application", "offering")
_PERIODS = """
    SELECT * FROM price_periods WHERE offering = ? ORDER BY component, condition, price_unit, "from", candidate
"""


@dataclass(frozen=True)
class Price:
    """One candidate for the price of a series on a day."""

    row: Row
    """The row of `price_periods`."""
    status: str
    """exact, between, last-known, contested or none."""
    sources: list[Row]

    def as_json(self) -> dict[str, Any]:
        """Return the entry of `kg price --format json`: decimals as text, days in ISO form."""
        row = self.row
        names = (
            "offering",
            "model",
            "channel",
            "component",
            "condition",
            "amount",
            "per_tokens",
            "price_unit",
            "currency",
        )
        return {
            **{name: row[name] for name in names},
            "amount_per_million": row["amount_per_million"],
            "from": row["from"],
            "to": row["to"],
            "from_not_before": row["from_not_before"],
            "to_not_before": row["to_not_before"],
            "last_confirmed_on": row["last_confirmed_on"],
            "status": self.status,
            "sources": self.sources,
        }


def find_prices(
    database: Database,
    name: str,
    as_of: date | None = None,
    component: str | None = None,
    every_channel: bool = False,
) -> list[Price]:
    """Return what a name cost on a day, one entry for each candidate of each series.

    First-party offerings alone unless `every_channel`; where a name has none of them, `KgError` says so. A name
    that fits several models raises `KgError` with the candidates.
    """
    day = as_of or date.fromisoformat(database.meta["as_of"])
    offerings = find_offerings(database, name)
    shown = [row for row in offerings if every_channel or row["channel"] == "first-party"]
    if not shown:
        raise KgError(f'"{name}" has {len(offerings)} offerings and none of them first-party; ask for all with --all')
    prices: list[Price] = []
    for offering in shown:
        periods = database.rows(_PERIODS, offering["id"])
        for (part, _, _), series in groupby(periods, key=_series):
            if component in {None, part}:
                prices += [Price(row, status, _sources(database, row)) for row, status in on_day(list(series), day)]
    if component and not prices:
        known = ", ".join(
            row["component"] for row in database.rows("SELECT DISTINCT component FROM price_periods ORDER BY 1")
        )
        if component not in known.split(", "):
            raise KgError(f'"{component}" is no component with a price; the components are {known}')
    return sorted(
        prices,
        key=lambda price: (price.row["offering"], _component_order(price), price.row["condition"] or ""),
    )


def _series(row: Row) -> tuple[str, str | None, str]:
    return row["component"], row["condition"], row["price_unit"]


def _component_order(price: Price) -> tuple[int, str]:
    order = {"input": 0, "output": 1, "cached-input": 2}
    return order.get(price.row["component"], 9), price.row["component"]


def find_offerings(database: Database, name: str) -> list[Row]:
    """Return the offerings that a name means: those of a model, or those sold under an SKU."""
    matches = database.find(name, _SOLD) if not name.startswith(_PREFIXES) else [Match(name, name)]
    if not matches:
        raise _nothing_sold(database, name)
    named = [match for match in matches if match.kind != "offering"]
    if len(named) > 1:
        models = [match for match in named if match.kind == "model"]
        if len(models) != 1:
            raise KgError(f'"{name}" fits several; name one of them:\n{database.candidates(named)}')
        named = models
    skus = [match.id for match in matches if match.kind == "offering"]
    if named:
        skus += [match.id for match in database.find(name, ("offering",))]
    offerings = [
        row for sku in dict.fromkeys(skus) for row in database.rows("SELECT * FROM offerings WHERE id = ?", sku)
    ]
    if not named:
        return offerings
    found = database.rows("SELECT * FROM offerings WHERE model = ? AND model_kind = ?", named[0].id, named[0].kind)
    found += [row for row in offerings if row["model"] is None and row not in found]
    if not found:
        raise KgError(_no_offering(database, name, named[0]))
    return found


def _nothing_sold(database: Database, name: str) -> KgError:
    """Return the error for a name that nothing sold bears: what else bears it, or the nearest name."""
    others = database.find(name)
    if not others:
        return database.unknown(name)
    found = " and ".join(match.entity for match in others)
    return KgError(f'"{name}" is {found}, which is not sold; `kg show {others[0].entity}` tells what belongs to it')


_PREFIXES = tuple(f"{kind}/" for kind in _SOLD)


def longer_skus(database: Database, name: str) -> list[str]:
    """Return the first-party SKUs whose name begins with a name and goes on, as `step-2-16k` for `step-2`."""
    rows = database.rows(
        "SELECT DISTINCT o.sku FROM names n JOIN offerings o ON n.entity = 'offering/' || o.id "
        "WHERE n.key_kind = 'fold' AND n.name_kind = 'sku' AND o.channel = 'first-party' "
        "AND substr(n.key, 1, length(?1)) = ?1 AND n.key <> ?1 ORDER BY o.sku LIMIT 12",
        fold_key(name),
    )
    return [row["sku"] for row in rows]


def _no_offering(database: Database, name: str, match: Match) -> str:
    members = (
        database.rows("SELECT id FROM models WHERE in_family = ? ORDER BY id", match.id)
        if match.kind == "family"
        else []
    )
    priced = {row["model"] for row in database.rows("SELECT DISTINCT model FROM price_periods")}
    candidates = [Match(f"model/{row['id']}", row["id"]) for row in members if row["id"] in priced]
    if candidates:
        return f'"{name}" is a family of several models; name one of them:\n{database.candidates(candidates)}'
    longer = longer_skus(database, name)
    hint = f"; longer names have one: {', '.join(longer)}" if longer else ""
    return f'"{name}" is {match.entity}; no source gives a price for it{hint}'


def on_day(series: list[Row], day: date) -> list[tuple[Row, str]]:
    """Return the rows of one series that can hold on a day with their status, the one seen first at the front."""
    periods = [list(rows) for _, rows in groupby(series, key=lambda row: row["from"])]
    before = [rows for rows in periods if _day(rows[0]["from"]) <= day]  # type: ignore[operator]
    after = [rows for rows in periods if _day(rows[0]["from"]) > day]  # type: ignore[operator]
    if before:
        rows = before[-1]
        sure_to = _day(rows[0]["to_not_before"])
        if sure_to is None or day <= sure_to:
            return [(row, row["status"]) for row in rows]
        if rows[0]["end_kind"] == "open" and day - sure_to <= _CONFIRMED_FOR:
            return [(row, row["status"]) for row in rows]
        if not after:
            ended = rows[0]["to"] is not None
            return [] if ended else [(row, "last-known") for row in rows]
        kept = [] if rows[0]["to"] is not None and day > _day(rows[0]["to"]) else rows  # type: ignore[operator]
        return [(row, "between") for row in (*kept, *_possible(after[0], day))]
    return [(row, "between") for row in _possible(after[0], day)] if after else []


def _possible(rows: list[Row], day: date) -> list[Row]:
    earliest = _day(rows[0]["from_not_before"])
    return rows if earliest is not None and earliest <= day else []


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _sources(database: Database, row: Row) -> list[Row]:
    return database.rows(
        "SELECT s.id AS source, s.title, s.publisher, s.kind, coalesce(s.url, 'https://github.com/' || s.repo) AS url, "
        "p.claim, p.part, p.locator, p.as_stated, p.amount, p.per_tokens, p.observed_on, p.announced_on, "
        "p.effective_from, p.rank FROM period_claims c JOIN price_points p ON p.id = c.price_point "
        "JOIN sources s ON s.id = p.source WHERE c.period = ? AND c.candidate = ? ORDER BY c.position",
        row["id"],
        row["candidate"],
    )
