"""Price texts, tiers, keys, sellers and names: what the importers of price lists build on."""

from __future__ import annotations

import pytest

from kg.ingest._money import (
    PriceList,
    amount_text,
    condition_text,
    leading_amount,
    offer_key,
    price_key,
    token_count,
)
from kg.ingest._sellers import channel, is_chinese_model, lab_of, model_behind
from kg.ingest.base import Import
from kg.values import parse_claim_key, parse_decimal
from tests.ingest.price_lists import registry


@pytest.mark.parametrize(
    ("printed", "plain"), [("1.10", "1.1"), ("0.0008", "0.0008"), ("1e-06", "0.000001"), ("100", "100"), ("0.00", "0")]
)
def test_amount_is_written_plainly(printed: str, plain: str) -> None:
    assert amount_text(printed) == plain
    parse_decimal(plain)


def test_text_that_is_no_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        amount_text("免费")


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2（缓存命中为0.5）", ("2", "（缓存命中为0.5）")),
        ("0.5-0.8", ("0.5", "-0.8")),
        ("免费", ("0", "")),
        ("未见公开报道", None),
    ],
)
def test_first_figure_of_a_cell_is_told_from_the_rest(cell: str, found: tuple[str, str] | None) -> None:
    assert leading_amount(cell) == found


@pytest.mark.parametrize(
    ("printed", "count"), [("128k", 128_000), ("1M", 1_000_000), ("8192", 8192), ("8~128k", None), ("0", None)]
)
def test_context_length_is_read_where_it_is_one_number(printed: str, count: int | None) -> None:
    assert token_count(printed) == count


def test_tier_without_bounds_is_the_list_price() -> None:
    assert condition_text() == ""
    assert condition_text(0, None) == ""
    assert condition_text(32_000, None, ("thinking", "batch")) == "input=32000..;mode=batch+thinking"


def test_key_holds_nothing_that_a_key_cannot_hold() -> None:
    key = price_key("nano-gpt", "TEE/Qwen3 8B;x", "input", "input=..32000", "2026-01-01")
    assert key == "nano-gpt~tee--qwen3-8b_x~input~input-to-32000~2026-01-01"
    parse_claim_key(key)
    assert key.startswith(offer_key("nano-gpt", "TEE/Qwen3 8B;x"))


def test_last_figure_of_a_day_stands_and_the_earlier_one_is_counted() -> None:
    imported = Import("x", {})
    prices = PriceList(imported)
    cells = {"service": "s", "market": "cn", "currency": "CNY", "sku": "m", "component": "input"}
    assert prices.price("k", "one", **cells, amount="1")
    assert not prices.price("k", "two", **cells, amount="1")
    assert prices.price("k", "three", **cells, amount="2")
    assert [row["amount"] for row in imported.rows["prices"]] == ["2"]
    assert [item.locator for item in imported.left_out] == ["one"]


@pytest.mark.parametrize(
    ("service", "sku", "seller", "code"),
    [
        ("alibaba-bailian", "qwen-plus", "", "first-party"),
        ("alibaba-bailian", "deepseek-v3", "", "cloud-host"),
        ("siliconflow", "Qwen/Qwen3-8B", "", "cloud-host"),
        ("openrouter", "qwen/qwen3-8b", "", "aggregator"),
        ("zai", "glm-5", "zai-coding-plan", "subscription"),
        ("ai360-platform", "360/deepseek-r1", "", "cloud-host"),
    ],
)
def test_channel_tells_own_models_from_others(service: str, sku: str, seller: str, code: str) -> None:
    assert channel(service, sku, seller) == code


@pytest.mark.parametrize(
    ("sku", "lab"),
    [
        ("deepseek-ai/DeepSeek-R1-Distill-Qwen-32B", "deepseek"),
        ("accounts/fireworks/models/kimi-k2p5", "moonshotai"),
        ("@cf/qwen/qwen2.5-coder-32b-instruct", "alibaba"),
        ("Llama3-Chinese_v2", None),
        ("gpt-5.3-codex-spark", None),
        ("text-embedding-3-large", None),
    ],
)
def test_developer_is_read_from_the_first_name_in_a_sku(sku: str, lab: str | None) -> None:
    assert lab_of(sku) == lab
    assert is_chinese_model(sku) == (lab is not None)


@pytest.mark.parametrize(
    ("sku", "model"),
    [
        ("qwen-plus", "model/qwen-plus"),
        ("Pro/deepseek-ai/DeepSeek-R1", "model/deepseek-r1"),
        ("qwen/qwen3-8b:free", "model/qwen3-8b"),
        ("deepseek-chat", None),
        ("deepseek/deepseek-chat", None),
        ("some-host/unknown-model", None),
    ],
)
def test_sku_means_a_model_by_its_api_name_and_a_floating_name_none(sku: str, model: str | None) -> None:
    assert model_behind(registry(), sku, "models-dev") == model
