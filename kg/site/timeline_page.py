"""The timeline pages: the price war in lanes with its list, all pricing events, and the drawing to embed."""

from __future__ import annotations

from collections.abc import Iterator

from kg.site.content import Content, index
from kg.site.pages import Page
from kg.site.text import Text
from kg.site.war import War


def timeline_pages(content: Content, war: War | None) -> Iterator[Page]:
    """Yield the timeline and its form to embed."""
    dated = sorted(
        (row for row in content.tables["price_events"] if row["day"]), key=lambda row: (row["day"], row["id"])
    )
    undated = [row for row in content.tables["price_events"] if not row["day"]]
    years = sorted(index(dated, lambda row: row["day"].year).items(), reverse=True)
    context = {"war": war, "years": years, "undated": undated}
    title = Text("价格战时间线", "Timeline of the price war")
    yield Page(
        path="timeline.html",
        template="timeline.html",
        title=title,
        description=Text(
            "2024 年 5 月大模型价格战逐日：谁降了价、谁按兵不动、谁拒绝跟进、谁回应了谁，各家叙述可切换。",
            "The price war day by day: who cut, who held, who declined, who answered whom, by narrator.",
        ),
        context=context,
        nav="timeline",
        alternates=(("text/csv", "data/csv/price_changes.csv"), ("text/csv", "data/csv/reactions.csv")),
        scripts=("timeline",),
    )
    if war:
        yield Page(
            path="embed/price-war.html",
            template="embed.html",
            title=title,
            description=title,
            context=context,
            indexed=False,
        )
