"""Queries to ask a server, and what to look at meanwhile."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serve.serving import Served

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ALL = "SELECT * { ?s ?p ?o }"
FEW = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?s ?p ?label ?none { ?s ?p ?label FILTER(?p IN (rdfs:label, skos:prefLabel)) } ORDER BY ?s ?p ?label LIMIT 40
"""
MADE = """SELECT * { VALUES (?x ?y) {
  ("逗号, \\"引号\\"\\n换行\\t制表" "中文"@zh-Hans)
  (1.50 <http://example.org/a?b=c&d='e'>) (UNDEF "<&>") (true "") } }"""
GRAPH = "CONSTRUCT { ?s ?p ?o } { ?s a <https://w3id.org/baimo/ontology#Model> ; ?p ?o }"


def answers(served: Served) -> None:
    """Check that a short query is answered, and at once."""
    assert timed(served) < 2


def timed(served: Served) -> float:
    begun = time.perf_counter()
    assert served.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
    return time.perf_counter() - begun


def media_type(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


def worker_pids(served: Served) -> list[int]:
    """Return the process ids of the server's workers (Linux)."""
    task = Path(f"/proc/{served.process.pid}/task")
    if not task.is_dir():
        pytest.skip("needs /proc")
    return [int(pid) for thread in task.iterdir() for pid in (thread / "children").read_text().split()]


def busy_workers(served: Served) -> int:
    """Return how many workers are computing just now."""
    before = {pid: _ticks(pid) for pid in worker_pids(served)}
    time.sleep(0.3)
    return sum(_ticks(pid) > ticks + 5 for pid, ticks in before.items())


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def until(condition: Any, seconds: float = 10) -> None:
    """Wait until something holds; fail if it does not within some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
