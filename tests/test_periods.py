"""Periods: the worked examples of docs/periods.md, and truths that hold for any marks."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.marks import Ending, Mark, Series
from kg.periods import LAG, Period, SeriesResult, derive_series

AS_OF = date(2024, 12, 31)
SERIES = Series("alibaba-bailian--cn--CNY--qwen-long", "input", "", "token")
OFFICIAL, PRESS, LIST = 0, 2, 4


def mark(
    day: str,
    amount: str,
    lineage: str = "list-a",
    *,
    fixed: bool = False,
    ends: bool = False,
    kind: int = LIST,
    rank: int = 1,
) -> Mark:
    claim = f"{lineage}/{amount}~{day}"
    return Mark(date.fromisoformat(day), Decimal(amount), fixed, ends, claim, lineage, rank, kind)


def derive(*marks: Mark, as_of: date = AS_OF, endings: tuple[Ending, ...] = ()) -> SeriesResult:
    return derive_series(SERIES, marks, as_of, endings)


def bounds(period: Period) -> tuple[str, str | None, str | None, str | None, str | None]:
    days = (period.from_not_before, period.from_, period.to_not_before, period.to)
    return (str(period.amount), *(day.isoformat() if day else None for day in days))  # type: ignore[return-value]


def test_a_change_between_two_sightings_lies_somewhere_between_them() -> None:
    result = derive(mark("2024-05-01", "20"), mark("2024-06-01", "0.5"))
    old, new = result.periods
    assert bounds(old) == ("20", None, "2024-05-01", "2024-05-01", "2024-05-31")
    assert bounds(new) == ("0.5", "2024-05-02", "2024-06-01", "2024-06-01", None)


def test_a_fixed_day_sets_all_four_bounds() -> None:
    result = derive(mark("2024-05-01", "20"), mark("2024-05-21", "0.5", "press", fixed=True, kind=PRESS))
    old, new = result.periods
    assert bounds(old) == ("20", None, "2024-05-01", "2024-05-20", "2024-05-20")
    assert bounds(new)[:3] == ("0.5", "2024-05-21", "2024-05-21")


def test_equal_neighbours_join_and_their_claims_add_up() -> None:
    result = derive(mark("2024-05-01", "1"), mark("2024-06-01", "1"), mark("2024-07-01", "1", "list-b"))
    (period,) = result.periods
    assert len(period.claims) == 3
    assert period.last_confirmed_on == date(2024, 7, 1)


def test_a_list_that_still_shows_the_old_price_lags_and_re_opens_nothing() -> None:
    result = derive(
        mark("2024-05-01", "20", "list-a"),
        mark("2024-05-21", "0.5", "vendor", fixed=True, kind=OFFICIAL),
        mark("2024-06-10", "20", "list-a"),
        mark("2024-07-01", "0.5", "list-a"),
    )
    assert [str(period.amount) for period in result.periods] == ["20", "0.5"]
    assert [lagging.day for lagging in result.lagging] == [date(2024, 6, 10)]


def test_a_list_that_followed_and_went_back_does_not_lag() -> None:
    result = derive(
        mark("2024-05-01", "20", "list-a"),
        mark("2024-05-21", "0.5", "vendor", fixed=True),
        mark("2024-05-25", "0.5", "list-a"),
        mark("2024-06-10", "20", "list-a"),
    )
    assert [str(period.amount) for period in result.periods] == ["20", "0.5", "20"]
    assert not result.lagging


def test_after_sixty_days_an_old_amount_counts_again() -> None:
    late = (date(2024, 5, 21) + LAG + timedelta(days=1)).isoformat()
    result = derive(
        mark("2024-05-01", "20", "list-a"),
        mark("2024-05-21", "0.5", "vendor", fixed=True, kind=OFFICIAL),
        mark(late, "20", "list-a"),
    )
    assert [str(period.amount) for period in result.periods] == ["20", "0.5", "20"]
    assert not result.lagging


def test_on_one_day_the_better_source_kind_holds() -> None:
    result = derive(mark("2024-05-21", "5", "list-a"), mark("2024-05-21", "4", "vendor", kind=OFFICIAL))
    (period,) = result.periods
    assert period.amounts == (Decimal(4),)
    assert result.overruled == (("vendor/4~2024-05-21", "list-a/5~2024-05-21"),)


def test_on_one_day_the_editors_rank_holds_before_the_source_kind() -> None:
    result = derive(mark("2024-05-21", "5", "list-a", rank=0), mark("2024-05-21", "4", "vendor", kind=OFFICIAL))
    assert result.periods[0].amounts == (Decimal(5),)


def test_among_equal_kinds_more_lineages_hold() -> None:
    result = derive(mark("2024-05-21", "5", "a"), mark("2024-05-21", "4", "b"), mark("2024-05-21", "4", "c"))
    assert result.periods[0].amounts == (Decimal(4),)


def test_a_mirror_of_the_same_lineage_adds_no_weight() -> None:
    copied = Mark(date(2024, 5, 21), Decimal(4), False, False, "mirror/4", "b", 1, LIST)
    result = derive(mark("2024-05-21", "5", "a"), mark("2024-05-21", "4", "b"), copied)
    assert result.periods[0].contested


def test_a_tie_gives_no_price_but_the_candidates() -> None:
    result = derive(mark("2024-05-21", "5", "a"), mark("2024-05-21", "4", "b"))
    (period,) = result.periods
    assert period.contested
    assert period.amounts == (Decimal(4), Decimal(5))


def test_a_stated_last_day_ends_the_period() -> None:
    promotion = [mark("2024-12-26", "1", fixed=True), mark("2025-02-08", "1", ends=True)]
    (period,) = derive(*promotion, as_of=date(2026, 1, 1)).periods
    assert bounds(period) == ("1", "2024-12-26", "2024-12-26", "2025-02-08", "2025-02-08")
    assert period.end_kind == "withdrawn"


def test_a_withdrawal_ends_the_last_period_the_day_before() -> None:
    result = derive(mark("2024-05-01", "3"), endings=(Ending(date(2024, 9, 1), "all", None, "withdrawn"),))
    assert result.periods[0].to == date(2024, 8, 31)
    assert result.periods[0].end_kind == "withdrawn"


def test_windows_end_the_price_without_a_window_and_no_other() -> None:
    windows = Ending(date(2024, 9, 1), "input", "", "superseded")
    result = derive(mark("2024-08-02", "3"), endings=(windows,))
    assert result.periods[0].to == date(2024, 8, 31)
    assert result.periods[0].end_kind == "superseded"
    assert not windows.concerns(SERIES._replace(component="output"))
    assert not windows.concerns(SERIES._replace(condition="window=deepseek-peak-2026"))


def test_a_list_unseen_for_months_does_not_vouch_across_a_move_of_another() -> None:
    moved = [mark("2024-02-01", "2", "list-b"), mark("2024-06-13", "4", "list-b"), mark("2024-07-04", "2", "list-b")]
    result = derive(mark("2024-02-11", "2", "vendor", kind=1), mark("2024-08-10", "2", "vendor", kind=1), *moved)
    assert [str(period.amount) for period in result.periods] == ["2", "4", "2"]
    soon = derive(mark("2024-06-01", "2", "vendor", kind=1), mark("2024-07-10", "2", "vendor", kind=1), *moved)
    assert [str(period.amount) for period in soon.periods] == ["2"]
    assert soon.overruled


@pytest.mark.parametrize(("seen", "end_kind"), [("2024-10-03", "open"), ("2024-10-01", "unknown")])
def test_only_what_was_confirmed_within_ninety_days_is_todays_price(seen: str, end_kind: str) -> None:
    assert derive(mark(seen, "3")).periods[0].end_kind == end_kind


def test_marks_after_as_of_do_not_count() -> None:
    result = derive(mark("2024-05-01", "3"), mark("2024-06-01", "2"), as_of=date(2024, 5, 15))
    assert [str(period.amount) for period in result.periods] == ["3"]


_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@st.composite
def _marks(draw: st.DrawFn) -> list[Mark]:
    rows = draw(
        st.lists(
            st.tuples(_DAYS, st.sampled_from(["1", "2", "20"]), st.booleans(), st.sampled_from("abc"), st.booleans()),
            max_size=14,
        )
    )
    kinds = {"a": OFFICIAL, "b": LIST, "c": LIST}
    return [
        Mark(day, Decimal(amount), fixed, ends and not fixed, f"{who}/{amount}~{day}~{fixed}", who, 1, kinds[who])
        for day, amount, fixed, who, ends in rows
    ]


@given(_marks())
def test_periods_of_a_series_never_overlap(marks: list[Mark]) -> None:
    periods = derive(*marks).periods
    for before, after in pairwise(periods):
        assert before.to is not None
        assert before.to < after.from_
        assert before.last_confirmed_on < after.from_
        assert before.to_not_before is not None
        assert before.to_not_before < (after.from_not_before or after.from_)


@given(_marks())
def test_bounds_of_a_period_stand_in_order(marks: list[Mark]) -> None:
    for period in derive(*marks).periods:
        days = [period.from_not_before, period.from_, period.last_confirmed_on]
        known = [day for day in days if day]
        assert known == sorted(known)
        assert period.to is None or period.last_confirmed_on <= period.to


@given(_marks())
def test_no_amount_is_invented(marks: list[Mark]) -> None:
    said = {mark.amount for mark in marks}
    for period in derive(*marks).periods:
        assert set(period.amounts) <= said
        assert set(period.claims) <= {mark.claim for mark in marks}


@given(_marks(), st.randoms(use_true_random=False))
def test_input_order_does_not_matter(marks: list[Mark], chance: random.Random) -> None:
    mixed = list(marks)
    chance.shuffle(mixed)
    assert derive(*marks) == derive(*mixed)


@given(_marks())
def test_a_claim_repeated_changes_nothing(marks: list[Mark]) -> None:
    assert derive(*marks) == derive(*marks, *marks)


@given(_marks(), st.integers(0, 400))
def test_an_agreeing_claim_never_changes_the_price_of_its_day(marks: list[Mark], position: int) -> None:
    periods = derive(*marks).periods
    certain = [period for period in periods if not period.contested]
    if not certain:
        return
    period = certain[position % len(certain)]
    agreeing = Mark(period.from_, period.amount, False, False, "agreeing/claim", "agreeing", 1, LIST)
    after = derive(*marks, agreeing).periods
    held = [one for one in after if one.from_ <= period.from_ <= one.last_confirmed_on]
    assert [one.amounts for one in held] == [period.amounts]


@given(_marks())
def test_a_claim_of_another_lineage_never_removes_a_witness(marks: list[Mark]) -> None:
    """What agrees with a period stays behind it, whoever else agrees."""
    for period in derive(*marks).periods:
        if period.contested:
            continue
        agreeing = Mark(period.from_, period.amount, False, False, "agreeing/claim", "agreeing", 1, LIST)
        after = derive(*marks, agreeing).periods
        (held,) = [one for one in after if one.from_ <= period.from_ <= one.last_confirmed_on]
        assert set(period.claims) <= set(held.claims)
