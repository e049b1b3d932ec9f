"""Support: which claims stand behind a period, the one to cite first at the front."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kg.disagreements import claim_amount
from kg.loading import SourcedClaim
from kg.marks import KIND_ORDER
from kg.periods import Period
from kg.resolve import Resolved


def claim_of(resolved: Resolved, name: str) -> SourcedClaim:
    """Return a claim by its name, with or without part."""
    return resolved.by_name[name.partition("#")[0]]


def supporting_claims(resolved: Resolved, period: Period, amount: Decimal) -> list[str]:
    """Return the claims behind one amount of a period: those that fix its start first, then by source kind and day."""
    names = [name for name in period.claims if not period.contested or claim_amount(resolved, name) == amount]

    def order(name: str) -> tuple[bool, int, str, str]:
        claim = claim_of(resolved, name)
        kind = KIND_ORDER.get(resolved.dataset.sources[claim.source].record.kind, 9)
        return not fixes_start(claim, name), kind, str(getattr(claim.record, "observed_on", None) or ""), name

    return sorted(names, key=order)


def fixes_start(claim: SourcedClaim, name: str) -> bool:
    """Whether a claim gives the day from which its amount was in force."""
    return name.endswith("#after") or bool(claim.record.effective_from or claim.record.announced_on)


def lineage_count(resolved: Resolved, names: Iterable[str]) -> int:
    """Return how many independent witnesses some claims have."""
    return len({resolved.dataset.sources[claim_of(resolved, name).source].record.lineage for name in names})
