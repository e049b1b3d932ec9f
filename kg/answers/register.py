"""Price events in time, and the register of disagreements."""

from __future__ import annotations

from datetime import date

from kg.answers.database import Database, Row
from kg.findings import KgError


def timeline(database: Database, first: date | None = None, last: date | None = None) -> list[Row]:
    """Return the pricing events whose day lies within two days (inclusive), in order, with their changes.

    Each row has day, event, label_zh, label_en, announced_by, episode, sources, and `changes`: rows of
    `price_changes`. Events without a day are left out. Raises `KgError` if the days are in the wrong order.
    """
    if first and last and first > last:
        raise KgError(f"--from {first} is after --to {last}; exchange them")
    events = database.rows(
        "SELECT id AS event, day, label_zh, label_en, announced_by, part_of_episode AS episode, sources, lineages "
        "FROM price_events WHERE day IS NOT NULL AND day >= ? AND day <= ? ORDER BY day, id",
        (first or date.min).isoformat(), (last or date.max).isoformat(),
    )  # fmt: skip
    for event in events:
        event["changes"] = database.rows(
            "SELECT c.*, s.title FROM price_changes c JOIN sources s ON s.id = c.source WHERE event = ? "
            "ORDER BY offering, component, condition, source", event["event"],
        )  # fmt: skip
    return events


def conflicts(
    database: Database, cause: str | None = None, judged_only: bool = False, limit: int | None = None
) -> list[Row]:
    """Return the register: the editors' rows first, then by number of lineages, each with its `claims`."""
    where, values = ["1 = 1"], list[object]()
    if cause:
        known = [row["cause"] for row in database.rows("SELECT DISTINCT cause FROM disagreements ORDER BY 1")]
        if cause not in known:
            raise KgError(f'no disagreement has the cause "{cause}"; the causes are {", ".join(known)}')
        where.append("cause = ?")
        values.append(cause)
    if judged_only:
        where.append("derived_by IS NULL")
    query = (
        f"SELECT * FROM disagreements WHERE {' AND '.join(where)} ORDER BY derived_by IS NOT NULL, lineages DESC, id"  # noqa: S608
    )
    found = database.rows(f"{query} LIMIT ?", *values, -1 if limit is None else limit)
    for row in found:
        row["claim_rows"] = database.rows(
            'SELECT c.claim, c.favoured, c."table", e.source, e.locator, e.as_stated FROM disagreement_claims c '
            "JOIN evidence e ON e.id = c.evidence "
            "WHERE c.disagreement = ? ORDER BY c.favoured DESC, c.claim", row["id"],
        )  # fmt: skip
    return found
