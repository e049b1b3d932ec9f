"""Claims as triples: one small function for each claim table.

Every claim makes one node of the class of its table, which is also a `bm:Assertion` and carries its key, its rank
and its evidence. A price change makes up to two price points besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from kg import vocabulary
from kg.conditions import LIST_PRICE, Condition
from kg.graph.terms import Triple, anything, code_iri, day, decimal, integer, period, ref_iri, text
from kg.iris import BM, ID, RDF, RDFS, SKOS, claim_iri, entity_iri, evidence_iri
from kg.loading import SourcedClaim
from kg.money import normalized, percent_change
from kg.resolve import Rank, Resolved, parse_literal
from kg.values import Ref

Make = Callable[[SourcedClaim, ox.NamedNode, Resolved], Iterator[Triple]]


def claim_triples(claim: SourcedClaim, resolved: Resolved) -> Iterator[Triple]:
    """Yield everything that one claim row says, with its evidence."""
    iri = claim_iri(claim.source, claim.table, claim.record.claim)
    yield from _assertion(iri, claim, claim.record.claim, resolved.rank(claim))
    yield from _TABLES[claim.table](claim, iri, resolved)
    yield from _evidence(claim)


def _assertion(iri: ox.NamedNode, claim: SourcedClaim, key: str, rank: Rank) -> Iterator[Triple]:
    yield iri, RDF("type"), BM("Assertion")
    yield iri, BM("claimKey"), text(key)
    yield iri, BM("evidence"), evidence_iri(claim.source, claim.table, claim.record.claim)
    yield iri, BM("rank"), code_iri("rank", rank.code)
    if rank.reason:
        yield iri, BM("rankReason"), code_iri("reason", rank.reason)
        yield iri, SKOS("editorialNote"), text(rank.why, "en")


def _evidence(claim: SourcedClaim) -> Iterator[Triple]:
    record = claim.record
    iri = evidence_iri(claim.source, claim.table, record.claim)
    yield iri, RDF("type"), BM("Evidence")
    yield iri, BM("evidenceSource"), entity_iri("source", claim.source)
    yield iri, BM("locator"), text(record.locator)
    yield iri, BM("evidenceStance"), code_iri("evidence", "supports")
    if record.as_stated:
        yield iri, BM("asStated"), text(record.as_stated)
    if record.attributed_to:
        yield iri, BM("attributedTo"), ref_iri(record.attributed_to)
    if record.relayed_via:
        yield iri, BM("relayedVia"), entity_iri("source", record.relayed_via)


# --- two-part facts ---


def _statement(
    iri: ox.NamedNode, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal
) -> Iterator[Triple]:
    yield iri, RDF("type"), BM("Statement")
    yield iri, RDF("subject"), subject
    yield iri, RDF("predicate"), predicate
    yield iri, RDF("object"), value


def fact_triple(claim: SourcedClaim) -> Triple:
    """Return the plain triple that a row of `facts` or `price_events` states."""
    record = claim.record
    term = vocabulary.terms()[record.property]
    subject = Ref("event", record.event) if claim.table == "price_events" else record.subject
    if term.kind == "object":
        kind, _, name = str(record.object if claim.table == "facts" else record.value).partition("/")
        value: ox.NamedNode | ox.Literal = code_iri(kind, name) if term.scheme else ref_iri(Ref(kind, name))
    elif term.value_type == "langString":
        value = text(record.value, "zh-Hans" if any(mark > "\u2e80" for mark in record.value) else "en")
    else:
        value = anything(parse_literal(term, record.value))
    return ref_iri(subject), ox.NamedNode(term.iri), value


def _fact(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    yield from _statement(iri, *fact_triple(claim))
    if claim.table == "facts" and claim.record.period:
        yield from _period(iri, claim.record.period)


def _period(iri: ox.NamedNode, value: object) -> Iterator[Triple]:
    yield iri, BM("period"), period(value)  # type: ignore[arg-type]
    for predicate, bound in ((BM("firstDay"), value.first), (BM("lastDay"), value.last)):  # type: ignore[attr-defined]
        if bound:
            yield iri, predicate, day(bound)


# --- prices ---


def condition_iri(condition: Condition) -> ox.NamedNode:
    """Return the IRI of a price condition."""
    return ID(f"condition/{condition.slug}")


def condition_triples(condition: Condition) -> Iterator[Triple]:
    """Yield a price condition: bounds in tokens, tier semantics, modes, window."""
    iri = condition_iri(condition)
    yield iri, RDF("type"), BM("PriceCondition")
    yield iri, RDFS("label"), text(str(condition), "en")
    bounds = {
        "minInputTokens": condition.min_input,
        "maxInputTokens": condition.max_input,
        "minOutputTokens": condition.min_output,
        "maxOutputTokens": condition.max_output,
    }
    for name, bound in bounds.items():
        if bound is not None:
            yield iri, BM(name), integer(bound)
    if condition.tier:
        yield iri, BM("tierSemantics"), code_iri("tier", condition.tier)
    for mode in condition.modes:
        yield iri, BM("mode"), code_iri("mode", mode)
    if condition.window:
        yield iri, BM("window"), entity_iri("window", condition.window)


def _price(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    price = claim.record
    days = {
        "observedOn": price.observed_on,
        "announcedOn": price.announced_on,
        "effectiveFrom": price.effective_from,
        "effectiveTo": price.effective_to,
    }
    yield from _price_point(iri, claim, price.amount, price.as_stated)
    for name, value in days.items():
        if value:
            yield iri, BM(name), day(value)


def _price_point(iri: ox.NamedNode, claim: SourcedClaim, amount: object, as_stated: str | None) -> Iterator[Triple]:
    price = claim.record
    yield iri, RDF("type"), BM("PricePoint")
    yield iri, BM("priceOf"), entity_iri("offering", price.offering)
    yield iri, BM("component"), code_iri("component", price.component)
    yield iri, BM("amount"), decimal(amount)  # type: ignore[arg-type]
    yield iri, BM("priceUnit"), code_iri("price-unit", price.price_unit)
    yield iri, BM("currency"), text(price.currency)
    if price.per_tokens:
        yield iri, BM("perTokens"), integer(price.per_tokens)
    if as_stated:
        yield iri, BM("asStated"), text(as_stated)
    per_million = normalized(amount, price.per_tokens, price.price_unit)  # type: ignore[arg-type]
    if per_million is not None and price.price_unit == "token":
        yield iri, BM("amountPerMillion"), decimal(per_million)
    if price.condition != LIST_PRICE:
        yield iri, BM("condition"), condition_iri(price.condition)


def _price_change(claim: SourcedClaim, iri: ox.NamedNode, resolved: Resolved) -> Iterator[Triple]:
    change = claim.record
    yield iri, RDF("type"), BM("PriceChange")
    yield entity_iri("event", change.event), BM("hasChange"), iri
    yield iri, BM("changeIn"), entity_iri("offering", change.offering)
    yield iri, BM("changeComponent"), code_iri("component", change.component)
    yield iri, BM("changeKind"), code_iri("change", change.change_kind)
    if change.condition != LIST_PRICE:
        yield iri, BM("condition"), condition_iri(change.condition)
    if change.percent is not None:
        yield iri, BM("percentStated"), decimal(change.percent)
    computed = percent_change(change.before, change.after)
    if computed is not None:
        yield iri, BM("percentComputed"), decimal(computed)
    if change.announced_on:
        yield iri, BM("announcedOn"), day(change.announced_on)
    if change.effective_from:
        yield iri, BM("effectiveFrom"), day(change.effective_from)
    for part, amount in (("before", change.before), ("after", change.after)):
        if amount is None:
            continue
        point = claim_iri(claim.source, claim.table, change.claim, part)
        yield iri, BM(part), point
        yield from _assertion(point, claim, f"{change.claim}#{part}", resolved.rank(claim, part))
        yield from _price_point(point, claim, amount, None)
        if part == "after" and change.announced_on:
            yield point, BM("announcedOn"), day(change.announced_on)
        if part == "after" and change.effective_from:
            yield point, BM("effectiveFrom"), day(change.effective_from)


# --- the other tables ---


def _offering(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    said = claim.record
    yield iri, RDF("type"), BM("OfferingDescription")
    yield iri, BM("describesOffering"), entity_iri("offering", said.offering)
    if said.model:
        yield iri, BM("offersModel"), ref_iri(said.model)
    if said.context_tokens is not None:
        yield iri, BM("contextTokens"), integer(said.context_tokens)
    if said.channel:
        yield iri, BM("channel"), code_iri("channel", said.channel)


def _derivation(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    said = claim.record
    yield iri, RDF("type"), BM("Derivation")
    yield iri, BM("derivedModel"), ref_iri(said.derived)
    yield iri, BM("baseModel"), ref_iri(said.base)
    yield iri, BM("derivationKind"), code_iri("derivation", said.kind)


def _reaction(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    said = claim.record
    yield iri, RDF("type"), BM("Reaction")
    yield iri, BM("reaction"), ref_iri(said.reaction)
    yield iri, BM("reactsTo"), ref_iri(said.reacts_to)
    yield iri, BM("reactionKind"), code_iri("reaction", said.reaction_kind)
    if said.lag_stated:
        yield iri, BM("lagStated"), text(said.lag_stated)


def _indicator(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    said = claim.record
    yield iri, RDF("type"), BM("Indicator")
    if said.kind == "forecast":
        yield iri, RDF("type"), BM("Forecast")
    yield iri, BM("measure"), code_iri("measure", said.measure)
    yield iri, BM("value"), decimal(said.value)
    if said.value_max is not None:
        yield iri, BM("valueMax"), decimal(said.value_max)
    yield iri, BM("comparator"), code_iri("comparator", said.comparator)
    yield iri, BM("unit"), text(said.unit)
    yield from _period(iri, said.period)
    if said.population:
        yield iri, BM("population"), text(said.population, "en")


def _utterance(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    said = claim.record
    yield iri, RDF("type"), BM("Utterance")
    yield iri, BM("speaker"), ref_iri(said.speaker)
    yield iri, BM("stance"), code_iri("stance", said.stance)
    yield iri, BM("topic"), code_iri("topic", said.topic)
    yield iri, BM("gist"), text(said.gist_zh, "zh-Hans")
    yield iri, BM("gist"), text(said.gist_en, "en")
    if said.on:
        yield from _period(iri, said.on)


def alias_iri(service: str, alias: str) -> ox.NamedNode:
    """Return the IRI of an API name of a service."""
    safe = alias.lower().replace("/", "--").replace("@", "~~").replace(":", "~").replace(" ", "-")
    return ID(f"alias/{service}--{safe}")


def _alias_binding(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    said = claim.record
    name = alias_iri(said.service, said.alias)
    yield name, RDF("type"), BM("ApiAlias")
    yield name, RDFS("label"), text(said.alias, "en")
    yield name, BM("aliasString"), text(said.alias)
    yield name, BM("aliasOn"), entity_iri("service", said.service)
    yield iri, RDF("type"), BM("AliasBinding")
    yield iri, BM("bindsAlias"), name
    yield iri, BM("bindsTo"), ref_iri(said.bound_to)
    if said.bound_from:
        yield iri, BM("effectiveFrom"), day(said.bound_from)
    if said.bound_to_day:
        yield iri, BM("effectiveTo"), day(said.bound_to_day)


def _deployment(claim: SourcedClaim, iri: ox.NamedNode, _: Resolved) -> Iterator[Triple]:
    said = claim.record
    yield iri, RDF("type"), BM("Deployment")
    yield iri, BM("deployer"), ref_iri(said.deployer)
    if said.deploys:
        yield iri, BM("deploys"), ref_iri(said.deploys)
    if said.vertical:
        yield iri, BM("vertical"), entity_iri("vertical", said.vertical)
    if said.work:
        yield iri, BM("work"), entity_iri("work", said.work)
    if said.on:
        yield from _period(iri, said.on)


_TABLES: dict[str, Make] = {
    "facts": _fact,
    "price_events": _fact,
    "derivations": _derivation,
    "offerings": _offering,
    "prices": _price,
    "price_changes": _price_change,
    "reactions": _reaction,
    "indicators": _indicator,
    "utterances": _utterance,
    "alias_bindings": _alias_binding,
    "deployments": _deployment,
}
