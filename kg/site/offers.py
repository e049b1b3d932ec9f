"""Offers: the prices of what one entity sells, by offering, ready for tables and step charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.site.content import Content, Row

SHOWN = 24
"""Offerings that a page lists in full; the others stand in the entity's CSV."""
_CHANNELS = {"first-party": 0, "subscription": 1, "cloud-host": 2, "aggregator": 3}
_MARKETS = {"cn": 0, "intl": 1}


@dataclass(frozen=True)
class Series:
    """The price periods of one offering for one component and condition, in order of time."""

    offering: Row
    component: str
    condition: str
    price_unit: str
    periods: tuple[Row, ...]

    @property
    def moves(self) -> bool:
        """Whether the amount ever changed."""
        return len({row["amount_per_million"] for row in self.periods}) > 1

    @property
    def plain(self) -> bool:
        """Whether it is a list price by the token without condition."""
        return not self.condition and self.price_unit == "token"


@dataclass(frozen=True)
class Offer:
    """An offering with its series."""

    row: Row
    series: tuple[Series, ...]

    @property
    def own(self) -> bool:
        """Whether the developer sells it."""
        return bool(self.row["channel"] == "first-party")

    @property
    def periods(self) -> int:
        """Number of periods."""
        return sum(len(one.periods) for one in self.series)


def offer_of(content: Content, row: Row) -> Offer:
    """Return an offering with all its series, list prices before conditions."""
    groups = groupby(
        content.periods_of.get(row["id"], ()),
        key=lambda period: (period["component"], period["condition"] or "", period["price_unit"]),
    )
    series = [Series(row, *key, tuple(periods)) for key, periods in groups]
    return Offer(row, tuple(sorted(series, key=lambda one: bool(one.condition))))


def offers_of(content: Content, reference: str) -> list[Offer]:
    """Return the offerings of an entity: first-party before others, those with most history first."""
    offers = [offer_of(content, row) for row in content.offerings_of.get(reference, ())]
    return sorted(offers, key=_order)


def _order(offer: Offer) -> tuple[int, int, bool, int, str]:
    row = offer.row
    return (
        _CHANNELS.get(row["channel"] or "", 4),
        _MARKETS.get(row["market"], 2),
        not offer.series,
        -max((len(one.periods) for one in offer.series), default=0),
        row["id"],
    )


def charted(offers: Iterable[Offer]) -> list[list[Series]]:
    """Return groups of series worth a chart: list prices by the token that moved, at most two offerings."""
    groups: list[list[Series]] = []
    for offer in offers:
        if offer.row["channel"] != "first-party":
            continue
        series = [one for one in offer.series if one.plain and one.component in _DRAWN]
        if any(one.moves for one in series):
            groups.append(series)
    return groups[:2]


_DRAWN = ("input", "output", "cached-input", "uniform")


def latest(series: Sequence[Series], component: str) -> Row | None:
    """Return the last period of the list price of a component."""
    found = [one.periods[-1] for one in series if one.component == component and one.plain and one.periods]
    return found[0] if found else None
