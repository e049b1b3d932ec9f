"""Analytics: one SQL, two engines, equal rows; the partitioned tables hold what the flat ones hold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.analytics.engines import ask_spark, questions, run_duckdb, spark_session
from kg.analytics.partition import write_partitioned
from kg.cli import app
from kg.findings import KgError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (pip install baimo-kg[spark])")


@pytest.fixture(scope="module")
def lake(real_dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the partitioned tables of the real data."""
    folder = tmp_path_factory.mktemp("lake") / "parquet"
    write_partitioned(real_dist / "data", folder)
    return folder


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Return a Spark session with two local threads."""
    pytest.importorskip("pyspark", reason="pyspark is not installed (pip install baimo-kg[spark])")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime")
    with spark_session("local[2]") as session:
        yield session


@pytest.mark.parametrize("name", sorted(questions()))
def test_partitioned_tables_answer_as_the_flat_ones(lake: Path, real_dist: Path, name: str) -> None:
    flat = run_duckdb(real_dist / "data" / "parquet", questions()[name])
    assert len(flat.rows) > 10
    assert run_duckdb(lake, questions()[name]) == flat


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(questions()))
def test_spark_and_duckdb_give_equal_rows_in_the_same_order(lake: Path, spark: SparkSession, name: str) -> None:
    assert ask_spark(spark, lake, questions()[name]) == run_duckdb(lake, questions()[name])


def test_every_row_is_in_one_partition(lake: Path, real_dist: Path) -> None:
    for path in (real_dist / "data" / "parquet").glob("*.parquet"):
        count = f'SELECT COUNT(*) FROM "{path.stem}"'  # noqa: S608  (own names)
        assert run_duckdb(lake, count) == run_duckdb(path.parent, count), path.stem
    parts = {path.parent.name for path in (lake / "price_points").glob("source=*/year=*/*.parquet")}
    assert {"year=2023", "year=2024", "year=2025", "year=2026"} <= parts


def test_the_cut_of_qwen_long_is_among_the_cuts(lake: Path) -> None:
    """On 2024-05-21 the input price of Qwen-Long fell from 20 to 0.5 yuan a million tokens: 97.5 %."""
    answer = run_duckdb(lake, questions()["cuts"])
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    (cut,) = [
        row
        for row in rows
        if row["offering"] == "alibaba-bailian--cn--CNY--qwen-long"
        and row["component"] == "input"
        and str(row["since"]) == "2024-05-21"
    ]
    assert (cut["before"], cut["after"], cut["percent"]) == (Decimal(20), Decimal("0.5"), -97.5)


def test_a_second_export_is_refused_and_equal_in_another_folder(real_dist: Path, lake: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="not empty"):
        write_partitioned(real_dist / "data", lake)
    again = tmp_path / "again"
    write_partitioned(real_dist / "data", again)
    assert _bytes(again) == _bytes(lake)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_the_command_prints_csv_and_names_the_nearest(lake: Path) -> None:
    runner = CliRunner()
    assert {line.split()[0] for line in runner.invoke(app, ["analytics"]).output.splitlines()} == set(questions())
    done = runner.invoke(app, ["analytics", "cuts", "--parquet", str(lake)])
    assert done.exit_code == 0, done.output
    header, *rows = done.output.splitlines()
    assert header.startswith("offering,provider,model")
    assert len(rows) == len(run_duckdb(lake, questions()["cuts"]).rows)
    wrong = runner.invoke(app, ["analytics", "cutz"])
    assert "the nearest is cuts" in str(wrong.exception)


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="--parquet"):
        run_duckdb(tmp_path, "SELECT 1")
