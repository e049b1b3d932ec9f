"""The price-war strip for phones: one row for each of the best-witnessed moves, price to the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from markupsafe import Markup

from kg.site.draw_strip import (
    alternative,
    distinct_steps,
    drawn_steps,
    launch_class,
    provider_name,
    step_name,
    step_value,
)
from kg.site.moves import Step, Story
from kg.site.svg import clip, decade_ticks, drawing, el, log_scale
from kg.site.view import View
from kg.values import plain

_WIDTH, _LEFT, _RIGHT = 350.0, 14.0, 12.0
_FREE = _LEFT + 8
"""Where the amount zero stands, left of the logarithmic axis."""


def strip_rows(view: View, story: Story) -> Markup:
    """Draw the narrow form."""
    amounts = [float(a) for step in story.moved for a in (step.before, step.after) if a]
    low, high = min(amounts, default=1) / 1.3, max(amounts, default=10) * 1.2
    scale = log_scale(low, high, _LEFT + 44, _WIDTH - _RIGHT)

    def place(amount: Decimal) -> float:
        return _FREE if amount == 0 else scale(amount)

    content: list[Markup] = []
    y = 18.0
    for row in story.events:
        day = view.t(f"{row['day'].month}月{row['day'].day}日", view.day(row["day"])[:-5])
        name = provider_name(view, story, row["id"])
        content.append(el("text", el("tspan", day, class_="value"), " ", name, x=0, y=y, class_="head-row"))
        steps = drawn_steps(story, row["id"])
        shown = distinct_steps(steps)
        for step in shown:
            y += 38
            content += _row(view, step, y, place)
        if len(steps) > len(shown):
            y += 17
            more = len(steps) - len(shown)
            content.append(el("text", view.t(f"另有 {more} 项", f"{more} more"), x=_LEFT, y=y, class_="tick"))
        y += 34
    ticks = list(_ticks(view, place, decade_ticks(low, high, (1,)), y))
    return drawing([*ticks, *content], _WIDTH, y, alternative(view, story), "strip narrow-only")


def _ticks(view: View, place: Callable[[Decimal], float], values: list[Decimal], y: float) -> Iterator[Markup]:
    for value in values:
        yield el("line", x1=place(value), x2=place(value), y1=26, y2=y - 26, class_="grid")
        yield el("text", plain(value), x=place(value), y=y - 10, class_="tick middle")
    yield el("text", view.t("免费", "free"), x=0, y=y - 10, class_="tick")


def _row(view: View, step: Step, y: float, place: Callable[[Decimal], float]) -> Iterator[Markup]:
    name = clip(step_name(view, step), 12.5, 210)
    yield el("text", name, " ", el("tspan", step_value(view, step), class_="value"), x=14, y=y - 12, class_="label")
    after = place(step.after or Decimal(0))
    if step.before is not None and step.before != step.after:
        yield el("line", x1=place(step.before), x2=after, y1=y, y2=y, class_="drop")
        yield el("circle", cx=place(step.before), cy=y, r=2.6, class_="before")
    yield el("circle", cx=after, cy=y, r=4.2, class_="after" + launch_class(step))
