"""Diff: what changed between two builds, record by record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.answers.database import Database, Row
from kg.findings import KgError

KEYS = {
    "price_periods": ("id", "candidate"),
    "aliases": ("source", "spelling", "context", "id"),
    "alias_bindings": ("id",),
}
"""Table → the columns that make a record the same record; else `id`. Tables without `id` follow from others."""


@dataclass(frozen=True, order=True)
class Change:
    """A record that came, went or changed."""

    table: str
    id: str
    kind: str
    """added, removed or changed."""
    columns: tuple[tuple[str, str, str], ...] = ()
    """For a changed record: column, value before, value after; an absent value is empty."""

    def as_json(self) -> dict[str, Any]:
        """Return the change for `--format json`."""
        changed = {column: {"before": before, "after": after} for column, before, after in self.columns}
        return {"table": self.table, "id": self.id, "kind": self.kind, "columns": changed}


def diff(old: Path, new: Path) -> list[Change]:
    """Return the changes between two builds: folders made by `kg build`, or their `baimo.sqlite`.

    Raises `KgError` where one of the two is no build.
    """
    with closing(_open(old)) as before, closing(_open(new)) as after:
        return sorted(change for table in _tables(before, after) for change in _changes(before, after, table))


def _open(path: Path) -> Database:
    candidates = (path, path / "baimo.sqlite", path / "data" / "baimo.sqlite")
    found = next((candidate for candidate in candidates if candidate.is_file()), None)
    if found is None:
        raise KgError(f"{path.as_posix()}: there is no build here; name a folder that kg build made")
    return Database(found)


def _tables(*databases: Database) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta'"
    names = {row["name"] for database in databases for row in database.rows(query)}
    return sorted(name for name in names if any(_key(database, name) for database in databases))


def _key(database: Database, table: str) -> tuple[str, ...]:
    columns = {row["name"] for row in database.rows("SELECT name FROM pragma_table_info(?)", table)}
    key = KEYS.get(table, ("id",))
    return key if set(key) <= columns else ()


def _records(database: Database, table: str) -> dict[str, Row]:
    key = _key(database, table)
    if not key:
        return {}
    rows = database.rows(f'SELECT * FROM "{table}"')  # noqa: S608  (names come from the file's own schema)
    return {"~".join(str(row[column] or "") for column in key): row for row in rows}


def _changes(before: Database, after: Database, table: str) -> Iterator[Change]:
    old, new = _records(before, table), _records(after, table)
    for name in old.keys() - new.keys():
        yield Change(table, name, "removed")
    for name in new.keys() - old.keys():
        yield Change(table, name, "added")
    for name in old.keys() & new.keys():
        columns = dict.fromkeys((*old[name], *new[name]))
        pairs = ((column, _cell(old[name].get(column)), _cell(new[name].get(column))) for column in columns)
        changed = tuple(pair for pair in pairs if pair[1] != pair[2])
        if changed:
            yield Change(table, name, "changed", changed)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def diff_text(changes: list[Change], shown: int = 20) -> str:
    """Return the changes as text: counts by table, then the records of each, `shown` of a kind at most."""
    lines: list[str] = []
    for table in dict.fromkeys(change.table for change in changes):
        own = [change for change in changes if change.table == table]
        counts = {kind: sum(change.kind == kind for change in own) for kind in ("added", "removed", "changed")}
        lines.append(f"{table}: +{counts['added']} −{counts['removed']} ~{counts['changed']}")
        for kind, sign in (("added", "+"), ("removed", "−"), ("changed", "~")):
            some = [change for change in own if change.kind == kind]
            lines += [f"  {sign} {change.id}{_columns_text(change)}" for change in some[:shown]]
            lines += [f"    … and {len(some) - shown} more"] if len(some) > shown else []
    return "\n".join(lines) or "no record changed"


def _columns_text(change: Change) -> str:
    return "".join(f"  {column}: {before or '∅'} → {after or '∅'}" for column, before, after in change.columns)
