"""What the project concludes, as triples: holding facts, offerings, price periods, moves, disagreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from kg.conclude import Offering, holding_facts
from kg.conditions import Condition, parse_condition
from kg.derive import Derived, Move, period_id
from kg.disagreements import Disagreement
from kg.graph.claims import condition_iri, condition_triples, fact_triple
from kg.graph.entities import labels
from kg.graph.sayings import saying_triples
from kg.graph.terms import Triple, code_iri, day, decimal, integer, name_triples, ref_iri, text
from kg.iris import BM, FAIR4ML, ID, RDF, RDFS, claim_iri, entity_iri
from kg.marks import event_days
from kg.periods import Period
from kg.resolve import Resolved
from kg.support import lineage_count, supporting_claims


def derived_triples(resolved: Resolved, derived: Derived) -> Iterator[Triple]:
    """Yield everything derived, each node with the rule and the claims it comes from."""
    for claim in holding_facts(resolved):
        yield fact_triple(claim)
    for claim in resolved.dataset.all_claims():
        yield from saying_triples(claim, resolved)
    yield from _type_triples(resolved)
    yield from _descent(resolved)
    for offering in derived.offerings.values():
        yield from _offering(offering, resolved)
    for condition in sorted(_conditions(resolved, derived), key=str):
        yield from condition_triples(condition)
    for period in derived.periods:
        yield from _period(period, resolved)
        yield from _years(period, derived.as_of)
    for move in derived.moves:
        yield from _move(move, derived.offerings[move.series.offering].provider)
    for source, number in sorted(Counter(claim.source for claim in resolved.dataset.all_claims()).items()):
        yield entity_iri("source", source), BM("claimCount"), integer(number)
    for event, first in event_days(resolved).items():
        yield entity_iri("event", event), BM("eventDay"), day(first)
    for one in derived.disagreements:
        yield from _disagreement(one, resolved)


def _descent(resolved: Resolved) -> Iterator[Triple]:
    for claim in resolved.dataset.claims["derivations"]:
        if resolved.rank(claim).code != "deprecated":
            derived, base = ref_iri(claim.record.derived), ref_iri(claim.record.base)
            yield derived, BM("basedOn"), base
            if claim.record.kind == "fine-tuned":
                yield derived, FAIR4ML("fineTunedFrom"), base


def claim_node(resolved: Resolved, name: str) -> ox.NamedNode:
    """Return the IRI of a claim by its name, `source/claim` or `source/claim#after`."""
    base, _, part = name.partition("#")
    claim = resolved.by_name[base]
    return claim_iri(claim.source, claim.table, claim.record.claim, part)


def _type_triples(resolved: Resolved) -> Iterator[Triple]:
    for claim in resolved.dataset.claims["facts"]:
        if claim.record.property == "version_of" and resolved.rank(claim).code != "deprecated":
            yield ref_iri(claim.record.subject), RDF("type"), BM("ModelVersion")


def _offering(offering: Offering, resolved: Resolved) -> Iterator[Triple]:
    iri = entity_iri("offering", offering.id)
    sold = resolved.dataset.registry[offering.model.kind][offering.model.id].record if offering.model else None
    names = labels(sold.label_zh, sold.label_en, sold.label_origin) if sold else [text(offering.sku, "en")]
    yield from name_triples(iri, names)
    yield iri, RDF("type"), BM("Offering")
    yield iri, RDFS("label"), text(offering.sku, "en")
    yield iri, BM("service"), entity_iri("service", offering.service)
    yield iri, BM("market"), code_iri("market", offering.market)
    yield iri, BM("currency"), text(offering.currency)
    yield iri, BM("sku"), text(offering.sku)
    if offering.provider:
        yield iri, BM("provider"), entity_iri("organization", offering.provider)
    if offering.model:
        yield iri, BM("offersModel"), ref_iri(offering.model)
    if offering.channel:
        yield iri, BM("channel"), code_iri("channel", offering.channel)
    if offering.context_tokens is not None:
        yield iri, BM("contextTokens"), integer(offering.context_tokens)


def _conditions(resolved: Resolved, derived: Derived) -> set[Condition]:
    claims = (*resolved.dataset.claims["prices"], *resolved.dataset.claims["price_changes"])
    concluded = {parse_condition(period.series.condition) for period in derived.periods}
    return ({claim.record.condition for claim in claims} | concluded) - {Condition()}


def _period(period: Period, resolved: Resolved) -> Iterator[Triple]:
    iri = ID(f"price-period/{period_id(period)}")
    series = period.series
    yield iri, RDF("type"), BM("PricePeriod")
    yield iri, BM("priceOf"), entity_iri("offering", series.offering)
    yield entity_iri("offering", series.offering), BM("hasPricePeriod"), iri
    yield iri, BM("component"), code_iri("component", series.component)
    yield iri, BM("currency"), text(series.offering.split("--")[2])
    yield iri, BM("priceUnit"), code_iri("price-unit", series.price_unit)
    yield iri, BM("periodStatus"), code_iri("status", "contested" if period.contested else "exact")
    for amount in period.amounts:
        yield iri, BM("amountPerMillion" if series.price_unit == "token" else "amount"), decimal(amount)
    if series.condition:
        yield iri, BM("condition"), condition_iri(parse_condition(series.condition))
    days = {
        "fromNotBefore": period.from_not_before,
        "from": period.from_,
        "toNotBefore": period.to_not_before,
        "to": period.to,
        "lastConfirmedOn": period.last_confirmed_on,
    }
    for name, value in days.items():
        if value:
            yield iri, BM(name), day(value)
    yield iri, BM("endKind"), code_iri("end", period.end_kind)
    yield iri, BM("derivedBy"), text("price-periods")
    for name in period.claims:
        yield iri, BM("derivedFrom"), claim_node(resolved, name)
    for amount in period.amounts:
        yield iri, BM("leadingClaim"), claim_node(resolved, supporting_claims(resolved, period, amount)[0])
    yield iri, BM("lineageCount"), integer(lineage_count(resolved, period.claims))


def _years(period: Period, as_of: date) -> Iterator[Triple]:
    """Yield every year in which the price may have held, so that a question about a day starts from few periods."""
    last = period.to or as_of
    for year in range((period.from_not_before or period.from_).year, max(last, period.from_).year + 1):
        yield ID(f"price-period/{period_id(period)}"), BM("mayHoldIn"), integer(year)


def _move(move: Move, provider: str | None) -> Iterator[Triple]:
    iri = ID(f"price-move/{move.id}")
    yield iri, RDF("type"), BM("PriceMove")
    yield iri, BM("changeIn"), entity_iri("offering", move.series.offering)
    if provider:
        yield iri, BM("provider"), entity_iri("organization", provider)
    yield iri, BM("changeComponent"), code_iri("component", move.series.component)
    yield iri, BM("periodBefore"), ID(f"price-period/{period_id(move.before)}")
    yield iri, BM("periodAfter"), ID(f"price-period/{period_id(move.after)}")
    yield iri, BM("fromNotBefore"), day(move.not_before)
    yield iri, BM("from"), day(move.by)
    if move.percent is not None:
        yield iri, BM("percentComputed"), decimal(move.percent)
    yield iri, BM("moveBasis"), code_iri("basis", move.basis)
    if move.event:
        yield iri, BM("inEvent"), entity_iri("event", move.event)
    yield iri, BM("derivedBy"), text("price-moves")


def _disagreement(one: Disagreement, resolved: Resolved) -> Iterator[Triple]:
    iri = ID(f"disagreement/{one.id}")
    yield iri, RDF("type"), BM("Disagreement")
    titles = [text(one.label_zh, "zh-Hans"), text(one.label_en, "en")]
    yield from name_triples(iri, titles)
    for title in titles:
        yield iri, RDFS("label"), title
    yield iri, RDFS("comment"), text(one.why_zh, "zh-Hans")
    yield iri, RDFS("comment"), text(one.why_en, "en")
    yield iri, BM("cause"), code_iri("cause", one.cause)
    yield iri, BM("finding"), code_iri("finding", one.finding)
    if one.derived_by:
        yield iri, BM("derivedBy"), text(one.derived_by)
    nodes = [claim_node(resolved, name) for name in one.claims]
    for node in nodes:
        yield iri, BM("aboutClaim"), node
    for name in one.favours:
        yield iri, BM("favours"), claim_node(resolved, name)
    yield from _contradictions(one, resolved)


def _contradictions(one: Disagreement, resolved: Resolved) -> Iterator[Triple]:
    """Each claim that is not favoured contradicts each that is; without a favoured one, the first the others."""
    held = one.favours or one.claims[:1]
    for name in one.claims:
        if name not in held:
            for other in held:
                yield claim_node(resolved, name), BM("contradicts"), claim_node(resolved, other)
