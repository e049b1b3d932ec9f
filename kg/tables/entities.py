"""Tables of entities: one row each, with the facts that hold."""

from __future__ import annotations

from collections.abc import Iterator

from kg.conditions import Condition, parse_condition
from kg.graph.claims import condition_iri
from kg.names import search_keys
from kg.tables.context import Context
from kg.tables.frame import Cell, Table, make_table

_NAME = "id label_zh label_en label_origin"
FACTS = {
    "organization": (
        "organizations",
        "organization_type based_in sub_organization_of founded_on homepage",
        "active_in",
    ),
    "person": ("people", "role affiliated_with", "founder_of"),
    "brand": ("brands", "brand_owner", ""),
    "family": ("families", "developer", ""),
    "model": (
        "models",
        "developer in_family version_of released_on parameters access context_tokens retired_on",
        "vertical modality",
    ),
    "application": ("applications", "developer filing_number filed_on filed_in", "vertical powered_by"),
    "service": ("services", "operator", ""),
    "work": ("works", "published_by", ""),
    "event": ("events", "announced_by announced_on effective_from event_kind part_of_episode", "participant"),
    "episode": ("episodes", "", ""),
}
"""Kind → table, columns with one value, columns with all values."""
_OUTSIDE = {
    "organization": "wikidata ror stock github huggingface",
    "person": "wikidata",
    "model": "github huggingface",
    "family": "github huggingface",
}


def entity_tables(context: Context) -> Iterator[Table]:
    """Yield the tables of entities, concepts, sources, names and conditions."""
    for kind, (table, one, several) in FACTS.items():
        outside = _OUTSIDE.get(kind, "")
        if kind != "event":
            rows = (
                _entity_row(context, kind, name, one, several, outside)
                for name in context.resolved.dataset.registry[kind]
            )
            yield make_table(table, f"{_NAME} {one} {several} {outside}", rows)
    for kind, table, codes in (
        ("vertical", "verticals", "gbt4754 isic4"),
        ("region", "regions", "gbt2260 iso3166"),
    ):
        rows = (
            _entity_row(context, kind, name, "", "", f"broader {codes}")
            for name in context.resolved.dataset.registry[kind]
        )
        yield make_table(table, f"{_NAME} broader {codes}", rows)
    hours = "window_kind days opens closes time_zone holidays_of complement_of"
    windows = (
        _entity_row(context, "window", name, "", "", hours) for name in context.resolved.dataset.registry["window"]
    )
    yield make_table("windows", f"{_NAME} {hours}", windows)
    yield _sources(context)
    yield _offerings(context)
    yield _conditions(context)
    yield _names(context)


def _entity_row(context: Context, kind: str, name: str, one: str, several: str, outside: str) -> dict[str, Cell]:
    entity = context.resolved.dataset.registry[kind][name].record
    row: dict[str, Cell] = {
        "id": name,
        "label_zh": entity.label_zh,
        "label_en": entity.label_en,
        "label_origin": entity.label_origin,
    }
    row |= {prop: context.fact(kind, name, prop) for prop in one.split()}
    row |= {prop: context.facts(kind, name, prop) for prop in several.split()}
    for column in outside.split():
        value = getattr(entity, column)
        row[column] = (";".join(value) or None) if isinstance(value, tuple) else value
    return row


def _sources(context: Context) -> Table:
    columns = (
        "id title title_en publisher kind licence origin lineage mirror_of url repo commit published:date "
        "published_not_before:date published_not_after:date retrieved:date sha256 claims:integer note"
    )
    counts: dict[str, int] = {}
    for claim in context.resolved.dataset.all_claims():
        counts[claim.source] = counts.get(claim.source, 0) + 1
    names = [item.partition(":")[0] for item in columns.split()][1:]
    rows = []
    for name, located in context.resolved.dataset.sources.items():
        row: dict[str, Cell] = {column: getattr(located.record, column) for column in names if column != "claims"}
        rows.append({**row, "id": name, "claims": counts.get(name, 0)})
    return make_table("sources", columns, rows)


def _offerings(context: Context) -> Table:
    columns = "id service provider market currency sku model model_kind channel context_tokens:integer"
    return make_table(
        "offerings",
        columns,
        (
            {
                "id": one.id,
                "service": one.service,
                "provider": one.provider,
                "market": one.market,
                "currency": one.currency,
                "sku": one.sku,
                "model": one.model.id if one.model else None,
                "model_kind": one.model.kind if one.model else None,
                "channel": one.channel,
                "context_tokens": one.context_tokens,
            }
            for one in context.derived.offerings.values()
        ),
    )


def _conditions(context: Context) -> Table:
    columns = (
        "id condition min_input_tokens:integer max_input_tokens:integer min_output_tokens:integer "
        "max_output_tokens:integer tier modes window"
    )
    claims = (*context.resolved.dataset.claims["prices"], *context.resolved.dataset.claims["price_changes"])
    found = {claim.record.condition for claim in claims}
    found |= {parse_condition(period.series.condition) for period in context.derived.periods}
    found.discard(Condition())
    return make_table(
        "conditions",
        columns,
        (
            {
                "id": condition_iri(one).value.rpartition("/")[2],
                "condition": str(one),
                "min_input_tokens": one.min_input,
                "max_input_tokens": one.max_input,
                "min_output_tokens": one.min_output,
                "max_output_tokens": one.max_output,
                "tier": one.tier or None,
                "modes": "+".join(one.modes) or None,
                "window": one.window or None,
            }
            for one in found
        ),
    )


def _names(context: Context) -> Table:
    rows: list[dict[str, Cell]] = []
    dataset = context.resolved.dataset
    for kind, entities in dataset.registry.items():
        for name, row in entities.items():
            for label, sort in ((name, "id"), (row.record.label_zh, "label"), (row.record.label_en, "label")):
                if label:
                    rows += _name_rows(f"{kind}/{name}", label, sort)
    for row in dataset.lists["aliases"]:
        sort = "context" if row.record.context else row.record.label
        rows += _name_rows(str(row.record.id), row.record.spelling, sort)
    for offering in context.derived.offerings.values():
        rows += _name_rows(f"offering/{offering.id}", offering.sku, "sku")
        rows += _name_rows(f"offering/{offering.id}", offering.id, "id")
    return make_table("names", "key key_kind entity name name_kind", rows)


def _name_rows(entity: str, name: str, sort: str) -> list[dict[str, Cell]]:
    return [
        {"key": key, "key_kind": kind, "entity": entity, "name": name, "name_kind": sort}
        for kind, key in search_keys(name).items()
    ]
