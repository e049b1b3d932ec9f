"""The data dictionary says what records, code lists and tables say, and leaves no column out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import records
from kg.built import Built
from kg.dictionary import dictionary_page
from kg.dictionary.forms import form, scheme_of
from kg.dictionary.units import unit
from kg.loading import JUDGEMENTS, REGISTRY_LISTS
from kg.resolve import CODES
from kg.tables import meanings
from kg.tables.joins import JOINS
from kg.tables.meanings import TABLES, meaning

DOCS = Path(__file__).parents[1] / "docs"
INPUTS: dict[str, type[records.Record]] = {
    **records.CLAIMS,
    **records.REGISTRY,
    **REGISTRY_LISTS,
    **JUDGEMENTS,
    "source.toml": records.Source,
}


def test_the_dictionary_is_up_to_date(real_built: Built) -> None:
    page = dictionary_page(real_built.resolved.dataset, real_built.tables)
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == page, "run python -m kg.dictionary"


@pytest.mark.parametrize("table", INPUTS)
def test_every_column_of_the_input_is_described_and_has_a_form(table: str) -> None:
    for name, field in INPUTS[table].model_fields.items():
        text = field.description or ""
        assert text.endswith((".", ";")), f"{table}.{name}: a sentence under the attribute"
        assert form(field), f"{table}.{name}"


@pytest.mark.parametrize("table", CODES)
def test_the_description_of_a_code_column_names_the_list_that_is_checked(table: str) -> None:
    fields = records.CLAIMS[table].model_fields
    assert {name: scheme_of(field) for name, field in fields.items() if scheme_of(field)} == CODES[table]


def test_every_column_of_the_output_has_its_meaning_and_every_number_its_unit(tiny_built: Built) -> None:
    assert set(TABLES) == set(tiny_built.tables)
    dumb = [
        f"{table.name}.{column}"
        for table in tiny_built.tables.values()
        for column, kind in table.columns.items()
        if not meaning(table.name, column) or (kind != "text" and not unit(table.name, column, kind))
    ]
    assert not dumb, "say what they mean in kg/tables/meanings.py and in what unit in kg/dictionary/units.py"


def test_no_meaning_is_kept_for_a_column_that_is_gone(tiny_built: Built) -> None:
    columns = {(table.name, column) for table in tiny_built.tables.values() for column in table.columns}
    own = {(table, column) for table, said in meanings._OWN.items() for column in said}
    assert not own - columns
    assert not set(meanings._ANY) - {column for _, column in columns}


def test_the_package_of_tables_carries_the_meanings(tiny_dist: Path) -> None:
    package = json.loads((tiny_dist / "data" / "datapackage.json").read_text(encoding="utf-8"))
    said = {
        (resource["name"].replace("-", "_"), field["name"]): field["description"]
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    assert said["price_points", "amount"].startswith("Amount as published, in `currency`")
    assert all(text == meaning(*column) for column, text in said.items())
    assert {resource["description"] for resource in package["resources"]} == set(TABLES.values())


def test_tables_join_as_is_said(real_built: Built) -> None:
    rows = {name: table.records() for name, table in real_built.tables.items()}
    broken = {
        f"{join.table}.{join.column}": sorted(lost)[:3]
        for join in JOINS
        if (lost := {str(row[join.column]) for row in rows[join.table] if row[join.column] is not None}
            - {str(row[join.to_column]) for row in rows[join.to_table]})
    }  # fmt: skip
    assert not broken


def test_the_package_names_the_joins(tiny_dist: Path) -> None:
    package = json.loads((tiny_dist / "data" / "datapackage.json").read_text(encoding="utf-8"))
    keys = {
        (resource["name"], key["fields"][0], key["reference"]["resource"] or resource["name"])
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    }
    assert ("price-points", "offering", "offerings") in keys
    assert ("verticals", "broader", "verticals") in keys
    assert len(keys) == len(JOINS)
