"""The page about method and coverage: what is in, how it is concluded, how dense the record is and where it ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kg.check import rules
from kg.site.content import Content, index
from kg.site.pages import Page
from kg.site.text import Text

_PROVIDERS = 18
_THINGS = {
    "all": Text("全部", "everything"),
    "statements": Text("事实", "facts"),
    "price_periods": Text("价格时期", "price periods"),
    "first_party_price_periods": Text("自营价格时期", "first-party price periods"),
    "price_changes": Text("调价", "price changes"),
    "reactions": Text("回应", "reactions"),
    "derivations": Text("衍生", "derivations"),
    "deployments": Text("落地", "uses"),
    "indicators": Text("市场数字", "market figures"),
}
"""Kinds of things that the table of quality counts, as a reader calls them."""


def about_page(content: Content) -> Iterator[Page]:
    """Yield the page about method and coverage."""
    points: dict[str, Counter[int]] = defaultdict(Counter)
    for row in content.tables["price_points"]:
        day = row["effective_from"] or row["announced_on"] or row["observed_on"]
        if day and row["provider"] and row["channel"] == "first-party":
            points[row["provider"]][day.year] += 1
    providers = sorted(points, key=lambda name: (-sum(points[name].values()), name))[:_PROVIDERS]
    years = sorted({year for counts in points.values() for year in counts})
    kinds = index(content.tables["sources"], lambda row: row["kind"])
    claims = {
        name: len(content.tables[name])
        for name in (
            "statements", "price_points", "price_changes", "reactions", "derivations", "deployments", "indicators",
            "utterances", "alias_bindings",
        )
    }  # fmt: skip
    registry = {kind: len(content.entities[kind]) for kind in content.entities if kind not in {"region", "source"}}
    yield Page(
        path="about.html",
        template="about.html",
        title=Text("方法与覆盖", "Method and coverage"),
        description=Text(
            "主张如何收录，区间如何推定，分歧如何处置，哪里记得密、哪里还空着。",
            "How claims come in, how periods are concluded, what becomes of disagreements, where the record is dense.",
        ),
        context={
            "points": points,
            "providers": providers,
            "years": years,
            "kinds": sorted(kinds.items(), key=lambda item: (-sum(row["claims"] for row in item[1]), item[0])),
            "claims": claims,
            "registry": registry,
            "lineages": len({row["lineage"] for row in content.tables["sources"]}),
            "quality": [
                row
                for row in content.tables["quality"]
                if row["provider"] is None and row["year"] is None and row["items"]
            ],
            "things": _THINGS,
            "rules": _rules(),
            "periods": Counter(row["end_kind"] for row in content.tables["price_periods"]),
        },
        nav="about",
        dataset=True,
    )


def _rules() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the rules that a build must pass: severity → (name, problem)."""
    found = index(
        ({"severity": rule.severity, "name": rule.name, "problem": rule.problem} for rule in rules()),
        lambda row: row["severity"],
    )
    return [
        (severity, [(row["name"], row["problem"]) for row in found[severity]])
        for severity in ("error", "warning")
        if severity in found
    ]
