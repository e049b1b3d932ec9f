"""VoID: what the graph holds, recounted from its file: classes, properties, subjects, links to the files."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.iris import PREFIXES, RDF, ROOT

DATASET = f"{ROOT}dataset"
_TYPE = f"<{RDF('type').value}>"
_DUMPS = ("baimo.nt.gz", "baimo.nq.gz", "baimo.ttl", "baimo.jsonld")
_VOCABULARIES = ("bm", "dcterms", "org", "owl", "prov", "rdfs", "schema", "skos", "fair4ml")


@dataclass
class GraphCounts:
    """Exact counts over a file of sorted, distinct N-Triples."""

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    """Distinct IRIs and literals in the place of the object."""
    properties: Counter[str] = field(default_factory=Counter)
    """IRI → triples."""
    classes: Counter[str] = field(default_factory=Counter)
    """IRI → entities."""


def count_graph(ntriples: Path) -> GraphCounts:
    """Count a graph in one pass; objects are told apart by their checksums, so that memory stays small."""
    counts = GraphCounts()
    objects: set[bytes] = set()
    last = ""
    with ntriples.open(encoding="utf-8") as lines:
        for line in lines:
            subject, predicate, value = line.rstrip(" .\n").split(" ", 2)
            counts.triples += 1
            counts.subjects += subject != last
            last = subject
            counts.properties[predicate[1:-1]] += 1
            if predicate == _TYPE:
                counts.classes[value[1:-1]] += 1
            objects.add(hashlib.blake2b(value.encode(), digest_size=8).digest())
    counts.objects = len(objects)
    return counts


def write_void(counts: GraphCounts, meta: Mapping[str, str], path: Path) -> None:
    """Write `void.ttl`: one node for the dataset and one for each partition, no blank nodes."""
    path.write_text("".join(f"{line}\n" for line in _lines(counts, meta)), encoding="utf-8", newline="\n")


def _lines(counts: GraphCounts, meta: Mapping[str, str]) -> Iterator[str]:
    for prefix in ("dcterms", "void", "xsd"):
        yield f"@prefix {prefix}: <{PREFIXES[prefix]}> ."
    yield f"""
<{DATASET}> a void:Dataset ;
    dcterms:title "Baimo 百模图谱"@zh-Hans, "Baimo 百模图谱"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:modified "{meta["as_of"]}"^^xsd:date ;
    void:uriSpace "{ROOT}" ;
    void:triples {counts.triples} ;
    void:entities {sum(counts.classes.values())} ;
    void:distinctSubjects {counts.subjects} ;
    void:distinctObjects {counts.objects} ;
    void:properties {len(counts.properties)} ;
    void:classes {len(counts.classes)} ;"""
    yield f"    void:vocabulary {', '.join(f'<{PREFIXES[name]}>' for name in _VOCABULARIES)} ;"
    yield f"    void:dataDump {', '.join(f'<{DATASET}/{name}>' for name in _DUMPS)} ;"
    classes = [(f"{DATASET}/class/{_slug(iri)}", iri, number) for iri, number in sorted(counts.classes.items())]
    properties = [
        (f"{DATASET}/property/{_slug(iri)}", iri, number) for iri, number in sorted(counts.properties.items())
    ]
    yield f"    void:classPartition {', '.join(f'<{node}>' for node, _, _ in classes)} ;"
    yield f"    void:propertyPartition {', '.join(f'<{node}>' for node, _, _ in properties)} ."
    for node, iri, number in classes:
        yield f"\n<{node}> a void:Dataset ; void:class <{iri}> ; void:entities {number} ."
    for node, iri, number in properties:
        yield f"\n<{node}> a void:Dataset ; void:property <{iri}> ; void:triples {number} ."


def _slug(iri: str) -> str:
    """Return prefix and local name, safe in an IRI: `bm-amount`; a checksum where no published prefix fits."""
    fitting = [(base, name) for name, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return hashlib.sha256(iri.encode()).hexdigest()[:12]
    base, name = max(fitting, key=lambda pair: len(pair[0]))
    return f"{name}-{iri.removeprefix(base)}"
