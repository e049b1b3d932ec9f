"""Run the benchmarks and print them as Markdown: `python -m tests.benchmarks [--quick] [--sizes 1 10 30]`.

Engines that are not installed are left out and said so. Give `--dist` for a build elsewhere than in ./dist, and
`--page docs/scale.md` to put what was measured between the marks of that page.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.query import find_query
from kg.serve.limits import Limits
from tests.benchmarks import building, queries, stores, under_load
from tests.benchmarks.engines import Baimo, Engine, Maplib, OverHttp, Oxigraph, Rdflib
from tests.benchmarks.grow import grow
from tests.benchmarks.report import machine, put_block, table
from tests.endpoint.virtuoso import PROGRAM, WHY_NOT, Virtuoso, virtuoso
from tests.serve.serving import serving

PARTS = ("queries", "build", "serve", "stores", "lake")
SHORT = 15.0
"""Milliseconds up to which a named query is used as a short one under load."""


def main() -> None:
    """Run the parts that the arguments name."""
    asked = _arguments()
    told = _Told(asked.page)
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="baimo-bench-", dir=asked.work)))
        if "build" in asked.only:
            _build(asked, work, told)
        if "lake" in asked.only:
            _lake(asked, work, told)
        if {"queries", "serve", "stores"} & set(asked.only):
            server = stack.enter_context(_virtuoso(work))
            graph = _unpacked(asked.dist, work)
            if "queries" in asked.only:
                _queries(asked, graph, server, told)
            elif server is not None:
                OverHttp(server).load(graph)
            if "stores" in asked.only:
                told.tell("stores", stores.measure(asked.dist, work, server))
            if "serve" in asked.only:
                _serve(asked, work, server, told)


class _Told:
    """Prints each part, and puts it into a page if there is one."""

    def __init__(self, page: Path | None) -> None:
        self.page = page

    def tell(self, part: str, *lines: str) -> None:
        """Tell what was measured in a part, and on what machine."""
        text = "\n".join((f"{machine()}.\n", *lines))
        _say(text)
        if self.page:
            put_block(self.page, part, text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, ten seconds of load")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 10], help="times the real data, for the build")
    parser.add_argument("--prices", nargs="*", type=int, default=[100], help="times the real prices, for the lake")
    parser.add_argument("--dist", type=Path, default=Path("dist"))
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--page", type=Path, default=None, help="a page with marks for what was measured")
    parser.add_argument("--work", type=Path, default=None, help="where temporary files go")
    return parser.parse_args()


def _engines(dist: Path, server: Virtuoso | None) -> list[Engine]:
    engines: list[Engine] = [Baimo(dist), Oxigraph(), Rdflib()]
    if importlib.util.find_spec("maplib"):
        engines.append(Maplib())
    else:
        _say("maplib is left out: it is not installed (pip install maplib)\n")
    if server is not None:
        engines.append(OverHttp(server))
    return engines


@contextmanager
def _virtuoso(work: Path) -> Iterator[Virtuoso | None]:
    if PROGRAM is None:
        _say(f"Virtuoso is left out: {WHY_NOT}\n")
        yield None
    else:
        with virtuoso(work / "virtuoso") as server:
            yield server


def _unpacked(dist: Path, work: Path) -> Path:
    plain = work / "graph.nt"
    with gzip.open(dist / "data" / "baimo.nt.gz") as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return plain


def _queries(asked: argparse.Namespace, graph: Path, server: Virtuoso | None, told: _Told) -> None:
    """Load and ask every engine."""
    engines = _engines(asked.dist, server)
    loading = table(("engine", "load, s", "write Turtle, s"), queries.time_loading(engines, graph))
    found = queries.time_queries(engines, 3 if asked.quick else 7)
    failing = [name for name, timings in found.items() if queries.missed(timings)]
    met = f"{len(found) - len(failing)} of {len(found)} queries meet every number"
    told.tell(
        "queries",
        loading,
        f"Milliseconds, default parameters. In its turn an engine answers {queries.ANSWERS} times in a row, and the "
        "median is that of all; the first of a turn finds the caches of the processor as another engine left them:\n",
        queries.query_table(found, engines),
        f"{met}; others: {', '.join(failing)}" if failing else met,
    )


def _build(asked: argparse.Namespace, work: Path, told: _Told) -> None:
    found = {}
    for times in sorted(asked.sizes):
        data = work / f"data-{times}"
        grow(asked.data, data, times)
        found[times] = building.measure(data)
        shutil.rmtree(data)
        _say(f"{times}×: {found[times]}")
    theirs = building.measure_rdflib(_unpacked(asked.dist, work))
    told.tell("build", building.growth_table(found), building.against_rdflib(found[min(found)], theirs))


def _lake(asked: argparse.Namespace, work: Path, told: _Told) -> None:
    if not (importlib.util.find_spec("duckdb") and importlib.util.find_spec("pyspark") and shutil.which("java")):
        _say("The price analytics are left out: DuckDB, Spark or Java is not installed (pip install -e .[spark])\n")
        return
    from tests.benchmarks import lake  # noqa: PLC0415  (needs both engines)

    told.tell("lake", lake.measure(asked.dist / "data", work, asked.prices))


def _serve(asked: argparse.Namespace, work: Path, server: Virtuoso | None, told: _Told) -> None:
    if shutil.which("wrk") is None:
        _say("The server under load is left out: wrk is not installed\n")
        return
    short = _short_queries(asked.dist)
    seconds = 10 if asked.quick else 60
    lines = []
    for name, kept_bytes in (("kg serve", Limits.kept_bytes), ("kg serve, no answer kept", 0)):
        with serving(asked.dist, work / "cache", seconds=Limits.seconds, kept_bytes=kept_bytes) as served:
            lines.append(under_load.load_line(name, under_load.run_wrk(served.endpoint, short, work, seconds)))
        with serving(asked.dist, work / "cache", seconds=Limits.seconds, kept_bytes=kept_bytes) as served:
            with under_load.EndlessQueries(served.endpoint, 20) as endless:
                load = under_load.run_wrk(served.endpoint, short, work, seconds)
            lines.append(under_load.load_line(f"{name}, 20 endless queries", load, endless.statuses))
    if server is not None:
        lines.append(under_load.load_line("Virtuoso", under_load.run_wrk(server.endpoint, short, work, seconds)))
    told.tell(
        "serve",
        f"{len(short)} short queries in turn, from 64 clients for {seconds} s:\n",
        table(under_load.HEADER, lines),
    )


def _short_queries(dist: Path) -> list[str]:
    """Return the SPARQL of the named queries that take little time with their default parameters."""
    baimo = Baimo(dist)
    times = {name: timings[baimo.name].milliseconds for name, timings in queries.time_queries([baimo], 3).items()}
    return [find_query(name).sparql for name, taken in times.items() if (taken or SHORT) < SHORT]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
