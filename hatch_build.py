"""Build hook of the wheel: it carries the data, so that `kg price` answers in an empty folder without network.

A wheel holds the sources (`data/`, `ontology/`, what the site is made from) and what `kg build` made of them, as far as
answers need it: the tables, the packed graph, the network, the manifest. An editable install carries nothing.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("ontology", "data", "site")
BUILT = ("baimo.sqlite", "baimo.graphml", "manifest.json")
TURTLE = "baimo.ttl"
TARGET = "kg/_project"
_LEFT_OUT = {"node_modules", "__pycache__"}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the project's data to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Say which files go where; raise `RuntimeError` with the mend where the data is not built."""
        if version == "editable":
            return
        root = Path(self.root)
        built = root / "dist" / "data"
        check_built(root, built)
        packed = root / "build" / f"{TURTLE}.xz"
        pack(built / TURTLE, packed)
        files = {path: f"{TARGET}/{path.relative_to(root).as_posix()}" for path in source_files(root)}
        files |= {built / name: f"{TARGET}/dist/data/{name}" for name in BUILT}
        files[packed] = f"{TARGET}/dist/data/{packed.name}"
        build_data["force_include"].update({str(path): target for path, target in files.items()})


def source_files(root: Path) -> list[Path]:
    """Return the files of the project's own folders, without hidden ones and what npm installs."""
    paths = (path for folder in SOURCES for path in (root / folder).rglob("*") if path.is_file())
    parts = ((path, path.relative_to(root).parts) for path in paths)
    return sorted(path for path, names in parts if not _LEFT_OUT & set(names) and not any(n[0] == "." for n in names))


def check_built(root: Path, built: Path) -> None:
    """Raise `RuntimeError` unless `dist/data` is whole and was made from this version of the data."""
    missing = [name for name in (*BUILT, TURTLE) if not (built / name).is_file()]
    if missing:
        raise RuntimeError(
            f"dist/data is missing or not whole (no {', '.join(missing)}), and the wheel carries it. Run "
            "`pip install -e .` and `kg build`, then build the wheel again."
        )
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    for name in (*BUILT, TURTLE):
        if name in listed and hashlib.sha256((built / name).read_bytes()).hexdigest() != listed[name]:
            raise RuntimeError(f"dist/data/{name} differs from its manifest; run `kg build` again.")
    header = (root / "data" / "dataset.toml").read_text(encoding="utf-8")
    (version,) = re.findall(r'^version = "([^"]+)"', header, re.MULTILINE)
    if manifest["version"] != version:
        raise RuntimeError(
            f"dist/data was built from version {manifest['version']}, and data/dataset.toml says {version}; "
            "run `kg build` again."
        )


def pack(turtle: Path, packed: Path) -> None:
    """Write the graph packed, as `kg.packed` reads it. The same bytes give the same bytes."""
    packed.parent.mkdir(exist_ok=True)
    packed.write_bytes(lzma.compress(turtle.read_bytes(), preset=6))
