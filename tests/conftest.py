"""What the tests share: the tiny complete dataset, the real one, and both of them built once a session."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.answers.database import Database
from kg.build import build, make
from kg.built import Built

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "tiny" / "data"
REAL = ROOT / "data"


@pytest.fixture
def tiny_data(tmp_path: Path) -> Path:
    """Return a copy of the tiny dataset that a test may spoil."""
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture(scope="session")
def tiny_built() -> Built:
    """Return all stages of the tiny dataset."""
    return make(TINY)


@pytest.fixture(scope="session")
def tiny_dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of the tiny dataset."""
    out = tmp_path_factory.mktemp("tiny") / "dist"
    build(TINY, out)
    return out


@pytest.fixture(scope="session")
def tiny_database(tiny_dist: Path) -> Database:
    """Return the tables of the tiny dataset to ask."""
    return Database(tiny_dist / "data" / "baimo.sqlite")


@pytest.fixture(scope="session")
def real_built() -> Built:
    """Return all stages of the real data."""
    return make(REAL)


@pytest.fixture(scope="session")
def real_dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of the real data: `dist/` of the checkout where it is newer than the data, else a new build."""
    built = ROOT / "dist" / "data" / "manifest.json"
    inputs = [path for folder in ("data", "ontology", "kg", "site") for path in (ROOT / folder).rglob("*")]
    tracked = (path for path in inputs if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts))
    if built.is_file() and built.stat().st_mtime >= max(path.stat().st_mtime for path in tracked):
        return built.parent.parent
    out = tmp_path_factory.mktemp("real") / "dist"
    build(REAL, out)
    return out


@pytest.fixture(scope="session")
def real_database(real_dist: Path) -> Database:
    """Return the tables of the real data to ask."""
    return Database(real_dist / "data" / "baimo.sqlite")


@pytest.fixture
def spoil(tiny_data: Path) -> Callable[[str, str, str], Path]:
    """Return a function that exchanges text in a file of the tiny dataset, once, and returns the data folder."""

    def exchange(name: str, old: str, new: str) -> Path:
        path = tiny_data / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tiny_data

    return exchange
