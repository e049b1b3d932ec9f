"""SuperCLUE's monthly leaderboards of 2023: which organisation a model version is of, and since which month it stands.

Scores are one benchmark's opinion and are not kept. A model that stood in an earlier table makes no second claim.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Line, Upstream, markdown_rows, plain_text
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "superclue"
FILES = {
    "README_2305.md": "2023-05",
    "README_2306.md": "2023-06",
    "README_2307.md": "2023-07",
    "README_2308.md": "2023-08",
    "README_2310.md": "2023-10",
    "README_2311.md": "2023-11",
    "README.md": "2023-12",
}
NO_MODEL = "not a model"
BEFORE = "stands in an earlier table"
_HUMAN = "人类"
_PARTIES = re.compile(r"\s*[&与]\s*")


def read(path: Path, names: Names) -> Import:
    """Read a folder with the seven files and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(*FILES, publisher="CLUEbenchmark", kind="dataset", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    for file, month in FILES.items():
        lines = [line for line in markdown_rows(upstream.text(file)) if "模型" in line.header]
        for line in lines:
            reader.imported.upstream_rows += 1
            reader.add(line, file, month)
    return reader.imported


class _Reader(Landscape):
    def __init__(self, imported: Import, names: Names, upstream: Upstream) -> None:
        super().__init__(imported, names, upstream)
        self.seen: set[str] = set()
        self.owned: set[str] = set()

    def add(self, line: Line, file: str, month: str) -> None:
        """Add the claims of one row of a leaderboard."""
        locator = self.upstream.at(f"{file}#L{line.number}")
        spelling, maker = plain_text(line.cell("模型")), plain_text(line.cell("机构"))
        if spelling == _HUMAN or not spelling:
            self.imported.leave_out(locator, NO_MODEL, spelling)
            return
        if spelling in self.seen and (spelling in self.owned or not maker):
            self.imported.leave_out(locator, BEFORE, spelling)
            return
        parties = self.organizations([part for part in _PARTIES.split(maker) if part], locator) if maker else []
        model = self.made(spelling, locator, [party for _, party in parties])
        if model is None:
            return
        if spelling not in self.seen:
            self.fact(["model", spelling], model, "first_listed_on", locator, value=month, as_stated=spelling)
        if maker:
            self.developers(["model", spelling], model, parties, locator, spelling)
            self.owned.add(spelling)
        self.seen.add(spelling)
