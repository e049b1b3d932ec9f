"""Look-ups that the tables share: labels, holding facts, price points, claims."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg import vocabulary
from kg.derive import Derived
from kg.iris import claim_hash
from kg.loading import SourcedClaim
from kg.records import Source
from kg.resolve import Resolved
from kg.values import Ref


@dataclass(frozen=True)
class Context:
    """A resolved dataset with what was derived from it."""

    resolved: Resolved
    derived: Derived

    def label(self, kind: str, name: str | None, language: str) -> str | None:
        """Return the label of an entity in `zh` or `en`; None where the language is missing."""
        row = self.resolved.dataset.registry.get(kind, {}).get(name or "")
        if row is not None:
            label: str | None = getattr(row.record, f"label_{language}")
            return label
        concept = vocabulary.schemes().get(kind, {}).get(name or "")
        return getattr(concept, f"label_{language}") if concept else None

    def shown(self, reference: str | Ref | None, language: str) -> str | None:
        """Return the label of a reference, in the other language where this one is missing."""
        if reference is None:
            return None
        kind, _, name = str(reference).partition("/")
        other = "en" if language == "zh" else "zh"
        return self.label(kind, name, language) or self.label(kind, name, other) or name

    def fact(self, kind: str, name: str, prop: str) -> str | None:
        """Return the one value that holds; for a reference the id alone."""
        value = self.derived.facts.one(Ref(kind, name), prop)
        term = vocabulary.terms()[prop]
        return value.partition("/")[2] if value and term.kind == "object" else value

    def facts(self, kind: str, name: str, prop: str) -> str | None:
        """Return all values that hold, ids alone, separated by `;`."""
        values = self.derived.facts.all(Ref(kind, name), prop)
        term = vocabulary.terms()[prop]
        return ";".join(value.partition("/")[2] if term.kind == "object" else value for value in values) or None

    def source(self, claim: SourcedClaim) -> Source:
        """Return the source of a claim."""
        record: Source = self.resolved.dataset.sources[claim.source].record
        return record

    @cached_property
    def claim_ids(self) -> dict[str, str]:
        """Claim name, with or without part, → the 12 hex digits of its node."""
        found = {}
        for claim in self.resolved.dataset.all_claims():
            found[claim.name] = claim_hash(claim.source, claim.table, claim.record.claim)
            if claim.table == "price_changes":
                for part in ("before", "after"):
                    found[f"{claim.name}#{part}"] = claim_hash(claim.source, claim.table, claim.record.claim, part)
        return found
