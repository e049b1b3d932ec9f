"""What the query console loads: the graph as one small file, and the questions, prefixes and terms it offers.

The graph file is `baimo.ttl` in another order: statements of one source stand together, by the key of their claim,
each claim followed by its evidence. Neighbours are then alike, and gzip needs two thirds of the bytes. Nothing is
left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.iris import PREFIXES
from kg.query import NamedQuery, named_queries, shorten
from kg.site.links import PAGE_KINDS
from kg.site.query_groups import by_theme, theme_of

GRAPH_FILE = "data/baimo.ttl.zst"
"""The graph that the console loads and that one can download, below the root of the site."""
SETTINGS_FILE = "data/queries.json"
"""What the console offers."""

_HEADER = re.compile(r"^#\+ .*\n", re.MULTILINE)
_BLOCK = re.compile(r"^(?![\t@\n]).*?(?:\n(?=[^\t])|\Z)", re.MULTILINE | re.DOTALL)
_SORT_BY = ("evidenceSource", "claimKey", "priceOf", "component", "condition", "from")
_VALUES = re.compile(r"\tbm:(" + "|".join((*_SORT_BY, "evidence")) + r") (.*?) [;.]$", re.MULTILINE)


def compact_turtle(turtle: str) -> bytes:
    """Return the statements of `baimo.ttl` in an order that compresses well, compressed with Zstandard.

    The text must be as Oxigraph writes it: prefixes first, then a block for each subject that begins in the first
    column and goes on in indented lines.
    """
    prefixes = "".join(line for line in turtle.splitlines(keepends=True) if line.startswith("@prefix"))
    blocks = {block.partition(" ")[0]: block for block in _BLOCK.findall(turtle)}
    text = prefixes + "".join(blocks[subject] for subject in _order(blocks))
    import pyarrow as pa  # noqa: PLC0415  (slow to load; only the build writes the file)

    packed: bytes = pa.Codec("zstd", compression_level=11).compress(text.encode(), asbytes=True)
    return packed


def _order(blocks: Mapping[str, str]) -> Iterator[str]:
    """Yield the subjects: claims by source and key, each followed by its evidence, then all others."""
    values: dict[str, dict[str, str]] = {one: dict(_VALUES.findall(block)) for one, block in blocks.items()}

    def source(subject: str) -> str:
        found = values[subject].get("evidence", "").split(" , ")[0]
        return values.get(found, {}).get("evidenceSource", "")

    def key(subject: str) -> tuple[str, ...]:
        kind = subject.partition(":")[0]
        return (kind, source(subject), *(values[subject].get(name, "") for name in _SORT_BY[1:]), subject)

    done: set[str] = set()
    claims = (subject for subject, found in values.items() if "claimKey" in found)
    for claim in sorted(claims, key=key):
        for subject in (claim, *values[claim].get("evidence", "").split(" , ")):
            if subject in blocks and subject not in done:
                done.add(subject)
                yield subject
    yield from sorted(set(blocks) - done, key=key)


def console_files(store: ox.Store, meta: Mapping[str, str], turtle: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the console as path below the root of the site and content.

    `turtle` is the text of `baimo.ttl`, whose graph `store` holds.
    """
    packed = compact_turtle(turtle)
    yield GRAPH_FILE, packed
    graph: dict[str, str | int] = {"path": GRAPH_FILE, "bytes": len(packed), "text": len(turtle)}
    settings = console_settings(store, meta, named_queries().values(), graph)
    yield SETTINGS_FILE, json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()


def console_settings(
    store: ox.Store, meta: Mapping[str, str], queries: Iterable[NamedQuery], graph: Mapping[str, str | int]
) -> dict[str, Any]:
    """Return version, graph file, prefixes, questions, and the terms with their labels."""
    return {
        "version": meta["version"],
        "as_of": meta["as_of"],
        "graph": {**graph, "triples": int(_rows(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[0][0].value)},
        "prefixes": PREFIXES,
        "pages": list(PAGE_KINDS),
        "queries": [_question(query) for query in by_theme(queries)],
        "terms": _terms(store),
    }


def _rows(store: ox.Store, sparql: str) -> list[tuple[Any, ...]]:
    found = store.query(sparql)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  (our own SELECT)
    return [tuple(solution) for solution in found]


def _question(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "zh": query.question_zh,
        "en": query.question_en,
        "keywords": list(query.keywords),
        "theme": [theme_of(query).zh, theme_of(query).en],
        "text": _HEADER.sub("", query.text),
    }


_TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?kind ?label ?definition WHERE {
  VALUES (?type ?kind) { (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
                         (owl:AnnotationProperty "property") (skos:Concept "concept") }
  ?term a ?type .
  { ?term rdfs:label|skos:prefLabel ?label } UNION { ?term rdfs:comment|skos:definition ?definition }
}
"""


def _terms(store: ox.Store) -> list[list[str]]:
    """Return the classes, properties and codes as [short IRI, kind, Chinese and English label, definitions]."""
    terms: dict[str, list[str]] = {}
    for term, kind, label, definition in _rows(store, _TERMS):
        name = shorten(term.value)
        cells = terms.setdefault(name, [name, kind.value, "", "", "", ""])
        for at, words in ((2, label), (4, definition)):
            if words is not None and (at == 2 or cells[1] != "concept"):
                place = at + (words.language != "zh-hans")
                cells[place] = min(filter(None, (cells[place], words.value)))
    for (predicate,) in _rows(store, "SELECT DISTINCT ?p WHERE { ?s ?p ?o }"):
        name = shorten(predicate.value)
        terms.setdefault(name, [name, "property", "", "", "", ""])
    return [terms[name] for name in sorted(terms)]
