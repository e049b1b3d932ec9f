"""The repository: what is tracked, how dependencies are pinned, what the papers beside the code say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

GENERATED = ("dist/", "build/", ".venv/", "node_modules/", "__pycache__/", "egg-info", ".cache/")
REGISTRIES = (
    "py" + "pi.org", "files.python" + "hosted.org", "registry.npm" + "js.org", "npm" + "mirror.com",
    "repo1." + "maven.org", "proxy.golang" + ".org", "deb." + "debian.org", "archive." + "ubuntu.com",
    "pypi.tuna." + "tsinghua.edu.cn", "mirrors.aliyun" + ".com", "/simple/" + "pip",
)  # fmt: skip
"""Hosts of packages, written in two pieces so that this file names none."""
MACHINE_PATH = re.compile(r"(?<![\w.~:/-])/(?:home|Users|root|tmp/w|work)/[\w.-]+")
MODULE_LINES = 400


@cache
def tracked() -> tuple[str, ...]:
    """Return all files of the repository, or skip where there is no repository (a wheel, an archive)."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("there is no git repository here")
    done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return tuple(name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file())


@cache
def text(name: str) -> str:
    """Return a file as text, or nothing where it is none."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


# --- what is tracked ---


def test_no_generated_file_is_tracked() -> None:
    assert [name for name in tracked() if any(f"/{part}" in f"/{name}" for part in GENERATED)] == []
    assert [name for name in tracked() if name.endswith((".pyc", ".sqlite", ".parquet", ".whl", ".log"))] == []


def test_no_file_names_a_host_of_packages() -> None:
    assert [(name, host) for name in tracked() for host in REGISTRIES if host in text(name)] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    """Claims may: an upstream prints such paths in its names. Tests of how paths are refused may as well."""
    searched = (name for name in tracked() if not name.startswith("data/") and not name.endswith(".ipynb"))
    assert [(name, match[0]) for name in searched for match in MACHINE_PATH.finditer(text(name))] == []


def test_text_files_end_lines_alike() -> None:
    kinds = (".py", ".md", ".toml", ".csv", ".rq", ".ttl", ".yml", ".ts", ".css", ".html")
    assert [name for name in tracked() if name.endswith(kinds) and b"\r" in (ROOT / name).read_bytes()] == []


# --- code ---


def modules() -> list[str]:
    return [name for name in tracked() if name.endswith(".py")]


def test_a_module_fits_into_a_head() -> None:
    long = {name: text(name).count("\n") for name in modules() if text(name).count("\n") > MODULE_LINES}
    assert long == {}


def test_a_module_says_what_it_is() -> None:
    silent = [name for name in modules() if text(name).strip() and not ast.get_docstring(ast.parse(text(name)))]
    assert silent == []


# --- dependencies ---


@pytest.mark.parametrize("name", ["build", "test"])
def test_every_pin_has_a_hash_and_no_host(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", text(f"requirements/{name}.txt").strip())
    pins = [block for block in blocks if not block.startswith("#")]
    assert len(pins) > 20
    for pin in pins:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,-]+\])?==\S+ ", pin), pin.partition("\n")[0]
        assert "--hash=sha256:" in pin, pin.partition("\n")[0]
        assert "://" not in pin
        assert not re.search(r"^\s*(-i|-f|--index|--extra|--find|--trusted)", pin, re.MULTILINE)


def test_every_dependency_is_pinned() -> None:
    project = text("pyproject.toml")
    listed = re.findall(r'^    "([A-Za-z0-9.-]+)(?:\[[a-z,]+\])?>=', project, re.MULTILINE)
    assert len(listed) > 20
    pinned = set(re.findall(r"^([a-z0-9.-]+)", text("requirements/test.txt"), re.MULTILINE))
    assert {name.lower().replace("_", "-") for name in listed} <= pinned


def test_what_a_build_needs_is_pinned_alike_for_the_tests() -> None:
    pins = [
        set(re.findall(r"^(\S+==\S+) ", text(f"requirements/{name}.txt"), re.MULTILINE)) for name in ("build", "test")
    ]
    assert pins[0] <= pins[1]


def test_scripts_are_locked_with_checksums_and_no_host() -> None:
    lock = text("site/package-lock.json")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 10


# --- papers ---


def decisions() -> list[str]:
    return [name for name in tracked() if re.fullmatch(r"docs/decisions/\d{4}-[a-z0-9-]+\.md", name)]


def test_decisions_are_numbered_in_turn() -> None:
    assert [int(Path(name).name[:4]) for name in decisions()] == list(range(1, len(decisions()) + 1))


def test_every_decision_names_what_was_rejected() -> None:
    silent = [name for name in decisions() if not re.search(r"\breject(ed|ing)?\b", text(name), re.IGNORECASE)]
    assert silent == []


def test_code_and_data_have_a_licence_each() -> None:
    assert text("LICENSE").startswith("MIT License")
    assert "Attribution 4.0 International" in text("LICENSE-DATA")
    assert 'license-files = ["LICENSE", "LICENSE-DATA"]' in text("pyproject.toml")
    assert "license: CC-BY-4.0" in text("CITATION.cff")


def test_papers_lead_to_files_that_are_there() -> None:
    papers = [name for name in tracked() if name.endswith(".md") and not name.startswith("data/")]
    links = [(name, link) for name in papers for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(name))]
    assert [(name, link) for name, link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


# --- what runs on a forge ---


def test_workflows_pass_actionlint() -> None:
    beside = Path(sys.executable).parent
    actionlint = shutil.which("actionlint", path=str(beside)) or shutil.which("actionlint")
    assert actionlint, "actionlint is among the requirements of the tests"
    files = [str(ROOT / name) for name in tracked() if name.startswith(".github/workflows/")]
    assert len(files) == 4
    done = subprocess.run([actionlint, "-no-color", *files], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned_and_jobs_bounded() -> None:
    for name in (name for name in tracked() if name.startswith(".github/workflows/")):
        flow = yaml.safe_load(text(name))
        assert flow["permissions"] == {"contents": "read"}, name
        for job in flow["jobs"].values():
            assert job["timeout-minutes"] <= 60
            assert re.fullmatch(r"ubuntu-\d\d\.04", job["runs-on"])
            used = [step["uses"] for step in job["steps"] if "uses" in step]
            assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used), used


def test_workflows_install_as_the_readme_says() -> None:
    for name in ("build", "pages", "release"):
        flow = text(f".github/workflows/{name}.yml")
        assert "pip install -q -r requirements/build.txt" in flow
        assert "pip install -q --no-deps --no-build-isolation -e ." in flow
    assert "run: .ci/run" in text(".github/workflows/check.yml")


def test_issue_forms_ask_for_a_source() -> None:
    forms = [
        name for name in tracked() if name.startswith(".github/ISSUE_TEMPLATE/") and not name.endswith("config.yml")
    ]
    assert len(forms) >= 2
    for name in forms:
        form = yaml.safe_load(text(name))
        assert {"name", "description", "body"} <= form.keys()
        asked = {field["id"]: field for field in form["body"] if "id" in field}
        assert asked["source"]["validations"]["required"] is True
        assert all(field["attributes"]["label"] for field in asked.values())
