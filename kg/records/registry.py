"""Registry: identity only. What is said about a thing stands in claims."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from kg.records.base import Record
from kg.values import (
    Day,
    Items,
    Reference,
    Repositories,
    RorId,
    Slug,
    WikidataId,
)

_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+)+")


class Entity(Record):
    """A thing with an id and labels. What is said about it stands in claims."""

    id: Slug
    """Slug, never reused and never re-spelt; a rename is a row of redirects.csv."""
    label_zh: str | None = None
    """Chinese label (zh-Hans)."""
    label_en: str | None = None
    """English label; with label_origin transliteration it is pinyin (zh-Latn)."""
    label_origin: Literal["source", "transliteration"] = "source"
    """Where the labels come from."""

    @model_validator(mode="after")
    def _has_label(self) -> Entity:
        if not self.label_zh and not self.label_en:
            raise ValueError("has no label; write label_zh or label_en")
        return self


class Organization(Entity):
    """A company, institute, university, public body or group."""

    wikidata: WikidataId | None = None
    """Q number in Wikidata."""
    ror: RorId | None = None
    """ROR id, the part after https://ror.org/."""
    stock: Items = ()
    """Stock codes with exchange, as 09888.HK; separated by ;."""
    github: Repositories = ()
    """GitHub owners, separated by ;."""
    huggingface: Repositories = ()
    """Hugging Face organizations, separated by ;."""


class Person(Entity):
    """A person who speaks or is spoken of in a public role."""

    wikidata: WikidataId | None = None
    """Q number in Wikidata."""


class Brand(Entity):
    """A mark under which several things are sold (通义, 文心)."""


class Family(Entity):
    """A model family (Qwen, ERNIE)."""

    github: Repositories = ()
    """GitHub repositories owner/name, separated by ;."""
    huggingface: Repositories = ()
    """Hugging Face repositories owner/name, separated by ;."""


class Model(Entity):
    """A model or a dated version of one."""

    github: Repositories = ()
    """GitHub repositories owner/name, separated by ;."""
    huggingface: Repositories = ()
    """Hugging Face repositories owner/name, separated by ;."""


class Application(Entity):
    """An app for people (文心一言, 豆包)."""


class Service(Entity):
    """Where models are sold (阿里云百炼, 火山方舟)."""


class Work(Entity):
    """A work made with models, or a report."""


class Event(Entity):
    """A pricing event: first known day and announcer, as 2024-05-21-alibaba-cloud."""


class Episode(Entity):
    """A group of pricing events."""


class Vertical(Entity):
    """An industry or use that models are made for."""

    broader: Slug | None = None
    """Id of the wider vertical."""
    gbt4754: Items = ()
    """GB/T 4754-2017 codes: a section with its letter and word, as section:J, or division:66."""
    isic4: Items = ()
    """ISIC Rev. 4 codes, as section:K or division:64."""


class Region(Entity):
    """A country, province or city."""

    broader: Slug | None = None
    """Id of the region it lies in."""
    gbt2260: str | None = None
    """GB/T 2260 code, six digits."""
    iso3166: str | None = None
    """ISO 3166-1 alpha-2 or 3166-2 code."""


class Window(Entity):
    """Weekly hours with a tariff of their own: intervals, or all hours outside another window."""

    window_kind: Literal["peak", "off-peak"]
    """Which hours these are; code of the scheme `window`."""
    days: Items = ()
    """ISO weekdays, 1 to 7; empty for every day."""
    opens: Items = ()
    """Hours of the day, HH:MM, separated by ;, in order: one for each interval."""
    closes: Items = ()
    """Hours of the day, HH:MM, as many as `opens`; at or before its `opens` means the next day."""
    time_zone: str
    """IANA name of the time zone."""
    holidays_of: Slug | None = None
    """Id of the region whose public holidays lie outside the window (claims `public_holiday`)."""
    complement_of: Slug | None = None
    """Id of the window whose outside this is; then there are no hours of its own."""

    @model_validator(mode="after")
    def _has_hours(self) -> Window:
        if not _ZONE.fullmatch(self.time_zone):
            raise ValueError(f'"{self.time_zone}" is not a zone; write its IANA name, as Asia/Shanghai')
        if set(self.days) - set("1234567"):
            raise ValueError(f'"{";".join(self.days)}" are not ISO weekdays; write digits from 1 to 7, as 1;2;3')
        if self.complement_of:
            if self.opens or self.closes or self.days:
                raise ValueError("a complement has no hours of its own; empty days, opens and closes")
        elif not self.opens or len(self.opens) != len(self.closes):
            raise ValueError("opens and closes do not pair; write as many of the one as of the other")
        for hour in (*self.opens, *self.closes):
            if not _HOUR.fullmatch(hour):
                raise ValueError(f'"{hour}" is not an hour of the day; write HH:MM, as 09:00')
        return self


class Alias(Record):
    """A spelling that means one entity, reviewed by hand."""

    source: str
    """Id of the source that spells so, or * for any."""
    spelling: str
    """As printed."""
    context: str = ""
    """What must hold for the spelling to mean this: an organization, a table; empty for always."""
    id: Reference
    """What it means, kind/id."""
    label: Literal["alt", "hidden"] = "alt"
    """hidden for misspellings and old names: found by search, not shown as a name."""
    valid_from: Day | None = Field(None, alias="from")
    """First day of this meaning."""
    valid_to: Day | None = Field(None, alias="to")
    """Last day of this meaning."""
    basis: str
    """Why: the source and place, or the editor's reason."""


class Redirect(Record):
    """A renamed or merged id."""

    old: Reference
    """The id that was."""
    new: Reference
    """The id that is."""
    on: Day
    """Day of the change."""
    why: str
    """The reason."""


class NotSame(Record):
    """Two entities whose names invite a merge and that are not the same."""

    a: Reference
    """The one, kind/id."""
    b: Reference
    """The other, kind/id."""
    why: str
    """How they are told apart."""
