"""The model bank: currencies, tiers in tokens, floating names, what a day says last, classes left to judgement."""

from __future__ import annotations

import csv

import pytest

from kg.ingest import lobehub_model_bank
from kg.ingest.base import Import
from tests.ingest.price_lists import (
    Figure,
    check_rows,
    figures,
    offerings,
    per_million,
    prices,
    reasons,
    shared,
)

IMPORTER = lobehub_model_bank

FOLDER = "lobehub-model-bank"


def test_entry_that_went_from_dollars_to_yuan_is_two_offerings(listed: Import) -> None:
    by_key = prices(listed)
    dollars = by_key["deepseek~deepseek-chat~input~USD~2024-09-12"]
    yuan = by_key["deepseek~deepseek-chat~input~2024-11-12"]
    assert (dollars["amount"], dollars["currency"], dollars["market"]) == ("0.14", "USD", "intl")
    assert (yuan["amount"], yuan["currency"], yuan["market"]) == ("1", "CNY", "cn")


def test_floating_name_is_bound_by_its_display_name_between_the_days_seen(listed: Import) -> None:
    (binding,) = listed.rows["alias_bindings"]
    assert (binding["bound_to"], binding["from"], binding["to"]) == (
        "model/deepseek-v2.5",
        "2024-09-12",
        "2024-11-12",
    )
    assert "model" not in offerings(listed)["deepseek~deepseek-chat"]


@pytest.mark.parametrize(
    ("key", "condition"),
    [
        ("qwen~qwen-plus~output~input-to-128000--mode-thinking~2025-10-16", "input=..128000;mode=thinking"),
        ("volcengine~doubao-seed-1.6~output~input-to-32000--output-over-200~2025-10-16", "input=..32000;output=200.."),
        ("wenxin~qwen3-4b~input~input-8192-32768~2025-05-18", "input=8192..32768"),
    ],
)
def test_tier_becomes_a_condition_with_exclusive_lower_bounds(listed: Import, key: str, condition: str) -> None:
    assert prices(listed)[key]["condition"] == condition


def test_last_tier_without_its_lower_bound_is_counted(listed: Import) -> None:
    assert reasons(listed)["a tier without its lower bound"] == 1


def test_of_two_figures_of_one_day_the_later_counts(listed: Import) -> None:
    row = prices(listed)["qwen~qwen-image-max~image-output~2026-02-18"]
    assert (row["amount"], row["price_unit"]) == ("0.5", "image")
    assert "per_tokens" not in row
    assert reasons(listed)["replaced by another figure on the same day"] == 1


def test_others_models_are_hosted(listed: Import) -> None:
    assert offerings(listed)["volcengine~deepseek-v3.1"]["channel"] == "cloud-host"
    assert offerings(listed)["volcengine~doubao-seed-1.6"]["channel"] == "first-party"


def test_removals_and_foreign_models_are_counted(listed: Import) -> None:
    found = reasons(listed)
    assert found["gone from the list, which is no withdrawal"] == 1
    assert found["a component or tier gone from its entry"] == 1
    assert found["a model of another country"] == 1


def test_every_row_made_a_claim_or_was_counted(full: Import) -> None:
    check_rows(full)
    assert full.upstream_rows == 3396
    assert len(full.rows["prices"]) + len(full.left_out) == 3396


def test_every_market_change_is_among_the_claims_with_its_new_price(full: Import) -> None:
    found = figures(full)
    with (shared(FOLDER) / "assertions.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["class"] == "market-change"]
    assert len(rows) == 90
    missing = [row["row_id"] for row in rows if _figure(row) not in found]
    assert missing == ["L2658"], "the cached price of deepseek-v4-pro moved twice on 2026-04-26"


def _figure(row: dict[str, str]) -> Figure:
    component = lobehub_model_bank.COMPONENTS[row["component"]]
    amount = per_million(row["price_after"], row["unit"])
    return Figure(row["model"].lower(), component, row["observed_date"], amount)


def test_no_price_is_before_september_2024_or_after_july_2026(full: Import) -> None:
    days = [row["observed_on"] for row in full.rows["prices"]]
    assert (min(days), max(days)) == ("2024-09-12", "2026-07-30")
