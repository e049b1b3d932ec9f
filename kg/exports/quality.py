"""Reference quality as JSON, for badges, dashboards and comparisons between releases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.exports.manifest import to_json
from kg.tables.frame import Table, cell_text
from kg.tables.quality import FIRST_PARTY


def write_quality(table: Table, meta: Mapping[str, str], path: Path) -> None:
    """Write the table `quality` with the meaning of its counts; shares are decimals as text."""
    rows = [
        {name: cell if isinstance(cell, int) else cell_text(cell) for name, cell in row.items() if cell is not None}
        for row in table.records()
    ]
    document: dict[str, Any] = {**meta, "first_party_kinds": sorted(FIRST_PARTY), "rows": rows}
    path.write_text(to_json(document), encoding="utf-8", newline="\n")
