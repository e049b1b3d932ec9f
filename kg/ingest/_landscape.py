"""Finding what an upstream names and adding claims about it: shared by the importers of the landscape.

Nothing is guessed: a spelling without a reviewed alias, label or outside id is left out with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.ingest._upstream import Upstream, claim_key
from kg.ingest.base import Import
from kg.ingest.names import Names

PERSON = "the developer is a person or a handle, not an organisation"
MADE = ("model", "family", "application")
"""Kinds of what an organisation develops."""
PERSONS = frozenset(
    {
        "2020MEAI", "Bin Lei", "BlinkDL", "Denilah", "Facico", "GMFTBY", "Gavin Li", "Haitao Li", "Jiaying Li",
        "Joseph Cheung", "Ke Bai", "LI YUYANG", "LeiZi", "Ming Xu", "Pengxiao Song", "Quzhe Huang",
        "ShengbinYue", "Shenzhi Wang", "Songhua Yang", "WangRongsheng", "Yang JianXin", "Yiming Cui",
        "Zhongli Li", "Ziqing Yang", "Zlasejd", "daven", "davidpig", "hongchengliu", "lzw-lzw", "michael-wzhu",
        "operatorx", "qiuhuachuan", "xionghonglin", "yiming cui", "yuyangmu", "罗瑞璞",
    }
)  # fmt: skip
"""Makers that catalogues name by a person's name or handle: they make no developer claim."""
OF_APPLICATION = "a property of models, said of an application"
_OF_MODELS = {
    "access",
    "architecture",
    "parameters",
    "active_parameters",
    "training_tokens",
    "own_base",
    "licence",
}
_PART = re.compile(r"(?:subsidiary|branch) of (\S+)")
_LIST_COMMA = re.compile(r"\s*,(?!\s*(?:Ltd|LTD|Inc|Co)\b)\s*")


class Landscape:
    """The claims of one import; each key is used once."""

    def __init__(self, imported: Import, names: Names, upstream: Upstream) -> None:
        self.imported, self.names, self.upstream = imported, names, upstream
        self.source = imported.source
        self._keys: set[str] = set()
        self._groups: dict[str, str] = {}

    def organization(self, spelling: str, locator: str) -> str | None:
        """Return the organisation that a spelling means; leave it out where there is none.

        Where an alias row with the context "unit" says that the source prints a unit of a group, it is the unit.
        """
        if spelling in PERSONS:
            self.imported.leave_out(locator, PERSON)
            return None
        found = self.party(spelling)
        if found is None:
            self.imported.leave_unresolved(locator, "organization", spelling)
        return found

    def party(self, spelling: str) -> str | None:
        """Return the organisation, or the unit, that a spelling means; None where there is none."""
        found = self.names.find(spelling, self.source, ("organization",))
        unit = self.names.within(spelling, self.source, ("organization",), "unit")
        if unit and found:
            self._groups[unit] = found
        return unit or found

    def organizations(self, spellings: Iterable[str], locator: str) -> list[tuple[str, str]]:
        """Return (spelling, organisation) for each spelling that has one."""
        return [(name, found) for name in spellings if (found := self.organization(name, locator))]

    def find_made(
        self,
        spelling: str,
        parties: Iterable[str] = (),
        github: Sequence[str] = (),
        face: Sequence[str] = (),
        kinds: Sequence[str] = MADE,
    ) -> str | None:
        """Return the model, family or application that a spelling means.

        Where organisations are named, the spelling counts only within one of them; where none is, only by a
        reviewed alias: never a name alone. A repository decides where the spelling does not, since one
        repository may hold several models.
        """
        parties = list(parties)
        groups = [self._groups[party] for party in parties if party in self._groups]
        found = None
        for context in [party.partition("/")[2] for party in [*parties, *groups]] or [""]:
            found = found or self.names.within(spelling, self.source, kinds, context)
        for column, items in (("github", github), ("huggingface", face)):
            for item in items:
                found = found or self.names.by_outside_id(column, item, kinds)
        return found

    def made(
        self,
        spelling: str,
        locator: str,
        parties: Iterable[str] = (),
        github: Sequence[str] = (),
        face: Sequence[str] = (),
        kinds: Sequence[str] = MADE,
    ) -> str | None:
        """Return what `find_made` finds; leave the spelling out where that is nothing."""
        found = self.find_made(spelling, parties, github, face, kinds)
        if found is None:
            self.imported.leave_unresolved(locator, "model", spelling, f"of {', '.join(parties) or 'nobody named'}")
        return found

    def fact(self, key: Sequence[str], subject: str, property_: str, locator: str, **cells: str | None) -> None:
        """Add a fact with the key `…~property`; the first row under a key counts."""
        made = claim_key(*key, property_)
        if property_ in _OF_MODELS and subject.startswith("application/"):
            self.imported.leave_out(locator, OF_APPLICATION, f"{property_} of {subject}")
        elif made not in self._keys:
            self._keys.add(made)
            self.imported.add("facts", made, locator, subject=subject, property_=property_, **cells)

    def developers(
        self, key: Sequence[str], subject: str, parties: Iterable[tuple[str, str]], locator: str, name: str
    ) -> None:
        """Add one developer fact for each organisation, in the order given."""
        for number, (spelling, party) in enumerate(parties, 1):
            place = [*key, *([str(number)] if number > 1 else [])]
            self.fact(place, subject, "developer", locator, object_=party, as_stated=f"{spelling}: {name}")

    def part_of(self, spelling: str, party: str, words: str, locator: str) -> None:
        """Add what a table says of an organisation in words such as `subsidiary of 中国平安 (601318.SH)`."""
        match = _PART.search(words)
        whole = self.names.find(match[1], self.source, ("organization",)) if match else None
        if whole and whole != party:
            key = ["organization", spelling]
            self.fact(key, party, "sub_organization_of", locator, object_=whole, as_stated=words)

    def derivation(self, key: Sequence[str], derived: str, base: str, kind: str, locator: str, stated: str) -> None:
        """Add a derivation; a model is not derived from itself."""
        made = claim_key(*key, "derivation")
        if made not in self._keys and derived != base:
            self._keys.add(made)
            self.imported.add("derivations", made, locator, derived=derived, base=base, kind=kind, as_stated=stated)


def split_names(cell: str) -> list[str]:
    """Split a list of organisations at commas, but not before Ltd, Inc or Co.

    Example: `Lituo Co., Ltd., Peking University` are two.
    """
    return [name for name in _LIST_COMMA.split(" ".join(cell.split())) if name]
