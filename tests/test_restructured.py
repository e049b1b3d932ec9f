"""A price that is divided into tiers or modes has ended; one that is not stays as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kg.marks import Mark, Series
from kg.periods import SeriesResult, derive_series
from kg.restructured import end_divided_prices

AS_OF = date(2026, 5, 28)
PLAIN = Series("alibaba-bailian--cn--CNY--qwen-plus", "output", "", "token")


def seen(condition: str, *days: str, amount: str = "2") -> tuple[Series, SeriesResult]:
    series = PLAIN._replace(condition=condition)
    marks = [
        Mark(date.fromisoformat(day), Decimal(amount), False, False, f"list/{condition}~{day}", "list", 1, 4)
        for day in days
    ]
    return series, derive_series(series, marks, AS_OF)


def test_tiers_take_the_place_of_the_price_without_a_tier() -> None:
    results = end_divided_prices(
        dict([seen("", "2025-06-14"), seen("input=..128000", "2025-08-19"), seen("input=128000..", "2025-08-19")])
    )
    (plain,) = results[PLAIN].periods
    assert (plain.to_not_before, plain.to, plain.end_kind) == (date(2025, 6, 14), date(2025, 8, 18), "superseded")


def test_the_two_thinking_modes_divide_a_price_within_its_tier() -> None:
    tier = PLAIN._replace(condition="input=..128000")
    results = end_divided_prices(
        dict(
            [
                seen("input=..128000", "2025-04-29"),
                seen("input=..128000;mode=thinking", "2025-08-19", amount="8"),
                seen("input=..128000;mode=non-thinking", "2025-08-19"),
            ]
        )
    )
    assert results[tier].periods[0].to == date(2025, 8, 18)


def test_a_price_seen_beside_its_parts_goes_on() -> None:
    listed = [seen("", "2026-05-28"), seen("input=..128000", "2025-08-19"), seen("input=128000..", "2025-08-19")]
    assert end_divided_prices(dict(listed)) == dict(listed)


def test_one_part_alone_and_other_modes_divide_nothing() -> None:
    listed = [seen("", "2025-04-29"), seen("mode=thinking", "2025-05-01"), seen("mode=batch", "2025-05-01")]
    assert end_divided_prices(dict(listed)) == dict(listed)
