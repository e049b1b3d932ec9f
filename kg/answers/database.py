"""The built tables as a database to ask, and which entity a name means."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.findings import KgError, nearest
from kg.names import fold_key

Row = dict[str, Any]

_TIERS = (
    "key_kind = 'fold' AND name_kind IN ('id', 'label', 'alt')",
    "key_kind = 'fold' AND name_kind = 'hidden'",
    "key_kind = 'fold' AND name_kind IN ('sku', 'context')",
    "key_kind = 'pinyin'",
    "key_kind = 'initials'",
)
"""Ways to read a name, the surest first. The first that finds anything decides."""


_FIND = "SELECT entity, min(name) AS name FROM names WHERE key = ?"


@dataclass(frozen=True)
class Match:
    """An entity that a name fits."""

    entity: str
    """`kind/id`."""
    name: str
    """The name of the entity that fitted."""

    @property
    def kind(self) -> str:
        """Kind of the entity."""
        return self.entity.partition("/")[0]

    @property
    def id(self) -> str:
        """Id of the entity without its kind."""
        return self.entity.partition("/")[2]


class Database:
    """`baimo.sqlite` of a built `data` folder, opened for reading."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise KgError("there is no built data here; run `kg build` first, or name the folder with --out")
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        # Read alone, so that threads may share it: SQLite serialises them.
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return the rows of an SQL query; values are bound. Raise `KgError` for a value that SQLite cannot hold."""
        try:
            return [dict(row) for row in self._connection.execute(query, values)]
        except UnicodeEncodeError as error:
            raise KgError("the name holds bytes that are not UTF-8; write it as UTF-8") from error
        except OverflowError as error:
            numbers = ", ".join(str(value) for value in values if isinstance(value, int))
            raise KgError(f"{numbers} is out of range; write a smaller number") from error

    @property
    def meta(self) -> dict[str, str]:
        """Name, version and as_of of the data."""
        return {row["key"]: row["value"] for row in self.rows("SELECT key, value FROM meta")}

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def find(self, name: str, kinds: Iterable[str] = ()) -> list[Match]:
        """Return the entities that a name fits in the surest way of reading that finds any of these kinds."""
        wanted = set(kinds)
        key = fold_key(name)
        for tier in _TIERS:
            query = f"{_FIND} AND {tier} GROUP BY entity ORDER BY entity"
            matches = [Match(row["entity"], row["name"]) for row in self.rows(query, key)]
            matches = [match for match in matches if not wanted or match.kind in wanted]
            if matches:
                return matches
        return []

    def one(self, name: str, kinds: Iterable[str] = ()) -> Match:
        """Return the one entity that a name fits; raise `KgError` with the candidates if it fits none or several.

        `kind/id` names an entity directly.
        """
        kinds = tuple(kinds)
        if "/" in name and self.rows("SELECT 1 FROM names WHERE entity = ? LIMIT 1", name):
            return Match(name, name)
        matches = self.find(name, kinds)
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise self.unknown(name)
        raise KgError(f'"{name}" fits several; name one of them:\n{self.candidates(matches)}')

    def unknown(self, name: str) -> KgError:
        """Return the error for a name that nothing bears."""
        known = [
            row["name"]
            for row in self.rows("SELECT DISTINCT name FROM names WHERE name_kind IN ('label', 'alt', 'id')")
        ]
        folded = {fold_key(one): one for one in known}
        near = nearest(fold_key(name), folded)
        hint = (
            f"; the nearest is {folded[near.rpartition(' ')[2]]}" if near else "; `kg query name-to-owner` lists names"
        )
        return KgError(f'nothing is called "{name}"{hint}')

    def candidates(self, matches: Iterable[Match]) -> str:
        """Return one line for each match: reference and labels."""
        return "\n".join(f"  {match.entity}  {self.label(match.entity)}" for match in matches)

    def label(self, entity: str, language: str = "") -> str:
        """Return the labels of an entity, Chinese first, or the one in a language (`zh`, `en`) if it exists."""
        rows = self.rows(
            "SELECT name FROM names WHERE entity = ? AND name_kind IN ('label', 'sku') AND key_kind = 'fold'",
            entity,
        )
        labels: list[str] = sorted({row["name"] for row in rows}, key=lambda text: (text.isascii(), text))
        if language and labels:
            wanted = [text for text in labels if text.isascii() == (language == "en")]
            return (wanted or labels)[0]
        return " · ".join(labels) or entity.partition("/")[2]
