"""The wheel: it is built from what `kg build` made, and answers in an empty folder without network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, TINY

pytest.importorskip("hatchling", reason="the build backend is not installed; pip install -e '.[test]'")

MEGABYTE = 1_000_000
LARGEST = 15 * MEGABYTE
NO_NETWORK = """
import socket, sys
def refuse(*_):
    raise OSError("this test has no network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""


def checkout(folder: Path, data: Path, dist: Path | None) -> Path:
    """Make a checkout with a dataset and, if given, what was built from it."""
    for name in ("kg", "ontology"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "site", folder / "site", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(data, folder / "data")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / name, folder)
    if dist is not None:
        (folder / "dist").mkdir()
        (folder / "dist" / "data").symlink_to(dist / "data")
    return folder


def pip(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run pip of this environment; nothing is looked up."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def make_wheel(source: Path, folder: Path) -> Path:
    """Build the wheel of a checkout."""
    done = pip("wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(source))
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def make_environment(folder: Path) -> Path:
    """Make an environment without any package and return its Python."""
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


class Installed:
    """A wheel in a fresh environment whose other packages are those of this one."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.python = make_environment(folder / "venv")
        done = pip("--python", str(self.python), "install", "-q", "--no-deps", "--no-index", str(wheel))
        assert done.returncode == 0, done.stderr
        packages = next((folder / "venv").rglob("site-packages"))
        (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        self.empty = folder / "empty"
        self.empty.mkdir()

    def run(self, code: str, *words: str) -> str:
        """Run Python code in an empty folder without network and return what it prints."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [self.python, "-c", NO_NETWORK + code, *words],
            capture_output=True, text=True, encoding="utf-8", check=False, cwd=self.empty, env=clean,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kg(self, *words: str) -> str:
        """Run the command line."""
        return self.run("from kg.cli import main\nmain()", *words)


@pytest.fixture(scope="module")
def tiny(tiny_dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("tiny-wheel")
    wheel = make_wheel(checkout(folder / "source", TINY, tiny_dist), folder / "wheels")
    return Installed(wheel, folder)


def test_a_price_in_an_empty_folder(tiny: Installed) -> None:
    (price,) = json.loads(
        tiny.kg("price", "通义千问-Long", "--as-of", "2024-05-22", "--component", "input", "--format", "json")
    )
    assert (price["amount"], price["per_tokens"], price["currency"]) == ("0.0005", 1000, "CNY")


def test_the_graph_loads_lazily_and_is_that_of_the_build(tiny: Installed, tiny_dist: Path) -> None:
    code = "import kg, pathlib\ng = kg.load()\nassert 'store' not in vars(g)\n"
    code += "print(len(g.store), len(g.graph), len(g.query('price-on-day', day='2024-05-22')), kg.__file__)\n"
    store, graph, rows, place = tiny.run(code).split()
    manifest = json.loads((tiny_dist / "data" / "manifest.json").read_text(encoding="utf-8"))
    triples = next(entry["triples"] for entry in manifest["files"] if entry["path"] == "baimo.nt.gz")
    assert (int(store), int(graph)) == (triples, triples)
    assert int(rows) > 0
    assert "site-packages" in place


def test_the_installed_package_builds_its_own_data(tiny: Installed) -> None:
    """The sources are in the wheel too: `kg check` needs no checkout."""
    assert tiny.kg("check").splitlines()[-1].startswith("0 errors")


def test_a_wheel_without_built_data_is_refused_with_the_mend(tmp_path: Path) -> None:
    source = checkout(tmp_path / "source", TINY, None)
    done = pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(tmp_path / "wheels"), str(source))
    assert done.returncode != 0
    assert "dist/data is missing" in done.stdout + done.stderr
    assert "`kg build`" in done.stdout + done.stderr
    assert not (tmp_path / "wheels").exists() or not list((tmp_path / "wheels").iterdir())


def test_a_wheel_of_another_version_than_its_data_is_refused(tiny_dist: Path, tmp_path: Path) -> None:
    source = checkout(tmp_path / "source", TINY, tiny_dist)
    header = source / "data" / "dataset.toml"
    header.write_text(header.read_text(encoding="utf-8").replace("0.0.1", "0.0.2"), encoding="utf-8")
    done = pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(tmp_path / "wheels"), str(source))
    assert done.returncode != 0
    assert "was built from version 0.0.1" in done.stdout + done.stderr


def test_an_editable_install_needs_no_built_data(tmp_path: Path) -> None:
    source = checkout(tmp_path / "source", TINY, None)
    code = f"from hatchling.build import build_editable\nprint(build_editable({str(tmp_path)!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=source)
    assert done.returncode == 0, done.stderr
    assert len(zipfile.ZipFile(tmp_path / done.stdout.strip()).namelist()) < 10


def test_the_real_wheel_is_small_and_quick(real_dist: Path, tmp_path: Path) -> None:
    wheel = make_wheel(checkout(tmp_path / "source", ROOT / "data", real_dist), tmp_path / "wheels")
    assert wheel.stat().st_size <= LARGEST
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "node_modules" in name or "/." in name or name.startswith("tests/")]
    installed = Installed(wheel, tmp_path)
    before = used()
    told = installed.kg("price", "通义千问-Long", "--as-of", "2024-05-22", "--component", "input")
    assert "0.0005 CNY" in told
    assert used() - before <= 1


def used() -> float:
    """Return the seconds of processor time that ended child processes took: what waiting for others does not change."""
    times = os.times()
    return times.children_user + times.children_system
