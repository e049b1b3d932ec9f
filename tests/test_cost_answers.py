"""`kg cost` over a small built database: hours, another currency, what is not confirmed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg.answers.cost import charges_text, find_charges
from kg.answers.database import Database
from kg.cli import app
from kg.cost import Use
from kg.findings import KgError

CN, INTL = "deepseek-platform--cn--CNY--v4", "deepseek-platform--intl--USD--v4"
WINDOWS = [
    {"id": "peak", "label_en": "peak", "label_origin": "source", "window_kind": "peak", "days": "1;2;3;4;5",
     "opens": "09:00", "closes": "18:00", "time_zone": "Asia/Shanghai", "holidays_of": "china"},
    {"id": "off", "label_en": "off", "label_origin": "source", "window_kind": "off-peak",
     "time_zone": "Asia/Shanghai", "complement_of": "peak"},
]  # fmt: skip


def period(offering: str, component: str, amount: str, condition: str | None, status: str = "exact") -> dict[str, Any]:
    open_ = status == "exact"
    return {
        "id": f"{offering}{component}{condition}", "candidate": 1, "offering": offering, "model": "v4",
        "channel": "first-party", "component": component, "condition": condition,
        "currency": offering.split("--")[2], "amount": amount, "per_tokens": 1_000_000, "price_unit": "token",
        "amount_per_million": amount, "from_not_before": "2026-08-17", "from": "2026-08-17",
        "to_not_before": "2026-09-08", "to": None, "last_confirmed_on": "2026-09-08",
        "end_kind": "open" if open_ else "unknown", "status": "exact",
    }  # fmt: skip


def fill(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    quoted = ", ".join(f'"{column}"' for column in columns)
    connection.execute(f"CREATE TABLE {table} ({quoted})")
    marks = ", ".join("?" for _ in columns)
    connection.executemany(
        f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608
        [[row.get(column) for column in columns] for row in rows],
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    connection = sqlite3.connect(tmp_path / "data" / "baimo.sqlite")
    offered = {"model": "v4", "model_kind": "model", "channel": "first-party"}
    fill(connection, "meta", [{"key": "as_of", "value": "2026-09-10"}, {"key": "version", "value": "0"}])
    fill(connection, "offerings", [{"id": CN, "sku": "v4", **offered}, {"id": INTL, "sku": "v4", **offered}])
    name = {"entity": "model/v4", "name": "V4", "key": "v4", "key_kind": "fold", "name_kind": "label"}
    fill(connection, "names", [name])
    periods = [
        period(CN, "input", "9", "window=peak"),
        period(CN, "input", "4.5", "window=off"),
        period(CN, "input", "3", None, "unknown"),
        period(INTL, "input", "0.66", None, "unknown"),
        period(INTL, "input", "0.1", "mode=promotion", "unknown"),
    ]
    fill(connection, "price_periods", periods)
    fill(connection, "period_claims", [{"period": "", "candidate": 1, "position": 1, "price_point": ""}])
    empty = "id title publisher kind url repo source claim part locator as_stated amount per_tokens observed_on"
    more = "announced_on effective_from effective_to rank"
    for table in ("price_points", "sources"):
        fill(connection, table, [dict.fromkeys(f"{empty} {more}".split())])
    fill(connection, "windows", WINDOWS)
    holiday = {"subject": "region/china", "property": "public_holiday", "value": "2026-10-01", "rank": "normal"}
    fill(connection, "statements", [holiday])
    rate = {"measure": "exchange-rate", "unit": "CNY per USD", "value": "6.5", "source": "fed-h10", "rank": "normal"}
    fill(connection, "indicators", [{**rate, "period": "2026-09-08"}])
    connection.commit()
    connection.close()
    return tmp_path


@pytest.fixture
def database(out: Path) -> Iterator[Database]:
    opened = Database(out / "data" / "baimo.sqlite")
    yield opened
    opened.close()


def test_without_an_hour_each_window_is_shown(database: Database) -> None:
    charges = [one for one in find_charges(database, "V4", Use(10**6, 0)) if one.offering == CN]
    assert [(one.window, str(one.cost.total)) for one in charges] == [("off", "4.5"), ("peak", "9")]


def test_a_list_price_beside_cheaper_hours_is_charged_too(out: Path) -> None:
    """A tariff that only cuts some hours leaves the list price in force for the others."""
    with sqlite3.connect(out / "data" / "baimo.sqlite") as connection:
        connection.execute("UPDATE price_periods SET condition = NULL WHERE condition = 'window=peak'")
        connection.execute("DELETE FROM price_periods WHERE amount = '3'")
    database = Database(out / "data" / "baimo.sqlite")
    charges = [one for one in find_charges(database, "V4", Use(10**6, 0)) if one.offering == CN]
    database.close()
    assert [(one.window, str(one.cost.total)) for one in charges] == [("off", "4.5"), ("", "9")]


@pytest.mark.parametrize(("moment", "total"), [("2026-09-10T10:00+08:00", "9"), ("2026-10-01T10:00+08:00", "4.5")])
def test_hour_decides_and_a_holiday_is_off_peak(database: Database, moment: str, total: str) -> None:
    at = datetime.fromisoformat(moment)
    charges = [one for one in find_charges(database, "V4", Use(10**6, 0), date(2026, 9, 10), at) if one.offering == CN]
    assert [str(one.cost.total) for one in charges] == [total]


def test_price_that_is_not_confirmed_says_so_and_its_promotion_is_not_taken(database: Database) -> None:
    charge = next(one for one in find_charges(database, "V4", Use(10**6, 0), date(2026, 12, 1)) if one.offering == INTL)
    assert (str(charge.cost.total), charge.notes) == (
        "0.66",
        ("no price is confirmed for that day: the last known one is taken",),
    )


def test_other_currency_is_given_beside_the_list_with_rate_and_source(database: Database) -> None:
    charges = find_charges(database, "V4", Use(10**6, 0), currency="USD")
    assert [one.offering for one in charges] == [INTL, CN, CN]
    entry = charges[1].as_json()
    assert (entry["total"], entry["currency"]) == ("4.5", "CNY")
    assert entry["converted"]["formula"] == "1 / 6.5 CNY per USD"
    assert (entry["converted"]["rate_on"], entry["converted"]["source"]) == ("2026-09-08", "fed-h10")
    assert charges[0].quotation is None
    assert "= 0.692308 USD at 1 / 6.5 CNY per USD (fed-h10, 2026-09-08)" in charges_text(
        "V4", date(2026, 9, 10), charges
    )


def test_what_has_no_price_is_one_sentence(database: Database) -> None:
    with pytest.raises(KgError, match="no price of output is known for that day"):
        find_charges(database, "V4", Use(10**6, 10**6))


def test_command_reads_counts_as_people_write_them(out: Path) -> None:
    call = ["cost", "v4", "--input", "1e6", "--as-of", "2026-09-10", "--format", "json", "--out", str(out)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0, result.output
    first = json.loads(result.output)[0]
    assert (first["offering"], first["total"]) == (CN, "4.5")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["--input", "many"], "write it as 200000, 2e5 or 0.3"),
        (["--input", "0.5"], "is no count of tokens"),
        (["--in", "RMB"], "write CNY"),
        (["--at", "noon"], "is no moment"),
        (["--as-of", "2026"], "is not a day"),
        (["--cached", "30"], "0 to 1"),
        (["--format", "xml"], "is no format here"),
    ],
)
def test_wrong_option_is_told_with_its_mend(out: Path, wrong: list[str], sentence: str) -> None:
    result = CliRunner().invoke(app, ["cost", "v4", "--input", "1", "--out", str(out), *wrong])
    assert isinstance(result.exception, KgError)
    assert sentence in str(result.exception)
