"""Tables: everything as rows, for CSV, Parquet, SQLite and the website."""

from __future__ import annotations

from kg.derive import Derived
from kg.resolve import Resolved
from kg.tables.claims import claim_tables
from kg.tables.context import Context
from kg.tables.entities import entity_tables
from kg.tables.frame import Table
from kg.tables.measures import measure_tables
from kg.tables.price_war import price_war_matrix
from kg.tables.prices import price_tables
from kg.tables.quality import quality_table


def build_tables(resolved: Resolved, derived: Derived) -> dict[str, Table]:
    """Return all tables of the output by name."""
    context = Context(resolved, derived)
    tables = [*entity_tables(context), *price_tables(context), *claim_tables(context), *measure_tables(context)]
    tables.append(price_war_matrix(context))
    tables.append(quality_table({table.name: table for table in tables}, derived.as_of))
    return {table.name: table for table in sorted(tables, key=lambda table: table.name)}
