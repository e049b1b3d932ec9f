"""china-ai-landscape: projects with their products and home pages, compiled by one author: low trust.

The year is that of a project, not of a company, and funding rounds are undated: neither is kept. Projects that
make no language models (chips, robots, tools, data) are left out.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Upstream
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "china-ai-landscape"
TABLE = "projects.csv"
OTHER_FIELD = "no language models or applications of them"
NOT_TRACKED = "a product that this graph does not hold"
_CATEGORIES = {"model_open", "model_closed", "app_office", "app_search", "app_agent", "app_coding"}


def read(path: Path, names: Names) -> Import:
    """Read a folder with the table and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(TABLE, publisher="PingPig", kind="aggregator", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    for row in upstream.table(TABLE):
        reader.imported.upstream_rows += 1
        reader.add(row, upstream.at(f"src/data/projects.json#{row['id']}"))
    return reader.imported


class _Reader(Landscape):
    def add(self, row: dict[str, str], locator: str) -> None:
        """Add the claims of one project: its home page, and who makes its products."""
        if row["category"] not in _CATEGORIES:
            self.imported.leave_out(locator, OTHER_FIELD, row["name"])
            return
        kinds = ("organization", "family", "application", "model")
        project = self.names.find(row["name"], SOURCE, kinds)
        if project is None:
            self.imported.leave_unresolved(locator, "organization", row["name"])
            return
        key = ["project", row["id"]]
        self.fact(key, project, "homepage", locator, value=row["url"])
        maker = project if project.startswith("organization/") else None
        for product in re.split(r";\s*", row["products"]):
            found = self.find_made(product, [maker]) if maker else None
            if found and maker:
                self.developers([*key, product], found, [(row["name"], maker)], locator, product)
            else:
                self.imported.leave_out(locator, NOT_TRACKED, product)
