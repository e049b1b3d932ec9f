"""Data of one entity as Turtle, JSON and CSV: what its page shows, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.csvio import to_csv
from kg.iris import CLAIM_KINDS, ID, PREFIXES, entity_iri
from kg.site.content import Content, Row
from kg.site.entities import Entity
from kg.site.links import data_of
from kg.tables.frame import safe_text
from kg.values import plain

PERIODS = 4000
"""Price periods that the files of one entity hold at most; all of them stand in csv/price_periods.csv."""
_NODES = 1500
"""Claims whose nodes the Turtle of one entity holds at most."""

COLUMNS = tuple(
    "table claim source lineage locator rank subject property object value period offering component condition amount "  # noqa: SIM905
    "before after percent_stated per_tokens price_unit currency from_not_before from to_not_before to as_stated".split()
)
"""Columns of an entity's CSV: claims, then derived price periods (table price_periods)."""


def entity_files(content: Content, entity: Entity) -> Iterator[tuple[str, bytes]]:
    """Yield path below the root of the site and content for each form."""
    kind, _, name = entity.reference.partition("/")
    rows = list(entity_rows(content, entity))
    yield data_of(kind, name, "csv"), to_csv(COLUMNS, (_cells(row) for row in rows)).encode()
    yield data_of(kind, name, "json"), entity_json(content, entity, rows)
    yield data_of(kind, name, "ttl"), entity_turtle(content, entity)


def entity_rows(content: Content, entity: Entity) -> Iterator[Row]:
    """Yield all claims about an entity and the price periods of what it sells, each with its table."""
    facts = (row for fact in entity.facts for said in fact.values for row in said.claims)
    yield from ({"table": "statements", **row} for row in facts)
    for table, rows in entity.linked.items():
        yield from ({"table": table, **row, **_ends(row)} for row in rows)
    yield from ({"table": "statements", **row} for _, rows in entity.naming for row in rows)
    yield from ({"table": "price_changes", **row} for row in entity.changes)
    periods = (row for offer in entity.offers for row in content.periods_of.get(offer.row["id"], ()))
    yield from ({"table": "price_periods", **row} for row in islice(periods, PERIODS))


_ENDS = {
    "reaction": "subject", "reacts_to": "object", "derived": "subject", "base": "object", "deployer": "subject",
    "deploys": "object", "speaker": "subject", "topic": "property", "bound_to": "object", "alias": "value",
    "reaction_kind": "property", "kind": "property", "on": "period", "gist_en": "value", "stance": "object",
}  # fmt: skip


def _ends(row: Row) -> Row:
    """Return the ends of a claim under the common columns."""
    return {column: row[name] for name, column in _ENDS.items() if row.get(name) is not None}


def _cells(row: Row) -> list[str]:
    return [safe_text(row.get(column)) for column in COLUMNS]


def entity_json(content: Content, entity: Entity, rows: Iterable[Row]) -> bytes:
    """Return an entity with its names, claims, price periods and disagreements."""
    kind, _, name = entity.reference.partition("/")
    claims: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        claims.setdefault(row["table"], []).append(
            {key: _json(value) for key, value in row.items() if value is not None and key != "table"}
        )
    shown = {
        "id": entity.reference,
        "iri": entity_iri(kind, name).value,
        "label": {"zh-Hans": entity.label.zh, "en": entity.label.en},
        "names": entity.names,
        "not_same": [other for other, _ in entity.not_same],
        "claims": {table: found for table, found in claims.items() if table != "price_periods"},
        "price_periods": claims.get("price_periods", []),
        "disagreements": [_disagreement(row) for row in entity.disagreements],
        "dataset": content.meta,
    }
    return (json.dumps(shown, ensure_ascii=False) + "\n").encode()


def _disagreement(row: Row) -> Row:
    names = ("id", "label_zh", "label_en", "cause", "finding", "why_zh", "why_en")
    members = [{"claim": one["claim"], "favoured": one["favoured"]} for one in row["members"]]
    return {name: row[name] for name in names} | {"claims": members}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def entity_turtle(content: Content, entity: Entity) -> bytes:
    """Return what the graph says of an entity: its own statements, the claims about it, their evidence."""
    kind, _, name = entity.reference.partition("/")
    nodes: dict[str, ox.NamedNode] = {"": entity_iri(kind, name)}
    for table, row in _claim_rows(entity):
        nodes[row["id"]] = ID(f"{CLAIM_KINDS[table]}/{row['id']}")
        nodes["evidence " + row["id"]] = ID(f"evidence/{row['id']}")
    for offer in entity.offers if kind in {"model", "family", "application"} else []:
        nodes["offering " + offer.row["id"]] = ID(f"offering/{offer.row['id']}")
        for period in content.periods_of.get(offer.row["id"], ()):
            nodes["period " + period["id"]] = ID(f"price-period/{period['id']}")
    found: set[ox.Triple] = set()
    for node in list(nodes.values())[:_NODES]:
        found.update(quad.triple for quad in content.store.quads_for_pattern(node, None, None))
    triples = sorted(found, key=lambda triple: (triple.subject != nodes[""], str(triple)))
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _claim_rows(entity: Entity) -> Iterator[tuple[str, Row]]:
    for fact in entity.facts:
        for said in fact.values:
            for row in said.claims:
                yield "facts", row
    for table, rows in entity.linked.items():
        for row in rows:
            yield table, row
    for _, rows in entity.naming:
        for row in rows:
            yield "facts", row
    for row in entity.changes:
        yield "price_changes", row
