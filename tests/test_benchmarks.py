"""The benchmarks' own parts: grown data are valid and keep their shape, reports are read rightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.analytics.engines import questions, run_duckdb
from kg.build import make
from kg.built import Built
from tests.benchmarks.building import exponent
from tests.benchmarks.grow import grow
from tests.benchmarks.queries import Timing, missed
from tests.benchmarks.under_load import read_wrk
from tests.conftest import TINY

WRK = """
  Thread Stats   Avg      Stdev     Max   +/- Stdev
  Latency Distribution
     50%  635.91us
     75%    1.20ms
     90%    2.00ms
     99%    1.25s
  22464 requests in 30.00s, 17.76MB read
  Socket errors: connect 0, read 1, write 0, timeout 2
  Non-2xx or 3xx responses: 4
Requests/sec:    748.79
"""


def test_grown_data_hold_so_many_times_as_much(tmp_path: Path, tiny_built: Built) -> None:
    """Three copies are three worlds: claims, periods and disagreements three times, and no finding that is new."""
    grow(TINY, tmp_path / "data", 3)
    grown = make(tmp_path / "data")
    for table, claims in tiny_built.resolved.dataset.claims.items():
        assert len(grown.resolved.dataset.claims[table]) == 3 * len(claims), table
    assert len(grown.derived.periods) == 3 * len(tiny_built.derived.periods)
    assert len(grown.derived.disagreements) == 3 * len(tiny_built.derived.disagreements)


def test_grown_tables_hold_every_price_so_many_times_in_offerings_of_its_own(real_dist: Path, tmp_path: Path) -> None:
    """The questions over prices find so many times as many rows, but where they ask for the first few."""
    lake = pytest.importorskip("tests.benchmarks.lake", reason="the analytics need DuckDB and Spark")
    flat = real_dist / "data" / "parquet"
    lake.grow_tables(flat, tmp_path / "grown", 3)
    for name in ("latest", "provider_months"):
        once, grown = run_duckdb(flat, questions()[name]), run_duckdb(tmp_path / "grown", questions()[name])
        assert len(grown.rows) == 3 * len(once.rows), name


def test_the_report_of_wrk_is_read() -> None:
    load = read_wrk(WRK)
    assert (load.requests, load.failed, load.per_second) == (22464, 7, 748.79)
    assert load.p50_ms == pytest.approx(0.63591)
    assert load.p99_ms == pytest.approx(1250)


def test_the_exponent_of_a_straight_line_is_one() -> None:
    small, large = {"triples": 10, "seconds": 2.0}, {"triples": 1000, "seconds": 200.0}
    assert exponent(small, large, "seconds") == pytest.approx(1)


def test_numbers_that_are_missed_are_named() -> None:
    fast = {"Baimo": Timing(1, [0.001]), "pyoxigraph": Timing(1, [0.001]), "rdflib": Timing(1, [0.019])}
    assert missed(fast) == []
    slow = {"Baimo": Timing(1, [0.040]), "pyoxigraph": Timing(1, [0.010]), "rdflib": Timing(1, [0.5])}
    assert missed(slow) == ["> 30 ms", "> 1.2 × pyoxigraph + 0.5 ms", "< 20 × faster than rdflib", "> 3 × the best"]
