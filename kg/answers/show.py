"""An entity with everything that claims say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.answers.database import Database, Row
from kg.vocabulary import schemes

_TABLES = {
    "derivations": ("derived", "base"),
    "reactions": ("reaction", "reacts_to"),
    "utterances": ("speaker",),
    "deployments": ("deployer", "deploys"),
    "alias_bindings": ("bound_to",),
}
"""Claim table → columns that may name the entity as `kind/id`."""
_REFERENCE = re.compile(r"[a-z-]+/[a-z0-9._~+()-]+")
_DISAGREEMENTS_OF = (
    "SELECT d.* FROM disagreements d JOIN disagreement_claims c ON c.disagreement = d.id WHERE c.node IN"
)


@dataclass(frozen=True)
class Shown:
    """An entity with its names, claims and the disagreements they take part in."""

    entity: str
    labels: str
    names: list[str]
    """Other names: aliases, then misspellings."""
    statements: list[Row]
    """Rows of `statements` that have the entity as subject or object."""
    claims: dict[str, list[Row]]
    """Other claim tables → rows that name the entity."""
    offerings: list[Row]
    disagreements: list[Row]
    known_as: dict[str, str]
    """Reference `kind/id` or code `scheme/code` → its labels, for what the rows name."""

    def as_json(self) -> dict[str, object]:
        """Return the entity for `--format json`."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def show(database: Database, name: str) -> Shown:
    """Return the one entity that a name fits, with its claims; raise `KgError` if it fits none or several."""
    match = database.one(name)
    entity, kind = match.entity, match.kind
    statements = database.rows(
        "SELECT t.*, s.title FROM statements t JOIN sources s ON s.id = t.source "
        "WHERE t.subject = ? OR t.object = ? ORDER BY t.subject <> ?, t.property, t.object, t.value, t.source",
        entity, entity, entity,
    )  # fmt: skip
    claims = {table: _naming(database, table, columns, entity) for table, columns in _TABLES.items()}
    if kind == "event":
        claims["price_changes"] = database.rows(
            "SELECT * FROM price_changes WHERE event = ? ORDER BY offering, component", match.id
        )
    if kind == "work":
        claims["deployments"] = database.rows("SELECT * FROM deployments WHERE work = ?", match.id)
    offerings = _offerings(database, kind, match.id)
    nodes = [row["id"] for row in statements] + [row["id"] for rows in claims.values() for row in rows]
    return Shown(
        entity,
        database.label(entity),
        _other_names(database, entity),
        statements,
        {table: rows for table, rows in claims.items() if rows},
        offerings,
        _disagreements(database, nodes, [row["id"] for row in offerings] if kind in {"model", "offering"} else []),
        _known_as(database, [*statements, *(row for rows in claims.values() for row in rows)]),
    )


def _known_as(database: Database, rows: Iterable[Row]) -> dict[str, str]:
    """Return the labels of everything that the rows name, Chinese first."""
    cells = {str(cell) for row in rows for cell in row.values() if cell}
    found: dict[str, str] = {}
    for reference in sorted(cell for cell in cells if _REFERENCE.fullmatch(cell)):
        kind, _, name = reference.partition("/")
        concept = schemes().get(kind, {}).get(name)
        if concept:
            found[reference] = " · ".join(dict.fromkeys((concept.label_zh, concept.label_en)))
        elif (label := database.label(reference)) != name:
            found[reference] = label
    return found


def _naming(database: Database, table: str, columns: tuple[str, ...], entity: str) -> list[Row]:
    where = " OR ".join(f"{column} = ?" for column in columns)
    return database.rows(f"SELECT * FROM {table} WHERE {where} ORDER BY source, claim", *[entity] * len(columns))  # noqa: S608


def _offerings(database: Database, kind: str, name: str) -> list[Row]:
    if kind in {"model", "family", "application"}:
        return database.rows(
            "SELECT * FROM offerings WHERE model = ? AND model_kind = ? ORDER BY channel <> 'first-party', id",
            name,
            kind,
        )
    column = {"organization": "provider", "service": "service", "offering": "id"}.get(kind)
    query = f"SELECT * FROM offerings WHERE {column} = ? ORDER BY id"  # noqa: S608  (columns are our own)
    return database.rows(query, name) if column else []


def _other_names(database: Database, entity: str) -> list[str]:
    rows = database.rows(
        "SELECT DISTINCT name, name_kind FROM names "
        "WHERE entity = ? AND name_kind IN ('alt', 'context', 'hidden') ORDER BY name_kind, name",
        entity,
    )
    return [row["name"] for row in rows]


def _disagreements(database: Database, nodes: list[str], offerings: list[str]) -> list[Row]:
    for offering in offerings:
        nodes += [row["id"] for row in database.rows("SELECT id FROM price_points WHERE offering = ?", offering)]
    found: dict[str, Row] = {}
    for start in range(0, len(nodes), 500):
        part = nodes[start : start + 500]
        marks = ", ".join("?" * len(part))
        query = f"{_DISAGREEMENTS_OF} ({marks})"
        found.update((row["id"], row) for row in database.rows(query, *part))
    return [found[name] for name in sorted(found)]
