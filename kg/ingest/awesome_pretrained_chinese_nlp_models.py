"""Awesome Pretrained Chinese NLP Models: month, size, domain, weights and backbone of open models.

Six Markdown tables with headers of their own; rows may lack cells at the end, and in a few the cells are shifted:
of those only the name is read. Makers that are persons or handles make no developer claim.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import (
    Line,
    Upstream,
    hugging_face,
    links,
    markdown_rows,
    parameters,
    plain_text,
    repositories,
)
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "awesome-pretrained-chinese-nlp-models"
FILES = ("base-llm", "domain-base-llm", "chat-llm", "domain-chat-llm", "multimodal-chat-llm", "reasoning-llm")
BAD_DATE = "date is not YYYY-MM"
SEVERAL_SIZES = "several sizes in one row"
NO_SIZE = "size not readable"
SHIFTED = "cells shifted"
NO_MAKER = "no maker named"
MISPLACED = "weights of another row's model"
NOT_A_VERTICAL = "a task, a modality or nothing in the column of domains"
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_SIZE = re.compile(r"(?P<active>A)?(?P<size>\d+(?:\.\d+)?)(?P<unit>[TBMtbm])?")
_MODALITIES = {"文": "text", "图": "vision", "视": "video", "音": "audio"}
_ARCHITECTURES = {
    "CD": "decoder-only",
    "PD": "prefix-lm",
    "ED": "encoder-decoder",
    "MoE": "mixture-of-experts",
}


class Sizes(NamedTuple):
    """Counts read from a size cell: total and active parameters; None where there is not exactly one."""

    total: str | None
    active: str | None
    several: bool


def sizes(cell: str) -> Sizes:
    """Read `7B`, `A32/355B` (active 32B), `255B / A36B`, `1.5/7B` (two sizes), `0.5~72B (7档)` (several).

    A part without a unit has the unit of the last one that has one; an active part is never more than the whole, so
    in `A32/1T` it counts billions. A cell with a part that is no size (`A47/300B A3/21B`) names several things.
    """
    text = re.sub(r"[(（].*", "", plain_text(cell)).replace(" ", "")
    if "~" in text or "x" in text.lower():
        return Sizes(None, None, "~" in text)
    found = [_SIZE.fullmatch(part.removesuffix("*")) for part in re.split(r"[/,，、]", text)]
    read = [match for match in found if match]
    unit = next((match["unit"] for match in reversed(read) if match["unit"]), None)
    if not unit or len(read) < len(found):
        return Sizes(None, None, bool(unit))
    total = [count for match in read if not match["active"] and (count := _count(match, unit))]
    active = [count for match in read if match["active"] and (count := _count(match, unit))]
    if len(total) != 1:
        return Sizes(None, None, len(total) > 1)
    within = [count if int(count) <= int(total[0]) else str(int(count) // 1000) for count in active]
    return Sizes(total[0], within[0] if len(within) == 1 else None, False)


def _count(match: re.Match[str], unit: str) -> str | None:
    """Return the count of a part in plain digits, with the unit of the cell where the part has none."""
    return parameters(match["size"] + (match["unit"] or unit))


def shifted(line: Line) -> bool:
    """Whether the cells do not stand under their headers: the maker is a paper, or the domain is an address."""
    maker, domain = line.cell("机构/个人", "机构"), line.cell("领域")
    return "](http" in domain or bool(re.match(r"\[?(?:Paper|Blog)\b|CD$|MoE$", maker))


def maker(line: Line) -> str:
    """Return the words of the maker's cell, without marks."""
    cell = re.sub(r"\\?\]\\?\(<[^>]*>\)", "", line.cell("机构/个人", "机构"))
    return plain_text(cell).strip(" [](/\\")


def own_links(line: Line, of_others: Collection[tuple[str, str]] = ()) -> tuple[list[str], list[str]]:
    """Return the repositories and weights of the row's own model: not those of its backbone or its maker.

    `of_others` names (model, weights) that stand in the row of the wrong model.
    """
    cells = line.cell("下载") + " " + line.cell("项目地址", "项目")
    name = plain_text(line.cell("模型"))
    return repositories(cells), [item for item in hugging_face(cells) if (name, item) not in of_others]


def misplaced(lines: Iterable[Line]) -> set[tuple[str, str]]:
    """Return the (model, weights) whose link was left over from another row.

    That is so where several rows print the same weights, the weights bear the name of one of these models, and this
    model's name has no word in common with them: the row of ERNIE-4.5 links to skywork/skywork-swe-32b.
    """
    printed: dict[str, list[str]] = {}
    for line in lines:
        for item in hugging_face(line.cell("下载")):
            printed.setdefault(item, []).append(plain_text(line.cell("模型")))
    named = {item: [name for name in names if _bears(item, name)] for item, names in printed.items()}
    return {
        (name, item) for item, names in printed.items() for name in names if named[item] and name not in named[item]
    }


def _bears(weights: str, name: str) -> bool:
    """Whether weights (`owner/name`) bear a word of a model's name."""
    words = re.findall(r"[a-z]{3,}|[\u3400-\u9fff]{2,}", name.lower())
    return any(word in weights.partition("/")[2] for word in words)


def read(path: Path, names: Names) -> Import:
    """Read a folder with the six files and SOURCE.toml."""
    upstream = Upstream(path)
    files = [f"{name}.md" for name in FILES]
    meta = upstream.meta(*files, publisher="lonePatient", kind="aggregator", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    tables = {name: list(markdown_rows(upstream.text(f"{name}.md"))) for name in FILES}
    reader.of_others = misplaced(line for lines in tables.values() for line in lines)
    for name, lines in tables.items():
        seen: set[tuple[str, ...]] = set()
        for line in lines:
            reader.imported.upstream_rows += 1
            key = _key(name, line, lines, seen)
            reader.add(line, key, upstream.at(f"docs/{name}.md#L{line.number}"))
    return reader.imported


def _key(file: str, line: Line, lines: list[Line], seen: set[tuple[str, ...]]) -> list[str]:
    """Return what tells a row from the others: file and name; a repeated name has its repository, month, size."""
    name = plain_text(line.cell("模型"))
    if sum(plain_text(other.cell("模型")) == name for other in lines) == 1:
        return [file, name]
    repos, weights = own_links(line)
    place = [*repos, *weights, plain_text(line.cell("时间"))]
    key = [file, name, next(iter(place), "")]
    while tuple(key) in seen:
        key.append(plain_text(line.cell("大小")) or "again")
    seen.add(tuple(key))
    return key


class _Reader(Landscape):
    of_others: Collection[tuple[str, str]] = ()
    """(model, weights) whose link was left over from another row."""

    def add(self, line: Line, key: list[str], locator: str) -> None:
        """Add the claims of one row."""
        name = plain_text(line.cell("模型"))
        parties = [] if shifted(line) else self._parties(line, locator)
        repos, weights = own_links(line, self.of_others)
        for item in own_links(line)[1]:
            if item not in weights:
                self.imported.leave_out(locator, MISPLACED, f"{item} in the row of {name}")
        model = self.made(name, locator, [party for _, party in parties], repos, weights)
        if model is None:
            return
        self.developers(key, model, parties, locator, name)
        if weights:
            self.fact(key, model, "access", locator, object_="access/open-weights", as_stated=weights[0])
        if shifted(line):
            self.imported.leave_out(locator, SHIFTED, name)
            return
        self._month(line, key, model, locator)
        self._size(line, key, model, locator)
        self._domain(line, key, model, locator)
        stated = plain_text(line.cell("架构", "结构"))
        code = _ARCHITECTURES.get(stated)
        if code:
            self.fact(key, model, "architecture", locator, object_=f"architecture/{code}", as_stated=stated)
        self._backbones(line, key, model, locator)

    def _parties(self, line: Line, locator: str) -> list[tuple[str, str]]:
        spelling = maker(line)
        if not spelling:
            self.imported.leave_out(locator, NO_MAKER, plain_text(line.cell("模型")))
            return []
        return self.organizations([spelling], locator)

    def _month(self, line: Line, key: list[str], model: str, locator: str) -> None:
        month = plain_text(line.cell("时间"))
        if _MONTH.fullmatch(month):
            self.fact(key, model, "released_on", locator, value=month)
        else:
            self.imported.leave_out(locator, BAD_DATE, month)

    def _size(self, line: Line, key: list[str], model: str, locator: str) -> None:
        cell = plain_text(line.cell("大小"))
        found = sizes(cell)
        if found.total:
            self.fact(key, model, "parameters", locator, value=found.total, as_stated=cell)
        if found.active:
            self.fact(key, model, "active_parameters", locator, value=found.active, as_stated=cell)
        if not found.total and cell.strip(" /-"):
            self.imported.leave_out(locator, SEVERAL_SIZES if found.several else NO_SIZE, cell)

    def _domain(self, line: Line, key: list[str], model: str, locator: str) -> None:
        label = plain_text(line.cell("领域"))
        vertical = self.names.find(label, SOURCE, ("vertical",)) if label else None
        if vertical:
            self.fact(key, model, "vertical", locator, object_=vertical, as_stated=label)
        elif label and set(label) <= set(_MODALITIES):
            for mark in label:
                code = _MODALITIES[mark]
                self.fact([*key, code], model, "modality", locator, object_=f"modality/{code}", as_stated=label)
        elif label:
            self.imported.leave_out(locator, NOT_A_VERTICAL, label)

    def _backbones(self, line: Line, key: list[str], model: str, locator: str) -> None:
        cell = line.cell("语言模型")
        if not plain_text(cell).strip(" /-"):
            return
        words = re.sub(r"^[A-Za-z][\w-]*/(?=[A-Za-z][\w.-]+$)", "", plain_text(cell))
        linked = links(cell) or [(part.strip(), "") for part in re.split(r"[/、,]", words)]
        for words, address in linked:
            spelling = plain_text(words)
            base = self.find_made(spelling, (), repositories(address), hugging_face(address))
            if base is None:
                self.imported.leave_unresolved(locator, "model", spelling, "a backbone")
                continue
            stated = f"{plain_text(line.cell('模型'))} -> {spelling}"
            self.derivation([*key, spelling], model, base, "based-on", locator, stated)
