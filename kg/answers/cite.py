"""Citing a claim: GB/T 7714—2015 for Chinese readers, BibTeX for all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.answers.database import Database, Row
from kg.findings import KgError, nearest
from kg.iris import CLAIM_KINDS, ID

_MARKS = {
    "paper": "J/OL",
    "press": "N/OL",
    "syndicated-press": "N/OL",
    "self-media": "EB/OL",
    "dataset": "DB/OL",
    "aggregator": "DB/OL",
    "vendor-plugin": "DB/OL",
}
"""Source kind → the standard's mark of the kind of document; EB/OL else."""


@dataclass(frozen=True)
class Citation:
    """A claim with the references to print."""

    claim: str
    iri: str
    gbt7714: str
    bibtex: str

    def as_json(self) -> dict[str, str]:
        """Return the citation for `--format json`."""
        return {"claim": self.claim, "iri": self.iri, "gbt7714": self.gbt7714, "bibtex": self.bibtex}


def cite(database: Database, name: str) -> Citation:
    """Return the references of a claim, named `source/claim`; `KgError` tells the nearest name if there is none."""
    source, _, key = name.partition("#")[0].partition("/")
    rows = database.rows("SELECT * FROM evidence WHERE source = ? AND claim = ?", source, key)
    if not rows:
        known = database.rows("SELECT claim FROM evidence WHERE source = ?", source)
        hint = nearest(key, [row["claim"] for row in known]) if known else _nearest_source(database, source)
        raise KgError(f'there is no claim "{name}"{hint}; write source/claim as kg price and kg show print them')
    evidence = rows[0]
    document = database.rows("SELECT * FROM sources WHERE id = ?", source)[0]
    iri = f"{ID.base}{CLAIM_KINDS[evidence['table']]}/{evidence['id']}"
    return Citation(
        name, iri, _gbt7714(document, evidence, database.meta, iri), _bibtex(document, evidence, database.meta, iri)
    )


def _nearest_source(database: Database, source: str) -> str:
    return nearest(source, [row["id"] for row in database.rows("SELECT id FROM sources")])


def _gbt7714(source: Row, evidence: Row, meta: dict[str, str], iri: str) -> str:
    mark = _MARKS.get(source["kind"], "EB/OL")
    published = f"({source['published']})" if source["published"] else ""
    read = f"[{source['retrieved']}]" if source["retrieved"] else ""
    where = _address(source)
    original = f"{source['publisher']}. {source['title']}[{mark}]. {published}{read}. {evidence['locator']}. {where}"
    version = f"版本 {meta['version']}, 数据截至 {meta['as_of']}"
    return f"{_tidy(original)}. 转引自: 百模图谱[DB/OL]. {version}. {iri}."


def _bibtex(source: Row, evidence: Row, meta: dict[str, str], iri: str) -> str:
    fields = {
        "author": f"{{{_plain(source['publisher'])}}}",
        "title": f"{{{_plain(source['title'])}}}",
        "date": source["published"] or "",
        "urldate": source["retrieved"] or "",
        "url": _address(source),
        "note": f"{_plain(evidence['locator'])}. Claim {iri} in Baimo {meta['version']}, as of {meta['as_of']}",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{baimo-{evidence['id']},\n{body}\n}}"


def _address(source: Row) -> str:
    return source["url"] or (f"https://github.com/{source['repo']}" if source["repo"] else "")


def _tidy(text: str) -> str:
    return re.sub(r"\s*\.(?:\s*\.)+", ".", text).strip().rstrip(".")


def _plain(text: str) -> str:
    return re.sub(r"([\\{}%#&$_])", r"\\\1", text)
