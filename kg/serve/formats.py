"""Media types that the endpoint speaks, and which of them a client is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.serve.sparql_text import Form


@dataclass(frozen=True)
class Kind:
    """A format: the name by which workers know it, and its media types, the first being the one that is sent."""

    name: str
    types: tuple[str, ...]

    @property
    def content_type(self) -> str:
        """The media type as it is sent."""
        return f"{self.types[0]}; charset=utf-8"


ROWS = (
    Kind("json", ("application/sparql-results+json", "application/json", "text/json")),
    Kind("xml", ("application/sparql-results+xml", "application/xml", "text/xml")),
    Kind("csv", ("text/csv",)),
    Kind("tsv", ("text/tab-separated-values",)),
)
TRIPLES = (
    Kind("ttl", ("text/turtle", "application/turtle", "application/x-turtle")),
    Kind("nt", ("application/n-triples", "text/plain")),
    Kind("jsonld", ("application/ld+json", "application/json")),
    Kind("rdf", ("application/rdf+xml", "application/xml", "text/xml")),
)


def kinds_for(form: Form | None) -> tuple[Kind, ...]:
    """Return the formats in which a query of a form can be answered, the usual one first."""
    return TRIPLES if form in {"CONSTRUCT", "DESCRIBE"} else ROWS


def negotiate(accept: str, kinds: Sequence[Kind]) -> Kind | None:
    """Return the format that an `Accept` header likes best, or None if it takes none of them.

    A media type that is named weighs more than a range that holds it; among equal weights the first of `kinds`
    wins, so that a client that takes everything gets the usual format.
    """
    ranges = _ranges(accept) or [("*/*", 1.0)]
    best: tuple[float, Kind | None] = (0.0, None)
    for kind in kinds:
        weight = _weight(kind, ranges)
        if weight > best[0]:
            best = (weight, kind)
    return best[1]


def accepts_gzip(accept_encoding: str) -> bool:
    """Return whether an `Accept-Encoding` header takes gzip."""
    ranges = dict(_ranges(accept_encoding))
    return ranges.get("gzip", ranges.get("*", 0.0)) > 0


def _ranges(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.lower().split(","):
        media, *params = (piece.strip() for piece in part.split(";"))
        if media:
            found.append((media, _quality(params)))
    return found


def _quality(params: Sequence[str]) -> float:
    for param in params:
        name, _, value = param.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _weight(kind: Kind, ranges: Sequence[tuple[str, float]]) -> float:
    family = f"{kind.types[0].partition('/')[0]}/*"
    for wanted in (kind.types, (family,), ("*/*",)):
        fitting = [quality for name, quality in ranges if name in wanted]
        if fitting:
            return max(fitting)
    return 0.0
