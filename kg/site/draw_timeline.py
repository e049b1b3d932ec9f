"""The timeline of an episode as swim lanes: one for each organization, real days, arrows from answers to causes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from kg.site.moves import Move
from kg.site.svg import clip, drawing, el, join, num, text_width
from kg.site.text import percent
from kg.site.view import View
from kg.site.war import Answer, Event, Outsider, War
from kg.values import plain

WIDTH = 1120.0
_FILE_WIDTH, _EDGE, _HEAD, _FOOT = 920.0, 20.0, 64.0, 26.0
"""Of the drawing as a file: its width without the edge, the edge, room for the heading and for the credit."""
_LEFT, _RIGHT, _TOP = 128.0, 26.0, 46.0
_LINE = 16.5
"""Height of a line of words."""
_OUT = 30.0
"""Height of the lane of one that stayed out."""
_MOST = 5
"""Lines of moves in one lane."""


@dataclass(frozen=True)
class Line:
    """One line of words in a lane."""

    words: str
    value: str
    sources: tuple[str, ...]
    held: bool


class _Lanes:
    """Places: x of a day, y of a lane."""

    def __init__(self, view: View, war: War, width: float) -> None:
        self.width = width
        self.first = war.first - timedelta(days=1)
        self.days = (war.last - self.first).days + 1
        self.lines = {event.id: event_lines(view, event) for event in war.events}
        self.y: dict[str, float] = {}
        self.heights: dict[str, float] = {}
        at = _TOP + 8
        for lane in war.lanes:
            rows = max(len(self.lines[event.id]) for event in war.events if event.lane == lane)
            self.heights[lane] = max(rows, 2) * _LINE + 22
            self.y[lane] = at + self.heights[lane] / 2
            at += self.heights[lane]
        self.end = at
        self.out = at + 34
        self.height = self.out + _OUT * len(war.outsiders) + 12

    @property
    def band(self) -> float:
        """Width of a day."""
        return (self.width - _LEFT - _RIGHT) / self.days

    def x(self, day: date) -> float:
        """Return the middle of a day."""
        return _LEFT + self.band * ((day - self.first).days + 0.5)


def timeline(view: View, war: War) -> Markup:
    """Draw the lanes, for a page."""
    lanes = _Lanes(view, war, WIDTH)
    label = view.t(
        "价格战时间线：每家公司一条泳道；同样内容见下方逐日列表。",
        "The price war in lanes, one for each company; the list below holds the same.",
    )
    return drawing(_content(view, lanes, war), WIDTH, lanes.height, label, "lanes wide-only")


def _content(view: View, lanes: _Lanes, war: War, standalone: bool = False) -> list[Markup]:
    """Return what is drawn. `standalone` leaves links out, for a file of its own."""
    return [
        *_days(view, lanes, war),
        *_baselines(view, lanes, war, standalone),
        *(part for answer in war.answers for part in _arrow(view, lanes, war, answer)),
        *(part for event in war.events for part in _event(view, lanes, war, event, standalone)),
        *_outsiders(view, lanes, war.outsiders, standalone),
    ]


def _days(view: View, lanes: _Lanes, war: War) -> Iterator[Markup]:
    busy = {event.day for event in war.events}
    for offset in range(lanes.days):
        day = lanes.first + timedelta(days=offset)
        x = lanes.x(day)
        if day in busy:
            yield el("rect", x=x - lanes.band / 2, y=_TOP, width=lanes.band, height=lanes.end - _TOP, class_="busy-day")
        weekday = "一二三四五六日"[day.weekday()] if view.language == "zh" else "MTWTFSS"[day.weekday()]
        month = view.t(f"{day.month}月", view.day(day)[:-5].split(" ")[-1])
        if offset == 0 or day.day == 1:
            yield el("text", month, x=x, y=12, class_="tick middle")
        yield el("text", str(day.day), x=x, y=28, class_="tick middle" + (" busy" if day in busy else ""), data_day=day)
        yield el("text", weekday, x=x, y=41, class_="tick faint middle")


def _baselines(view: View, lanes: _Lanes, war: War, standalone: bool) -> Iterator[Markup]:
    for lane, y in lanes.y.items():
        top = y - lanes.heights[lane] / 2
        yield el("line", x1=0, x2=lanes.width, y1=top, y2=top, class_="grid")
        yield el("line", x1=_LEFT, x2=lanes.width - _RIGHT, y1=y, y2=y, class_="lane")
        yield _linked(view, f"organization/{lane}", 0, y + 5, "lane-name", _LEFT - 10, standalone)
    yield el("line", x1=0, x2=lanes.width, y1=lanes.end, y2=lanes.end, class_="axis")
    if war.outsiders:
        yield el("text", view.t("未参与或拒绝跟进", "Stayed out or declined"), x=0, y=lanes.out - 8, class_="tick")


def _linked(view: View, reference: str, x: float, y: float, class_: str, room: float, standalone: bool) -> Markup:
    text = el("text", clip(view.plain(reference), 13.5, room), x=x, y=y, class_=class_)
    page = view.content.href(reference)
    return el("a", text, href=view.url(page)) if page and not standalone else text


def sources_attribute(names: Sequence[str]) -> str:
    """Return sources as an attribute that the script of the page reads."""
    return " ".join(names)


def _event(view: View, lanes: _Lanes, war: War, event: Event, standalone: bool) -> Iterator[Markup]:
    x, y = lanes.x(event.day), lanes.y[event.lane]
    lines = lanes.lines[event.id]
    wide = max((text_width(f"{line.words} {line.value}", 12.5) for line in lines), default=0)
    rightward = x + 16 + wide < lanes.width - 4
    parts: list[Markup] = []
    near = 14.0
    if len(event.days) > 1:
        low, high = lanes.x(max(event.days[0], lanes.first)), lanes.x(min(event.days[-1], war.last))
        near = max(near, (high - x if rightward else x - low) + 8)
        told = el("title", _told_days(view, event))
        parts.append(el("line", told, x1=low, x2=high, y1=y, y2=y, class_="span"))
    dot = el("circle", el("title", event_title(view, event)), cx=x, cy=y, r=7, class_="event")
    page = view.content.href(f"event/{event.id}")
    parts.append(
        el("a", dot, href=view.url(page), aria_label=event_title(view, event)) if page and not standalone else dot
    )
    top = y - (len(lines) - 1) * _LINE / 2 + 4.5
    for place, line in enumerate(lines):
        value = el("tspan", line.value, class_="value") if line.value else None
        parts.append(
            el("text", line.words, " " if line.value else None, value, x=x + near if rightward else x - near,
               y=top + place * _LINE, text_anchor="start" if rightward else "end",
               class_="move held" if line.held else "move", data_sources=sources_attribute(line.sources))
        )  # fmt: skip
    yield el("g", join(parts), class_="told", data_sources=sources_attribute(event.sources), data_day=event.day)


def _told_days(view: View, event: Event) -> str:
    days = view.t("、", ", ").join(view.day(day) for day in event.days)
    return view.t(f"来源给出的日期：{days}", f"Days that sources give: {days}")


def event_title(view: View, event: Event) -> str:
    """Return day, name and number of sources of an event."""
    count = len(event.sources)
    told = view.t(f"（{count} 个来源）", f" ({view.some(count, 'source')})")
    return f"{view.day(event.day)} {view.plain(f'event/{event.id}')}{told}"


def event_lines(view: View, event: Event) -> list[Line]:
    """Return the moves and held prices of an event in words, the best-witnessed first, each offering once."""
    found: dict[str, Line] = {}
    for move in event.moves:
        if move.row["component"] == "output" and f"{move.row['offering']} input" in found:
            continue
        key = f"{move.row['offering']} {'output' if move.row['component'] == 'output' else 'input'}"
        found.setdefault(key, Line(_what(view, move), _value(view, move), tuple(move.sources), held=False))
    moved = list(found.values())
    lines = moved if len(moved) <= _MOST else moved[: _MOST - 1]
    if len(moved) > len(lines):
        rest = len(moved) - len(lines)
        lines.append(Line(view.t(f"另有 {rest} 项", f"{rest} more"), "", event.sources, held=False))
    held = [_what(view, move) for move in event.held]
    if held:
        names = clip(view.t("、", ", ").join(dict.fromkeys(held)), 12.5, 330)
        sources = tuple(sorted({source for move in event.held for source in move.sources}))
        lines.append(Line(view.t(f"未动：{names}", f"held: {names}"), "", sources, held=True))
    return lines or [Line(view.plain(f"event/{event.id}"), "", event.sources, held=False)]


def _what(view: View, move: Move) -> str:
    row = move.row
    model = view.plain(f"model/{row['model']}") if row["model"] else move.sku
    whole = row["component"] in {"input", "uniform", "all"}
    part = "" if whole else " " + view.code("component", row["component"]).lower()
    return f"{clip(model, 12.5, 190)}{part}"


def _value(view: View, move: Move) -> str:
    """Return `20→0.5 −97.5%` per million tokens, or what is known of it."""
    row = move.row
    before, after = (_million(row[column], row["per_tokens"]) for column in ("before", "after"))
    change = row["percent_stated"] if row["percent_stated"] is not None else row["percent_computed"]
    if after is None:
        return percent(change) if change is not None else view.code("change", row["change_kind"])
    shown = view.t("免费", "free") if after == 0 else plain(after)
    sign = "" if row["currency"] == "CNY" else "$" if row["currency"] == "USD" else row["currency"] + " "
    moved = f"{sign}{plain(before)}→{shown}" if before is not None else (shown if after == 0 else f"{sign}{shown}")
    return f"{moved} {percent(change)}" if change is not None and after else moved


def _million(amount: Decimal | None, per_tokens: int | None) -> Decimal | None:
    if amount is None or not amount:
        return amount
    return amount * 1_000_000 / per_tokens if per_tokens else None


def _point(lanes: _Lanes, war: War, reference: str, other: str) -> tuple[float, float] | None:
    """Return where an answer begins or ends: at an event, or in the lane of an organization on the other end's day."""
    kind, _, name = reference.partition("/")
    days = {event.id: event for event in war.events}
    if kind == "event":
        return lanes.x(days[name].day), lanes.y[days[name].lane]
    partner = days.get(other.partition("/")[2])
    return (lanes.x(partner.day), lanes.y[name]) if partner and name in lanes.y else None


def _arrow(view: View, lanes: _Lanes, war: War, answer: Answer) -> Iterator[Markup]:
    start = _point(lanes, war, answer.reaction, answer.reacts_to)
    end = _point(lanes, war, answer.reacts_to, answer.reaction)
    if start is None or end is None or start == end or answer.against:
        return
    (x1, y1), (x2, y2) = start, end
    down = 1 if y2 > y1 else -1
    reach = 26 + abs(y2 - y1) * 0.12
    y1, tip = y1 + 7 * down, y2 - 9 * down
    bends = (x1 - reach, y1 + (tip - y1) * 0.35, x2 - (reach if x1 == x2 else 0), tip - 44 * down)
    path = f"M{num(x1)} {num(y1)} C{' '.join(map(num, bends))} {num(x2)} {num(tip)}"
    words = f"{view.plain(answer.reaction)} → {view.plain(answer.reacts_to)}"
    kind = view.code("reaction", answer.kind)
    title = el("title", f"{words} ({kind}, {len(answer.sources)})")
    head = el("path", d=f"M{num(x2)} {num(tip + 3 * down)} l-4 {num(-8.0 * down)} h8 z", class_=f"head {answer.kind}")
    line = el("path", title, d=path, class_=f"arc {answer.kind}")
    day = max(event.day for event in war.events if f"event/{event.id}" in {answer.reaction, answer.reacts_to})
    rings = [
        el("circle", el("title", view.plain(reference)), cx=at[0], cy=at[1], r=4.5, class_="ring")
        for reference, at in ((answer.reaction, start), (answer.reacts_to, end))
        if reference.startswith("organization/")
    ]
    yield el("g", line, head, *rings, class_="told", data_sources=sources_attribute(answer.sources), data_day=day)


def _outsiders(view: View, lanes: _Lanes, outsiders: Sequence[Outsider], standalone: bool) -> Iterator[Markup]:
    for place, one in enumerate(outsiders):
        y = lanes.out + _OUT * place + 12
        reference = f"organization/{one.organization}"
        words = view.t("拒绝跟进", "declined to follow") if one.refusals else view.t("未参与", "did not take part")
        count = len(one.sources)
        told = view.t(f"{words}（{count} 个来源）", f"{words} ({count} {'source' if count == 1 else 'sources'})")
        shape = f"M{num(_LEFT + 4)} {num(y - 5)} l10 10 m0 -10 l-10 10"
        cross = el("path", d=shape, class_="cross" if one.refusals else "cross absent")
        yield el(
            "g",
            _linked(view, reference, 0, y + 5, "lane-name", _LEFT - 10, standalone),
            el("line", x1=_LEFT, x2=lanes.width - _RIGHT, y1=y, y2=y, class_="lane out"),
            cross,
            el("text", told, x=_LEFT + 24, y=y + 4.5, class_="move held"),
            class_="told", data_sources=sources_attribute(one.sources),
        )  # fmt: skip


STYLE = """
svg{font-family:Helvetica,Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;}
.ground{fill:#fcfbf7}.heading{font-size:17px;font-weight:700}
text{fill:#1c1a16;font-size:12.5px}.tick{fill:#5b564b;font-size:11.5px}.middle{text-anchor:middle}.end{text-anchor:end}
.busy{fill:#1c1a16;font-weight:700}.busy-day{fill:#f3f1ea}.grid{stroke:#dcd7ca}.axis{stroke:#1c1a16}
.lane{stroke:#dcd7ca;stroke-dasharray:1 4}
.lane-name{font-size:13.5px;font-weight:700}.event{fill:#1c1a16}.span{stroke:#1c1a16;stroke-width:5;opacity:.35}
.move{paint-order:stroke;stroke:#fcfbf7;stroke-width:4px}.value{font-weight:700;fill:#a2301b}.held{fill:#5b564b}
.arc{fill:none;stroke-width:1.4}.explicit{stroke:#a2301b}.temporal{stroke:#1d4f7c;stroke-dasharray:6 3}
.inferred{stroke:#5b564b;stroke-dasharray:1.5 3}
.head{stroke:none}.head.explicit{fill:#a2301b}.head.temporal{fill:#1d4f7c}.head.inferred{fill:#5b564b}
.ring{fill:#fcfbf7;stroke:#1c1a16;stroke-width:1.5}.cross{stroke:#a2301b;stroke-width:2}.cross.absent{stroke:#5b564b}
"""
"""Style of the drawing as a file of its own; on pages the site's style sheet holds the same."""


def timeline_file(view: View, war: War) -> str:
    """Return the drawing as an SVG file on a ground of its own, with its style, a heading and a credit."""
    lanes = _Lanes(view, war, _FILE_WIDTH)
    meta = view.content.meta
    title = view.plain(f"episode/{war.story.episode}")
    heading = view.t(f"{title}：谁降了价，谁回应了谁", f"{title}: who cut, and who answered whom")
    key = view.t(
        "每百万 token 输入价（元，另注币种与输出者除外）；箭头由回应指向所回应的：实线为明言，虚线为先后，点线为推断",
        "Yuan per million input tokens unless marked. Arrows lead from an answer to its cause: "
        "stated, dashed by sequence, dotted inferred.",
    )
    credit = view.t(
        f"百模图谱 {meta['version']}，数据截至 {meta['as_of']}，CC BY 4.0",
        f"Baimo {meta['version']}, data as of {meta['as_of']}, CC BY 4.0",
    )
    width, whole = _FILE_WIDTH + 2 * _EDGE, lanes.height + _HEAD + _FOOT
    content = [
        el("style", Markup(STYLE)),  # noqa: S704  (own text)
        el("rect", width=width, height=whole, class_="ground"),
        el("text", heading, x=_EDGE, y=28, class_="heading"),
        el("text", key, x=_EDGE, y=48, class_="tick"),
        el("text", credit, x=width - _EDGE, y=whole - 12, class_="tick end"),
        el("svg", *_content(view, lanes, war, standalone=True), x=_EDGE, y=_HEAD, width=_FILE_WIDTH,
           height=lanes.height),
    ]  # fmt: skip
    label = view.t(f"{heading}；同样内容见价格战时间线页的列表。", f"{heading}; the timeline page lists the same.")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawing(content, width, whole, label, "lanes")}\n'
