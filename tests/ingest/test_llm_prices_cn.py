"""LLM Abacus: tiers, the currency column, its own ids, and days that mean less than they seem."""

from __future__ import annotations

from kg.ingest import llm_prices_cn
from kg.ingest.base import Import
from tests.ingest.price_lists import (
    assertions,
    check_rows,
    offerings,
    per_million,
    prices,
    reasons,
)

IMPORTER = llm_prices_cn


def test_own_id_of_the_list_leads_to_the_api_name(listed: Import) -> None:
    row = prices(listed)["alibaba-bailian~cn~CNY~qwen3.5-plus~input~2026-07-07"]
    assert (row["sku"], row["amount"], row["as_stated"]) == ("qwen3.5-plus", "0.8", "0.80")
    assert row["locator"] == "bf705f26dd08989c94c6bb1b8f24fe1b1af751f0:prices.json#qwen3-5-plus"
    assert offerings(listed)["alibaba-bailian~cn~CNY~qwen3.5-plus~offering"]["context_tokens"] == "1000000"


def test_id_without_a_reviewed_spelling_stays_as_it_is(listed: Import) -> None:
    assert any(key.startswith("volcengine-ark~cn~CNY~doubao-1-6~") for key in prices(listed))


def test_tiers_price_the_whole_request_and_replace_the_plain_price(listed: Import) -> None:
    inputs = {
        row["condition"]: row["amount"]
        for row in listed.rows["prices"]
        if row["sku"] == "doubao-1-6" and row["component"] == "input"
    }
    assert inputs == {
        "input=..32000;tier=whole-request": "0.8",
        "input=32000..128000;tier=whole-request": "1.2",
        "input=128000..;tier=whole-request": "2.4",
    }


def test_missing_price_of_a_tier_is_not_zero(listed: Import) -> None:
    cached = [row for row in listed.rows["prices"] if row["sku"] == "doubao-1-6" and row["component"] == "cached-input"]
    assert len(cached) == 2


def test_day_of_a_record_is_the_utc_day_of_its_commit(listed: Import) -> None:
    assert "deepseek-platform~cn~CNY~deepseek-v4-flash~input~2026-08-21" in prices(listed)


def test_day_of_the_newest_record_is_its_commit_not_its_verification(listed: Import) -> None:
    days = {row["observed_on"] for row in listed.rows["prices"] if row["sku"] == "qwen3.5-plus"}
    assert days == {"2026-07-07", "2026-08-22"}


def test_retired_model_and_unknown_vendor_are_counted(listed: Import) -> None:
    assert reasons(listed) == {
        "marked retired: the list keeps the last price": 1,
        "a vendor that the importer does not know": 1,
    }


def test_every_record_made_claims_or_was_counted(full: Import) -> None:
    check_rows(full)
    assert full.upstream_rows == 75 + 33
    records = {row["locator"] for row in full.rows["prices"]}
    assert len(records) + len(full.left_out) == 108


def test_rows_of_the_finding_aid_are_all_among_the_claims(full: Import) -> None:
    found = {
        (
            row["locator"].partition("#")[2],
            row["component"],
            row["observed_on"],
            per_million(row["amount"], ""),
        )
        for row in full.rows["prices"]
    }
    for row in assertions("szp2005/llm-prices-cn", "BX"):
        component = row["component"].replace(" ", "-")
        key = row["locator"].removeprefix("model id ").split()[0]
        figure = (key, component, row["observed_date"], per_million(row["price_after"], row["unit"]))
        assert figure in found, row["row_id"]
