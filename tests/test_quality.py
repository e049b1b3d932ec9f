"""Reference quality: what counts as a witness, on the tiny dataset and on the real one."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from kg.built import Built
from kg.tables.frame import Cell
from tests.conftest import ROOT


def row_of(built: Built, things: str, provider: str | None = None, year: str | None = None) -> dict[str, Cell]:
    """Return one row of the table."""
    rows = built.tables["quality"].records()
    (row,) = [row for row in rows if (row["things"], row["provider"], row["year"]) == (things, provider, year)]
    return row


def test_two_lists_of_one_lineage_are_one_witness(tiny_built: Built) -> None:
    """The cut to 0.0005 has a press report and a list of another lineage; what the list alone shows has one witness."""
    row = row_of(tiny_built, "price_periods")
    assert (row["items"], row["two_lineages"], row["single_source"]) == (8, 2, 6)


def test_every_thing_is_counted_once_in_all(tiny_built: Built) -> None:
    kinds = {
        row["things"]: row["items"]
        for row in tiny_built.tables["quality"].records()
        if row["provider"] is None and row["year"] is None and row["things"] != "first_party_price_periods"
    }
    total = kinds.pop("all")
    assert total == sum(int(str(count)) for count in kinds.values())


def test_shares_are_counts_over_items(real_built: Built) -> None:
    for row in real_built.tables["quality"].records():
        for name in ("first_party", "two_lineages", "single_source", "archived"):
            share = Decimal(int(str(row[name]))) / int(str(row["items"]))
            assert abs(share - Decimal(str(row[f"{name}_share"]))) <= Decimal("0.0001")
        assert int(str(row["two_lineages"])) + int(str(row["single_source"])) <= int(str(row["items"]))


def test_the_price_war_is_better_witnessed_than_prices_at_large(real_built: Built) -> None:
    war = row_of(real_built, "price_changes", year="2024")
    everything = row_of(real_built, "all")
    assert Decimal(str(war["two_lineages_share"])) > Decimal(str(everything["two_lineages_share"]))


def test_the_file_says_what_the_table_says(tiny_dist: Path, tiny_built: Built) -> None:
    document = json.loads((tiny_dist / "data" / "quality.json").read_text(encoding="utf-8"))
    assert document["version"] == tiny_built.meta["version"]
    assert len(document["rows"]) == len(tiny_built.tables["quality"].rows)
    assert document["rows"][0]["things"] == "all"


def test_the_page_explains_every_column(tiny_built: Built) -> None:
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    counted = [column for column in tiny_built.tables["quality"].columns if not column.endswith("_share")]
    assert [column for column in counted if f"`{column}`" not in page and column not in {"things", "year"}] == []
