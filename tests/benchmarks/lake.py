"""The price analytics over Parquet: embedded on DuckDB and distributed on Spark, on the real tables and on larger ones.

The larger tables hold every price so many times over, each copy with providers, models and offerings of its own.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession

from kg.analytics.engines import Answer, ask_spark, questions, run_duckdb, spark_session
from kg.analytics.partition import write_partitioned
from tests.benchmarks.report import number, table

HEADER = ("prices", "Parquet files", "MB", "question", "rows", "DuckDB s", "Spark, first s", "Spark, again s")
_GROWN = {
    "price_points": ("offering", "provider", "model"),
    "price_periods": ("id", "offering", "provider", "model"),
    "offerings": ("id",),
}
"""The tables that the questions read, and their columns that name something of a copy's own."""
MASTER = "local[2]"


@dataclass(frozen=True)
class Measured:
    """One question on one set of tables, on both engines, in seconds."""

    prices: int
    files: int
    megabytes: float
    question: str
    rows: int
    duckdb: float
    spark_first: float
    """With the time in which Spark finds the files and compiles."""
    spark_again: float

    @property
    def line(self) -> Sequence[str]:
        """The line of the table."""
        return (
            f"{self.prices:,}",
            f"{self.files:,}",
            number(self.megabytes, 1),
            self.question,
            f"{self.rows:,}",
            *(number(seconds) for seconds in (self.duckdb, self.spark_first, self.spark_again)),
        )


def measure(data: Path, work: Path, sizes: Sequence[int]) -> str:
    """Return the table for the partitioned tables of a built `data` folder and for so many times as many prices."""
    write_partitioned(data, work / "lake-1")
    lines = []
    begun = time.perf_counter()
    with spark_session(MASTER) as spark:
        started = time.perf_counter() - begun
        lines += [one.line for one in _both(work / "lake-1", spark)]
        for times in sizes:
            folder = work / f"lake-{times}"
            grow_tables(data / "parquet", folder, times)
            lines += [one.line for one in _both(folder, spark)]
            shutil.rmtree(folder)
    return f"{table(HEADER, lines)}\nA session of Spark ({MASTER}) starts in {number(started, 1)} s, once."


def grow_tables(flat: Path, out: Path, times: int) -> None:
    """Write the tables of the questions with every row so many times, into a new folder."""
    out.mkdir()
    with duckdb.connect() as connection:
        for name, columns in _GROWN.items():
            renamed = ", ".join(f'"{column}" || \'-x\' || copy AS "{column}"' for column in columns)
            connection.execute(
                f"COPY (SELECT rows.* REPLACE ({renamed}) FROM read_parquet('{flat / name}.parquet') AS rows, "  # noqa: S608  (own names)
                f"range({times}) AS copies(copy)) TO '{out / name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )


def _both(folder: Path, spark: SparkSession) -> list[Measured]:
    files = sorted(folder.rglob("*.parquet"))
    prices = run_duckdb(folder, "SELECT COUNT(*) FROM price_points").rows[0][0]
    assert isinstance(prices, int)
    ask = partial(ask_spark, spark)
    found = []
    for name, sql in questions().items():
        embedded, answer = _timed(run_duckdb, folder, sql)
        first, distributed = _timed(ask, folder, sql)
        if distributed != answer:
            raise RuntimeError(f"{name}: Spark and DuckDB do not give the same rows of {folder}")
        again, _ = _timed(ask, folder, sql)
        size = sum(path.stat().st_size for path in files) / 1e6
        found.append(Measured(prices, len(files), size, name, len(answer.rows), embedded, first, again))
    return found


def _timed(ask: Callable[[Path, str], Answer], folder: Path, sql: str) -> tuple[float, Answer]:
    begun = time.perf_counter()
    answer = ask(folder, sql)
    return time.perf_counter() - begun, answer
