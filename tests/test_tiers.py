"""The same tier printed in three ways is one tier; a tariff of another kind is not."""

from __future__ import annotations

import pytest

from kg.conditions import parse_condition
from kg.tiers import series_condition, tier_starts


@pytest.mark.parametrize(
    ("printed", "series"),
    [
        ("input=..32000", "input=..32000"),
        ("input=..32000;tier=whole-request", "input=..32000"),
        ("input=32000..128000;tier=whole-request", "input=32000..128000"),
        ("input=128000..256000", "input=128000.."),
        ("input=128000..;mode=thinking", "input=128000..;mode=thinking"),
        ("input=..32000;tier=graduated", "input=..32000;tier=graduated"),
        ("", ""),
    ],
)
def test_series_of_a_condition_where_tiers_begin_at_32k_and_128k(printed: str, series: str) -> None:
    assert str(series_condition(parse_condition(printed), {32_000, 128_000})) == series


def test_bound_of_a_lone_first_tier_is_a_bound() -> None:
    assert str(series_condition(parse_condition("input=..128000"), set())) == "input=..128000"


def test_starts_are_those_of_one_offering() -> None:
    priced = [("a", parse_condition("input=32000..")), ("b", parse_condition("input=..32000"))]
    assert tier_starts(priced) == {"a": {32_000}}
