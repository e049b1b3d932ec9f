"""What a use costs: tiers, caches, batch, promotions, quotas, hours; each sum by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.conditions import parse_condition
from kg.cost import Tariff, Use, cheapest, cost
from kg.findings import KgError
from kg.hours import windows_at
from kg.records import Window


def tariff(**prices: str) -> list[Tariff]:
    """`input="2.5@input=..32000|4@input=32000.."` → prices of a component, each with its condition after @."""
    made = []
    for component, text in prices.items():
        for one in text.split("|"):
            amount, _, condition = one.partition("@")
            made.append(Tariff(component.replace("_", "-"), parse_condition(condition), Decimal(amount)))
    return made


QWEN3_MAX = tariff(
    input="2.5@input=..32000|4@input=32000..128000|7@input=128000..",
    output="10@input=..32000|16@input=32000..128000|28@input=128000..",
)
WINDOWS = {
    row["id"]: Window.model_validate({"label_en": row["id"], "time_zone": "Asia/Shanghai", **row})
    for row in (
        {
            "id": "peak", "window_kind": "peak", "days": "1;2;3;4;5", "opens": "09:00;14:00", "closes": "12:00;18:00",
            "holidays_of": "china",
        },
        {"id": "off-peak", "window_kind": "off-peak", "complement_of": "peak"},
        {"id": "night", "window_kind": "off-peak", "days": "5", "opens": "23:30", "closes": "08:30"},
    )
}  # fmt: skip
HOLIDAYS = {"china": {date(2026, 10, 1)}}


def test_plain_prices_show_their_arithmetic() -> None:
    result = cost(tariff(input="0.5", output="2"), Use(1_000_000, 200_000))
    assert [str(step) for step in result.steps] == [
        "input: 1000000 × 0.5 / 1000000 = 0.5",
        "output: 200000 × 2 / 1000000 = 0.4",
    ]
    assert result.total == Decimal("0.9")


def test_cached_share_is_charged_at_the_price_of_the_cache() -> None:
    result = cost(tariff(input="2", cached_input="0.2", output="3"), Use(1_000_000, 200_000, Decimal("0.3")))
    assert result.total == Decimal("1.4") + Decimal("0.06") + Decimal("0.6")


def test_cached_input_without_a_price_is_input_and_the_line_says_so() -> None:
    result = cost(tariff(input="2", output="3"), Use(100, 0, Decimal("0.5")))
    assert result.total == Decimal("0.0002")
    assert result.steps[1].note == "charged as input"


@pytest.mark.parametrize(
    ("requests", "total"),
    [(50, "4.5"), (20, "7.2"), (5, "12.6")],
    ids=["20 thousand each", "50 thousand each", "200 thousand each"],
)
def test_tier_prices_the_whole_request(requests: int, total: str) -> None:
    assert cost(QWEN3_MAX, Use(1_000_000, 200_000, requests=requests)).total == Decimal(total)


def test_request_at_the_bound_is_in_the_lower_tier() -> None:
    assert cost(QWEN3_MAX, Use(32_000, 0, requests=1)).steps[0].per_million == Decimal("2.5")
    assert cost(QWEN3_MAX, Use(32_001, 0, requests=1)).steps[0].per_million == Decimal(4)


def test_without_a_size_requests_are_taken_to_fit_the_first_tier() -> None:
    result = cost(QWEN3_MAX, Use(1_000_000, 200_000))
    assert result.total == Decimal("4.5")
    assert "first tier" in result.notes[-1]


def test_graduated_tariff_charges_each_part_by_its_tier() -> None:
    graduated = tariff(input="4@input=..1000;tier=graduated|2@input=1000..;tier=graduated", output="1")
    result = cost(graduated, Use(3_000, 0, requests=1))
    assert [(step.tokens, step.per_million) for step in result.steps] == [
        (Decimal(1_000), Decimal(4)),
        (Decimal(2_000), Decimal(2)),
    ]


def test_tiers_by_output_length() -> None:
    doubao = tariff(input="0.8", output="2@input=..32000;output=..200|8@input=..32000;output=200..")
    assert cost(doubao, Use(1_000, 150, requests=1)).steps[1].per_million == Decimal(2)
    assert cost(doubao, Use(1_000, 250, requests=1)).steps[1].per_million == Decimal(8)


def test_request_above_the_last_tier_has_no_price() -> None:
    with pytest.raises(KgError, match="no tier is priced for requests of 40000 input tokens"):
        cost(tariff(input="1@input=..32000", output="1"), Use(40_000, 0, requests=1))


def test_batch_is_charged_by_its_own_price_or_not_at_all() -> None:
    prices = tariff(input="1|0.5@mode=batch", output="4")
    assert cost(prices, Use(1_000_000, 0, modes=frozenset({"batch"}))).total == Decimal("0.5")
    with pytest.raises(KgError, match="no price of output in mode batch"):
        cost(prices, Use(0, 1_000_000, modes=frozenset({"batch"})))


def test_thinking_pays_its_price_where_there_is_one_and_else_the_plain_one() -> None:
    prices = tariff(input="0.3", output="0.6@mode=non-thinking|3@mode=thinking")
    assert cost(prices, Use(10**6, 10**6, modes=frozenset({"thinking"}))).total == Decimal("3.3")
    assert cost(prices, Use(10**6, 10**6)).total == Decimal("0.9")


def test_plain_price_beside_tiers_does_not_hide_them() -> None:
    prices = tariff(input="2.5|2.5@input=..32000|4@input=32000..", output="1")
    assert cost(prices, Use(50_000, 0, requests=1)).steps[0].per_million == Decimal(4)


def test_promotion_is_what_one_pays_while_it_runs() -> None:
    assert cost(tariff(input="0.8|0.4@mode=promotion", output="1"), Use(10**6, 0)).total == Decimal("0.4")


def test_uniform_price_is_the_price_of_both() -> None:
    assert cost(tariff(uniform="12"), Use(10**6, 10**6)).total == Decimal(24)


def test_free_is_a_price_of_zero() -> None:
    assert cost(tariff(input="0", output="0"), Use(10**6, 10**6)).total == 0


def test_quota_is_spent_on_input_first() -> None:
    result = cost(tariff(input="1", output="2"), Use(1_000_000, 1_000_000, free_tokens=1_200_000))
    assert result.total == Decimal("1.6")
    assert result.notes[0] == "1000000 tokens of input are free by the quota"


def test_price_of_the_hour_comes_before_the_price_of_all_hours() -> None:
    prices = tariff(input="1|9@window=peak|4.5@window=off-peak", output="2")
    assert cost(prices, Use(10**6, 0, windows=frozenset({"peak"}))).total == 9
    assert cost(prices, Use(10**6, 0)).total == 1


@pytest.mark.parametrize(
    ("moment", "in_force"),
    [
        ("2026-09-30T09:00+08:00", {"peak"}),
        ("2026-09-30T12:00+08:00", {"off-peak"}),
        ("2026-09-30T06:00+00:00", {"peak"}),
        ("2026-10-01T10:00+08:00", {"off-peak"}),
        ("2026-10-03T10:00+08:00", {"off-peak"}),
        ("2026-10-02T23:45+08:00", {"off-peak", "night"}),
        ("2026-10-03T08:00+08:00", {"off-peak", "night"}),
        ("2026-10-03T23:45+08:00", {"off-peak"}),
    ],
    ids=["opens", "noon", "UTC", "holiday", "Saturday", "night", "after midnight", "another night"],
)
def test_hours_of_a_window(moment: str, in_force: set[str]) -> None:
    assert windows_at(WINDOWS, datetime.fromisoformat(moment), HOLIDAYS) == in_force


def test_hour_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        windows_at(WINDOWS, datetime(2026, 9, 30, 9), HOLIDAYS)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("use", "message"),
    [
        ({"input_tokens": -1, "output_tokens": 0}, "not negative"),
        ({"input_tokens": 1, "output_tokens": 0, "cached": Decimal(30)}, "0 to 1"),
        ({"input_tokens": 1, "output_tokens": 0, "requests": 0}, "at least one request"),
    ],
)
def test_use_that_cannot_be_is_refused(use: dict[str, int], message: str) -> None:
    with pytest.raises(KgError, match=message):
        Use(**use)  # type: ignore[arg-type]


def test_cheapest_stands_first() -> None:
    dear, low = cost(tariff(input="2"), Use(10, 0)), cost(tariff(input="1"), Use(10, 0))
    assert [name for name, _ in cheapest([("dear", dear), ("low", low)])] == ["low", "dear"]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.decimals(0, 1, places=2))
def test_nothing_is_lost_between_cache_and_input(tokens: int, output: int, share: Decimal) -> None:
    result = cost(tariff(input="3", cached_input="3", output="5"), Use(tokens, output, share))
    assert result.total == (Decimal(tokens) * 3 + Decimal(output) * 5) / 10**6
