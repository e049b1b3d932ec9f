"""Ten questions that people really have, asked of the real data in three ways: typed, in Python, through `kg mcp`.

The three agree on every field, and the answers are what the sources say: the figures and names below were read off
them. A question of the card or the shape of a query stands in other tests; here the answers count.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import kg
from kg.api import Graph
from kg.cli import app

Answer = list[dict[str, Any]]
Question = tuple[str, str, Callable[[Graph], Any], tuple[str, dict[str, Any], str]]

ASKED: dict[str, Question] = {
    "what Qwen-Long cost before the cut": (
        "price 通义千问-Long --as-of 2024-05-20 --component input",
        "price",
        lambda g: [price.as_json() for price in g.price("通义千问-Long", "2024-05-20", "input")],
        ("price", {"name": "通义千问-Long", "as_of": "2024-05-20", "component": "input"}, "prices"),
    ),
    "what Qwen-Long cost after the cut": (
        "price 通义千问-Long --as-of 2024-05-22 --component input",
        "price",
        lambda g: [price.as_json() for price in g.price("通义千问-Long", "2024-05-22", "input")],
        ("price", {"name": "通义千问-Long", "as_of": "2024-05-22", "component": "input"}, "prices"),
    ),
    "who made 轩辕": (
        "show 轩辕",
        "show",
        lambda g: g.show("轩辕").as_json(),
        ("show", {"name": "轩辕"}, "entity"),
    ),
    "who disputes the price of GPT-4o": (
        "conflicts --judged --cause order-of-magnitude",
        "conflicts",
        lambda g: g.conflicts("order-of-magnitude", judged_only=True),
        ("conflicts", {"cause": "order-of-magnitude"}, "disagreements"),
    ),
}
"""Question → what is typed, the command, the same in Python, the tool with its arguments and the key of its answer."""


def named(query: str, **params: str) -> Question:
    """Return a question that a named query answers."""
    typed = shlex.join(["query", query, *(f"--param={name}={value}" for name, value in params.items())])
    tool = ("query", {"name_or_sparql": query, "params": params}, "rows")
    return typed, "query", lambda g: g.query(query, **params).records(), tool


ASKED |= {
    "who held in May 2024": named("flagships-held", episode="bmr-episode:2024-05-price-war"),
    "who answered Alibaba": named("who-answered-whom"),
    "which vertical models stand on LLaMA": named("models-on-a-base", base="bmr-family:llama"),
    "the deepest cuts of May 2024": named("deepest-cuts", first="2024-05-01", last="2024-05-31"),
    "the cheapest input with 128k context of late": named(
        "cheapest-for-context", day="2026-11-24", since="2026-08-01", at_least="128000"
    ),
    "what deepseek-chat meant on 1 February 2025": named("alias-on-day", alias="deepseek-chat", day="2025-02-01"),
    "what the market is forecast to do, and who says so": named("forecasts"),
}


@pytest.fixture(scope="module")
def graph(real_dist: Path) -> Graph:
    """Return the real data in Python."""
    return kg.load(real_dist)


@pytest.fixture(scope="module")
def answers(graph: Graph) -> dict[str, Any]:
    """Return question → answer in Python, as JSON."""
    return {name: json.loads(json.dumps(ask(graph))) for name, (_, _, ask, _) in ASKED.items()}


def test_what_is_typed_gives_the_same(real_dist: Path, answers: dict[str, Any]) -> None:
    for name, (typed, _, _, _) in ASKED.items():
        words = [*shlex.split(typed), "--format", "json", "--out", str(real_dist)]
        shown = CliRunner().invoke(app, words)
        assert shown.exit_code == 0, shown.output
        assert json.loads(shown.stdout) == answers[name], name


def test_a_language_model_gets_the_same(real_dist: Path, answers: dict[str, Any], graph: Graph) -> None:
    """The protocol's own client, over standard input and output, against `kg mcp`; rows are cut at 200."""
    mcp = pytest.importorskip("mcp", reason="needs the extra mcp")
    anyio = pytest.importorskip("anyio")
    from mcp.client.stdio import stdio_client  # noqa: PLC0415

    async def ask() -> dict[str, Any]:
        server = mcp.StdioServerParameters(
            command=sys.executable, args=["-m", "kg.cli", "mcp", "--out", str(real_dist)]
        )
        async with stdio_client(server) as (read, write), mcp.ClientSession(read, write) as session:
            await session.initialize()
            told = {}
            for name, (_, _, _, (tool, arguments, key)) in ASKED.items():
                result = await session.call_tool(tool, arguments)
                answer = json.loads(result.content[0].text)
                assert answer["as_of"] == graph.as_of.isoformat()
                told[name] = answer[key]
            return told

    for name, told in anyio.run(ask).items():
        expected = answers[name]
        assert told == (expected[:200] if isinstance(expected, list) else expected), name


# --- the answers ---


def _named_in(rows: Answer, column: str) -> set[str]:
    return {row[column] for row in rows if row[column]}


def test_qwen_long_fell_to_a_fortieth(answers: dict[str, Any]) -> None:
    (before,), (after,) = answers["what Qwen-Long cost before the cut"], answers["what Qwen-Long cost after the cut"]
    assert (before["amount"], before["per_tokens"], before["currency"], before["status"]) == (
        "0.02",
        1000,
        "CNY",
        "exact",
    )
    assert (after["amount"], after["per_tokens"], after["currency"], after["from"]) == (
        "0.0005",
        1000,
        "CNY",
        "2024-05-21",
    )
    assert "netease-163-baimo-2024" in {source["source"] for source in after["sources"]}


def test_four_flagships_held(answers: dict[str, Any]) -> None:
    rows = answers["who held in May 2024"]
    assert {(row["provider_en"], row["model_en"], row["component"]) for row in rows} == {
        ("Alibaba Cloud", "Qwen-Max", "output"),
        ("Baidu", "ERNIE 3.5", "all"),
        ("Baidu", "ERNIE 4.0", "all"),
        ("Tencent Cloud", "Hunyuan-pro", "output"),
    }
    assert {row["locator"] for row in rows} == {"P21", "P22", "P23"}


def test_baidu_answered_alibaba_within_hours(answers: dict[str, Any]) -> None:
    rows = [row for row in answers["who answered Alibaba"] if row["reacts_to_en"] == "Alibaba Cloud cuts Qwen prices"]
    assert _named_in(rows, "reaction_en") == {"Baidu makes ERNIE Speed and ERNIE Lite free", "Volcano Engine"}
    baidu = [row for row in rows if row["reaction_en"].startswith("Baidu")]
    assert {row["day"] for row in baidu} == {"2024-05-21"}
    assert len({row["source"] for row in baidu}) >= 8


def test_xuanyuan_is_of_du_xiaoman(answers: dict[str, Any]) -> None:
    shown = answers["who made 轩辕"]
    assert shown["entity"] == "model/xuanyuan"
    assert "organization/duxiaoman" in json.dumps(shown)


def test_models_for_a_vertical_on_llama(answers: dict[str, Any]) -> None:
    rows = answers["which vertical models stand on LLaMA"]
    pairs = {(row["model_zh"], row["vertical_zh"]) for row in rows}
    assert {
        ("聚宝盆", "金融"),
        ("InvestLM", "金融"),
        ("ChatLaw-法律大模型", "法律"),
        ("本草", "医疗"),
        ("桃李", "教育"),
    } <= pairs
    assert ("Anima", "Guanaco") in {(row["model_zh"], row["through_zh"]) for row in rows}


def test_the_gpt_4o_price_of_the_article_is_ten_times_too_low(answers: dict[str, Any]) -> None:
    (found,) = [one for one in answers["who disputes the price of GPT-4o"] if one["id"] == "gpt-4o-price"]
    sides = {row["claim"].partition("/")[0]: row["favoured"] for row in found["claim_rows"]}
    assert found["finding"] == "resolved"
    assert sides["netease-163-baimo-2024"] == "no"
    assert {name for name, favoured in sides.items() if favoured == "yes"} >= {
        "cn-api-price-snapshots-2024-05",
        "one-hub-prices",
        "openai-prices-langchain-2024-05-16",
    }


def test_free_is_the_deepest_cut_then_qwen_long(answers: dict[str, Any]) -> None:
    rows = answers["the deepest cuts of May 2024"]
    free = {row["model_en"] for row in rows if row["percent"] == "-100"}
    assert {"ERNIE Speed", "Hunyuan-lite"} <= free
    first = next(row for row in rows if row["percent"] != "-100")
    assert (first["model_en"], first["percent"], first["basis"]) == ("Qwen-Long", "-97.5", "announced")
    assert all("2024-05-01" <= row["from"] <= "2024-05-31" for row in rows)


def test_cheapest_with_128k_is_told_as_last_known(answers: dict[str, Any]) -> None:
    """The lists end in autumn 2026: no amount is vouched for on the as-of day, and each row says so."""
    rows = answers["the cheapest input with 128k context of late"]
    amounts = [float(row["per_million"]) for row in rows]
    assert rows
    assert amounts == sorted(amounts)
    assert all(row["last_confirmed_on"] >= "2026-08-01" and int(row["context_tokens"]) >= 128000 for row in rows)
    assert _named_in(rows, "status") <= {"exact", "last-known", "between"}
    assert all(row["status"] != "exact" for row in rows if row["last_confirmed_on"] < "2026-11-24")


def test_deepseek_chat_was_v3(answers: dict[str, Any]) -> None:
    """Seen as V3 on 28 December 2024 and again from 6 February 2025; the day lies between."""
    rows = answers["what deepseek-chat meant on 1 February 2025"]
    assert [(row["model_en"], row["status"], row["from"]) for row in rows] == [
        ("DeepSeek-V3", "last-known", "2024-12-28"),
        ("DeepSeek-V3", "later", "2025-02-06"),
    ]


def test_forecasts_have_their_makers(answers: dict[str, Any]) -> None:
    rows = answers["what the market is forecast to do, and who says so"]
    said = {(row["measure_en"], row["value"], row["attributed_to_zh"]) for row in rows}
    assert ("Growth of demand for compute", "320", "工业和信息化部") in said
    assert ("Compound growth of compute supply", "28.2", "亿欧智库") in said
    assert all(row["source"] and row["locator"] and row["attributed_to_zh"] for row in rows)
