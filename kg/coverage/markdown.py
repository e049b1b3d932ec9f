"""Markdown: tables and numbers of a generated page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; a column whose name ends with `#` is set to the right, without the mark."""
    names = [column.removesuffix("#") for column in columns]
    rule = ["---:" if column.endswith("#") else "---" for column in columns]
    lines = [_line(names), _line(rule), *(_line([_cell(cell) for cell in row]) for row in rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|").replace("\n", " ")


def share(part: int, whole: int) -> str:
    """Return a part with its share: `120 (48 %)`."""
    return f"{part:,} ({100 * part // whole} %)" if whole else "0"
