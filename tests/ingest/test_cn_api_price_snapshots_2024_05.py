"""Three snapshots of one table: what it shows on its days, and what it cannot show."""

from __future__ import annotations

import pytest

from kg.findings import KgError
from kg.ingest import cn_api_price_snapshots_2024_05
from kg.ingest.base import Import
from tests.ingest.price_lists import FIXTURES, check_rows, offerings, prices, reasons, registry

IMPORTER = cn_api_price_snapshots_2024_05


def test_snapshots_before_and_after_the_cut_are_sightings_on_their_days(listed: Import) -> None:
    before = prices(listed)["alibaba-bailian~cn~CNY~qwen-max~input~2024-05-12"]
    after = prices(listed)["alibaba-bailian~cn~CNY~qwen-max~input~2024-05-23"]
    assert (before["amount"], after["amount"], after["per_tokens"]) == ("0.12", "0.04", "1000")
    assert after["observed_on"] == "2024-05-23"
    assert not {"effective_from", "announced_on"} & set(after)


def test_printed_figure_is_kept_beside_the_plain_amount(listed: Import) -> None:
    row = prices(listed)["openai-api~intl~USD~gpt-4o~input~2024-05-23"]
    assert (row["as_stated"], row["amount"], row["per_tokens"]) == ("5.0", "5", "1000000")


def test_one_price_for_both_directions_is_uniform(listed: Import) -> None:
    keys = [key for key in prices(listed) if "sensechat-5" in key]
    assert keys == ["sensenova~cn~CNY~sensechat-5~uniform~2024-05-23"]


def test_misspelt_name_and_series_lead_to_the_reviewed_model(listed: Import) -> None:
    known = offerings(listed)
    assert known["zhipu-bigmodel~cn~CNY~glm-4v~offering"]["as_stated"] == "GML-4V"
    assert known["baidu-qianfan~cn~CNY~ernie-speed~offering"]["model"] == "model/ernie-speed"


def test_zero_stays_zero_and_says_nothing_of_free(listed: Import) -> None:
    row = prices(listed)["baidu-qianfan~cn~CNY~ernie-speed~input~2024-05-23"]
    assert (row["amount"], row["as_stated"]) == ("0", "0")
    assert "price_changes" not in listed.rows


def test_floating_name_is_bound_to_no_model(listed: Import) -> None:
    assert "model" not in offerings(listed)["deepseek-platform~cn~CNY~deepseek-chat~offering"]


def test_unknown_heading_is_counted(listed: Import) -> None:
    assert reasons(listed) == {"a heading or unit that the importer does not know": 1}


def test_folder_without_the_table_is_refused() -> None:
    with pytest.raises(KgError, match="give the folder of the upstream copy"):
        cn_api_price_snapshots_2024_05.read(FIXTURES / "llm-prices-cn", registry())


def test_every_row_made_claims(full: Import) -> None:
    check_rows(full)
    assert full.upstream_rows == 151
    assert not full.left_out
    assert len({row["locator"] for row in full.rows["prices"]}) == 151


def test_qwen_long_is_absent_before_the_cut(full: Import) -> None:
    days = {row["observed_on"] for row in full.rows["prices"] if row["sku"] == "qwen-long"}
    assert days == {"2024-05-23"}
