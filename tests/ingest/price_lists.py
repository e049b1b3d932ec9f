"""What the tests of price-list importers share: the registry, source material, figures to compare."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg.ingest.base import Import
from kg.ingest.names import Names
from kg.records import CLAIMS

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"
SHARED = ROOT.parent / "shared" / "sources"

UNITS = {"per 1M tokens": 1_000_000, "per 1k tokens": 1_000, "per 10k tokens": 10_000, "per token": 1}


class Figure(NamedTuple):
    """A price without its source: what two sources must share to say the same."""

    sku: str
    component: str
    day: str
    per_million: Decimal


def registry() -> Names:
    """Return the names of the checkout's registry."""
    return Names(ROOT / "data" / "registry")


def shared(folder: str) -> Path:
    """Return a folder of the source material; skip the test where the checkout stands alone."""
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"the source material {folder} is not beside this checkout")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line, figures as text."""
    return [json.loads(line, parse_float=str, parse_int=str) for line in path.read_text("utf-8").splitlines()]


def assertions(repo: str, grades: str) -> list[dict[str, str]]:
    """Return the rows of the finding aid that cite a repository, of the given grades, with a price."""
    path = shared("price-war-assertions") / "assertions.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row for row in rows if repo in row["source_repo_path_commit"] and row["grade"] in grades]


def per_million(amount: str, unit: str) -> Decimal:
    """Return an amount of the finding aid per million tokens."""
    return Decimal(amount) * 1_000_000 / UNITS.get(unit, 1_000_000)


def prices(imported: Import) -> dict[str, dict[str, str]]:
    """Return price claims by key."""
    return {row["claim"]: row for row in imported.rows["prices"]}


def offerings(imported: Import) -> dict[str, dict[str, str]]:
    """Return offering claims by key."""
    return {row["claim"]: row for row in imported.rows["offerings"]}


def reasons(imported: Import) -> dict[str, int]:
    """Return how often each reason to leave something out was given."""
    found: dict[str, int] = {}
    for item in imported.left_out:
        found[item.reason] = found.get(item.reason, 0) + 1
    return found


def figures(imported: Import) -> set[Figure]:
    """Return all figures of an import, per million, SKUs in lower case."""
    return {
        Figure(
            row["sku"].lower(),
            row["component"],
            row["observed_on"],
            Decimal(row["amount"]) * 1_000_000 / int(row.get("per_tokens", "1000000")),
        )
        for row in imported.rows["prices"]
    }


def check_rows(imported: Import) -> None:
    """Check that every row is a valid record and that every claim has a key of its own."""
    keys = [row["claim"] for rows in imported.rows.values() for row in rows]
    assert len(keys) == len(set(keys))
    for table, rows in imported.rows.items():
        for row in rows:
            CLAIMS[table].model_validate(row)
