"""The home page: one sentence from the data, the price war at a glance, who works for whom, and what is disputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.site.content import Content
from kg.site.moves import Story
from kg.site.pages import Page
from kg.site.text import Text

ROWS, COLUMNS = 14, 12
"""Organizations and verticals of the small matrix."""


@dataclass(frozen=True)
class Matrix:
    """How many models, applications and claims of activity join an organization with a vertical."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    organizations: int
    verticals: int

    def of(self, organization: str, vertical: str) -> int:
        """Return the number in one cell."""
        return self.counts.get((organization, vertical), 0)

    def shade(self, organization: str, vertical: str) -> int:
        """Return how dark a cell is, 0 to 4."""
        number = self.of(organization, vertical)
        return sum(number >= limit for limit in (1, 2, 4, 8))


def make_matrix(content: Content, rows: int = ROWS, columns: int = COLUMNS) -> Matrix:
    """Count models and applications by organization and widest vertical, general purpose left out."""
    counts = _counts(content)
    by_row: dict[str, list[int]] = defaultdict(list)
    for (organization, _), number in counts.items():
        by_row[organization].append(number)
    widest = sorted(by_row, key=lambda name: (-sum(by_row[name]), -len(by_row[name]), name))
    verticals = {vertical for _, vertical in counts}
    shown = set(widest[:rows])
    busy: dict[str, int] = defaultdict(int)
    for (organization, vertical), number in counts.items():
        if organization in shown:
            busy[vertical] += number
    busiest = sorted(busy, key=lambda name: (-busy[name], name))
    return Matrix(tuple(widest[:rows]), tuple(busiest[:columns]), counts, len(by_row), len(verticals))


def _counts(content: Content) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for table in ("models", "applications"):
        for row in content.tables[table]:
            for vertical in {content.wider(one) for one in (row["vertical"] or "").split(";") if one}:
                if row["developer"] and vertical != "general":
                    counts[row["developer"], vertical] += 1
    for row in content.tables["organizations"]:
        for vertical in {content.wider(one) for one in (row["active_in"] or "").split(";") if one}:
            if vertical != "general":
                counts[row["id"], vertical] = max(counts[row["id"], vertical], 1)
    return counts


def home_page(content: Content, story: Story | None) -> Iterator[Page]:
    """Yield the home page."""
    facts = {
        "claims": sum(row["claims"] for row in content.tables["sources"]),
        "sources": len(content.tables["sources"]),
        "models": len(content.tables["models"]),
        "organizations": len(content.tables["organizations"]),
        "periods": len(content.tables["price_periods"]),
        "disagreements": len(content.tables["disagreements"]),
    }
    claims, sources = facts["claims"], facts["sources"]
    disputes = [row for row in content.disagreements.values() if row["derived_by"] is None]
    disputes = [row for row in disputes if row["finding"] == "unresolved"][:2] + [
        row for row in disputes if row["finding"] != "unresolved"
    ]
    yield Page(
        path="index.html",
        template="home.html",
        title=Text(
            "百模图谱：谁以什么价格卖哪个大模型，谁这样说",
            "Baimo: who sold which Chinese language model at what price, and who says so",
        ),
        description=Text(
            f"中国大模型的组织、模型、行业、报价与价格事件：{claims} 条主张，{sources} 个来源，分歧照登。",
            f"Organizations, models, verticals and prices of China's large language models: {claims} claims from "
            f"{sources} sources, disagreements shown.",
        ),
        context={"story": story, "facts": facts, "matrix": make_matrix(content), "disputes": disputes[:3]},
        alternates=(("text/turtle", "data/baimo.ttl"), ("application/ld+json", "data/baimo.jsonld")),
        dataset=True,
    )
