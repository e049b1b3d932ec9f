"""The Bailian price page and catalogue: regions, tiers, modes, modalities, and what each file adds."""

from __future__ import annotations

from kg.ingest import alibaba_bailian_pricing
from kg.ingest.base import Import
from tests.ingest.price_lists import check_rows, offerings, prices, reasons

IMPORTER = alibaba_bailian_pricing

BAILIAN = "alibaba-bailian~cn~CNY~"


def test_tier_prices_the_whole_request_and_the_last_one_is_open(listed: Import) -> None:
    conditions = [
        row["condition"]
        for key, row in sorted(prices(listed).items(), key=lambda item: item[1]["amount"])
        if key.startswith(BAILIAN + "qwen3-max~input")
    ]
    assert conditions == [
        "input=..32000;tier=whole-request",
        "input=32000..128000;tier=whole-request",
        "input=128000..;tier=whole-request",
    ]


def test_single_tier_is_the_context_length_and_no_condition(listed: Import) -> None:
    row = prices(listed)[BAILIAN + "qwen3.7-max~input~2026-05-28"]
    assert "condition" not in row or row["condition"] == ""


def test_region_makes_a_market_of_its_own_in_yuan(listed: Import) -> None:
    row = prices(listed)["alibaba-bailian~intl~CNY~qwen3-max~input~input-to-32000--tier-whole-request~2026-05-28"]
    assert (row["market"], row["currency"], row["amount"]) == ("intl", "CNY", "8.807")


def test_modes_priced_apart_are_conditions_and_a_lone_mode_is_none(listed: Import) -> None:
    assert prices(listed)[BAILIAN + "qwen-turbo~output~mode-thinking~2026-05-28"]["amount"] == "3"
    assert prices(listed)[BAILIAN + "qwen-turbo~output~mode-non-thinking~2026-05-28"]["amount"] == "0.6"
    assert prices(listed)[BAILIAN + "qwen-max~input~2026-05-28"]["amount"] == "2.4"


def test_modes_of_one_price_make_one_claim_without_condition(listed: Import) -> None:
    outputs = [row for row in listed.rows["prices"] if row["sku"] == "qwen3.6-plus"]
    assert [(row.get("condition", ""), row["amount"]) for row in outputs] == [("", "12")]


def test_audio_and_text_are_told_apart(listed: Import) -> None:
    omni = {key.removeprefix(BAILIAN + "qwen-omni-turbo~"): row["amount"] for key, row in prices(listed).items()}
    assert omni["audio-input~2026-05-28"] == "25"
    assert omni["audio-output~2026-05-28"] == "50"
    assert omni["output~mode-multimodal-input~2026-05-28"] == "4.5"
    assert omni["output~2026-05-28"] == "1.6"


def test_model_served_by_another_host_keeps_its_sku(listed: Import) -> None:
    row = offerings(listed)[BAILIAN + "vanchin/deepseek-v3.2~offering"]
    assert (row["model"], row["channel"]) == ("model/deepseek-v3.2", "cloud-host")


def test_dated_sku_is_a_version_of_the_model_it_names(listed: Import) -> None:
    fact = next(row for row in listed.rows["facts"] if row["property"] == "version_of")
    assert (fact["subject"], fact["object"]) == ("model/qwen3.7-max-2026-05-20", "model/qwen3.7-max")


def test_catalogue_adds_only_what_the_page_does_not_say(listed: Import) -> None:
    added = {key: row["amount"] for key, row in prices(listed).items() if key.endswith("~catalogue")}
    assert added == {
        BAILIAN + "qwen-turbo~output~mode-batch-thinking~2026-05-28~catalogue": "1.5",
        BAILIAN + "qwen-turbo~cached-input~2026-05-28~catalogue": "0.06",
        BAILIAN + "qwen-turbo~training~mode-fine-tuned~2026-05-28~catalogue": "30",
        BAILIAN + "kling/kling-v3-video-generation~video-output~mode-720p-no-audio~2026-05-28~catalogue": "0.6",
        BAILIAN + "sambert-beth-v1~input~2026-05-28~catalogue": "1",
        BAILIAN + "deepseek-v3.2~cache-write~mode-cache-5m-explicit-cache~2026-05-28~catalogue": "2.5",
    }
    assert reasons(listed) == {
        "the other mode of the model has the same price": 1,
        "the price page of the same day gives the same figure": 3,
        "no price is printed": 1,
        "a price name that the importer does not know": 1,
        "a price of three-dimensional shapes": 1,
    }


def test_unit_is_the_one_of_the_list(listed: Import) -> None:
    by_key = prices(listed)
    video = by_key[BAILIAN + "kling/kling-v3-video-generation~video-output~mode-720p-no-audio~2026-05-28~catalogue"]
    speech = by_key[BAILIAN + "sambert-beth-v1~input~2026-05-28~catalogue"]
    assert (video["price_unit"], "per_tokens" in video) == ("second", False)
    assert (speech["price_unit"], speech["per_tokens"]) == ("character", "10000")


def test_own_and_hosted_models_are_told_apart_by_their_maker(listed: Import) -> None:
    by_key = offerings(listed)
    assert by_key[BAILIAN + "sambert-beth-v1~offering~catalogue"]["channel"] == "first-party"
    assert by_key[BAILIAN + "kling/kling-v3-video-generation~offering~catalogue"]["channel"] == "cloud-host"


def test_catalogue_gives_context_maker_and_open_weights(listed: Import) -> None:
    assert offerings(listed)[BAILIAN + "qwen-turbo~offering~catalogue"]["context_tokens"] == "131072"
    facts = {row["claim"]: row["object"] for row in listed.rows["facts"]}
    assert facts["developer~deepseek-v3.2"] == "organization/deepseek"
    assert facts["access~deepseek-v3.2"] == "access/open-weights"
    assert "access~qwen-turbo" not in facts


def test_every_row_made_a_claim_or_was_counted(full: Import) -> None:
    check_rows(full)
    assert full.upstream_rows == 1666 + 775
    page_rows = [row for row in full.rows["prices"] if not row["claim"].endswith("~catalogue")]
    catalogue = [row for row in full.rows["prices"] if row["claim"].endswith("~catalogue")]
    both_modes = reasons(full)["the other mode of the model has the same price"]
    assert len(page_rows) + both_modes == 1666
    assert len(catalogue) + len(full.left_out) - both_modes == 775
    assert "a price name that the importer does not know" not in reasons(full)


def test_catalogue_never_contradicts_the_page(full: Import) -> None:
    page = {
        (row["sku"], row["component"], row.get("condition", "")): row["amount"]
        for row in full.rows["prices"]
        if row["market"] == "cn" and not row["claim"].endswith("~catalogue")
    }
    for row in full.rows["prices"]:
        if row["claim"].endswith("~catalogue"):
            assert (row["sku"], row["component"], row.get("condition", "")) not in page, row["claim"]
