"""Exports: the graph and the tables in the formats that people use. One module for each family of formats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.exports.card import write_card
from kg.exports.context import write_context
from kg.exports.dcat import write_dcat
from kg.exports.graphs import write_network
from kg.exports.manifest import list_files, write_manifest
from kg.exports.packages import write_croissant, write_datapackage
from kg.exports.quality import write_quality
from kg.exports.questions import write_queries
from kg.exports.rdf import write_graph, write_prefixes
from kg.exports.tabular import write_csv, write_parquet, write_sqlite
from kg.exports.void import count_graph, write_void
from kg.graph.files import GraphFiles
from kg.paths import ontology_dir
from kg.tables.frame import Table


def write_exports(files: GraphFiles, tables: Mapping[str, Table], meta: Mapping[str, str], folder: Path) -> int:
    """Write everything under `dist/data` into an empty folder; return the number of distinct triples."""
    folder.mkdir(parents=True)
    write_graph(files, folder)
    write_csv(tables, folder / "csv")
    write_parquet(tables, folder / "parquet")
    write_sqlite(tables, meta, folder / "baimo.sqlite")
    write_prefixes(folder / "prefixes.ttl")
    for name, source in (("ontology.ttl", "baimo.ttl"), ("shapes.ttl", "shapes.ttl")):
        (folder / name).write_bytes((ontology_dir() / source).read_bytes())
    counts: dict[str, dict[str, int]] = {
        f"baimo.{form}": {"triples": files.triples} for form in ("ttl", "nt.gz", "jsonld")
    }
    counts["baimo.nq.gz"] = {"quads": files.quads}
    nodes, edges = write_network(tables, meta, folder)
    counts |= {f"baimo.{form}": {"nodes": nodes, "edges": edges} for form in ("graphml", "gexf")}
    for name, table in tables.items():
        for path in (f"csv/{name}.csv", f"parquet/{name}.parquet"):
            counts[path] = {"rows": len(table.rows)}
    write_descriptions(files, tables, meta, counts, folder)
    write_manifest(folder, meta, counts)
    return files.triples


def write_descriptions(
    files: GraphFiles,
    tables: Mapping[str, Table],
    meta: Mapping[str, str],
    counts: Mapping[str, Mapping[str, int]],
    folder: Path,
) -> None:
    """Write what describes the other files: queries, schema card, context, VoID, DCAT, Frictionless, Croissant."""
    write_context(folder / "context.jsonld")
    write_queries(folder / "queries.ttl")
    write_card(folder / "schema-card.md")
    write_quality(tables["quality"], meta, folder / "quality.json")
    entries = list_files(folder, counts)
    by_path = {str(entry["path"]): entry for entry in entries}
    write_void(count_graph(files.ntriples), meta, folder / "void.ttl")
    write_dcat(entries, meta, folder / "dcat.ttl")
    write_datapackage(tables, by_path, meta, folder / "datapackage.json")
    write_croissant(tables, by_path, meta, folder / "croissant.json")
