"""What a table is: columns with types and rows of Python values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kg.values import plain

Cell = str | int | Decimal | date | None
ColumnType = Literal["text", "integer", "decimal", "date"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With what a formula may begin; spreadsheets of East Asian systems take the wide marks as well."""


@dataclass(frozen=True)
class Table:
    """A table of the output: name, columns with their types, rows in their final order."""

    name: str
    columns: Mapping[str, ColumnType]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries."""
        names = list(self.columns)
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def make_table(name: str, columns: str, rows: Iterable[Mapping[str, Cell]]) -> Table:
    """Make a table from rows by column, sorted by all cells from the left.

    `columns` names the columns in order, separated by blanks; a type other than text follows after a colon
    (`amount:decimal`). A row with an unknown column is an error of the program.
    """
    types: dict[str, ColumnType] = {}
    for item in columns.split():
        column, _, kind = item.partition(":")
        types[column] = kind or "text"  # type: ignore[assignment]
    lines = []
    for row in rows:
        unknown = set(row) - set(types)
        if unknown:
            raise KeyError(f"table {name} has no column {', '.join(sorted(unknown))}")
        lines.append(tuple(row.get(column) for column in types))
    return Table(name, types, tuple(sorted(set(lines), key=_order)))


def _order(line: tuple[Cell, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((cell is not None, "" if cell is None else str(cell)) for cell in line)


def cell_text(cell: Cell) -> str:
    """Return a cell as text: ISO days, plain decimals, nothing for an absent value."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def safe_text(cell: Cell) -> str:
    """Return a cell as text that a spreadsheet does not run: text that begins as a formula gets a leading quote."""
    text = cell_text(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text
