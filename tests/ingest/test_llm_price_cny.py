"""The Markdown page of prices in yuan: what its versions say, and what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.findings import KgError
from kg.ingest import llm_price_cny
from kg.ingest.base import Import
from tests.ingest.price_lists import (
    Figure,
    assertions,
    check_rows,
    figures,
    offerings,
    per_million,
    prices,
    read_lines,
    reasons,
    registry,
    shared,
)

IMPORTER = llm_price_cny


def test_price_is_kept_in_yuan_per_million_with_the_utc_day_of_its_commit(listed: Import) -> None:
    row = prices(listed)["alibaba-bailian~qwen-long~input~2024-05-23"]
    assert (row["amount"], row["per_tokens"], row["currency"]) == ("0.5", "1000000", "CNY")
    assert row["locator"] == "ac270ca6e39c472c0e1f72c8eec7739fc3a4a6a7:README.md#通义千问闭源系列/qwen-long"


def test_version_that_leaves_the_printed_date_confirms_nothing(listed: Import) -> None:
    days = sorted(
        row["observed_on"]
        for row in prices(listed).values()
        if row["sku"] == "qwen-long" and row["component"] == "input"
    )
    assert days == ["2024-05-23", "2025-02-06"]
    assert reasons(listed)["the same figures, not looked at again by the author"] == 2


def test_own_price_and_foreign_host_price_are_two_offerings(listed: Import) -> None:
    assert prices(listed)["alibaba-bailian~qwen1.5-72b-chat~output~2024-05-23"]["amount"] == "10"
    assert prices(listed)["togetherai~qwen1.5-72b-chat~output~2024-05-23"]["amount"] == "6.48"
    channels = {key: row["channel"] for key, row in offerings(listed).items()}
    assert channels["alibaba-bailian~qwen1.5-72b-chat"] == "first-party"
    assert channels["togetherai~qwen1.5-72b-chat"] == "cloud-host"
    assert channels["baidu-qianfan~deepseek-v3"] == "cloud-host"


def test_floating_name_is_bound_and_not_taken_for_a_model(listed: Import) -> None:
    assert "model" not in offerings(listed)["deepseek-platform~deepseek-chat"]
    binding = listed.rows["alias_bindings"][0]
    assert (binding["alias"], binding["bound_to"]) == ("deepseek-chat", "model/deepseek-v2")


def test_notes_in_cells_are_prices_of_their_own(listed: Import) -> None:
    by_key = prices(listed)
    assert by_key["deepseek-platform~deepseek-chat~cached-input~2025-02-06"]["amount"] == "0.5"
    assert by_key["deepseek-platform~deepseek-chat~input~2025-02-06"]["as_stated"] == "2（缓存命中为0.5）"
    assert by_key["alibaba-bailian~qwen3-1.7b~output~mode-thinking~2025-02-06"]["amount"] == "3"
    assert by_key["alibaba-bailian~qwen-omni-turbo~audio-input~2025-02-06"]["amount"] == "25"
    assert by_key["alibaba-bailian~qwen-omni-turbo~output~mode-multimodal-input~2025-02-06"]["amount"] == "4.5"


def test_range_of_prices_gives_no_figure(listed: Import) -> None:
    assert "tencent-hunyuan~hunyuan-standard~input~2025-02-06" not in prices(listed)
    assert prices(listed)["tencent-hunyuan~hunyuan-standard~output~2025-02-06"]["amount"] == "2"


def test_free_is_zero_where_the_row_says_zero(listed: Import) -> None:
    assert prices(listed)["zhipu-bigmodel~glm-4-flash~input~2025-02-06"]["amount"] == "0"


def test_fine_tuning_is_a_condition_and_a_component(listed: Import) -> None:
    by_key = prices(listed)
    assert by_key["zhipu-bigmodel~glm-4-air-8k-int8~training~mode-fine-tuned~2025-02-06"]["amount"] == "30"
    assert reasons(listed)["one row for two models"] == 1


def test_few_foreign_reference_models_stand_and_others_are_counted(listed: Import) -> None:
    assert prices(listed)["openai-api~gpt-4o~input~2024-05-23"]["amount"] == "36"
    assert reasons(listed)["a model of another country"] == 1


def test_unknown_version_is_refused_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "README.2026-01-01.abcdef0.md").write_text("", "utf-8")
    with pytest.raises(KgError, match="add it to COMMITS"):
        llm_price_cny.read(tmp_path, registry())


def test_every_row_of_all_versions_made_a_claim_or_was_counted(full: Import) -> None:
    check_rows(full)
    places = {row["locator"] for rows in full.rows.values() for row in rows}
    places |= {item.locator for item in full.left_out}
    assert full.upstream_rows == 2616
    assert len({place.partition(":")[0] for place in places}) == 28


def test_extracted_changes_are_all_among_the_claims(full: Import) -> None:
    found = figures(full)
    for event in read_lines(shared("llm-price-syaoranwe") / "price-observations.jsonl"):
        sku = event["model"].split("（")[0].removesuffix("系列").strip().lower()
        for component in ("input", "output"):
            amount = (event.get("cny_per_1m") or {}).get(component)
            if amount is None or "/" in sku or "-" in event["raw"][("input", "output").index(component)]:
                continue
            assert Figure(sku, component, event["date"][:10], per_million(amount, "")) in found, event


def test_rows_of_the_finding_aid_are_all_among_the_claims(full: Import) -> None:
    found = figures(full)
    for row in assertions("syaoranwe/LLM-Price", "B"):
        modality = (
            "audio-" if "audio" in row["condition_tier"] else "image-" if "image" in row["condition_tier"] else ""
        )
        component = modality + row["component"].replace("cached input", "cached-input")
        sku = row["model_as_stated"].split("（")[0].removesuffix("系列").strip().lower()
        if row["price_after"]:
            amount = per_million(row["price_after"], row["unit"])
            assert Figure(sku, component, row["observed_date"], amount) in found, row["row_id"]
