"""What the importers of the landscape share: an upstream copy, tables in Markdown, claim keys."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kg.findings import KgError

HEADER = "SOURCE.toml"
"""File beside an upstream copy that says where the copy came from."""
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?\s*\)")
_MARKUP = re.compile(r"<[^>]*>|\*\*|`")
_KEY_BREAKS = re.compile(r"[\s|#;\"',]+")
_REPOSITORY = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)")
_HUGGING_FACE = re.compile(r"https?://(?:huggingface\.co|hf-mirror\.com|hf\.co)/([\w.-]+)/([\w.-]+)")
_NO_MODELS = {"collections", "datasets", "spaces", "docs", "blog", "papers", "orgs"}


class Upstream:
    """A folder with a copy of an upstream and `SOURCE.toml`: title, repo, commit, licence, retrieved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / HEADER).is_file():
            raise KgError(f"{folder}: has no {HEADER}; write title, licence, retrieved, and url or repo and commit")

    @cached_property
    def header(self) -> dict[str, Any]:
        """What `SOURCE.toml` says."""
        return tomllib.loads((self.folder / HEADER).read_text(encoding="utf-8"))

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return (self.folder / name).read_text(encoding="utf-8")

    def table(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a CSV file, cells without blanks at the ends."""
        rows = csv.DictReader(io.StringIO(self.text(name)))
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in rows]

    def at(self, place: str, commit: str | None = None) -> str:
        """Return a locator: `<full commit>:<place>`, or the place alone where there is no commit."""
        found = commit or str(self.header.get("commit", ""))
        return f"{found}:{place}" if re.fullmatch(r"[0-9a-f]{40}", found) else place

    def meta(self, *files: str, **given: Any) -> dict[str, Any]:
        """Return the keys of `source.toml`: of the header, the checksum of the files, and what is given."""
        sum_ = hashlib.sha256(b"".join((self.folder / name).read_bytes() for name in files)).hexdigest()
        header = {name: self.header.get(name) for name in ("title", "url", "licence")}
        repo, commit = str(self.header.get("repo", "")), str(self.header.get("commit", ""))
        if re.fullmatch(r"[0-9a-f]{40}", commit):
            header["commit"] = commit
            header["repo"] = repo.partition(" ")[0]
        days = {
            "published": _day(self.header.get("commit_date")),
            "retrieved": _day(self.header.get("retrieved")),
        }
        made = {**header, **days, "sha256": sum_, **given}
        return {name: value for name, value in made.items() if value not in (None, "")}


def _day(text: object) -> date | None:
    """Read the UTC day of a date or a time; None where the text is neither."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()


class Line(NamedTuple):
    """A row of a Markdown table: its line, the heading above it, its cells and the header of the table."""

    number: int
    heading: str
    cells: list[str]
    header: list[str]

    def cell(self, *names: str) -> str:
        """Return the cell under the first of the names that the header has; empty in a row too short."""
        for name in names:
            if name in self.header and self.header.index(name) < len(self.cells):
                return self.cells[self.header.index(name)]
        return ""


def markdown_rows(text: str) -> Iterator[Line]:
    """Yield the rows of all Markdown tables, with cells freed of blanks and invisible marks."""
    header: list[str] | None = None
    heading = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip().startswith("|"):
            header = None
            if line.startswith("#"):
                heading = line.strip("# ").strip()
            continue
        cells = _cells(line)
        if header is None:
            header = cells
        elif not all(re.fullmatch(r":?-+:?", cell) for cell in cells if cell):
            yield Line(number, heading, cells, header)


def _cells(line: str) -> list[str]:
    text = line.strip().removeprefix("|")
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [visible(cell) for cell in re.split(r"(?<!\\)\|", text)]


def visible(text: str) -> str:
    """Take out marks that cannot be seen (U+200B and their like) and blanks at the ends."""
    return "".join(mark for mark in text if unicodedata.category(mark) != "Cf").strip()


def links(text: str) -> list[tuple[str, str]]:
    """Return the (words, address) of all Markdown links."""
    return [(words.strip(), address) for words, address in _LINK.findall(text)]


def plain_text(text: str) -> str:
    """Return the words that a reader sees: links as their words, no markup, no arrows, blanks joined."""
    unwrapped = text.replace("\\[", "").replace("\\]", "").replace("\\~", "~").replace("\\_", "_").replace("↗", "")
    for _ in range(3):
        unwrapped = _LINK.sub(lambda match: match.group(1), unwrapped)
    return " ".join(_MARKUP.sub("", unwrapped).split())


def repositories(text: str) -> list[str]:
    """Return the GitHub repositories named in a text, as owner/name in lower case."""
    return _unique(f"{owner}/{name.removesuffix('.git')}".lower() for owner, name in _REPOSITORY.findall(text))


def hugging_face(text: str) -> list[str]:
    """Return the Hugging Face models named in a text, as owner/name in lower case."""
    found = _HUGGING_FACE.findall(text)
    return _unique(f"{owner}/{name}".lower() for owner, name in found if owner.lower() not in _NO_MODELS)


def _unique(items: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(items))


def claim_key(*parts: str) -> str:
    """Join the upstream's own names to a claim key; what a key must not hold becomes a hyphen."""
    cleaned = (_KEY_BREAKS.sub("-", visible(part)).strip("-") for part in parts)
    return "~".join(part for part in cleaned if part)


def parameters(text: str) -> str | None:
    """Read a count (`7B`, `1.8 B`, `1T`, `300M`) and return it in plain digits; None where it is none."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([TtBbMm])", text.strip())
    if not match:
        return None
    power = {"t": 12, "b": 9, "m": 6}[match.group(2).lower()]
    whole, _, part = match.group(1).partition(".")
    digits = whole + part.ljust(power, "0")
    return str(int(digits)) if len(part) <= power else None
