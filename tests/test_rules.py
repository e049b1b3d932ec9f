"""Rules: each catches its planted fault and lets the right form pass; the data at hand breaks none."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.built import Built
from kg.check import ACCEPTED, Rule, check_rules, rules

EXAMPLES = Path(__file__).parent / "rules"
RULES = rules()
EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def rows(rule: Rule, example: str) -> list[ox.QuerySolution]:
    """Return what a rule selects in one of its examples."""
    store = ox.Store()
    store.load(path=str(EXAMPLES / rule.name / f"{example}.ttl"), format=ox.RdfFormat.TURTLE)
    return list(store.query(rule.query))  # type: ignore[arg-type]


@EACH
def test_a_rule_catches_its_planted_fault(rule: Rule) -> None:
    found = rows(rule, "fail")
    assert found
    assert all(row["entity"] is not None and row["property"] is not None for row in found)


@EACH
def test_a_rule_lets_the_right_form_pass(rule: Rule) -> None:
    assert rows(rule, "pass") == []


@EACH
def test_a_rule_says_what_is_wrong_and_how_to_mend_it(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", rule.name)
    assert rule.problem.endswith(".")
    assert rule.solution.endswith(".")
    assert re.search(r"SELECT \?entity \?property \?value\nWHERE", rule.query)


def test_every_example_belongs_to_a_rule() -> None:
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir()} - {"conflicts"}
    assert folders == {rule.name for rule in RULES}


def test_a_fault_is_told_with_thing_property_value_and_mend() -> None:
    (rule,) = [rule for rule in RULES if rule.name == "end_before_start"]
    store = ox.Store()
    store.load(path=str(EXAMPLES / rule.name / "fail.ttl"), format=ox.RdfFormat.TURTLE)
    (finding,) = check_rules(store, [rule])
    assert finding.path == "https://w3id.org/baimo/id/price-point/a"
    assert finding.column == "https://w3id.org/baimo/ontology#effectiveTo"
    assert "2024-05-01 before 2024-05-02" in finding.message
    assert finding.message.endswith("Mend one of the two days.")


def test_the_tiny_dataset_breaks_no_rule(tiny_built: Built) -> None:
    assert [finding for finding in check_rules(tiny_built.store) if finding.severity == "error"] == []


def test_the_real_data_breaks_no_rule_and_warns_seldom(real_built: Built) -> None:
    found = list(check_rules(real_built.store))
    assert len(found) <= ACCEPTED, "\n".join(map(str, found))
    assert [str(finding) for finding in real_built.findings if finding.severity != "accepted"] == []


def test_all_rules_together_cost_no_more_than_some_readings_of_the_graph(real_built: Built) -> None:
    """Both are measured side by side, so that a slow machine is slow in both; today it is twelve readings."""
    begun = time.process_time()
    triples = sum(1 for _ in real_built.store)
    reading = time.process_time() - begun
    begun = time.process_time()
    list(check_rules(real_built.store))
    assert triples > 900_000
    assert time.process_time() - begun < 25 * reading
