"""Descriptions of the tables for data tools: Frictionless `datapackage.json` and MLCommons `croissant.json`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.exports.dcat import DESCRIPTION, LICENCE, TITLE
from kg.exports.manifest import to_json
from kg.exports.void import DATASET
from kg.tables.frame import Table
from kg.tables.joins import JOINS
from kg.tables.meanings import TABLES, meaning

_FRICTIONLESS = {"text": "string", "integer": "integer", "decimal": "number", "date": "date"}
_CROISSANT = {"text": "sc:Text", "integer": "sc:Integer", "decimal": "sc:Float", "date": "sc:Date"}
_PRIMARY = {"price_periods": ["id", "candidate"]}
_BIBTEX = "@misc{baimo, title = {Baimo 百模图谱}, author = {{Baimo contributors}}, url = {https://w3id.org/baimo/}}"

Entry = Mapping[str, Any]


def write_datapackage(
    tables: Mapping[str, Table], entries: Mapping[str, Entry], meta: Mapping[str, str], path: Path
) -> None:
    """Write `datapackage.json`: one resource for each CSV table, with types, keys and meanings of columns."""
    resources = []
    for name, table in tables.items():
        entry = entries[f"csv/{name}.csv"]
        fields = [
            {"name": column, "type": _FRICTIONLESS[kind], "description": meaning(name, column)}
            for column, kind in table.columns.items()
        ]
        schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
        key = _primary_key(name, table)
        if key:
            schema["primaryKey"] = key
        foreign = _foreign_keys(name)
        if foreign:
            schema["foreignKeys"] = foreign
        resources.append(
            {
                "name": _resource(name),
                "description": TABLES[name],
                "path": entry["path"],
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": entry["bytes"],
                "hash": f"sha256:{entry['sha256']}",
                "schema": schema,
            }
        )
    package = {
        "profile": "tabular-data-package",
        "name": "baimo",
        "id": DATASET,
        "title": TITLE,
        "description": DESCRIPTION["en"],
        "version": meta["version"],
        "created": f"{meta['as_of']}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "contributors": [{"title": "Baimo contributors", "role": "publisher"}],
        "keywords": ["large language models", "China", "prices", "大模型"],
        "resources": resources,
    }
    path.write_text(to_json(package), encoding="utf-8", newline="\n")


def _resource(table: str) -> str:
    return table.replace("_", "-")


def _foreign_keys(table: str) -> list[dict[str, Any]]:
    """Return which columns hold the ids of which other resource; of the same one by an empty name."""
    return [
        {
            "fields": [join.column],
            "reference": {
                "resource": "" if join.to_table == table else _resource(join.to_table),
                "fields": [join.to_column],
            },
        }
        for join in JOINS
        if join.table == table
    ]


def _primary_key(name: str, table: Table) -> list[str]:
    """Return the columns that tell a table's rows apart, if `id` or a known key does."""
    key = _PRIMARY.get(name, ["id"])
    if not set(key) <= set(table.columns):
        return []
    places = [list(table.columns).index(column) for column in key]
    values = {tuple(row[place] for place in places) for row in table.rows}
    return key if len(values) == len(table.rows) else []


def write_croissant(
    tables: Mapping[str, Table], entries: Mapping[str, Entry], meta: Mapping[str, str], path: Path
) -> None:
    """Write `croissant.json` (Croissant 1.0): a file object and a record set for each CSV table."""
    files, sets = [], []
    for name, table in tables.items():
        entry = entries[f"csv/{name}.csv"]
        files.append(
            {
                "@type": "cr:FileObject",
                "@id": f"{name}.csv",
                "name": f"{name}.csv",
                "contentUrl": entry["path"],
                "contentSize": f"{entry['bytes']} B",
                "encodingFormat": "text/csv",
                "sha256": entry["sha256"],
            }
        )
        fields = [_field(name, column, kind) for column, kind in table.columns.items()]
        sets.append({"@type": "cr:RecordSet", "@id": name, "name": name, "description": TABLES[name], "field": fields})
    croissant = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "baimo",
        "alternateName": TITLE,
        "description": DESCRIPTION["en"],
        "license": LICENCE,
        "url": "https://w3id.org/baimo/",
        "version": meta["version"] if meta["version"].count(".") == 2 else f"{meta['version']}.0",
        "datePublished": meta["as_of"],
        "creator": {"@type": "sc:Organization", "name": "Baimo contributors"},
        "citeAs": _BIBTEX,
        "distribution": files,
        "recordSet": sets,
    }
    path.write_text(to_json(croissant), encoding="utf-8", newline="\n")


def _field(table: str, column: str, kind: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column}",
        "name": column,
        "description": meaning(table, column),
        "dataType": _CROISSANT[kind],
        "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": column}},
    }


_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the Croissant 1.0 specification asks for."""
