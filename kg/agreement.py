"""Agreement: when two values of one property can both hold, though they are not written alike.

A year agrees with a day in it, 13 billion parameters with 13.26 billion, a city with its province, a licence with
limits with open weights. Where two values do not agree, `near` functions tell whether they are the same thing at
another grain: a group and its unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from kg import vocabulary
from kg.resolve import Resolved
from kg.values import Period, parse_period

_Links = Mapping[str, frozenset[str]]
"""`kind/id` → everything above it."""


def dates_agree(one: str, other: str) -> bool:
    """Tell whether two EDTF values have a day in common; `~` widens a value by its own length on both sides."""
    first, second = _bounds(parse_period(one)), _bounds(parse_period(other))
    return first[0] <= second[1] and second[0] <= first[1]


def is_before(one: str, other: str) -> bool:
    """Tell whether every day of an EDTF value lies before every day of another."""
    return _bounds(parse_period(one))[1] < _bounds(parse_period(other))[0]


def _bounds(period: Period) -> tuple[date, date]:
    first, last = period.first or date.min, period.last or date.max
    if "~" in period.text and period.first and period.last:
        length = last - first + timedelta(days=1)
        return first - length, last + length
    return first, last


def counts_agree(one: str, other: str) -> bool:
    """Tell whether the coarser of two counts is the finer one rounded, or cut, to the digits that it has.

    Example: 13000000000 and 13264901120 agree, 355000000000 and 357000000000 do not.
    """
    coarse, fine = sorted((Decimal(one), Decimal(other)), key=_digits)
    digits = max(_digits(coarse), 1)
    return any(Context(digits, rounding).plus(fine) == coarse for rounding in (ROUND_HALF_UP, ROUND_DOWN))


def _digits(count: Decimal) -> int:
    return len(str(int(count)).rstrip("0"))


class Agreement:
    """The relations between values that the registry and the claims of a dataset hold."""

    def __init__(self, resolved: Resolved) -> None:
        regions = resolved.dataset.registry["region"]
        self._regions = _closure(
            (f"region/{name}", f"region/{row.record.broader}") for name, row in regions.items() if row.record.broader
        )
        facts = [claim.record for claim in resolved.dataset.claims["facts"]]
        self._groups = _closure(
            (str(fact.subject), str(fact.object)) for fact in facts if fact.property == "sub_organization_of"
        )
        above = [
            (str(fact.subject), str(fact.object)) for fact in facts if fact.property in {"in_family", "version_of"}
        ]
        made = [(str(one.record.derived), str(one.record.base)) for one in resolved.dataset.claims["derivations"]]
        self._models = _closure([*above, *made])

    def seats(self, one: str, other: str) -> bool:
        """Tell whether one region lies in the other; regions of two countries are another matter."""
        return _linked(self._regions, one, other) or not self.countries(one, other)

    def countries(self, one: str, other: str) -> bool:
        """Tell whether two regions lie in one country."""
        return self.country(one) == self.country(other)

    def country(self, region: str) -> str:
        """Return the widest region above a region."""
        above = self._regions.get(region, frozenset())
        return next((wider for wider in sorted(above) if wider not in self._regions), region)

    def units(self, one: str, other: str) -> bool:
        """Tell whether two organizations are a group and its unit, or units of one group."""
        return _linked(self._groups, one, other) or bool(
            self._groups.get(one, frozenset()) & self._groups.get(other, frozenset())
        )

    def bases(self, one: str, other: str) -> bool:
        """Tell whether two base models can both be meant.

        They are family and member, model and version, or one is the base of the other; a name that begins as the
        other (LLaMA, LLaMA-7B) counts as its member here.
        """
        first, second = _stem(one), _stem(other)
        return first.startswith(second) or second.startswith(first) or _linked(self._models, one, other)


def access_agrees(one: str, other: str) -> bool:
    """Tell whether both codes of access say that the weights can be downloaded, or both do not; unknown fits any."""
    return "access/unknown" in {one, other} or _is_open(one) == _is_open(other)


def _is_open(code: str) -> bool:
    concepts = vocabulary.schemes()["access"]
    concept = concepts[code.partition("/")[2]]
    return "open-weights" in {concept.code, concept.broader}


def _stem(model: str) -> str:
    """Return a name without joints and without the 1 of a first generation (gemma1, Gemma)."""
    name = model.partition("/")[2].replace("-", "").replace(".", "")
    return name[:-1] if re.fullmatch(r".*[a-z]1", name) else name


def _linked(links: _Links, one: str, other: str) -> bool:
    return one == other or other in links.get(one, ()) or one in links.get(other, ())


def _closure(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return each lower thing with everything above it; a circle in the claims ends where it began."""
    direct: dict[str, set[str]] = defaultdict(set)
    for lower, upper in pairs:
        direct[lower].add(upper)
    found: dict[str, frozenset[str]] = {}
    for start in direct:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for upper in direct.get(todo.pop(), ()):
                if upper not in seen:
                    seen.add(upper)
                    todo.append(upper)
        found[start] = frozenset(seen - {start})
    return found
