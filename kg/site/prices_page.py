"""The price page without script: the first-party list prices seen last. The script shows any day and all else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.site.content import Content, Row
from kg.site.pages import Page
from kg.site.text import Text

COMPONENTS = ("input", "output", "cached-input")
_SEEN_WITHIN = timedelta(days=270)
"""How long ago a price may have been seen last to stand in the table."""


@dataclass(frozen=True)
class Priced:
    """An offering with the list prices that were seen last."""

    offering: Row
    prices: dict[str, Row]
    """Component → the last period of its list price."""

    @property
    def seen(self) -> str:
        """Last day on which any of them was confirmed."""
        return max(str(row["last_confirmed_on"]) for row in self.prices.values())


def prices_page(content: Content) -> Iterator[Page]:
    """Yield the price page."""
    since = date.fromisoformat(content.meta["as_of"]) - _SEEN_WITHIN
    rows = [
        Priced(content.offerings[name], prices)
        for name in content.periods_of
        if (prices := _latest(content, name, since))
    ]
    rows.sort(key=lambda one: (one.offering["provider"] or "~", one.offering["market"], one.offering["sku"]))
    yield Page(
        path="prices.html",
        template="prices.html",
        title=Text("价格：任何一天", "Prices on any day"),
        description=Text(
            "任选一天，看各家自营报价：原币种、原单位、计价项与上下文可筛选，可算用量成本，可并列比较。",
            "First-party prices on any day in their own currency and unit; filter, cost a workload, compare.",
        ),
        context={
            "rows": rows,
            "components": COMPONENTS,
            "offerings": len(content.offerings),
            "periods": len(content.tables["price_periods"]),
        },
        nav="prices",
        alternates=(("text/csv", "data/csv/price_history.csv"),),
    )


def _latest(content: Content, offering: str, since: date) -> dict[str, Row]:
    """Return the last list prices of a first-party offering by component, if they were seen since a day."""
    if content.offerings[offering]["channel"] != "first-party":
        return {}
    found: dict[str, Row] = {}
    for row in content.periods_of[offering]:
        listed = row["component"] in COMPONENTS and not row["condition"] and row["price_unit"] == "token"
        if listed and row["candidate"] == 1:
            found[row["component"]] = row
    return {name: row for name, row in found.items() if row["last_confirmed_on"] >= since and row["to"] is None}
