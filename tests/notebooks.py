"""Running the notebooks of `docs/notebooks`; `python -m tests.notebooks [DIST]` keeps their outputs."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.documents import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
_SECONDS = 120


def executed(path: Path, dist: Path, desk: Path) -> Any:
    """Run a notebook in a folder in which `dist` is a build; return it with its outputs."""
    import nbformat  # noqa: PLC0415  (only the tests of notebooks need it)
    from nbclient import NotebookClient  # noqa: PLC0415

    if not (desk / "dist").exists():
        (desk / "dist").symlink_to(dist)
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    client = NotebookClient(notebook, timeout=_SECONDS, resources={"metadata": {"path": str(desk)}})
    client.execute(env=environment)
    notebook.metadata = {"language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


def printed(notebook: Any) -> list[str]:
    """Return what each code cell tells, as plain text."""
    told = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            parts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
            told.append("\n".join("".join(part) for part in parts))
    return told


def main() -> None:
    """Run all notebooks over the build of the checkout, or the one named, and write their outputs into them."""
    import nbformat  # noqa: PLC0415

    dist = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "dist"

    for path in NOTEBOOKS:
        with tempfile.TemporaryDirectory() as folder:
            notebook = executed(path, dist, Path(folder))
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")  # type: ignore[no-untyped-call]
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
