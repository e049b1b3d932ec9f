"""Stock codes of listed organisations: A shares from one table, Hong Kong and US codes from single files each."""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Upstream
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "stock-codes"
TABLE = "codes.csv"
A_SHARES, LIST = "A-share list", "stock_basic.csv"
TWICE = "the same code twice; the row with the day of listing counts"


def read(path: Path, names: Names) -> Import:
    """Read a folder with the table and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(TABLE, publisher="several public repositories", kind="dataset", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    rows = upstream.table(TABLE)
    dated = {row["code"] for row in rows if row["list_date"]}
    for row in rows:
        reader.imported.upstream_rows += 1
        listed = row["seen_in"] == A_SHARES
        locator = upstream.at(f"{LIST}#{row['code']}") if listed else f"text {row['seen_in']}#{row['code']}"
        again = sum(other["code"] == row["code"] for other in rows) > 1
        if again and row["code"] in dated and not row["list_date"]:
            reader.imported.leave_out(locator, TWICE, row["organisation"])
        else:
            reader.add(row, locator)
    return reader.imported


class _Reader(Landscape):
    def add(self, row: dict[str, str], locator: str) -> None:
        """Add the claims of one row."""
        party = self.organization(row["organisation"], locator)
        if party is None:
            return
        key = ["code", row["code"]]
        self.fact(key, party, "stock_code", locator, value=row["code"], as_stated=row["name_in_list"])
        self.part_of(row["organisation"], party, row["same_organisation_as"], locator)
        day = re.match(r"\d{4}-\d{2}-\d{2}", row["list_date"])
        if day:
            self.fact(key, party, "listed_on", locator, value=day[0])
        region = self.names.find(row["area"], SOURCE, ("region",)) if row["area"] else None
        if region:
            self.fact(key, party, "based_in", locator, object_=region, as_stated=row["area"])
        elif row["area"]:
            self.imported.leave_unresolved(locator, "region", row["area"])
