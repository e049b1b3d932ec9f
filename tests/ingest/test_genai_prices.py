"""genai-prices: what was checked on which day, and whose price it is."""

from __future__ import annotations

import csv

import pytest

from kg.ingest import genai_prices
from kg.ingest.base import Import
from tests.ingest.price_lists import ROOT, check_rows, offerings, prices, reasons

IMPORTER = genai_prices


def test_day_is_the_one_of_the_check_before_the_commit(listed: Import) -> None:
    row = prices(listed)["moonshot-platform~intl~USD~kimi-k2-thinking-turbo~output~2026-03-11"]
    assert (row["observed_on"], row["amount"], row["as_stated"]) == ("2026-03-11", "8", "8.0")
    assert row["locator"] == (
        "8ab5336c8fefeb664d692f2238e1181d0ba0321b:prices/providers/moonshotai.yml#kimi-k2-thinking-turbo"
    )


def test_price_of_other_hours_is_off_peak_and_the_constrained_one_the_list(listed: Import) -> None:
    stem = "deepseek-platform~intl~USD~deepseek-reasoner~input~"
    assert prices(listed)[stem + "2025-07-12"]["amount"] == "0.55"
    off_peak = prices(listed)[stem + "window-deepseek-off-peak~2025-07-12"]
    assert (off_peak["amount"], off_peak["condition"]) == ("0.135", "window=deepseek-off-peak")


def test_hours_that_are_not_deepseeks_are_refused() -> None:
    hours = {"start_time": "01:00:00Z", "end_time": "02:00:00Z"}
    prices = [{"prices": {"input_mtok": "1"}}, {"constraint": hours, "prices": {"input_mtok": "2"}}]
    with pytest.raises(ValueError, match="hours that the importer does not know"):
        list(genai_prices.prices_of(prices))


def test_tiers_begin_above_their_start(listed: Import) -> None:
    outputs = {
        row["condition"]: row["amount"]
        for row in listed.rows["prices"]
        if row["sku"] == "minimax-m3" and row["component"] == "output"
    }
    assert outputs == {"input=..512000": "1.2", "input=512000..": "2.4"}


def test_price_copied_from_openrouter_is_not_the_vendors(listed: Import) -> None:
    row = prices(listed)["openrouter~intl~USD~deepseek-r1:free~input~2025-06-22"]
    assert row["amount"] == "0"
    assert offerings(listed)["openrouter~intl~USD~deepseek-r1:free~offering"]["channel"] == "aggregator"
    assert not any(key.startswith("deepseek-platform~intl~USD~deepseek-r1") for key in prices(listed))


def test_converted_figure_is_kept_in_its_currency_on_the_chinese_list(listed: Import) -> None:
    row = prices(listed)["zhipu-bigmodel~cn~USD~glm-5~input~2026-05-23"]
    assert (row["amount"], row["currency"]) == ("0.552", "USD")


def test_converted_figures_are_ranked_down(full: Import) -> None:
    with (ROOT / "data" / "judgements" / "ranks.csv").open(encoding="utf-8", newline="") as file:
        ranked = {row["offering"] for row in csv.DictReader(file) if row["source"] == "genai-prices"}
    converted = {row["sku"] for row in full.rows["prices"] if row["service"] == "zhipu-bigmodel"}
    assert len(converted) == 13
    assert {f"zhipu-bigmodel--cn--USD--{sku}" for sku in converted} <= ranked


def test_z_ai_is_a_platform_of_its_own(listed: Import) -> None:
    assert offerings(listed)["zai~intl~USD~glm-5.2~offering"]["channel"] == "first-party"


def test_removed_prices_are_counted(listed: Import) -> None:
    assert reasons(listed) == {
        "a price whose host is not told": 1,
        "the price was taken out of the record": 1,
        "taken out of the list: no price": 1,
    }


def test_every_record_made_claims_or_was_counted(full: Import) -> None:
    check_rows(full)
    assert full.upstream_rows == 98
    assert len({row["locator"] for row in full.rows["prices"]}) + len(full.left_out) == 98


def test_no_price_of_the_newest_commit_is_a_sighting(full: Import) -> None:
    reasoner = {row["observed_on"] for row in full.rows["prices"] if row["sku"] == "deepseek-reasoner"}
    assert max(reasoner) == "2025-07-12"
