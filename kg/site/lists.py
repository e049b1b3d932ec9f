"""Lists: every entity by kind on one page, the way to any page without search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.names import search_keys
from kg.site.content import Content
from kg.site.labels import KIND_PLURALS, Label
from kg.site.pages import Page
from kg.site.text import Text

_LETTERED = 100
"""Lists with at least so many entries are told by letter."""
_OWN_PAGE = 400
"""Kinds with more entities than this get a page of their own."""


def list_pages(content: Content, pages: Mapping[str, Sequence[str]]) -> Iterator[Page]:
    """Yield the page of all entries and, for large kinds, a list of each. `pages` gives kind → ids that have a page."""
    sections = {
        kind: sorted(names, key=lambda name: _key(content.labels[f"{kind}/{name}"])) for kind, names in pages.items()
    }
    yield Page(
        path="all.html",
        template="all.html",
        title=Text("全部条目", "All entries"),
        description=Text(
            "全部组织、模型、行业、事件与来源，按类列出。",
            "All organizations, models, verticals, events and sources by kind.",
        ),
        context={
            "sections": {kind: _by_letter(content, kind, names) for kind, names in sections.items() if names},
            "numbers": {kind: len(names) for kind, names in sections.items()},
            "own_page": _OWN_PAGE,
            "only": None,
        },
    )
    for kind, names in sections.items():
        if len(names) > _OWN_PAGE:
            yield Page(
                path=f"all-{kind}.html",
                template="all.html",
                title=_heading(kind),
                description=_heading(kind),
                context={
                    "sections": {kind: _by_letter(content, kind, names)},
                    "numbers": {kind: len(names)},
                    "own_page": len(names),
                    "only": kind,
                },
            )


def _by_letter(content: Content, kind: str, names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return names under the first letter of their key; short lists, and sources, stay whole."""
    if len(names) < _LETTERED or kind == "source":
        return [("", list(names))]
    letters: dict[str, list[str]] = defaultdict(list)
    for name in names:
        first = _key(content.labels[f"{kind}/{name}"])[0][:1].upper()
        letters[first if "A" <= first <= "Z" else "0–9"].append(name)
    return list(letters.items())


def _heading(kind: str) -> Text:
    words = KIND_PLURALS[kind]
    return Text(f"全部{words.zh}", f"All {words.en.lower()}")


def _key(label: Label) -> tuple[str, str]:
    """Order by pinyin for Chinese names and by letters for others, together."""
    name = label.zh or label.en or ""
    keys = search_keys(name)
    return keys.get("pinyin", keys["fold"]), name
