"""The register of disagreements: those the editors judged, and those that a rule found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.site.content import Content, Row
from kg.site.pages import Page
from kg.site.text import Text

_MOST = 400
"""Disagreements that a page shows; all of them stand in csv/disagreements.csv."""
_FINDINGS = {"unresolved": 0, "apparent": 1, "resolved": 2}


def register_pages(content: Content) -> Iterator[Page]:
    """Yield the register and the list of what rules found."""
    rows = list(content.disagreements.values())
    judged = [row for row in rows if row["derived_by"] is None]
    ruled = [row for row in rows if row["derived_by"] is not None]
    yield _page(
        "disagreements.html",
        judged,
        (len(judged), len(ruled)),
        Text("分歧登记", "Register of disagreements"),
        Text(
            "来源说法不一之处：原因、结论、各条主张全部保留。",
            "Where sources disagree: cause, finding, and every claim kept.",
        ),
    )
    yield _page(
        "disagreements-rules.html",
        ruled,
        (len(judged), len(ruled)),
        Text("由规则发现的分歧", "Disagreements found by rule"),
        Text(
            "同一天金额不同、列表滞后等，由规则逐项找出。",
            "Amounts that differ on one day, lists that lag: found by rule, one by one.",
        ),
    )


def _page(path: str, rows: list[Row], parts: tuple[int, int], title: Text, description: Text) -> Page:
    rows = sorted(rows, key=lambda row: _FINDINGS.get(row["finding"], 9))
    findings = Counter(row["finding"] for row in rows)
    return Page(
        path=path,
        template="disagreements.html",
        title=title,
        description=description,
        context={
            "rows": rows[:_MOST],
            "total": len(rows),
            "judged": parts[0],
            "ruled": parts[1],
            "causes": Counter(row["cause"] for row in rows).most_common(),
            "findings": sorted(findings.items(), key=lambda pair: _FINDINGS.get(pair[0], 9)),
        },
        nav="disagreements",
        alternates=(("text/csv", "data/csv/disagreements.csv"),),
        scripts=("filter",),
    )
