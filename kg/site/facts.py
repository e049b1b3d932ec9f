"""Facts: statements about one entity, gathered by property and value, with everyone who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.site.content import Row, index

_FIRST = (
    "legal_name organization_type sub_organization_of based_in nationality_stated founded_on developer brand_owner "
    "marketed_under in_family version_of largest_in released_on paper_on weights_on api_on first_listed_on retired_on "
    "access licence parameters active_parameters training_tokens context_tokens modality architecture size_class "
    "vertical active_in operator announced_by announced_on effective_from event_kind part_of_episode participant "
    "non_participant first_move_of powered_by role affiliated_with founder_of homepage"
)
_ORDER = {name: place for place, name in enumerate(_FIRST.split())}
_RANKS = {"preferred": 0, "normal": 1, "deprecated": 2}


@dataclass(frozen=True)
class Said:
    """One value of a property, and the claims that give it."""

    row: Row
    """The claim that is shown; the others say the same."""
    claims: list[Row]
    holds: bool
    """Whether it is of the best rank present."""
    rank: str

    @property
    def lineages(self) -> int:
        """How many witnesses that do not copy each other."""
        return len({row["lineage"] for row in self.claims})


@dataclass(frozen=True)
class Fact:
    """A property with all values that sources give."""

    name: str
    values: list[Said]

    @property
    def contested(self) -> bool:
        """Whether more than one value stands."""
        return len(self.values) > 1


def gather_facts(statements: Iterable[Row]) -> list[Fact]:
    """Return statements about one subject by property, the values that hold and have most witnesses first."""
    facts = [
        Fact(name, sorted(_values(rows), key=_weight))
        for name, rows in index(statements, lambda row: row["property"]).items()
    ]
    return sorted(facts, key=lambda fact: (_ORDER.get(fact.name, 99), fact.name))


def _values(rows: Iterable[Row]) -> Iterable[Said]:
    for claims in index(rows, lambda row: (row["object"], row["value"], row.get("period"))).values():
        rank = min((row["rank"] for row in claims), key=lambda code: _RANKS.get(code, 1))
        yield Said(claims[0], claims, any(row["holds"] == "yes" for row in claims), rank)


def _weight(said: Said) -> tuple[bool, int, int, str]:
    return not said.holds, _RANKS.get(said.rank, 1), -said.lineages, str(said.row["object"] or said.row["value"])
