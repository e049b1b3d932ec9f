"""The commands of docs/adding-data.md, run as they stand on a small data folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.loading import load

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "adding-data.md"
REGISTRY = ROOT / "data" / "registry"
ROWS = {
    "organizations": {"baidu", "alibaba"},
    "models": {"qwen-long"},
    "families": {"qwen"},
    "verticals": {"finance"},
    "regions": {"china", "beijing"},
    "services": {"deepseek-platform"},
}
"""Registry file → ids of the rows that the small folder has."""


def commands() -> list[str]:
    """Return the shell blocks of the guide, in order."""
    return re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with a small `data`, with the same columns as the real one."""
    registry = tmp_path / "data" / "registry"
    registry.mkdir(parents=True)
    for name, wanted in ROWS.items():
        lines = (REGISTRY / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines[1:] if line.partition(",")[0] in wanted]
        (registry / f"{name}.csv").write_text("".join([lines[0], *kept]), "utf-8")
    for name in ("aliases", "not_same"):
        with (REGISTRY / f"{name}.csv").open(encoding="utf-8") as file:
            (registry / f"{name}.csv").write_text(next(file), "utf-8")
    (tmp_path / "data" / "dataset.toml").write_text((ROOT / "data" / "dataset.toml").read_text("utf-8"), "utf-8")
    shim = tmp_path / "bin" / "kg"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg.cli "$@"\n', "utf-8")
    shim.chmod(0o755)
    return tmp_path


def run(block: str, folder: Path) -> str:
    """Run a block as the reader would, and return what it prints; fail with that if a command fails."""
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        ["sh", "-e", "-c", block], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_guide_shows_an_organization_a_model_an_alias_a_source_a_price_and_an_import() -> None:
    assert len(commands()) == 7


def test_commands_of_the_guide_work_in_their_order(checkout: Path) -> None:
    organization, model, alias, by_hand, price, answer, imported = commands()
    for block in (organization, model, alias):
        run(block, checkout)
    for block in (by_hand, price):
        told = run(block, checkout)
        assert "0 errors, " in told, told
    told = run(answer, checkout)
    assert "0.001 CNY / 1k tokens" in told
    assert "claim xinghe-2024-06-01/c08" in told
    told = run(imported, checkout)
    assert "no reviewed alias: organization Nobody Knows" in told
    assert 'organization "Nobody Knows" in 1 place has no reviewed alias; nothing is near' in told
    assert "0 errors, " in told, told


def test_what_the_guide_adds_is_found(checkout: Path) -> None:
    for block in commands():
        if "kg build" not in block:
            run(block, checkout)
    dataset, findings = load(checkout / "data")
    assert not findings
    facts = {(str(row.record.subject), row.record.property) for row in dataset.claims["facts"]}
    assert ("model/xinghe-7b", "developer") in facts
    assert ("organization/baidu", "wikidata_id") in facts
