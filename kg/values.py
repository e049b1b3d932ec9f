"""The values that cells hold: decimals, days, EDTF periods, slugs and references.

Every `parse_` function takes the text of a cell and returns the value or raises `ValueError` with a sentence
that says what to write. Nothing is rounded and nothing is guessed.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import PlainValidator

SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
OFFERING_SKU = re.compile(r"[a-z0-9][a-z0-9._~+()-]*")
CLAIM_KEY = re.compile(r"[A-Za-z0-9][^\s|#;\"',]*")
CURRENCIES = ("AUD", "CHF", "CNY", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "SGD", "TWD", "USD")
"""ISO 4217 codes in use. A list, not a pattern: "RMB" has the shape of a code and is none."""

_DECIMAL = re.compile(r"(?!-0(?:\.0*)?$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DIGITS = 18
"""Most digits before the point of a cell, and most after it: what the integers and decimals of the exports hold."""
_LITERAL_DIGITS = 30
"""Most digits before the point of a figure that stays text in the exports, as a count of operations."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST_ID, _LONGEST_NAME, _LONGEST_KEY = 120, 160, 300
"""Most marks of a slug, a printed name and a claim key: ids become names of files."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of marks that cannot be seen: control, direction, zero width, unassigned, line separators."""
_PRINTED_NAME = re.compile(r"(?:[^\W_]|[ ._~+()/:@&=!*-]|%[0-9A-Fa-f]{2})+")
_MISTAKEN_CURRENCIES = {"RMB": "CNY", "CNH": "CNY", "YUAN": "CNY", "元": "CNY", "¥": "CNY", "$": "USD"}


def hidden_mark(text: str) -> str | None:
    """Return the code of the first mark of a text that cannot be seen (`U+202E`), or None."""
    if text.isprintable():
        return None
    return next((f"U+{ord(mark):04X}" for mark in text if unicodedata.category(mark) in _HIDDEN), None)


def _check_length(text: str, longest: int) -> None:
    if len(text) > longest:
        raise ValueError(f'"{text[:40]}…" has {len(text)} marks; write at most {longest}')


def parse_decimal(text: str, digits: int = _LITERAL_DIGITS) -> Decimal:
    """Read a plain decimal (`0.0008`, `-97.5`). No exponent, sign `+`, thousands mark or bare dot."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f'"{text}" is not a plain decimal; write digits and a point, as 0.0008')
    whole, _, part = text.lstrip("-").partition(".")
    if len(whole) > digits or len(part) > _DIGITS:
        raise ValueError(f'"{text[:40]}" is out of range; write at most {digits} digits, and {_DIGITS} after the point')
    return Decimal(text)


def _parse_number(text: str) -> Decimal:
    return parse_decimal(text, _DIGITS)


def parse_integer(text: str) -> int:
    """Read a whole number without thousands marks."""
    if not _INTEGER.fullmatch(text):
        raise ValueError(f'"{text}" is not a whole number; write digits alone, as 1000')
    if len(text.lstrip("-")) > _DIGITS:
        raise ValueError(f'"{text[:40]}" is out of range; at most {_DIGITS} digits')
    return int(text)


def parse_day(text: str) -> date:
    """Read a day (`2024-05-21`). A month or a year alone is no day: such bounds stand in an EDTF column."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f'"{text}" is not a day; write YYYY-MM-DD, as 2024-05-21')
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is not a day of the calendar; write YYYY-MM-DD') from error
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f'"{text}" is out of range; a day lies between {_FIRST_YEAR} and {_LAST_YEAR}')
    return day


def parse_currency(text: str) -> str:
    """Read an ISO 4217 code."""
    if text in CURRENCIES:
        return text
    mend = _MISTAKEN_CURRENCIES.get(text.upper())
    advice = f"write {mend}" if mend else f"write one of {', '.join(CURRENCIES)}"
    raise ValueError(f'"{text}" is not an ISO 4217 code in use; {advice}')


def parse_slug(text: str) -> str:
    """Read an id: lower-case ASCII letters and digits, joined by hyphens or points."""
    if not SLUG.fullmatch(text):
        raise ValueError(f'"{text}" is not an id; write lower-case ASCII letters, digits and hyphens')
    _check_length(text, _LONGEST_ID)
    return text


def parse_claim_key(text: str) -> str:
    """Read a claim key: no blank, quote, comma, semicolon, `|` or `#`."""
    if not CLAIM_KEY.fullmatch(text):
        raise ValueError(f'"{text}" is not a claim key; write letters, digits and marks such as - ~ . /')
    _check_length(text, _LONGEST_KEY)
    return text


def parse_printed_name(text: str) -> str:
    """Read a SKU or an API name as printed: letters and digits of any script and the marks that an IRI can hold."""
    if not _PRINTED_NAME.fullmatch(text) or not any(mark.isalnum() for mark in text):
        raise ValueError(f'"{text}" holds a mark that an id cannot hold; write letters, digits, blanks and . - _ / : @')
    _check_length(text, _LONGEST_NAME)
    return text


class Ref(NamedTuple):
    """A reference to an entity whose kind is not given by the column: `organization/baidu`."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"


def parse_ref(text: str) -> Ref:
    """Read `kind/id`."""
    kind, slash, slug = text.partition("/")
    if not slash or not SLUG.fullmatch(kind) or not (SLUG.fullmatch(slug) or OFFERING_SKU.fullmatch(slug)):
        raise ValueError(f'"{text}" is not a reference; write kind/id, as organization/baidu')
    return Ref(kind, slug)


class Period(NamedTuple):
    """An EDTF period with the first and last day that it can mean; None at an open end."""

    text: str
    first: date | None
    last: date | None


_QUARTERS = {"33": (1, 3), "34": (4, 6), "35": (7, 9), "36": (10, 12)}
_EDTF_HELP = "write EDTF, as 2024, 2024-05, 2024-05-21, 2024-01~, 2023-34 (second quarter) or 2023/2027"


def parse_period(text: str) -> Period:
    """Read the part of EDTF (ISO 8601-2) in use: year, month, day, quarter, `~` or `?`, interval, open end."""
    parts = text.split("/")
    if len(parts) > 2 or text in {"/", "..", "../.."}:
        raise ValueError(f'"{text}" is not a period; {_EDTF_HELP}')
    bounds = [_edtf_bounds(part, text) for part in parts]
    period = Period(text, bounds[0][0], bounds[-1][1])
    if period.first and period.last and period.first > period.last:
        raise ValueError(f'"{text}" ends before it begins; {_EDTF_HELP}')
    return period


def _edtf_bounds(part: str, whole: str) -> tuple[date | None, date | None]:
    if part == "..":
        return None, None
    match = re.fullmatch(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?]?", part)
    if not match:
        raise ValueError(f'"{whole}" is not a period; {_EDTF_HELP}')
    year, month, day = match.groups()
    try:
        if day:
            exact = date(int(year), int(month), int(day))
            return exact, exact
        first_month, last_month = _QUARTERS.get(month or "", (int(month or 1), int(month or 12)))
        last_day = calendar.monthrange(int(year), last_month)[1]
        return date(int(year), first_month, 1), date(int(year), last_month, last_day)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f'"{whole}" is not a period of the calendar; {_EDTF_HELP}') from error


def parse_list(text: str) -> tuple[str, ...]:
    """Read items separated by `;`."""
    return tuple(item.strip() for item in text.split(";") if item.strip())


def plain(number: Decimal) -> str:
    """Write a decimal without exponent and without zeros at the end (`0.50` and `0.5` are one amount)."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Number = Annotated[Decimal, PlainValidator(_parse_number)]
Integer = Annotated[int, PlainValidator(parse_integer)]
Day = Annotated[date, PlainValidator(parse_day)]
Currency = Annotated[str, PlainValidator(parse_currency)]
Slug = Annotated[str, PlainValidator(parse_slug)]
ClaimKey = Annotated[str, PlainValidator(parse_claim_key)]
Reference = Annotated[Ref, PlainValidator(parse_ref)]
PrintedName = Annotated[str, PlainValidator(parse_printed_name)]
EdtfPeriod = Annotated[Period, PlainValidator(parse_period)]
Items = Annotated[tuple[str, ...], PlainValidator(parse_list)]


def _outside_id(form: str, example: str) -> Callable[[str], str]:
    """Return a reader of ids that others give."""
    pattern = re.compile(form)

    def parse(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f'"{text}" has not the right form; write it as {example}')
        return text

    return parse


def _each(parse: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    return lambda text: tuple(map(parse, parse_list(text)))


parse_address = _outside_id(r"https?://[^\s<>\"\\^`{|}/?#]+(?:[/?#][^\s<>\"\\^`{|}]*)?", "https://example.org/page")
parse_repository_name = _outside_id(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9_-][A-Za-z0-9._-]*", "owner/name")
parse_commit = _outside_id(r"[0-9a-f]{40}", "the full commit, 40 digits from 0 to f")
parse_sha256 = _outside_id(r"[0-9a-f]{64}", "64 digits from 0 to f")
parse_wikidata = _outside_id(r"Q[1-9][0-9]*", "Q14772")
parse_ror = _outside_id(r"0[a-z0-9]{8}", "00xc5sb90")
parse_repository = _outside_id(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9._-]+)?", "owner or owner/name")

Address = Annotated[str, PlainValidator(parse_address)]
RepositoryName = Annotated[str, PlainValidator(parse_repository_name)]
Commit = Annotated[str, PlainValidator(parse_commit)]
Sha256 = Annotated[str, PlainValidator(parse_sha256)]
WikidataId = Annotated[str, PlainValidator(parse_wikidata)]
RorId = Annotated[str, PlainValidator(parse_ror)]
Repositories = Annotated[tuple[str, ...], PlainValidator(_each(parse_repository))]
