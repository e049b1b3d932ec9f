"""Ecosystem Graphs: Chinese models with what they depend on, licence, access and size.

The nationality column is wrong for several makers (DeepSeek: USA, 01.AI: France); it is kept as what the source
states. A maker counts as Chinese if the column says so or a reviewed alias row with the context below does.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from kg.ingest._landscape import Landscape, split_names
from kg.ingest._upstream import Upstream, parameters
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "ecosystem-graphs"
TABLE = "all_assets.csv"
CHINESE = "chinese-maker"
"""Context of alias rows for makers whose nationality column does not say China."""
NOT_CHINESE = "no Chinese maker"
DATA_SET = "a data set"
NATIONALITY_UNKNOWN = "nationality unknown"
LATER = "depends on a model that came later"
ACCESS = {"open": "open-weights", "closed": "closed"}
NO_CODE = "access stated as limited, without saying how"
_DATA = {"CLUE", "SkyPile", "Kinetics-400", "Kinetics-710", "AVA", "Something-Something-v2", "OPUS", "LAION"}
_DATA |= {"WebVid", "InternVid", "KMash", "ImageNet", "WebVision"}
"""Data sets that are named as dependencies and have no row of their own."""
_LATER = {("DeepSeek-V3", "DeepSeek-R1")}
_CLOSED = {"GPT-4"}
"""Dependencies whose weights nobody outside has: their answers were used, and the column does not say how."""
_SIZE = re.compile(r"(\d+(?:\.\d+)?[TBM]) parameters(?: with (\d+(?:\.\d+)?[TBM]) parameters for activation)?")
_READ = {"text": "text", "image": "vision", "video": "video", "audio": "audio", "code": "code"}
_MADE = {
    "text": "text",
    "image": "image-generation",
    "video": "video-generation",
    "audio": "audio",
    "code": "code",
}


def read(path: Path, names: Names) -> Import:
    """Read a folder with the table and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(TABLE, publisher="Stanford CRFM", kind="dataset", lineage=SOURCE)
    rows = upstream.table(TABLE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    reader.data_sets = {row["name"] for row in rows if row["type"] == "dataset"}
    for number, row in enumerate(rows, 1):
        reader.imported.upstream_rows += 1
        reader.add(row, upstream.at(f"resources/{TABLE}#row {number}"))
    return reader.imported


class _Reader(Landscape):
    data_sets: set[str]

    def add(self, row: dict[str, str], locator: str) -> None:
        """Add the claims of one row."""
        makers = split_names(row["organization"])
        reviewed = [self.names.within(maker, SOURCE, ("organization",), CHINESE) for maker in makers]
        if row["nationality"] != "China" and not any(reviewed):
            self._foreign(row, makers, locator)
            return
        if row["type"] != "model":
            self.imported.leave_out(locator, DATA_SET, row["name"])
            return
        parties = self.organizations(makers, locator)
        self._nationality(row, parties, locator)
        model = self.made(row["name"], locator, [party for _, party in parties])
        if model:
            key = ["model", row["organization"], row["name"], *self._which(row)]
            self.developers(key, model, parties, locator, row["name"])
            self._about(row, key, model, locator)
            self._dependencies(row, key, model, locator)

    def _foreign(self, row: dict[str, str], makers: list[str], locator: str) -> None:
        """Add who developed a model from abroad that other sources name too: by an alias within its maker."""
        parties = [(maker, party) for maker in makers if (party := self.party(maker))]
        model = self.find_made(row["name"], [party for _, party in parties]) if parties else None
        if model and row["type"] != "dataset":
            self.developers(["model", row["organization"], row["name"]], model, parties, locator, row["name"])
        else:
            self.imported.leave_out(locator, NOT_CHINESE, row["name"])

    def _which(self, row: dict[str, str]) -> list[str]:
        """Return the year for names that stand for several things (ChatGLM of 2023-03 and of the 2024 report)."""
        return [row["url"].rpartition("/")[2]] if row["name"] in {"ChatGLM", "InternLM"} else []

    def _nationality(self, row: dict[str, str], parties: list[tuple[str, str]], locator: str) -> None:
        region = self.names.find(row["nationality"], SOURCE, ("region",))
        if region is None:
            self.imported.leave_out(locator, NATIONALITY_UNKNOWN, row["nationality"])
            return
        if len(parties) == 1:
            spelling, party = parties[0]
            key = ["organization", spelling]
            cells = {"object_": region, "as_stated": row["nationality"]}
            self.fact(key, party, "nationality_stated", locator, **cells)

    def _about(self, row: dict[str, str], key: list[str], model: str, locator: str) -> None:
        self.fact(key, model, "released_on", locator, value=row["created_date"])
        access = ACCESS.get(row["access"].lower())
        if access:
            self.fact(key, model, "access", locator, object_=f"access/{access}", as_stated=row["access"])
        else:
            self.imported.leave_out(locator, NO_CODE, row["name"])
        if row["license"] not in {"", "unknown", "custom"}:
            self.fact(key, model, "licence", locator, value=row["license"])
        size = _SIZE.match(row["size"])
        if size:
            self.fact(key, model, "parameters", locator, value=parameters(size[1]), as_stated=row["size"])
            if size[2]:
                self.fact(key, model, "active_parameters", locator, value=parameters(size[2]), as_stated=row["size"])
        for code in _modalities(row["modality"]):
            cells = {"object_": f"modality/{code}", "as_stated": row["modality"]}
            self.fact([*key, code], model, "modality", locator, **cells)

    def _dependencies(self, row: dict[str, str], key: list[str], model: str, locator: str) -> None:
        for name in ast.literal_eval(row["dependencies"] or "[]"):
            base = self.find_made(name)
            if (row["name"], name) in _LATER:
                self.imported.leave_out(locator, LATER, f"{row['name']} -> {name}")
            elif name in self.data_sets | _DATA or (base is None and re.search(r"data|corp", name, re.I)):
                self.imported.leave_out(locator, DATA_SET, name)
            elif base is None:
                self.imported.leave_unresolved(locator, "model", name, "a dependency")
            else:
                kind = "unspecified" if name in _CLOSED else "based-on"
                self.derivation([*key, name], model, base, kind, locator, f"{row['name']} -> {name}")


def _modalities(cell: str) -> list[str]:
    """Read `image, text; text`: what goes in, then what comes out."""
    read_in, _, put_out = cell.partition(";")
    codes = [_READ.get(part.strip(), "") for part in read_in.split(",")]
    codes += [_MADE.get(part.strip(), "") for part in put_out.split(",")]
    return [code for code in dict.fromkeys(codes) if code]
