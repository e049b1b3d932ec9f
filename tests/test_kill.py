"""A build that is killed, or that fails on spoilt data, leaves the last good output whole."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from kg.build import build
from kg.findings import DataError
from tests.conftest import TINY
from tests.fuzzing import TOKENS, Edit, spoil

KILLS = int(os.environ.get("KG_KILLS", "50"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")


def digests(out: Path) -> dict[str, str]:
    """Return file → checksum of an output folder."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def check_manifest(out: Path) -> None:
    """Check that every file of the manifest is there, with its checksum."""
    manifest = json.loads((out / "data" / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        content = (out / "data" / entry["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["path"]


def build_as_leader(data: Path, out: Path) -> None:
    """Build in a process group of its own, so that what it starts can be ended with it."""
    os.setsid()
    build(data, out)


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Return a way to start builds whose modules are loaded already: what is killed is the build, not its start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kg.build", "kg.exports", "pyarrow.parquet"])
    return context


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Return two datasets that differ in their version."""
    first, second = tmp_path / "first" / "data", tmp_path / "second" / "data"
    shutil.copytree(TINY, first)
    shutil.copytree(TINY, second)
    header = second / "dataset.toml"
    header.write_text(header.read_text(encoding="utf-8").replace("0.0.1", "0.0.2"), encoding="utf-8")
    return first, second


def kill(process: ForkServerProcess) -> None:
    """Kill a build with SIGKILL, and with it whatever it had started; a build that has ended is left alone."""
    pid = process.pid
    if pid is not None and process.is_alive():
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:  # killed before it had a group of its own
            process.kill()
    process.join()


def test_the_last_good_build_stays_whole_after_every_kill(
    server: ForkServerContext, two: tuple[Path, Path], tmp_path: Path
) -> None:
    out, whole = tmp_path / "out" / "dist", []
    for data in two:
        begun = time.perf_counter()
        process = server.Process(target=build_as_leader, args=(data, out))
        process.start()
        process.join()
        seconds = time.perf_counter() - begun
        whole.append(digests(out))
    assert whole[0] != whole[1]
    moments = random.Random(20240521)  # noqa: S311  (moments, not secrets)
    finished = 0
    for number in range(KILLS):
        data = two[number % 2]  # the other one stands in `out` unless an earlier build was not killed in time
        process = server.Process(target=build_as_leader, args=(data, out))
        process.start()
        late = number % 3 == 0  # every third near the end, where the folders change places
        process.join(seconds * moments.uniform(0.85 if late else 0, 1.02))
        finished += process.exitcode == 0
        kill(process)
        found = digests(out)
        assert found in whole, (number, [set(found.items()) ^ set(one.items()) for one in whole])
        check_manifest(out)
    assert finished < KILLS / 2, "most builds ended before they were killed; nothing was tested"
    build(two[0], out)
    assert digests(out) == whole[0]
    assert [path.name for path in out.parent.iterdir()] == ["dist"], "what killed builds left is taken away"


def test_a_spoilt_dataset_leaves_the_last_good_build(tiny_data: Path, tiny_dist: Path, tmp_path: Path) -> None:
    """Each spoilt dataset is refused or built whole; nothing in between is ever in the output folder."""
    out = Path(shutil.copytree(tiny_dist, tmp_path / "out" / "dist"))
    before = digests(out)
    chance = random.Random(20240522)  # noqa: S311
    tables = sorted(TINY.rglob("*.csv"))
    refused = 0
    for _ in range(12):
        table = chance.choice(tables)
        path = tiny_data / table.relative_to(TINY)
        edit = Edit("cell", chance.randrange(10**6), 0, chance.choice(TOKENS))
        path.write_bytes(spoil(table.read_bytes(), [edit]))
        if _is_refused(lambda: build(tiny_data, out)):
            refused += 1
            assert digests(out) == before
        path.write_bytes(table.read_bytes())
        check_manifest(out)
        before = digests(out)
    assert 0 < refused < 12


def _is_refused(run: Callable[[], object]) -> bool:
    try:
        run()
    except DataError as error:
        assert error.findings
        return True
    return False
