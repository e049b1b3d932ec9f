"""llm-prices: intervals with stated days, records with the day of their commit, tiers told by names."""

from __future__ import annotations

from kg.ingest import llm_prices
from kg.ingest.base import Import
from tests.ingest.price_lists import check_rows, offerings, prices, reasons

IMPORTER = llm_prices


def test_stated_start_is_the_first_day_and_no_sighting(listed: Import) -> None:
    row = prices(listed)["deepseek-platform~intl~USD~deepseek-chat~input~from-2025-02-08"]
    assert row["effective_from"] == "2025-02-08"
    assert not {"observed_on", "effective_to"} & set(row)


def test_stated_end_is_exclusive(listed: Import) -> None:
    row = prices(listed)["deepseek-platform~intl~USD~deepseek-chat~input~before-2025-02-08"]
    assert row["effective_to"] == "2025-02-07"
    assert not {"observed_on", "effective_from"} & set(row)


def test_entry_without_a_start_is_a_sighting_on_the_day_of_its_commit(listed: Import) -> None:
    row = prices(listed)["openai-api~intl~USD~gpt-4o~input~2025-10-10"]
    assert (row["observed_on"], row["amount"]) == ("2025-10-10", "2.5")


def test_two_ids_of_one_model_are_its_tiers(listed: Import) -> None:
    inputs = {row["condition"]: row["amount"] for row in listed.rows["prices"] if row["sku"] == "qwen3.6-plus"}
    assert set(inputs) == {"input=..256000", "input=256000.."}
    assert "alibaba-bailian~intl~USD~qwen3.6-plus-256k~offering" not in offerings(listed)


def test_what_is_not_taken_is_counted(listed: Import) -> None:
    assert reasons(listed) == {
        "the same intervals as in an earlier commit": 1,
        "a foreign model that the founding article does not compare with": 2,
        "taken out of the list: no price": 1,
        "the newest state, which the history tells with its days": 1,
    }


def test_every_line_made_claims_or_was_counted(full: Import) -> None:
    check_rows(full)
    assert full.upstream_rows == 150 + 87
    assert len({row["locator"] for row in full.rows["prices"]}) + len(full.left_out) == 237


def test_newest_commit_confirms_nothing(full: Import) -> None:
    assert max(row["observed_on"] for row in full.rows["prices"] if "observed_on" in row) < "2026-08-06"
