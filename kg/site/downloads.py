"""The download page: every file of the data with rows, size and checksum, as the manifest has them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.site.pages import Page
from kg.site.table_texts import table_text
from kg.site.text import Text

_ABOUT = {
    "baimo.ttl": Text("全图，Turtle", "The whole graph in Turtle"),
    "baimo.nt.gz": Text("全图，N-Triples，按行排序", "The whole graph as sorted N-Triples"),
    "baimo.nq.gz": Text(
        "全图，N-Quads：每个来源一个命名图", "The whole graph as N-Quads: one named graph for each source"
    ),
    "baimo.jsonld": Text("全图，JSON-LD", "The whole graph in JSON-LD"),
    "baimo.sqlite": Text("全部表格，SQLite", "All tables in SQLite"),
    "baimo.graphml": Text("关系网络，GraphML", "The network in GraphML"),
    "baimo.gexf": Text("关系网络，GEXF（Gephi）", "The network in GEXF (Gephi)"),
    "ontology.ttl": Text("本体", "The ontology"),
    "shapes.ttl": Text("SHACL 形状", "SHACL shapes"),
    "prefixes.ttl": Text("前缀", "Prefixes"),
    "void.ttl": Text("VoID 描述", "VoID description"),
    "dcat.ttl": Text("DCAT 描述", "DCAT description"),
    "datapackage.json": Text("Frictionless 数据包描述", "Frictionless data package"),
    "croissant.json": Text("Croissant 描述", "Croissant description"),
    "context.jsonld": Text("JSON-LD 上下文", "The JSON-LD context"),
    "queries.ttl": Text("现成的查询，SHACL 可执行形式", "The named queries as SHACL executables"),
    "schema-card.md": Text("给语言模型的一页本体说明", "The ontology on one page, for language models"),
    "quality.json": Text("佐证程度的统计", "How well the data is witnessed"),
}
_ORDER = (
    "baimo.ttl",
    "baimo.nt.gz",
    "baimo.nq.gz",
    "baimo.jsonld",
    "context.jsonld",
    "baimo.sqlite",
    "baimo.graphml",
    "baimo.gexf",
    "ontology.ttl",
    "shapes.ttl",
    "prefixes.ttl",
    "queries.ttl",
    "schema-card.md",
    "quality.json",
    "void.ttl",
    "dcat.ttl",
    "datapackage.json",
    "croissant.json",
)
"""Files of the whole as a reader looks for them: the graph, tables, network, what describes them."""


def copy_data(data: Path, target: Path) -> int:
    """Put the files of `data` under the site, as links where the disk can; return how many."""
    count = 0
    for path in sorted(data.rglob("*")):
        if path.is_file():
            place = target / path.relative_to(data)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, place)
            except OSError:
                shutil.copyfile(path, place)
            count += 1
    return count


def downloads_page(data: Path) -> Iterator[Page]:
    """Yield the download page from the manifest of a built `data` folder."""
    manifest: dict[str, Any] = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    files = manifest["files"]
    tables: dict[str, dict[str, Any]] = {}
    for file in files:
        folder, _, name = file["path"].partition("/")
        if folder in {"csv", "parquet"}:
            tables.setdefault(name.rpartition(".")[0], {})[folder] = file
    whole = [{**file, "about": _ABOUT.get(file["path"])} for file in files if "/" not in file["path"]]
    whole.sort(key=lambda file: (_ORDER.index(file["path"]) if file["path"] in _ORDER else len(_ORDER), file["path"]))
    size = sum(file["bytes"] for file in files)
    yield Page(
        path="downloads.html",
        template="downloads.html",
        title=Text("下载数据", "Download the data"),
        description=Text(
            "全部数据的文件：CSV、Parquet、SQLite、Turtle、N-Quads、JSON-LD，附行数、大小与校验和。",
            "All files of the data: CSV, Parquet, SQLite, Turtle, N-Quads, JSON-LD, with rows, sizes and checksums.",
        ),
        context={
            "whole": whole,
            "tables": dict(sorted(tables.items())),
            "table_text": table_text,
            "size": size,
            "files": len(files),
        },
        nav="downloads",
        alternates=(("application/json", "data/manifest.json"),),
        dataset=True,
    )
