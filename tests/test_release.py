"""Releases: what may be published after what, the changelog, redirects, and how the dataset is cited."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
import yaml

from kg.built import Built
from kg.diff import diff
from kg.exports import write_exports
from kg.findings import Finding, KgError
from kg.iris import BMV, DCTERMS, OWL, SKOS
from kg.release import Release, changelog_lines, changelog_section, check_release, parse_version, step
from tests.conftest import ROOT, TINY

PRESS = "sources/press-2024-05-21"
Make = Callable[..., Release]


@pytest.fixture(scope="module")
def old(tiny_dist: Path) -> Release:
    return Release(tiny_dist)


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that builds the tiny dataset with texts of files exchanged, as a version."""
    from kg.build import make as make_stages  # noqa: PLC0415

    def release(version: str, *edits: tuple[str, str, str]) -> Release:
        data = Path(shutil.copytree(TINY, tmp_path / version / "data"))
        for name, before, after in (("dataset.toml", '"0.0.1"', f'"{version}"'), *edits):
            text = (data / name).read_text(encoding="utf-8")
            assert before in text
            (data / name).write_text(text.replace(before, after, 1), encoding="utf-8")
        built = make_stages(data)
        write_exports(built.files, built.tables, built.meta, tmp_path / version / "dist" / "data")
        return Release(tmp_path / version / "dist")

    return release


def log_of(old: Release, new: Release) -> str:
    """Return a changelog that has the section of the new version."""
    lines = "\n".join(changelog_lines(diff(old.folder, new.folder)))
    return f"# Changelog\n\n## {new.version} (2026-12-01)\n\n{lines}\n\n## {old.version} (2026-11-25)\n\nFirst.\n"


def rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


# --- versions ---


def test_the_same_data_as_a_later_version_may_be_published(old: Release, make: Make) -> None:
    new = make("0.0.2")
    assert check_release(old, new, log_of(old, new)) == []


def test_a_corrected_value_is_a_patch(old: Release, make: Make) -> None:
    new = make("0.0.2", (f"{PRESS}/indicators.csv", "300,", "301,"))
    assert check_release(old, new, log_of(old, new)) == []


def test_new_records_are_a_minor_version(old: Release, make: Make) -> None:
    row = "zz-model,新模型,New Model,source\n"
    edit = ("registry/models.csv", "qwen-max,", f"{row}qwen-max,")
    patch, minor = make("0.0.2", edit), make("0.1.0", edit)
    (finding,) = check_release(old, patch, log_of(old, patch))
    assert finding.rule == "release_version"
    assert "raise MINOR, as 0.1.0" in finding.message
    assert check_release(old, minor, log_of(old, minor)) == []


def test_changed_data_under_the_same_version_is_refused(old: Release, make: Make) -> None:
    new = make("0.0.1", (f"{PRESS}/indicators.csv", "300,", "301,"))
    assert "release_version" in rules(check_release(old, new, log_of(old, new)))


def test_a_lost_table_is_a_major_version(tiny_built: Built, old: Release, tmp_path: Path) -> None:
    tables = dict(tiny_built.tables)
    del tables["windows"]
    for version, expected in (("1.4.0", "release_version"), ("2.0.0", "")):
        out = tmp_path / version
        write_exports(tiny_built.files, tables, {**tiny_built.meta, "version": version}, out / "data")
        before = Release(shutil.copytree(old.folder, tmp_path / f"before-{version}"))
        manifest = before.folder / "data" / "manifest.json"
        text = manifest.read_text(encoding="utf-8").replace('"version": "0.0.1"', '"version": "1.3.0"')
        manifest.write_text(text, encoding="utf-8")
        findings = check_release(before, Release(out), log_of(before, Release(out)))
        assert rules(findings) == ({expected} - {""}), findings


def as_before(old: Release, folder: Path, change: str) -> Release:
    """Return the release before, with a column, a term or a file of the tables more or less than now."""
    data = Path(shutil.copytree(old.folder, folder)) / "data"
    with closing(sqlite3.connect(data / "baimo.sqlite")) as tables, tables:
        if change == "a column is gone":
            tables.execute("ALTER TABLE models ADD COLUMN licence TEXT")
        elif change == "a column is new":
            tables.execute("ALTER TABLE models DROP COLUMN label_origin")
        elif change == "a column has another type":
            tables.execute("ALTER TABLE models DROP COLUMN label_origin")
            tables.execute("ALTER TABLE models ADD COLUMN label_origin INTEGER")
    if change == "a term is gone":
        with (data / "ontology.ttl").open("a", encoding="utf-8") as ontology:
            ontology.write("\nbm:formerly a owl:DatatypeProperty .\n")
    elif change == "a file is gone":
        manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
        manifest["files"].append({**manifest["files"][0], "path": "csv/formerly.csv"})
        (data / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Release(folder)


@pytest.mark.parametrize(
    "change",
    ["a column is gone", "a column is new", "a column has another type", "a term is gone", "a file is gone"],
)
def test_another_structure_needs_more_than_a_patch(old: Release, make: Make, tmp_path: Path, change: str) -> None:
    before = as_before(old, tmp_path / "before", change)
    for version, expected in (("0.0.2", {"release_version"}), ("0.1.0", set())):
        new = make(version)
        assert rules(check_release(before, new, log_of(before, new))) == expected


def test_a_vanished_code_is_refused(old: Release, make: Make, tmp_path: Path) -> None:
    data = Path(shutil.copytree(old.folder, tmp_path / "before")) / "data"
    code, scheme = BMV("component-formerly"), BMV("component")
    with gzip.open(data / "baimo.nt.gz", "ab") as graph:
        graph.write(f"{ox.Triple(code, SKOS('inScheme'), scheme)} .\n".encode())
    new = make("0.1.0")
    found = check_release(Release(data.parent), new, log_of(old, new))
    assert [finding.rule for finding in found] == ["vanished_id"]
    assert "vocab/component-formerly" in found[0].message


def test_versions_are_compared_by_number() -> None:
    assert [step("0.9.0", "0.10.0"), step("1.2.3", "2.0.0"), step("1.2.3", "1.2.4")] == ["minor", "major", "patch"]
    assert step("1.2.3", "1.2.3") is None
    assert step("1.10.0", "1.9.9") is None
    with pytest.raises(ValueError, match=r"write MAJOR\.MINOR\.PATCH"):
        parse_version("1.2")


# --- ids ---


RENAMED = ("registry/brands.csv", "tongyi,", "tong-yi,")


def test_a_vanished_id_is_refused(old: Release, make: Make) -> None:
    new = make("0.1.0", RENAMED, (f"{PRESS}/facts.csv", "brand/tongyi,", "brand/tong-yi,"))
    (finding,) = check_release(old, new, log_of(old, new))
    assert finding.rule == "vanished_id"
    assert "id/brand/tongyi was published in 0.0.1" in finding.message


def test_a_redirected_id_stands_and_is_followed(old: Release, make: Make) -> None:
    row = "brand/tongyi,brand/tong-yi,2026-12-01,spelling\n"
    new = make("0.1.0", RENAMED, ("registry/redirects.csv", "old,new,on,why\n", f"old,new,on,why\n{row}"))
    assert check_release(old, new, log_of(old, new)) == []


def test_every_redirect_of_the_real_data_leads_to_what_stands(real_built: Built) -> None:
    store = real_built.store
    old_ids = {quad.subject: quad.object for quad in store.quads_for_pattern(None, DCTERMS("isReplacedBy"), None)}
    assert old_ids
    for iri in old_ids:
        assert list(store.quads_for_pattern(iri, OWL("deprecated"), None)), iri
        end: object = iri
        while end in old_ids:
            end = old_ids[end]  # type: ignore[index]
        assert list(store.quads_for_pattern(end, None, None)), iri  # type: ignore[arg-type]


# --- the changelog ---


def test_a_section_without_the_counts_is_told_line_by_line(old: Release, make: Make) -> None:
    new = make("0.1.0", ("registry/models.csv", "qwen-max,", "zz-model,新模型,New Model,source\nqwen-max,"))
    told = check_release(old, new, "## 0.1.0 (2026-12-01)\n\nMore models.\n")
    assert rules(told) == {"changelog"}
    assert any("- models: 1 added, 0 removed, 0 changed" in finding.message for finding in told)
    (missing,) = check_release(old, new, "# Changelog\n")
    assert "has no section of 0.1.0" in missing.message


def test_the_changelog_has_a_section_of_the_version_of_the_data() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "data" / "dataset.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert changelog_section((ROOT / "CHANGELOG.md").read_text("utf-8"), version[1])


def test_the_corrections_page_has_every_version_after_the_first() -> None:
    versions = re.findall(r"^## (\S+) \(", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    page = (ROOT / "docs" / "corrections.md").read_text("utf-8")
    assert [version for version in versions[:-1] if f"## {version}" not in page] == []


# --- the command ---


def test_the_command_refuses_with_code_two_and_tells_all(old: Release, make: Make, tmp_path: Path) -> None:
    new = make("0.0.1", (f"{PRESS}/indicators.csv", "300,", "301,"))
    log = tmp_path / "CHANGELOG.md"
    log.write_text("# Changelog\n", encoding="utf-8")
    command = [sys.executable, "-m", "kg.cli", "release", str(old.folder), str(new.folder), "--changelog", str(log)]
    done = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 2
    assert "raise PATCH" in done.stderr or "raise MINOR" in done.stderr
    assert "Traceback" not in done.stderr
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "- indicators: 0 added, 0 removed, 1 changed" in done.stdout


def test_a_folder_that_is_no_build_is_told(old: Release, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(KgError, match="there is no build here"):
        Release(tmp_path).version  # noqa: B018


# --- citation ---


def test_the_citation_file_is_valid_and_of_this_version() -> None:
    """The schema of the Citation File Format 1.2.0, and what it cannot say: version and day are those of the data."""
    citation = yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  (text only: days stay text)
    schema = json.loads((ROOT / "tests" / "citation-file-format-1.2.0.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(citation)
    header = (ROOT / "data" / "dataset.toml").read_text("utf-8")
    assert f'version = "{citation["version"]}"' in header
    assert f"## {citation['version']} ({citation['date-released']})" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_cffconvert_accepts_the_citation_file() -> None:
    cffconvert = shutil.which("cffconvert", path=str(Path(sys.executable).parent)) or shutil.which("cffconvert")
    if cffconvert is None:
        pytest.skip("cffconvert is not installed; it needs an older jsonschema than the other tests: pipx install it")
    done = subprocess.run([cffconvert, "--validate"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
