"""Canonical files: what `kg fmt` writes. Known order of columns, sorted rows, LF, missing claim keys filled once."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from kg.csvio import canonical_csv
from kg.loading import JUDGEMENTS, REGISTRY_LISTS
from kg.records import CLAIMS, REGISTRY, Record, columns, required_columns

_BOM = "\ufeff"


def fmt(data: Path, write: bool = True) -> list[Path]:
    """Bring hand-kept tables of a data folder into canonical form and return the files that differed.

    Import folders are left alone: `kg ingest` writes them. With `write` False nothing is written. A file that is
    not UTF-8 or not CSV is left alone too; `kg check` tells what is wrong with it.
    """
    changed = []
    for path, record in sorted(_tables(data)):
        text = path.read_bytes().decode("utf-8", errors="surrogateescape")
        canonical = _canonical(text, record, path)
        if canonical is not None and canonical != text:
            changed.append(path)
            if write:
                path.write_text(canonical, encoding="utf-8", newline="\n", errors="surrogateescape")
    return changed


def _tables(data: Path) -> Iterator[tuple[Path, type[Record]]]:
    for folder, tables in (("registry", {**REGISTRY, **REGISTRY_LISTS}), ("judgements", JUDGEMENTS)):
        for name, record in tables.items():
            path = data / folder / f"{name}.csv"
            if path.is_file():
                yield path, record
    for source in sorted((data / "sources").glob("*/source.toml")):
        if _is_import(source):
            continue
        for name, claim in CLAIMS.items():
            for path in (source.parent / f"{name}.csv", *sorted((source.parent / name).glob("*.csv"))):
                if path.is_file():
                    yield path, claim


def _is_import(source: Path) -> bool:
    try:
        return tomllib.loads(source.read_text(encoding="utf-8")).get("origin") == "import"
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return True


def _canonical(text: str, record: type[Record], path: Path) -> str | None:
    reader = csv.reader(io.StringIO(text.removeprefix(_BOM)), strict=True)
    try:
        header = next(reader)
        lines = [line for line in reader if line]
    except (csv.Error, StopIteration):
        return None
    known = columns(record)
    if set(header) - set(known) or len(set(header)) != len(header) or any(len(line) != len(header) for line in lines):
        return None
    rows = [{name: cell.strip() for name, cell in zip(header, line, strict=True)} for line in lines]
    if "claim" in record.model_fields and record in CLAIMS.values():
        _fill_keys(rows, path)
    return canonical_csv(known, required_columns(record), rows)


def _fill_keys(rows: list[dict[str, str]], path: Path) -> None:
    """Give rows without a key the next free one, as `prices-12`: counted over the folder, never reused."""
    taken = [0]
    for sibling in path.parent.rglob("*.csv"):
        text = sibling.read_text(encoding="utf-8", errors="replace")
        taken += [int(number) for number in re.findall(rf"^{path.stem}-(\d+),", text, re.MULTILINE)]
    free = max(taken) + 1
    for row in rows:
        if not row.get("claim"):
            row["claim"] = f"{path.stem}-{free}"
            free += 1
