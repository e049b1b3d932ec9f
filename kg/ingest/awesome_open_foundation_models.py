"""The list 开源开放基础大模型列表: release day, size and training tokens of open base models."""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import (
    Line,
    Upstream,
    hugging_face,
    markdown_rows,
    parameters,
    plain_text,
    repositories,
)
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "awesome-open-foundation-models"
LIST = "README.md"
NO_DATE = "no release day"
SEVERAL_COUNTS = "several counts in one cell"
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def day(text: str) -> str | None:
    """Read `2024-4-17` and `2024-05-13` as a day; None where there is none."""
    match = _DAY.fullmatch(text.strip())
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def read(path: Path, names: Names) -> Import:
    """Read a folder with README.md and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(LIST, publisher="wgwang (走向未来)", kind="aggregator", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    for line in markdown_rows(upstream.text(LIST)):
        if "参数规模" in line.header:
            reader.imported.upstream_rows += 1
            reader.add(line)
    return reader.imported


class _Reader(Landscape):
    def add(self, line: Line) -> None:
        """Add the claims of one row. Rows may lack cells at the end."""
        locator = self.upstream.at(f"{LIST}#L{line.number}")
        name = plain_text(line.cell("名称"))
        cells = " ".join(line.cells)
        model = self.made(name, locator, (), repositories(line.cell("名称")), hugging_face(cells))
        if model is None:
            return
        key = ["model", name]
        released = day(line.cell("发布时间"))
        if released:
            self.fact(key, model, "released_on", locator, value=released, as_stated=line.cell("发布时间"))
        else:
            self.imported.leave_out(locator, NO_DATE, name)
        self._count(key, model, "parameters", line.cell("参数规模"), locator)
        self._count(key, model, "training_tokens", line.cell("数据规模"), locator)
        self.fact(key, model, "access", locator, object_="access/open-weights", as_stated=name)

    def _count(self, key: list[str], model: str, property_: str, cell: str, locator: str) -> None:
        counts = [part for part in re.split(r"\s*[,，]\s*", cell) if part]
        if len(set(counts)) > 1:
            self.imported.leave_out(locator, SEVERAL_COUNTS, f"{property_} {cell}")
        elif counts and parameters(counts[0]):
            self.fact(key, model, property_, locator, value=parameters(counts[0]), as_stated=cell)
