"""Names that an import could not resolve: kept with the source, told by a check with what is near, never matched."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.findings import Finding
from kg.ingest.base import Import, find_reader, write_import
from kg.ingest.names import Names
from kg.loading import load
from kg.paths import default_data_dir
from kg.resolve import resolve
from tests.ingest.catalogues import copy_of


def plant(data: Path, *names: str) -> None:
    """Note names of the price list of the tiny data as unresolved."""
    source = data / "sources" / "list-2024" / "source.toml"
    lines = "".join(f'"{name}" = 2\n' for name in names)
    source.write_text(f"{source.read_text(encoding='utf-8')}\n[unresolved]\n{lines}", encoding="utf-8")


def told(data: Path) -> list[Finding]:
    """Return what a check tells of unresolved names."""
    dataset, findings = load(data)
    assert not findings
    _, findings = resolve(dataset)
    return [finding for finding in findings if finding.rule == "unresolved_name"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("organization/度小满金融", "organization/du-xiaoman (度小满)"),
        ("organization/Alibaba Cloud Intelligence", "organization/alibaba-cloud (Alibaba Cloud)"),
        ("model/Qwen Lang", "model/qwen-long"),
        ("organization/Xyz", "nothing is near"),
    ],
)
def test_an_unresolved_name_is_told_with_the_nearest(tiny_data: Path, name: str, near: str) -> None:
    plant(tiny_data, name)
    (finding,) = told(tiny_data)
    assert finding.path == "data/sources/list-2024/source.toml"
    assert finding.severity == "warning"
    assert name.partition("/")[2] in finding.message
    assert "in 2 places" in finding.message
    assert near in finding.message


def test_at_most_three_candidates_each_once(tiny_data: Path) -> None:
    plant(tiny_data, "model/qwen")
    (finding,) = told(tiny_data)
    near = finding.message.split("the nearest are ")[1].split("; add a row")[0]
    references = [item.split(" (")[0] for item in near.split(", ")]
    assert 1 < len(references) <= 3
    assert len(set(references)) == len(references)


def test_kg_check_lists_them_and_does_not_fail(tiny_data: Path) -> None:
    plant(tiny_data, "organization/度小满金融", "vertical/金溶")
    shown = CliRunner().invoke(app, ["check", "--data", str(tiny_data)])
    assert shown.exit_code == 0
    assert 'organization "度小满金融" in 2 places has no reviewed alias' in shown.stderr
    assert "vertical/finance (金融)" in shown.stderr


def test_a_name_that_an_import_met_comes_to_the_check(tmp_path: Path) -> None:
    """The row of an unknown company is left out, its name kept with the source, its count in every place."""
    qids = "qid,label_as_seen,index_file_ids_where_seen\nQ1,Baidu,1\nQ2,Baidoo,2\nQ3,Baidoo,3\n"
    names = Names(default_data_dir() / "registry")
    imported = find_reader("wikidata-qids")(copy_of(tmp_path / "upstream", qids__csv=qids), names)
    assert _unresolved(imported) == ["organization/Baidoo", "organization/Baidoo"]
    written = write_import(imported, tmp_path / "sources")
    assert '[unresolved]\n"organization/Baidoo" = 2\n' in (written / "source.toml").read_text(encoding="utf-8")


def _unresolved(imported: Import) -> list[str]:
    return [item.unresolved for item in imported.left_out if item.unresolved]


def test_no_name_of_the_data_is_unresolved() -> None:
    dataset, _ = load(default_data_dir())
    assert not {name: row.record.unresolved for name, row in dataset.sources.items() if row.record.unresolved}
