"""Federal Reserve H.10: yuan for one US dollar, noon buying rate in New York. Monthly means, and days of 2026.

`path` is a folder with `fed-h10-monthly.csv` and `fed-h10-daily-2026.csv`. A blank day has no rate (a
holiday of the United States). The columns for other currencies are not taken: no price of the record is in
them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg.digest import file_sha256
from kg.ingest._lists import claim_key, file_in, read_rows
from kg.ingest.base import Import
from kg.ingest.names import Names
from kg.values import parse_decimal, plain

SOURCE = "fed-h10"
UNIT = "CNY per USD"
MONTHLY, DAILY = "fed-h10-monthly.csv", "fed-h10-daily-2026.csv"
MONTHLY_COMMIT = "fa7d949956d1db1d21102654b1f40d64d2568677"
DAILY_COMMIT = "0947c2304370a5a4dd8db74cdacb8486e7d85cbe"


def read(path: Path, _: Names) -> Import:
    """Read the two files."""
    monthly, daily = file_in(path, MONTHLY), file_in(path, DAILY)
    imported = Import(SOURCE, {**META, "sha256": file_sha256(daily)})
    for _row, cells in read_rows(monthly):
        _add(imported, cells["month"], cells["cny_per_usd"], f"{MONTHLY_COMMIT}:data/monthly.csv", "mean of the month")
    for _row, cells in read_rows(daily):
        _add(imported, cells["date"], cells["cny_per_usd"], f"{DAILY_COMMIT}:data/daily.csv", "rate of the day")
    return imported


def _add(imported: Import, period: str, printed: str, file: str, what: str) -> None:
    imported.upstream_rows += 1
    if not printed:
        imported.leave_out(f"{file}#{period}", "no rate that day: a holiday of the United States")
        return
    imported.add(
        "indicators", claim_key("cny-per-usd", period), f"{file}#{period}",
        kind="observation", measure="exchange-rate", value=plain(parse_decimal(printed)), comparator="exactly",
        unit=UNIT, period=period, population=f"noon buying rate in New York, {what}", as_stated=printed,
    )  # fmt: skip


META: dict[str, object] = {
    "title": "Foreign Exchange Rates - H.10",
    "publisher": "Board of Governors of the Federal Reserve System, kept in datasets/exchange-rates",
    "kind": "dataset",
    "licence": "ODC-PDDL-1.0 (figures of the US government)",
    "lineage": SOURCE,
    "url": "https://github.com/datasets/exchange-rates",
    "repo": "datasets/exchange-rates",
    "commit": MONTHLY_COMMIT,
    "published": date(2026, 9, 25),
    "retrieved": date(2026, 11, 23),
    "note": "Monthly means from 2022-12 to 2026-06, days from 2026-01-02 to 2026-09-25; nothing later. "
    "The day that is not listed has no rate. The checksum is that of the daily rates.",
}
