"""Input prices in the source code of a gateway: exact figures alone, ratios and placeholders counted."""

from __future__ import annotations

from kg.ingest import one_api
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

IMPORTER = one_api


def test_comment_in_yuan_wins_over_the_rounded_ratio(listed: Import) -> None:
    row = prices(listed)["baidu-qianfan~ernie-bot~input~2023-07-22"]
    assert (row["amount"], row["per_tokens"], row["as_stated"]) == ("0.012", "1000", "0.012元/千tokens")


def test_line_rounded_anew_confirms_the_same_price(listed: Import) -> None:
    assert prices(listed)["baidu-qianfan~ernie-bot~input~2023-07-23"]["amount"] == "0.012"


def test_bare_ratio_and_placeholder_are_no_prices(listed: Import) -> None:
    assert not [row for row in prices(listed).values() if row["sku"] in {"qwen-v1", "qwen-max"}]
    assert reasons(listed)["the placeholder ratio 1.4286"] == 1
    assert reasons(listed)["a ratio without a figure in money"] == 1


def test_slip_of_a_thousand_is_kept_as_stated_beside_its_correction(listed: Import) -> None:
    assert prices(listed)["01ai-platform~yi-vl-plus~input~2024-03-14"]["amount"] == "0.006"
    mended = prices(listed)["01ai-platform~yi-vl-plus~input~2024-03-17"]
    assert (mended["amount"], mended["per_tokens"]) == ("6", "1000000")


def test_dollars_make_an_offering_of_their_own(listed: Import) -> None:
    row = prices(listed)["deepseek-platform~deepseek-chat~input~2025-01-31"]
    assert (row["currency"], row["market"], row["amount"], row["per_tokens"]) == (
        "USD",
        "intl",
        "0.14",
        "1000000",
    )


def test_zero_is_an_amount_where_the_line_says_zero(listed: Import) -> None:
    assert prices(listed)["zhipu-bigmodel~glm-4-flash~input~2025-02-02"]["amount"] == "0"


def test_model_of_another_developer_on_bailian_is_hosted(listed: Import) -> None:
    assert offerings(listed)["alibaba-bailian~deepseek-v3"]["channel"] == "cloud-host"


def test_removed_line_openrouter_and_images_are_counted(listed: Import) -> None:
    found = reasons(listed)
    assert found["gone from the list, which is no withdrawal"] == 1
    assert found["a price of OpenRouter written as a ratio"] == 1
    assert found["an image model: the unit is not stated"] == 1


def test_file_moved_and_locators_follow(listed: Import) -> None:
    by_key = prices(listed)
    before = by_key["01ai-platform~yi-vl-plus~input~2024-03-17"]["locator"]
    after = by_key["alibaba-bailian~deepseek-v3~input~2025-02-16"]["locator"]
    assert before.endswith(":common/model-ratio.go#yi-vl-plus")
    assert after.endswith(":relay/billing/ratio/model.go#deepseek-v3")


def test_every_change_made_a_claim_or_was_counted(full: Import) -> None:
    check_rows(full)
    assert full.upstream_rows == 336
    assert len(full.rows["prices"]) == 204
    assert len(full.rows["prices"]) + len(full.left_out) == 336


def test_only_input_is_priced(full: Import) -> None:
    assert {row["component"] for row in full.rows["prices"]} == {"input"}


def test_rows_of_the_finding_aid_are_all_among_the_claims(full: Import) -> None:
    found = figures(full)
    for row in assertions("songquanpeng/one-api", "B"):
        amount = per_million(row["price_after"], row["unit"])
        figure = Figure(row["model_as_stated"].lower(), "input", row["observed_date"], amount)
        assert figure in found, row["row_id"]
