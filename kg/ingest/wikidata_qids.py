"""Wikidata identifiers seen beside a label in public code: candidates, second-hand.

Numbers stand beside labels in stored files; none was checked at its own site. What the identifiers mean is
claimed as the files have it, a second one for the same organisation included.
"""

from __future__ import annotations

from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Upstream
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "wikidata-qids"
TABLE = "qids.csv"
A_CLASS = "a class, not an entity"


def read(path: Path, names: Names) -> Import:
    """Read a folder with the table and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(TABLE, publisher="several public repositories", kind="dataset", lineage=SOURCE)
    reader = Landscape(Import(SOURCE, meta), names, upstream)
    for row in upstream.table(TABLE):
        reader.imported.upstream_rows += 1
        label, locator = row["label_as_seen"], f"text index {row['index_file_ids_where_seen']}#{row['qid']}"
        if "(class)" in label:
            reader.imported.leave_out(locator, A_CLASS, label)
            continue
        found = names.find(label, SOURCE, ("organization", "person"))
        if found:
            reader.fact(["entity", label], found, "wikidata_id", locator, value=row["qid"], as_stated=label)
        else:
            reader.imported.leave_unresolved(locator, "organization", label)
    return reader.imported
