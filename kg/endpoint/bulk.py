"""A folder for a store's bulk loader: N-Triples in parts that can be loaded side by side, and the graph's name."""

from __future__ import annotations

import gzip
from pathlib import Path

from kg.endpoint.load import chunks
from kg.findings import KgError

PART_TRIPLES = 500_000
_GUIDE = """\
{triples} triples in {parts} parts, for the graph <{graph}>.

Virtuoso: name this folder under DirsAllowed in virtuoso.ini, then run
  isql 1111 dba PASSWORD load.sql
Apache Jena: tdb2.tdbloader --loc DATABASE --graph {graph} part-*.nt.gz
Oxigraph: oxigraph load --location DATABASE --graph {graph} --file part-*.nt.gz
QLever, GraphDB, RDF4J and others read gzipped N-Triples as they are.
"""
_VIRTUOSO = """\
DELETE FROM DB.DBA.load_list WHERE ll_graph = '{graph}';
SPARQL CLEAR GRAPH <{graph}>;
ld_dir ('{folder}', 'part-*.nt.gz', '{graph}');
rdf_loader_run ();
checkpoint;
SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_graph = '{graph}' AND ll_error IS NOT NULL;
SPARQL SELECT COUNT(*) FROM <{graph}> WHERE {{ ?s ?p ?o }};
"""


def write_bulk_folder(data: Path, folder: Path, graph: str, part_triples: int = PART_TRIPLES) -> int:
    """Write a built graph as a folder for bulk loaders and return the number of triples.

    Raises `KgError` if the folder has something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KgError(f"{folder.as_posix()} is not empty; name a new folder with --bulk")
    folder.mkdir(parents=True, exist_ok=True)
    triples = parts = 0
    for chunk in chunks(data, part_triples):
        parts += 1
        triples += len(chunk)
        path = folder / f"part-{parts:04}.nt.gz"
        path.write_bytes(gzip.compress(b"".join(chunk), compresslevel=6, mtime=0))
        path.with_name(f"{path.name}.graph").write_text(f"{graph}\n", encoding="utf-8", newline="\n")
    words = {"graph": graph, "triples": triples, "parts": parts, "folder": folder.resolve().as_posix()}
    for name, text in (("README.txt", _GUIDE), ("load.sql", _VIRTUOSO)):
        (folder / name).write_text(text.format(**words), encoding="utf-8", newline="\n")
    return triples
