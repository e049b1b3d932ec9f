"""Named queries on all engines, alternating, so that a busy moment of the machine strikes all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.query import bind, named_queries
from tests.benchmarks.engines import Engine, at_most
from tests.benchmarks.report import number, table

SECONDS = 60.0
"""An engine that takes longer for a query is given up for it."""
ANSWERS = 5
"""How often an engine answers before the next one has its turn."""
_ENOUGH = 2.0


@dataclass
class Timing:
    """What an engine did with a query."""

    rows: int | None = None
    times: list[float] = field(default_factory=list)
    """Seconds of every answer."""
    firsts: list[float] = field(default_factory=list)
    """Seconds of the first answer of each turn, which finds the caches of the processor as another engine left them."""
    failed: str = ""

    @property
    def milliseconds(self) -> float | None:
        """The median, in milliseconds."""
        return statistics.median(self.times) * 1000 if self.times else None

    @property
    def first_milliseconds(self) -> float | None:
        """The median of the first answers of its turns, in milliseconds."""
        return statistics.median(self.firsts) * 1000 if self.firsts else None

    @property
    def shown(self) -> str:
        """The median, or why there is none."""
        return self.failed or number(self.milliseconds)


def time_queries(engines: Sequence[Engine], repetitions: int) -> dict[str, dict[str, Timing]]:
    """Return query → engine → timing; in its turn an engine answers `ANSWERS` times in a row."""
    found = {}
    for name, query in named_queries().items():
        sparql = bind(query, {})
        timings = {engine.name: Timing() for engine in engines}
        for turn in range(repetitions):
            begin = turn % len(engines)
            for engine in (*engines[begin:], *engines[:begin]):
                _take_turn(engine, name, sparql, timings[engine.name])
        found[name] = timings
    return found


def _take_turn(engine: Engine, name: str, sparql: str, timing: Timing) -> None:
    before = len(timing.times)
    for _ in range(ANSWERS):
        if not timing.failed and sum(timing.times) <= _ENOUGH:
            _time(engine, name, sparql, timing)
    timing.firsts += timing.times[before : before + 1]


def _time(engine: Engine, name: str, sparql: str, timing: Timing) -> None:
    begun = time.perf_counter()
    try:
        with at_most(SECONDS):
            timing.rows = engine.ask(name, sparql)
    except TimeoutError:
        timing.failed = f"> {SECONDS:.0f} s"
    except Exception as error:
        timing.failed = f"fails: {' '.join(str(error).split())[:40]}"
    else:
        timing.times.append(time.perf_counter() - begun)


def time_loading(engines: Sequence[Engine], ntriples: Path) -> list[tuple[str, str, str]]:
    """Return engine, seconds to load a file of N-Triples, seconds to write it as Turtle."""
    rows = []
    for engine in engines:
        begun = time.perf_counter()
        engine.load(ntriples)
        loaded = time.perf_counter()
        size = engine.write()
        written = time.perf_counter() - loaded if size else None
        rows.append((engine.name, number(loaded - begun), number(written)))
    return rows


def query_table(found: dict[str, dict[str, Timing]], engines: Sequence[Engine]) -> str:
    """Return the table of medians in milliseconds, and how Baimo stands to the others."""
    names = [engine.name for engine in engines]
    header = ["query", "rows", *names, "Baimo, first of a turn", "rdflib ÷ Baimo", "Baimo ÷ best", "meets"]
    return table(header, [_line(query, timings, names) for query, timings in found.items()])


def _line(query: str, timings: dict[str, Timing], names: Sequence[str]) -> list[str]:
    ours = timings["Baimo"].milliseconds or 0
    best = min(timing.milliseconds for timing in timings.values() if timing.milliseconds is not None)
    theirs = timings["rdflib"].milliseconds if "rdflib" in timings else None
    rows = {timing.rows for timing in timings.values() if timing.rows is not None}
    misses = missed(timings)
    return [
        query,
        "/".join(map(str, sorted(rows))),
        *(timings[name].shown for name in names),
        number(timings["Baimo"].first_milliseconds),
        number(theirs / ours) if theirs else "–",
        number(ours / best),
        "; ".join(misses) or "yes",
    ]


def missed(timings: dict[str, Timing]) -> list[str]:
    """Return which of the numbers to reach a query misses."""
    ours = timings["Baimo"].milliseconds
    if ours is None:
        return ["no answer"]
    others = {name: timing.milliseconds for name, timing in timings.items() if timing.milliseconds is not None}
    misses = []
    if ours > 30:
        misses.append("> 30 ms")
    plain, slow = others.get("pyoxigraph"), others.get("rdflib")
    if plain is not None and ours > 1.2 * plain + 0.5:
        misses.append("> 1.2 × pyoxigraph + 0.5 ms")
    if slow is not None and slow >= 20 and ours > slow / 20:
        misses.append("< 20 × faster than rdflib")
    if slow is not None and slow < 20 and ours > 2:
        misses.append("> 2 ms")
    if ours > 3 * min(others.values()):
        misses.append("> 3 × the best")
    return misses
