"""Tables of the other claims, of evidence and of disagreements."""

from __future__ import annotations

from collections.abc import Iterator

from kg.conclude import holding_facts
from kg.iris import claim_hash
from kg.loading import SourcedClaim
from kg.marks import event_days
from kg.tables.context import Context
from kg.tables.frame import Cell, Table, make_table
from kg.values import Period, Ref

_OWN = {
    "reactions": "reaction reacts_to reaction_kind lag_stated",
    "derivations": "derived base kind",
    "deployments": "deployer deploys vertical work on",
    "indicators": (
        "kind measure value:decimal value_max:decimal comparator unit period first_day:date last_day:date population"
    ),
    "utterances": "speaker stance topic gist_zh gist_en on",
    "alias_bindings": "service alias bound_to from:date to:date",
}
"""Table → its own columns; id, claim, source, lineage come before, evidence and rank after."""
_BEFORE = "id claim source lineage"
_AFTER = "as_stated attributed_to relayed_via locator rank rank_reason"
_RENAMED = {"from": "bound_from", "to": "bound_to_day"}


def claim_tables(context: Context) -> Iterator[Table]:
    """Yield a table for each kind of claim but prices, then statements, price_events, evidence, disagreements."""
    for name, own in _OWN.items():
        rows = (_claim_row(context, claim, own) for claim in context.resolved.dataset.claims[name])
        yield make_table(name, f"{_BEFORE} {own} {_AFTER}", rows)
    yield _statements(context)
    yield _events(context)
    yield _aliases(context)
    yield _evidence(context)
    yield from _disagreements(context)


def _cell(value: object) -> Cell:
    if isinstance(value, Ref):
        return str(value)
    if isinstance(value, Period):
        return value.text
    return value  # type: ignore[return-value]


def _common(context: Context, claim: SourcedClaim) -> dict[str, Cell]:
    record, rank = claim.record, context.resolved.rank(claim)
    return {
        "id": context.claim_ids[claim.name],
        "claim": record.claim,
        "source": claim.source,
        "lineage": context.source(claim).lineage,
        "as_stated": record.as_stated,
        "attributed_to": _cell(record.attributed_to),
        "relayed_via": record.relayed_via,
        "locator": record.locator,
        "rank": rank.code,
        "rank_reason": rank.reason or None,
    }


def _claim_row(context: Context, claim: SourcedClaim, own: str) -> dict[str, Cell]:
    row = _common(context, claim)
    for item in own.split():
        name = item.partition(":")[0]
        if name in {"first_day", "last_day"}:
            row[name] = getattr(claim.record.period, name.removesuffix("_day"))
        else:
            field = _RENAMED.get(name, name) if claim.table == "alias_bindings" else name
            row[name] = _cell(getattr(claim.record, field))
    return row


def _statements(context: Context) -> Table:
    holding = {claim.name for claim in holding_facts(context.resolved)}
    rows = []
    for claim in (
        *context.resolved.dataset.claims["facts"],
        *context.resolved.dataset.claims["price_events"],
    ):
        record = claim.record
        event = claim.table == "price_events"
        linked = event and "/" in record.value
        rows.append(
            _common(context, claim)
            | {
                "subject": f"event/{record.event}" if event else str(record.subject),
                "property": record.property,
                "object": record.value if linked else None if event else _cell(record.object),
                "value": None if linked else record.value,
                "period": None if event else _cell(record.period),
                "holds": "yes" if claim.name in holding else "no",
            }
        )
    return make_table("statements", f"{_BEFORE} subject property object value period holds {_AFTER}", rows)


def _events(context: Context) -> Table:
    """One row for each pricing event: identity, concluded day, who announced it, episode, counts."""
    columns = (
        "id label_zh label_en day:date announced_by announced_on effective_from event_kind part_of_episode participant "
        "changes:integer sources:integer lineages:integer"
    )
    days = event_days(context.resolved)
    rows = []
    for name, located in context.resolved.dataset.registry["event"].items():
        claims = [
            claim
            for table in ("price_events", "price_changes")
            for claim in context.resolved.dataset.claims[table]
            if claim.record.event == name
        ]
        row: dict[str, Cell] = {
            "id": name,
            "label_zh": located.record.label_zh,
            "label_en": located.record.label_en,
            "day": days.get(name),
        }
        row |= {prop: context.fact("event", name, prop) for prop in ("announced_on", "effective_from", "event_kind")}
        row |= {prop: context.facts("event", name, prop) for prop in ("announced_by", "part_of_episode", "participant")}
        row["changes"] = sum(claim.table == "price_changes" for claim in claims)
        row["sources"] = len({claim.source for claim in claims})
        row["lineages"] = len({context.source(claim).lineage for claim in claims})
        rows.append(row)
    return make_table("price_events", columns, rows)


def _aliases(context: Context) -> Table:
    columns = "spelling id source context label from:date to:date basis"
    rows = []
    for located in context.resolved.dataset.lists["aliases"]:
        alias = located.record
        row: dict[str, Cell] = {
            name: getattr(alias, name) or None for name in ("spelling", "source", "context", "label", "basis")
        }
        rows.append({**row, "id": str(alias.id), "from": alias.valid_from, "to": alias.valid_to})
    return make_table("aliases", columns, rows)


def _evidence(context: Context) -> Table:
    rows: list[dict[str, Cell]] = []
    for claim in context.resolved.dataset.all_claims():
        record = claim.record
        rows.append(
            {
                "id": claim_hash(claim.source, claim.table, record.claim),
                "source": claim.source,
                "table": claim.table,
                "claim": record.claim,
                "locator": record.locator,
                "as_stated": record.as_stated,
                "attributed_to": _cell(record.attributed_to),
                "relayed_via": record.relayed_via,
            }
        )
    return make_table("evidence", "id source table claim locator as_stated attributed_to relayed_via", rows)


def _disagreements(context: Context) -> Iterator[Table]:
    columns = (
        "id label_zh label_en cause finding claims:integer sources:integer lineages:integer why_zh why_en derived_by"
    )
    rows: list[dict[str, Cell]] = []
    members: list[dict[str, Cell]] = []
    for one in context.derived.disagreements:
        claims = [context.resolved.by_name[name.partition("#")[0]] for name in one.claims]
        row: dict[str, Cell] = {
            name: getattr(one, name) for name in ("id", "label_zh", "label_en", "cause", "finding", "why_zh", "why_en")
        }
        row["derived_by"] = one.derived_by or None
        row["claims"] = len(one.claims)
        row["sources"] = len({claim.source for claim in claims})
        row["lineages"] = len({context.source(claim).lineage for claim in claims})
        rows.append(row)
        for name, claim in zip(one.claims, claims, strict=True):
            cells: dict[str, Cell] = {"disagreement": one.id, "claim": name, "node": context.claim_ids[name]}
            cells |= {"evidence": context.claim_ids[claim.name], "table": claim.table}
            members.append({**cells, "favoured": "yes" if name in one.favours else "no"})
    yield make_table("disagreements", columns, rows)
    yield make_table("disagreement_claims", "disagreement claim node evidence table favoured", members)
