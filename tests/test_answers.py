"""Answers: what kg price, show, timeline and conflicts say, on the tiny dataset and on the real one."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.answers.database import Database
from kg.answers.price import Price, find_prices
from kg.answers.register import conflicts, timeline
from kg.answers.show import show
from kg.answers.text import rows_text
from kg.findings import KgError
from kg.money import price_text
from kg.query import Rows


def _on(database: Database, day: str, name: str = "通义千问-Long", component: str = "input") -> list[Price]:
    return find_prices(database, name, date.fromisoformat(day), component)


def test_a_price_before_and_after_the_cut(tiny_database: Database) -> None:
    (before,) = _on(tiny_database, "2024-05-20")
    (after,) = _on(tiny_database, "2024-05-21")
    assert (before.row["amount"], before.row["per_tokens"], before.status) == ("0.02", 1000, "exact")
    assert (after.row["amount"], after.row["per_tokens"], after.status) == ("0.0005", 1000, "exact")
    assert after.sources[0]["source"] == "press-2024-05-21"


@pytest.mark.parametrize(
    ("day", "status", "count"),
    [
        ("2024-04-30", "exact", 0),
        ("2024-05-01", "exact", 1),
        ("2024-07-31", "exact", 1),
        ("2025-06-01", "last-known", 1),
    ],
)
def test_the_status_says_how_sure_the_day_is(tiny_database: Database, day: str, status: str, count: int) -> None:
    prices = _on(tiny_database, day)
    assert len(prices) == count
    assert all(price.status == status for price in prices)


def test_a_gap_gives_both_candidates_the_one_seen_first_in_front(tiny_database: Database) -> None:
    prices = find_prices(tiny_database, "qwen-max", date(2024, 6, 1), "output")
    assert {price.status for price in prices} == {"last-known"}


@pytest.mark.parametrize(
    "name",
    [
        "qwen-long",
        "Qwen Long",
        "ＱＷＥＮ－ＬＯＮＧ",
        "通義千問-Long",
        "tongyiqianwenlong",
        "tyqwlong",
        "ENIRE Long",
    ],
)
def test_a_model_is_found_by_every_kind_of_name(tiny_database: Database, name: str) -> None:
    (price,) = _on(tiny_database, "2024-05-22", name)
    assert price.row["model"] == "qwen-long"


def test_resellers_answer_only_when_asked(tiny_database: Database) -> None:
    own = find_prices(tiny_database, "qwen-long", date(2024, 7, 20), "input")
    every = find_prices(tiny_database, "qwen-long", date(2024, 7, 20), "input", every_channel=True)
    assert {price.row["channel"] for price in own} == {"first-party"}
    assert {price.row["channel"] for price in every} == {"first-party", "aggregator"}


def test_a_deprecated_claim_is_in_no_period(tiny_database: Database) -> None:
    (price,) = _on(tiny_database, "2024-07-20", component="output")
    assert price.row["amount"] == "2"


def test_a_uniform_price_holds_for_input_and_output(tiny_database: Database) -> None:
    for component in ("input", "output"):
        (price,) = find_prices(tiny_database, "qwen-max", date(2024, 4, 20), component)
        assert price.row["amount"] == "0.12"


def test_a_name_that_fits_two_models_is_refused_with_both(tiny_database: Database) -> None:
    for ask in (show, find_prices):
        with pytest.raises(KgError, match=r"(?s)fits several.*model/kylin .*model/kylin-2"):
            ask(tiny_database, "麒麟")


def test_an_unknown_name_is_told_with_the_nearest(tiny_database: Database) -> None:
    with pytest.raises(KgError, match="the nearest is"):
        show(tiny_database, "qwen-lonng")


def test_show_gives_claims_with_source_and_locator(tiny_database: Database) -> None:
    shown = show(tiny_database, "轩辕")
    assert shown.entity == "model/xuanyuan"
    assert all(row["source"] and row["locator"] for row in shown.statements)
    assert [row["base"] for row in shown.claims["derivations"]] == ["model/bloom"]


def test_timeline_is_inclusive_and_refuses_days_in_the_wrong_order(tiny_database: Database) -> None:
    (event,) = timeline(tiny_database, date(2024, 5, 21), date(2024, 5, 21))
    assert [row["claim"] for row in event["changes"]] == ["c1", "c2"]
    with pytest.raises(KgError, match="exchange them"):
        timeline(tiny_database, date(2024, 6, 1), date(2024, 5, 1))


def test_the_register_names_every_claim_and_the_favoured_ones(tiny_database: Database) -> None:
    judged = conflicts(tiny_database, judged_only=True)
    (row,) = judged
    assert {claim["favoured"] for claim in row["claim_rows"]} == {"yes", "no"}
    lagging = conflicts(tiny_database, cause="mirror-lag")
    assert [row["finding"] for row in lagging] == ["apparent"]


# --- real data ---


@pytest.mark.parametrize(
    ("name", "day", "component", "amount"),
    [
        ("通义千问-Long", "2024-05-20", "input", "0.02"),
        ("通义千问-Long", "2024-05-22", "input", "0.0005"),
        ("doubao-pro-32k", "2024-05-16", "input", "0.0008"),
    ],
)
def test_the_price_war_is_answered_in_the_unit_as_published(
    real_database: Database, name: str, day: str, component: str, amount: str
) -> None:
    (price,) = [one for one in _on(real_database, day, name, component) if not one.row["condition"]]
    assert (price.row["amount"], price.row["per_tokens"], price.row["currency"]) == (amount, 1000, "CNY")
    assert price.status == "exact"
    assert len({source["source"] for source in price.sources}) >= 2


def test_qwen_max_held_its_output_price_and_cut_its_input_price(real_database: Database) -> None:
    for component, before, after in (("input", "120", "40"), ("output", "120", "120")):
        for day, expected in (("2024-05-12", before), ("2024-05-22", after)):
            prices = [price for price in _on(real_database, day, "qwen-max", component) if not price.row["condition"]]
            assert [price.row["amount_per_million"] for price in prices] == [expected]


def test_gpt_4o_is_not_ten_times_too_low(real_database: Database) -> None:
    prices = [price for price in _on(real_database, "2024-05-20", "gpt-4o", "input") if not price.row["condition"]]
    assert {price.row["amount_per_million"] for price in prices} == {"5"}


def test_the_command_line_answers_in_json(real_dist: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "price", "通义千问-Long", "--as-of", "2024-05-20"]
    command += ["--component", "input", "--format", "json", "--out", str(real_dist)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    (entry,) = json.loads(done.stdout)
    needed = {"offering", "model", "channel", "component", "condition", "amount", "per_tokens", "currency"}
    needed |= {"amount_per_million", "from", "to", "status", "sources"}
    assert needed <= set(entry)
    assert (entry["amount"], entry["per_tokens"], entry["amount_per_million"]) == ("0.02", 1000, "20")


# --- rows in the terminal ---


def _rows(columns: str, *rows: str) -> str:
    return rows_text(Rows(tuple(columns.split()), [tuple(map(ox.Literal, row.split("|"))) for row in rows]))


def test_narrow_rows_are_a_table() -> None:
    lines = _rows("sku amount", "qwen-long|0.5", "qwen-max|40").splitlines()
    assert [line.split() for line in lines if "qwen" in line] == [["qwen-long", "0.5"], ["qwen-max", "40"]]
    assert lines[-1] == "2 rows"


def test_rows_too_wide_for_a_table_stand_one_below_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """No day and no amount is broken, a name in both languages is one line, a cell that is empty is none."""
    monkeypatch.setenv("COLUMNS", "80")
    columns = "service_zh service_en same_zh same_en sku from to not_before last source publisher locator title note"
    long = "|".join(["大模型降价" * 5] * 4)
    row = f"百炼|Bailian|Qwen|Qwen|qwen-long|2024-05-21|2026-05-28|2024-05-20|2026-05-28|{long}|{'x' * 90}"
    text = _rows(columns, row)
    lines = dict(line.split(maxsplit=1) for line in text.splitlines()[1:] if "  " in line)
    assert lines["service"] == "百炼 · Bailian"
    assert lines["same"] == "Qwen"
    assert lines["from"] == "2024-05-21"
    assert lines["note"] == "x" * 90
    assert text.endswith("\n\n1 row")
    assert "note" not in _rows(columns, row.removesuffix("x" * 90))


def test_marks_that_steer_a_terminal_are_taken_out_of_rows() -> None:
    assert "\x1b" not in _rows("a b c d e f g h", "|".join(["\x1b[31m" + "x" * 30] * 8))
    assert "\x1b" not in _rows("a", "\x1b[31mred")


def test_a_cell_of_several_lines_cannot_pass_for_another_column() -> None:
    assert "\namount" not in _rows("a b c d e f g h", "|".join(["x" * 30 + "\namount  0"] * 8))


@pytest.mark.parametrize(
    ("amount", "per_units", "unit", "said"),
    [
        ("0.0005", 1000, "token", "0.0005 CNY / 1k tokens"),
        ("2", 1_000_000, "token", "2 CNY / 1M tokens"),
        ("2", 10_000, "character", "2 CNY / 10k characters"),
        ("5", 1_000_000, "token-minute", "5 CNY / 1M token-minutes"),
        ("0.2", None, "image", "0.2 CNY / image"),
        ("0", None, "token", "0 CNY"),
    ],
)
def test_a_price_names_the_number_of_whatever_it_is_by(
    amount: str, per_units: int | None, unit: str, said: str
) -> None:
    assert price_text(amount, per_units, unit, "CNY") == said


@pytest.mark.parametrize("name", ["price-history", "who-answered-whom", "conflicting-figures"])
def test_the_widest_answers_break_no_day_and_no_amount(real_dist: Path, name: str) -> None:
    rows = kg.load(real_dist).query(name)
    told = rows_text(rows).splitlines()
    for record in rows.records():
        for column in ("from", "to", "day", "amount", "locator"):
            if record.get(column):
                assert any(line.endswith(f"  {record[column]}") for line in told), (column, record[column])
