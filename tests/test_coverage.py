"""`docs/coverage.md` and `docs/cases.md` say what the data says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kg.built import Built
from kg.coverage import coverage_page
from kg.coverage.landscape import by_code, known_facts
from kg.coverage.lineage import bases_without_developer, by_kind, by_province, developers
from kg.coverage.prices import month_matrix, witnessed_months
from kg.tables.frame import Cell
from kg.values import Period

DOCS = Path(__file__).parents[1] / "docs"
_ROW = re.compile(r"^\| (?P<case>[^|]+) \| [^|]+ \| `(?P<claim>[^`|]+)` \| (?P<says>[^|]+) \|$", re.MULTILINE)


def cases() -> list[tuple[str, str, str]]:
    text = (DOCS / "cases.md").read_text(encoding="utf-8")
    return [(row["case"].strip(), row["claim"], row["says"].strip()) for row in _ROW.finditer(text)]


def said(built: Built, claim: str, name: str) -> str:
    found = built.resolved.by_name[claim]
    rank = built.resolved.ranks.get(f"{claim}#after", built.resolved.rank(found))
    if name in {"table", "rank", "reason"}:
        return {"table": found.table, "rank": rank.code, "reason": rank.reason}[name]
    value = getattr(found.record, name)
    return "" if value is None else value.text if isinstance(value, Period) else str(value)


def test_every_kind_of_case_has_its_row() -> None:
    assert len(cases()) == 38
    assert len({case for case, _, _ in cases()}) == 38


@pytest.mark.parametrize(("case", "claim", "says"), cases())
def test_a_case_stands_in_the_data_as_told(real_built: Built, case: str, claim: str, says: str) -> None:
    for part in says.split("; "):
        name, _, value = part.partition("=")
        assert said(real_built, claim, name) == value, f"{case}: {claim}"


def test_the_coverage_page_is_up_to_date(real_built: Built) -> None:
    page = coverage_page(real_built.resolved, real_built.derived, real_built.tables)
    assert (DOCS / "coverage.md").read_text(encoding="utf-8") == page, "run python -m kg.coverage"


def point(**cells: Cell) -> dict[str, Cell]:
    row: dict[str, Cell] = {"provider": "zhipu", "channel": "first-party", "currency": "CNY", "rank": "normal"}
    row |= {"lineage": "list-a", "observed_on": None, "announced_on": None, "effective_from": None}
    return row | cells


def test_a_month_counts_its_lineages_once_and_no_reseller_dollar_or_deprecated_claim() -> None:
    points = [
        point(observed_on=date(2024, 5, 1)),
        point(observed_on=date(2024, 5, 23)),
        point(effective_from=date(2024, 5, 11), lineage="press"),
        point(observed_on=date(2024, 6, 1), channel="cloud-host"),
        point(observed_on=date(2024, 6, 1), currency="USD"),
        point(observed_on=date(2024, 6, 1), rank="deprecated"),
        point(),
    ]
    assert witnessed_months(points, date(2024, 12, 31)) == {"zhipu": {(2024, 5): {"list-a", "press"}}}


def test_unknown_and_not_tracked_months_differ() -> None:
    points = [point(observed_on=date(2024, 3, 1)), point(observed_on=date(2024, 5, 1), lineage="list-b")]
    assert "`--1·1-------`" in month_matrix(points, {"zhipu": "Zhipu AI"}, date(2024, 12, 31))


def test_a_fact_is_known_or_unknown() -> None:
    rows: list[dict[str, Cell]] = [{"vertical": "finance;law"}, {"vertical": None}]
    assert "| vertical | 1 (50 %) | 1 |" in known_facts(rows, "vertical")
    assert by_code(rows, "vertical", {"law": "Law"}).splitlines()[2:] == [
        "| Law | 1 |",
        "| finance | 1 |",
        "| unknown | 1 |",
    ]


REGIONS: list[dict[str, Cell]] = [
    {"id": "china", "label_en": "China", "broader": None},
    {"id": "zhejiang", "label_en": "Zhejiang", "broader": "china"},
    {"id": "hangzhou", "label_en": "Hangzhou", "broader": "zhejiang"},
    {"id": "france", "label_en": "France", "broader": None},
]


def test_a_city_counts_in_its_province_and_a_country_abroad_for_itself() -> None:
    rows: list[dict[str, Cell]] = [{"based_in": name} for name in ("hangzhou", "zhejiang", "france", None)]
    assert by_province(rows, REGIONS).splitlines()[2:] == ["| Zhejiang | 2 |", "| France | 1 |"]


def test_a_developer_without_a_place_is_not_known_and_a_nationality_is_no_seat() -> None:
    def fact(subject: str, name: str, value: str, holds: str = "yes") -> dict[str, Cell]:
        return {"subject": subject, "property": name, "object": value, "holds": holds}

    rows = [fact(f"model/{name}", "developer", f"organization/{name}") for name in ("a", "b", "c", "d")]
    rows += [
        fact("application/e", "developer", "organization/e"),
        fact("organization/a", "based_in", "region/hangzhou"),
    ]
    rows += [fact("organization/b", "nationality_stated", "region/china")]
    rows += [fact("organization/c", "nationality_stated", "region/france")]
    rows += [fact("organization/d", "based_in", "region/hangzhou", "no")]
    assert developers(rows, REGIONS).splitlines()[2:] == [
        "| models or families | 4 | 1 | 1 | 1 | 1 |",
        "| models, families or applications | 5 | 1 | 1 | 1 | 2 |",
    ]


def test_two_claims_of_one_derivation_are_one_pair() -> None:
    rows: list[dict[str, Cell]] = [{"derived": "a", "base": "b", "kind": kind} for kind in ("based-on", "fine-tuned")]
    assert by_kind(rows).splitlines()[-1] == "| pairs of a model and its base | 1 |"


def test_bases_whose_developer_no_source_states_are_counted_and_named() -> None:
    derivations: list[dict[str, Cell]] = [
        {"derived": "model/a", "base": "model/gpt-j-6b"},
        {"derived": "model/b", "base": "model/beats"},
        {"derived": "model/c", "base": "model/beats"},
    ]
    statements: list[dict[str, Cell]] = [{"subject": "model/gpt-j-6b", "property": "developer"}]
    told = bases_without_developer(derivations, statements, {"model/beats": "BEATs"})
    assert told.startswith("2 bases, 1 of them without a developer")
    assert told.endswith("BEATs.\n")
