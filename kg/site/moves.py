"""Moves: equal price changes of several sources joined, and the story of one episode for drawings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kg.money import normalized, percent_change
from kg.site.content import Content, Row, index

MOVING = ("cut", "made-free", "rise", "launch-price", "promotion", "promotion-end")
"""Kinds of change in which an amount moves or first appears."""
HELD = "no-change"
_PARTS = {"all": 0, "uniform": 0, "input": 1, "output": 2, "cached-input": 3}


@dataclass(frozen=True)
class Move:
    """One change as one or several sources tell it."""

    row: Row
    """The fullest telling."""
    sku: str
    claims: list[Row]

    @property
    def lineages(self) -> int:
        """How many witnesses that do not copy each other."""
        return len({row["lineage"] for row in self.claims})

    @property
    def sources(self) -> list[str]:
        """The sources that tell it."""
        return sorted({row["source"] for row in self.claims})


def joined_moves(content: Content, changes: Iterable[Row]) -> list[Move]:
    """Join price changes that say the same of the same thing; a telling without the former price joins one with it.

    Within an event the best-witnessed offerings stand first, and what did not move last.
    """
    moves = []
    for rows in index(changes, _same).values():
        moves += [
            Move(max(told, key=_fullness), content.offerings[told[0]["offering"]]["sku"], sorted(told, key=_telling))
            for told in _by_former_price(rows)
        ]
    told: dict[tuple[str, str], int] = defaultdict(int)
    for move in moves:
        key = (move.row["event"], move.row["offering"])
        told[key] = max(told[key], move.lineages)

    def order(move: Move) -> tuple[object, ...]:
        event, offering = move.row["event"], move.row["offering"]
        held = move.row["change_kind"] == HELD
        part = _PARTS.get(move.row["component"], 9)
        return event, held, -told[event, offering], offering, part, -move.lineages, _same(move.row)

    return sorted(moves, key=order)


def _by_former_price(rows: Sequence[Row]) -> list[list[Row]]:
    groups = index(rows, lambda row: _per_million(row, "before"))
    silent = groups.pop(None, [])
    if not groups:
        return [silent]
    fullest = max(groups, key=lambda amount: (len(groups[amount]), amount))
    groups[fullest] = [*groups[fullest], *silent]
    return list(groups.values())


def _per_million(row: Row, column: str) -> Decimal | None:
    return None if row[column] is None else normalized(row[column], row["per_tokens"], row["price_unit"])


def _same(row: Row) -> tuple[str, ...]:
    after = _per_million(row, "after")
    stated = "" if after is not None else f"{_per_million(row, 'before') or ''} {row['percent_stated']}"
    shown = "" if after is None else str(after.normalize() + 0)
    return row["event"], row["offering"], row["component"], row["condition"] or "", row["change_kind"], shown, stated


def _fullness(row: Row) -> tuple[int, str]:
    return sum(row[column] is not None for column in ("before", "after", "percent_stated")), row["id"]


def _telling(row: Row) -> tuple[str, str]:
    return row["source"], row["claim"]


@dataclass(frozen=True)
class Step:
    """The move of one offering in one event, concluded from all tellings: the best-witnessed amounts."""

    event: str
    day: date
    provider: str
    offering: Row
    component: str
    kind: str
    before: Decimal | None
    """Per million tokens, on the eve of the move."""
    after: Decimal | None
    """Per million tokens, from the move on."""
    sources: tuple[str, ...]

    @property
    def percent(self) -> Decimal | None:
        """Change in percent, signed."""
        return percent_change(self.before, self.after)


def steps_of_event(content: Content, event: str) -> list[Step]:
    """Return one step for each offering and component that an event moves or expressly holds, prices by the token."""
    day = content.entities["event"][event]["day"]
    rows = [
        row
        for row in content.changes_of_event.get(event, ())
        if row["price_unit"] == "token" and row["rank"] != "deprecated"
    ]
    found = []
    for (offering, component, _), changes in sorted(index(rows, _series).items()):
        if day is not None:
            found.append(_step(content, day, content.offerings[offering], component, changes))
    return found


def _series(row: Row) -> tuple[str, str, str]:
    return row["offering"], row["component"], row["condition"] or ""


def _step(content: Content, day: date, offering: Row, component: str, changes: Sequence[Row]) -> Step:
    after = _best(changes, "after")
    before = _best(changes, "before") or _eve(content, offering["id"], component, changes[0]["condition"], day)
    kind = _best_kind(changes)
    sources = tuple(sorted({row["source"] for row in changes}))
    provider = offering["provider"] or ""
    return Step(changes[0]["event"], day, provider, offering, component, kind, before, after, sources)


def _best(changes: Sequence[Row], column: str) -> Decimal | None:
    """Return the amount that most lineages give, the smaller one on a tie."""
    said: dict[Decimal, set[str]] = {}
    for row in changes:
        amount = _per_million(row, column)
        if amount is not None:
            said.setdefault(amount, set()).add(row["lineage"])
    return min(said, key=lambda amount: (-len(said[amount]), amount)) if said else None


def _best_kind(changes: Sequence[Row]) -> str:
    kinds = index(changes, lambda row: row["change_kind"])
    return str(min(kinds, key=lambda kind: (-len({row["lineage"] for row in kinds[kind]}), kind)))


def _eve(content: Content, offering: str, component: str, condition: str | None, day: date) -> Decimal | None:
    """Return the price that the record has for the day before the move, if it knows one."""
    eve = day - timedelta(days=1)
    component = "input" if component == "uniform" else component
    known = [
        row
        for row in content.periods_of.get(offering, ())
        if (row["component"], row["condition"]) == (component, condition)
        and row["price_unit"] == "token"
        and row["status"] == "exact"
        and row["from"] <= eve
    ]
    return known[-1]["amount_per_million"] if known else None


@dataclass(frozen=True)
class Story:
    """An episode: its events in order, with their steps."""

    episode: str
    events: tuple[Row, ...]
    steps: tuple[Step, ...]

    @property
    def first(self) -> date:
        """Day of the first event."""
        return self.events[0]["day"]  # type: ignore[no-any-return]

    @property
    def last(self) -> date:
        """Day of the last event."""
        return self.events[-1]["day"]  # type: ignore[no-any-return]

    @property
    def days(self) -> int:
        """Length in days, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def moved(self) -> list[Step]:
        """Steps in which a price moved or first appeared."""
        return [step for step in self.steps if step.kind in MOVING]

    @property
    def held(self) -> list[Step]:
        """Steps in which a source says that a price stayed."""
        return [step for step in self.steps if step.kind == HELD]

    @property
    def providers(self) -> list[str]:
        """Organizations that moved a price, in order of their first event."""
        return list(dict.fromkeys(step.provider for step in self.moved))

    @property
    def announcers(self) -> list[str]:
        """Organizations behind the events: who sells what moved, else the first announcer; one for each event."""
        found: dict[str, None] = {}
        for row in self.events:
            own = [step.provider for step in self.steps if step.event == row["id"] and step.provider]
            name = own[0] if own else (row["announced_by"] or "").split(";")[0]
            if name:
                found[name] = None
        return list(found)

    @property
    def offerings(self) -> list[str]:
        """Offerings whose price moved."""
        return list(dict.fromkeys(step.offering["id"] for step in self.moved))


def read_story(content: Content, episode: str) -> Story | None:
    """Return an episode with at least one dated event; None if there is none."""
    rows = [row for row in content.members("price_events", "part_of_episode", episode) if row["day"]]
    if not rows:
        return None
    after = _reaction_order(content)
    events = sorted(rows, key=lambda row: (row["day"], after.get(row["id"], 0), row["id"]))
    return Story(episode, tuple(events), tuple(step for row in events for step in steps_of_event(content, row["id"])))


def _reaction_order(content: Content) -> dict[str, int]:
    """Return event → how many events it is said to answer, so that on one day the answer comes after."""
    found: dict[str, set[str]] = {}
    for row in content.tables["reactions"]:
        if row["reaction"].startswith("event/") and row["reacts_to"].startswith("event/"):
            found.setdefault(row["reaction"].partition("/")[2], set()).add(row["reacts_to"])
    return {event: len(answered) for event, answered in found.items()}


def main_episode(content: Content) -> str | None:
    """Return the episode with most price changes: the one that the home page tells."""
    counts = {
        name: sum(row["changes"] for row in content.members("price_events", "part_of_episode", name) if row["day"])
        for name in content.entities["episode"]
    }
    best = max(sorted(counts), key=lambda name: counts[name], default=None)
    return best if best and counts[best] else None
