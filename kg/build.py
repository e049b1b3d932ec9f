"""Build: from `data/` to `dist/`, stage by stage. It reads like a table of contents."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kg.built import Built
from kg.check import accept, check_rules, check_shapes
from kg.derive import derive
from kg.exports import write_exports
from kg.findings import Finding, counted, raise_errors
from kg.graph import graph_lines
from kg.graph.files import GraphFiles
from kg.loading import load
from kg.output import replacing
from kg.resolve import resolve
from kg.site import render_site
from kg.store import make_store
from kg.tables import build_tables

Report = Callable[[str, str, float], None]
"""Called after each stage with its name, its counts in words, and the seconds it took."""


class _Clock:
    """Tells each stage as it ends."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.begun = time.perf_counter()

    def done(self, stage: str, counts: str) -> None:
        now = time.perf_counter()
        self.report(stage, counts, now - self.begun)
        self.begun = now


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles among millions of records that have none: a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def silent(_stage: str, _counts: str, _seconds: float) -> None:
    """Report nothing."""


def make(data: Path, as_of: date | None = None, report: Report = silent, beside: Path | None = None) -> Built:
    """Run every stage from `data` to the graph, checked by the rules, and the tables.

    The graph's files stand in a temporary folder, beside `beside` if given. Raises `DataError` with all findings
    of the stages that could run. SHACL is left to `check` and `build`.
    """
    with _uncollected():
        return _make(data, as_of, _Clock(report), beside)


def _make(data: Path, as_of: date | None, clock: _Clock, beside: Path | None) -> Built:
    dataset, findings = load(data)
    claims = sum(map(len, dataset.claims.values()))
    clock.done("load", f"{dataset.files} files, {claims} claims, {len(dataset.sources)} sources")

    resolved, more = resolve(dataset)
    findings += more
    raise_errors(findings)
    clock.done("resolve", f"{sum(map(len, dataset.registry.values()))} entities, {len(resolved.ranks)} judged claims")

    derived = derive(resolved, as_of or dataset.meta.as_of)
    counts = (
        f"{len(derived.periods)} periods",
        f"{len(derived.moves)} moves",
        f"{len(derived.disagreements)} disagreements",
    )
    clock.done("derive", ", ".join(counts))

    files = GraphFiles(graph_lines(resolved, derived), beside)
    store = make_store(files)
    clock.done("graph", f"{files.triples} triples")

    findings += accept(check_rules(store), dataset.lists["accepted"])
    clock.done("rules", f"{sum(finding.severity == 'error' for finding in findings)} errors")

    tables = build_tables(resolved, derived)
    clock.done("tables", f"{len(tables)} tables, {sum(len(table.rows) for table in tables.values())} rows")
    return Built(resolved, derived, files, store, tables, findings)


def check(data: Path, as_of: date | None = None) -> Built:
    """Run every stage and every check, SHACL too; raise `DataError` with all findings if one is an error."""
    built = make(data, as_of)
    built.findings.extend(check_shapes(built.ntriples))
    raise_errors(built.findings)
    return built


def build(data: Path, out: Path, as_of: date | None = None, report: Report = silent) -> Built:
    """Build everything into `out`. The same input gives the same bytes; on an error `out` stays as it was.

    SHACL runs in a process of its own beside the exports: it takes as long as all other stages together.
    """
    spawn = multiprocessing.get_context("spawn")
    with replacing(out) as folder, ProcessPoolExecutor(1, mp_context=spawn) as pool:
        built = make(data, as_of, report, out.resolve())
        raise_errors(built.findings)
        shapes = pool.submit(_shape_findings, built.files.ntriples)
        clock = _Clock(report)
        triples = write_exports(built.files, built.tables, built.meta, folder / "data")
        clock.done("exports", f"{_count_files(folder / 'data')} files, {triples} triples")
        render_site(built, folder / "site", folder / "data", report)
        clock = _Clock(report)
        _finish_check(shapes, built.findings, clock)
    return built


def _shape_findings(ntriples: Path) -> list[Finding]:
    return list(check_shapes(ntriples.read_bytes()))


def _finish_check(shapes: Future[list[Finding]], findings: list[Finding], clock: _Clock) -> None:
    findings.extend(shapes.result())
    raise_errors(findings)
    clock.done("shapes", counted(findings))


def _count_files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))
