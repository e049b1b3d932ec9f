"""Awesome Chinese LLM: open models, the vertical they serve and what they derive from.

The README is prose in bullets (in two indents, 简介 also spelled 簡介); three files of dated entries have fields, and
a fourth groups models under their base. No field names the developer but 机构 and 院校 of the dated entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.ingest._landscape import MADE, Landscape
from kg.ingest._upstream import Line, Upstream, hugging_face, markdown_rows, repositories
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "awesome-chinese-llm"
README, BY_BASE = "README.md", "doc-LLM.md"
DATED = ("doc-Financial.md", "doc-Legal.md", "doc-Medical.md")
NOT_A_MODEL = "a tool or a data set, not a model"
OF_A_LINE = "sizes, tokens and lengths of a whole line of models in one cell"
NO_BASE = "derivation not stated"
SWAPPED = "introductions of two models are swapped upstream"
_SWAPPED = {"Baichuan-7B", "Baichuan-13B"}
_SECTIONS = ("1.1", "1.2", "2.1")
_WORDS = r"(?:[A-Za-z][A-Za-z0-9-]*/)?[A-Za-z][A-Za-z0-9.+_-]*(?: \d[A-Za-z0-9.-]*)?"
_BEFORE = re.compile(rf"(?:基于(?:可商用的|零一万物开源的|了)?|原版|在|以|主干为|沿用|由|从)\s*({_WORDS})")
_ALSO = re.compile(rf"\s*(?:和|、|或|与|/)\s*({_WORDS})")
_NAME = re.compile(r"^\* *([^\n：:，(（]+(?:[(（][^)）]*[)）])?)")


class Item(NamedTuple):
    """A bullet at the margin with the lines under it."""

    line: int
    name: str
    title: str
    section: str
    heading: str
    text: str


def items(text: str) -> Iterator[Item]:
    """Yield the bullets at the margin, each with its heading and the text under it."""
    section = heading = ""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            heading = re.sub(r"<[^>]*>", "", line.lstrip("# ")).strip()
            section = match[1] if (match := re.match(r"(\d(?:\.\d)?)", heading)) else section
        match = _NAME.match(line)
        if match:
            end = next((i for i in range(number, len(lines)) if re.match(r"[*#]", lines[i])), len(lines))
            yield Item(number, match[1].strip(), line[1:].strip(), section, heading, "\n".join(lines[number:end]))


def intro(text: str) -> str:
    """Return the introduction (简介, 簡介) of a bullet."""
    match = re.search(r"[简簡]介\s*[:：]\s*(.*)", text, re.DOTALL)
    return match[1].strip() if match else ""


def stated_bases(text: str) -> list[str]:
    """Return the names that an introduction says the model is based on, in the order of the text."""
    found: list[str] = []
    for match in _BEFORE.finditer(text):
        found.append(match[1])
        rest = match.end()
        while also := _ALSO.match(text, rest):
            found.append(also[1])
            rest = also.end()
    return list(dict.fromkeys(name.strip(" .-_") for name in found))


def fields(text: str, *names: str) -> list[str]:
    """Return the values of a field of a dated entry: on its own line, or in the bullets under it."""
    for name in names:
        match = re.search(rf"^( *)\* {name}[ \t]*[:：][ \t]*(.*)\n((?:\1  +\*.*\n?)*)", text + "\n", re.MULTILINE)
        if match:
            under = re.findall(rf"^{match[1]}  \* (.*)$", match[3], re.MULTILINE)
            return [value.strip() for value in [match[2], *under] if value.strip()]
    return []


def read(path: Path, names: Names) -> Import:
    """Read a folder with the README, the four files of doc/ and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(README, *DATED, BY_BASE, publisher="HqWu-HITCS", kind="aggregator", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    for line in markdown_rows(upstream.text(README)):
        if "包含模型" in line.header:
            reader.imported.upstream_rows += 1
            reader.add_base(line)
    for item in items(upstream.text(README)):
        if item.section in _SECTIONS:
            reader.imported.upstream_rows += 1
            reader.add(item)
    for file in DATED:
        for item in items(upstream.text(file)):
            reader.imported.upstream_rows += 1
            reader.add_dated(item, file)
    reader.add_tree(upstream.text(BY_BASE))
    return reader.imported


class _Reader(Landscape):
    def add_base(self, line: Line) -> None:
        """Add what the table of base models says of a line: that its weights are open."""
        locator = self.upstream.at(f"{README}#L{line.number}")
        name = line.cell("底座")
        found = self.names.within(name, SOURCE, MADE, "line")
        if found is None:
            self.imported.leave_unresolved(locator, "model", name)
        else:
            self.fact(["base", name], found, "access", locator, object_="access/open-weights", as_stated=name)
        self.imported.leave_out(locator, OF_A_LINE, name)

    def add(self, item: Item) -> None:
        """Add the claims of a bullet of the README."""
        locator = self.upstream.at(f"{README}#L{item.line}")
        code, weights = repositories(item.text), hugging_face(item.text)
        model = self.made(item.name, locator, (), code, weights)
        if model is None:
            return
        key = ["readme", item.name]
        self.fact(key, model, "access", locator, object_="access/open-weights", as_stated=item.name)
        if item.section == "2.1":
            vertical = self.names.find(item.heading, SOURCE, ("vertical",))
            if vertical:
                self.fact(key, model, "vertical", locator, object_=vertical, as_stated=item.heading)
            else:
                self.imported.leave_unresolved(locator, "vertical", item.heading)
        if item.name in _SWAPPED:
            self.imported.leave_out(locator, SWAPPED, item.name)
            return
        self._bases(key, item.name, model, intro(item.text), locator)

    def _bases(self, key: list[str], name: str, model: str, text: str, locator: str) -> None:
        bases = [(base, found) for base in stated_bases(text) if (found := self.find_made(base))]
        if not any(found != model for _, found in bases):
            self.imported.leave_out(locator, NO_BASE, name)
        for base, found in bases:
            self.derivation([*key, base], model, found, kind_of(text), locator, f"{name} -> {base}")

    def add_dated(self, item: Item, file: str) -> None:
        """Add the claims of a dated entry: day, developers, licence and the bases named in a field."""
        locator = self.upstream.at(f"doc/{file.removeprefix('doc-')}#L{item.line}")
        spelling = re.sub(r"\s*\(\d{4}-\d{2}-\d{2}\)", "", item.name)
        makers = [part for cell in fields(item.text, "机构", "院校") for part in re.split(r"、\s*", cell)]
        parties = [(part, found) for part in makers if (found := self.names.find(part, SOURCE, ("organization",)))]
        for part in makers:
            if part not in {name for name, _ in parties}:
                self.imported.leave_unresolved(locator, "organization", part)
        ids = [party for _, party in parties]
        model = self.made(spelling, locator, ids, repositories(item.text), hugging_face(item.text))
        if model is None:
            return
        key = [file.removesuffix(".md").removeprefix("doc-").lower(), spelling]
        self.developers(key, model, parties, locator, spelling)
        day = re.search(r"\((\d{4}-\d{2}-\d{2})\)", item.title)
        if day:
            self.fact(key, model, "released_on", locator, value=day[1])
        licence = fields(item.text, "License")
        if licence:
            self.fact(key, model, "licence", locator, value=licence[0])
        for cell in fields(item.text, "基座模型", "基础模型"):
            for base in re.findall(rf"(?!v\d){_WORDS}", re.sub(r"\(.*?\)|^[^:：]*[:：]", "", cell)):
                found = self.find_made(base.strip())
                if found:
                    kind = "adapter" if "LoRA" in item.text else "fine-tuned"
                    self.derivation([*key, base], model, found, kind, locator, f"{spelling} -> {base}")
                else:
                    self.imported.leave_unresolved(locator, "model", base, "a base")

    def add_tree(self, text: str) -> None:
        """Add the derivations of the file that groups models under `X 底座`."""
        base: tuple[str, str] | None = None
        for number, line in enumerate(text.splitlines(), 1):
            match = re.match(r"^( *)\* (.+?)\s*$", line)
            if not match:
                continue
            self.imported.upstream_rows += 1
            locator = self.upstream.at(f"doc/LLM.md#L{number}")
            name = match[2].removesuffix("底座").strip()
            model = self.made(name, locator)
            if not match[1]:
                base = (name, model) if model else None
            elif base and model:
                key = ["tree", base[0], name]
                self.derivation(key, model, base[1], "based-on", locator, f"{name} -> {base[0]}")


def kind_of(text: str) -> str:
    """Return the kind of derivation that an introduction states."""
    if re.search(r"继续预训练|持续预训练|增量预训练|二次预训练|继续.?预训练|continue", text):
        return "continued-pretraining"
    if re.search(r"LoRA|lora", text):
        return "adapter"
    return "fine-tuned" if re.search(r"微调|[Ff]inetune|sft|SFT|Instruct", text) else "based-on"
