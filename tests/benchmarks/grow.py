"""Larger data of the real shape: so many copies of the real data, each with entities, sources and names of its own.

Every ratio stays what it is: claims a source, prices a series, witnesses a price, disagreements a claim. Only
regions, verticals, windows and code lists are shared, as they would be.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.digest import folder_digest
from kg.records import KIND_OF_FILE

Cells = dict[str, str]

_SHARED = {"vertical", "region", "window"}
_REFERENCES = (
    *("subject", "object", "attributed_to", "derived", "base", "model", "reaction", "reacts_to", "speaker"),
    *("bound_to", "deployer", "deploys", "value", "old", "new", "a", "b", "id"),
)
_SLUGS = ("service", "event", "work", "relayed_via")
_LISTS = ("claims", "favoured")
_OUTSIDE = ("wikidata", "ror", "stock", "github", "huggingface")


def grow(data: Path, out: Path, times: int) -> None:
    """Write `data` so many times over into a new folder."""
    shutil.copytree(data, out)
    for number in range(1, times):
        for path in sorted((data / "sources").iterdir()):
            if path.is_dir():
                _copy_source(path, out / "sources" / f"{path.name}-x{number}", number)
    for folder in ("registry", "judgements"):
        for path in sorted((data / folder).glob("*.csv")):
            _extend(path, out / folder / path.name, times)


def _copy_source(source: Path, target: Path, number: int) -> None:
    target.mkdir()
    for path in sorted(source.rglob("*.csv")):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(exist_ok=True)
        header, rows = _read(path)
        _write(copy, header, (_renamed_claim(row, number) for row in rows))
    text = (source / "source.toml").read_text(encoding="utf-8")
    text = re.sub(r'^(lineage|mirror_of) = "([^"]+)"', rf'\1 = "\2-x{number}"', text, flags=re.MULTILINE)
    text = re.sub(r'^digest = "[^"]+"', f'digest = "{folder_digest(target)}"', text, flags=re.MULTILINE)
    (target / "source.toml").write_text(text, encoding="utf-8", newline="\n")


def _extend(path: Path, target: Path, times: int) -> None:
    """Append the renamed rows of a registry or judgement table to its copy."""
    kind = KIND_OF_FILE.get(path.stem)
    if kind in _SHARED:
        return
    rename = _renamed_entity if kind else _renamed_judgement
    header, rows = _read(path)
    kept = list(rows)
    copies = (rename(row, number) for number in range(times) for row in kept)
    _write(target, header, copies)


def _renamed_claim(row: Cells, number: int) -> Cells:
    coded = "value" if row.get("property") == "event_kind" else None  # a code list has the name of a kind
    return {name: value if name == coded else _renamed_cell(name, value, number) for name, value in row.items()}


def _renamed_cell(name: str, value: str, number: int) -> str:
    if name in _SLUGS and value:
        return _with_number(value, number)
    return _reference(value, number) if name in _REFERENCES else value


def _renamed_entity(row: Cells, number: int) -> Cells:
    if not number:
        return row
    changed = {**row, "id": _with_number(row["id"], number)}
    for label in ("label_zh", "label_en"):
        if row.get(label):
            changed[label] = f"{row[label]} {number}"
    return changed | {name: "" for name in _OUTSIDE if name in row}


def _renamed_judgement(row: Cells, number: int) -> Cells:
    """Rename a row of a list: aliases, redirects, pairs, ranks, disagreements, what a price feeds."""
    if not number:
        return row
    changed = _renamed_claim(row, number)
    if "spelling" in row:
        changed |= {"spelling": f"{row['spelling']} {number}", "source": _source(row["source"], number)}
    elif "id" in row:
        changed["id"] = _with_number(row["id"], number)
    if "rank" in row and row.get("source"):
        changed["source"] = _source(row["source"], number)
    if row.get("claim"):
        changed["claim"] = _claim(row["claim"], number)
    if row.get("offering"):
        changed["offering"] = _offering(row["offering"], number)
    for name in _LISTS:
        if row.get(name):
            changed[name] = ";".join(_claim(claim, number) for claim in row[name].split(";"))
    return changed


def _with_number(name: str, number: int) -> str:
    return f"{name}-x{number}" if number else name


def _reference(value: str, number: int) -> str:
    kind, slash, _ = value.partition("/")
    own = slash and kind in KIND_OF_FILE.values() and kind not in _SHARED
    return _with_number(value, number) if own else value


def _source(value: str, number: int) -> str:
    return value if value in {"", "*"} else _with_number(value, number)


def _claim(value: str, number: int) -> str:
    source, slash, claim = value.partition("/")
    return f"{_with_number(source, number)}{slash}{claim}"


def _offering(value: str, number: int) -> str:
    service, mark, rest = value.partition("--")
    return f"{_with_number(service, number)}{mark}{rest}"


def _read(path: Path) -> tuple[list[str], Iterator[Cells]]:
    file = path.open(encoding="utf-8", newline="")
    reader = csv.DictReader(file)
    header = list(reader.fieldnames or [])

    def rows() -> Iterator[Cells]:
        with file:
            yield from reader

    return header, rows()


def _write(path: Path, header: list[str], rows: Iterator[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
