"""Conclusions from claims of one kind: which value holds for a property, what an offering is.

The best rank present holds (preferred, else normal; deprecated claims never). Where one value is needed and
several hold, the better source kind decides, then the number of lineages, then the text, so that the choice does not
depend on the order of the input.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kg.loading import SourcedClaim
from kg.marks import KIND_ORDER, RANK_ORDER
from kg.resolve import Resolved
from kg.values import Ref

T = TypeVar("T", bound=Hashable)


class Witness(NamedTuple):
    """Who says so, for weighing."""

    rank: int
    kind: int
    lineage: str
    claim: str


def witness(resolved: Resolved, claim: SourcedClaim) -> Witness | None:
    """Return the weight of a claim, or None if it is deprecated."""
    rank = resolved.rank(claim).code
    if rank not in RANK_ORDER:
        return None
    source = resolved.dataset.sources[claim.source].record
    return Witness(RANK_ORDER[rank], KIND_ORDER.get(source.kind, 5), source.lineage, claim.name)


def best(said: Mapping[T, Iterable[Witness]]) -> T | None:
    """Return the one value that holds among several."""
    if not said:
        return None

    def weight(item: tuple[T, Iterable[Witness]]) -> tuple[int, int, int, str]:
        value, witnesses = item[0], list(item[1])
        lineages = len({witness.lineage for witness in witnesses})
        return (*min((witness.rank, witness.kind) for witness in witnesses), -lineages, str(value))

    return min(said.items(), key=weight)[0]


def best_ranked(said: Mapping[T, list[Witness]]) -> list[T]:
    """Return all values of the best rank present."""
    if not said:
        return []
    rank = min(witness.rank for witnesses in said.values() for witness in witnesses)
    return [value for value, witnesses in said.items() if any(witness.rank == rank for witness in witnesses)]


def holding_facts(resolved: Resolved) -> Iterator[SourcedClaim]:
    """Yield, for each subject and property, the rows of `facts` and `price_events` of the best rank present."""
    groups: dict[tuple[object, str], list[SourcedClaim]] = defaultdict(list)
    for claim in resolved.dataset.claims["facts"]:
        groups[claim.record.subject, claim.record.property].append(claim)
    for claim in resolved.dataset.claims["price_events"]:
        groups[Ref("event", claim.record.event), claim.record.property].append(claim)
    for claims in groups.values():
        ranks = [RANK_ORDER.get(resolved.rank(claim).code, 9) for claim in claims]
        for claim, rank in zip(claims, ranks, strict=True):
            if rank == min(ranks) and rank < 9:
                yield claim


class Facts:
    """The values that hold, by subject and property."""

    def __init__(self, resolved: Resolved) -> None:
        self._said: dict[tuple[Ref, str], dict[str, list[Witness]]] = defaultdict(lambda: defaultdict(list))
        for claim in holding_facts(resolved):
            record = claim.record
            seen = witness(resolved, claim)
            if seen is None:
                continue
            if claim.table == "price_events":
                self._said[Ref("event", record.event), record.property][record.value].append(seen)
            else:
                value = str(record.object) if record.object is not None else record.value
                self._said[record.subject, record.property][value].append(seen)

    def one(self, subject: Ref, name: str) -> str | None:
        """Return the one value that holds, a reference as `kind/id`."""
        return best(self._said.get((subject, name), {}))

    def all(self, subject: Ref, name: str) -> list[str]:
        """Return all values of the best rank, in order of their weight."""
        said = self._said.get((subject, name), {})
        return sorted(said, key=lambda value: (-len({seen.lineage for seen in said[value]}), value))

    def id_of(self, subject: Ref, name: str) -> str | None:
        """Return the id of the one thing that holds, without its kind."""
        value = self.one(subject, name)
        return value.partition("/")[2] if value else None


@dataclass(frozen=True)
class Offering:
    """What the project concludes about an offering."""

    id: str
    service: str
    market: str
    currency: str
    sku: str
    provider: str | None
    """Organization that operates the service."""
    model: Ref | None
    channel: str | None
    context_tokens: int | None


def conclude_offerings(resolved: Resolved, facts: Facts) -> dict[str, Offering]:
    """Return id → offering for every offering that a claim speaks of."""
    keys: dict[str, Counter[tuple[str, str, str, str]]] = defaultdict(Counter)
    said: dict[tuple[str, str], dict[object, list[Witness]]] = defaultdict(lambda: defaultdict(list))
    by_service: dict[str, Counter[str]] = defaultdict(Counter)
    for table in ("offerings", "prices", "price_changes"):
        for claim in resolved.dataset.claims[table]:
            record = claim.record
            keys[record.offering][record.service, record.market, record.currency, record.sku] += 1
            if table == "offerings":
                _note(said, by_service, claim, witness(resolved, claim))
    return {offering: _conclude(offering, keys[offering], said, by_service, facts) for offering in sorted(keys)}


def _note(
    said: dict[tuple[str, str], dict[object, list[Witness]]],
    by_service: dict[str, Counter[str]],
    claim: SourcedClaim,
    seen: Witness | None,
) -> None:
    if seen is None:
        return
    for column in ("model", "channel", "context_tokens"):
        value = getattr(claim.record, column)
        if value is not None:
            said[claim.record.offering, column][value].append(seen)
    if claim.record.channel:
        by_service[claim.record.service][claim.record.channel] += 1


def _conclude(
    offering: str,
    keys: Counter[tuple[str, str, str, str]],
    said: dict[tuple[str, str], dict[object, list[Witness]]],
    by_service: dict[str, Counter[str]],
    facts: Facts,
) -> Offering:
    service, market, currency, sku = min(keys, key=lambda key: (-keys[key], key))
    model = best(said.get((offering, "model"), {}))
    channel = best(said.get((offering, "channel"), {}))
    context = best(said.get((offering, "context_tokens"), {}))
    provider = facts.id_of(Ref("service", service), "operator")
    if channel is None and by_service.get(service):
        channel = min(by_service[service], key=lambda code: (-by_service[service][code], code))
    return Offering(
        offering,
        service,
        market,
        currency,
        sku,
        provider,
        model if isinstance(model, Ref) else None,
        channel if isinstance(channel, str) else None,
        context if isinstance(context, int) else None,
    )
