"""The verticals page: every vertical with who works for it, and the whole matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.site.content import Content, Row
from kg.site.home import make_matrix
from kg.site.pages import Page
from kg.site.text import Text

_ROWS = 60


@dataclass(frozen=True)
class Branch:
    """A widest vertical with those below it and what claims place in them."""

    row: Row
    narrower: list[str]
    models: list[str]
    organizations: list[str]
    deployments: int


def verticals_page(content: Content) -> Iterator[Page]:
    """Yield the verticals page."""
    number = len(content.tables["verticals"])
    branches = [_branch(content, row) for row in content.tables["verticals"] if not row["broader"]]
    branches.sort(key=lambda branch: (branch.row["id"] == "general", -len(branch.models), branch.row["id"]))
    yield Page(
        path="verticals.html",
        template="verticals.html",
        title=Text("行业：谁为谁做模型", "Verticals: who makes models for whom"),
        description=Text(
            f"{number} 个行业，附国民经济行业分类与 ISIC 代码，以及各行业的模型、组织与落地。",
            f"{number} verticals with GB/T 4754-2017 and ISIC codes; models, organizations and uses in each.",
        ),
        context={"branches": branches, "matrix": make_matrix(content, _ROWS, 40)},
        nav="verticals",
        alternates=(("text/csv", "data/csv/verticals.csv"),),
    )


def _branch(content: Content, row: Row) -> Branch:
    names = [row["id"]]
    for name in names:
        names += [one for one in content.narrower.get(name, ()) if one not in names]
    models = {one["id"]: one for name in names for one in content.members("models", "vertical", name)}
    makers: dict[str, int] = {}
    for model in models.values():
        if model["developer"]:
            makers[model["developer"]] = makers.get(model["developer"], 0) + 1
    for name in names:
        for one in content.members("organizations", "active_in", name):
            makers.setdefault(one["id"], 0)
    deployments = sum(len(content.linked["deployments"].get(f"vertical/{name}", ())) for name in names)
    return Branch(row, names[1:], sorted(models), sorted(makers, key=lambda name: (-makers[name], name)), deployments)
