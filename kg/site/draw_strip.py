"""The price-war strip: days to the right, price downwards on a logarithmic axis, one line for each offering that moved.

Above it the announcements, and arcs from each answer to what it is said to answer. For phones there is
`kg.site.draw_strip_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from kg.site.content import Content
from kg.site.moves import Step, Story
from kg.site.svg import clip, decade_ticks, drawing, el, log_scale, num, text_width
from kg.site.view import View
from kg.values import plain

KINDS = ("explicit", "temporal", "inferred")
"""Kinds of reaction between events, the surest first."""


@dataclass(frozen=True)
class Arc:
    """One event said to answer another."""

    reaction: str
    reacts_to: str
    kind: str
    sources: tuple[str, ...]
    against: bool
    """Whether the dates speak against it: the answer came first."""


def arcs_of(content: Content, story: Story) -> list[Arc]:
    """Return the reactions between events of a story, the surest kind of each."""
    days = {row["id"]: (row["day"], place) for place, row in enumerate(story.events)}
    said: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in content.tables["reactions"]:
        ends = tuple(row[column].partition("/")[2] for column in ("reaction", "reacts_to"))
        if row["reaction"].startswith("event/") and row["reacts_to"].startswith("event/") and set(ends) <= set(days):
            said.setdefault((ends[0], ends[1]), []).append((row["reaction_kind"], row["source"]))
    arcs = []
    for (reaction, reacts_to), rows in sorted(said.items()):
        kind = min((kind for kind, _ in rows), key=lambda kind: KINDS.index(kind) if kind in KINDS else 9)
        sources = tuple(sorted({source for _, source in rows}))
        arcs.append(Arc(reaction, reacts_to, kind, sources, days[reaction] < days[reacts_to]))
    return arcs


def drawn_steps(story: Story, event: str) -> list[Step]:
    """Return the steps of an event that a price axis can hold: the input price, or the one price for both ways."""
    steps = [step for step in story.moved if step.event == event and step.after is not None]
    by_offering: dict[str, Step] = {}
    for step in sorted(steps, key=lambda step: (_PREFERENCE.get(step.component, 9), -len(step.sources))):
        by_offering.setdefault(step.offering["id"], step)
    return sorted(by_offering.values(), key=lambda step: (-len(step.sources), step.offering["id"]))


_PREFERENCE = {"input": 0, "uniform": 1, "output": 2, "all": 3}


def step_name(view: View, step: Step) -> str:
    """Return the name of what a step is about: the model, else the SKU."""
    row = step.offering
    return view.plain(f"{row['model_kind']}/{row['model']}") if row["model"] else str(row["sku"])


def step_value(view: View, step: Step) -> str:
    """Return the amounts of a step: `20→0.5`, `免费`."""
    after = view.t("免费", "free") if step.after == 0 else plain(step.after or Decimal(0))
    return f"{plain(step.before)}→{after}" if step.before is not None and step.before != step.after else after


def provider_name(view: View, story: Story, event: str) -> str:
    """Return who made an announcement, by the provider of what it moved."""
    providers = [step.provider for step in story.steps if step.event == event and step.provider]
    if providers:
        return view.plain(f"organization/{providers[0]}")
    row = view.content.entities["event"][event]
    return view.plain(f"organization/{(row['announced_by'] or '').split(';')[0]}") if row["announced_by"] else ""


@dataclass
class _Frame:
    """Places of the wide form."""

    story: Story
    low: float
    high: float
    width: float = 1080
    height: float = 536
    left: float = 58
    right: float = 176
    rail: float = 118
    top: float = 192
    bottom: float = 34
    free: float = 40
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def band(self) -> float:
        return (self.width - self.left - self.right) / self.story.days

    @property
    def floor(self) -> float:
        return self.height - self.bottom - self.free

    def x(self, day: date) -> float:
        return self.left + self.band * ((day - self.story.first).days + 0.5)

    def column(self, event: str) -> float:
        """Return the middle of an event's column: events of one day share the band."""
        row = next(row for row in self.story.events if row["id"] == event)
        same = [one["id"] for one in self.story.events if one["day"] == row["day"]]
        slot = self.band / len(same)
        return self.x(row["day"]) - self.band / 2 + slot * (same.index(event) + 0.5)

    def y(self, amount: Decimal) -> float:
        if amount == 0:
            return self.height - self.bottom - self.free / 2
        return log_scale(self.low, self.high, self.floor - 8, self.top)(amount)

    def fits(self, box: tuple[float, float, float, float]) -> bool:
        """Return whether a label's box meets no other and stays inside."""
        x1, y1, x2, y2 = box
        if x1 < self.left or x2 > self.width or y2 > self.height - self.bottom or y1 < self.top - 20:
            return False
        return not any(x1 < b[2] and b[0] < x2 and y1 < b[3] and b[1] < y2 for b in self.taken)


def strip(view: View, story: Story) -> Markup:
    """Draw the wide form."""
    amounts = [float(a) for step in story.moved for a in (step.before, step.after) if a]
    frame = _Frame(story, min(amounts, default=1) / 1.3, max(amounts, default=10) * 1.2)
    content = [
        *_axis(view, frame),
        *_arcs(view, frame),
        *_columns(view, frame),
        *_labels(view, frame),
    ]
    return drawing(content, frame.width, frame.height, alternative(view, story), "strip wide-only")


def alternative(view: View, story: Story) -> str:
    """Return the strip in words."""
    parts = []
    for row in story.events:
        steps = drawn_steps(story, row["id"])[:3]
        said = view.t("、", ", ").join(f"{step_name(view, step)} {step_value(view, step)}" for step in steps)
        parts.append(f"{view.day(row['day'])} {provider_name(view, story, row['id'])} {said}".strip())
    head = view.t("价格战：每百万 tokens，元。", "The price war, CNY per 1M tokens. ")
    return head + view.t("；", "; ").join(parts)


def _axis(view: View, frame: _Frame) -> Iterator[Markup]:
    right = frame.width - frame.right
    for value in decade_ticks(frame.low, frame.high, (1,)):
        y = frame.y(value)
        yield el("line", x1=frame.left, x2=right, y1=y, y2=y, class_="grid")
        yield el("text", plain(value), x=frame.left - 8, y=y + 4, class_="tick end")
    y = frame.y(Decimal(0))
    yield el("rect", x=frame.left, y=frame.floor, width=right - frame.left, height=frame.free, class_="band")
    yield el("text", view.t("免费", "free"), x=frame.left - 8, y=y + 4, class_="tick end")
    yield el("text", view.t("元/百万 tokens", "CNY per 1M tokens"), x=0, y=frame.top - 8, class_="tick")
    base = frame.height - frame.bottom
    yield el("line", x1=frame.left, x2=right, y1=base, y2=base, class_="axis")
    busy = {row["day"] for row in frame.story.events}
    for offset in range(frame.story.days):
        day = frame.story.first + timedelta(days=offset)
        shown = view.day(day) if offset == 0 else str(day.day)
        if offset == 0:
            shown = view.t(f"{day.month}月{day.day}日", view.day(day)[:-5])
        yield el("text", shown, x=frame.x(day), y=base + 18, class_="tick middle" + (" busy" if day in busy else ""))


def _arcs(view: View, frame: _Frame) -> Iterator[Markup]:
    yield el("line", x1=frame.left, x2=frame.width - frame.right, y1=frame.rail, y2=frame.rail, class_="axis")
    places = {row["id"]: place for place, row in enumerate(frame.story.events)}
    for arc in sorted(arcs_of(view.content, frame.story), key=lambda arc: (arc.kind != "inferred", arc.reaction)):
        if arc.against:
            continue
        x1, x2 = frame.column(arc.reaction), frame.column(arc.reacts_to)
        depth = abs(places[arc.reaction] - places[arc.reacts_to])
        tall = min(24 + 17 * depth, frame.rail - 16)
        y = frame.rail - 6
        yield el("path", arc_title(view, arc), d=f"M{num(x1)} {num(y)} C{num(x1)} {num(y - tall * 1.3)} {num(x2 + 5)} "
                 f"{num(y - tall * 1.3)} {num(x2 + 5)} {num(y - 5)}", class_=f"arc {arc.kind}")  # fmt: skip
        yield el("path", d=f"M{num(x2 + 5)} {num(y + 1)} l-3.6 -8 h7.2 z", class_=f"head {arc.kind}")


def arc_title(view: View, arc: Arc) -> Markup:
    """Return the title of an arc: who answers whom, by what kind of evidence, in how many sources."""
    kind, count = view.code("reaction", arc.kind), len(arc.sources)
    words = view.t(f"（{kind}，{count} 个来源）", f" ({kind.lower()}, {count} sources)")
    one, other = view.plain(f"event/{arc.reaction}"), view.plain(f"event/{arc.reacts_to}")
    return el("title", f"{one} → {other}{words}")


def _columns(view: View, frame: _Frame) -> Iterator[Markup]:
    names: list[tuple[float, str, str]] = []
    for row in frame.story.events:
        x = frame.column(row["id"])
        names.append((x, row["id"], provider_name(view, frame.story, row["id"])))
        steps = drawn_steps(frame.story, row["id"])
        gap = min(5.0, frame.band / 2 / max(len(steps), 1))
        for place, step in enumerate(steps):
            at = x + (place - (len(steps) - 1) / 2) * gap
            yield from _drop(frame, step, at)
        spread = gap * max(len(steps) - 1, 0) / 2 + 5
        frame.taken.append((x - spread, frame.top - 14, x + spread, frame.height - frame.bottom))
    for x, _, _ in names:
        yield el("circle", cx=x, cy=frame.rail, r=4.5, class_="event")
        yield el("line", x1=x, x2=x, y1=frame.rail + 5, y2=frame.top - 16, class_="stem")
    yield from _event_names(view, frame, names)


def _event_names(view: View, frame: _Frame, names: Sequence[tuple[float, str, str]]) -> Iterator[Markup]:
    """Write the announcers under the rail, in up to four lines where they stand close."""
    edge = [-1000.0] * 4
    for x, event, name in names:
        wide = text_width(name, 12.5) + 12
        line = next((line for line in range(4) if x - wide / 2 > edge[line]), 3)
        edge[line] = x + wide / 2
        text = el("text", name, x=x, y=frame.rail + 19 + 15 * line, class_="provider middle")
        yield el("a", text, href=view.url(f"event/{event}.html"))


def _drop(frame: _Frame, step: Step, x: float) -> Iterator[Markup]:
    after = frame.y(step.after or Decimal(0))
    if step.before is not None and step.before != step.after:
        before = frame.y(step.before)
        yield el("line", x1=x, x2=x, y1=before, y2=after, class_="drop")
        yield el("circle", cx=x, cy=before, r=2.6, class_="before")
    yield el("circle", cx=x, cy=after, r=4.2 if len(step.sources) > 2 else 3, class_="after" + launch_class(step))


def launch_class(step: Step) -> str:
    """Return the class that marks a launch price."""
    return " launch" if step.kind == "launch-price" else ""


def _labels(view: View, frame: _Frame) -> Iterator[Markup]:
    """Name the best-witnessed step of each event and one more, where there is room."""
    for row in sorted(frame.story.events, key=lambda row: row["id"], reverse=True):
        steps = drawn_steps(frame.story, row["id"])
        gap = min(5.0, frame.band / 2 / max(len(steps), 1))
        kept = distinct_steps(steps)
        for step in kept:
            x = frame.column(row["id"]) + (steps.index(step) - (len(steps) - 1) / 2) * gap
            rest = len([one for one in steps if one.after == step.after]) - 1 if step.after == 0 else 0
            yield from _label(view, frame, step, x, rest)


def distinct_steps(steps: Sequence[Step]) -> list[Step]:
    """Return the best-witnessed steps that end at different prices, at most four."""
    kept: list[Step] = []
    for step in steps:
        if not any(abs(float(step.after or 0) - float(one.after or 0)) < 1e-9 for one in kept):
            kept.append(step)
    return kept[:4]


def _label(view: View, frame: _Frame, step: Step, x: float, rest: int) -> Iterator[Markup]:
    name = clip(step_name(view, step), 12.5, 150)
    if rest:
        name += view.t(f" 等 {rest + 1} 项", f" and {rest} more")
    value = step_value(view, step)
    wide = text_width(name + " " + value, 12.5) + 6
    y = frame.y(step.after or Decimal(0))
    spread = 16.0
    for shift in (4.0, -11.0, 19.0, -26.0, 34.0):
        for rightward in (True, False):
            for away in (spread, spread * 2.2):
                x1 = x + away if rightward else x - away - wide
                box = (x1 - 2, y + shift - 12, x1 + wide, y + shift + 4)
                if frame.fits(box):
                    frame.taken.append(box)
                    yield el("text", name, " ", el("tspan", value, class_="value"), x=x1, y=y + shift, class_="label")
                    return
