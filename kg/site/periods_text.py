"""Periods in words: EDTF as the data holds it (`2024-05~`, `2023/2027`, `2024-33`), for readers who never met it."""

from __future__ import annotations

import re

from kg.site.text import Language, day_text

_DATE = r"\d{4}(?:-\d\d){0,2}[~?%]?"
_PERIOD = re.compile(rf"{_DATE}|(?:{_DATE}|\.\.)?/(?:{_DATE}|\.\.)?")

_PARTS: dict[str, tuple[str, str]] = {
    "21": ("春", "spring"), "22": ("夏", "summer"), "23": ("秋", "autumn"), "24": ("冬", "winter"),
    "33": ("第一季度", "Q1"), "34": ("第二季度", "Q2"), "35": ("第三季度", "Q3"), "36": ("第四季度", "Q4"),
    "40": ("上半年", "first half of"), "41": ("下半年", "second half of"),
}  # fmt: skip
"""EDTF codes for a part of a year → its words."""
_HALVES = {("01", "06"): "40", ("07", "12"): "41"}


def period_text(period: object, language: Language) -> str:
    """Return a day or EDTF period in words: `2024年5月前后`, `2023 to 2027`, `Q1 2024`; another text as it is."""
    text = str(period) if period else ""
    if text == "/" or not _PERIOD.fullmatch(text):
        return text
    start, slash, end = text.partition("/")
    if not slash:
        return _one(start, language)
    half = _half_year(start, end)
    if half:
        return _one(half, language)
    if start in {"", ".."}:
        return f"至{_one(end, language)}" if language == "zh" else f"until {_one(end, language)}"
    if end in {"", ".."}:
        return f"{_one(start, language)}起" if language == "zh" else f"from {_one(start, language)}"
    first, last = _one(start, language), _one(end, language)
    return f"{first}至{last}" if language == "zh" else f"{first} to {last}"


def _half_year(start: str, end: str) -> str:
    """Return the code of the half year that two months span, if they do."""
    code = _HALVES.get((start[5:], end[5:])) if start[:4] == end[:4] else None
    return f"{start[:4]}-{code}" if code else ""


def _one(text: str, language: Language) -> str:
    core = text.rstrip("~?%")
    mark = text[len(core) :]
    shown = _plain(core, language)
    if mark in {"~", "%"}:
        shown = f"{shown}前后" if language == "zh" else f"about {shown}"
    return f"{shown}（存疑）" if mark in {"?", "%"} and language == "zh" else shown + " (?)" * (mark in {"?", "%"})


def _plain(text: str, language: Language) -> str:
    found = re.fullmatch(r"(\d{4})-(\d\d)", text)
    if found and found[2] in _PARTS:
        zh, en = _PARTS[found[2]]
        return f"{found[1]}年{zh}" if language == "zh" else f"{en} {found[1]}"
    return day_text(text, language)
