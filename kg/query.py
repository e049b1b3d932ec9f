"""Query: named questions of `ontology/queries/*.rq`, or any SPARQL, against the built graph or an endpoint.

A named query is a plain SPARQL file that runs anywhere as it stands. Its header tells the question in both
languages, keywords, columns and expected shape; a parameter is a line `BIND (default AS ?name) # param`, whose
default is replaced by a term of the same type. Terms are written by Oxigraph's serialiser, never pasted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.findings import KgError, nearest
from kg.iris import PREFIXES, XSD
from kg.paths import ontology_dir
from kg.tables.frame import safe_text
from kg.values import parse_day, parse_decimal, parse_integer

_HEADER = re.compile(r"^#\+ ([a-z_]+): (.*)$", re.MULTILINE)
_PARAM = re.compile(r"BIND \((?P<term>.*) AS \?(?P<name>\w+)\)(?P<mark>[ \t]*# param)")
_NAME = re.compile(r"[a-z0-9-]{1,100}")
_PREFIX = re.compile(r"^\s*PREFIX\s+([A-Za-z][\w.-]*)?:", re.MULTILINE | re.IGNORECASE)

Cell = str | None


@dataclass(frozen=True)
class NamedQuery:
    """A question with its SPARQL."""

    name: str
    text: str
    question_zh: str
    question_en: str
    keywords: tuple[str, ...]
    columns: tuple[str, ...]
    rows: str
    """Expected shape with defaults, as `1..500`."""
    params: Mapping[str, ox.NamedNode | ox.Literal]
    """Parameter → its default, whose type a given value must have."""

    @cached_property
    def sparql(self) -> str:
        """The SPARQL with all its prefixes, the parameters at their defaults."""
        return with_prefixes(self.text)


@dataclass(frozen=True)
class Rows:
    """The result of a SELECT or ASK: column names and rows of terms."""

    columns: tuple[str, ...]
    terms: list[tuple[Any, ...]]

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        """Yield the rows as dictionaries of text."""
        return iter(self.records())

    @property
    def values(self) -> list[tuple[Cell, ...]]:
        """The rows as text: IRIs short where a published prefix fits, literals without type."""
        return [tuple(shown(term) for term in row) for row in self.terms]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries of text."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]


def named_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """Return name → query for all named queries."""
    paths = sorted(((folder or ontology_dir()) / "queries").glob("*.rq"))
    return {path.stem: parse_query(path.stem, path.read_text(encoding="utf-8")) for path in paths}


@lru_cache(maxsize=256)
def parse_query(name: str, text: str) -> NamedQuery:
    """Read a named query; raise `ValueError` if its header lacks something."""
    header = dict(_HEADER.findall(text))
    needed = {"question_zh", "question_en", "keywords", "columns", "rows"}
    if needed - set(header):
        raise ValueError(f"ontology/queries/{name}.rq: the header lacks {', '.join(sorted(needed - set(header)))}")
    params = {match["name"]: _parse_term(match["term"]) for match in _PARAM.finditer(text)}
    return NamedQuery(
        name,
        text,
        header["question_zh"],
        header["question_en"],
        tuple(word.strip() for word in header["keywords"].split(",")),
        tuple(header["columns"].split()),
        header["rows"],
        params,
    )


@lru_cache(maxsize=256)
def find_query(name: str) -> NamedQuery:
    """Return a named query; raise `KgError` with the nearest name if there is none."""
    path = ontology_dir() / "queries" / f"{name}.rq"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise KgError(f'there is no query "{name}"{nearest(name, named_queries())}; `kg query` alone lists all')
    return parse_query(name, path.read_text(encoding="utf-8"))


def _parse_term(text: str) -> ox.NamedNode | ox.Literal:
    results = ox.Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {text} }} }}", prefixes=PREFIXES)
    (solution,) = results  # type: ignore[misc]
    term: ox.NamedNode | ox.Literal = solution[0]
    return term


def bind(query: NamedQuery, values: Mapping[str, str]) -> str:
    """Return the SPARQL of a query with values in place of defaults; raise `KgError` for a value of the wrong type."""
    if not values:
        return query.sparql
    terms = {}
    for name, value in values.items():
        if name not in query.params:
            known = ", ".join(query.params) or "none"
            raise KgError(
                f'{query.name} has no parameter "{name}"{nearest(name, query.params)}; its parameters are {known}'
            )
        terms[name] = _term_like(query.params[name], name, value)

    def put(match: re.Match[str]) -> str:
        term = terms.get(match["name"])
        return match[0] if term is None else f"BIND ({term} AS ?{match['name']}){match['mark']}"

    return _missing_prefixes(query.text) + _PARAM.sub(put, query.text)


def _term_like(default: ox.NamedNode | ox.Literal, name: str, value: str) -> ox.NamedNode | ox.Literal:
    if isinstance(default, ox.NamedNode):
        return _iri(name, value)
    readers: dict[str, Any] = {"date": parse_day, "decimal": parse_decimal, "integer": parse_integer}
    kind = default.datatype.value.removeprefix(XSD.base)
    try:
        if kind in readers:
            readers[kind](value)
        if default.language:
            return ox.Literal(value, language=default.language)
        return ox.Literal(value, datatype=default.datatype)
    except ValueError as error:  # a value of another form, or bytes that are not UTF-8
        raise KgError(f"--param {name}: {error}") from error


def _iri(name: str, value: str) -> ox.NamedNode:
    prefix, colon, local = value.partition(":")
    text = PREFIXES[prefix] + local if colon and prefix in PREFIXES else value.strip("<>")
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise KgError(
            f'--param {name}: "{value}" is no IRI; write one, or prefix:name as bmr-model:qwen-long'
        ) from error


def with_prefixes(text: str) -> str:
    """Return SPARQL with the published prefixes that it uses and does not declare."""
    return _missing_prefixes(text) + text


@lru_cache(maxsize=256)
def _missing_prefixes(text: str) -> str:
    declared = {match or "" for match in _PREFIX.findall(text)}
    body = re.sub(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?m:^\s*#.*$)", " ", text)
    used = [name for name in PREFIXES if name not in declared and re.search(rf"(?<![\w-]){re.escape(name)}:", body)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used)


def run(store: ox.Store, sparql: str) -> Rows | list[ox.Triple]:
    """Run SPARQL on a store: rows for SELECT and ASK, triples for CONSTRUCT and DESCRIBE.

    Raises `KgError` with the parser's message and its place for a malformed query.
    """
    try:
        results = store.query(with_prefixes(sparql))
    except (SyntaxError, UnicodeEncodeError) as error:
        raise KgError(f"this is not SPARQL: {error}") from error
    if isinstance(results, ox.QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        return Rows(columns, [tuple(solution) for solution in results])
    if isinstance(results, ox.QueryBoolean):
        return Rows(("answer",), [(ox.Literal("true" if results else "false"),)])
    return list(results)


def run_endpoint(url: str, sparql: str) -> Rows | list[ox.Triple]:
    """Run SPARQL on an endpoint by the SPARQL 1.1 Protocol; raise `KgError` if it does not answer or refuses."""
    import urllib.error  # noqa: PLC0415  (only for endpoints)
    import urllib.parse  # noqa: PLC0415
    import urllib.request  # noqa: PLC0415

    if not url.startswith(("http://", "https://")):
        raise KgError(f'"{url}" is no endpoint; write an address that begins with http:// or https://')
    body = urllib.parse.urlencode({"query": with_prefixes(sparql)}).encode()
    accept = "application/sparql-results+json, application/n-triples;q=0.9"
    request = urllib.request.Request(url, body, {"Accept": accept})  # noqa: S310  (scheme checked above)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            content, kind = answer.read(), answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        raise KgError(f"{url} answers {error.code}: {error.read(500).decode(errors='replace').strip()}") from error
    except OSError as error:
        raise KgError(f"{url} does not answer ({error}); is the server running?") from error
    if kind == "application/sparql-results+json":
        return json_rows(json.loads(content))
    return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]


def json_rows(answer: dict[str, Any]) -> Rows:
    """Return the rows of a result in SPARQL 1.1 JSON."""
    if "boolean" in answer:
        return Rows(("answer",), [(ox.Literal(str(answer["boolean"]).lower()),)])
    columns = tuple(answer["head"]["vars"])
    return Rows(
        columns,
        [tuple(_json_term(row.get(name)) for name in columns) for row in answer["results"]["bindings"]],
    )


def _json_term(value: dict[str, str] | None) -> Any:
    if value is None:
        return None
    if value["type"] == "uri":
        return ox.NamedNode(value["value"])
    if value["type"] == "bnode":
        return ox.BlankNode(value["value"])
    if "xml:lang" in value:
        return ox.Literal(value["value"], language=value["xml:lang"])
    return (
        ox.Literal(value["value"], datatype=ox.NamedNode(value["datatype"]))
        if "datatype" in value
        else ox.Literal(value["value"])
    )


def shown(term: Any) -> Cell:
    """Return a term as text: `bmr-model:qwen-long` for IRIs with a published prefix, the bare value for literals."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return str(term.value)


def shorten(iri: str) -> str:
    """Return an IRI with its published prefix, or as it is."""
    fitting = [(base, name) for name, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    base, name = max(fitting, key=lambda pair: len(pair[0]))
    return f"{name}:{iri.removeprefix(base)}"


def to_csv_text(rows: Rows) -> str:
    """Return rows as CSV, safe for spreadsheets."""
    from kg.csvio import to_csv  # noqa: PLC0415

    return to_csv(rows.columns, ([safe_text(cell) for cell in row] for row in rows.values))


def to_turtle(triples: Iterable[ox.Triple]) -> str:
    """Return triples as Turtle with the published prefixes, in one order."""
    ordered = sorted(set(triples), key=str)
    return (ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()


def parse_params(params: Iterable[str]) -> dict[str, str]:
    """Read `k=v` pairs; raise `KgError` for a pair of another form or a name given twice."""
    values: dict[str, str] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals or not name:
            raise KgError(f'--param "{param}" has no value; write name=value')
        if name in values:
            raise KgError(f'--param "{name}" is given twice; keep one')
        values[name] = value
    return values
