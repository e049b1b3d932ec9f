"""Coverage of the landscape: organizations, models, verticals, regions, and which facts are known of how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.coverage.markdown import share, table
from kg.tables.frame import Cell

Row = Mapping[str, Cell]
ORGANIZATION_FACTS = (
    "organization_type based_in sub_organization_of founded_on homepage active_in wikidata ror stock github huggingface"
)
MODEL_FACTS = "developer in_family version_of released_on parameters access context_tokens retired_on vertical modality"


def known_facts(rows: Sequence[Row], columns: str) -> str:
    """Return for each fact of how many things it is known and of how many it is not."""
    lines = []
    for column in columns.split():
        known = sum(row[column] is not None for row in rows)
        lines.append((column, share(known, len(rows)), len(rows) - known))
    return table(("fact", "known", "unknown#"), lines)


def by_code(rows: Sequence[Row], column: str, labels: Mapping[str, str]) -> str:
    """Return how many things stand under each value of a column; several values of one thing count each."""
    count: Counter[str] = Counter()
    for row in rows:
        for value in str(row[column] or "").split(";"):
            count[labels.get(value, value) if value else "unknown"] += 1
    known = sorted((item for item in count.items() if item[0] != "unknown"), key=lambda item: (-item[1], item[0]))
    lines = [*known, *(item for item in count.items() if item[0] == "unknown")]
    return table((column, "number#"), lines)


def by_year(rows: Sequence[Row], column: str) -> str:
    """Return how many things bear a day in each year."""
    count = Counter(str(row[column])[:4] if row[column] else "unknown" for row in rows)
    return table(("year", "number#"), sorted(count.items()))
