"""The list 中国大模型列表: who develops what, for which vertical, where, and what it is based on.

One row may name several organisations and several models; each pair makes claims of its own. The number in
the first column is no id (192 and 215 stand twice), and ✔ under 官网 says that a page answers, nothing about
weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import (
    Line,
    Upstream,
    claim_key,
    hugging_face,
    links,
    markdown_rows,
    plain_text,
    repositories,
)
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "awesome-llms-in-china"
LIST = "README.md"
FIRST_LISTED = "first-listed.derived.csv"
NO_MODEL = "based on an application, not on a model"
SAYS_NOTHING = "the label names no vertical"
_PARTIES = re.compile(r"\s*(?:[&+、]|, )\s*")
_NAMES = re.compile(r"\s*[,，、]\s*")
_NO_HOME = re.compile(r"https?://(?:mp\.weixin\.qq\.com|arxiv\.org|www\.nature\.com|www\.ithome\.com)/")
_STEP = re.compile(r"\s*(?:->\s*)?基于\s*的?|\s*->\s*")
_BASE = re.compile(r"(?!RLHF)[A-Za-z][A-Za-z0-9.+-]*(?: \d[0-9.]*)?|文心一言")
_DATA = re.compile(r"/(?:raw|blob|datasets)/")
_LORA, _TUNED = re.compile(r"Q?LoRA"), re.compile(r"微调|SFT")


class Entry(NamedTuple):
    """A row of the list."""

    line: Line
    parties: list[str]
    models: list[str]
    note: str


class Step(NamedTuple):
    """One step of what a note says: `derived` (empty for the model of the row) is based on `base`."""

    derived: str
    base: str


def entries(text: str) -> Iterator[Entry]:
    """Yield the rows of the two tables. In rows without a closing bar the note stands one cell further on."""
    for line in markdown_rows(text):
        if "大模型" not in line.header:
            continue
        note = " ".join([line.cell("说明"), *line.cells[len(line.header) :]]).strip()
        models = [name for name in _NAMES.split(plain_text(line.cell("大模型"))) if name]
        yield Entry(line, [name for name in _PARTIES.split(line.cell("公司")) if name], models, note)


def steps(note: str) -> Iterator[Step]:
    """Yield the steps of `A基于B`, `A->B->C`, `基于B或C` and `另有基于B的A` in a note."""
    text = re.sub(r"[(（][^)）]*[)）]", "", plain_text(note))
    for clause in re.split(r"[，,；;。、]", text):
        first, *rest = _STEP.split(clause)
        if first == "另有":
            first = clause.rpartition("的")[2]
        derived = [name for name in re.split(r"和", first.removesuffix("都").strip()) if name] or [""]
        for part in rest:
            found = [match for match in map(_BASE.match, re.split(r"[或和]", part)) if match]
            for match in found:
                yield from (Step(name, match.group().strip(" .-")) for name in derived)
            derived = [match.group() for match in found[:1]]
            if not derived:
                break


def read(path: Path, names: Names) -> Import:
    """Read a folder with README.md, the days of first listing and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(LIST, FIRST_LISTED, publisher="wgwang (走向未来)", kind="aggregator", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    for entry in entries(upstream.text(LIST)):
        reader.imported.upstream_rows += 1
        reader.add(entry)
    return reader.imported


class _Reader(Landscape):
    def __init__(self, imported: Import, names: Names, upstream: Upstream) -> None:
        super().__init__(imported, names, upstream)
        self.listed = {(row["company"], row["model"]): row for row in upstream.table(FIRST_LISTED)}
        self.places: dict[str, str] = {}

    def add(self, entry: Entry) -> None:
        """Add the claims of one row."""
        locator = self.upstream.at(f"{LIST}#L{entry.line.number}")
        parties = self.organizations(entry.parties, locator)
        for spelling, party in parties:
            self._based_in(entry, spelling, party, locator)
        if not parties:
            return
        ids = [party for _, party in parties]
        made = [(name, found) for name in entry.models if (found := self.made(name, locator, ids))]
        for name, reference in made:
            self._about(entry, name, reference, locator)
            self.developers(["model", entry.line.cell("公司"), name], reference, parties, locator, name)
        self._opened(entry, [found for _, found in made], parties, locator)
        self._bases(entry, [found for _, found in made], ids, locator)

    def _based_in(self, entry: Entry, spelling: str, party: str, locator: str) -> None:
        cell = entry.line.cell("省市")
        if not cell or self.places.get(spelling) == cell:
            return
        key = ["organization", spelling, *([cell] if spelling in self.places else [])]
        self.places[spelling] = cell
        region = self.names.find(cell, SOURCE, ("region",))
        if region:
            self.fact(key, party, "based_in", locator, object_=region, as_stated=cell)
        else:
            self.imported.leave_unresolved(locator, "region", cell)

    def _about(self, entry: Entry, name: str, reference: str, locator: str) -> None:
        key = ["model", entry.line.cell("公司"), name]
        label = entry.line.cell("类别")
        vertical = self.names.find(label, SOURCE, ("vertical",)) if label else None
        if vertical:
            self.fact(key, reference, "vertical", locator, object_=vertical, as_stated=label)
        elif label == "垂直":
            self.imported.leave_out(locator, SAYS_NOTHING, f"vertical {label}")
        elif label:
            self.imported.leave_unresolved(locator, "vertical", label)
        day = self.listed.get((entry.line.cell("公司"), name))
        if day:
            at = self.upstream.at(f"{LIST}#{claim_key(name)}", day["commit"])
            self.fact(key, reference, "first_listed_on", at, value=day["first_listed"])
        home = next((to for words, to in links(entry.line.cell("大模型")) if name in _NAMES.split(words)), "")
        if home and not _NO_HOME.match(home):
            self.fact(key, reference, "homepage", locator, value=home)

    def _opened(self, entry: Entry, made: list[str], parties: list[tuple[str, str]], locator: str) -> None:
        """Add the models that the note links to by repository, but not those that it is based on.

        They are of the row's organisations and, where the row is of one family, of that family.
        """
        for words, address in links(re.sub(r"基于\s*\[[^\]]*\]\([^)]*\)", "", entry.note)):
            code, weights = repositories(address), hugging_face(address)
            if not (code or weights) or _DATA.search(address):
                continue
            ids = [party for _, party in parties]
            reference = self.find_made(plain_text(words), ids, code, weights, ("model",))
            if reference:
                key = ["opened", entry.line.cell("公司"), address.rpartition("/")[2]]
                self.developers(key, reference, parties, locator, plain_text(words))
                if len(made) == 1 and made[0].startswith("family/"):
                    self.fact(key, reference, "in_family", locator, object_=made[0], as_stated=plain_text(words))

    def _bases(self, entry: Entry, made: list[str], ids: list[str], locator: str) -> None:
        kind = "adapter" if _LORA.search(entry.note) else "fine-tuned" if _TUNED.search(entry.note) else "based-on"
        for step in steps(entry.note):
            base = self.made(step.base, locator)
            if base and base.startswith("application/"):
                self.imported.leave_out(locator, NO_MODEL, step.base)
                continue
            derived = [self.made(step.derived, locator, ids)] if step.derived else made
            for number, reference in enumerate(filter(None, derived), 1):
                row = [entry.line.cell("公司"), "&".join(entry.models)]
                key = ["model", *row, step.derived, step.base, *([str(number)] if number > 1 else [])]
                stated = f"{step.derived or '&'.join(entry.models)} -> {step.base}"
                if base:
                    self.derivation(key, reference, base, kind, locator, stated)
