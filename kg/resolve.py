"""Resolve: records to records whose every reference leads somewhere. The second stage.

Redirects are followed, references and codes are checked, judgements are attached to the claims they name. All
findings are gathered; nothing is guessed: an unknown id is told with the nearest known one.
"""

from __future__ import annotations

from typing import Any

from kg import vocabulary
from kg.conditions import Condition
from kg.findings import Finding, nearest
from kg.iris import claim_hash
from kg.judgements import Rank, Resolved, apply_ranks, check_judgements
from kg.loading import Dataset, Located, SourcedClaim
from kg.unresolved import unresolved_names
from kg.values import Ref, parse_address, parse_day, parse_decimal, parse_integer, parse_period
from kg.vocabulary import Term

__all__ = ["Rank", "Resolved", "parse_literal", "resolve"]

ACTORS = ("organization", "person")
SOLD = ("model", "family", "application")
MADE = ("model", "family")

REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "derivations": {"derived": MADE, "base": MADE},
    "offerings": {"service": ("service",), "model": SOLD},
    "prices": {"service": ("service",)},
    "price_changes": {"service": ("service",), "event": ("event",)},
    "price_events": {"event": ("event",)},
    "reactions": {"reaction": ("event", "organization"), "reacts_to": ("event", "organization", "episode")},
    "utterances": {"speaker": ACTORS},
    "alias_bindings": {"service": ("service",), "bound_to": MADE},
    "deployments": {
        "deployer": ("organization", "application"),
        "deploys": SOLD,
        "vertical": ("vertical",),
        "work": ("work",),
    },
}
"""Table → column → kinds of the registry that it may name."""

CODES: dict[str, dict[str, str]] = {
    "derivations": {"kind": "derivation"},
    "offerings": {"market": "market", "channel": "channel"},
    "prices": {"market": "market", "component": "component", "price_unit": "price-unit"},
    "price_changes": {
        "market": "market",
        "component": "component",
        "price_unit": "price-unit",
        "change_kind": "change",
    },
    "reactions": {"reaction_kind": "reaction"},
    "indicators": {"kind": "indicator-kind", "measure": "measure", "comparator": "comparator"},
    "utterances": {"stance": "stance", "topic": "topic"},
}
"""Table → column → scheme of its codes."""


def resolve(dataset: Dataset) -> tuple[Resolved, list[Finding]]:
    """Check every reference and return the resolved dataset with all findings."""
    resolver = _Resolver(dataset)
    resolver.check_registry()
    for table, claims in dataset.claims.items():
        dataset.claims[table] = [resolver.resolve_claim(claim) for claim in claims]
    resolver.check_sources()
    resolver.check_identities()
    resolved = Resolved(dataset, by_name={claim.name: claim for claim in dataset.all_claims()})
    apply_ranks(resolved, resolver.findings)
    check_judgements(resolved, resolver.findings)
    resolver.findings += unresolved_names(dataset)
    return resolved, resolver.findings


class _Resolver:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.findings: list[Finding] = []
        self.schemes = vocabulary.schemes()
        self.terms = vocabulary.terms()
        self.moved = {row.record.old: row.record.new for row in dataset.lists["redirects"]}

    # --- registry ---

    def check_registry(self) -> None:
        for name in ("aliases", "not_same", "redirects"):
            for row in self.dataset.lists[name]:
                self._check_list_row(row, name)
        for kind in ("vertical", "region"):
            for row in self.dataset.registry[kind].values():
                broader = row.record.broader
                if broader and broader not in self.dataset.registry[kind]:
                    self._unknown(row, "broader", Ref(kind, broader))
                elif self._lies_in_itself(kind, row.record.id):
                    self.findings.append(row.finding("broader", f"the {kind} lies in itself; mend one of the rows"))

    def _lies_in_itself(self, kind: str, name: str) -> bool:
        above, seen = self.dataset.registry[kind][name].record.broader, set[str]()
        while above and above != name and above not in seen and above in self.dataset.registry[kind]:
            seen.add(above)
            above = self.dataset.registry[kind][above].record.broader
        return bool(above == name)

    def _check_list_row(self, row: Located, name: str) -> None:
        columns = {"aliases": ("id",), "not_same": ("a", "b"), "redirects": ("new",)}[name]
        for column in columns:
            ref = self._follow(getattr(row.record, column))
            if not self._stands(ref):
                self._unknown(row, column, ref)
        if name == "redirects" and self._stands(row.record.old):
            message = f'"{row.record.old}" still stands in the registry; take its row out, it is redirected'
            self.findings.append(row.finding("old", message))
        if name == "aliases" and row.record.source != "*" and row.record.source not in self.dataset.sources:
            known = self.dataset.sources
            message = f'source "{row.record.source}" does not exist{nearest(row.record.source, known)}'
            self.findings.append(row.finding("source", message))

    def check_sources(self) -> None:
        for name, row in self.dataset.sources.items():
            self._check_code(row, "kind", "source", row.record.kind)
            copied = row.record.mirror_of
            if copied and copied not in self.dataset.sources:
                message = f'source "{copied}" does not exist{nearest(copied, self.dataset.sources)}'
                self.findings.append(row.finding("mirror_of", message))
            if row.record.mirror_of == name:
                self.findings.append(row.finding("mirror_of", "a source does not mirror itself; leave it out"))

    # --- claims ---

    def resolve_claim(self, claim: SourcedClaim) -> SourcedClaim:
        changes: dict[str, Any] = {}
        for column, kinds in REFERENCES.get(claim.table, {}).items():
            self._resolve_reference(claim, column, kinds, changes)
        for column, scheme in CODES.get(claim.table, {}).items():
            self._check_code(claim, column, scheme, getattr(claim.record, column))
        if claim.record.attributed_to:
            self._resolve_reference(claim, "attributed_to", ACTORS, changes)
        via = claim.record.relayed_via
        if via and via not in self.dataset.sources:
            self.findings.append(
                claim.finding("relayed_via", f'source "{via}" does not exist{nearest(via, self.dataset.sources)}')
            )
        if claim.table == "facts":
            self._resolve_reference(claim, "subject", (), changes)
            self._check_fact(claim, changes)
        elif claim.table == "price_events":
            self._check_event_fact(claim)
        elif claim.table in {"prices", "price_changes"}:
            self._check_condition(claim, claim.record.condition)
        if not changes:
            return claim
        record = claim.record.model_copy(update=changes)
        return SourcedClaim(record, claim.path, claim.line, claim.source, claim.table)

    def check_identities(self) -> None:
        """Report claims whose hashes meet: a claim's IRI is 12 digits of a checksum, and must be its own."""
        first: dict[str, SourcedClaim] = {}
        for claim in self.dataset.all_claims():
            for part in ("", "before", "after") if claim.table == "price_changes" else ("",):
                digits = claim_hash(claim.source, claim.table, claim.record.claim, part)
                other = first.setdefault(digits, claim)
                if other is not claim:
                    message = f"its checksum {digits} is that of {other.name}; give this claim another key"
                    self.findings.append(claim.finding("claim", message, "colliding_identity"))

    def _resolve_reference(
        self, claim: SourcedClaim, column: str, kinds: tuple[str, ...], changes: dict[str, Any]
    ) -> None:
        value = getattr(claim.record, column)
        if value is None:
            return
        ref = value if isinstance(value, Ref) else Ref(kinds[0], value)
        found = self._follow(ref)
        if kinds and found.kind not in kinds:
            self.findings.append(
                claim.finding(column, f'"{found}" is no {" or ".join(kinds)}; name one as {kinds[0]}/id')
            )
        elif not self._stands(found):
            self._unknown(claim, column, found)
        elif found != ref:
            changes[column] = found if isinstance(value, Ref) else found.id

    def _check_fact(self, claim: SourcedClaim, changes: dict[str, Any]) -> None:
        fact = claim.record
        term = self._term(claim, fact.property)
        if term is None:
            return
        if term.subjects and fact.subject.kind not in term.subjects:
            message = f"{fact.property} is said of {' or '.join(sorted(term.subjects))}, not of {fact.subject.kind}"
            self.findings.append(claim.finding("subject", message))
        if term.kind == "object":
            if fact.object is None:
                message = f"{fact.property} links to a thing; write it in column object as kind/id"
                self.findings.append(claim.finding("value", message))
            else:
                self._check_object(claim, "object", term, fact.object, changes)
        elif fact.value is None:
            message = f"{fact.property} holds a value; write it in column value"
            self.findings.append(claim.finding("object", message))
        else:
            self._check_value(claim, "value", term, fact.value)

    def _check_event_fact(self, claim: SourcedClaim) -> None:
        term = self._term(claim, claim.record.property)
        if term is None:
            return
        value = claim.record.value
        if term.kind == "datatype":
            self._check_value(claim, "value", term, value)
            return
        kind, slash, name = value.partition("/")
        if not slash:
            self.findings.append(claim.finding("value", f'"{value}" is not a reference; write kind/id'))
            return
        self._check_object(claim, "value", term, Ref(kind, name), {})

    def _check_object(self, claim: SourcedClaim, column: str, term: Term, ref: Ref, changes: dict[str, Any]) -> None:
        found = self._follow(ref)
        if term.objects and found.kind not in term.objects:
            wanted = " or ".join(f"{kind}/…" for kind in sorted(term.objects))
            self.findings.append(claim.finding(column, f'"{found}" does not fit this property; write {wanted}'))
        elif term.scheme in self.schemes:
            self._check_code(claim, column, term.scheme, found.id)
        elif not (found.id in self.schemes[term.scheme] if term.scheme in self.schemes else self._stands(found)):
            self._unknown(claim, column, found)
        elif found != ref:
            changes[column] = found

    def _check_value(self, claim: SourcedClaim, column: str, term: Term, value: str) -> None:
        try:
            parse_literal(term, value)
        except ValueError as error:
            self.findings.append(claim.finding(column, str(error)))

    def _check_condition(self, claim: SourcedClaim, condition: Condition) -> None:
        for mode in condition.modes:
            self._check_code(claim, "condition", "mode", mode)
        if condition.tier:
            self._check_code(claim, "condition", "tier", condition.tier)
        if condition.window and condition.window not in self.dataset.registry["window"]:
            self._unknown(claim, "condition", Ref("window", condition.window))

    # --- look-ups ---

    def _term(self, claim: SourcedClaim, name: str) -> Term | None:
        term = self.terms.get(name)
        if term is None:
            message = f'"{name}" is no property of the ontology{nearest(name, self.terms)}'
            self.findings.append(claim.finding("property", message))
        return term

    def _follow(self, ref: Ref) -> Ref:
        for _ in range(10):
            if ref not in self.moved:
                return ref
            ref = self.moved[ref]
        return ref

    def _stands(self, ref: Ref) -> bool:
        if ref.kind in self.dataset.registry:
            return ref.id in self.dataset.registry[ref.kind]
        return ref.id in self.schemes.get(ref.kind, {})

    def _unknown(self, row: Located, column: str, ref: Ref) -> None:
        known = self.dataset.registry.get(ref.kind) or self.schemes.get(ref.kind)
        if known is None:
            kinds = [*self.dataset.registry, *self.schemes]
            message = f'"{ref.kind}" is no kind of thing{nearest(ref.kind, kinds)}'
        else:
            message = f'{ref.kind} "{ref.id}" does not exist{nearest(ref.id, known)}; add it to the registry or mend it'
        self.findings.append(row.finding(column, message, "unknown_reference"))

    def _check_code(self, row: Located, column: str, scheme: str, code: str | None) -> None:
        if code is None or code in self.schemes[scheme]:
            return
        advice = nearest(code, self.schemes[scheme]) or f"; the codes are {', '.join(sorted(self.schemes[scheme]))}"
        self.findings.append(row.finding(column, f'"{code}" is no code of {scheme}{advice}', "unknown_code"))


def parse_literal(term: Term, value: str) -> object:
    """Read the value of a datatype property; raise `ValueError` with the form to write."""
    match term.value_type:
        case "decimal":
            return parse_decimal(value)
        case "integer":
            return parse_integer(value)
        case "edtf":
            return parse_period(value)
        case "date":
            return parse_day(value)
        case "boolean":
            if value not in {"true", "false"}:
                raise ValueError(f'"{value}" is neither true nor false')
            return value == "true"
    return parse_address(value) if term.name == "homepage" else value
