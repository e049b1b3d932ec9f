"""Vendor pages read by hand: every dated figure of the finding aid is a claim, and windows hold together."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from kg.records import Window
from tests.ingest.price_lists import ROOT, UNITS, shared

SOURCES = ROOT / "data" / "sources"
FOLDERS = (
    "wxredian-2024-11-13-ernie-speed", "bigmodel-pricing-2026", "minimax-paygo-2026", "longcat-pricing-2026",
    "stepfun-step-3.7-flash-2026", "apiyi-2026-08-15-deepseek-peak-tier", "shengjixing-2025-02-25-deepseek",
    "dsh-context-dashboard",
)  # fmt: skip
COMPUTED = "computed as half of peak"


def rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures() -> set[tuple[str, str, str, Decimal]]:
    """Return SKU, component, currency and amount per million of all claims of the pages."""
    found = set()
    for folder in FOLDERS:
        for row in rows(SOURCES / folder / "prices.csv"):
            found.add((row["sku"], row["component"], row["currency"], per_million(row, row["amount"])))
        for row in rows(SOURCES / folder / "price_changes.csv"):
            for amount in filter(None, (row.get("before"), row.get("after"))):
                found.add((row["sku"], row["component"], row["currency"], per_million(row, amount)))
    return found


def per_million(row: dict[str, str], amount: str) -> Decimal:
    return Decimal(amount) * 1_000_000 / int(row["per_tokens"])


def test_every_printed_figure_of_the_pages_is_a_claim() -> None:
    path = shared("official-page-prices") / "assertions.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        stated = list(csv.DictReader(file, delimiter="\t"))
    found = figures()
    assert len(stated) == 72
    for row in stated:
        amount = Decimal(row["price_after"]) * 1_000_000 / UNITS[row["unit"]]
        figure = (row["model"], row["component"].replace(" ", "-"), row["currency"], amount)
        assert (figure in found) is not row["notes"].startswith(COMPUTED), row["row_id"]


def test_half_that_no_page_prints_is_no_claim() -> None:
    changes = rows(SOURCES / "apiyi-2026-08-15-deepseek-peak-tier" / "price_changes.csv")
    assert {row["condition"] for row in changes} == {"window=deepseek-peak-2026"}


def test_offer_stands_beside_the_list_price_and_ends() -> None:
    prices = {row["claim"]: row for row in rows(SOURCES / "bigmodel-pricing-2026" / "prices.csv")}
    assert prices["glm-5.3-flash~input"]["amount"] == "0.8"
    offer = prices["glm-5.3-flash~input~promotion"]
    assert (offer["amount"], offer["condition"], offer["effective_to"]) == ("0.4", "mode=promotion", "2026-09-09")


def test_undated_page_gives_its_prices_no_day() -> None:
    for row in rows(SOURCES / "minimax-paygo-2026" / "prices.csv"):
        assert not {"observed_on", "announced_on", "effective_from"} & set(row)


def window(**cells: str) -> Window:
    return Window.model_validate(
        {"id": "w", "label_en": "w", "window_kind": "peak", "time_zone": "Asia/Shanghai", **cells}
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"opens": "09:00;14:00", "closes": "12:00"}, "opens and closes do not pair"),
        ({}, "opens and closes do not pair"),
        ({"opens": "9", "closes": "12:00"}, "write HH:MM"),
        ({"opens": "24:00", "closes": "12:00"}, "write HH:MM"),
        ({"complement_of": "v", "opens": "09:00", "closes": "12:00"}, "no hours of its own"),
    ],
)
def test_window_without_hours_that_hold_is_refused(cells: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        window(**cells)


def test_window_may_have_several_intervals() -> None:
    assert window(opens="09:00;14:00", closes="12:00;18:00").opens == ("09:00", "14:00")
