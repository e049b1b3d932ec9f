"""Tables as CSV, Parquet and SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from kg.csvio import to_csv
from kg.tables.frame import Cell, Table, cell_text, safe_text

_SQL_TYPES = {"text": "TEXT", "integer": "INTEGER", "decimal": "TEXT", "date": "TEXT"}
_INDEXES = {
    "names": "key",
    "price_periods": "model, offering",
    "price_points": "id",
    "period_claims": "period",
    "statements": "subject",
    "evidence": "id",
    "disagreement_claims": "node",
    "offerings": "model",
}


def write_csv(tables: Mapping[str, Table], folder: Path) -> None:
    """Write one CSV for each table."""
    folder.mkdir()
    for name, table in tables.items():
        rows = ([safe_text(cell) for cell in row] for row in table.rows)
        (folder / f"{name}.csv").write_text(to_csv(list(table.columns), rows), encoding="utf-8", newline="\n")


def write_parquet(tables: Mapping[str, Table], folder: Path) -> None:
    """Write one Parquet file for each table; amounts are decimal128(38, 18), days date32."""
    import pyarrow as pa  # noqa: PLC0415  (slow to load; only the build writes Parquet)
    import pyarrow.parquet as pq  # noqa: PLC0415

    folder.mkdir()
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(38, 18),
        "date": pa.date32(),
    }
    for name, table in tables.items():
        schema = pa.schema([(column, types[kind]) for column, kind in table.columns.items()])
        values = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
        arrays = [pa.array(column, type=field.type) for column, field in zip(values, schema, strict=True)]
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), folder / f"{name}.parquet", compression="zstd")


def write_sqlite(tables: Mapping[str, Table], meta: Mapping[str, str], path: Path) -> None:
    """Write all tables and `meta` (key, value) into one SQLite file. Decimals and days are text, exact."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        for name, table in tables.items():
            columns = ", ".join(f'"{column}" {_SQL_TYPES[kind]}' for column, kind in table.columns.items())
            connection.execute(f'CREATE TABLE "{name}" ({columns}) STRICT')
            marks = ", ".join("?" * len(table.columns))
            rows = (tuple(_sql(cell) for cell in row) for row in table.rows)
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608  (own names)
        for name, index in _INDEXES.items():
            if name in tables:
                connection.execute(f'CREATE INDEX "{name}_index" ON "{name}" ({index})')
        connection.commit()
        connection.execute("VACUUM")


def _sql(cell: Cell) -> str | int | None:
    return cell if cell is None or isinstance(cell, (str, int)) else cell_text(cell)
