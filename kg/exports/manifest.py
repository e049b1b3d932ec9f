"""The manifest: every file of `data/` with rows or triples, bytes and checksum."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.digest import file_sha256


def to_json(value: Any) -> str:
    """Return JSON in one form: UTF-8, two blanks, a line end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def list_files(folder: Path, counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Return an entry for each file of a folder: path, rows or triples where `counts` knows them, bytes, sha256."""
    entries = []
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != "manifest.json":
            sizes = {"bytes": path.stat().st_size, "sha256": file_sha256(path)}
            entries.append({"path": name, **counts.get(name, {}), **sizes})
    return entries


def write_manifest(folder: Path, meta: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Write `manifest.json` over the files that stand in a folder and return it.

    `counts` gives rows or triples by path, as `{"csv/models.csv": {"rows": 1050}}`.
    """
    manifest = {**meta, "files": list_files(folder, counts)}
    (folder / "manifest.json").write_text(to_json(manifest), encoding="utf-8", newline="\n")
    return manifest
