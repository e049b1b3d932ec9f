"""Writing `source.toml`: flat keys, then tables of counts. Reading is `tomllib` of the standard library."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def to_toml(values: Mapping[str, Any]) -> str:
    """Return TOML for flat values (text, whole numbers, days) and one level of tables; None is left out.

    Keys stand in the order given, tables last. Raises `TypeError` for a value of another type.
    """
    flat = [f"{key} = {_value(value)}\n" for key, value in values.items() if value is not None and not _is_table(value)]
    tables = [_table(key, value) for key, value in values.items() if _is_table(value) and value]
    return "".join(flat + tables)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _table(name: str, values: Mapping[str, Any]) -> str:
    lines = [f"{json.dumps(key, ensure_ascii=False)} = {_value(values[key])}\n" for key in sorted(values)]
    return f"\n[{name}]\n{''.join(lines)}"


def _value(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # the one mark where TOML is stricter
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot stand in source.toml; write text, a whole number or a day")
