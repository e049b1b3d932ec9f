"""The model history of the Chinese LLM benchmark ReLE: month, sizes, own or derived base, organisation type."""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Upstream, parameters
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "chinese-llm-benchmark"
TABLE = "LLM-history.transcribed.csv"
SEVERAL_SIZES = "several sizes in one row"
NO_BASE = "said to be derived, base not named"
_TYPES = {"科技大厂": "big-tech", "大模型创业公司": "startup", "其他企业": "company", "学术机构": "institute"}
_OWN = {"是": "true", "否": "false"}
_MONTH = re.compile(r"(\d{4})/0?(\d{1,2})")
_ACTIVE = re.compile(r"(\d+(?:\.\d+)?B)-A(\d+(?:\.\d+)?B)")


def edtf(text: str) -> str:
    """Read `2023/8` as 2023-08 and the span `2023/08~2023/9` as 2023-08/2023-09."""
    return "/".join(f"{year}-{int(month):02}" for year, month in _MONTH.findall(text))


def split_model(text: str) -> tuple[list[str], str]:
    """Return the names of a cell and the base in brackets: `ziya-1(llama1)`, `phi-1, Phi-1.5`, `baichuan2-7B/13B`.

    U+2212 is read as a hyphen; `（v1.1）` is part of a name, not a base.
    """
    plain = text.replace("\u2212", "-").replace("（v1.1）", " v1.1")
    match = re.fullmatch(r"(.*?)\(([^)]*)\)", plain)
    name, base = match.groups() if match else (plain, "")
    return [part.strip() for part in name.split(",")], base


def read(path: Path, names: Names) -> Import:
    """Read a folder with the transcribed table and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(TABLE, publisher="jeinlee1991", kind="dataset", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    rows = upstream.table(TABLE)
    reader.twice = {row["model"] for row in rows if sum(row["model"] == other["model"] for other in rows) > 1}
    for number, row in enumerate(rows, 1):
        reader.imported.upstream_rows += 1
        reader.add(row, upstream.at(f"LLM-history.md#row {number}"))
    return reader.imported


class _Reader(Landscape):
    twice: set[str]

    def add(self, row: dict[str, str], locator: str) -> None:
        """Add the claims of one row."""
        spellings, base = split_model(row["model"])
        parties = self.organizations([row["org"]], locator)
        for spelling, party in parties:
            code = _TYPES[row["org_type"]]
            cells = {"object_": f"organization-type/{code}", "as_stated": row["org_type"]}
            self.fact(["organization", spelling], party, "organization_type", locator, **cells)
        for spelling in spellings:
            model = self.made(spelling, locator, [party for _, party in parties])
            if model:
                key = ["model", spelling, *([row["sizes"]] if row["model"] in self.twice else [])]
                self._about(row, key, model, parties, locator, spelling)
                self._base(row, key, model, base, locator, spelling)

    def _about(
        self,
        row: dict[str, str],
        key: list[str],
        model: str,
        parties: list[tuple[str, str]],
        locator: str,
        spelling: str,
    ) -> None:
        self.developers(key, model, parties, locator, spelling)
        self.fact(key, model, "own_base", locator, value=_OWN[row["own_base"]], as_stated=row["own_base"])
        self.fact(key, model, "released_on", locator, value=edtf(row["date"]), as_stated=row["date"])
        listed = [part for part in re.split(r"\s*[,，、]\s*", row["sizes"]) if part]
        size = re.sub(r"\s*moe$", "", listed[0], flags=re.IGNORECASE)
        both = _ACTIVE.fullmatch(size)
        if len(listed) > 1:
            self.imported.leave_out(locator, SEVERAL_SIZES, row["sizes"])
        elif both:
            for name, count in zip(("parameters", "active_parameters"), both.groups(), strict=True):
                self.fact(key, model, name, locator, value=parameters(count), as_stated=row["sizes"])
        elif parameters(size):
            self.fact(key, model, "parameters", locator, value=parameters(size), as_stated=row["sizes"])

    def _base(self, row: dict[str, str], key: list[str], model: str, base: str, locator: str, spelling: str) -> None:
        found = self.made(base, locator) if base else None
        if found:
            self.derivation([*key, base], model, found, "unspecified", locator, f"{spelling} -> {base}")
        elif row["own_base"] == "否" and not base:
            self.imported.leave_out(locator, NO_BASE, spelling)
