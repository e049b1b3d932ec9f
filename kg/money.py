"""Arithmetic on prices: decimals only. A result that is not even is rounded to 12 places; the input never is."""

from __future__ import annotations

from decimal import Decimal

MILLION = Decimal(1_000_000)
_PLACES = Decimal("1e-12")
_NO_PERCENTAGE = Decimal("1e12")


def normalized(amount: Decimal, per_tokens: int | None, price_unit: str = "token") -> Decimal | None:
    """Return an amount per million tokens, or per unit where the price is not by the token.

    A free offer (amount 0) needs no `per_tokens`. None where an amount per token does not say per how many.
    """
    if amount == 0 or price_unit != "token":
        return amount
    if not per_tokens:
        return None
    return (amount * MILLION / per_tokens).quantize(_PLACES).normalize() + 0


def percent_change(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Return the change in percent, signed (a cut is negative), to four places.

    None without a price to start from, or where the figures are so far apart that a percentage says nothing.
    """
    if before is None or after is None or before == 0:
        return None
    percent = (after - before) / before * 100
    return percent.quantize(Decimal("0.0001")) if percent < _NO_PERCENTAGE else None


def per_tokens_amount(per_million: Decimal, per_tokens: int) -> Decimal:
    """Return the amount for `per_tokens` tokens from an amount per million."""
    return (per_million * per_tokens / MILLION).quantize(_PLACES).normalize()


def price_text(amount: str, per_units: int | None, price_unit: str, currency: str) -> str:
    """Return an amount as its list gives it: `0.0005 CNY / 1k tokens`, `0.2 CNY / image`, `2 CNY / 10k characters`.

    A free offer may say no number of tokens: `0 CNY`.
    """
    if per_units:
        per = {1000: "1k", 10_000: "10k", 1_000_000: "1M"}.get(per_units, str(per_units))
        return f"{amount} {currency} / {per} {price_unit}s"
    return f"{amount} {currency}" if price_unit == "token" else f"{amount} {currency} / {price_unit}"
