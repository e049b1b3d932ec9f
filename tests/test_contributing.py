"""The examples of CONTRIBUTING.md, one for each table: together they are a data folder that passes every check."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.build import check, make
from kg.built import Built
from kg.fmt import fmt
from kg.loading import JUDGEMENTS, REGISTRY_LISTS
from kg.records import CLAIMS, REGISTRY
from tests.conftest import REAL, ROOT

GUIDE = ROOT / "CONTRIBUTING.md"
_EXAMPLE = re.compile(r"^`(?P<path>data/[^`]+)`(?:.+\n)*.*\n\n```(?:csv|toml)\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE)
SOURCE = "xinghe-2024-06-01"


def examples() -> dict[str, str]:
    return {match["path"]: match["text"] for match in _EXAMPLE.finditer(GUIDE.read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("examples") / "data"
    for name, text in examples().items():
        path = data.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy(REAL / "dataset.toml", data / "dataset.toml")
    return data


@pytest.fixture(scope="module")
def built(folder: Path) -> Built:
    return make(folder)


def test_every_table_has_its_example() -> None:
    registry = {f"data/registry/{name}.csv" for name in {**REGISTRY, **REGISTRY_LISTS}}
    claims = {f"data/sources/{SOURCE}/{name}.csv" for name in CLAIMS} | {f"data/sources/{SOURCE}/source.toml"}
    assert set(examples()) == registry | claims | {f"data/judgements/{name}.csv" for name in JUDGEMENTS}


def test_the_examples_pass_every_check(folder: Path) -> None:
    assert not [str(finding) for finding in check(folder).findings if finding.severity == "error"]


def test_the_examples_are_in_canonical_form(folder: Path) -> None:
    assert not [path.name for path in fmt(folder, write=False)]


def test_the_examples_mean_what_is_said_of_them(built: Built) -> None:
    periods = {
        (str(row["component"]), row["condition"]): str(row["amount"]) for row in built.tables["price_periods"].records()
    }
    assert periods["input", None] == "0.001"
    assert periods["input", "input=8000.."] == "0.002"
    assert periods["output", "window=xinghe-off-peak"] == "0.5"
    assert {row["model"] for row in built.tables["price_periods"].records()} >= {"xinghe-7b"}
    changes = {row["claim"]: row for row in built.tables["price_changes"].records()}
    assert changes["c15"]["percent_computed"] == -90
    points = {(row["claim"], row["part"]): row["rank"] for row in built.tables["price_points"].records()}
    assert points["c15", "before"] == "deprecated"
    judged = [row for row in built.tables["disagreements"].records() if row["id"] == "xinghe-percent"]
    assert [row["finding"] for row in judged] == ["apparent"]
    spelt = {row["name"]: row["entity"] for row in built.tables["names"].records() if row["key_kind"] == "fold"}
    assert spelt["星和智能"] == "organization/xinghe-zhineng"
