"""Step charts: what an offering cost over time, in its own currency, with the days that nobody vouches for hatched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from kg.site.offers import Series
from kg.site.svg import decade_ticks, drawing, el, join, log_scale, num, text_width
from kg.site.text import money
from kg.site.view import View

_TOP, _BOTTOM = 20.0, 34.0
_FREE = 26.0
"""Height of the band for free of charge, below the logarithmic axis."""


@dataclass(frozen=True)
class _Form:
    """Measures of a chart: a wide one, and one for phones, which writes names above the lines."""

    width: float
    height: float
    left: float
    right: float
    class_: str
    narrow: bool = False


_WIDE = _Form(860, 280, 64, 156, "steps wide-only")
_NARROW = _Form(358, 240, 52, 8, "steps narrow-only", narrow=True)


@dataclass(frozen=True)
class _Axes:
    form: _Form
    first: date
    last: date
    low: float
    high: float
    free: bool

    @property
    def left(self) -> float:
        return self.form.left

    @property
    def end(self) -> float:
        """Right end of the axis."""
        return self.form.width - self.form.right

    @property
    def height(self) -> float:
        return self.form.height

    def x(self, day: date) -> float:
        days = (self.last - self.first).days or 1
        return self.left + (self.end - self.left) * (day - self.first).days / days

    @property
    def floor(self) -> float:
        return self.height - _BOTTOM - (_FREE if self.free else 0)

    def y(self, amount: Decimal) -> float:
        if amount == 0:
            return self.height - _BOTTOM - _FREE / 2
        return log_scale(self.low, self.high, self.floor, _TOP)(amount)


def step_chart(view: View, series: Sequence[Series], as_of: date, narrow: bool = False) -> Markup:
    """Draw series of one offering on a logarithmic axis per million tokens; `narrow` is the form for phones."""
    form = _NARROW if narrow else _WIDE
    axes = _axes(series, as_of, form)
    currency = series[0].offering["currency"]
    label = _alternative(view, series)
    content = [
        *_grid(view, axes, currency),
        *(part for place, one in enumerate(series) for part in _line(axes, one, place, as_of)),
        *_ends(view, axes, series, as_of),
    ]
    return drawing(content, form.width, form.height, label, form.class_)


def _axes(series: Sequence[Series], as_of: date, form: _Form) -> _Axes:
    amounts = [row["amount_per_million"] for one in series for row in one.periods]
    paid = [float(amount) for amount in amounts if amount] or [1.0]
    firsts = [row["from_not_before"] or row["from"] for one in series for row in one.periods]
    lasts = [_last_day(row, as_of) for one in series for row in one.periods]
    span = max((max(lasts) - min(firsts)).days, 30)
    pad = timedelta(days=max(span // 40, 2))
    return _Axes(form, min(firsts) - pad, max(lasts) + pad, min(paid) / 1.35, max(paid) * 1.35, 0 in amounts)


def _last_day(row: dict[str, date], as_of: date) -> date:
    if row["end_kind"] == "open":
        return as_of
    return row["to"] or row["last_confirmed_on"]


def _grid(view: View, axes: _Axes, currency: str) -> Iterator[Markup]:
    steps = (1, 2, 5) if axes.high / axes.low < 140 else (1,)
    for value in decade_ticks(axes.low, axes.high, steps):
        y = axes.y(value)
        yield el("line", x1=axes.left, x2=axes.end, y1=y, y2=y, class_="grid")
        yield el("text", money(value, currency, view.language), x=axes.left - 8, y=y + 4, class_="tick end")
    if axes.free:
        y = axes.y(Decimal(0))
        yield el("line", x1=axes.left, x2=axes.end, y1=axes.floor, y2=axes.floor, class_="grid strong")
        yield el("text", view.t("免费", "free"), x=axes.left - 8, y=y + 4, class_="tick end")
    base = axes.height - _BOTTOM
    yield el("line", x1=axes.left, x2=axes.end, y1=base, y2=base, class_="axis")
    for day, text in _dates(view, axes):
        x = axes.x(day)
        yield el("line", x1=x, x2=x, y1=base, y2=base + 4, class_="axis")
        yield el("text", text, x=x, y=base + 17, class_="tick middle")


def _dates(view: View, axes: _Axes) -> list[tuple[date, str]]:
    """Return the days to mark: years, quarters or months, as many as fit."""
    months = (axes.last.year - axes.first.year) * 12 + axes.last.month - axes.first.month
    step = next((step for step in (1, 3, 6, 12) if months / step <= (3 if axes.form.narrow else 7)), 24)
    found = []
    for month in range(axes.first.year * 12, axes.last.year * 12 + 13, step):
        day = date(month // 12, month % 12 + 1, 1)
        if axes.first <= day <= axes.last:
            yearly = step >= 12
            found.append((day, view.day(str(day.year) if yearly else f"{day.year}-{day.month:02d}")))
    return found or [(axes.first, str(axes.first)), (axes.last, str(axes.last))]


def _line(axes: _Axes, series: Series, place: int, as_of: date) -> Iterator[Markup]:
    for row in series.periods:
        y = axes.y(row["amount_per_million"])
        sure_to = as_of if row["end_kind"] == "open" else (row["to_not_before"] or row["last_confirmed_on"])
        contested = " contested" if row["status"] == "contested" else ""
        x1, x2 = axes.x(row["from"]), axes.x(max(sure_to, row["from"]))
        yield el("line", x1=x1, x2=max(x2, x1 + 1.5), y1=y, y2=y, class_=f"step s{place}{contested}")
        if x2 - x1 < 5:
            yield el("circle", cx=x1, cy=y, r=3, class_=f"dot s{place}")
        if row["end_kind"] == "unknown" and row["to"] is None:
            yield el("line", x1=x2, x2=min(x2 + 26, axes.end), y1=y, y2=y, class_=f"step unknown s{place}")
    for before, after in zip(series.periods, series.periods[1:], strict=False):
        yield from _riser(axes, before, after, place)


def _riser(axes: _Axes, before: dict[str, date], after: dict[str, date], place: int) -> Iterator[Markup]:
    """Draw the change between two periods: a riser where its day is known, else a hatched field."""
    low = axes.y(before["amount_per_million"])  # type: ignore[arg-type]
    high = axes.y(after["amount_per_million"])  # type: ignore[arg-type]
    x1, x2 = axes.x(before["to_not_before"] or before["last_confirmed_on"]), axes.x(after["from"])
    top, tall = min(low, high), abs(high - low)
    if x2 - x1 > 3:
        yield el(
            "rect",
            x=x1,
            y=top - 1,
            width=x2 - x1,
            height=max(tall, 2) + 2,
            class_=f"unsure s{place}",
            fill="url(#hatch)",
        )
    elif tall:
        yield el("line", x1=x2, x2=x2, y1=low, y2=high, class_=f"riser s{place}")


def _ends(view: View, axes: _Axes, series: Sequence[Series], as_of: date) -> Iterator[Markup]:
    """Write the component and the last amount at the end of each line, pushed apart where they would meet."""
    wanted = []
    for place, one in enumerate(series):
        last = one.periods[-1]
        amount = last["amount_per_million"]
        shown = view.t("免费", "free") if amount == 0 else money(amount, one.offering["currency"], view.language)
        wanted.append((axes.y(amount), place, f"{view.code('component', one.component)} {shown}"))
    taken = -1000.0
    for y, place, text in sorted(wanted):
        if axes.form.narrow:
            taken = max(y - 7, taken + 15)
            yield el("text", text, x=axes.end, y=taken, class_=f"name above end s{place}")
            continue
        taken = max(y, taken + 15)
        size = 12 if text_width(text, 12) < axes.form.right - 10 else 10.5
        yield el("text", text, x=axes.end + 8, y=taken + 4, class_=f"name s{place}", font_size=num(size))


def _alternative(view: View, series: Sequence[Series]) -> str:
    """Return the chart in words."""
    parts = []
    for one in series:
        steps = view.t("，", ", ").join(
            f"{view.begin(row)} {money(row['amount_per_million'], row['currency'], view.language)}"
            for row in one.periods[:12]
        )
        parts.append(f"{view.code('component', one.component)}{view.t('：', ': ')}{steps}")
    head = view.t("每百万 tokens 的价格", "Price per million tokens")
    return f"{head}{view.t('。', '. ')}{view.t('；', '; ').join(parts)}"


def legend(view: View) -> Markup:
    """Return the key to hatching and dashes, as a small drawing with words."""
    items = (
        (
            "unsure s0",
            view.t("变动在这些天之间，来源未给出哪一天", "changed somewhere in these days; no source says when"),
        ),
        ("unknown", view.t("此后无人再见到", "nobody saw it after this")),
    )
    return join(el("span", _key(kind), " ", words, class_="key") for kind, words in items)


def _key(kind: str) -> Markup:
    mark = (
        el("line", x1=0, x2=26, y1=6, y2=6, class_="step unknown s0")
        if kind == "unknown"
        else el("rect", x=0, y=0, width=26, height=12, class_=kind, fill="url(#hatch)")
    )
    return el("svg", mark, width=26, height=12, viewBox="0 0 26 12",
              class_="steps inline", aria_hidden="true")  # fmt: skip
