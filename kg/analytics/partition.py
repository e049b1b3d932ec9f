"""Parquet for many machines: the tables of claims partitioned by source and year, those of conclusions by year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from kg.findings import KgError

_DAYS = {
    "price_points": ("observed_on", "effective_from", "announced_on"),
    "price_changes": ("effective_from", "announced_on"),
    "price_periods": ("from", "last_confirmed_on"),
    "price_moves": ("by",),
}
"""Tables that have a day: its column, or the columns of which the first that is filled counts."""
_BY_SOURCE = ("price_points", "price_changes", "statements", "evidence")
_MAX_PARTITIONS = 100_000


def write_partitioned(data: Path, folder: Path) -> int:
    """Write the Parquet tables of a built `data` folder, partitioned, into a new folder; return the number of rows.

    `price_points/source=llm-prices-cn/year=2024/part-0.parquet`; a claim without day has no year. Small tables are
    one file in a folder of their own. Raises `KgError` if the folder has something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KgError(f"{folder.as_posix()} is not empty; name a new folder with --parquet")
    rows = 0
    for path in sorted((data / "parquet").glob("*.parquet")):
        table = pq.read_table(path)
        rows += table.num_rows
        _write(*_with_year(path.stem, table), folder / path.stem)
    return rows


def _with_year(name: str, table: pa.Table) -> tuple[pa.Table, list[str]]:
    """Return a table with the column that it is partitioned by, and the names of these columns."""
    keys = ["source"] if name in _BY_SOURCE else []
    if name not in _DAYS:
        return table, keys
    days = pc.coalesce(*(table[column] for column in _DAYS[name]))
    return table.append_column("year", pc.cast(pc.year(days), pa.string())), [*keys, "year"]


def _write(table: pa.Table, keys: Sequence[str], folder: Path) -> None:
    ds.write_dataset(
        table,
        folder,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([table.schema.field(key) for key in keys]), flavor="hive"),
        file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),
        basename_template="part-{i}.parquet",
        max_partitions=_MAX_PARTITIONS,
        max_open_files=_MAX_PARTITIONS // 100,
        use_threads=False,
    )
