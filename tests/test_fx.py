"""Another currency at a dated official rate: nearest earlier day, crosses, means of months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kg.findings import KgError
from kg.fx import Rate, rate_of, rate_on


def row(unit: str, period: str, value: str, source: str = "fed-h10") -> Rate:
    return rate_of({"unit": unit, "period": period, "value": value, "source": source})


RATES = [
    row("CNY per USD", "2024-05", "7.2333"),
    row("USD per EUR", "2024-05-21", "1.0861", "ecb-reference-rates"),
    row("CNY per EUR", "2024-05-21", "7.8581", "ecb-reference-rates"),
    row("CNY per USD", "2026-01-05", "6.988"),
]


def test_rate_is_that_of_the_nearest_earlier_day_with_its_source() -> None:
    quoted = rate_on(RATES, "USD", "CNY", date(2026, 1, 8))
    assert (quoted.day, quoted.value, quoted.source) == (date(2026, 1, 5), Decimal("6.988"), "fed-h10")
    assert quoted.convert(Decimal("0.435")) == Decimal("3.03978")


def test_two_rates_against_the_euro_give_their_cross_as_shown() -> None:
    quoted = rate_on(RATES, "USD", "CNY", date(2024, 5, 22))
    assert quoted.source == "ecb-reference-rates"
    assert quoted.formula == "7.8581 CNY per EUR / 1.0861 USD per EUR"
    assert round(quoted.value, 4) == Decimal("7.2352")


def test_other_direction_is_the_reciprocal() -> None:
    quoted = rate_on(RATES, "CNY", "USD", date(2026, 1, 5))
    assert quoted.formula == "1 / 6.988 CNY per USD"
    assert quoted.convert(Decimal("6.988")) == 1


def test_mean_of_a_month_is_taken_where_no_day_is_near() -> None:
    quoted = rate_on(RATES, "USD", "CNY", date(2024, 8, 1))
    assert (quoted.day, quoted.value) == (date(2024, 5, 31), Decimal("7.2333"))


def test_later_rate_is_never_taken() -> None:
    with pytest.raises(KgError, match="no official rate from USD to CNY is known on or before 2024-05-20"):
        rate_on(RATES, "USD", "CNY", date(2024, 5, 20))


def test_same_currency_needs_no_rate() -> None:
    assert rate_on([], "CNY", "CNY", date(2024, 5, 20)).value == 1


def test_unit_that_is_no_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="write it as CNY per USD"):
        row("CNY", "2024-05-21", "1")
