"""What the documents show is run: commands, queries, Python. What they point to exists."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import typer.main

from kg.built import Built
from kg.cli import app
from kg.docs import drawings
from kg.query import named_queries
from tests.documents import ROOT, Block, anchors, blocks, documents, inline_code, links, pattern, prose, steps

DOCS = ROOT / "docs"
ALL = [block for path in documents() for block in blocks(path)]
KINDS = {"sh", "console", "python", "pycon", "sparql", "toml", "csv", "text"}

RUN_ELSEWHERE = {
    "docs/adding-data.md": "tests/test_adding_data.py types the guide, block by block, into a small data folder",
}
"""Document → the test that runs its blocks."""
NOT_RUN = {
    r"python3 -m venv .* -r requirements/(build|test)\.txt": "installs from a registry; .ci/run does the same",
    r"\.venv/bin/pip install ": "installs from a registry; .ci/run does the same",
    r"\.venv/bin/kg (build|fmt|check)": "the whole build; .ci/run and tests/test_build.py do the same",
    r"\.venv/bin/(ruff|mypy|lint-imports|python -m pytest)": "the gate itself; .ci/run does the same",
    r"\.venv/bin/python -m kg\.docs": "writes into docs/; the generated files are compared below and elsewhere",
    r"kg load http": "needs a SPARQL store; tests/endpoint loads into Virtuoso and into a stand-in",
    r"kg analytics .*--engine spark": "needs a cluster; tests/test_analytics.py runs Spark in one process",
}
"""Form of a command → why it is not run here."""


def of_kind(*kinds: str) -> list[Block]:
    return [block for block in ALL if block.kind in kinds]


def command_lines(block: Block) -> list[str]:
    """The commands of a shell block, joined where a line goes on, without comments."""
    joined = block.text.replace("\\\n", " ")
    lines = [re.sub(r"\s+#.*$", "", line).strip() for line in joined.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder in which `kg` is a command."""
    shim = tmp_path / "bin" / "kg"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg.cli "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    return tmp_path


def shell(command: str, desk: Path) -> str:
    """Run a command as the reader would; return what it prints."""
    path = os.pathsep.join([str(desk / "bin"), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        ["sh", "-c", command], cwd=desk, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


# --- blocks are run ---


def test_every_block_says_what_it_holds() -> None:
    assert not [str(block) for block in ALL if block.kind not in KINDS]


@pytest.mark.parametrize("block", of_kind("console"), ids=str)
def test_a_command_prints_what_the_document_shows(block: Block, real_dist: Path, desk: Path) -> None:
    (desk / "dist").symlink_to(real_dist)
    for command, output in steps(block):
        printed = shell(command, desk)
        assert pattern(output).match(printed), f"{block}: $ {command}\n{printed}"


@pytest.mark.parametrize("block", of_kind("pycon"), ids=str)
def test_python_answers_what_the_document_shows(
    block: Block, real_dist: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "dist").symlink_to(real_dist)
    monkeypatch.chdir(desk)
    test = doctest.DocTestParser().get_doctest(block.text, {}, str(block), str(block.path), block.line)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    runner.run(test, out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


@pytest.mark.parametrize("block", of_kind("python"), ids=str)
def test_python_of_the_document_runs(block: Block, real_dist: Path, desk: Path) -> None:
    (desk / "dist").symlink_to(real_dist)
    (desk / "script.py").write_text(block.text, encoding="utf-8")
    shell(f"{shlex.quote(sys.executable)} script.py", desk)


@pytest.mark.parametrize("block", of_kind("sparql"), ids=str)
def test_a_query_of_the_document_runs(block: Block) -> None:
    ox.Store().query(block.text)


def shell_blocks() -> list[Block]:
    here = [block for block in of_kind("sh") if block.path.relative_to(ROOT).as_posix() not in RUN_ELSEWHERE]
    return sorted(here, key=str)


@pytest.mark.parametrize("block", shell_blocks(), ids=str)
def test_commands_of_the_document_run_or_have_a_reason(block: Block, tiny_dist: Path, desk: Path) -> None:
    (desk / "dist").symlink_to(tiny_dist)
    (desk / "OLD").symlink_to(tiny_dist)
    (desk / "NEW").symlink_to(tiny_dist)
    for command in command_lines(block):
        if not any(re.search(form, command) for form in NOT_RUN):
            shell(command, desk)


def test_every_reason_is_still_needed() -> None:
    commands = [command for block in shell_blocks() for command in command_lines(block)]
    assert not [form for form in NOT_RUN if not any(re.search(form, command) for command in commands)]
    assert all((ROOT / name).is_file() for name in RUN_ELSEWHERE)
    assert all((ROOT / why.partition(" ")[0]).is_file() for why in RUN_ELSEWHERE.values())


def test_the_gate_does_what_the_readme_says() -> None:
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in ("README.md", "README.zh-CN.md"):
        first = next(block for block in blocks(ROOT / name) if block.kind == "sh")
        for command in re.split(r" && |\n", first.text.strip()):
            assert command in gate, f"{name}: {command}"


# --- commands that stand in a line ---


def kg_commands() -> Iterator[tuple[str, list[str]]]:
    yield from in_a_line()
    yield from in_blocks()


def in_a_line() -> Iterator[tuple[str, list[str]]]:
    for path in documents():
        for text in inline_code(path):
            for one in re.split(r"；|;", text):
                if re.match(r"kg [a-z]", one):
                    yield f"{path.relative_to(ROOT)}: {text}", shlex.split(one)[1:]


def in_blocks() -> Iterator[tuple[str, list[str]]]:
    for block in of_kind("sh", "console"):
        for command in command_lines(block) if block.kind == "sh" else [step for step, _ in steps(block)]:
            for one in command.split(" && "):
                if found := re.search(r"(?:^|/|= ?|\s)kg ([a-z].*)", one):
                    yield f"{block}: {one}", shlex.split(found[1])


def test_commands_and_options_that_are_named_exist() -> None:
    group: Any = typer.main.get_command(app)
    faults = []
    for place, (verb, *rest) in kg_commands():
        command = group.commands.get(verb)
        options = {name for param in (command.params if command else []) for name in param.opts}
        wanted = {word for word in rest if word.startswith("--") and word != "--help"}
        if command is None or wanted - options:
            faults.append(f"{place}: {verb} {' '.join(sorted(wanted - options))}")
    assert not faults


def test_named_queries_that_are_named_exist() -> None:
    named = {words[1] for _, words in kg_commands() if words[0] == "query" and len(words) > 1}
    unknown = {name for name in named if re.fullmatch(r"[a-z][a-z-]+", name)} - set(named_queries())
    assert not unknown


ASKING = {"price", "show", "timeline", "conflicts", "cost", "query", "cite"}


def questions() -> list[str]:
    """The commands in a line that ask something and leave nothing to fill in."""
    whole = {shlex.join(words) for _, words in in_a_line() if words[0] in ASKING and len(words) > 1}
    return sorted(command for command in whole if not re.search(r"\b[A-Z]{3,}\b|来源/主张", command))


@pytest.mark.parametrize("command", questions())
def test_a_command_that_is_named_answers(command: str, real_dist: Path, desk: Path) -> None:
    (desk / "dist").symlink_to(real_dist)
    if command in BARE:
        pytest.skip(BARE[command])
    assert shell(f"kg {command}", desk)


BARE = {"cost --in": "an option named without its value"}
"""What is named to speak of it, not to be typed."""


# --- what is pointed to exists ---


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for target in links(path):
        if re.match(r"https?:|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            broken.append(target)
    assert not broken


_PLACE = re.compile(r"(?:kg|tests|docs|ontology|data|site|requirements|\.ci|\.github)/[\w./-]*|hatch_build\.py")


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_exist(path: Path) -> None:
    named = {text for text in inline_code(path) if _PLACE.fullmatch(text)}
    assert not {name for name in named if not re.search("NAME|xinghe", name) and not (ROOT / name).exists()} - _MADE_UP


_MADE_UP = {"data/baimo.ttl.zst"}
"""A file of the built site, named from its root; names with xinghe are the examples."""


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_output_files_that_are_named_are_built(path: Path, tiny_dist: Path) -> None:
    named = {text for text in inline_code(path) if re.fullmatch(r"dist/[\w./-]+", text)}
    assert not {name for name in named if not (tiny_dist / name.removeprefix("dist/")).exists()}


def test_the_index_leads_to_every_document() -> None:
    index = DOCS / "README.md"
    led = {(DOCS / target.partition("#")[0]).resolve() for target in links(index)}
    missing = {path for path in DOCS.rglob("*.md") if path != index} - led
    assert not missing


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_says_what_was_rejected(path: Path) -> None:
    assert re.search(r"\*\*Rejected\.?\*\*|\*Rejected[.:]?\*|Rejected:", prose(path))


# --- what is kept is what is made ---


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_drawing_of_the_price_war_is_the_one_that_the_data_makes(real_built: Built, language: str) -> None:
    name = f"price-war-{language}.svg"
    assert (DOCS / name).read_text(encoding="utf-8") == drawings(real_built)[name], "run python -m kg.docs"


def test_both_readmes_show_the_same_commands() -> None:
    readmes = [list(blocks(ROOT / name)) for name in ("README.md", "README.zh-CN.md")]
    commands = [[block.text for block in one if block.kind in {"sh", "console"}] for one in readmes]
    assert commands[0] == commands[1]
