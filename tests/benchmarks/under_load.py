"""Servers under load: many clients by wrk for a while, endless queries among them."""

from __future__ import annotations

import re
import subprocess
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

ENDLESS = "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} LIMIT {number}"
_SCRIPT = """\
local paths = {{ {paths} }}
local number = 0
request = function()
  number = number + 1
  return wrk.format("GET", paths[number % #paths + 1], {{ Accept = "application/sparql-results+json" }})
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk saw."""

    per_second: float
    p50_ms: float
    p99_ms: float
    requests: int
    failed: int
    """Answers other than 2xx, and errors of connections."""


def run_wrk(endpoint: str, queries: Iterable[str], folder: Path, seconds: int, clients: int = 64) -> Load:
    """Send short queries from many clients and return what they saw."""
    path = urlsplit(endpoint).path
    paths = ", ".join(f'"{path}?query={quote(query, safe="")}"' for query in queries)
    script = folder / "queries.lua"
    script.write_text(_SCRIPT.format(paths=paths), encoding="utf-8")
    base = endpoint.removesuffix(path)
    command = ["wrk", "-t2", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "--latency", "-s", str(script), base]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return read_wrk(done.stdout)


def read_wrk(text: str) -> Load:
    """Read the report of wrk."""

    def figure(pattern: str) -> str:
        match = re.search(pattern, text)
        return match[1] if match else "0"

    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    failed = int(figure(r"Non-2xx or 3xx responses: (\d+)")) + sum(map(int, errors.groups() if errors else ()))
    return Load(
        float(figure(r"Requests/sec:\s+([\d.]+)")),
        _milliseconds(figure(r"50%\s+([\d.]+\w+)")),
        _milliseconds(figure(r"99%\s+([\d.]+\w+)")),
        int(figure(r"(\d+) requests in")),
        failed,
    )


def _milliseconds(text: str) -> float:
    match = re.fullmatch(r"([\d.]+)(us|ms|s|m)?", text)
    if match is None:
        return 0.0
    return float(match[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000, None: 1}[match[2]]


class EndlessQueries:
    """So many queries that end by themselves in no lifetime, sent side by side; `statuses` says how they ended."""

    def __init__(self, endpoint: str, count: int) -> None:
        self.endpoint = endpoint
        self.statuses: Counter[int] = Counter()
        self.threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(count)]

    def __enter__(self) -> EndlessQueries:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self.threads:
            thread.join()

    def _ask(self, number: int) -> None:
        query = ENDLESS.format(number=number + 1)
        self.statuses[httpx.get(self.endpoint, params={"query": query}, timeout=120).status_code] += 1


def load_line(name: str, load: Load, statuses: Counter[int] | None = None) -> Sequence[str]:
    """Return a row of the table of loads."""
    ended = ", ".join(f"{count} × {status}" for status, count in sorted((statuses or Counter()).items()))
    return [
        name,
        f"{load.per_second:,.0f}",
        f"{load.p50_ms:.0f}",
        f"{load.p99_ms:.0f}",
        f"{load.requests:,}",
        str(load.failed),
        ended or "–",
    ]


HEADER = ("server", "requests/s", "p50 ms", "p99 ms", "requests", "failed", "endless ones ended")
