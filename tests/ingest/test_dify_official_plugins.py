"""Price blocks of plugin files: units, tiers in data and in comments, placeholders, copied files."""

from __future__ import annotations

from kg.ingest import dify_official_plugins
from kg.ingest.base import Import
from tests.ingest.price_lists import (
    Figure,
    assertions,
    check_rows,
    figures,
    offerings,
    per_million,
    prices,
    reasons,
)

IMPORTER = dify_official_plugins


def test_amount_stays_as_written_by_the_unit_of_the_block(listed: Import) -> None:
    row = prices(listed)["hunyuan~hunyuan-pro~output~2024-12-18"]
    assert (row["amount"], row["as_stated"], row["per_tokens"]) == ("0.1", "0.10", "1000")
    assert (row["service"], row["market"], row["currency"]) == ("tencent-hunyuan", "cn", "CNY")


def test_list_that_went_from_the_top_tier_to_the_lowest_cut_nothing(listed: Import) -> None:
    by_key = prices(listed)
    for day in ("2025-09-24", "2025-10-29"):
        tiers = {row["condition"]: row["amount"] for row in by_key.values() if _is(row, "qwen3-max", "input", day)}
        assert tiers == {
            "input=..32000": "0.006",
            "input=32000..128000": "0.01",
            "input=128000..252000": "0.015",
        }


def _is(row: dict[str, str], sku: str, component: str, day: str) -> bool:
    return (row["sku"], row["component"], row["observed_on"]) == (sku, component, day)


def test_tiers_in_data_are_conditions(listed: Import) -> None:
    row = prices(listed)["tongyi~qwen-flash~output~input-128000-256000~2025-10-27"]
    assert (row["condition"], row["amount"]) == ("input=128000..256000", "0.006")


def test_thinking_price_in_data_is_a_condition_and_one_in_a_comment_is_not_read(listed: Import) -> None:
    assert prices(listed)["tongyi~qwen3-8b~output~mode-thinking~2025-04-29"]["amount"] == "0.005"
    assert not [key for key in prices(listed) if key.startswith("tongyi~qwen-turbo~output~mode")]


def test_zero_by_the_unit_zero_is_a_placeholder_and_no_price(listed: Import) -> None:
    assert not [key for key in prices(listed) if key.startswith("tongyi~qwq-plus")]
    assert reasons(listed)["0 by the unit 0 or 1: a placeholder"] == 1


def test_copied_file_that_names_another_model_gives_no_claim(listed: Import) -> None:
    assert prices(listed)["tongyi~qwen2.5-vl-72b-instruct~input~2025-02-10"]["amount"] == "0.016"
    assert reasons(listed)["a copied file that names another file's model"] == 1


def test_changed_flag_confirms_the_price(listed: Import) -> None:
    assert prices(listed)["hunyuan~hunyuan-pro~input~2026-01-06"]["amount"] == "0.03"


def test_hosted_model_and_other_market_are_told_apart(listed: Import) -> None:
    hosted = offerings(listed)["siliconflow~pro--deepseek-ai--deepseek-v3"]
    assert (hosted["channel"], hosted["market"]) == ("cloud-host", "cn")
    assert offerings(listed)["huaweicloud_maas_hk~deepseek-v3.1~USD"]["market"] == "hk"


def test_rerank_has_a_price_of_input_alone(listed: Import) -> None:
    assert prices(listed)["siliconflow~qwen--qwen3-reranker-8b~input~2026-01-06"]["amount"] == "0.28"


def test_what_is_left_out_is_counted_by_reason(listed: Import) -> None:
    found = reasons(listed)
    assert found["gone from the list, which is no withdrawal"] == 1
    assert found["the price block was taken out, which is no price"] == 1
    assert found["speech: characters, bytes or seconds, the unit is not stated"] == 1
    assert found["a model of another country"] == 1


def test_every_change_made_a_claim_or_was_counted(full: Import) -> None:
    check_rows(full)
    said = {row["locator"] for row in full.rows["prices"]} | {item.locator for item in full.left_out}
    assert full.upstream_rows == 805
    assert len(said) == 805


def test_rows_of_the_finding_aid_are_all_among_the_claims(full: Import) -> None:
    found = figures(full)
    for row in assertions("langgenius/dify-official-plugins", "B"):
        if row["price_after"]:
            amount = per_million(row["price_after"], row["unit"])
            figure = Figure(row["model_as_stated"].lower(), row["component"], row["observed_date"], amount)
            assert figure in found, row["row_id"]
