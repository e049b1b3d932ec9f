"""Accepted warnings: shown apart with day and reason, never errors, never more than a reader can know."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.build import make
from kg.check import ACCEPTED, rules
from kg.cli import app
from kg.findings import DataError, Finding
from tests.conftest import REAL

HEAD = "rule,about,on,why\n"
ROW = "service_without_operator,service/alibaba-bailian,2024-06-01,No page says who runs it.\n"


@pytest.fixture
def unsaid(tiny_data: Path) -> Path:
    """Return the tiny dataset without the claim that says who operates its service."""
    for path in tiny_data.rglob("facts.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if ",operator," not in line), encoding="utf-8")
    return tiny_data


def findings(data: Path, accepted: str) -> list[Finding]:
    (data / "judgements" / "accepted.csv").write_text(HEAD + accepted, encoding="utf-8")
    return make(data).findings


def of_services(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.rule == "service_without_operator"]


def test_a_warning_is_accepted_with_its_day_and_reason(unsaid: Path) -> None:
    (warning,) = of_services(findings(unsaid, ""))
    assert warning.severity == "warning"
    (accepted,) = of_services(findings(unsaid, ROW))
    assert accepted.severity == "accepted"
    assert accepted.message.endswith("(Accepted on 2024-06-01: No page says who runs it.)")


def test_kg_check_counts_accepted_warnings_apart(unsaid: Path) -> None:
    (unsaid / "judgements" / "accepted.csv").write_text(HEAD + ROW, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "--data", str(unsaid)])
    assert done.exit_code == 0
    assert "0 errors" in done.stdout
    assert ", 1 accepted in" in done.stdout
    assert "accepted: Nobody is said to operate" in done.stderr


@pytest.mark.parametrize(
    "row",
    [
        ROW.replace("alibaba-bailian", "nobody"),
        ROW.replace("service_without_operator", "service_without_operators"),
        ROW.replace("service_without_operator", "missing_label"),
    ],
)
def test_a_row_that_meets_no_warning_is_told(unsaid: Path, row: str) -> None:
    told = [finding for finding in findings(unsaid, row) if finding.rule == "idle_acceptance"]
    assert [(finding.line, finding.severity) for finding in told] == [(2, "warning")]
    assert "take the row out" in told[0].message
    assert of_services(findings(unsaid, row))[0].severity == "warning"


def test_twenty_may_be_accepted_and_no_more(unsaid: Path) -> None:
    rows = [ROW, *(ROW.replace("alibaba-bailian", f"service-{number:02}") for number in range(ACCEPTED))]
    told = [finding for finding in findings(unsaid, "".join(rows)) if finding.severity == "error"]
    assert [(finding.rule, finding.line) for finding in told] == [("too_many_accepted", ACCEPTED + 2)]


@pytest.mark.parametrize(
    ("old", "new", "told"), [("2024-06-01", "soon", "day"), ("No page says who runs it.", "", "why")]
)
def test_a_row_needs_its_day_and_its_reason(unsaid: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        findings(unsaid, ROW.replace(old, new))


def test_what_the_real_data_accepts_are_warnings_with_a_reason() -> None:
    with (REAL / "judgements" / "accepted.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    warnings = {rule.name for rule in rules() if rule.severity == "warning"}
    assert 0 < len(rows) <= ACCEPTED
    assert {row["rule"] for row in rows} <= warnings
    assert all(row["why"].endswith(".") and len(row["why"]) > 30 for row in rows)
