"""CSV as the project keeps it: UTF-8, LF, a header, rows sorted by their first column.

Reading also looks for what spreadsheets do to such files (byte order mark, `May-24`, `5E-04`, `#NAME?`).
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.findings import Finding, nearest
from kg.values import hidden_mark

_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_SPREADSHEET_DAMAGE = (
    (
        re.compile(rf"(?:\d{{1,2}}-(?:{_MONTH})(?:-\d{{2,4}})?|(?:{_MONTH})-\d{{2,4}})"),
        "a date rewritten by a spreadsheet",
    ),
    (re.compile(r"-?\d+(?:\.\d+)?[eE][+-]?\d+"), "a number rewritten by a spreadsheet"),
    (re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!)"), "an error value of a spreadsheet"),
)
_SHARED_LENGTH = 48
_BOM = b"\xef\xbb\xbf"


class Row(NamedTuple):
    """The cells of a row by column, empty cells left out, and the line where it begins."""

    line: int
    cells: dict[str, str]


def read_csv(
    path: Path, shown: str, known: Sequence[str], required: Iterable[str], findings: list[Finding]
) -> list[Row]:
    """Read a table; add to `findings` whatever is wrong with the file as a file.

    `shown` is the path that findings name. A file that cannot be read at all gives no rows.
    """
    text = _read_text(path, shown, findings)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader)
        if not _check_header(header, shown, known, set(required), findings):
            return []
        rows.extend(_rows(reader, header, shown, findings))
    except csv.Error as error:
        findings.append(Finding(shown, reader.line_num, "", f"is not CSV ({error}); mend the quotes in this row"))
    return rows


def _read_text(path: Path, shown: str, findings: list[Finding]) -> str | None:
    data = path.read_bytes()
    if data.startswith(_BOM):
        findings.append(
            Finding(shown, 1, "", "begins with a byte order mark; save as UTF-8 without BOM, or run kg fmt")
        )
        data = data[len(_BOM) :]
    if not data.strip():
        findings.append(Finding(shown, 0, "", "is empty; write the header row, or delete the file"))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        findings.append(Finding(shown, line, "", f"is not UTF-8 at byte {error.start}; save the file as UTF-8"))
        return None
    if "\0" in text:
        findings.append(
            Finding(shown, text[: text.index("\0")].count("\n") + 1, "", "holds a NUL character; take it out")
        )
        return None
    return text


def _check_header(
    header: list[str], shown: str, known: Sequence[str], required: set[str], findings: list[Finding]
) -> bool:
    before = len(findings)
    for name in header:
        if name not in known:
            advice = nearest(name, known) or f"; the columns are {', '.join(known)}"
            findings.append(Finding(shown, 1, name, f'unknown column "{name}"{advice}'))
        elif header.count(name) > 1:
            findings.append(Finding(shown, 1, name, f'column "{name}" stands twice; keep one'))
    missing = sorted(required - set(header))
    findings.extend(Finding(shown, 1, name, f'column "{name}" is missing; add it') for name in missing)
    return len(findings) == before


def _rows(reader: Iterator[list[str]], header: list[str], shown: str, findings: list[Finding]) -> Iterator[Row]:
    begin = 2
    for values in reader:
        line, begin = begin, reader.line_num + 1  # type: ignore[attr-defined]
        if not values:
            continue
        if len(values) != len(header):
            message = f"has {len(values)} cells, the header has {len(header)}; quote cells that hold a comma"
            findings.append(Finding(shown, line, "", message))
            continue
        cells = {name: _shared(value) for name, value in zip(header, values, strict=True) if value}
        _check_damage(cells, shown, line, findings)
        yield Row(line, cells)


def _shared(value: str) -> str:
    """Return the same object for the same short text: most cells repeat, and records keep them."""
    return sys.intern(value) if len(value) <= _SHARED_LENGTH else value


def _check_damage(cells: Mapping[str, str], shown: str, line: int, findings: list[Finding]) -> None:
    for name, value in cells.items():
        hidden = hidden_mark(value)
        if hidden:
            findings.append(Finding(shown, line, name, f"holds {hidden}, a mark that cannot be seen; take it out"))
        if value != value.strip():
            findings.append(Finding(shown, line, name, f'"{value}" begins or ends with a blank; run kg fmt'))
        if name in {"as_stated", "spelling", "sku", "alias", "claim"}:
            continue  # printed strings may look like anything
        for pattern, what in _SPREADSHEET_DAMAGE:
            if pattern.fullmatch(value):
                findings.append(Finding(shown, line, name, f'"{value}" is {what}; write the value again as text'))


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return CSV text with LF line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def canonical_csv(known: Sequence[str], required: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return a table in canonical form: known order of columns, empty optional columns left out, rows sorted."""
    kept = [dict(row) for row in rows]
    needed = set(required)
    header = [name for name in known if name in needed or any(row.get(name) for row in kept)]
    lines = sorted([row.get(name, "").strip() for name in header] for row in kept)
    return to_csv(header, lines)
