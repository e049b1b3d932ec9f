"""Spoilt input for fuzz tests: what slips of the pen, spreadsheets, broken downloads and attackers do to a file.

How many inputs each reader gets is `KG_FUZZ` (1,000 unless set); the same number gives the same inputs.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

COUNT = int(os.environ.get("KG_FUZZ", "1000"))

fuzz = settings(
    max_examples=COUNT,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
"""Run a property on `COUNT` inputs, the same ones each time."""

TOKENS = (
    b"", b"", b",", b"\n", b"\r", b'"', b"'", b";", b"|", b"/", b"#", b"~", b"=", b"..", b"*", b"\\", b"%", b"\t",
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", "\u3000".encode(), "\u200b".encode(), "\u202e".encode(),
    "１２".encode(), "²".encode(), "龍".encode(), "鎷瑄".encode(), "🐉".encode(), b"0", b"-1", b"00", b"1e999", b"NaN",
    b"Infinity", b"9" * 30, b"9" * 400, b"0." + b"0" * 40 + b"1", b"1/3", b"2024-02-30", b"9999-12-31", b"0001-01-01",
    b"2024", b"2024-13", b"2024/2027~", b"../2024", b"..", b"null", b"true", b"[]", b"{}", b"[[", b"}", b"none",
    b"organization/baidu", b"model/nobody", b"=cmd|' /C calc'!A0", b"<script>", b"../../etc/passwd", b"input=..1",
    b"mode=batch", b"#after", b"list-2024", b"http://[", b"RMB", b"cut", b"all", b"free", b"2024-05-21T25:00:00Z",
)  # fmt: skip
"""What is put in place of something."""

CELL_ENDS = b',\t\n|;:"{}[] ='


class Edit(NamedTuple):
    """A change at a place, given as parts of a million of the text."""

    kind: str
    place: int
    length: int
    token: bytes


def edits() -> st.SearchStrategy[list[Edit]]:
    """Return one to four changes."""
    kinds = st.sampled_from(("cell", "cell", "cell", "put", "cut", "drop line", "repeat line", "swap lines", "end"))
    tokens = st.one_of(st.sampled_from(TOKENS), st.sampled_from(TOKENS), st.binary(max_size=6))
    place = st.integers(0, 999_999)
    return st.lists(st.builds(Edit, kinds, place, st.integers(0, 40), tokens), min_size=1, max_size=4)


def spoil(data: bytes, changes: list[Edit]) -> bytes:
    """Return the bytes after all changes."""
    for change in changes:
        data = _changed(data, change)
    return data


def _changed(data: bytes, change: Edit) -> bytes:
    at = change.place * len(data) // 1_000_000
    if change.kind == "put":
        return data[:at] + change.token + data[at:]
    if change.kind == "cut":
        return data[:at] + data[at + change.length :]
    if change.kind == "end":
        return data[:at]
    if change.kind == "cell":
        first = next((place + 1 for place in range(at - 1, -1, -1) if data[place] in CELL_ENDS), 0)
        last = next((place for place in range(at, len(data)) if data[place] in CELL_ENDS), len(data))
        return data[:first] + change.token + data[last:]
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    line = change.place * len(lines) // 1_000_000
    other = (line + change.length) % len(lines)
    if change.kind == "drop line":
        del lines[line]
    elif change.kind == "repeat line":
        lines.insert(other, lines[line])
    else:
        lines[line], lines[other] = lines[other], lines[line]
    return b"".join(lines)
