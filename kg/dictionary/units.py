"""In what unit the numbers and days of an output column are."""

from __future__ import annotations

from kg.tables.frame import ColumnType

_UNITS = {
    "amount": "`currency` per `per_tokens` tokens or `price_unit`",
    "amount_per_million": "`currency` per 1,000,000 tokens",
    "before": "`currency` per `per_tokens` tokens or `price_unit`",
    "after": "`currency` per `per_tokens` tokens or `price_unit`",
    "per_tokens": "tokens",
    "percent": "percent",
    "percent_stated": "percent",
    "percent_computed": "percent",
    "value": "`unit`",
    "value_max": "`unit`",
    "context_tokens": "tokens",
    "min_input_tokens": "tokens",
    "max_input_tokens": "tokens",
    "min_output_tokens": "tokens",
    "max_output_tokens": "tokens",
    "days_uncertain": "days",
    "candidate": "ordinal",
    "position": "ordinal",
    "depth": "steps",
}
_OWN = {
    ("models", "parameters"): "parameters",
    ("models", "context_tokens"): "tokens",
    ("price_moves", "before"): "`currency` per 1,000,000 tokens or `price_unit`",
    ("price_moves", "after"): "`currency` per 1,000,000 tokens or `price_unit`",
}


def unit(table: str, column: str, kind: ColumnType) -> str:
    """Return the unit of a column; empty for text without one."""
    if (table, column) in _OWN:
        return _OWN[table, column]
    if kind == "date":
        return "day, ISO 8601"
    if kind == "text":
        return ""
    return "0 to 1" if column.endswith("_share") else _UNITS.get(column, "count" if kind == "integer" else "")
