"""The Python interface, the differences between builds, citations and the server for language models."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from datetime import date
from pathlib import Path

import pytest

import kg
from kg.answers.cite import cite
from kg.api import Graph
from kg.diff import diff, diff_text
from kg.findings import KgError
from kg.query import Rows, named_queries


@pytest.fixture(scope="module")
def graph(tiny_dist: Path) -> Graph:
    return kg.load(tiny_dist)


def test_a_price_is_told_without_loading_the_graph(tiny_dist: Path) -> None:
    graph = kg.load(tiny_dist)
    (price,) = graph.price("通义千问-Long", as_of="2024-05-22", component="input")
    assert price.row["amount"] == "0.0005"
    assert not {"store", "graph", "network"} & set(graph.__dict__)


def test_store_rdflib_and_files_hold_the_same_statements(graph: Graph) -> None:
    assert len(graph.store) == len(graph.graph)


def test_the_network_has_the_ids_and_labels_of_the_tables(graph: Graph) -> None:
    assert graph.network.is_multigraph()
    assert graph.network.is_directed()
    assert graph.network.nodes["model/xuanyuan"]["label_zh"] == "轩辕"
    assert graph.network.has_edge("model/xuanyuan", "model/bloom")


def test_a_query_binds_its_parameters(graph: Graph) -> None:
    before = graph.query("price-on-day", day=date(2024, 5, 20))
    after = graph.query("price-on-day", day="2024-05-22")
    assert before.values != after.values


def test_sparql_gives_rows_and_a_construct_is_refused(graph: Graph) -> None:
    rows = graph.query("SELECT (COUNT(*) AS ?n) { ?x a bm:Model }")
    assert int(str(rows.values[0][0])) >= 7
    with pytest.raises(KgError, match="gives triples"):
        graph.query("CONSTRUCT { ?x a bm:Model } WHERE { ?x a bm:Model }")


@pytest.mark.parametrize(
    ("name", "told"), [("price-on-dai", "the nearest is price-on-day"), ("SELECT {", "not SPARQL")]
)
def test_a_wrong_question_is_one_sentence(graph: Graph, name: str, told: str) -> None:
    with pytest.raises(KgError, match=told):
        graph.query(name)


def test_hostile_parameters_stay_values(graph: Graph) -> None:
    """A parameter is written by the serialiser: quotes and braces end no literal."""
    rows = graph.query("name-to-owner", name='x" } UNION { ?s ?p ?o } #')
    assert isinstance(rows, Rows)
    assert len(rows) == 0


def test_two_equal_builds_do_not_differ(tiny_dist: Path) -> None:
    assert diff(tiny_dist, tiny_dist) == []
    assert diff_text([]) == "no record changed"


def test_a_changed_record_is_told_by_column(tiny_dist: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(tiny_dist / "data" / "baimo.sqlite", tmp_path / "baimo.sqlite"))
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE models SET label_zh = '轩辕二' WHERE id = 'xuanyuan'")
        connection.execute("DELETE FROM people")
    changes = diff(tiny_dist, tmp_path)
    assert [(change.table, change.id, change.kind) for change in changes] == [
        ("models", "xuanyuan", "changed"),
        ("people", "kai-fu-lee", "removed"),
    ]
    assert changes[0].columns == (("label_zh", "轩辕", "轩辕二"),)
    assert "label_zh: 轩辕 → 轩辕二" in diff_text(changes)


def test_a_folder_that_is_no_build_has_no_difference(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="there is no build here"):
        diff(tmp_path, tmp_path)


def test_a_citation_names_source_locator_day_and_claim(graph: Graph) -> None:
    citation = cite(graph.database, "press-2024-05-21/c1")
    for text in (citation.gbt7714, citation.bibtex):
        assert "价格战报道" in text
        assert "P01" in text
        assert "https://example.org/price-war" in text
        assert citation.iri in text
    assert "[N/OL]" in citation.gbt7714
    assert citation.iri.startswith("https://w3id.org/baimo/id/price-change/")


def test_an_unknown_claim_is_told_with_the_nearest(graph: Graph) -> None:
    with pytest.raises(KgError, match="the nearest is f10"):
        cite(graph.database, "press-2024-05-21/f100")


def test_language_models_get_the_same_answers(tiny_dist: Path, graph: Graph) -> None:
    """The protocol's own client, over standard input and output, against `kg mcp`."""
    mcp = pytest.importorskip("mcp", reason="needs the extra mcp")
    anyio = pytest.importorskip("anyio")
    from mcp.client.stdio import stdio_client  # noqa: PLC0415

    command = ["-m", "kg.cli", "mcp", "--out", str(tiny_dist)]

    async def ask() -> list[dict[str, object]]:
        server = mcp.StdioServerParameters(command=sys.executable, args=command)
        async with stdio_client(server) as (read, write), mcp.ClientSession(read, write) as session:
            await session.initialize()
            tools = {tool.name for tool in (await session.list_tools()).tools}
            assert tools == {"search", "show", "price", "timeline", "conflicts", "query"}
            questions: list[tuple[str, dict[str, object]]] = [
                ("price", {"name": "通义千问-Long", "as_of": "2024-05-22", "component": "input"}),
                ("show", {"name": "轩辕"}),
                ("search", {"name": "qwen-lng"}),
                ("timeline", {"first": "2024-05-01", "last": "2024-05-31"}),
                ("conflicts", {}),
                ("query", {"name_or_sparql": "price-on-day", "params": {"day": "2024-05-22"}}),
                ("price", {"name": "麒麟"}),
            ]
            answers = []
            for tool, arguments in questions:
                result = await session.call_tool(tool, arguments)
                answers.append(json.loads(result.content[0].text))
            return answers

    price, shown, search, timeline, conflicts, query, refused = anyio.run(ask)
    (expected,) = graph.price("通义千问-Long", "2024-05-22", "input")
    assert price["prices"] == [expected.as_json()]
    assert price["as_of"] == "2024-07-31"
    assert shown["entity"]["entity"] == "model/xuanyuan"
    assert search["matches"] == []
    assert [event["event"] for event in timeline["events"]] == ["2024-05-21-alibaba-cloud"]
    assert all(row["claim_rows"] for row in conflicts["disagreements"])
    assert query["number_of_rows"] == len(graph.query("price-on-day", day="2024-05-22"))
    assert "fits several" in refused["error"]


def test_every_named_query_runs(graph: Graph) -> None:
    for name, query in named_queries().items():
        rows = graph.query(name)
        assert rows.columns == query.columns, name
