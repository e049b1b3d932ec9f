"""`docs/data-dictionary.md`: the tables of `data/`, the code lists, the tables of the output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic.fields import FieldInfo

from kg.coverage.markdown import table as markdown_table
from kg.dictionary.examples import example, example_rows
from kg.dictionary.forms import form
from kg.dictionary.graph_terms import graph_term, reason
from kg.dictionary.units import unit
from kg.loading import JUDGEMENTS, REGISTRY_LISTS, Dataset
from kg.records import CLAIMS, REGISTRY, Claim, Entity, Record, Source, columns
from kg.tables.frame import Table
from kg.tables.joins import JOINS
from kg.tables.meanings import TABLES, meaning
from kg.vocabulary import Term, definition, scheme_labels, schemes, terms

_HEAD = """\
# Data dictionary

Written by `python -m kg.dictionary` from the records, the code lists and the tables; a test compares. How periods are
concluded stands in [periods.md](periods.md), what counts as what in [inclusion.md](inclusion.md), how a row is added in
[adding-data.md](adding-data.md).

- [What goes in](#what-goes-in): `data/`, written by people and importers
- [Properties](#properties): what may stand in the column `property` of facts and price events
- [Codes](#codes): the lists from which code columns take their values
- [What comes out](#what-comes-out): `dist/data/csv/`; the same columns in `parquet/` and `baimo.sqlite`

An empty cell is an absent value: unknown, never zero. Days are ISO 8601, periods EDTF, amounts as published. Text that
a spreadsheet would run as a formula has a quote before it in the CSV of the output.
"""
_IN = """\
## What goes in

*Required* columns must be there and filled; the others may be empty, or absent from the file. Examples are from the
data, long ones cut. *In the graph* names the property that says the same. A reference is `kind/id`, as
`model/qwen-long`; where a column names only one kind, the id alone.
"""
_OUT = """\
## What comes out

One file for each table in `dist/data/csv/`. Ids without a kind are those of the kind that the column names; the ids of
claims are the last part of their IRI. A cell with several values separates them by `;`.

From a price to who says so: `price_periods.id` → `period_claims.period`, `period_claims.price_point` →
`price_points.id`, `price_points.source` → `sources.id`. For people `price_history` holds all of it in one row.
"""


def dictionary_page(dataset: Dataset, tables: Mapping[str, Table]) -> str:
    """Return the page as Markdown; equal for equal data, records and vocabulary."""
    parts = [
        _HEAD,
        _IN,
        *_claim_tables(dataset),
        *_registry(dataset),
        *_judgements(dataset),
        _properties(),
        *_codes(),
        _OUT,
    ]
    return "\n".join([*parts, *(_output(table) for table in tables.values())])


def _claim_tables(dataset: Dataset) -> Iterator[str]:
    yield "### Claims: `data/sources/<id>/`\n"
    yield "The folder is the source: every row is a claim by it. All claim tables have these columns.\n"
    yield _rows(dataset, "price_changes", Claim, columns(Claim))
    for name, record in CLAIMS.items():
        yield f"#### `{name}.csv`\n\n{_about(record)}\n"
        yield _rows(dataset, name, record, _own(record, Claim))
    yield f"#### `source.toml`\n\n{_about(Source)}\n"
    yield _rows(dataset, "sources", Source, columns(Source))


def _registry(dataset: Dataset) -> Iterator[str]:
    yield "### Registry: `data/registry/`\n"
    yield "Identity only; what is said of a thing stands in claims. All tables but the last three have these columns.\n"
    yield _rows(dataset, "organizations", Entity, columns(Entity))
    for name, record in REGISTRY.items():
        own = _own(record, Entity)
        yield f"#### `{name}.csv`\n\n{_about(record)}{'' if own else ' No columns of its own.'}\n"
        if own:
            yield _rows(dataset, name, record, own)
    for name, listed in REGISTRY_LISTS.items():
        yield f"#### `{name}.csv`\n\n{_about(listed)}\n"
        yield _rows(dataset, name, listed, columns(listed))


def _judgements(dataset: Dataset) -> Iterator[str]:
    yield "### Judgements: `data/judgements/`\n"
    for name, record in JUDGEMENTS.items():
        yield f"#### `{name}.csv`\n\n{_about(record)}\n"
        yield _rows(dataset, name, record, columns(record))


def _own(record: type[Record], base: type[Record]) -> list[str]:
    return [name for name in columns(record) if name not in base.model_fields]


def _about(record: type[Record]) -> str:
    return " ".join((record.__doc__ or "").split())


def _rows(dataset: Dataset, table: str, record: type[Record], names: Iterable[str]) -> str:
    fields = {field.alias or name: (name, field) for name, field in record.model_fields.items()}
    rows = example_rows(dataset, table)
    lines = (_line(table, column, fields[column][1], example(rows, fields[column][0])) for column in names)
    return markdown_table(("column", "meaning", "holds", "required", "example", "in the graph"), lines) + "\n"


def _line(table: str, column: str, field: FieldInfo, shown: str) -> tuple[str, ...]:
    required = "yes" if field.is_required() else ""
    standard = f"; else `{field.default}`" if isinstance(field.default, str) and field.default else ""
    text = " ".join((field.description or "").split())
    return f"`{column}`", text, form(field) + standard, required, _code(shown), _in_graph(table, column)


def _in_graph(table: str, column: str) -> str:
    return _code(graph_term(table, column)) or reason(table, column)


def _code(text: str) -> str:
    marks = "``" if "`" in text else "`"
    return f"{marks}{text}{marks}" if text else ""


def _properties() -> str:
    head = "## Properties\n\n`ontology/baimo.ttl` defines them in both languages; its names are these in camelCase.\n\n"
    lines = (
        (f"`{name}`", definition(term) or meaning("organizations", name), _ends(term), ", ".join(sorted(term.tables)))
        for name, term in terms().items()
        if term.tables
    )
    return head + markdown_table(("property", "means", "leads to", "in"), lines) + "\n"


def _ends(term: Term) -> str:
    if term.kind == "object":
        codes = term.scheme in schemes()
        return f"code of [`{term.scheme}`](#codes-{term.scheme})" if codes else ", ".join(sorted(term.objects))
    return {"edtf": "day or EDTF period", "langString": "text", "string": "text"}.get(term.value_type, term.value_type)


def _codes() -> Iterator[str]:
    yield "## Codes\n\nOne file for each list: `ontology/vocab/<list>.csv`, with names and definitions.\n"
    labels = scheme_labels()
    for name, concepts in schemes().items():
        yield f"### Codes: {name}\n\n{labels[name].definition_en}\n"
        lines = ((f"`{code}`", one.label_zh, one.definition_en) for code, one in concepts.items())
        yield markdown_table(("code", "中文", "means"), lines) + "\n"


def _output(table: Table) -> str:
    lines = (
        (
            f"`{column}`",
            meaning(table.name, column),
            kind,
            unit(table.name, column, kind),
            _in_graph(table.name, column),
        )
        for column, kind in table.columns.items()
    )
    body = markdown_table(("column", "meaning", "type", "unit", "in the graph"), lines)
    return f"### `{table.name}.csv`\n\n{TABLES[table.name]}{_joined(table.name)}\n\n{body}\n"


def _joined(table: str) -> str:
    joins = [f"`{one.column}` → `{one.to_table}.{one.to_column}`" for one in JOINS if one.table == table]
    return f" Joins: {', '.join(joins)}." if joins else ""
