"""Tables of prices: points as claimed, periods and moves as derived, and the history for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kg.derive import period_id
from kg.loading import SourcedClaim
from kg.money import normalized, per_tokens_amount, percent_change
from kg.periods import Period
from kg.support import claim_of, fixes_start, lineage_count, supporting_claims
from kg.tables.context import Context
from kg.tables.frame import Cell, Table, make_table

_PERIOD = (
    "id candidate:integer offering service provider model model_kind market channel component condition currency "
    "amount:decimal per_tokens:integer price_unit amount_per_million:decimal from_not_before:date from:date "
    "to_not_before:date to:date last_confirmed_on:date end_kind status claims:integer lineages:integer"
)


def price_tables(context: Context) -> Iterator[Table]:
    """Yield price_points, price_periods, period_claims, price_history, price_moves and price_changes."""
    yield _points(context)
    periods = [row for period in context.derived.periods for row in _period_rows(context, period)]
    yield make_table("price_periods", _PERIOD, periods)
    yield _period_claims(context)
    yield _history(context, periods)
    yield _moves(context)
    yield _changes(context)


def _offering_cells(context: Context, offering: str) -> dict[str, Cell]:
    one = context.derived.offerings[offering]
    return {
        "offering": one.id,
        "provider": one.provider,
        "model": one.model.id if one.model else None,
        "channel": one.channel,
    }


def _points(context: Context) -> Table:
    columns = (
        "id claim part source lineage offering provider model channel component condition amount:decimal "
        "per_tokens:integer price_unit currency amount_per_million:decimal as_stated observed_on:date "
        "announced_on:date effective_from:date effective_to:date event locator attributed_to rank rank_reason"
    )
    rows = [_point_row(context, claim, "") for claim in context.resolved.dataset.claims["prices"]]
    for claim in context.resolved.dataset.claims["price_changes"]:
        rows += [
            _point_row(context, claim, part) for part in ("before", "after") if getattr(claim.record, part) is not None
        ]
    return make_table("price_points", columns, rows)


def _point_row(context: Context, claim: SourcedClaim, part: str) -> dict[str, Cell]:
    price = claim.record
    amount: Decimal = getattr(price, part) if part else price.amount
    rank = context.resolved.rank(claim, part)
    dated = part != "before"
    return {
        **_offering_cells(context, price.offering),
        "id": context.claim_ids[f"{claim.name}#{part}" if part else claim.name],
        "claim": price.claim,
        "part": part or None,
        "source": claim.source,
        "lineage": context.source(claim).lineage,
        "component": price.component,
        "condition": str(price.condition) or None,
        "amount": amount,
        "per_tokens": price.per_tokens,
        "price_unit": price.price_unit,
        "currency": price.currency,
        "amount_per_million": normalized(amount, price.per_tokens) if price.price_unit == "token" else None,
        "as_stated": price.as_stated,
        "observed_on": getattr(price, "observed_on", None),
        "announced_on": price.announced_on if dated else None,
        "effective_from": price.effective_from if dated else None,
        "effective_to": getattr(price, "effective_to", None),
        "event": getattr(price, "event", None),
        "locator": price.locator,
        "attributed_to": str(price.attributed_to) if price.attributed_to else None,
        "rank": rank.code,
        "rank_reason": rank.reason or None,
    }


def _published_per_tokens(context: Context, names: list[str]) -> int | None:
    """Return per how many tokens most lineages print the amount, those that fix its start before all others."""
    fixing = [name for name in names if fixes_start(claim_of(context.resolved, name), name)]
    printed: dict[int, set[str]] = {}
    for name in fixing or names:
        claim = claim_of(context.resolved, name)
        if claim.record.per_tokens:
            printed.setdefault(claim.record.per_tokens, set()).add(context.source(claim).lineage)
    return min(printed, key=lambda per_tokens: (-len(printed[per_tokens]), per_tokens)) if printed else None


def _period_rows(context: Context, period: Period) -> Iterator[dict[str, Cell]]:
    series = period.series
    one = context.derived.offerings[series.offering]
    for candidate, amount in enumerate(period.amounts, start=1):
        names = supporting_claims(context.resolved, period, amount)
        per_tokens = _published_per_tokens(context, names)
        by_token = series.price_unit == "token"
        yield {
            **_offering_cells(context, series.offering),
            "id": period_id(period),
            "candidate": candidate,
            "service": one.service,
            "model_kind": one.model.kind if one.model else None,
            "market": one.market,
            "component": series.component,
            "condition": series.condition or None,
            "currency": one.currency,
            "amount": per_tokens_amount(amount, per_tokens) if by_token and per_tokens else amount,
            "per_tokens": per_tokens,
            "price_unit": series.price_unit,
            "amount_per_million": amount if by_token else None,
            "from_not_before": period.from_not_before,
            "from": period.from_,
            "to_not_before": period.to_not_before,
            "to": period.to,
            "last_confirmed_on": period.last_confirmed_on,
            "end_kind": period.end_kind,
            "status": "contested" if period.contested else "exact",
            "claims": len(names),
            "lineages": lineage_count(context.resolved, names),
        }


def _period_claims(context: Context) -> Table:
    rows: list[dict[str, Cell]] = []
    for period in context.derived.periods:
        for candidate, amount in enumerate(period.amounts, start=1):
            for position, name in enumerate(supporting_claims(context.resolved, period, amount), start=1):
                cells: dict[str, Cell] = {
                    "period": period_id(period),
                    "candidate": candidate,
                    "position": position,
                }
                rows.append({**cells, "price_point": context.claim_ids[name]})
    return make_table("period_claims", "period candidate:integer position:integer price_point", rows)


def _history(context: Context, periods: list[dict[str, Cell]]) -> Table:
    columns = (
        "provider_zh provider_en model_zh model_en sku service_zh service_en market channel component condition "
        "amount:decimal per_tokens:integer price_unit currency amount_per_million:decimal from_not_before:date "
        "from:date to_not_before:date to:date last_confirmed_on:date end_kind status claims:integer "
        "lineages:integer sources urls locators offering period"
    )
    evidence = {
        (period_id(period), n): supporting_claims(context.resolved, period, amount)
        for period in context.derived.periods
        for n, amount in enumerate(period.amounts, start=1)
    }
    rows = []
    for row in periods:
        names = evidence[str(row["id"]), int(str(row["candidate"]))]
        kept = {name: row[name] for name in (item.partition(":")[0] for item in columns.split()) if name in row}
        rows.append(kept | _history_names(context, row) | _history_sources(context, names) | {"period": row["id"]})
    return make_table("price_history", columns, rows)


def _history_names(context: Context, row: dict[str, Cell]) -> dict[str, Cell]:
    found: dict[str, Cell] = {"sku": context.derived.offerings[str(row["offering"])].sku}
    for language in ("zh", "en"):
        found[f"provider_{language}"] = context.shown(
            f"organization/{row['provider']}" if row["provider"] else None, language
        )
        found[f"model_{language}"] = context.shown(
            f"{row['model_kind']}/{row['model']}" if row["model"] else None, language
        )
        found[f"service_{language}"] = context.shown(f"service/{row['service']}", language)
    return found


def _history_sources(context: Context, names: list[str]) -> dict[str, Cell]:
    """Return titles, URLs and locators of the first claim of each source, separated by ` | `."""
    first: dict[str, SourcedClaim] = {}
    for name in names:
        claim = claim_of(context.resolved, name)
        first.setdefault(claim.source, claim)
    sources = [context.source(claim) for claim in first.values()]
    return {
        "sources": " | ".join(source.title for source in sources),
        "urls": " | ".join(
            source.url or (f"https://github.com/{source.repo}" if source.repo else "") for source in sources
        ),
        "locators": " | ".join(claim.record.locator for claim in first.values()),
    }


def _moves(context: Context) -> Table:
    columns = (
        "id offering service provider model market channel component condition currency price_unit before:decimal "
        "after:decimal percent:decimal not_before:date by:date days_uncertain:integer basis event"
    )
    rows = []
    for move in context.derived.moves:
        one = context.derived.offerings[move.series.offering]
        cells: dict[str, Cell] = {
            "id": move.id,
            "service": one.service,
            "market": one.market,
            "component": move.series.component,
            "condition": move.series.condition or None,
            "currency": one.currency,
            "price_unit": move.series.price_unit,
            "before": move.before.amount,
            "after": move.after.amount,
            "percent": move.percent,
            "not_before": move.not_before,
            "by": move.by,
            "days_uncertain": (move.by - move.not_before).days,
            "basis": move.basis,
            "event": move.event,
        }
        rows.append({**_offering_cells(context, one.id), **cells})
    return make_table("price_moves", columns, rows)


def _changes(context: Context) -> Table:
    columns = (
        "id claim source lineage event offering provider model component condition change_kind before:decimal "
        "after:decimal per_tokens:integer price_unit currency percent_stated:decimal percent_computed:decimal "
        "as_stated announced_on:date effective_from:date attributed_to locator rank"
    )
    rows = []
    for claim in context.resolved.dataset.claims["price_changes"]:
        change = claim.record
        names = (
            "event",
            "component",
            "change_kind",
            "before",
            "after",
            "per_tokens",
            "price_unit",
            "currency",
            "as_stated",
            "locator",
        )
        cells: dict[str, Cell] = {name: getattr(change, name) for name in names}
        offering = _offering_cells(context, change.offering)
        days: dict[str, date | None] = {
            "announced_on": change.announced_on,
            "effective_from": change.effective_from,
        }
        rows.append(
            {name: offering[name] for name in ("offering", "provider", "model")}
            | cells
            | days
            | {
                "id": context.claim_ids[claim.name],
                "claim": change.claim,
                "source": claim.source,
                "lineage": context.source(claim).lineage,
                "condition": str(change.condition) or None,
                "percent_stated": change.percent,
                "percent_computed": percent_change(change.before, change.after),
                "attributed_to": str(change.attributed_to) if change.attributed_to else None,
                "rank": context.resolved.rank(claim).code,
            }
        )
    return make_table("price_changes", columns, rows)
