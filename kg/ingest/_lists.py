"""What importers of price lists share: figures read as printed, and price claims with natural keys."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.conditions import parse_condition
from kg.findings import KgError
from kg.ingest.base import Import
from kg.ingest.names import Names
from kg.values import parse_decimal, plain

MILLION = "1000000"
THOUSAND = "1000"

_UNFIT_FOR_KEYS = re.compile(r"[\s|#;\"',]+")
_REFERENCE_MODELS = re.compile(
    r"gpt-3\.5-turbo(?:-\d{4})?|gpt-4(?:-\d{4}|-32k|-turbo(?:-\d{4}-\d{2}-\d{2})?)?|gpt-4o(?:-\d{4}-\d{2}-\d{2})?"
    r"|gemini-1\.[05]-(?:pro|flash)(?:-8b)?(?:-128k)?|claude-3(?:-(?:opus|sonnet|haiku))?(?:-\d{8})?"
)


@dataclass(frozen=True)
class Listed:
    """An offering as a list shows it."""

    service: str
    market: str
    currency: str
    sku: str

    def cells(self) -> dict[str, str]:
        """Return the four columns of an offering; the SKU in lower case, as in the offering's id."""
        return {
            "service": self.service,
            "market": self.market,
            "currency": self.currency,
            "sku": self.sku.lower(),
        }

    def key(self, *parts: str) -> str:
        """Return a claim key: the offering and what tells its claims apart, joined by `~`."""
        return claim_key(self.service, self.market, self.currency, self.sku.lower(), *parts)


def claim_key(*parts: str) -> str:
    """Join parts by `~` into a claim key; marks that a key cannot hold become hyphens."""
    return "~".join(_UNFIT_FOR_KEYS.sub("-", part) for part in parts if part)


def is_reference_model(name: str) -> bool:
    """Whether an API name is one of the few foreign models that the founding article compares with."""
    return bool(_REFERENCE_MODELS.fullmatch(name.lower()))


def file_in(path: Path, name: str) -> Path:
    """Return the file `name` of a folder, or `path` where it is that file; else raise `KgError`."""
    file = path / name if path.is_dir() else path
    if file.name != name or not file.is_file():
        raise KgError(f'"{path.name}" holds no {name}; give the folder of the upstream copy')
    return file


def read_json_lines(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield `line N` and the object of each line; figures stay text as printed (`2.0`)."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield f"line {number}", json.loads(line, parse_float=str, parse_int=str)


def read_rows(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield `row N` (the first row below the header is 1) and the cells of each row of a CSV file."""
    with file.open(encoding="utf-8", newline="") as rows:
        for number, cells in enumerate(csv.DictReader(rows), 1):
            yield f"row {number}", cells


def utc_day(timestamp: str) -> str:
    """Return the UTC day of an ISO 8601 timestamp with offset."""
    return datetime.fromisoformat(timestamp).astimezone(UTC).date().isoformat()


def add_price(
    imported: Import, listed: Listed, component: str, printed: str, locator: str, *days: str,
    condition: str = "", per_tokens: str | None = MILLION, **cells: str | None,
) -> None:  # fmt: skip
    """Add a price as printed, under the key `{offering}~{component}~{condition}~{days}`.

    `cells` are further columns, as observed_on and price_unit. A price by one unit has no `per_tokens`.
    """
    imported.add(
        "prices",
        listed.key(component, "" if not condition else parse_condition(condition).slug, *days),
        locator,
        **listed.cells(),
        component=component,
        condition=condition,
        amount=plain(parse_decimal(printed)),
        per_tokens=per_tokens,
        as_stated=printed,
        **cells,
    )


def tier_bounds(starts: Iterable[str | None]) -> list[str]:
    """Return conditions for tiers by their upper bounds, in order; None, or no bound, is the open last tier.

    One tier is no tier: a single bound is the context length, and its condition is empty.
    """
    uppers = list(starts)
    if len(uppers) == 1:
        return [""]
    lowers = ["", *(upper or "" for upper in uppers[:-1])]
    return [f"input={low}..{high or ''}" for low, high in zip(lowers, uppers, strict=True)]


def is_same(printed: str | None, other: str | None) -> bool:
    """Whether two printed figures are one amount (`2` and `2.0`), or both absent."""
    if printed is None or other is None:
        return printed is other
    return Decimal(printed) == Decimal(other)


def is_floating(name: str) -> bool:
    """Whether an API name is re-pointed by its owner: what it means is a matter of dates."""
    return name.lower() in {"deepseek-chat", "deepseek-reasoner"} or name.lower().endswith("-latest")


def model_of(names: Names, name: str, source: str) -> str | None:
    """Return `model/…` where a name means one model at all times, by reviewed alias or by its id."""
    return None if is_floating(name) else names.find(name, source, ("model",))


def sku_of(name: str, model: str | None) -> str:
    """Return the API name that a list means: the id of a known model, else the name as printed."""
    return model.partition("/")[2] if model else name


class Once:
    """Adds claims to an import, each key once: what a list repeats on every row is said by the first."""

    def __init__(self, imported: Import) -> None:
        self._imported = imported
        self._said: set[str] = set()

    def add(self, table: str, claim: str, locator: str, **cells: object) -> None:
        """Add the claim unless its key was added before."""
        if claim not in self._said:
            self._said.add(claim)
            self._imported.add(table, claim, locator, **cells)

    def offering(self, listed: Listed, model: str | None, locator: str, **cells: object) -> None:
        """Say what a SKU means and how it is sold, under the key `{offering}~offering`."""
        known = {name: value for name, value in cells.items() if value is not None and name != "as_stated"}
        if model or known:
            self.add("offerings", listed.key("offering"), locator, **listed.cells(), model=model, **cells)

    def developer(self, model: str | None, organization: str, locator: str, names: Names, as_stated: str = "") -> None:
        """Say who a list names as the maker of a model, where both stand in the registry."""
        if model and organization and names.exists(f"organization/{organization}"):
            self.add(
                "facts", claim_key("developer", model.partition("/")[2]), locator,
                subject=model, property="developer", object=f"organization/{organization}",
                as_stated=as_stated,
            )  # fmt: skip
