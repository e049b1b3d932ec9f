"""Run a question of `sql/` over Parquet tables: embedded on DuckDB, or distributed on Apache Spark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kg.findings import KgError, nearest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Cell = str | int | float | Decimal | date | None

_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Answer:
    """Column names and rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def questions() -> dict[str, str]:
    """Return name → SQL of all questions."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(_SQL.glob("*.sql"))}


def find_question(name: str) -> str:
    """Return the SQL of a question; raise `KgError` with the nearest name if there is none."""
    known = questions()
    if name not in known:
        raise KgError(f'there is no question "{name}"{nearest(name, known)}; `kg analytics` alone lists all')
    return known[name]


def tables_of(folder: Path, sql: str) -> dict[str, Path]:
    """Return table → path of the tables that SQL names: of one file (`t.parquet`), or of a folder of partitions (`t/`).

    Raises `KgError` if the folder has no tables.
    """
    found = {path.stem: path for path in sorted(folder.glob("*.parquet"))}
    found |= {path.name: path for path in sorted(folder.iterdir()) if path.is_dir()} if folder.is_dir() else {}
    if not found:
        raise KgError(
            f"there are no Parquet tables in {folder.as_posix()}; run `kg build`, or name a folder with --parquet"
        )
    return {name: path for name, path in found.items() if re.search(rf"\b{re.escape(name)}\b", sql)}


def run_duckdb(folder: Path, sql: str) -> Answer:
    """Run SQL over the tables of a folder on DuckDB, in this process."""
    try:
        import duckdb  # noqa: PLC0415  (an optional extra)
    except ModuleNotFoundError as error:
        raise KgError("this needs DuckDB: pip install baimo-kg[spark]") from error

    with duckdb.connect() as connection:
        for name, path in tables_of(folder, sql).items():
            files = f"{path.as_posix()}/**/*.parquet" if path.is_dir() else path.as_posix()
            quoted = files.replace("'", "''")
            connection.execute(
                f'CREATE VIEW "{name}" AS SELECT * FROM '  # noqa: S608  (own names)
                f"read_parquet('{quoted}', hive_partitioning = {path.is_dir()}, hive_types_autocast = false)"
            )
        cursor = connection.execute(sql)
        columns = tuple(column[0] for column in cursor.description or ())
        return Answer(columns, cursor.fetchall())


def run_spark(folder: Path, sql: str, master: str = "local[2]") -> Answer:
    """Run SQL over the tables of a folder on Spark; `master` names the cluster, or local threads."""
    with spark_session(master) as spark:
        return ask_spark(spark, folder, sql)


def ask_spark(spark: SparkSession, folder: Path, sql: str) -> Answer:
    """Run SQL over the tables of a folder in a Spark session."""
    for name, path in tables_of(folder, sql).items():
        spark.read.parquet(path.resolve().as_uri()).createOrReplaceTempView(name)
    frame = spark.sql(sql)
    return Answer(tuple(frame.columns), [tuple(row) for row in frame.collect()])


@contextmanager
def spark_session(master: str) -> Iterator[SparkSession]:
    """Give a Spark session whose SQL quotes names as the standard does, and whose partitions are text."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  (an optional extra)
    except ModuleNotFoundError as error:
        raise KgError("this needs Apache Spark: pip install baimo-kg[spark], and a Java runtime") from error

    builder = SparkSession.builder.master(master).appName("baimo")
    settings = {
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.ansi.doubleQuotedIdentifiers": "true",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4",
        }
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()
