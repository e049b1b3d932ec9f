"""The matrix of the price war of May 2024: what each provider did on each day, with the claims behind each cell.

A row is a provider that sold a model of its own for yuan in those weeks, or of whom a source says that it took part,
stayed out or refused. A day is one between the first and the last pricing event of the episode.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kg.loading import SourcedClaim
from kg.marks import ONE_DAY, RANK_ORDER, event_days
from kg.periods import Period
from kg.tables.context import Context
from kg.tables.frame import Cell, Table, make_table
from kg.values import Ref

EPISODE = Ref("episode", "2024-05-price-war")
_SHOWN = 6
"""At most so many claims are named behind a cell of state held: any one of them would do."""


@dataclass
class _Said:
    """What is known of one provider."""

    moves: dict[date, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Day → names of the price changes of that day."""
    refusals: list[tuple[date, str]] = field(default_factory=list)
    """Day from which it is known, and the reaction."""
    stayed_out: list[str] = field(default_factory=list)
    """Facts that say so of the whole episode."""
    periods: list[Period] = field(default_factory=list)


def price_war_matrix(context: Context) -> Table:
    """Return one row for each provider and day: moved, held, refused or not known.

    `moved`: a price change or a first price takes effect on the day. `refused`: from the day on which a source tells
    of a refusal; one told later counts on the last day. `held`: a list price in yuan is vouched for on the day and the
    day before, unchanged; or a source says that the provider stayed out. Else `not known`.
    """
    days = event_days(context.resolved)
    events = [event for event in _events(context) if event in days]
    columns = "episode provider provider_zh provider_en day:date state claims:integer evidence"
    if not events:
        return make_table("price_war_matrix", columns, ())
    first, last = min(days[event] for event in events), max(days[event] for event in events)
    rows = []
    for provider, said in sorted(_said(context, events, days, first, last).items()):
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            state, claims = _cell(said, day)
            row: dict[str, Cell] = {"episode": EPISODE.id, "provider": provider, "day": day, "state": state}
            row |= {f"provider_{lang}": context.shown(f"organization/{provider}", lang) for lang in ("zh", "en")}
            rows.append({**row, "claims": len(claims), "evidence": ";".join(claims) or None})
    return make_table("price_war_matrix", columns, rows)


def _cell(said: _Said, day: date) -> tuple[str, list[str]]:
    if day in said.moves:
        return "moved", sorted(set(said.moves[day]))
    refused = sorted({claim for known, claim in said.refusals if known <= day})
    if refused:
        return "refused", refused
    vouched = [period for period in said.periods if _vouched(period, day - ONE_DAY) and _vouched(period, day)]
    held = sorted({claim for period in vouched for claim in period.claims})
    if held or said.stayed_out:
        return "held", sorted(said.stayed_out) + held[: max(0, _SHOWN - len(said.stayed_out))]
    return "not known", []


def _vouched(period: Period, day: date) -> bool:
    return period.from_ <= day and (period.to_not_before is None or day <= period.to_not_before)


def _events(context: Context) -> list[str]:
    return [
        name
        for name in context.resolved.dataset.registry["event"]
        if str(EPISODE) in context.derived.facts.all(Ref("event", name), "part_of_episode")
    ]


def _said(
    context: Context, events: Iterable[str], days: Mapping[str, date], first: date, last: date
) -> dict[str, _Said]:
    found: dict[str, _Said] = defaultdict(_Said)
    for claim, provider in _changes(context, set(events)):
        found[provider].moves[days[claim.record.event]].append(claim.name)
    for claim, organization in _refusals(context):
        source = context.source(claim)
        known = source.published or source.published_not_before or last
        found[organization].refusals.append((min(max(known, first), last), claim.name))
    for claim in _counted(context, "facts"):
        if claim.record.subject == EPISODE and claim.record.object is not None:
            if claim.record.property == "non_participant":
                found[claim.record.object.id].stayed_out.append(claim.name)
            elif claim.record.property == "participant":
                found.setdefault(_provider(context, claim.record.object.id), _Said())
    for period in context.derived.periods:
        offering = context.derived.offerings[period.series.offering]
        sold = offering.channel == "first-party" and offering.currency == "CNY" and offering.provider
        if sold and not period.contested and period.from_ <= last and period.last_confirmed_on >= first - ONE_DAY:
            found[str(offering.provider)].periods.append(period)
    return found


def _changes(context: Context, events: set[str]) -> Iterator[tuple[SourcedClaim, str]]:
    """Yield the moves of the episode with the provider whose offering moved."""
    for claim in _counted(context, "price_changes"):
        offering = context.derived.offerings[claim.record.offering]
        own = offering.channel in {"first-party", None} and offering.currency == "CNY"
        if claim.record.event in events and claim.record.change_kind != "no-change" and own and offering.provider:
            yield claim, offering.provider


def _refusals(context: Context) -> Iterator[tuple[SourcedClaim, str]]:
    for claim in _counted(context, "reactions"):
        reaction = claim.record
        if (
            reaction.reaction_kind == "refusal"
            and reaction.reacts_to == EPISODE
            and reaction.reaction.kind == "organization"
        ):
            yield claim, reaction.reaction.id


def _counted(context: Context, table: str) -> Iterator[SourcedClaim]:
    for claim in context.resolved.dataset.claims[table]:
        if context.resolved.rank(claim).code in RANK_ORDER:
            yield claim


def _provider(context: Context, organization: str) -> str:
    """Return the organization that sells for another: the one below it that runs a service, else itself."""
    operators = {offering.provider for offering in context.derived.offerings.values()}
    if organization in operators:
        return organization
    below = [
        name
        for name in sorted(filter(None, operators))
        if context.derived.facts.id_of(Ref("organization", name), "sub_organization_of") == organization
    ]
    return below[0] if below else organization
