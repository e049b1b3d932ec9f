"""The notebooks run over the built data and tell what is kept in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.notebooks import NOTEBOOKS, executed, printed

pytest.importorskip("nbclient", reason="the notebooks run with nbclient: pip install -r requirements/test.txt")


def kept(path: Path) -> Any:
    import nbformat  # noqa: PLC0415  (absent where these tests are skipped)

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def test_there_is_one_for_each_way_of_working() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["duckdb", "networkx", "pandas-polars", "sparql"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_and_begins_with_its_question(path: Path) -> None:
    cells = kept(path).cells
    assert len(cells) <= 12
    assert cells[0].source.startswith("# ")
    assert cells[0].source.splitlines()[0].endswith("?")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_what_is_kept_in_it(path: Path, real_dist: Path, tmp_path: Path) -> None:
    assert printed(executed(path, real_dist, tmp_path)) == printed(kept(path)), "run python -m tests.notebooks"
