"""The timeline for phones: days downwards, one row for each event, arcs at the left from answers to causes."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from kg.site.draw_timeline import event_lines, event_title, sources_attribute
from kg.site.svg import clip, drawing, el, join, num
from kg.site.view import View
from kg.site.war import Answer, Outsider, War

_WIDTH, _RAIL, _TEXT = 358.0, 74.0, 90.0
_HEAD, _LINE, _GAP = 21.0, 18.0, 20.0


def timeline_rows(view: View, war: War) -> Markup:
    """Draw the narrow form of the lanes: the same events, answers and those who stayed out."""
    rows: list[Markup] = []
    places: dict[str, float] = {}
    y = 14.0
    for event in war.events:
        lines = event_lines(view, event)
        places[event.id] = y
        rows.append(_event(view, war, event.id, y))
        y += _HEAD + _LINE * len(lines) + _GAP
    bottom = y - _GAP
    outside = list(_outsiders(view, war.outsiders, y + 12))
    height = y + (30 * len(war.outsiders) + 24 if war.outsiders else 0)
    rail = el("line", x1=_RAIL, x2=_RAIL, y1=places[war.events[0].id], y2=bottom, class_="axis")
    arcs = (part for answer in war.answers for part in _arc(view, war, places, answer))
    label = view.t(
        "价格战时间线：自上而下按日；同样内容见下方逐日列表。",
        "The price war day by day, downwards; the list below holds the same.",
    )
    return drawing([rail, *arcs, *rows, *outside], _WIDTH, height, label, "lanes narrow-only")


def _event(view: View, war: War, name: str, y: float) -> Markup:
    event = next(event for event in war.events if event.id == name)
    day = view.t(f"{event.day.month}月{event.day.day}日", view.day(event.day)[:-5])
    title = event_title(view, event)
    lane = view.plain(f"organization/{event.lane}")
    head = el(
        "text", el("tspan", day, class_="value"), " ", clip(lane, 13.5, 190), x=_TEXT, y=y + 5, class_="lane-name"
    )
    dot = el("circle", el("title", title), cx=_RAIL, cy=y, r=6, class_="event")
    parts = [el("a", dot, head, href=view.url(f"event/{event.id}.html"), aria_label=title)]
    for place, line in enumerate(event_lines(view, event)):
        value = el("tspan", line.value, class_="value") if line.value else None
        parts.append(
            el("text", clip(line.words, 12.5, 200), " " if line.value else None, value,
               x=_TEXT, y=y + 5 + _HEAD + _LINE * place, class_="move held" if line.held else "move",
               data_sources=sources_attribute(line.sources))
        )  # fmt: skip
    return el("g", join(parts), class_="told", data_sources=sources_attribute(event.sources), data_day=event.day)


def _arc(view: View, war: War, places: dict[str, float], answer: Answer) -> Iterator[Markup]:
    ends = [reference.partition("/")[2] for reference in (answer.reaction, answer.reacts_to)]
    if answer.against or not set(ends) <= set(places):
        return
    y1, y2 = places[ends[0]], places[ends[1]]
    steps = abs(list(places).index(ends[0]) - list(places).index(ends[1]))
    reach = _RAIL - min(14 + 11 * steps, 70)
    x = _RAIL - 7
    down = 1 if y1 > y2 else -1
    tip = y2 + 3 * down
    words = f"{view.plain(answer.reaction)} → {view.plain(answer.reacts_to)}"
    title = el("title", f"{words} ({view.code('reaction', answer.kind)}, {len(answer.sources)})")
    path = f"M{num(x)} {num(y1)} C{num(reach)} {num(y1)} {num(reach)} {num(tip)} {num(x - 5)} {num(tip)}"
    head = el("path", d=f"M{num(x + 1)} {num(tip)} l-8 -3.6 v7.2 z", class_=f"head {answer.kind}")
    day = max(event.day for event in war.events if event.id in ends)
    yield el("g", el("path", title, d=path, class_=f"arc {answer.kind}"), head,
             class_="told", data_sources=sources_attribute(answer.sources), data_day=day)  # fmt: skip


def _outsiders(view: View, outsiders: tuple[Outsider, ...], y: float) -> Iterator[Markup]:
    if outsiders:
        yield el("text", view.t("未参与或拒绝跟进", "Stayed out or declined"), x=0, y=y, class_="tick")
    for place, one in enumerate(outsiders):
        at = y + 24 + 30 * place
        words = view.t("拒绝跟进", "declined to follow") if one.refusals else view.t("未参与", "did not take part")
        name = clip(view.plain(f"organization/{one.organization}"), 13.5, 150)
        shape = f"M{num(_RAIL - 5)} {num(at - 10)} l10 10 m0 -10 l-10 10"
        yield el(
            "g",
            el("path", d=shape, class_="cross" if one.refusals else "cross absent"),
            el("text", name, " ", el("tspan", words, class_="words"), x=_TEXT, y=at, class_="lane-name"),
            class_="told", data_sources=sources_attribute(one.sources),
        )  # fmt: skip
