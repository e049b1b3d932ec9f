"""The search index of the website: every entity with its names, as small as the reader's connection deserves.

The browser computes the keys of `kg.names` itself. So the index holds names once, not their keys, and what the
keys need beside: traditional characters with the simplified ones that occur, one reading for each character, and
the names that are read otherwise. It is a script that hands over JSON, since a page opened from a file may not
fetch.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.loading import Dataset
from kg.names import fold_key
from kg.site.links import PAGE_KINDS
from kg.tables.frame import Table

_CJK = range(0x3400, 0xA000)
_CHINESE_RUNS = re.compile("[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_ORDER = (
    "organization", "family", "model", "vertical", "event", "episode", "application", "brand", "service", "person",
    "work", "source", "region",
)  # fmt: skip
"""Kinds in the order in which equally good hits are shown."""


def search_index(dataset: Dataset, tables: Mapping[str, Table]) -> dict[str, Any]:
    """Return the index of all entities that have a page. The names of an offering find its model."""
    kinds = sorted(PAGE_KINDS, key=_rank)
    labels = dict(_labels(dataset, kinds))
    names = _names(tables, labels)
    weights = _weights(tables)
    lines = [
        "\t".join((str(kinds.index(kind)), name, str(_weight(weights[kind, name])), *cells))
        for (kind, name), cells in sorted(
            ((key, _cells(key[1], *labels[key], names[key])) for key in labels), key=lambda pair: pair[0]
        )
    ]
    keys = {
        fold_key(name) for (_, slug), pair in labels.items() for name in (slug, *pair) if name
    } | {fold_key(name) for several in names.values() for name in several}  # fmt: skip
    return {
        "kinds": kinds,
        "hans": traditional_pairs(keys),
        **readings(keys),
        "entities": "\n".join(lines),
    }


def to_script(index: Mapping[str, Any]) -> str:
    """Return the index as the script `data/search.js`."""
    return f"baimoSearch({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"


def _rank(kind: str) -> tuple[int, str]:
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind)


def _labels(dataset: Dataset, kinds: Iterable[str]) -> Iterator[tuple[tuple[str, str], tuple[str | None, str | None]]]:
    """Yield (kind, id) → Chinese and English label."""
    for kind in kinds:
        for name, row in dataset.registry.get(kind, {}).items():
            yield (kind, name), (row.record.label_zh, row.record.label_en)
    if "source" in kinds:
        for name, located in dataset.sources.items():
            yield ("source", name), (located.record.title, located.record.title_en)


def _names(tables: Mapping[str, Table], labels: Iterable[tuple[str, str]]) -> dict[tuple[str, str], set[str]]:
    """Return (kind, id) → all other names; those of an offering go to its model."""
    models = {
        f"offering/{row['id']}": f"{row['model_kind']}/{row['model']}"
        for row in tables["offerings"].records()
        if row["model"]
    }
    names: dict[tuple[str, str], set[str]] = {key: set() for key in labels}
    for row in tables["names"].records():
        is_id_of_offering = str(row["entity"]).startswith("offering/") and row["name_kind"] == "id"
        if row["key_kind"] != "fold" or is_id_of_offering:
            continue
        kind, _, name = models.get(str(row["entity"]), str(row["entity"])).partition("/")
        if (kind, name) in names:
            names[kind, name].add(str(row["name"]))
    return names


def _cells(slug: str, zh: str | None, en: str | None, names: Iterable[str]) -> list[str]:
    """Return the labels and the names that no other name of the entity stands for, in one order."""
    seen = {fold_key(name) for name in (slug, zh, en) if name}
    more = []
    for name in sorted(names):
        key = fold_key(name)
        if key not in seen:
            seen.add(key)
            more.append(name)
    return [" ".join(cell.split()) for cell in (zh or "", "" if en == zh else en or "", *more)]


def _weights(tables: Mapping[str, Table]) -> Counter[tuple[str, str]]:
    """Return (kind, id) → how often claims speak of it."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in tables["statements"].records():
        for column in ("subject", "object"):
            kind, _, name = str(row[column] or "").partition("/")
            counts[kind, name] += 1
    for row in tables["price_points"].records():
        counts["model", str(row["model"])] += 1
        counts["organization", str(row["provider"])] += 1
    return counts


def _weight(count: int) -> int:
    return min(9, int(math.log2(count + 1)))


def traditional_pairs(keys: Iterable[str]) -> str:
    """Return traditional characters, each followed by the simplified one, for the characters that occur in `keys`."""
    present = {mark for key in keys for mark in key}
    pairs = ((chr(code), fold_key(chr(code))) for code in _CJK)
    return "".join(mark + plain for mark, plain in pairs if mark != plain and plain in present)


def readings(keys: Iterable[str]) -> dict[str, str]:
    """Return `pinyin`, the commonest reading of each character, and `exceptions`, the keys that are read otherwise.

    `pinyin` has groups of a syllable and its characters, separated by blanks; `exceptions` a line for each key
    with its syllables.
    """
    read = {key: _syllables(key) for key in sorted(set(keys)) if any(ord(mark) in _CJK for mark in key)}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, syllables in read.items():
        for mark, syllable in zip(key, syllables, strict=True):
            if ord(mark) in _CJK:
                counts[mark][syllable] += 1
    usual = {mark: min(found, key=lambda one: (-found[one], one)) for mark, found in counts.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for mark, syllable in sorted(usual.items()):
        groups[syllable].append(mark)
    return {
        "pinyin": " ".join(syllable + "".join(groups[syllable]) for syllable in sorted(groups)),
        "exceptions": "\n".join(
            " ".join((key, *syllables))
            for key, syllables in read.items()
            if any(usual.get(mark, mark) != one for mark, one in zip(key, syllables, strict=True))
        ),
    }


def _syllables(key: str) -> list[str]:
    """Return one syllable for each character; a character without reading stands for itself."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  (slow to load; only Chinese names need it)

    found: list[str] = []
    for run in _CHINESE_RUNS.findall(key):
        syllables = lazy_pinyin(run, style=Style.NORMAL) if ord(run[0]) in _CJK else list(run)
        found += syllables if len(syllables) == len(run) else list(run)
    return [one.replace("ü", "v") for one in found]
