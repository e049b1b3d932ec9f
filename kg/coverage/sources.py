"""Coverage of sources: what each gives, and what of it was left out for which reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.coverage.markdown import table
from kg.records import Source
from kg.tables.frame import Cell

Row = Mapping[str, Cell]


def by_kind(sources: Sequence[Row]) -> str:
    """Return sources, lineages and claims by kind of source."""
    rows = []
    for kind in sorted({str(row["kind"]) for row in sources}):
        own = [row for row in sources if row["kind"] == kind]
        claims = sum(int(str(row["claims"] or 0)) for row in own)
        rows.append((kind, len(own), len({row["lineage"] for row in own}), claims))
    return table(("kind of source", "sources#", "lineages#", "claims#"), rows)


def by_source(sources: Sequence[Row], evidence: Sequence[Row]) -> str:
    """Return every source with its kind and its claims by table."""
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    for row in evidence:
        tables[str(row["source"])][str(row["table"])] += 1
    rows = []
    for row in sorted(sources, key=lambda one: str(one["id"])):
        count = tables[str(row["id"])]
        given = ", ".join(f"{name} {number:,}" for name, number in sorted(count.items()))
        rows.append((row["id"], row["kind"], row["lineage"], sum(count.values()), given))
    return table(("source", "kind", "lineage", "claims#", "of them"), rows)


def left_out(sources: Iterable[tuple[str, Source]]) -> str:
    """Return for each import what was left out and why."""
    rows = [
        (name, reason, number) for name, source in sorted(sources) for reason, number in sorted(source.left_out.items())
    ]
    return table(("source", "reason", "rows#"), rows)
