"""Which entity a spelling means, for importers: by reviewed aliases and outside ids, never by likeness.

The order of matching: repository, Hugging Face repository or organisation, reviewed alias of this source, reviewed
alias of any source, label. A spelling that could mean two things means neither without its context.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from kg.findings import KgError, nearest
from kg.records import KIND_OF_FILE


class Names:
    """The names of a registry folder (`data/registry`)."""

    def __init__(self, registry: Path) -> None:
        self.registry = registry

    @cached_property
    def _entities(self) -> list[tuple[str, dict[str, str]]]:
        return [(kind, row) for file, kind in KIND_OF_FILE.items() for row in _rows(self.registry / f"{file}.csv")]

    @cached_property
    def _aliases(self) -> dict[tuple[str, str, str], set[str]]:
        """(source, folded spelling, context) → references `kind/id`."""
        found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in _rows(self.registry / "aliases.csv"):
            found[row["source"], fold(row["spelling"]), row.get("context", "")].add(row["id"])
        for kind, row in self._entities:
            for label in (row.get("label_zh"), row.get("label_en"), row["id"]):
                if label:
                    found["label", fold(label), ""].add(f"{kind}/{row['id']}")
        return found

    @cached_property
    def _outside(self) -> dict[tuple[str, str], set[str]]:
        """(column, outside id in lower case) → references."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, row in self._entities:
            for column in ("github", "huggingface", "wikidata", "ror", "stock"):
                for item in row.get(column, "").split(";"):
                    if item.strip():
                        found[column, item.strip().lower()].add(f"{kind}/{row['id']}")
        return found

    def exists(self, reference: str) -> bool:
        """Whether `kind/id` stands in the registry."""
        return reference in self._known

    @cached_property
    def _known(self) -> set[str]:
        return {f"{kind}/{row['id']}" for kind, row in self._entities}

    def by_outside_id(self, column: str, value: str, kinds: Iterable[str] = ()) -> str | None:
        """Return the one entity that has an outside id: column github, huggingface, wikidata, ror or stock."""
        return _only(self._outside.get((column, value.strip().lower()), set()), kinds)

    def find(self, spelling: str, source: str, kinds: Iterable[str] = (), context: str = "") -> str | None:
        """Return the reference that a spelling means in a source, or None where it is unknown or ambiguous.

        `context` is what must hold, by the reviewed alias row, for the spelling to mean it (an organisation's id).
        Aliases with the context are asked first, then those without.
        """
        key = fold(spelling)
        for asked in dict.fromkeys((context, "")):
            for owner in (source, "*", "label"):
                match = _only(self._aliases.get((owner, key, asked), set()), kinds)
                if match:
                    return match
        return None

    def within(self, spelling: str, source: str, kinds: Iterable[str], context: str) -> str | None:
        """Return what a spelling means by an alias row with this very context, or None: never by a label alone."""
        for owner in (source, "*"):
            match = _only(self._aliases.get((owner, fold(spelling), context), set()), kinds)
            if match:
                return match
        return None

    def need(self, spelling: str, source: str, kinds: Iterable[str] = (), context: str = "") -> str:
        """Return what `find` returns; raise `KgError` naming the nearest known spelling where it finds nothing."""
        found = self.find(spelling, source, kinds, context)
        if found is None:
            known = {spelling for _, spelling, _ in self._aliases}
            raise KgError(f'{source}: "{spelling}" has no reviewed alias{nearest(fold(spelling), known)}')
        return found


def fold(spelling: str) -> str:
    """Fold a spelling for comparison: NFKC, no zero-width marks, case folded, blanks joined. Nothing else."""
    text = unicodedata.normalize("NFKC", spelling)
    text = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    return " ".join(text.casefold().split())


def _only(references: set[str], kinds: Iterable[str]) -> str | None:
    wanted = set(kinds)
    fitting = {reference for reference in references if not wanted or reference.partition("/")[0] in wanted}
    return next(iter(fitting)) if len(fitting) == 1 else None


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
