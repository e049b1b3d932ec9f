"""NateScarlet/holiday-cn: public holidays and make-up workdays of mainland China, from the State Council's notices.

Ordinary weekends are not listed: a weekday that is not here is worked, a day of the weekend that is not
here is off.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg.digest import file_sha256
from kg.ingest._lists import claim_key, file_in, read_rows
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "holiday-cn"
FILE = "days.csv"
COMMIT = "d4e53bf2143de9a85bbd0a916c6c4adac32b075f"
PROPERTIES = {"holiday": "public_holiday", "make-up-workday": "make_up_workday"}
REGION = "region/china"


def read(path: Path, _: Names) -> Import:
    """Read the file; `path` is the folder that holds it, or the file."""
    file = file_in(path, FILE)
    imported = Import(SOURCE, {**META, "sha256": file_sha256(file)})
    for row, cells in read_rows(file):
        imported.upstream_rows += 1
        if cells["kind"] not in PROPERTIES:
            imported.leave_out(row, "a kind of day that the importer does not know", cells["kind"])
            continue
        imported.add(
            "facts", claim_key(cells["kind"], cells["date"]), f"{COMMIT}:{cells['list_year']}.json#{cells['date']}",
            subject=REGION, property=PROPERTIES[cells["kind"]], value=cells["date"], as_stated=cells["name"],
        )  # fmt: skip
    return imported


META: dict[str, object] = {
    "title": "holiday-cn",
    "title_en": "Public holidays and make-up workdays of mainland China",
    "publisher": "NateScarlet",
    "kind": "dataset",
    "licence": "MIT",
    "lineage": "state-council-holiday-notices",
    "url": "https://github.com/NateScarlet/holiday-cn",
    "repo": "NateScarlet/holiday-cn",
    "commit": COMMIT,
    "published": date(2026, 8, 7),
    "retrieved": date(2026, 11, 23),
    "note": "The lists of 2023 to 2026; none for 2027 at this commit. Mainland China alone.",
}
