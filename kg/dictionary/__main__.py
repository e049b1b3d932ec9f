"""Write `docs/data-dictionary.md` from the data folder of the checkout: `python -m kg.dictionary`."""

from __future__ import annotations

import sys

from kg.derive import derive
from kg.dictionary import dictionary_page
from kg.loading import load
from kg.paths import default_data_dir, project_root
from kg.resolve import resolve
from kg.tables import build_tables


def main() -> None:
    """Build the tables and write the page; the path is told at the end."""
    path = project_root() / "docs" / "data-dictionary.md"
    dataset, _ = load(default_data_dir())
    resolved, _ = resolve(dataset)
    tables = build_tables(resolved, derive(resolved, dataset.meta.as_of))
    path.write_text(dictionary_page(dataset, tables), encoding="utf-8", newline="\n")
    sys.stdout.write(f"docs/{path.name}\n")


if __name__ == "__main__":
    main()
