"""The price war for the timeline page: lanes, answers, those who stayed out, and who is said to have fired first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from kg.site.content import Content, Row, index
from kg.site.moves import HELD, MOVING, Move, Story, joined_moves, steps_of_event

_AROUND = timedelta(days=10)
"""How far from an episode an event may lie that a narrator puts at its beginning or that took part in its answers."""


@dataclass(frozen=True)
class Event:
    """A pricing event in its lane."""

    row: Row
    lane: str
    """Organization in whose lane it stands."""
    moves: list[Move]
    held: list[Move]
    sources: tuple[str, ...]
    days: tuple[date, ...]
    """All days that sources give for it, in order."""

    @property
    def id(self) -> str:
        """Id of the event."""
        return str(self.row["id"])

    @property
    def day(self) -> date:
        """The concluded day."""
        day: date = self.row["day"]
        return day


@dataclass(frozen=True)
class Answer:
    """A reaction with everyone who tells it."""

    reaction: str
    """`event/id` or `organization/id`."""
    reacts_to: str
    kind: str
    rows: list[Row]
    against: bool
    """Whether the dates speak against it."""

    @property
    def of_organization(self) -> bool:
        """Whether an end of it is a company and no announcement."""
        return not (self.reaction.startswith("event/") and self.reacts_to.startswith("event/"))

    @property
    def sources(self) -> tuple[str, ...]:
        """Who tells it."""
        return tuple(sorted({row["source"] for row in self.rows}))


@dataclass(frozen=True)
class Outsider:
    """An organization that is said to have stayed out, or that refused."""

    organization: str
    refusals: list[Row]
    absences: list[Row]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who tells it."""
        return tuple(sorted({row["source"] for row in (*self.refusals, *self.absences)}))


@dataclass(frozen=True)
class FirstShot:
    """An event that some narrators put first."""

    event: str
    rows: list[Row]


@dataclass(frozen=True)
class War:
    """Everything that the timeline of one episode shows."""

    story: Story
    events: tuple[Event, ...]
    answers: tuple[Answer, ...]
    outsiders: tuple[Outsider, ...]
    first_shots: tuple[FirstShot, ...]

    @property
    def lanes(self) -> list[str]:
        """Organizations in order of their first event."""
        return list(dict.fromkeys(event.lane for event in self.events))

    @property
    def narrators(self) -> list[tuple[str, int]]:
        """Sources with the number of events, answers and outsiders that they tell, the fullest first."""
        told: dict[str, int] = defaultdict(int)
        groups = [one.sources for one in self.events]
        groups += [one.sources for one in self.answers]
        groups += [one.sources for one in self.outsiders]
        for source in (source for sources in groups for source in sources):
            told[source] += 1
        return sorted(told.items(), key=lambda item: (-item[1], item[0]))

    @property
    def first(self) -> date:
        """First day drawn."""
        return min(event.day for event in self.events)

    @property
    def last(self) -> date:
        """Last day drawn."""
        return max(event.day for event in self.events)


def read_war(content: Content, story: Story) -> War:
    """Return the timeline of an episode."""
    events = tuple(_events(content, story))
    return War(story, events, tuple(_answers(content, story, events)), tuple(_outsiders(content, story)),
               tuple(_first_shots(content, story)))  # fmt: skip


def _events(content: Content, story: Story) -> list[Event]:
    names = {row["id"] for row in story.events}
    for row in content.statements_naming.get(f"episode/{story.episode}", []):
        if row["property"] == "first_move_of":
            names.add(row["subject"].partition("/")[2])
    near = [content.entities["event"][name] for name in names if name in content.entities["event"]]
    dated = [row for row in near if row["day"] and story.first - _AROUND <= row["day"] <= story.last + _AROUND]
    order = {row["id"]: place for place, row in enumerate(story.events)}
    dated.sort(key=lambda row: (row["day"], order.get(row["id"], -1), row["id"]))
    return [_event(content, row) for row in dated]


def _event(content: Content, row: Row) -> Event:
    changes = content.changes_of_event.get(row["id"], [])
    moves = sorted(joined_moves(content, changes), key=lambda move: (-move.lineages, move.row["offering"]))
    statements = content.statements_of.get(f"event/{row['id']}", [])
    said = {one["source"] for one in (*changes, *statements)}
    providers = [step.provider for step in steps_of_event(content, row["id"]) if step.provider]
    lane = providers[0] if providers else (row["announced_by"] or "").split(";")[0]
    days = {row["day"]}
    told = (one["value"] for one in statements if one["property"] == "announced_on")
    days |= {date.fromisoformat(value) for value in told if len(value) == 10}
    return Event(
        row, lane, [move for move in moves if move.row["change_kind"] in MOVING],
        [move for move in moves if move.row["change_kind"] == HELD], tuple(sorted(said)), tuple(sorted(days)),
    )  # fmt: skip


def _answers(content: Content, story: Story, events: tuple[Event, ...]) -> list[Answer]:
    days = {f"event/{event.id}": event.day for event in events}
    lanes = {f"organization/{event.lane}" for event in events}
    known = set(days) | lanes
    groups = index(
        (row for row in content.tables["reactions"] if row["reaction"] in known and row["reacts_to"] in known),
        lambda row: (row["reaction"], row["reacts_to"]),
    )
    found = []
    for (reaction, reacts_to), rows in sorted(groups.items()):
        if reaction in lanes and reacts_to in lanes:
            continue
        kind = min((row["reaction_kind"] for row in rows), key=lambda code: _KINDS.get(code, 9))
        against = reaction in days and reacts_to in days and days[reaction] < days[reacts_to]
        found.append(Answer(reaction, reacts_to, kind, rows, against))
    return found


_KINDS = {"explicit": 0, "temporal": 1, "inferred": 2}


def _outsiders(content: Content, story: Story) -> list[Outsider]:
    reference = f"episode/{story.episode}"
    refusals = index(
        (
            row
            for row in content.tables["reactions"]
            if row["reaction_kind"] == "refusal" and row["reacts_to"] == reference
        ),
        lambda row: row["reaction"].partition("/")[2],
    )
    absences = index(
        (row for row in content.statements_of.get(reference, []) if row["property"] == "non_participant"),
        lambda row: row["object"].partition("/")[2],
    )
    names = sorted(set(refusals) | set(absences), key=lambda name: (-len(refusals.get(name, ())), name))
    return [Outsider(name, refusals.get(name, []), absences.get(name, [])) for name in names]


def _first_shots(content: Content, story: Story) -> list[FirstShot]:
    rows = [
        row
        for row in content.statements_naming.get(f"episode/{story.episode}", [])
        if row["property"] == "first_move_of"
    ]
    groups = index(rows, lambda row: row["subject"].partition("/")[2])
    return [FirstShot(event, groups[event]) for event in sorted(groups, key=lambda name: (-len(groups[name]), name))]
