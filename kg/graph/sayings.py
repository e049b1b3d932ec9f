"""What each claim says, in few words: what it is about, in which respect, and its figure or name in both languages.

Claims have a shape for each table. These statements are the same for all, so that whoever lists claims asks one
question and not eleven. They are made from the claim alone; the claim's own statements remain the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg import vocabulary
from kg.graph.claims import alias_iri, fact_triple
from kg.graph.terms import Triple, code_iri, ref_iri, text
from kg.iris import BM, claim_iri, entity_iri
from kg.loading import SourcedClaim
from kg.money import price_text
from kg.resolve import Resolved
from kg.values import Ref, plain


class Words(NamedTuple):
    """One thing in Chinese and in English; a name that a language lacks is that of the other."""

    zh: str
    en: str


class Saying(NamedTuple):
    """What a claim is about, in which respect, and what it says."""

    about: ox.NamedNode
    aspect: ox.NamedNode | None
    says: Words | None


def saying_triples(claim: SourcedClaim, resolved: Resolved) -> Iterator[Triple]:
    """Yield what one claim row says, and what the price points of a price change say."""
    iri = claim_iri(claim.source, claim.table, claim.record.claim)
    yield from _triples(iri, _TABLES[claim.table](claim, resolved))
    if claim.table == "price_changes":
        for part, amount in (("before", claim.record.before), ("after", claim.record.after)):
            if amount is not None:
                point = claim_iri(claim.source, claim.table, claim.record.claim, part)
                yield from _triples(point, _price_saying(claim.record, amount))


def _triples(iri: ox.NamedNode, saying: Saying) -> Iterator[Triple]:
    yield iri, BM("aboutThing"), saying.about
    if saying.aspect:
        yield iri, BM("aspect"), saying.aspect
    if saying.says:
        yield iri, BM("saysZh"), text(saying.says.zh)
        yield iri, BM("saysEn"), text(saying.says.en)


# --- names ---


def _name(resolved: Resolved, ref: Ref) -> Words:
    named = resolved.dataset.registry[ref.kind][ref.id].record
    return Words(named.label_zh or named.label_en, named.label_en or named.label_zh)


def _code_name(scheme: str, code: str) -> Words:
    concept = vocabulary.schemes()[scheme][code]
    return Words(concept.label_zh, concept.label_en)


def _same(said: str) -> Words:
    return Words(said, said)


def _first_name(resolved: Resolved, *refs: Ref | None) -> Words | None:
    return next((_name(resolved, ref) for ref in refs if ref), None)


# --- one function for each table ---


def _fact(claim: SourcedClaim, resolved: Resolved) -> Saying:
    about, aspect, value = fact_triple(claim)
    record = claim.record
    if isinstance(value, ox.Literal):
        return Saying(about, aspect, _same(value.value))
    kind, _, name = str(record.object if claim.table == "facts" else record.value).partition("/")
    scheme = vocabulary.terms()[record.property].scheme  # verticals and regions are concepts of the registry
    is_code = scheme in vocabulary.schemes()
    return Saying(about, aspect, _code_name(kind, name) if is_code else _name(resolved, Ref(kind, name)))


def _price_saying(price: Any, amount: Decimal) -> Saying:
    """Say a price as its list gives it."""
    figure = price_text(plain(amount), price.per_tokens, price.price_unit, price.currency)
    return Saying(entity_iri("offering", price.offering), code_iri("component", price.component), _same(figure))


def _price(claim: SourcedClaim, _: Resolved) -> Saying:
    return _price_saying(claim.record, claim.record.amount)


def _price_change(claim: SourcedClaim, _: Resolved) -> Saying:
    """Say the kind of the change, its amounts, and the percentage that the source gives."""
    change = claim.record
    kind = _code_name("change", change.change_kind)
    amounts = [plain(amount) for amount in (change.before, change.after) if amount is not None]
    figures = []
    if amounts:
        figures.append(price_text(" → ".join(amounts), change.per_tokens, change.price_unit, change.currency))
    if change.percent is not None:
        figures.append(f"{plain(change.percent)} %")
    says = Words("，".join([kind.zh, *figures]), ", ".join([kind.en, *figures]))
    return Saying(entity_iri("offering", change.offering), code_iri("component", change.component), says)


def _offering(claim: SourcedClaim, resolved: Resolved) -> Saying:
    said = claim.record
    aspect = BM("offersModel") if said.model else None
    return Saying(entity_iri("offering", said.offering), aspect, _first_name(resolved, said.model))


def _derivation(claim: SourcedClaim, resolved: Resolved) -> Saying:
    said = claim.record
    return Saying(ref_iri(said.derived), code_iri("derivation", said.kind), _name(resolved, said.base))


def _reaction(claim: SourcedClaim, resolved: Resolved) -> Saying:
    said = claim.record
    return Saying(ref_iri(said.reaction), code_iri("reaction", said.reaction_kind), _name(resolved, said.reacts_to))


def _indicator(claim: SourcedClaim, _: Resolved) -> Saying:
    said = claim.record
    figure = plain(said.value) if said.value_max is None else f"{plain(said.value)}–{plain(said.value_max)}"
    compared = _code_name("comparator", said.comparator)
    if said.comparator in {"exactly", "range"}:
        says = _same(f"{figure} {said.unit}")
    else:
        says = Words(f"{compared.zh} {figure} {said.unit}", f"{compared.en.lower()} {figure} {said.unit}")
    return Saying(code_iri("measure", said.measure), None, says)


def _utterance(claim: SourcedClaim, resolved: Resolved) -> Saying:
    said = claim.record
    return Saying(ref_iri(said.speaker), code_iri("stance", said.stance), Words(said.gist_zh, said.gist_en))


def _alias_binding(claim: SourcedClaim, resolved: Resolved) -> Saying:
    said = claim.record
    return Saying(alias_iri(said.service, said.alias), BM("bindsTo"), _name(resolved, said.bound_to))


def _deployment(claim: SourcedClaim, resolved: Resolved) -> Saying:
    said = claim.record
    work = Ref("work", said.work) if said.work else None
    vertical = Ref("vertical", said.vertical) if said.vertical else None
    return Saying(ref_iri(said.deployer), BM("deploys"), _first_name(resolved, said.deploys, work, vertical))


_TABLES: dict[str, Callable[[SourcedClaim, Resolved], Saying]] = {
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
