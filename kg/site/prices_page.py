"""The price page without script: what each seller's first-party list prices were when last seen, seller by seller.

The script shows any day and all else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from kg.site.content import Content, Row, index
from kg.site.moves import Story
from kg.site.pages import Page
from kg.site.svg import decade_ticks, drawing, el, log_scale
from kg.site.text import Text
from kg.site.view import View
from kg.values import plain

COMPONENTS = ("input", "output", "cached-input")
_SEEN_WITHIN = timedelta(days=270)
"""How long ago a price may have been seen last to stand in the table."""
_CURRENCIES = ("CNY", "USD")
_WIDTH, _HEIGHT, _EDGE = 420.0, 22.0, 8.0


@dataclass(frozen=True)
class Priced:
    """An offering with the list prices that were seen last."""

    offering: Row
    prices: dict[str, Row]
    """Component → the last period of its list price."""
    source: str
    """The weightiest source of the first of them."""

    @property
    def seen(self) -> str:
        """Last day on which any of them was confirmed."""
        return max(str(row["last_confirmed_on"]) for row in self.prices.values())

    @property
    def input(self) -> Decimal | None:
        """Input price per million tokens, derived."""
        row = self.prices.get("input")
        return row["amount_per_million"] if row else None


@dataclass(frozen=True)
class Seller:
    """A company with what it sells in one currency, the cheapest input first."""

    name: str
    rows: list[Priced]

    @property
    def inputs(self) -> list[Decimal]:
        """Input prices per million tokens."""
        return [one.input for one in self.rows if one.input is not None]


@dataclass(frozen=True)
class Market:
    """All sellers in one currency: amounts of two currencies have no common axis."""

    currency: str
    sellers: list[Seller]
    low: float
    high: float

    def axis(self, view: View) -> Markup:
        """Draw the axis that the rows of dots share."""
        marks = []
        for value in decade_ticks(self.low, self.high, (1,)):
            x = self._x(value)
            marks.append(el("line", x1=x, x2=x, y1=16, y2=22, class_="axis"))
            marks.append(el("text", plain(value), x=x, y=12, class_="tick middle"))
        if any(not amount for seller in self.sellers for amount in seller.inputs):
            marks.append(el("text", "0", x=_EDGE, y=12, class_="tick middle"))
        label = view.t("对数轴，每百万 tokens 的输入价", "Logarithmic axis: input price per 1M tokens")
        return drawing(marks, _WIDTH, _HEIGHT, label, "dots")

    def dots(self, view: View, seller: Seller) -> Markup:
        """Draw the input prices of a seller as dots on the axis."""
        amounts = seller.inputs
        marks = [
            el("line", x1=self._x(value), x2=self._x(value), y1=0, y2=_HEIGHT, class_="grid")
            for value in decade_ticks(self.low, self.high, (1,))
        ]
        marks += [el("circle", cx=self._x(amount), cy=_HEIGHT / 2, r=4, class_="dot") for amount in amounts]
        span = f"{plain(min(amounts))}–{plain(max(amounts))}" if amounts else ""
        label = view.t(f"输入价 {span} {self.currency}", f"Input prices {span} {self.currency}")
        return drawing(marks, _WIDTH, _HEIGHT, label, "dots")

    def _x(self, amount: Decimal) -> float:
        return _EDGE if not amount else log_scale(self.low, self.high, _EDGE + 14, _WIDTH - _EDGE)(amount)


def prices_page(content: Content, story: Story | None) -> Iterator[Page]:
    """Yield the price page."""
    since = date.fromisoformat(content.meta["as_of"]) - _SEEN_WITHIN
    rows = [
        Priced(content.offerings[name], prices, _source(content, prices))
        for name in content.periods_of
        if (prices := _latest(content, name, since))
    ]
    yield Page(
        path="prices.html",
        template="prices.html",
        title=Text("价格：任何一天", "Prices on any day"),
        description=Text(
            "任选一天，看各家自营报价：原币种、原单位、计价项与上下文可筛选，可算用量成本，可并列比较。",
            "First-party prices on any day in their own currency and unit; filter, cost a workload, compare.",
        ),
        context={
            "markets": _markets(rows),
            "components": COMPONENTS,
            "days": _days(content, story),
            "offerings": len(content.offerings),
            "periods": len(content.tables["price_periods"]),
        },
        nav="prices",
        alternates=(("text/csv", "data/csv/price_history.csv"),),
    )


def _markets(rows: Sequence[Priced]) -> list[Market]:
    by_currency = index([{"row": row} for row in rows], lambda one: one["row"].offering["currency"])
    found = []
    for currency in sorted(by_currency, key=lambda code: (code not in _CURRENCIES, code)):
        own = index(by_currency[currency], lambda one: one["row"].offering["provider"] or "")
        sellers = [Seller(name, sorted((one["row"] for one in group), key=_cheapest)) for name, group in own.items()]
        amounts = [float(amount) for seller in sellers for amount in seller.inputs if amount] or [1.0]
        sellers.sort(key=lambda seller: (-len(seller.rows), seller.name))
        found.append(Market(currency, sellers, min(amounts) / 1.1, max(amounts) * 1.1))
    return found


def _cheapest(one: Priced) -> tuple[bool, Decimal, str]:
    return one.input is None, one.input or Decimal(0), one.offering["id"]


def _days(content: Content, story: Story | None) -> list[tuple[str, Text]]:
    """Return days worth a look: the eve and the end of the price war, and the last day of the data."""
    days = [(content.meta["as_of"], Text("数据截止日", "last day of the data"))]
    if story:
        eve = story.first - timedelta(days=1)
        days.insert(0, (story.last.isoformat(), Text("价格战之后", "after the price war")))
        days.insert(0, (eve.isoformat(), Text("价格战之前", "before the price war")))
    return days


def _source(content: Content, prices: dict[str, Row]) -> str:
    period = next(iter(prices.values()))
    claims = content.claims_of_period[period["id"], period["candidate"]]
    return str(claims[0]["source"]) if claims else ""


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
