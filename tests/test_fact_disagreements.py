"""Disagreements about facts: what agrees though it is written otherwise, and what the real data disagrees about."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.agreement import access_agrees, counts_agree, dates_agree, is_before
from kg.disagreements import Disagreement, judged_disagreements
from kg.fact_disagreements import fact_disagreements
from kg.loading import load
from kg.resolve import Resolved, resolve
from tests.conftest import REAL

SOURCE = """title = "{name}"
publisher = "{name}"
kind = "dataset"
licence = "not stated"
origin = "hand"
lineage = "{lineage}"
url = "https://example.org/{name}"
retrieved = 2024-06-01
"""


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2023", "2023-11-02", True),
        ("2023-11", "2023-11-02", True),
        ("2023-11-02", "2023-11-04", False),
        ("2023-08/2023-09", "2023-08-03", True),
        ("2023-33~", "2023-04-11", True),
        ("2023-33", "2023-04-11", False),
        ("2023-33~", "2023-09-07", False),
        ("../2023-05", "2023-04-30", True),
    ],
)
def test_a_year_agrees_with_a_day_in_it(one: str, other: str, agree: bool) -> None:
    assert dates_agree(one, other) is agree
    assert dates_agree(other, one) is agree


def test_a_month_is_before_a_day_only_when_its_last_day_is() -> None:
    assert is_before("2023-05", "2023-06-01")
    assert not is_before("2023-05", "2023-05-31")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("13000000000", "13264901120", True),
        ("7000000000", "7000559616", True),
        ("32000000000", "32500000000", True),
        ("26000000000", "25500000000", True),
        ("355000000000", "357000000000", False),
        ("7000000000", "9600000000", False),
        ("100000000000", "1000000000000", False),
        ("7000000000", "7000000000", True),
    ],
)
def test_a_count_agrees_with_itself_rounded(one: str, other: str, agree: bool) -> None:
    assert counts_agree(one, other) is agree
    assert counts_agree(other, one) is agree


def test_a_licence_with_limits_is_open_weights_all_the_same() -> None:
    assert access_agrees("access/open-weights", "access/open-weights-restricted")
    assert access_agrees("access/closed", "access/api-only")
    assert access_agrees("access/unknown", "access/open-weights")
    assert not access_agrees("access/hosted-only", "access/open-weights")


# --- what counts as a disagreement, on the tiny dataset ---


def _add(data: Path, name: str, facts: str, lineage: str = "") -> None:
    folder = data / "sources" / name
    folder.mkdir()
    (folder / "source.toml").write_text(SOURCE.format(name=name, lineage=lineage or name), encoding="utf-8")
    (folder / "facts.csv").write_text(f"claim,subject,property,object,value,locator\n{facts}", encoding="utf-8")


def _resolved(data: Path) -> Resolved:
    dataset, findings = load(data)
    resolved, more = resolve(dataset)
    assert [str(one) for one in findings + more] == []
    return resolved


def _found(data: Path) -> dict[str, Disagreement]:
    resolved = _resolved(data)
    return {one.derived_by: one for one in fact_disagreements(resolved, judged_disagreements(resolved))}


def test_two_days_of_release_are_a_disagreement_of_two_lineages_not_of_one(tiny_data: Path) -> None:
    _add(tiny_data, "first", "r,model/qwen-max,released_on,,2024-04-01,row 1\n")
    _add(tiny_data, "mirror", "r,model/qwen-max,released_on,,2024-04-03,row 1\n", lineage="first")
    assert "differing-release" not in _found(tiny_data)
    _add(tiny_data, "second", "r,model/qwen-max,released_on,,2024-04-02,row 9\n")
    one = _found(tiny_data)["differing-release"]
    assert one.claims == ("first/r", "mirror/r", "second/r")
    assert (one.cause, one.finding, one.favours) == ("date", "unresolved", ())
    assert "2024-04-02 (second)" in one.why_en


def test_a_paper_later_than_the_release_contradicts_nothing(tiny_data: Path) -> None:
    _add(tiny_data, "first", "r,model/qwen-max,released_on,,2024-04-01,row 1\n")
    _add(tiny_data, "second", "r,model/qwen-max,paper_on,,2024-09-01,row 1\n")
    assert not _found(tiny_data)


def test_a_list_that_knew_a_model_before_its_release_is_told(tiny_data: Path) -> None:
    _add(tiny_data, "first", "r,model/qwen-max,released_on,,2024-04-01,row 1\n")
    _add(tiny_data, "second", "r,model/qwen-max,first_listed_on,,2024-03,row 1\n")
    assert set(_found(tiny_data)) == {"listed-before-release"}


def test_a_fuller_list_of_developers_contradicts_nothing_another_developer_does(tiny_data: Path) -> None:
    both = "d,model/qwen-max,developer,organization/alibaba-cloud,,row 1\n"
    _add(tiny_data, "first", both + "e,model/qwen-max,developer,organization/du-xiaoman,,row 1\n")
    _add(tiny_data, "second", both)
    assert not _found(tiny_data)
    _add(tiny_data, "third", "d,model/qwen-max,developer,organization/du-xiaoman,,row 1\n")
    assert _found(tiny_data)["differing-developer"].cause == "attribution"


def test_a_group_and_its_unit_differ_in_scope_alone(tiny_data: Path) -> None:
    _add(tiny_data, "first", "d,model/qwen-max,developer,organization/alibaba-cloud,,row 1\n")
    _add(tiny_data, "second", "d,model/qwen-max,developer,organization/du-xiaoman,,row 1\n")
    part = "p,organization/alibaba-cloud,sub_organization_of,organization/du-xiaoman,,row 1\n"
    _add(tiny_data, "third", part)
    one = _found(tiny_data)["differing-developer"]
    assert (one.cause, one.finding) == ("scope", "apparent")


def test_a_rank_resolves_and_an_editors_row_speaks_for_the_rule(tiny_data: Path) -> None:
    _add(tiny_data, "first", "r,model/qwen-max,released_on,,2024-04-01,row 1\n")
    _add(tiny_data, "second", "r,model/qwen-max,released_on,,2024-04-02,row 9\n")
    ranks = tiny_data / "judgements" / "ranks.csv"
    text = ranks.read_text(encoding="utf-8")
    header = text.splitlines()[0].split(",")
    cells = {"claim": "second/r", "rank": "deprecated", "reason": "placeholder", "why": "test"}
    ranks.write_text(text + ",".join(cells.get(name, "") for name in header) + "\n", encoding="utf-8")
    one = _found(tiny_data)["differing-release"]
    assert (one.finding, one.favours) == ("resolved", ("first/r",))
    rows = tiny_data / "judgements" / "disagreements.csv"
    judged = "qwen-max-day,日,day,first/r;second/r,date,unresolved,,因,why\n"
    rows.write_text(rows.read_text(encoding="utf-8") + judged, encoding="utf-8")
    assert "differing-release" not in _found(tiny_data)


# --- the real data ---


@pytest.fixture(scope="module")
def real() -> list[Disagreement]:
    """Return what the rules find in the real data, the editors' rows left aside."""
    return fact_disagreements(_resolved(REAL), ())


def test_the_same_input_gives_the_same_disagreements(real: list[Disagreement]) -> None:
    assert fact_disagreements(_resolved(REAL), ()) == real
    assert len({one.id for one in real}) == len(real)


def test_catalogues_that_put_deepseek_in_america_and_01ai_in_france_are_told(real: list[Disagreement]) -> None:
    countries = {one.label_en: one for one in real if one.derived_by == "differing-country"}
    for name in ("DeepSeek", "01.AI"):
        one = countries[f"Which country {name} belongs to"]
        assert any(claim.startswith("ecosystem-graphs/") for claim in one.claims)


def test_every_disagreement_has_two_lineages(real: list[Disagreement]) -> None:
    dataset = load(REAL)[0]
    for one in real:
        lineages = {dataset.sources[name.partition("/")[0]].record.lineage for name in one.claims}
        assert len(lineages) > 1, one.label_en
