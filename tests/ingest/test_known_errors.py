"""Known errors of price lists: judged, so that none of them can hold in a period."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from kg.loading import load
from kg.resolve import Resolved, resolve
from tests.ingest.price_lists import ROOT, UNITS, assertions

SOURCES = {
    "langgenius/dify-official-plugins": "dify-official-plugins",
    "anomalyco/models.dev": "models-dev",
    "songquanpeng/one-api": "one-api",
    "syaoranwe/LLM-Price": "llm-price-cny",
}
COMPONENTS = {"cached input": "cached-input", "output thinking": "reasoning-output"}


@cache
def resolved() -> Resolved:
    dataset, _ = load(ROOT / "data")
    return resolve(dataset)[0]


def prices(source: str) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Return (SKU in lower case, component) → price rows of a folder."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    folder = ROOT / "data" / "sources" / source
    for file in [*folder.glob("prices.csv"), *folder.glob("prices/*.csv")]:
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                found[row["sku"].lower(), row["component"]].append(row)
    return found


def same(row: dict[str, str], error: dict[str, str]) -> bool:
    """Whether a claim states the erroneous figure, in its currency and, at models.dev, of its provider."""
    per = UNITS.get(error["unit"], 250 if "250" in error["unit"] else 1_000_000)
    amount = Decimal(error["price_after"]) * 1_000_000 / per
    path = error["source_repo_path_commit"].partition(" ")[2].partition(" @")[0]
    provider = "/".join(Path(path).parts[:2]) if path.startswith("providers/") else ""
    stated = Decimal(row["amount"]) * 1_000_000 / int(row.get("per_tokens") or 1_000_000)
    return stated == amount and row["currency"] == error["currency"] and provider in row["locator"]


@pytest.mark.parametrize("repo", sorted(SOURCES))
def test_claim_that_repeats_a_known_error_is_deprecated(repo: str) -> None:
    source = SOURCES[repo]
    by_name = prices(source)
    for error in assertions(repo, "X"):
        if not error["price_after"]:
            continue
        component = COMPONENTS.get(error["component"], error["component"])
        for row in by_name[error["model_as_stated"].lower(), component]:
            if same(row, error):
                rank = resolved().ranks.get(f"{source}/{row['claim']}")
                assert rank is not None, f"{error['row_id']}: {row['claim']} has no rank"
                assert rank.code == "deprecated", f"{error['row_id']}: {row['claim']}"


def test_figure_that_a_list_mended_is_deprecated() -> None:
    for repo, source in SOURCES.items():
        by_name = prices(source)
        for mended in assertions(repo, "B"):
            if mended["event_type"] != "correction observed" or not mended["price_before"]:
                continue
            before = {**mended, "price_after": mended["price_before"]}
            component = COMPONENTS.get(mended["component"], mended["component"])
            for row in by_name[mended["model_as_stated"].lower(), component]:
                if "M11" in mended["conflict_flag"] and row.get("condition"):
                    continue  # the figure was that of a tier, and the claim says of which
                if same(row, before) and row["observed_on"] < mended["observed_date"]:
                    assert f"{source}/{row['claim']}" in resolved().ranks, mended["row_id"]


def test_amounts_converted_by_a_list_hold_in_no_period() -> None:
    for key, rows in prices("llm-price-cny").items():
        for row in rows:
            if row["market"] == "intl":
                assert f"llm-price-cny/{row['claim']}" in resolved().ranks, key
