"""Answers as text for the terminal. Untrusted labels are plain text here: no markup is read in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.answers.database import Database, Row
from kg.answers.price import Price, longer_skus
from kg.money import price_text

if TYPE_CHECKING:
    from kg.query import NamedQuery, Rows

_READABLE = 24
"""Marks on a line that is not unpleasant to read."""
_BETWEEN = 2
"""Blanks between two columns."""
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127, *range(128, 160)])


def text_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table for the terminal; control marks are taken out of its cells."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=position == 0 or column in {"price", "status"})
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell).translate(_CONTROL)) for cell in row))
    out = StringIO()
    Console(file=out, width=_width(), color_system=None, highlight=False).print(table)
    return out.getvalue().rstrip("\n")


def _width() -> int:
    return max(Console().width, 160)


def when_text(row: Row) -> str:
    """Return the bounds of a period: `2024-05-21 – 2024-06-01/09`; a bound that is open or unknown says so."""
    first, sure = row["from_not_before"], row["from"]
    begin = sure if first == sure else f"{first or '?'}…{sure}"
    if row["end_kind"] == "open":
        return f"{begin} – today"
    if row["to"] is None:
        return f"{begin} – ? (seen to {row['last_confirmed_on']})"
    return f"{begin} – {row['to'] if row['to'] == row['to_not_before'] else row['to_not_before'] + '…' + row['to']}"


def price_table(database: Database, name: str, prices: list[Price], day: date) -> str:
    """Return the answer to `kg price`: a table of prices, then their sources by number."""
    head = f"{name} on {day} (data as of {database.meta['as_of']}, version {database.meta['version']})"
    if not prices:
        longer = longer_skus(database, name)
        hint = f"; longer names are sold: {', '.join(longer)}" if longer else ""
        return f"{head}\nno source gives a price for that day{hint}"
    numbers: dict[tuple[str, str, str], int] = {}
    rows = []
    for price in prices:
        marks = [numbers.setdefault(_place(source), len(numbers) + 1) for source in price.sources]
        row = price.row
        amount = price_text(row["amount"], row["per_tokens"], row["price_unit"], row["currency"])
        cited = " ".join(f"[{mark}]" for mark in dict.fromkeys(marks[:4])) + (
            f" +{len(marks) - 4}" if len(marks) > 4 else ""
        )
        rows.append(
            (
                row["offering"],
                row["component"],
                row["condition"] or "",
                amount,
                when_text(row),
                price.status,
                cited,
            )
        )
    table = text_table(("offering", "component", "condition", "price", "from – to", "status", "sources"), rows)
    return "\n".join([head, table, *_promotions(prices), _cited(prices, numbers)])


def _promotions(prices: list[Price]) -> Iterator[str]:
    """Say where a promotion is what is paid, and the list price only what stands beside it."""
    listed = {_plain_series(price): price.row for price in prices if not price.row["condition"]}
    for price in prices:
        row = price.row
        plain = listed.get(_plain_series(price))
        if row["condition"] == "mode=promotion" and price.status == "exact" and plain:
            paid, list_price = (
                price_text(one["amount"], one["per_tokens"], one["price_unit"], one["currency"]) for one in (row, plain)
            )
            what = f"{row['component']} of {row['offering']}"
            yield f"paid for {what}: {paid}, the promotion; the list price is {list_price}"


def _plain_series(price: Price) -> tuple[str, str, str]:
    return price.row["offering"], price.row["component"], price.row["price_unit"]


def _place(source: Row) -> tuple[str, str, str]:
    return source["source"], source["locator"], source["claim"]


def _cited(prices: list[Price], numbers: Mapping[tuple[str, str, str], int]) -> str:
    found = {numbers[_place(source)]: source for price in prices for source in price.sources[:4]}
    return "\n".join(
        f"[{number}] {source['title']} ({source['publisher']}), {source['locator']}"
        f"{' · ' + source['as_stated'] if source['as_stated'] else ''} · claim {source['source']}/{source['claim']}"
        f"{' · ' + source['url'] if source['url'] else ''}"
        for number, source in sorted(found.items())
    )


def timeline_text(database: Database, events: list[Row]) -> str:
    """Return the answer to `kg timeline`: each event with its changes, equal changes of several sources joined."""
    lines = []
    for event in events:
        names = " · ".join(filter(None, (event["label_zh"], event["label_en"])))
        lines.append(f"{event['day']}  {names}   {event['event']} ({event['sources']} sources)")
        key = _change_key
        for _, same in groupby(sorted(event["changes"], key=key), key=key):
            rows = list(same)
            sources = ", ".join(sorted({row["source"] for row in rows}))
            lines.append(f"    {_change_text(rows[0])}   [{sources}]")
    lines.append(f"{len(events)} events; data as of {database.meta['as_of']}")
    return "\n".join(lines)


def _change_key(row: Row) -> tuple[str, ...]:
    names = ("offering", "component", "condition", "change_kind", "before", "after", "percent_stated")
    return tuple(str(row[name] or "") for name in names)


def _change_text(row: Row) -> str:
    what = f"{row['offering']} {row['component']}" + (f" [{row['condition']}]" if row["condition"] else "")
    moved = " → ".join(
        price_text(row[name], row["per_tokens"], row["price_unit"], row["currency"]) if row[name] is not None else "?"
        for name in ("before", "after")
    )
    percent = row["percent_stated"] or row["percent_computed"]
    figures = moved if row["before"] is not None or row["after"] is not None else ""
    return " ".join(filter(None, (what, row["change_kind"], figures, f"({percent} %)" if percent else "")))


def conflicts_text(rows: list[Row]) -> str:
    """Return the answer to `kg conflicts`."""
    lines = []
    for row in rows:
        lines += [
            f"{row['label_zh']} · {row['label_en']}   ({row['cause']}, {row['finding']})",
            f"    {row['why_en']}",
        ]
        for claim in row["claim_rows"][:12]:
            mark = "*" if claim["favoured"] == "yes" else " "
            stated = f" · {claim['as_stated']}" if claim["as_stated"] else ""
            lines.append(f"  {mark} {claim['claim']}  {claim['locator']}{stated}")
        if len(row["claim_rows"]) > 12:
            lines.append(f"    … {len(row['claim_rows']) - 12} more claims")
    lines.append(f"{len(rows)} disagreements; * marks the claims that hold")
    return "\n".join(lines)


def rows_text(rows: Rows) -> str:
    """Return query rows with their number: as a table, or one below the other where a table would fold every word."""
    values = rows.values
    number = f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}"
    if _fits(rows.columns, values):
        return f"{text_table(rows.columns, values)}\n{number}"
    return "\n\n".join([*(_record_text(place, record) for place, record in enumerate(rows.records(), 1)), number])


def _fits(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether a table leaves every column the width of its cells, or of a line that is pleasant to read."""
    cells = zip(columns, *rows, strict=True)
    widths = (max(cell_len(cell or "") for cell in column) for column in cells)
    return sum(min(width, _READABLE) + _BETWEEN for width in widths) <= _width()


def _record_text(place: int, record: Mapping[str, str | None]) -> str:
    """Return one row as a line for each column that has something; a name in both languages is one line."""
    lines = [(name, " ".join(value.translate(_CONTROL).split())) for name, value in _in_one_line(record) if value]
    width = max((len(name) for name, _ in lines), default=0)
    return "\n".join([f"── {place} ──", *(f"{name:<{width}}  {value}" for name, value in lines)])


def _in_one_line(record: Mapping[str, str | None]) -> Iterator[tuple[str, str | None]]:
    for name, value in record.items():
        stem = name.removesuffix("_zh")
        if name.endswith("_en") and f"{name.removesuffix('_en')}_zh" in record:
            continue
        if stem == name or f"{stem}_en" not in record:
            yield name, value
        else:
            yield stem, " · ".join(dict.fromkeys(filter(None, (value, record[f"{stem}_en"]))))


def query_list(queries: Mapping[str, NamedQuery]) -> str:
    """Return the named queries with their questions and parameters."""
    rows = ((one.name, one.question_zh, one.question_en, " ".join(one.params)) for one in queries.values())
    return text_table(("query", "问题", "question", "parameters"), rows)
