"""`kg load`: the new graph replaces the old one whole, or the old one stays as it was."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.endpoint.bulk import write_bulk_folder
from kg.endpoint.load import GRAPH, STAGING, load_graph
from kg.endpoint.store import known_addresses, store_at
from kg.findings import KgError
from tests.endpoint.fake_store import FakeStore, fake_store

OLD = b"<http://example.org/old> <http://example.org/p> <http://example.org/o> .\n"


@pytest.fixture(scope="module")
def lines(tiny_dist: Path) -> list[bytes]:
    """Return the lines of the tiny graph."""
    return gzip.decompress((tiny_dist / "data" / "baimo.nt.gz").read_bytes()).splitlines()


def _load(fake: FakeStore, dist: Path, chunk: int = 1000, graph: str = GRAPH) -> tuple[int, list[int]]:
    told: list[int] = []
    store = store_at(f"{fake.address}/query")
    loaded = load_graph(dist / "data", store, graph, lambda sent, _total: told.append(sent), chunk)
    return loaded, told


def test_the_graph_is_loaded_in_chunks_and_replaces_the_old_one(tiny_dist: Path, lines: list[bytes]) -> None:
    with fake_store() as fake:
        fake.put(GRAPH, OLD)
        fake.put("http://example.org/other", OLD)
        loaded, told = _load(fake, tiny_dist)
        assert loaded == len(lines) == told[-1]
        assert told == sorted(told)
        assert len(told) == len(lines) // 1000 + 2
        assert fake.size(GRAPH) == len(lines)
        assert {str(graph) for graph in fake.store.named_graphs()} == {f"<{GRAPH}>", "<http://example.org/other>"}
        assert _load(fake, tiny_dist)[0] == len(lines)


def test_the_default_graph_can_be_loaded(tiny_dist: Path, lines: list[bytes]) -> None:
    with fake_store() as fake:
        assert _load(fake, tiny_dist, graph="default")[0] == len(lines)
        assert fake.size() == len(lines)


def _after(calls: int, method: str, path: str) -> Callable[[str, str], int | None]:
    """Return a refusal of the calls after so many to a path."""
    seen: list[str] = []

    def refuse(called: str, place: str) -> int | None:
        if (called, place) != (method, path):
            return None
        seen.append(place)
        return 500 if len(seen) > calls else None

    return refuse


@pytest.mark.parametrize(
    "refuse", [_after(0, "POST", "/store"), _after(3, "POST", "/store"), _after(1, "POST", "/query")]
)
def test_a_load_that_breaks_off_leaves_the_old_graph(tiny_dist: Path, refuse: Callable[[str, str], int | None]) -> None:
    with fake_store(refuse) as fake:
        fake.put(GRAPH, OLD)
        with pytest.raises(KgError, match="answers 500"):
            _load(fake, tiny_dist)
        assert fake.size(GRAPH) == 1
        assert fake.size(STAGING) == 0


def test_a_store_that_counts_otherwise_is_not_believed(tiny_dist: Path) -> None:
    with fake_store() as fake:
        fake.put(GRAPH, OLD)
        add = fake.store.load
        fake.store = _Forgetful(fake.store)  # type: ignore[assignment]
        with pytest.raises(KgError, match=r"triples were sent and <.*staging> holds \d+; the old graph is as it was"):
            _load(fake, tiny_dist)
        assert add is not None
        assert fake.size(GRAPH) == 1


class _Forgetful:
    """A store that keeps the first chunk and loses the next ones, so many or all."""

    def __init__(self, store: ox.Store, lost: int = 1_000_000) -> None:
        self._store = store
        self._loads = 0
        self._lost = lost

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def load(self, *args: object, **words: object) -> None:
        self._loads += 1
        if self._loads == 1 or self._loads > 1 + self._lost:
            self._store.load(*args, **words)  # type: ignore[arg-type]


def test_a_copy_that_breaks_off_keeps_the_new_graph_and_says_so(tiny_dist: Path, lines: list[bytes]) -> None:
    with fake_store(_after(0, "POST", "/update")) as fake:
        fake.put(GRAPH, OLD)
        with pytest.raises(KgError, match="run the command again"):
            _load(fake, tiny_dist)
        assert fake.size(GRAPH) == 1
        assert fake.size(STAGING) == len(lines)


def test_addresses_that_are_known_and_not_known() -> None:
    virtuoso = known_addresses("http://h:8890/sparql", "Virtuoso/07.20", login=True)
    assert virtuoso is not None
    assert (virtuoso.update, virtuoso.graphs) == ("http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth")
    fuseki = known_addresses("http://h:3030/ds/query", "Fuseki", login=False)
    assert fuseki is not None
    assert (fuseki.update, fuseki.graphs) == ("http://h:3030/ds/update", "http://h:3030/ds/data")
    with fake_store(product="Something/1.0") as fake:
        with pytest.raises(KgError, match="--graph-store URL and --update URL"):
            store_at(f"{fake.address}/query")
        given = store_at(f"{fake.address}/query", None, f"{fake.address}/store", f"{fake.address}/update")
        given.add(GRAPH, OLD)
        assert given.count(GRAPH) == 1


@pytest.mark.parametrize("address", ["localhost:8890/sparql", "ftp://h/sparql", "http://127.0.0.1:9/sparql"])
def test_a_wrong_address_is_told_in_one_sentence(tiny_dist: Path, address: str) -> None:
    done = CliRunner().invoke(app, ["load", address, "--out", str(tiny_dist)])
    assert isinstance(done.exception, KgError)
    assert address in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_refused_login_names_the_options() -> None:
    with fake_store(lambda _method, _path: 401) as fake, pytest.raises(KgError, match="--user and --password"):
        store_at(f"{fake.address}/query")


def test_the_command_tells_what_it_did(tiny_dist: Path, lines: list[bytes]) -> None:
    with fake_store() as fake:
        done = CliRunner().invoke(app, ["load", f"{fake.address}/query", "--out", str(tiny_dist)])
        assert done.exit_code == 0, done.output
        assert f"{len(lines)} triples in {GRAPH}" in done.output


def test_a_bulk_folder_holds_the_same_graph(tiny_dist: Path, tmp_path: Path, lines: list[bytes]) -> None:
    folder = tmp_path / "bulk"
    assert write_bulk_folder(tiny_dist / "data", folder, GRAPH, part_triples=5000) == len(lines)
    parts = sorted(folder.glob("part-*.nt.gz"))
    assert len(parts) == len(lines) // 5000 + 1
    assert [line for part in parts for line in gzip.decompress(part.read_bytes()).splitlines()] == lines
    assert {path.read_text() for path in folder.glob("*.graph")} == {f"{GRAPH}\n"}
    with pytest.raises(KgError, match="not empty"):
        write_bulk_folder(tiny_dist / "data", folder, GRAPH)


def test_a_target_is_needed_and_only_one(tiny_dist: Path, tmp_path: Path) -> None:
    for words in ([], ["http://127.0.0.1:9/sparql", "--bulk", str(tmp_path / "x")]):
        done = CliRunner().invoke(app, ["load", *words, "--out", str(tiny_dist)])
        assert isinstance(done.exception, KgError)


def test_a_month_and_its_first_day_may_be_one_value(tmp_path: Path) -> None:
    """Virtuoso takes 2023-11 and 2023-11-01 for one: then one triple fewer is whole, and two fewer are not."""
    xsd, lines = "http://www.w3.org/2001/XMLSchema#", []
    for value, kind in (("2023-11", "gYearMonth"), ("2023-11-01", "date"), ("2023-11-02", "date")):
        lines.append(f'<http://example.org/s> <http://example.org/p> "{value}"^^<{xsd}{kind}> .\n')
    (tmp_path / "baimo.nt.gz").write_bytes(gzip.compress("".join(lines).encode()))
    for lost, whole in ((1, True), (2, False)):
        with fake_store() as fake:
            fake.store = _Forgetful(fake.store, lost)  # type: ignore[assignment]
            store = store_at(f"{fake.address}/query")
            if whole:
                assert load_graph(tmp_path, store, GRAPH, lambda _sent, _total: None, 1) == 3
            else:
                with pytest.raises(KgError, match="holds 1"):
                    load_graph(tmp_path, store, GRAPH, lambda _sent, _total: None, 1)
