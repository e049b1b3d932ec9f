"""The founding article: its 55 claims, each as the right kind of assertion.

The truths here are written by hand from the article; the data must fit them, not the other way round.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.loading import Dataset, SourcedClaim, load
from kg.paths import project_root

ARTICLE = "netease-163-baimo-2024"
TEXT = Path(__file__).parents[2] / "shared" / "seed" / "article.zh-Hans.txt"

KINDS = {
    "price_changes": "01 02 38 39 44 45 46 47 49 52 53",
    "reactions": "03",
    "price_events": "04 05",
    "facts": "06 12 13 14 15 16 17 18 19 21 22 23 24 25 27 30 36 37 43 48 50",
    "indicators": "07 08 09 10 11 20 31 32 33 54 55",
    "deployments": "26",
    "utterances": "28 29 34 35 41 42 51",
}
"""Table → numbers of the claims whose main row stands there (c29, c40 and c42 have rows elsewhere too)."""

PARAGRAPHS = {
    1: "01 02 03", 2: "04 05", 6: "06 07 08 09", 7: "10 11 12 13 14 15 16 17 18", 8: "19 20", 9: "21 22 23",
    10: "24 25 26", 11: "27 28 29", 13: "30 31 32 33", 14: "34", 15: "35 36", 18: "37 38 39 40", 19: "41 42",
    20: "43", 21: "44 45 46 47 48", 22: "49 50 51 52", 23: "53", 24: "54 55",
}  # fmt: skip

PARTS = {"06": 3, "21": 7, "22": 6, "23": 4, "24": 5, "25": 3, "36": 3, "38": 2, "39": 2, "49": 4, "50": 4, "52": 2}
"""Claims that name several things: how many rows they make."""

FINANCE_MODELS = {"mayi-jinrong", "lightgpt", "tianjing", "qilin-youlianyun", "fanhai-yandao", "xuanyuan"}
FINANCE_COMPANIES = {"mashang-consumer", "ant-group", "eastmoney-securities", "duxiaoman"}


@cache
def dataset() -> Dataset:
    loaded, findings = load(project_root() / "data")
    assert not findings, "\n".join(map(str, findings[:20]))
    return loaded


@cache
def article() -> dict[str, SourcedClaim]:
    return {claim.record.claim: claim for claim in dataset().all_claims() if claim.source == ARTICLE}


def rows(number: str) -> list[SourcedClaim]:
    pattern = re.compile(rf"c{number}(-\d+)?")
    return [claim for key, claim in article().items() if pattern.fullmatch(key)]


def record(key: str) -> Any:
    return article()[key].record


def test_all_55_claims_are_there() -> None:
    assert [f"c{n:02}" for n in range(1, 56) if not rows(f"{n:02}")] == []


@pytest.mark.parametrize(("table", "number"), [(t, n) for t, numbers in KINDS.items() for n in numbers.split()])
def test_claim_is_the_right_kind_of_assertion(table: str, number: str) -> None:
    assert table in {claim.table for claim in rows(number)}


@pytest.mark.parametrize(
    ("paragraph", "number"), [(p, n) for p, numbers in PARAGRAPHS.items() for n in numbers.split()]
)
def test_claim_stands_in_its_paragraph(paragraph: int, number: str) -> None:
    assert {claim.record.locator for claim in rows(number)} == {f"P{paragraph:02}"}


@pytest.mark.parametrize(("number", "count"), PARTS.items())
def test_claim_about_several_things_has_a_row_for_each(number: str, count: int) -> None:
    assert sorted(claim.record.claim for claim in rows(number)) == [f"c{number}-{n}" for n in range(1, count + 1)]


def test_every_printed_figure_stands_in_the_paragraph_that_is_named() -> None:
    if not TEXT.is_file():
        pytest.skip("the article's text is not part of the repository; it lies in ../shared/seed where it may be used")
    text = TEXT.read_bytes()
    assert dataset().sources[ARTICLE].record.sha256 == hashlib.sha256(text).hexdigest()
    paragraphs = dict(line.split(" ", 1) for line in text.decode().splitlines() if line.strip())
    wrong = [
        f"{claim.name}: {part}"
        for claim in article().values()
        for part in re.split(r"[…,]", claim.record.as_stated or "")
        if part not in paragraphs[claim.record.locator]
    ]
    assert wrong == []


# --- figures -------------------------------------------------------------------------------------------------


def test_launch_price_of_doubao() -> None:
    move = record("c01")
    assert (move.sku, move.component, move.change_kind) == ("doubao-pro-32k", "input", "launch-price")
    assert (move.before, move.after, move.per_tokens, move.currency) == (None, Decimal("0.0008"), 1000, "CNY")


def test_cut_of_qwen_long_has_both_amounts_and_no_day() -> None:
    move = record("c02")
    assert (move.event, move.service) == ("2024-05-21-alibaba-cloud", "alibaba-bailian")
    assert (move.before, move.after, move.per_tokens) == (Decimal("0.02"), Decimal("0.0005"), 1000)
    assert (move.percent, move.announced_on, move.effective_from) == (None, None, None)


@pytest.mark.parametrize(
    ("key", "sku", "percent"), [("c44", "qwen-long", "-90"), ("c45", "qwen-turbo", "-25"), ("c46", "qwen-plus", "-40")]
)
def test_percentage_without_a_price(key: str, sku: str, percent: str) -> None:
    move = record(key)
    assert (move.sku, move.component, move.percent) == (sku, "output", Decimal(percent))
    assert move.before is None
    assert move.after is None


@pytest.mark.parametrize(
    ("key", "component", "amount", "percent"), [(1, "input", "0.0005", "-83"), (2, "output", "0.0015", "-75")]
)
def test_gpt_4o_is_kept_as_printed(key: int, component: str, amount: str, percent: str) -> None:
    price, cut = record(f"c38-{key}"), record(f"c39-{key}")
    assert (price.component, price.after, price.per_tokens, price.currency) == (component, Decimal(amount), 1000, "USD")
    assert (cut.component, cut.percent) == (component, Decimal(percent))


@pytest.mark.parametrize(
    ("key", "sku", "component"),
    [
        ("c47", "qwen-max", "output"),
        ("c52-1", "ernie-3.5", "all"),
        ("c52-2", "ernie-4.0", "all"),
        ("c53", "hunyuan-pro", "output"),
    ],
)
def test_no_move_names_its_component(key: str, sku: str, component: str) -> None:
    move = record(key)
    assert (move.sku, move.component, move.change_kind) == (sku, component, "no-change")


def test_free_offer_is_four_moves_to_nothing() -> None:
    moves = {(claim.record.sku, claim.record.component): claim.record for claim in rows("49")}
    assert set(moves) == {(m, c) for m in ("ernie-speed", "ernie-lite") for c in ("input", "output")}
    assert {(move.change_kind, move.after) for move in moves.values()} == {("made-free", Decimal(0))}


@pytest.mark.parametrize(
    ("key", "comparator", "value", "value_max", "unit", "period"),
    [
        ("c07", "more-than", "1", None, "models", "2023-34/.."),
        ("c08", "more-than", "300", None, "models", "2024-01~"),
        ("c09", "more-than", "10000000000", None, "CNY", "2024-01~"),
        ("c10", "about", "40", None, "models", "2024"),
        ("c11", "exactly", "0.25", None, "ratio", "2024"),
        ("c31", "range", "5", "8", "percent", "2023-12"),
        ("c32", "exactly", "320", None, "percent", "2023-12"),
        ("c33", "exactly", "28.2", None, "percent", "2023/2027"),
        ("c54", "more-than", "50", None, "percent", "2023"),
        ("c55", "exactly", "34", None, "percent", "2023"),
    ],
)
def test_market_figure(key: str, comparator: str, value: str, value_max: str | None, unit: str, period: str) -> None:
    figure = record(key)
    assert (figure.comparator, figure.value, figure.unit, figure.period.text) == (
        comparator,
        Decimal(value),
        unit,
        period,
    )
    assert figure.value_max == (Decimal(value_max) if value_max else None)
    assert figure.population


@pytest.mark.parametrize(("key", "origin"), [("c31", "miit"), ("c32", "miit"), ("c33", "yiou-intelligence")])
def test_forecast_has_its_origin_and_the_report_that_was_not_read(key: str, origin: str) -> None:
    forecast = record(key)
    assert (forecast.kind, str(forecast.attributed_to)) == ("forecast", f"organization/{origin}")
    report = dataset().sources[forecast.relayed_via].record
    assert (report.kind, report.sha256, report.retrieved) == ("not-read", None, None)


# --- who is who ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "subject", "developer"),
    [
        ("c12", "application/wenxin-yiyan", "baidu"),
        ("c13", "family/doubao", "bytedance"),
        ("c14", "family/spark", "iflytek"),
        ("c15", "family/qwen", "alibaba"),
        ("c16", "family/hunyuan", "tencent"),
        ("c17", "family/pangu", "huawei"),
        ("c18", "family/baichuan", "baichuan"),
    ],
)
def test_developer(key: str, subject: str, developer: str) -> None:
    fact = record(key)
    assert (str(fact.subject), fact.property, str(fact.object)) == (subject, "developer", f"organization/{developer}")


def test_chart_place_belongs_to_the_app() -> None:
    place = record("c19")
    assert (str(place.subject), place.property, place.value) == (
        "application/wenxin-yiyan",
        "app_store_rank_within",
        "100",
    )


def test_one_answers_another_without_saying_so() -> None:
    answer = record("c03")
    assert str(answer.reaction) == "event/2024-05-21-alibaba-cloud"
    assert str(answer.reacts_to) == "event/2024-05-15-volcengine"
    assert answer.reaction_kind == "temporal"


def test_seven_verticals_have_typed_codes() -> None:
    verticals = {claim.record.subject.id for claim in rows("21")}
    assert verticals == {
        "finance",
        "education",
        "healthcare",
        "culture-media",
        "enterprise-services",
        "retail",
        "manufacturing",
    }
    codes = {v: dataset().registry["vertical"][v].record for v in verticals}
    assert (codes["finance"].gbt4754, codes["finance"].isic4) == (("section:J",), ("section:K",))
    typed = re.compile(r"section:[A-U]|division:\d\d")
    assert all(typed.fullmatch(code) for v in codes.values() for code in (*v.gbt4754, *v.isic4))
    assert all(v.gbt4754 and v.isic4 for v in codes.values())


def test_finance_models_and_companies_are_never_paired() -> None:
    assert {claim.record.subject.id for claim in rows("22")} == FINANCE_MODELS
    assert {claim.record.subject.id for claim in rows("23")} == FINANCE_COMPANIES
    for claim in article().values():
        text = str(claim.record)
        named = [{x for x in names if f"'{x}'" in text} for names in (FINANCE_MODELS, FINANCE_COMPANIES)]
        assert not all(named), f"{claim.name} ties {named}"


def test_owners_of_finance_models_come_from_another_source() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for claim in dataset().claims["facts"]:
        if claim.record.property == "developer" and claim.record.subject.id in FINANCE_MODELS and claim.record.object:
            owners[claim.record.subject.id].add(claim.record.object.id)
    assert owners["tianjing"] == {"mashang-consumer"}
    assert owners["lightgpt"] == {"hundsun"}
    assert owners["qilin-youlianyun"] == {"youlianyun"}
    assert owners["fanhai-yandao"] == {"haitong-securities"}
    assert not any("eastmoney-securities" in found for found in owners.values())


def test_work_was_made_by_the_broadcaster_in_march() -> None:
    made = record("c26-1")
    assert (str(made.deployer), made.work, made.vertical) == (
        "application/yangshipin",
        "zhongguo-shenhua",
        "culture-media",
    )
    assert made.on.text == "2024-03"
