"""What the tests of catalogue importers share: small upstream copies, the registry, claims to look at."""

from __future__ import annotations

from pathlib import Path

from kg.digest import folder_digest
from kg.ingest.base import Import, find_reader, write_import
from kg.ingest.names import Names
from tests.ingest.price_lists import ROOT, registry, shared

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HEADER = f"""title = "A copy"
repo = "owner/name"
commit = "{COMMIT}"
commit_date = "2024-01-02T03:04:05+08:00"
licence = "not stated"
retrieved = "2026-11-23"
"""


def copy_of(folder: Path, **files: str) -> Path:
    """Write an upstream copy; a double underscore in a name is a point (`README__md`), two dashes are a hyphen."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "SOURCE.toml").write_text(HEADER, encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("__", ".").replace("ー", "-")).write_text(text, encoding="utf-8")
    return folder


def read(origin: str, folder: Path, names: Names | None = None) -> Import:
    """Read a copy with the registry of this checkout."""
    return find_reader(origin)(folder, names or registry())


def said(imported: Import, property_: str) -> set[tuple[str, str]]:
    """Return (subject, object or value) of all facts with a property."""
    rows = imported.rows.get("facts", [])
    return {(row["subject"], row.get("object") or row["value"]) for row in rows if row["property"] == property_}


def built_on(imported: Import) -> set[tuple[str, str, str]]:
    """Return (derived, base, kind) of all derivations."""
    return {(row["derived"], row["base"], row["kind"]) for row in imported.rows.get("derivations", [])}


def reasons(imported: Import) -> dict[str, int]:
    """Return reason → how many rows or parts were left out."""
    counted: dict[str, int] = {}
    for item in imported.left_out:
        counted[item.reason] = counted.get(item.reason, 0) + 1
    return counted


def check_committed(origin: str, tmp_path: Path) -> Import:
    """Read the source material twice: the same bytes, those that are committed; nothing is unresolved."""
    imported = read(origin, shared(origin))
    assert reasons(imported).get("no reviewed alias", 0) == 0, imported.left_out[:5]
    written = folder_digest(write_import(imported, tmp_path / "once"))
    assert written == folder_digest(write_import(read(origin, shared(origin)), tmp_path / "again"))
    assert written == folder_digest(ROOT / "data" / "sources" / origin), "the committed folder is not what is read"
    return imported


def check_every_row(imported: Import, places: set[str]) -> None:
    """Check that every upstream row, by its locator, made a claim or was left out."""
    told = {row["locator"] for rows in imported.rows.values() for row in rows}
    told |= {item.locator for item in imported.left_out}
    assert not places - told, sorted(places - told)[:5]
