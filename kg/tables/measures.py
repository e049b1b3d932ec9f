"""Tables of measures: lineages of models, hubs of derivation, organizations by vertical, counts by vertical."""

from __future__ import annotations

from collections.abc import Iterator

from kg.measures import derivation_graph, hubs, lineages, membership, models_by_vertical, vertical_matrix, with_narrower
from kg.tables.context import Context
from kg.tables.frame import Cell, Table, make_table


def measure_tables(context: Context) -> Iterator[Table]:
    """Yield lineage_depth, derivation_hubs, organization_verticals and vertical_counts."""
    graph = derivation_graph(context.resolved)
    rows = [
        {
            **_named(context, one.model, "model"),
            "depth": one.depth,
            "bases": len(one.bases),
            "ancestors": len(one.ancestors),
            "roots": ";".join(one.roots) or None,
            "chain": " > ".join(one.chain),
        }
        for one in lineages(graph)
    ]
    columns = "model label_zh label_en depth:integer bases:integer ancestors:integer roots chain"
    yield make_table("lineage_depth", columns, rows)
    yield make_table(
        "derivation_hubs",
        "base label_zh label_en developer direct:integer transitive:integer with_members:integer lineages:integer "
        "kinds",
        (
            {
                **_named(context, hub.base, "base"),
                "developer": context.facts(hub.base.partition("/")[0], hub.base.partition("/")[2], "developer"),
                "direct": len(hub.direct),
                "transitive": len(hub.transitive),
                "with_members": len(hub.with_members),
                "lineages": hub.lineages,
                "kinds": ";".join(f"{kind}:{number}" for kind, number in hub.kinds),
            }
            for hub in hubs(graph, membership(context.resolved))
        ),
    )
    yield _matrix(context)
    yield _verticals(context)


def _named(context: Context, reference: str, column: str) -> dict[str, Cell]:
    return {
        column: reference,
        "label_zh": context.shown(reference, "zh"),
        "label_en": context.shown(reference, "en"),
    }


def _matrix(context: Context) -> Table:
    columns = (
        "organization organization_zh organization_en vertical vertical_zh vertical_en models:integer "
        "applications:integer active deployments:integer"
    )
    rows: list[dict[str, Cell]] = []
    for (organization, vertical), cell in vertical_matrix(context.resolved).items():
        row: dict[str, Cell] = {"organization": organization, "vertical": vertical}
        for language in ("zh", "en"):
            row[f"organization_{language}"] = context.shown(f"organization/{organization}", language)
            row[f"vertical_{language}"] = context.shown(f"vertical/{vertical}", language)
        row |= {"models": len(cell.models), "applications": len(cell.applications)}
        rows.append(row | {"active": "yes" if cell.active else "no", "deployments": cell.deployments})
    return make_table("organization_verticals", columns, rows)


def _verticals(context: Context) -> Table:
    """One row for each vertical: what is made for it and who serves it, alone and with all narrower ones."""
    columns = (
        "vertical label_zh label_en broader made:integer organizations:integer made_with_narrower:integer "
        "organizations_with_narrower:integer"
    )
    made = models_by_vertical(context.resolved)
    serving: dict[str, set[str]] = {}
    for organization, vertical in vertical_matrix(context.resolved):
        serving.setdefault(vertical, set()).add(organization)
    rows: list[dict[str, Cell]] = []
    for name, located in context.resolved.dataset.registry["vertical"].items():
        below = with_narrower(context.resolved, name)
        row: dict[str, Cell] = {
            "vertical": name,
            "label_zh": context.shown(f"vertical/{name}", "zh"),
            "label_en": context.shown(f"vertical/{name}", "en"),
            "broader": located.record.broader,
        }
        row["made"], row["organizations"] = len(made.get(name, ())), len(serving.get(name, ()))
        row["made_with_narrower"] = len(set().union(*(made.get(one, set()) for one in below)))
        row["organizations_with_narrower"] = len(set().union(*(serving.get(one, set()) for one in below)))
        rows.append(row)
    return make_table("vertical_counts", columns, rows)
