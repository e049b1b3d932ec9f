"""How the tables hang together: which column holds the ids of which other table.

Columns that hold `kind/id` lead to a table by the kind; columns with several ids separate them by `;`. Both are left
out here: what stands here can be joined as it is.
"""

from __future__ import annotations

from typing import NamedTuple


class Join(NamedTuple):
    """A column whose every value stands in a column of another table."""

    table: str
    column: str
    to_table: str
    to_column: str


_JOINS = """
    alias_bindings.service services.id
    alias_bindings.source sources.id
    applications.filed_in regions.id
    brands.brand_owner organizations.id
    deployments.source sources.id
    deployments.vertical verticals.id
    deployments.work works.id
    derivations.source sources.id
    disagreement_claims.disagreement disagreements.id
    disagreement_claims.evidence evidence.id
    evidence.source sources.id
    indicators.source sources.id
    models.in_family families.id
    models.version_of models.id
    offerings.provider organizations.id
    offerings.service services.id
    organization_verticals.organization organizations.id
    organization_verticals.vertical verticals.id
    organizations.based_in regions.id
    organizations.sub_organization_of organizations.id
    people.affiliated_with organizations.id
    period_claims.period price_periods.id
    period_claims.price_point price_points.id
    price_changes.condition conditions.condition
    price_changes.event price_events.id
    price_changes.offering offerings.id
    price_changes.source sources.id
    price_history.offering offerings.id
    price_history.period price_periods.id
    price_moves.event price_events.id
    price_moves.offering offerings.id
    price_periods.condition conditions.condition
    price_periods.offering offerings.id
    price_points.condition conditions.condition
    price_points.event price_events.id
    price_points.offering offerings.id
    price_points.source sources.id
    price_war_matrix.episode episodes.id
    price_war_matrix.provider organizations.id
    quality.provider organizations.id
    reactions.source sources.id
    regions.broader regions.id
    services.operator organizations.id
    sources.mirror_of sources.id
    statements.source sources.id
    utterances.source sources.id
    vertical_counts.vertical verticals.id
    verticals.broader verticals.id
    windows.complement_of windows.id
    windows.holidays_of regions.id
"""

JOINS: tuple[Join, ...] = tuple(
    Join(*(part for name in line.split() for part in name.split("."))) for line in _JOINS.strip().splitlines()
)
"""All joins, by table and column."""
