"""The query console in Chromium, on the real data.

Skipped where there is no Chromium or no bundle; `.ci/run` has both.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.query import Rows, run
from kg.store import load_store
from tests import reading
from tests.browser import CHROMIUM
from tests.reading import Reader

chromium, site, home, reader = reading.chromium, reading.site, reading.home, reading.reader
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; install chromium, as .ci/run does"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="playwright is not installed"),
]

FIRST_RESULT_MS = 3000
ENGINE_AND_DATA_BYTES = 4_000_000
COUNT_ALL = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def console(chromium: Any, home: str) -> Iterator[Reader]:
    """Open the console once for all tests that only ask."""
    reader = Reader(chromium, home)
    reader.open("zh/query.html").wait_for_selector("#console[data-engine=ready]")
    yield reader
    reader.context.close()
    assert reader.watched.errors == []
    assert reader.watched.foreign == []


def test_engine_and_graph_are_small(site: Path) -> None:
    worker = len(gzip.compress((site / "assets" / "worker.js").read_bytes()))
    engine = (site / "assets" / "oxigraph.wasm.gz").stat().st_size
    graph = (site / "data" / "baimo.ttl.zst").stat().st_size
    assert worker + engine + graph <= ENGINE_AND_DATA_BYTES


@pytest.mark.slow
def test_the_first_result_over_the_whole_graph_comes_soon(chromium: Any, home: str, real_dist: Path) -> None:
    """From a cold load, the best of three. A machine that is busy gets longer in proportion."""
    manifest = json.loads((real_dist / "data" / "manifest.json").read_text(encoding="utf-8"))
    (triples,) = (file["triples"] for file in manifest["files"] if file["path"] == "baimo.ttl")
    times = []
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    for _ in range(3):
        reader = Reader(chromium, home)
        page = reader.open(f"zh/query.html#sparql={quote(COUNT_ALL)}")
        page.wait_for_selector(".console-results td")
        times.append(page.evaluate("performance.now()"))
        assert page.inner_text(".console-results td") == str(triples)
        reader.context.close()
    print(f"first result after {min(times):.0f} ms, load {busy:.1f}")  # noqa: T201  (a measurement)
    assert min(times) <= FIRST_RESULT_MS * busy, times


def test_every_named_question_has_the_rows_that_the_command_line_gives(
    console: Reader, site: Path, real_dist: Path
) -> None:
    store = load_store(real_dist / "data")
    found, expected = {}, {}
    for query in json.loads((site / "data" / "queries.json").read_text(encoding="utf-8"))["queries"]:
        name = query["name"]
        result = run(store, query["text"])
        expected[name] = len(result)
        console.page.click(f".console-gallery a[href$='query={name}']")
        console.page.wait_for_selector("#console[aria-busy=false]")
        found[name] = console.rows
        if isinstance(result, Rows) and result.columns:
            heads = console.page.locator(".console-results thead th").all_inner_texts()
            assert tuple(heads) == result.columns
    assert found == expected


def test_a_wrong_query_is_marked_at_its_place(console: Reader) -> None:
    console.ask("SELECT ?x WHERE {\n  ?x a bm:Model .\n  OPTINAL { ?x rdfs:label ?y }\n}")
    line = console.page.locator(".cm-line", has_text="OPTINAL")
    number = console.page.locator(".cm-line").all_inner_texts().index(line.inner_text()) + 1
    assert console.page.inner_text(".console-message").startswith(f"第 {number} 行第 3 列：")
    assert console.page.locator(".cm-lint-marker-error").count() == 1
    assert console.page.locator(".cm-lintRange-error").inner_text() == "OPTINAL"


@pytest.mark.parametrize(
    ("sparql", "place"),
    [
        ("SELECT ?x WHERE { ?x a foo:Bar }", "第 1 行第 24 列：前缀 foo: 没有声明"),
        ("SELECT ?x WHERE { ?x ?p ?o", "第 1 行第 27 列：查询在这里没有写完"),
        ("SELECT ?y (COUNT(?x) AS ?n) WHERE { ?x ?p ?o }", "第 1 行第 1 列：SELECT 里有变量"),
    ],
)
def test_the_message_tells_line_and_column(sparql: str, place: str, console: Reader) -> None:
    console.ask(sparql)
    assert console.page.inner_text(".console-message").startswith(place)


def test_an_endless_query_can_be_stopped_and_the_next_one_runs(reader: Reader) -> None:
    page = reader.open("zh/query.html")
    page.wait_for_selector("#console[data-engine=ready]")
    reader.write(ENDLESS)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#console[aria-busy=true]")
    page.wait_for_timeout(300)
    page.click(".console-bar .stop")
    page.wait_for_selector(".console-message:has-text('已停止')")
    reader.ask("ASK { ?s ?p ?o }")
    assert page.inner_text(".console-results td") == "true"


def test_a_link_brings_back_question_parameters_view_and_result(reader: Reader) -> None:
    page = reader.open("zh/query.html#query=price-on-day")
    page.wait_for_selector(".console-results td")
    day = page.locator(".console-params input[type=date]")
    day.fill("2024-05-10")
    page.click(".console-bar .run")
    page.wait_for_selector("#console[aria-busy=false]")
    page.click(".console-head button:has-text('原文')")
    rows, link = reader.rows, page.url
    assert "2024-05-10" in link
    assert "sparql=" not in link
    page = reader.open(link.removeprefix(reader.home))
    page.wait_for_selector(".console-raw")
    assert reader.rows == rows
    assert page.locator(".console-params input[type=date]").input_value() == "2024-05-10"
    assert page.locator(".console-notice").count() == 0


def test_a_link_to_other_data_says_so(reader: Reader) -> None:
    page = reader.open(f"en/query.html#sparql={quote('ASK { ?s ?p ?o }')}&v=0.0.1")
    page.wait_for_selector(".console-results td")
    assert "data version 0.0.1" in page.inner_text(".console-notice")


def test_a_term_is_completed_by_its_chinese_label_and_its_prefix_declared(console: Reader) -> None:
    console.write("")
    console.page.keyboard.type("SELECT ?x WHERE { ?x bm:金额")
    console.page.wait_for_selector(".cm-tooltip-autocomplete li[aria-selected]:has-text('bm:amount')")
    console.page.wait_for_timeout(200)  # the editor takes no completion in its first moments
    console.page.keyboard.press("Enter")
    text = "\n".join(console.page.locator(".cm-line").all_inner_texts())
    assert "PREFIX bm: <https://w3id.org/baimo/ontology#>" in text
    assert "?x bm:amount" in text


def test_an_entity_is_completed_by_its_name(console: Reader) -> None:
    console.write("")
    console.page.keyboard.type("SELECT ?x WHERE { ?x ?p 通义千问")
    option = ".cm-tooltip-autocomplete li:has-text('bmr-')"
    console.page.wait_for_selector(option)
    assert "bmr-family:qwen" in console.page.locator(option).all_inner_texts()[0]
    console.page.keyboard.press("Escape")


def test_the_trap_of_language_tags_is_told(console: Reader) -> None:
    console.ask('SELECT ?x WHERE { ?x rdfs:label ?l FILTER (LANG(?l) = "zh-Hans") }')
    assert console.rows == 0
    assert "LANGMATCHES" in console.page.inner_text(".console-message")
    console.page.wait_for_selector(".cm-lint-marker-warning")


def test_results_are_shown_as_chart_and_network_and_saved(console: Reader) -> None:
    page = console.page
    console.ask(
        "SELECT ?model ?developer WHERE { ?model bm:developer ?developer ; bm:vertical bmv:vertical-finance } LIMIT 30"
    )
    page.click(".console-head button:has-text('网络')")
    assert page.locator(".console-network .vertex").count() > 2
    with page.expect_download() as saved:
        page.click(".console-head button:has-text('CSV')")
    lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "model,developer"
    assert len(lines) == console.rows + 1
    with page.expect_download() as saved:
        page.click(".console-head button:has-text('JSON')")
    answer = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert len(answer["results"]["bindings"]) == console.rows
    console.ask("SELECT ?kind (COUNT(?x) AS ?n) WHERE { ?x a ?kind } GROUP BY ?kind ORDER BY DESC(?n) LIMIT 9")
    page.click(".console-head button:has-text('图')")
    page.wait_for_selector(".console-chart canvas")
    page.click(".console-head button:has-text('表格')")


def test_the_keyboard_leaves_the_editor(console: Reader) -> None:
    console.page.focus(".cm-content")
    console.page.keyboard.press("Escape")
    console.page.keyboard.press("Tab")
    assert "run" in console.page.evaluate("document.activeElement.className")


def test_from_a_file_the_console_says_what_it_needs(chromium: Any, site: Path) -> None:
    reader = Reader(chromium, site.as_uri() + "/")
    page = reader.open("zh/query.html")
    assert "kg serve" in page.inner_text("#console")
    page.fill("#search-input", "tyqw")
    page.wait_for_selector("[role=option]")
    assert reader.watched.errors == []
    reader.context.close()
