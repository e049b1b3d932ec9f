"""Conflict rules: each finds its planted conflict, lets agreement pass, and proposes what the register lacks."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import vocabulary
from kg.built import Built
from kg.conflicts import ConflictRule, Proposal, conflict_rules, proposals_text, propose
from kg.iris import BM, ID, XSD

EXAMPLES = Path(__file__).parent / "rules" / "conflicts"
RULES = conflict_rules()
EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def example(rule: ConflictRule, name: str) -> ox.Store:
    """Return the store of one example of a rule."""
    store = ox.Store()
    store.load(path=str(EXAMPLES / rule.name / f"{name}.ttl"), format=ox.RdfFormat.TURTLE)
    return store


@EACH
def test_a_planted_conflict_is_proposed_with_cause_and_claims(rule: ConflictRule) -> None:
    (proposal,) = propose(example(rule, "fail"), [rule])
    assert proposal.cause in vocabulary.schemes()["cause"]
    assert len(proposal.claims) == 2
    assert proposal.values
    assert proposal.entity in proposals_text([proposal])


@EACH
def test_agreement_passes(rule: ConflictRule) -> None:
    assert propose(example(rule, "pass"), [rule]) == []


@EACH
def test_what_the_register_holds_is_not_proposed_again(rule: ConflictRule) -> None:
    store = example(rule, "fail")
    for row in list(store.query(rule.query)):  # type: ignore[arg-type]
        for node in (row["claim"], row["other"]):
            store.add(ox.Quad(ID("disagreement/known"), BM("aboutClaim"), node))
    assert propose(store, [rule]) == []


def test_factors_tell_the_cause() -> None:
    (rule,) = [rule for rule in RULES if rule.name == "slipped_factor"]
    (proposal,) = propose(example(rule, "fail"), [rule])
    assert proposal.cause == "unit"


def test_every_example_belongs_to_a_rule() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {rule.name for rule in RULES}


def test_claims_are_named_as_judgements_name_them(tiny_built: Built) -> None:
    """Nothing is at odds in the tiny dataset that its register does not hold; a planted pair is named by its keys."""
    assert propose(tiny_built.store) == []
    store = ox.Store()
    store.bulk_extend(tiny_built.store)
    twin, stated = ID("price-change/x"), BM("percentStated")
    change = next(store.quads_for_pattern(None, stated, None)).subject
    for quad in list(store.quads_for_pattern(change, None, None)):
        if quad.predicate != stated:
            store.add(ox.Quad(twin, quad.predicate, quad.object))
    store.add(ox.Quad(twin, stated, ox.Literal("-10", datatype=XSD("decimal"))))
    (found,) = propose(store)
    assert isinstance(found, Proposal)
    assert found.claims == ("press-2024-05-21/c1", "press-2024-05-21/c1#after")
