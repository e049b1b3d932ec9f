"""Themes of the named questions: what a reader wants to know, as headings of the gallery."""

from __future__ import annotations

from collections.abc import Iterable

from kg.query import NamedQuery
from kg.site.text import Text

_THEMES: tuple[tuple[Text, frozenset[str]], ...] = (
    (
        Text("价格战与事件", "The price war and events"),
        frozenset(
            {
                "price war",
                "price cut",
                "event",
                "participants",
                "first move",
                "no change",
                "free",
                "refusal",
                "reaction",
            }
        ),
    ),
    (
        Text("价格", "Prices"),
        frozenset({"price", "price move", "tier", "reseller", "currency", "alias"}),
    ),
    (
        Text("模型与衍生", "Models and what builds on what"),
        frozenset({"derivation", "release", "open weights", "model"}),
    ),
    (
        Text("组织、行业与地区", "Organizations, verticals, regions"),
        frozenset({"organization", "vertical", "region", "ownership", "deployment", "filing", "name"}),
    ),
    (
        Text("市场数字与观点", "Market figures and views"),
        frozenset({"market", "forecast", "indicator", "utterance"}),
    ),
    (
        Text("来源、分歧与质量", "Sources, disagreements, quality"),
        frozenset({"source", "disagreement", "rank", "single source", "evidence", "percent", "code list"}),
    ),
)
_OTHER = Text("其他", "Others")


def theme_of(query: NamedQuery) -> Text:
    """Return the theme of a question, by the first of its keywords that names one."""
    for keyword in query.keywords:
        for title, words in _THEMES:
            if keyword in words:
                return title
    return _OTHER


def by_theme(queries: Iterable[NamedQuery]) -> list[NamedQuery]:
    """Return questions in the order of their themes, those of one theme as they came."""
    order = [title for title, _ in _THEMES]
    return sorted(queries, key=lambda query: order.index(title) if (title := theme_of(query)) in order else len(order))
