"""Write `docs/coverage.md` from the data folder of the checkout: `python -m kg.coverage`."""

from __future__ import annotations

import sys

from kg.coverage import coverage_page
from kg.derive import derive
from kg.loading import load
from kg.paths import default_data_dir, project_root
from kg.resolve import resolve
from kg.tables import build_tables


def main() -> None:
    """Build the tables and write the page; the path is told at the end."""
    path = project_root() / "docs" / "coverage.md"
    dataset, _ = load(default_data_dir())
    resolved, _ = resolve(dataset)
    derived = derive(resolved, dataset.meta.as_of)
    page = coverage_page(resolved, derived, build_tables(resolved, derived))
    path.write_text(page, encoding="utf-8", newline="\n")
    sys.stdout.write(f"docs/{path.name}\n")


if __name__ == "__main__":
    main()
