"""Exchange rates and holidays: reference data that views use, kept as published."""

from __future__ import annotations

from kg.ingest import ecb_reference_rates, fed_h10, holiday_cn
from tests.ingest.price_lists import FIXTURES, check_rows, reasons, registry, shared


def test_fed_rate_of_a_day_and_mean_of_a_month_are_told_apart() -> None:
    imported = fed_h10.read(FIXTURES / "fx-usd-cny", registry())
    rows = {row["claim"]: row for row in imported.rows["indicators"]}
    assert rows["cny-per-usd~2026-01-05"]["value"] == "6.988"
    assert rows["cny-per-usd~2026-01-05"]["as_stated"] == "6.9880"
    assert rows["cny-per-usd~2024-05"]["period"] == "2024-05"
    assert rows["cny-per-usd~2024-05"]["unit"] == "CNY per USD"


def test_holiday_of_the_united_states_has_no_rate() -> None:
    imported = fed_h10.read(FIXTURES / "fx-usd-cny", registry())
    assert reasons(imported) == {"no rate that day: a holiday of the United States": 1}
    assert all("2026-01-01" not in row["claim"] for row in imported.rows["indicators"])


def test_ecb_rates_stay_against_the_euro() -> None:
    imported = ecb_reference_rates.read(FIXTURES / "fx-usd-cny", registry())
    rates = {row["unit"]: row["value"] for row in imported.rows["indicators"]}
    assert rates == {"USD per EUR": "1.0861", "CNY per EUR": "7.8581"}


def test_list_of_a_year_may_hold_a_day_of_the_year_before() -> None:
    imported = holiday_cn.read(FIXTURES / "holiday-cn", registry())
    rows = {row["claim"]: row for row in imported.rows["facts"]}
    assert rows["holiday~2022-12-31"]["locator"].endswith(":2023.json#2022-12-31")
    assert rows["make-up-workday~2024-05-11"]["property"] == "make_up_workday"
    assert reasons(imported) == {"a kind of day that the importer does not know": 1}


def test_every_row_of_the_material_made_a_claim_or_was_counted() -> None:
    fed = fed_h10.read(shared("fx-usd-cny"), registry())
    ecb = ecb_reference_rates.read(shared("fx-usd-cny"), registry())
    days = holiday_cn.read(shared("holiday-cn"), registry())
    for imported, rows, claims in ((fed, 43 + 192, 228), (ecb, 837, 2 * 837), (days, 142, 142)):
        check_rows(imported)
        assert imported.upstream_rows == rows
        assert imported.count == claims
    assert fed.count + len(fed.left_out) == 235
