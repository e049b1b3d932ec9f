"""Spoilt input to every reader of the project: a clean error or a valid result, never another exception."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg import values
from kg.answers.database import Database
from kg.answers.show import show
from kg.cli import app
from kg.conditions import Condition, parse_condition
from kg.derive import derive
from kg.findings import DataError, KgError
from kg.fmt import fmt
from kg.graph import graph_lines
from kg.loading import load
from kg.names import search_keys
from kg.query import NamedQuery, bind, named_queries, parse_params, run, with_prefixes
from kg.resolve import resolve
from kg.store import load_store
from kg.toml import to_toml
from tests.conftest import TINY
from tests.fuzzing import COUNT, Edit, edits, fuzz, spoil

TABLES = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*.csv"))
HEADERS = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*.toml"))
PARSERS = (
    values.parse_decimal, values.parse_integer, values.parse_day, values.parse_currency, values.parse_slug,
    values.parse_claim_key, values.parse_ref, values.parse_period, values.parse_list, values.parse_printed_name,
    values.parse_wikidata, values.parse_ror, values.parse_repository, parse_condition,
)  # fmt: skip
ODD = (
    "", " ", "-", "0", "-1", "1e999999999", "NaN", "sNaN", "Infinity", "1e-999", "9" * 40, "2024-02-30", "9999-12-31",
    "0001-01-01", "2024-05-22", "1900-01-01", "2024-05-22T10:00", "2024-05-22T10:00+08:00", "0001-01-01T00:00+14:00",
    "9999-12-31T23:59-12:00", "RMB", "CNY", "input", "通义千问", "qwen-long", "model/qwen-long", "model/", "/", "a/b/c",
    "' OR 1=1 --", '"', "}", "} UNION { ?s ?p ?o", "\\", "\n", "\0", "<x>", "bm:x y", "http://[", "\ud800", "🐉",
    "\u202e", "%s", "{}", "../..", "--", "..", "x" * 5000, "龍" * 200, "İ", "ﷺ", "e\u0301",
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=40), st.text("0123456789-./~?;=+,:e ", max_size=20), st.sampled_from(ODD))
WORD = TEXT.filter(lambda text: "\0" not in text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tiny dataset, shared: each example puts back what it changed."""
    return Path(shutil.copytree(TINY, tmp_path_factory.mktemp("fuzz") / "data"))


# --- data: tables and headers ---


def read_spoilt(folder: Path, name: str, changes: list[Edit]) -> bool:
    """Read the folder with one spoilt file as a build does; return whether it was accepted."""
    path, whole = folder / name, (TINY / name).read_bytes()
    path.write_bytes(spoil(whole, changes))
    try:
        dataset, findings = load(folder)
        resolved, more = resolve(dataset)
        told = [finding for finding in (*findings, *more) if finding.severity == "error"]
        assert all(finding.message and finding.path.startswith("data/") for finding in told)
        if told:
            return False
        list(graph_lines(resolved, derive(resolved, dataset.meta.as_of)))
    except DataError as error:
        assert error.findings
        return False
    finally:
        path.write_bytes(whole)
    return True


@given(name=st.sampled_from(TABLES), changes=edits())
@fuzz
def test_a_spoilt_table_is_told_or_read(folder: Path, name: str, changes: list[Edit]) -> None:
    read_spoilt(folder, name, changes)


@given(name=st.sampled_from(HEADERS), changes=edits())
@fuzz
def test_a_spoilt_header_is_told_or_read(folder: Path, name: str, changes: list[Edit]) -> None:
    read_spoilt(folder, name, changes)


def cells(path: Path) -> Counter[str] | None:
    """Return the cells of a table below its header; None where it is not CSV."""
    text = path.read_bytes().decode("utf-8", errors="surrogateescape")
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    except csv.Error:
        return None
    return Counter(cell.strip() for row in rows[1:] for cell in row if cell.strip())


@given(name=st.sampled_from(TABLES), changes=edits())
@fuzz
def test_canonical_form_is_stable_and_loses_no_cell(folder: Path, name: str, changes: list[Edit]) -> None:
    path, whole = folder / name, (TINY / name).read_bytes()
    path.write_bytes(spoil(whole, changes))
    try:
        before = cells(path)
        fmt(folder)
        after = cells(path)
        assert before is None or (after is not None and before <= after)
        assert fmt(folder) == []
    finally:
        path.write_bytes(whole)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), TEXT | st.integers() | st.dates(), max_size=6))
@fuzz
def test_toml_that_is_written_is_read_back(table: dict[str, str | int | date]) -> None:
    try:
        text = to_toml(table)
        text.encode()
    except (TypeError, UnicodeEncodeError):
        return
    assert tomllib.loads(text) == table


# --- cells ---


@given(TEXT)
@fuzz
def test_a_cell_is_read_or_told(text: str) -> None:
    for parse in PARSERS:
        try:
            parse(text)
        except ValueError as error:
            assert str(error)


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=12, allow_nan=False, allow_infinity=False))
@fuzz
def test_a_number_is_read_as_it_is_written(number: Decimal) -> None:
    assert values.parse_decimal(values.plain(number)) == number


BOUND = st.none() | st.integers(0, 1_000_000)
CONDITIONS = st.builds(
    Condition, BOUND, BOUND, BOUND, BOUND, st.sampled_from(["", "whole-request", "graduated"]),
    st.sampled_from([(), ("batch",), ("batch", "thinking")]), st.sampled_from(["", "night"]),
)  # fmt: skip


@given(CONDITIONS)
@fuzz
def test_a_condition_is_read_as_it_is_written(condition: Condition) -> None:
    try:
        assert parse_condition(str(condition)) == condition
    except ValueError as error:
        assert "the lower bound is not below the upper" in str(error)


# --- names, parameters, the command line ---


@given(TEXT)
@fuzz
def test_a_name_is_found_or_told(tiny_database: Database, name: str) -> None:
    search_keys(name)
    try:
        shown = show(tiny_database, name)
    except KgError as error:
        assert str(error)
    else:
        assert shown.entity


PARAMETERS = [(query, param) for query in named_queries().values() for param in query.params]


@pytest.fixture(scope="module")
def store(tiny_dist: Path) -> ox.Store:
    return load_store(tiny_dist / "data")


@given(case=st.sampled_from(PARAMETERS), value=TEXT)
@fuzz
def test_a_parameter_is_bound_as_one_term(case: tuple[NamedQuery, str], value: str) -> None:
    """Whatever the value, the query is the same but for one term, and that term is the value."""
    query, param = case
    try:
        text = bind(query, parse_params([f"{param}={value}"]))
    except KgError as error:
        assert str(error)
        return
    parts = re.split(rf"(?<=BIND \().*(?= AS \?{param}\)[ \t]*# param)", with_prefixes(query.text))
    length = (len(text) - sum(map(len, parts))) // (len(parts) - 1)
    term = text[len(parts[0]) : len(parts[0]) + length]
    assert text == term.join(parts)
    ((found,),) = ox.Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {term} }} }}")  # type: ignore[misc]
    assert isinstance(found, ox.NamedNode) or found.value == value


@given(text=TEXT | st.builds("SELECT * WHERE {{ {} }} LIMIT 3".format, TEXT))
@fuzz
def test_sparql_is_run_or_told(store: ox.Store, text: str) -> None:
    try:
        run(store, text)
    except KgError as error:
        assert str(error).startswith("this is not SPARQL")


COMMANDS = {
    "price": ("NAME", "--as-of", "--component"),
    "show": ("NAME",),
    "timeline": ("--from", "--to"),
    "conflicts": ("--cause", "--top"),
    "query": ("NAME", "--param"),
    "cost": ("NAME", "--input", "--output", "--cached", "--requests", "--mode", "--at", "--free", "--in", "--as-of"),
}


def invoke(dist: Path, *words: str) -> None:
    """Run a command; fail on an exception that is not a told error."""
    result = CliRunner().invoke(app, [*words, "--out", str(dist)])
    if result.exception is not None:
        assert isinstance(result.exception, (KgError, SystemExit)), (words, result.exception)


@pytest.mark.parametrize(("command", "option"), [(name, option) for name in COMMANDS for option in COMMANDS[name]])
def test_an_odd_word_for_one_option_is_answered_or_told(tiny_dist: Path, command: str, option: str) -> None:
    names = {"query": ["price-on-day"], "timeline": [], "conflicts": []}.get(command, ["qwen-long"])
    for word in (word for word in ODD if "\0" not in word):
        invoke(tiny_dist, command, *([word] if option == "NAME" else [*names, option, word]))


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """Return a command with words for some of its options."""
    command = draw(st.sampled_from(sorted(COMMANDS)))
    words = [command, "--format", draw(st.sampled_from(["table", "json"]))]
    for option in COMMANDS[command]:
        if option == "NAME":
            words.append(draw(st.sampled_from(["qwen-long", "通义千问", "price-on-day"]) | WORD))
        elif draw(st.booleans()):
            words += [option, draw(WORD)]
    return words


@given(words=command_lines())
@settings(fuzz, max_examples=max(1, COUNT // 4))
def test_a_command_answers_or_tells(tiny_dist: Path, words: list[str]) -> None:
    invoke(tiny_dist, *words)
