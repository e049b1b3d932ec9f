"""What importers share: the folder they fill, the rows they leave out, the files they write.

An importer is a module `kg.ingest.<origin>` (hyphens as underscores) with a function

    def read(path: Path, names: Names) -> Import

that reads a copy of the upstream (`path` is a file or a folder) and returns claims and what it left out. It writes
nothing, asks no clock and no network, and returns the same value for the same bytes.
"""

from __future__ import annotations

import csv
import importlib
import pkgutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kg.ingest
from kg.csvio import canonical_csv
from kg.digest import folder_digest
from kg.findings import Finding, KgError, nearest, raise_errors
from kg.ingest.names import Names
from kg.loading import Located, validate
from kg.output import put
from kg.records import CLAIMS, Source, columns, required_columns
from kg.toml import to_toml

_FOLDER = Path(__file__).parent
NO_ALIAS = "no reviewed alias"
"""The reason of a name that means no entity of the registry."""

SPLIT_BYTES = 5_000_000
"""A table above this size is split by year."""


@dataclass(frozen=True, order=True)
class LeftOut:
    """An upstream row, or a part of it, that made no claim."""

    locator: str
    """Where it stands upstream."""
    reason: str
    """A short reason, the same words for the same reason: they are counted in `source.toml`."""
    detail: str = ""
    """What it was, for the person who mends it; shown by `kg ingest`, not kept."""
    unresolved: str = ""
    """The name that means no entity, as kind/spelling; kept in `source.toml`, told by `kg check`."""


@dataclass
class Import:
    """What one origin says: the header of `source.toml`, rows by claim table, and what was left out."""

    source: str
    """Id of the folder in `data/sources/`."""
    meta: dict[str, Any]
    """Keys of `source.toml` (see `kg.records.Source`); origin and digest are added."""
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Claim table → rows, cells as text by column; empty cells may be left out."""
    left_out: list[LeftOut] = field(default_factory=list)
    upstream_rows: int = 0
    """How many rows the upstream has: every one made a claim or stands in `left_out`."""

    def add(self, table: str, claim: str, locator: str, **cells: object) -> None:
        """Add a claim. Cells are written as text; None and empty cells are left out.

        Columns that are Python words or odd in Python take a trailing underscore (`from_`, `property_`).
        """
        row = {"claim": claim, "locator": locator}
        row.update({name.rstrip("_"): str(value) for name, value in cells.items() if value is not None and value != ""})
        unknown = set(row) - set(columns(CLAIMS[table]))
        if unknown:
            raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
        self.rows.setdefault(table, []).append(row)

    def leave_out(self, locator: str, reason: str, detail: str = "") -> None:
        """Note that a row, or a part of it, made no claim."""
        self.left_out.append(LeftOut(locator, reason, detail))

    def leave_unresolved(self, locator: str, kind: str, spelling: str, detail: str = "") -> None:
        """Note a name for which the registry has no reviewed alias; `kg check` tells it with what is near."""
        self.left_out.append(LeftOut(locator, NO_ALIAS, f"{kind} {spelling} {detail}".rstrip(), f"{kind}/{spelling}"))

    @property
    def count(self) -> int:
        """How many claims there are."""
        return sum(map(len, self.rows.values()))


Reader = Callable[[Path, Names], Import]

_OTHER_FORM = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, SyntaxError, RecursionError,
    MemoryError, csv.Error,
)  # fmt: skip
"""What reading a broken copy may raise: bad UTF-8, JSON, TOML, CSV or figures, missing files, columns and keys."""


def origins() -> list[str]:
    """Return the names of all origins that `kg ingest` knows."""
    modules = (module.name for module in pkgutil.iter_modules(kg.ingest.__path__))
    return sorted(
        name.replace("_", "-") for name in modules if name not in {"base", "names"} and not name.startswith("_")
    )


def find_reader(origin: str) -> Reader:
    """Return the reader of an origin; raise `KgError` with the nearest name if there is none."""
    if origin not in origins():
        raise KgError(f'"{origin}" is no origin{nearest(origin, origins())}; known are {", ".join(origins())}')
    reader: Reader = importlib.import_module(f"kg.ingest.{origin.replace('-', '_')}").read
    return _guarded(origin, reader)


def _guarded(origin: str, reader: Reader) -> Reader:
    """Return a reader that tells a copy of another form in one sentence, with the step that met it."""

    def read(path: Path, names: Names) -> Import:
        try:
            return reader(path, names)
        except _OTHER_FORM as error:
            raise KgError(
                f"{origin}: the copy is not of the form that this importer reads, at {_step(error)} "
                f"({type(error).__name__}: {str(error)[:200]}); mend the copy, or the importer if the upstream changed"
            ) from error

    return read


def _step(error: BaseException) -> str:
    """Return where in the importers an error arose, as `read in llm_prices.py:40`."""
    steps = [step for step in traceback.extract_tb(error.__traceback__) if Path(step.filename).parent == _FOLDER]
    return f"{steps[-1].name} in {Path(steps[-1].filename).name}:{steps[-1].lineno}"


def write_import(imported: Import, sources: Path) -> Path:
    """Write an import as a folder of `sources`, whole or not at all, and return its path. Same claims, same bytes.

    Raises `KgError` where a claim would not be read again: a key for several claims, a cell of the wrong form.
    """
    _check_keys(imported)
    _check_rows(imported)
    folder = sources / imported.source
    sources.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=sources, prefix=".ingest-") as temporary:
        made = Path(temporary) / imported.source
        made.mkdir()
        for table in CLAIMS:
            _write_table(table, imported.rows.get(table, []), made)
        (made / "source.toml").write_text(_source_toml(imported, folder_digest(made)), encoding="utf-8", newline="\n")
        put(made, folder)
    return folder


def _check_keys(imported: Import) -> None:
    counts = Counter(row["claim"] for rows in imported.rows.values() for row in rows)
    twice = [key for key, count in counts.items() if count > 1]
    if twice:
        raise KgError(
            f"{imported.source}: {len(twice)} keys stand for several claims, as {', '.join(sorted(twice)[:5])}"
        )


def _check_rows(imported: Import) -> None:
    findings: list[Finding] = []
    for table, rows in imported.rows.items():
        for row in rows:
            place = Located(None, f"{imported.source} {table}, {row['locator']}", 0)
            validate(CLAIMS[table], row, place, findings)
    meta = {**imported.meta, "origin": "import"}
    validate(Source, meta, Located(None, f"{imported.source} source.toml", 0), findings)
    raise_errors(findings)


def _source_toml(imported: Import, digest: str) -> str:
    left_out = Counter(item.reason for item in imported.left_out)
    unresolved = Counter(item.unresolved for item in imported.left_out if item.unresolved)
    kept = {"origin": "import", "digest": digest, "left_out": dict(left_out), "unresolved": dict(unresolved)}
    return to_toml({**imported.meta, **kept})


def _write_table(table: str, rows: list[dict[str, str]], folder: Path) -> None:
    if not rows:
        return
    text = _table_text(table, rows)
    if len(text.encode()) <= SPLIT_BYTES:
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="\n")
        return
    (folder / table).mkdir()
    for year, part in sorted(_by_year(rows).items()):
        (folder / table / f"{year}.csv").write_text(_table_text(table, part), encoding="utf-8", newline="\n")


def _by_year(rows: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    parts: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        day = row.get("effective_from") or row.get("announced_on") or row.get("observed_on") or "undated"
        parts.setdefault(day[:4] if day != "undated" else day, []).append(row)
    return parts


def _table_text(table: str, rows: Iterable[Mapping[str, str]]) -> str:
    return canonical_csv(columns(CLAIMS[table]), required_columns(CLAIMS[table]), rows)
