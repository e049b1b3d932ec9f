"""The server: its files, its address, its start and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.serve.disk import disk_store, kept_store
from kg.store import load_store
from tests.conftest import ROOT
from tests.serve.asking import ENDLESS, FEW, answers, media_type, until, worker_pids
from tests.serve.serving import Served, serving


def test_it_listens_on_loopback_only(served: Served) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            outside = probe.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no address but loopback")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((outside, served.port), timeout=2)


def test_files_have_their_own_content_types(served: Served, tiny_dist: Path) -> None:
    for name, media in (
        ("baimo.nt.gz", "application/gzip"),
        ("baimo.ttl", "text/turtle"),
        ("manifest.json", "application/json"),
        ("csv/models.csv", "text/csv"),
        ("parquet/models.parquet", "application/vnd.apache.parquet"),
    ):
        response = served.client.get(f"/data/{name}")
        assert (response.status_code, media_type(response)) == (200, media), name
        assert response.content == (tiny_dist / "data" / name).read_bytes()
        assert "gzip" not in response.headers.get("content-encoding", "") or name.endswith((".ttl", ".json", ".csv"))
        etag = response.headers["etag"]
        assert served.client.get(f"/data/{name}", headers={"If-None-Match": etag}).status_code == 304
    assert served.client.get("/data/nothing.txt").status_code == 404


def test_no_file_outside_the_output_is_given(served: Served) -> None:
    for path in (
        "/data/../../../../etc/hostname",
        "/%2e%2e/%2e%2e/etc/hostname",
        "/data/%2e%2e/%2e%2e/data/x",
        "//etc/hostname",
    ):
        with socket.create_connection(("127.0.0.1", served.port)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            assert client.recv(100).split()[1] == b"404", path


def test_told_to_stop_it_ends_its_workers(tiny_dist: Path, tmp_path: Path) -> None:
    with serving(tiny_dist, tmp_path, seconds=60) as server:
        workers = worker_pids(server)
        thread = threading.Thread(target=_ask_in_vain, args=(server,))
        thread.start()
        time.sleep(0.5)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 10
        thread.join()
        until(lambda: not any(_running(pid) for pid in workers))


def _ask_in_vain(server: Served) -> None:
    with contextlib.suppress(httpx.HTTPError):
        assert server.ask(ENDLESS).status_code == 503


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_killed_it_leaves_no_worker(tiny_dist: Path, tmp_path: Path) -> None:
    with serving(tiny_dist, tmp_path, seconds=60) as server:
        thread = threading.Thread(target=_ask_in_vain, args=(server,))
        thread.start()
        time.sleep(0.5)
        workers = worker_pids(server)
        os.kill(server.process.pid, signal.SIGKILL)
        thread.join()
        until(lambda: not any(_running(pid) for pid in workers))


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_store_is_made_once(tiny_dist: Path, tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        with serving(tiny_dist, tmp_path) as server:
            answers(server)
        (store,) = (tmp_path / "baimo").glob("store-*")
        made.append((store.name, (store / "CURRENT").stat().st_mtime))
    assert made[0] == made[1]


def test_a_query_on_the_command_line_reads_the_store_that_was_made(
    tiny_dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graph in memory gives the same rows, those that stand in the graph of a source too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_store(tiny_dist / "data") is None
    disk_store(tiny_dist / "data")
    kept = kept_store(tiny_dist / "data")
    assert kept is not None
    in_memory = load_store(tiny_dist / "data", sources=True)
    for query in (FEW, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"):
        rows, same = (list(map(tuple, store.query(query))) for store in (kept, in_memory))  # type: ignore[arg-type]
        assert len(rows) > 3
        assert rows == same
    del kept
    (store,) = (tmp_path / "baimo").glob("store-*")
    (store / "CURRENT").unlink()
    assert kept_store(tiny_dist / "data") is None


def _kg(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", "serve", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)


def test_a_port_in_use_is_told_in_one_sentence(
    served: Served, tiny_dist: Path, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    done = _kg("--port", str(served.port), "--out", str(tiny_dist))
    assert done.returncode == 2
    assert f"port {served.port}" in done.stderr
    assert "--port" in done.stderr
    nothing = _kg("--out", str(tmp_path / "none"))
    assert nothing.returncode == 2
    assert "kg build" in nothing.stderr
