"""Source pages: what one document or list says, how it was read, and which others go back to the same witness."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from kg.csvio import to_csv
from kg.iris import PREFIXES, entity_iri
from kg.records import Source
from kg.site.content import Content, Row, index
from kg.site.labels import Label
from kg.site.links import DATA_FORMS, data_of
from kg.site.moves import Move, joined_moves
from kg.site.pages import Page
from kg.site.text import Text
from kg.tables.frame import safe_text
from kg.values import plain

LISTED = 150
"""Claims of one table that a page lists; all of them stand in the source's CSV."""
_TABLES = (
    "price_points",
    "statements",
    "price_changes",
    "reactions",
    "indicators",
    "utterances",
    "derivations",
    "deployments",
    "alias_bindings",
)
_COLUMNS = tuple(
    "table claim part locator rank subject property object value period offering component condition amount before "  # noqa: SIM905
    "after percent_stated per_tokens price_unit currency observed_on announced_on effective_from effective_to measure "
    "comparator value_max unit as_stated attributed_to relayed_via".split()
)


@dataclass(frozen=True)
class SourcePage:
    """What the page of one source shows."""

    name: str
    row: Row
    record: Source
    label: Label
    claims: dict[str, list[Row]]
    """Claim table → its rows."""
    moves: list[Move]
    kin: list[str]
    """Other sources of the same lineage."""
    mirrors: list[str]
    """Sources that copy this one."""
    relays: list[str]
    """Sources that relay this one."""
    disagreements: list[Row]

    @property
    def reference(self) -> str:
        """`source/id`."""
        return f"source/{self.name}"

    @property
    def address(self) -> str | None:
        """Where it can be read."""
        if self.record.url:
            return self.record.url
        if self.record.repo and self.record.commit:
            return f"https://github.com/{self.record.repo}/tree/{self.record.commit}"
        return f"https://github.com/{self.record.repo}" if self.record.repo else None


def source_pages(content: Content) -> Iterator[tuple[SourcePage, Page]]:
    """Yield every source with its page."""
    by_table = {table: index(content.tables[table], lambda row: row["source"]) for table in _TABLES}
    by_lineage = index(content.tables["sources"], lambda row: row["lineage"])
    copies = index(content.tables["sources"], lambda row: row["mirror_of"])
    relayed = index(content.tables["evidence"], lambda row: row["relayed_via"])
    for name, row in content.entities["source"].items():
        claims = {table: rows[name] for table, rows in by_table.items() if rows.get(name)}
        own = SourcePage(
            name, row, content.resolved.dataset.sources[name].record, content.labels[f"source/{name}"], claims,
            joined_moves(content, claims.get("price_changes", [])),
            [one["id"] for one in by_lineage[row["lineage"]] if one["id"] != name],
            [one["id"] for one in copies.get(name, ())],
            sorted({one["source"] for one in relayed.get(name, ())}),
            content.disagreements_about(one for rows in claims.values() for one in rows),
        )  # fmt: skip
        yield own, _page(own)


def _page(own: SourcePage) -> Page:
    zh, en = own.label.shown("zh")[0], own.label.shown("en")[0]
    return Page(
        path=f"source/{own.name}.html",
        template="source.html",
        title=Text(f"{zh}（来源）", f"{en} (source)"),
        description=Text(
            f"{zh}，{own.row['publisher']}：{own.row['claims']} 条主张。",
            f"{en}, {own.row['publisher']}: {own.row['claims']} claims.",
        ),
        context={"s": own, "listed": LISTED},
        nav="about",
        alternates=tuple((media, data_of("source", own.name, form)) for form, media in DATA_FORMS.items()),
    )


def source_files(content: Content, own: SourcePage) -> Iterator[tuple[str, bytes]]:
    """Yield the data files of a source: its claims as CSV, its description as JSON and Turtle."""
    rows = [{"table": table, **row} for table, found in own.claims.items() for row in found]
    lines = ([safe_text(row.get(column)) for column in _COLUMNS] for row in rows)
    yield data_of("source", own.name, "csv"), to_csv(_COLUMNS, lines).encode()
    described = {key: _json(value) for key, value in own.row.items() if value is not None}
    counts = {table: len(found) for table, found in own.claims.items()}
    shown = {
        "iri": entity_iri("source", own.name).value,
        **described,
        "claims_by_table": counts,
        "dataset": content.meta,
    }
    yield data_of("source", own.name, "json"), (json.dumps(shown, ensure_ascii=False) + "\n").encode()
    triples = sorted(
        {q.triple for q in content.store.quads_for_pattern(entity_iri("source", own.name), None, None)}, key=str
    )
    yield (
        data_of("source", own.name, "ttl"),
        ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"",
    )


def _json(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
