"""Records of the Research Organization Registry (ROR): identifiers, kind, founding year, city, home page.

Read from update batches. Blanks are blanks; a Chinese name that is that of a subordinate unit is left out.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Upstream
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "ror-organisations"
TABLE = "organisations.csv"
OF_A_UNIT = "Chinese name is that of a subordinate unit"
NOT_THE_FOUNDING = "founding year is that of a predecessor"
NO_PLACE = "no place of the region list"
TYPES = {
    "company": "company",
    "education": "university",
    "facility": "facility",
    "government": "public-body",
    "nonprofit": "nonprofit",
    "funder": "",
}
"""Types of ROR → code; empty for a role that is no type of organisation."""
_COUNTRIES = {"HK": "香港", "MO": "澳门"}


def read(path: Path, names: Names) -> Import:
    """Read a folder with the table and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(TABLE, publisher="Research Organization Registry", kind="dataset", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    for row in upstream.table(TABLE):
        reader.imported.upstream_rows += 1
        reader.add(row, upstream.at(f"{row['ror_release']}/{row['ror_id']}.json"))
    return reader.imported


class _Reader(Landscape):
    def add(self, row: dict[str, str], locator: str) -> None:
        """Add the claims of one record."""
        party = self.organization(row["name"], locator)
        if party is None:
            return
        key = ["record", row["ror_id"]]
        self.fact(key, party, "ror_id", locator, value=row["ror_id"], as_stated=row["name"])
        for number, qid in enumerate(filter(None, re.split(r";\s*", row["wikidata_qids"])), 1):
            self.fact([*key, *([str(number)] if number > 1 else [])], party, "wikidata_id", locator, value=qid)
        for kind in re.split(r";\s*", row["types"]):
            if TYPES[kind]:
                code = TYPES[kind]
                cells = {"object_": f"organization-type/{code}", "as_stated": kind}
                self.fact([*key, kind], party, "organization_type", locator, **cells)
        if row["website"]:
            self.fact(key, party, "homepage", locator, value=row["website"])
        self._name(row, key, party, locator)
        self._founded(row, key, party, locator)
        self._place(row, key, party, locator)

    def _name(self, row: dict[str, str], key: list[str], party: str, locator: str) -> None:
        if "subordinate unit" in row["conflict_flag"]:
            self.imported.leave_out(locator, OF_A_UNIT, row["name_zh"])
        elif "公司" in row["name_zh"]:
            self.fact(key, party, "legal_name", locator, value=row["name_zh"])

    def _founded(self, row: dict[str, str], key: list[str], party: str, locator: str) -> None:
        if "founding year" in row["conflict_flag"]:
            self.imported.leave_out(locator, NOT_THE_FOUNDING, row["established"])
        elif row["established"]:
            self.fact(key, party, "founded_on", locator, value=row["established"].zfill(4))

    def _place(self, row: dict[str, str], key: list[str], party: str, locator: str) -> None:
        for place in (row["city"], row["region"], _COUNTRIES.get(row["country"], "")):
            region = self.names.find(place, SOURCE, ("region",)) if place else None
            if region:
                self.fact(key, party, "based_in", locator, object_=region, as_stated=place)
                return
        self.imported.leave_out(locator, NO_PLACE, row["city"])
