"""DCAT 3: the dataset and each of its files, for catalogues. No blank nodes: checksums have IRIs too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.exports.void import DATASET

MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nt.gz": "application/n-triples",
    ".nq.gz": "application/n-quads",
    ".jsonld": "application/ld+json",
    ".graphml": "application/graphml+xml",
    ".gexf": "application/gexf+xml",
    ".sqlite": "application/vnd.sqlite3",
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".md": "text/markdown",
}
TITLE = "Baimo 百模图谱"
DESCRIPTION = {
    "zh-Hans": "谁以什么价格、从何时起、向谁出售哪个中国大模型，以及出处在哪里。",
    "en": "Who sold which Chinese language model at what price, for whom, since when, and who says so.",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def media_type(name: str) -> str:
    """Return the media type of a file by its ending."""
    return next((kind for ending, kind in MEDIA_TYPES.items() if name.endswith(ending)), "application/octet-stream")


def write_dcat(entries: Iterable[Mapping[str, Any]], meta: Mapping[str, str], path: Path) -> None:
    """Write `dcat.ttl` from the entries of a manifest (path, bytes, sha256)."""
    text = "".join(f"{line}\n" for line in _lines(list(entries), meta))
    path.write_text(text, encoding="utf-8", newline="\n")


def _lines(entries: list[Mapping[str, Any]], meta: Mapping[str, str]) -> Iterator[str]:
    yield "@prefix dcat: <http://www.w3.org/ns/dcat#> ."
    yield "@prefix dcterms: <http://purl.org/dc/terms/> ."
    yield "@prefix foaf: <http://xmlns.com/foaf/0.1/> ."
    yield "@prefix spdx: <http://spdx.org/rdf/terms#> ."
    yield "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    described = ", ".join(
        f"{json.dumps(text, ensure_ascii=False)}@{language}" for language, text in DESCRIPTION.items()
    )
    nodes = ",\n        ".join(f"<{DATASET}/{entry['path']}>" for entry in entries)
    yield f"""
<{DATASET}/catalog> a dcat:Catalog ;
    dcterms:title "{TITLE}"@zh-Hans, "{TITLE}"@en ;
    dcat:dataset <{DATASET}> .

<{DATASET}/publisher> a foaf:Agent ;
    foaf:name "Baimo contributors" .

<{DATASET}> a dcat:Dataset ;
    dcterms:title "{TITLE}"@zh-Hans, "{TITLE}"@en ;
    dcterms:description {described} ;
    dcterms:license <{LICENCE}> ;
    dcterms:publisher <{DATASET}/publisher> ;
    dcterms:issued "{meta["as_of"]}"^^xsd:date ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/ZHO>,
        <http://publications.europa.eu/resource/authority/language/ENG> ;
    dcat:version "{meta["version"]}" ;
    dcat:keyword "大模型"@zh-Hans, "价格"@zh-Hans, "large language models"@en, "prices"@en, "China"@en ;
    dcat:distribution {nodes} ."""
    for entry in entries:
        yield from _distribution(entry)


def _distribution(entry: Mapping[str, Any]) -> Iterator[str]:
    node = f"{DATASET}/{entry['path']}"
    gzip = "\n    dcat:compressFormat <https://www.iana.org/assignments/media-types/application/gzip> ;"
    packed = gzip if node.endswith(".gz") else ""
    yield f"""
<{node}> a dcat:Distribution ;
    dcterms:title {json.dumps(entry["path"])} ;
    dcterms:license <{LICENCE}> ;
    dcat:downloadURL <{node}> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/{media_type(entry["path"])}> ;{packed}
    dcat:byteSize "{entry["bytes"]}"^^xsd:nonNegativeInteger ;
    spdx:checksum <{node}#sha256> .

<{node}#sha256> a spdx:Checksum ;
    spdx:algorithm spdx:checksumAlgorithm_sha256 ;
    spdx:checksumValue "{entry["sha256"]}"^^xsd:hexBinary ."""
