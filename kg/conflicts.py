"""Conflict rules: pairs of claims that cannot both hold, proposed for the register by one SPARQL query each.

A rule is a file `ontology/rules/conflicts/<what>.rq`: its header gives Problem and Solution, its query selects
`?entity ?property ?value ?cause ?claim ?other`. A rule proposes; a row of data/judgements/disagreements.csv decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.iris import BM, ID
from kg.paths import ontology_dir
from kg.query import shorten


@dataclass(frozen=True)
class ConflictRule:
    """A conflict rule."""

    name: str
    problem: str
    solution: str
    query: str


@dataclass(frozen=True, order=True)
class Proposal:
    """Claims about one property of one thing that a rule found at odds."""

    rule: str
    entity: str
    """The thing, with its published prefix."""
    property: str
    cause: str
    """Code of the scheme `cause`."""
    values: tuple[str, ...]
    claims: tuple[str, ...]
    """Names of the claims, `source/claim`, as disagreements.csv takes them."""

    def as_json(self) -> dict[str, object]:
        """Return the proposal for `--format json`."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def conflict_rules(folder: Path | None = None) -> list[ConflictRule]:
    """Return all conflict rules, by name; raise `ValueError` if a header lacks problem or solution."""
    found = []
    for path in sorted(((folder or ontology_dir()) / "rules" / "conflicts").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = dict(re.findall(r"^#\+ (problem|solution): (.*)$", text, re.MULTILINE))
        if set(header) != {"problem", "solution"}:
            raise ValueError(f"ontology/rules/conflicts/{path.name}: the header needs problem and solution")
        found.append(ConflictRule(path.stem, header["problem"], header["solution"], text))
    return found


def propose(store: ox.Store, chosen: Iterable[ConflictRule] | None = None) -> list[Proposal]:
    """Return what the rules find and no disagreement of the register is about yet, one entry a thing and cause."""
    known = _known_pairs(store)
    groups: dict[tuple[str, str, str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for rule in conflict_rules() if chosen is None else chosen:
        for row in store.query(rule.query):  # type: ignore[union-attr]
            entity, prop, value, cause, claim, other = (
                row[name].value for name in ("entity", "property", "value", "cause", "claim", "other")
            )
            if frozenset({claim, other}) not in known:
                groups[rule.name, shorten(entity), shorten(prop), cause].add((value, claim, other))
    return sorted(_proposal(store, key, rows) for key, rows in groups.items())


def _proposal(store: ox.Store, key: tuple[str, str, str, str], rows: set[tuple[str, str, str]]) -> Proposal:
    rule, entity, prop, cause = key
    claims = sorted({_name(store, node) for _, claim, other in rows for node in (claim, other)})
    return Proposal(rule, entity, prop, cause, tuple(sorted({value for value, _, _ in rows})), tuple(claims))


def _known_pairs(store: ox.Store) -> set[frozenset[str]]:
    """Return the pairs of claims that stand in one disagreement."""
    members: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, BM("aboutClaim"), None):
        members[quad.subject.value].add(quad.object.value)  # type: ignore[union-attr]
    return {frozenset({one, other}) for claims in members.values() for one in claims for other in claims}


def _name(store: ox.Store, claim: str) -> str:
    """Return `source/claim`, with `#before` or `#after` for a part; the IRI where the graph does not tell."""
    node = ox.NamedNode(claim)
    key = _one(store, node, BM("claimKey"))
    evidence = _one(store, node, BM("evidence"))
    source = _one(store, ox.NamedNode(evidence), BM("evidenceSource")) if evidence else ""
    return f"{source.removeprefix(f'{ID.base}source/')}/{key}" if source and key else claim


def _one(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
    return next((quad.object.value for quad in store.quads_for_pattern(subject, predicate, None)), "")  # type: ignore[union-attr]


def proposals_text(proposals: Iterable[Proposal]) -> str:
    """Return proposals as text: what each is about, then its claims."""
    lines = []
    for one in proposals:
        lines.append(f"{one.entity} {one.property}: {'; '.join(one.values[:4])}   ({one.rule}, {one.cause})")
        lines += [f"    {claim}" for claim in one.claims[:12]]
        lines += [f"    … {len(one.claims) - 12} more claims"] if len(one.claims) > 12 else []
    return "\n".join(lines) or "no rule proposes a disagreement that the register lacks"
