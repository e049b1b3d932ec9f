"""Findings: what a stage has to say against its input, gathered and told once.

A finding names file, row and column, what is wrong and what to write instead. Errors fail a run, warnings do
not. Code collects findings in a list and raises one `DataError` at the end of a stage, so that one run tells
everything.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "accepted"]
"""An accepted finding is a warning that the editors know, and let stand with a day and a reason."""

_LONGEST = 2000
"""Most marks of a message that are shown."""


@dataclass(frozen=True, order=True)
class Finding:
    """One sentence against one place of the input."""

    path: str
    """File, relative to the data folder's parent (`data/…`), with forward slashes."""
    line: int
    """Line of the file, the header being line 1; 0 where the finding is about the whole file."""
    column: str
    """Column or key; empty where the finding is about the whole row."""
    message: str
    """What is wrong and what to write instead."""
    rule: str = "input"
    """The name of the rule that found it."""
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        column = f" {self.column}:" if self.column else ""
        kind = "" if self.severity == "error" else f"{self.severity}: "
        return visible(f"{place}:{column} {kind}{self.message}")


def visible(text: str) -> str:
    """Return a text on one line, marks that cannot be seen as their codes, so that no input writes to the screen."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
    if shown.isprintable():
        return shown
    return "".join(mark if mark.isprintable() or _is_blank(mark) else f"U+{ord(mark):04X}" for mark in shown)


def _is_blank(mark: str) -> bool:
    return unicodedata.category(mark) == "Zs"


class KgError(Exception):
    """An error a user can mend. The command line prints its text and ends with exit code 2."""


class DataError(KgError):
    """The input has errors; `findings` holds all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__("\n".join(map(str, self.findings)))


def raise_errors(findings: Iterable[Finding]) -> None:
    """Raise `DataError` with all findings if one of them is an error."""
    found = list(findings)
    if any(finding.severity == "error" for finding in found):
        raise DataError(found)


def counted(findings: Iterable[Finding]) -> str:
    """Return how many are errors, warnings and, if there are any, accepted warnings."""
    counts = Counter(finding.severity for finding in findings)
    accepted = f", {counts['accepted']} accepted" if counts["accepted"] else ""
    return f"{counts['error']} errors, {counts['warning']} warnings{accepted}"


def nearest(wrong: str, known: Iterable[str]) -> str:
    """Return an ending for a message: `; the nearest is …`, or nothing where nothing is near."""
    close = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"; the nearest is {close[0]}" if close else ""
