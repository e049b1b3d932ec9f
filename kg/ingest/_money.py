"""Price texts, SKUs and tiers, shared by the importers of price lists.

Nothing is converted: an amount keeps the currency and the unit of its list, only its spelling is made plain.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from kg.conditions import Condition, parse_condition
from kg.ingest.base import Import
from kg.records import offering_id
from kg.values import plain

FREE = ("免费", "free")
_LEADING = re.compile(r"\s*(\d+(?:\.\d+)?)(.*)", re.DOTALL)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kKmM]?)")
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}


def amount_text(printed: str | int | Decimal) -> str:
    """Write an amount as a plain decimal: `1e-06` → `0.000001`, `1.10` → `1.1`.

    Raise `ValueError` for other text.
    """
    try:
        return plain(Decimal(str(printed).strip()))
    except InvalidOperation as error:
        raise ValueError(f'"{printed}" is not an amount') from error


def leading_amount(cell: str) -> tuple[str, str] | None:
    """Split a price cell into its first number and the rest; None where it does not begin with one.

    A cell that says free (免费) is 0.
    """
    if cell.strip().lower() in FREE:
        return "0", ""
    match = _LEADING.fullmatch(cell)
    return (match.group(1), match.group(2).strip()) if match else None


def token_count(printed: str) -> int | None:
    """Read a context length: `128k` → 128000, `1M` → 1000000, `8192`. None for a range or any other text."""
    match = _SIZE.fullmatch(printed.strip())
    if not match:
        return None
    count = Decimal(match.group(1)) * _FACTORS[match.group(2).lower()]
    return int(count) if count == count.to_integral_value() and count > 0 else None


def condition_text(
    low: int | None = None,
    high: int | None = None,
    modes: tuple[str, ...] = (),
    low_output: int | None = None,
    high_output: int | None = None,
    window: str = "",
) -> str:
    """Write the cell `condition`: bounds of input and output tokens, modes, a window.

    0 as a lower bound is none.
    """
    bounds = (low or None, high, low_output or None, high_output)
    return str(Condition(*bounds, "", tuple(sorted(modes)), window))


def price_key(seller: str, sku: str, component: str, condition: str, day: str) -> str:
    """Build the key of a price claim: `alibaba-bailian~qwen-long~input~2024-05-23`.

    A condition stands before the day.
    """
    slug = parse_condition(condition).slug
    tail = [component, slug, day] if slug != "list" else [component, day]
    return "~".join([offer_key(seller, sku), *tail])


def offer_key(seller: str, sku: str) -> str:
    """Build the key of an offering claim, the part that all its prices share: `alibaba-bailian~qwen-long`."""
    safe = offering_id("", "", "", sku).removeprefix("------")
    return f"{seller}~{re.sub(r'[|#;,]', '_', safe)}"


class PriceList:
    """The price and offering claims of one list, each key once."""

    def __init__(self, imported: Import) -> None:
        self._imported = imported
        self._prices: dict[str, dict[str, str]] = {}
        self._offerings: set[str] = set()

    def price(self, claim: str, locator: str, **cells: object) -> bool:
        """Add a price claim and return whether it is new.

        A list's figure of a day is the last one of that day: an earlier one gives way and is counted.
        """
        earlier = self._prices.get(claim)
        if earlier and earlier["amount"] == cells["amount"]:
            return False
        if earlier:
            self._imported.leave_out(earlier["locator"], "replaced by another figure on the same day", claim)
            self._imported.rows["prices"].remove(earlier)
        self._imported.add("prices", claim, locator, **cells)
        self._prices[claim] = self._imported.rows["prices"][-1]
        return True

    def has_offering(self, claim: str) -> bool:
        """Whether the list has said what a SKU means."""
        return claim in self._offerings

    def offering(self, claim: str, locator: str, **cells: object) -> None:
        """Add what a SKU means, unless the list has said so before."""
        if claim not in self._offerings:
            self._offerings.add(claim)
            self._imported.add("offerings", claim, locator, **cells)
