"""Results as bytes: rows in JSON, XML, CSV and TSV, triples in the RDF formats, within bounds.

Rows are written one by one, so that a result that passes a bound is noticed at the row where it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

import pyoxigraph as ox

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_SPECIAL = re.compile(r'[",\r\n]')
_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Row = Sequence[Any]


class TooLargeError(Exception):
    """A result passes a bound; the text says which, and what to do."""


def write_boolean(answer: bool, form: str) -> bytes:
    """Return the result of an ASK."""
    word = "true" if answer else "false"
    if form == "json":
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if form == "xml":
        return f"{_XML_BEGIN}<head></head><boolean>{word}</boolean></sparql>".encode()
    return word.encode()


def write_rows(names: Sequence[str], rows: Iterator[Row], form: str, max_rows: int) -> Iterator[bytes]:
    """Yield the result of a SELECT in pieces; raise `TooLargeError` at the first row too many."""
    begin, line, between, end = _WRITERS[form]
    yield begin(names).encode()
    shown = [_label(form, name) for name in names]
    for number, row in enumerate(rows):
        if number == max_rows:
            raise TooLargeError(
                f"the result has more than {max_rows} rows; narrow the query, or ask for parts by LIMIT"
            )
        text = line(shown, row)
        yield (between + text if number else text).encode()
    yield end.encode()


def write_triples(triples: Iterator[ox.Triple], form: str, max_rows: int, prefixes: dict[str, str]) -> bytes:
    """Return the result of a CONSTRUCT or DESCRIBE, each triple once, in one order."""
    found: set[ox.Triple] = set()
    for triple in triples:
        found.add(triple)
        if len(found) > max_rows:
            raise TooLargeError(
                f"the result has more than {max_rows} triples; narrow the query, or take the files under /data/"
            )
    ordered = sorted(found, key=str)
    return ox.serialize(ordered, format=RDF_FORMATS[form], prefixes=prefixes if form != "nt" else None) or b""


def _label(form: str, name: str) -> str:
    if form == "json":
        return json.dumps(name)
    return _quoted(name) if form == "xml" else name


def _json_begin(names: Sequence[str]) -> str:
    return f'{{"head":{{"vars":{json.dumps(list(names))}}},"results":{{"bindings":['


def _json_row(names: Sequence[str], row: Row) -> str:
    cells = (f"{name}:{_json_term(term)}" for name, term in zip(names, row, strict=True) if term is not None)
    return f"{{{','.join(cells)}}}"


def _json_term(term: Any) -> str:
    if isinstance(term, ox.Literal):
        value = json.dumps(term.value, ensure_ascii=False)
        if term.language:
            return f'{{"type":"literal","value":{value},"xml:lang":"{term.language}"}}'
        kind = term.datatype.value
        kept = "" if kind == _STRING else f',"datatype":{json.dumps(kind, ensure_ascii=False)}'
        return f'{{"type":"literal","value":{value}{kept}}}'
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        inner = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts)
        return f'{{"type":"triple","value":{{{inner}}}}}'
    kind = "uri" if isinstance(term, ox.NamedNode) else "bnode"
    return f'{{"type":"{kind}","value":{json.dumps(term.value, ensure_ascii=False)}}}'


_XML_BEGIN = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_begin(names: Sequence[str]) -> str:
    variables = "".join(f"<variable name={_quoted(name)}/>" for name in names)
    return f"{_XML_BEGIN}<head>{variables}</head><results>"


def _xml_row(names: Sequence[str], row: Row) -> str:
    cells = (
        f"<binding name={name}>{_xml_term(term)}</binding>"
        for name, term in zip(names, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(cells)}</result>"


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.Literal):
        value = _xml_text(term.value)
        if term.language:
            return f"<literal xml:lang={_quoted(term.language)}>{value}</literal>"
        kind = term.datatype.value
        return f"<literal{'' if kind == _STRING else f' datatype={_quoted(kind)}'}>{value}</literal>"
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    return f"<uri>{_xml_text(term.value)}</uri>" if isinstance(term, ox.NamedNode) else f"<bnode>{term.value}</bnode>"


def _xml_text(text: str) -> str:
    """Return text for XML, which cannot hold most control characters: they become U+FFFD."""
    return escape(_FORBIDDEN_IN_XML.sub("\ufffd", text), quote=False).replace("\r", "&#13;")


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'


def _csv_begin(names: Sequence[str]) -> str:
    return ",".join(names) + "\r\n"


def _csv_row(_names: Sequence[str], row: Row) -> str:
    return ",".join(_csv_cell(term) for term in row) + "\r\n"


def _csv_cell(term: Any) -> str:
    if term is None:
        return ""
    text = str(term) if isinstance(term, (ox.BlankNode, ox.Triple)) else str(term.value)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _SPECIAL.search(text) else text


def _tsv_begin(names: Sequence[str]) -> str:
    return "\t".join(f"?{name}" for name in names) + "\n"


def _tsv_row(_names: Sequence[str], row: Row) -> str:
    return "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"


_Begin = Callable[[Sequence[str]], str]
_Line = Callable[[Sequence[str], Row], str]
_WRITERS: dict[str, tuple[_Begin, _Line, str, str]] = {
    "json": (_json_begin, _json_row, ",", "]}}"),
    "xml": (_xml_begin, _xml_row, "", "</results></sparql>"),
    "csv": (_csv_begin, _csv_row, "", ""),
    "tsv": (_tsv_begin, _tsv_row, "", ""),
}
