"""A real Virtuoso 7: the graph is loaded in both ways, and every named query gives the rows that it gives here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.endpoint.bulk import write_bulk_folder
from kg.endpoint.load import GRAPH, STAGING, load_graph
from kg.endpoint.store import Login, Store, store_at
from kg.findings import KgError
from kg.paths import built_dir
from kg.query import Rows, bind, named_queries, run, run_endpoint
from kg.store import load_store
from tests.endpoint.virtuoso import PROGRAM, WHY_NOT, Virtuoso, virtuoso

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=WHY_NOT)

OLD = b"<http://example.org/old> <http://example.org/p> <http://example.org/o> .\n"
BULK = "https://w3id.org/baimo/graph/bulk"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Return a running Virtuoso."""
    folder = tmp_path_factory.mktemp("virtuoso")
    with virtuoso(folder / "db", folder) as running:
        yield running


def _store(server: Virtuoso) -> Store:
    return store_at(server.endpoint, server.login)


def _silent(_sent: int, _total: int) -> None:
    pass


def test_without_a_login_nothing_is_written(server: Virtuoso, tiny_dist: Path) -> None:
    for login in (None, Login("dba", "dba"), Login("dba", "")):
        with pytest.raises(KgError, match="--user and --password"):
            load_graph(tiny_dist / "data", store_at(server.endpoint, login), GRAPH, _silent)


def test_a_second_load_replaces_the_first(server: Virtuoso, tiny_dist: Path) -> None:
    store = _store(server)
    store.add(GRAPH, OLD)
    counts = {load_graph(tiny_dist / "data", store, GRAPH, _silent, chunk_triples=2000) for _ in range(2)}
    assert counts == {store.count(GRAPH)}
    assert store.count(STAGING) == 0
    store.delete(GRAPH)


def test_a_graph_larger_than_a_transaction_replaces_the_one_before(tiny_dist: Path, tmp_path: Path) -> None:
    """As the real graph is larger than the 50 MB that Virtuoso allows a transaction, here the tiny one is too."""
    with virtuoso(tmp_path / "db", transaction_bytes=300_000) as running:
        store = _store(running)
        store.add(GRAPH, OLD)
        counts = {load_graph(tiny_dist / "data", store, GRAPH, _silent, chunk_triples=500) for _ in range(2)}
        assert counts == {store.count(GRAPH)}


def test_the_bulk_folder_loads_the_same_number(
    server: Virtuoso, tiny_dist: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "bulk"
    triples = write_bulk_folder(tiny_dist / "data", folder, BULK, part_triples=3000)
    printed = server.run_sql(folder / "load.sql")
    assert str(triples) in printed
    store = _store(server)
    assert store.count(BULK) == triples
    store.delete(BULK)


def test_every_named_query_gives_equal_rows(server: Virtuoso, tiny_dist: Path) -> None:
    load_graph(tiny_dist / "data", _store(server), GRAPH, _silent)
    assert not _different(server, tiny_dist)


@pytest.mark.slow
def test_every_named_query_gives_equal_rows_on_the_real_data(server: Virtuoso) -> None:
    """The real data are loaded whole, twice: each chunk told, the number counted, each row of each query the same."""
    dist = built_dir()
    if not (dist / "data" / "manifest.json").is_file():
        pytest.skip("the real data are not built; run kg build")
    told: list[tuple[int, int]] = []
    triples = load_graph(dist / "data", _store(server), GRAPH, lambda sent, total: told.append((sent, total)))
    assert told == sorted(told)
    assert len(told) > 10
    assert told[-1] == (triples, triples)
    assert load_graph(dist / "data", _store(server), GRAPH, _silent) == triples
    assert not _different(server, dist)


def _different(server: Virtuoso, dist: Path) -> dict[str, str]:
    """Return the named queries whose rows here and there differ, with the first that do."""
    here = load_store(dist / "data")
    wrong = {}
    for name, query in named_queries().items():
        sparql = bind(query, {})
        try:
            there = _counted(run_endpoint(server.endpoint, sparql))
        except KgError as error:
            wrong[name] = str(error)[:300]
            continue
        expected = _counted(run(here, sparql))
        if there != expected:
            wrong[name] = (
                f"only here {list((expected - there).items())[:3]}, only there {list((there - expected).items())[:3]}"
            )
    return wrong


def _counted(result: Rows | list[ox.Triple]) -> Counter[tuple[str | None, ...]]:
    """Return rows or triples with their numbers; a decimal is one, however many zeros it is printed with."""
    if isinstance(result, Rows):
        return Counter(tuple(map(_plain, row)) for row in result.values)
    return Counter((str(triple),) for triple in result)


def _plain(cell: str | None) -> str | None:
    try:
        return cell and str(Decimal(cell).normalize())
    except InvalidOperation:
        return cell
