"""What a query asks for, read from its tokens before it is run: its form, and whether it may run here.

The tokens are those of the SPARQL grammar as far as needed: words inside strings, IRIs, comments, variables
and prefixed names are no keywords. A call of another endpoint is looked for in the text as it stands, not in
the tokens: `?a<'&&?b>'` is read as an IRI or as two operators, and a keyword could hide behind the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_VOLATILE = {"RAND", "NOW", "UUID", "STRUUID", "BNODE"}
_REMEMBERED_LENGTH = 8192
_GAP = r"(?:\s|\#[^\r\n]*)*"
_SERVICE = re.compile(
    rf"(?<![:?$])service{_GAP}(?:silent{_GAP})?(?:<[^<>]*>|(?:\\.|[^\s{{\#\\])+){_GAP}\{{", re.IGNORECASE
)
_TOKEN = re.compile(
    r"""
    (?P<skip> \#[^\r\n]* | <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<text> \"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
            | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<name> [?$@]\w+ | (?:[^\W\d][\w.-]*)?:(?:[\w.:%-]|\\.)* )
  | (?P<word> [^\W\d][\w-]* )
  | (?P<mark> \\. | \S )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Asked:
    """What the tokens tell of a query."""

    form: Form | None
    """None where no query form was found: the engine's parser will say what it expected."""
    update: bool
    """It begins as an update."""
    service: bool
    """It would call another endpoint."""
    volatile: bool
    """Its answer may differ from run to run: RAND, NOW, UUID."""
    tokens: tuple[str, ...]
    """The tokens without comments, so that the same query written otherwise is known again."""


def read_query(text: str) -> Asked:
    """Return what a query asks for. Text that is no SPARQL gives an `Asked` without form."""
    return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else _read(text)


@lru_cache(maxsize=256)
def _remembered(text: str) -> Asked:
    return _read(text)


def _read(text: str) -> Asked:
    kinds, tokens = [], []
    for kind, token in _tokens(text):
        kinds.append(kind)
        tokens.append(token)
    words = {token.upper() for kind, token in zip(kinds, tokens, strict=True) if kind == "word"}
    first = _first_word(kinds, tokens)
    return Asked(
        form=next((form for form in _FORMS if form == first), None),
        update=first in _UPDATES,
        service=bool(_SERVICE.search(text)),
        volatile=bool(words & _VOLATILE),
        tokens=tuple(tokens),
    )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        if not match[0].startswith("#"):
            yield match.lastgroup or "mark", match[0]


def _first_word(kinds: list[str], tokens: list[str]) -> str:
    """Return the first keyword after the prologue (BASE, PREFIX), in capitals; empty where there is none."""
    for kind, token in zip(kinds, tokens, strict=True):
        if kind == "word" and token.upper() not in {"BASE", "PREFIX", "VERSION"}:
            return token.upper()
        if kind not in {"word", "skip", "name", "text"}:
            break
    return ""
