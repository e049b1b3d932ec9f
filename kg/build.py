"""Build: from `data/` to `dist/`, stage by stage. It reads like a table of contents.

The output is made beside `dist/` and put in its place at the end: a build that fails or is killed leaves the last
good one.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg.check import check_rules, check_shapes
from kg.derive import Derived, derive
from kg.exchange import exchange
from kg.exports import write_exports
from kg.findings import DataError, Finding, raise_errors
from kg.graph import graph_quads
from kg.load import Dataset, load
from kg.resolve import Resolved, resolve
from kg.store import make_store
from kg.tables import build_tables
from kg.tables.frame import Table

Report = Callable[[str, str, float], None]
"""Called after each stage with its name, its counts in words, and the seconds it took."""


@dataclass(frozen=True)
class Built:
    """All stages of a build in memory."""

    resolved: Resolved
    derived: Derived
    quads: Sequence[ox.Quad]
    store: ox.Store
    tables: dict[str, Table]
    findings: list[Finding]
    """Warnings; errors stop the build."""

    @property
    def meta(self) -> dict[str, str]:
        """What every answer says about the data: version and the day that it means by today."""
        dataset = self.resolved.dataset
        return {
            "name": "baimo",
            "version": dataset.meta.version,
            "schema": "1",
            "as_of": self.derived.as_of.isoformat(),
        }


def _silent(_stage: str, _counts: str, _seconds: float) -> None:
    return None


class _Clock:
    """Tells each stage as it ends."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.begun = time.perf_counter()

    def done(self, stage: str, counts: str) -> None:
        now = time.perf_counter()
        self.report(stage, counts, now - self.begun)
        self.begun = now


def read(data: Path) -> tuple[Resolved, list[Finding]]:
    """Load and resolve a data folder; raise `DataError` with all findings of both stages if one is an error."""
    dataset, findings = load(data)
    resolved, more = resolve(dataset)
    findings += more
    raise_errors(findings)
    return resolved, findings


def make(data: Path, as_of: date | None = None, report: Report = _silent, shapes: bool = True) -> Built:
    """Run every stage from `data` to the checked graph and the tables. Raises `DataError` with all findings.

    `shapes` False leaves out SHACL, which takes most of the time of a check.
    """
    clock = _Clock(report)
    dataset, findings = load(data)
    clock.done("load", f"{dataset.files} files, {count_claims(dataset)} claims, {len(dataset.sources)} sources")
    resolved, more = resolve(dataset)
    findings += more
    raise_errors(findings)
    clock.done("resolve", f"{sum(map(len, dataset.registry.values()))} entities, {len(resolved.ranks)} judged claims")
    derived = derive(resolved, as_of or dataset.meta.as_of)
    clock.done(
        "derive",
        f"{len(derived.periods)} periods, {len(derived.moves)} moves, {len(derived.disagreements)} disagreements",
    )
    quads = list(graph_quads(resolved, derived))
    store = make_store(quads)
    clock.done("graph", f"{len(store)} triples")
    findings += check_rules(store)
    if shapes:
        findings += check_shapes(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"")
    raise_errors(findings)
    clock.done("check", f"{len(findings)} warnings")
    tables = build_tables(resolved, derived)
    clock.done("tables", f"{len(tables)} tables, {sum(len(table.rows) for table in tables.values())} rows")
    return Built(resolved, derived, quads, store, tables, findings)


def count_claims(dataset: Dataset) -> int:
    """Return the number of claims of all tables."""
    return sum(map(len, dataset.claims.values()))


def build(data: Path, out: Path, as_of: date | None = None, report: Report = _silent) -> Built:
    """Build everything into `out`. The same input gives the same bytes; on an error `out` stays as it was."""
    with _replacing(out) as folder:
        built = make(data, as_of, report)
        clock = _Clock(report)
        triples = write_exports(built.quads, built.tables, built.meta, folder / "data")
        files = sum(path.is_file() for path in (folder / "data").rglob("*"))
        clock.done("exports", f"{files} files, {triples} triples")
    return built


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """Give a new folder beside `out` and put it in the place of `out` when all went well."""
    out = out.resolve()
    if out.exists() and not out.is_dir():
        raise DataError([Finding(out.name, 0, "", "is a file; name a folder with --out")])
    if out.is_dir() and any(out.iterdir()) and not (out / "data" / "manifest.json").is_file():
        raise DataError(
            [
                Finding(
                    out.name,
                    0,
                    "",
                    "is not empty and was not made by kg build; name another folder with --out",
                )
            ]
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    for left in out.parent.glob(f".{out.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    made.chmod(0o755)
    try:
        yield made
        _swap(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _swap(made: Path, out: Path) -> None:
    """Put a folder in the place of another: in one step where the system can exchange two names, else in two."""
    if not out.exists():
        made.rename(out)
    elif not exchange(made, out):
        old = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent)) / "old"
        out.replace(old)
        made.rename(out)
        shutil.rmtree(old.parent, ignore_errors=True)
