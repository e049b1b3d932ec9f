"""The records: one pydantic class for each table of `data/`, one attribute for each column.

Column order is attribute order; a column without default must be present, one with a default may be absent. An
empty cell is an absent value. Attribute docstrings are the data dictionary.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kg.conditions import LIST_PRICE, ConditionCell
from kg.values import (
    ClaimKey,
    Currency,
    Day,
    EdtfPeriod,
    Integer,
    Items,
    Number,
    PrintedName,
    Reference,
    Repositories,
    RorId,
    Slug,
    WikidataId,
)

_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+)+")
_NO_PRICE = Decimal(1_000_000_000)


class Record(BaseModel):
    """A row."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, arbitrary_types_allowed=True)


# --- registry: identity only ---------------------------------------------------------------------------------


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
    """QID."""
    ror: RorId | None = None
    """ROR id, the part after https://ror.org/."""
    stock: Items = ()
    """Stock codes with exchange, as 09888.HK; separated by ;."""
    github: Repositories = ()
    """GitHub owners."""
    huggingface: Repositories = ()
    """Hugging Face organisations."""


class Person(Entity):
    """A person who speaks or is spoken of in a public role."""

    wikidata: WikidataId | None = None
    """QID."""


class Brand(Entity):
    """A mark under which several things are sold (通义, 文心)."""


class Family(Entity):
    """A model family (Qwen, ERNIE)."""

    github: Repositories = ()
    """Repositories owner/name."""
    huggingface: Repositories = ()
    """Hugging Face repositories owner/name."""


class Model(Entity):
    """A model or a dated version of one."""

    github: Repositories = ()
    """Repositories owner/name."""
    huggingface: Repositories = ()
    """Hugging Face repositories owner/name."""


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
    """The wider vertical."""
    gbt4754: Items = ()
    """GB/T 4754-2017 codes: a section with its letter and word, as section:J, or division:66."""
    isic4: Items = ()
    """ISIC Rev. 4 codes, as section:K or division:64."""


class Region(Entity):
    """A country, province or city."""

    broader: Slug | None = None
    """The region it lies in."""
    gbt2260: str | None = None
    """GB/T 2260 code, six digits."""
    iso3166: str | None = None
    """ISO 3166-1 alpha-2 or 3166-2 code."""


class Window(Entity):
    """Weekly hours with a tariff of their own: intervals, or all hours outside another window."""

    window_kind: Literal["peak", "off-peak"]
    """Code of the scheme `window`."""
    days: Items = ()
    """ISO weekdays, 1 to 7; empty for every day."""
    opens: Items = ()
    """Hours of the day, HH:MM, separated by ;, in order: one for each interval."""
    closes: Items = ()
    """Hours of the day, HH:MM, as many as `opens`; at or before its `opens` means the next day."""
    time_zone: str
    """IANA zone."""
    holidays_of: Slug | None = None
    """Region whose public holidays lie outside the window (claims `public_holiday`)."""
    complement_of: Slug | None = None
    """The window whose outside this is; then there are no hours of its own."""

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
    """What must hold for the spelling to mean this: an organisation, a table; empty for always."""
    id: Reference
    """kind/id."""
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
    """kind/id."""
    b: Reference
    """kind/id."""
    why: str
    """How they are told apart."""


# --- sources -------------------------------------------------------------------------------------------------


class Source(Record):
    """`source.toml`: a document or a list, and when and how it was read."""

    title: str
    """Title as published."""
    title_en: str | None = None
    """English title, the source's own or a plain rendering."""
    publisher: str
    """Who publishes it."""
    kind: str
    """Code of the scheme `source`."""
    licence: str
    """Licence as stated, or `not stated`."""
    origin: Literal["hand", "import"]
    """hand: read and typed; import: written by `kg ingest`, not to be edited."""
    lineage: Slug
    """The witness it goes back to. Two sources agree only if their lineages differ."""
    url: str | None = None
    """Address of the document."""
    repo: str | None = None
    """Repository owner/name."""
    commit: str | None = None
    """Full commit of the repository."""
    published: date | None = None
    """Day of publication."""
    published_not_before: date | None = None
    """Lower bound where the day is unknown."""
    published_not_after: date | None = None
    """Upper bound where the day is unknown."""
    retrieved: date | None = None
    """Day it was read; absent for a source that was not read."""
    sha256: str | None = None
    """Checksum of the text that was read; absent for a source that was not read."""
    mirror_of: Slug | None = None
    """The source this one copies."""
    digest: str | None = None
    """Checksum over the claim tables of an import, kept by `kg ingest`."""
    note: str | None = None
    """What a reader of this source must know, in our words."""
    left_out: dict[str, int] = Field(default_factory=dict)
    """Reason → how many upstream rows, or parts of them, made no claim; kept by `kg ingest`."""

    @model_validator(mode="after")
    def _can_be_found(self) -> Source:
        if self.kind == "not-read":
            if self.sha256 or self.retrieved:
                raise ValueError("a source of kind not-read has neither sha256 nor retrieved; leave them out")
        elif not self.retrieved:
            raise ValueError("has no day `retrieved`; write the day it was read")
        if not self.url and not self.repo and self.kind != "not-read" and not self.note:
            raise ValueError("has neither url nor repo; write one, or say in `note` why there is none")
        return self


# --- claims: every row is a claim by the source in whose folder it stands ------------------------------------


class Claim(Record):
    """What every claim row has. `as_stated`, `attributed_to`, `relayed_via`, `locator` are its last columns."""

    claim: ClaimKey
    """Key, unique in the folder and never reused: by hand c02, c22-3; in imports the upstream's natural key."""
    as_stated: str | None = None
    """The figure or name as printed."""
    attributed_to: Reference | None = None
    """Whom the source names as the one who says so: organization/… or person/…."""
    relayed_via: Slug | None = None
    """Id of the source through which it was relayed."""
    locator: str = Field(min_length=1)
    """Row, line or paragraph; `<full commit>:<path>#…` for a repository."""


class Fact(Claim):
    """A two-part fact: developer, vertical, region, kind, parent, release, parameters ...."""

    subject: Reference
    """kind/id."""
    property: str
    """Property of the ontology in snake_case: developer, vertical, released_on ...."""
    object: Reference | None = None
    """kind/id, or scheme/code of a code list, where the property links things."""
    value: str | None = None
    """Text, number, day or EDTF period, where the property holds a value."""
    period: EdtfPeriod | None = None
    """When it holds, EDTF."""

    @model_validator(mode="after")
    def _has_one_end(self) -> Fact:
        if (self.object is None) == (self.value is None):
            raise ValueError("write either object or value")
        return self


class Derivation(Claim):
    """A model made from a model."""

    derived: Reference
    """What was made: model/… or family/…."""
    base: Reference
    """What it was made from: model/… or family/…."""
    kind: str = "unspecified"
    """Code of the scheme `derivation`."""


class OfferingKey(Claim):
    """The columns that name an offering: service × market × currency × SKU."""

    service: Slug
    """Where it is sold."""
    market: str
    """Code of the scheme `market`."""
    currency: Currency
    """ISO 4217 code of the price list."""
    sku: PrintedName
    """The name in the price list."""

    @cached_property
    def offering(self) -> str:
        """The offering's id."""
        return offering_id(self.service, self.market, self.currency, self.sku)


class Offering(OfferingKey):
    """What a source says that a SKU means."""

    model: Reference | None = None
    """model/…, family/… or application/… that is sold under the SKU."""
    context_tokens: Integer | None = None
    """Context length in tokens."""
    channel: str | None = None
    """Code of the scheme `channel`."""


class Price(OfferingKey):
    """A source gives a price."""

    component: str
    """Code of the scheme `component`."""
    condition: ConditionCell = LIST_PRICE
    """Tier, mode or window; empty for the plain list price."""
    amount: Number
    """Amount as published, in `currency` per `per_tokens` tokens (or per `price_unit`)."""
    per_tokens: Integer | None = None
    """How many tokens the amount buys: 1000, 1000000."""
    price_unit: str = "token"
    """Code of the scheme `price-unit`."""
    observed_on: Day | None = None
    """Day on which a list showed it: it confirms that day alone."""
    announced_on: Day | None = None
    """Day of the announcement."""
    effective_from: Day | None = None
    """First day in force."""
    effective_to: Day | None = None
    """Last day in force."""

    @model_validator(mode="after")
    def _has_unit(self) -> Price:
        _check_amounts([self.amount], self.per_tokens, self.price_unit)
        _check_order("effective_to", self.effective_from, self.effective_to)
        return self


class PriceChange(OfferingKey):
    """A move of one component, or an explicit no-move. It makes one PriceChange and up to two PricePoints."""

    event: Slug
    """Pricing event."""
    component: str
    """Code of the scheme `component`; `all` where the source singles none out."""
    condition: ConditionCell = LIST_PRICE
    """Tier, mode or window; empty for the plain list price."""
    change_kind: str
    """Code of the scheme `change`."""
    before: Number | None = None
    """Amount to the day before the move."""
    after: Number | None = None
    """Amount from the move on."""
    per_tokens: Integer | None = None
    """How many tokens the amounts buy."""
    price_unit: str = "token"
    """Code of the scheme `price-unit`."""
    percent: Number | None = None
    """Change as stated, in percent, signed: a cut is negative."""
    announced_on: Day | None = None
    """Day of the announcement, where this source gives it."""
    effective_from: Day | None = None
    """First day in force, where this source gives it."""

    @model_validator(mode="after")
    def _has_unit(self) -> PriceChange:
        amounts = [amount for amount in (self.before, self.after) if amount is not None]
        _check_amounts(amounts, self.per_tokens, self.price_unit)
        if self.change_kind in {"cut", "made-free"} and self.percent is not None and self.percent > 0:
            raise ValueError(f"a cut has a negative percent; write -{self.percent}")
        return self


class PriceEvent(Claim):
    """A two-part fact about a pricing event, or taking part in it without a figure."""

    event: Slug
    """Pricing event."""
    property: str
    """announced_by, announced_on, effective_from, event_kind, part_of_episode, first_move_of, participant ...."""
    value: str
    """kind/id, scheme/code or a day, as the property asks."""


class Reaction(Claim):
    """One answering another."""

    reaction: Reference
    """The answer: event/… or organization/…."""
    reacts_to: Reference
    """What is answered: event/…, organization/… or episode/…."""
    reaction_kind: str
    """Code of the scheme `reaction`: explicit, temporal, inferred, refusal."""
    lag_stated: str | None = None
    """The lag in the source's terms, as a short phrase: at once, some hours later."""


class Indicator(Claim):
    """A figure about the market."""

    kind: Literal["observation", "forecast"]
    """Code of the scheme `indicator-kind`."""
    measure: str
    """Code of the scheme `measure`."""
    value: Number
    """The figure; the lower one of a range."""
    value_max: Number | None = None
    """The upper figure of a range."""
    comparator: str
    """Code of the scheme `comparator`."""
    unit: str
    """models, CNY, percent, ratio ...."""
    period: EdtfPeriod
    """EDTF."""
    population: str | None = None
    """What is counted, in our words, in English."""


class Utterance(Claim):
    """Somebody's view."""

    speaker: Reference
    """person/… or organization/…."""
    stance: str
    """Code of the scheme `stance`."""
    topic: str
    """Code of the scheme `topic`."""
    gist_zh: str
    """The view in our words, Chinese."""
    gist_en: str
    """The view in our words, English."""
    on: EdtfPeriod | None = None
    """When it was said, EDTF."""


class AliasBinding(Claim):
    """What a floating API name pointed to, and when."""

    service: Slug
    """Where the name is used."""
    alias: PrintedName
    """The API name."""
    bound_to: Reference
    """model/… or family/…."""
    bound_from: Day | None = Field(None, alias="from")
    """First day."""
    bound_to_day: Day | None = Field(None, alias="to")
    """Last day."""


class Deployment(Claim):
    """An organisation using a model or making a work with it."""

    deployer: Reference
    """organization/… or application/…."""
    deploys: Reference | None = None
    """model/…, family/… or application/…."""
    vertical: Slug | None = None
    """Vertical."""
    work: Slug | None = None
    """Work that was made."""
    on: EdtfPeriod | None = None
    """When, EDTF."""


# --- judgements: what the editors decide ---------------------------------------------------------------------


class RankRow(Record):
    """A rank for one claim (`source/claim`, `source/claim#after`) or for all claims that a selector matches."""

    claim: str | None = None
    """source/claim, source/claim#before or source/claim#after; empty with a selector."""
    source: Slug | None = None
    """Selector: claims of this source …"""
    offering: str | None = None
    """… about this offering …"""
    component: str | None = None
    """… and this component …"""
    rank_from: Day | None = Field(None, alias="from")
    """… whose day is not before …"""
    rank_to: Day | None = Field(None, alias="to")
    """… and not after."""
    rank: Literal["preferred", "normal", "deprecated"]
    """Code of the scheme `rank`."""
    reason: str
    """Code of the scheme `reason`."""
    why: str = Field(min_length=1)
    """The reason in a sentence."""

    @model_validator(mode="after")
    def _names_claims(self) -> RankRow:
        if (self.claim is None) == (self.source is None):
            raise ValueError("write either claim or source (with offering, component, from, to as needed)")
        return self


class DisagreementRow(Record):
    """Claims that cannot all hold, or that seem so, with what the editors found."""

    id: Slug
    """Slug of the disagreement."""
    label_zh: str
    """What it is about, Chinese."""
    label_en: str
    """What it is about, English."""
    claims: Items
    """source/claim or source/claim#after, separated by ;, at least two."""
    cause: str
    """Code of the scheme `cause`."""
    finding: str
    """Code of the scheme `finding`."""
    favoured: Items = ()
    """The claims that hold; empty where unresolved."""
    why_zh: str
    """The reasoning, Chinese."""
    why_en: str
    """The reasoning, English."""


class AppliesTo(Record):
    """A price of a family or a group of SKUs that also holds for a member offering."""

    claim: str
    """source/claim of a price or price change."""
    offering: str
    """The member offering's id."""
    why: str = Field(min_length=1)
    """The reason in a sentence."""


# --- tables --------------------------------------------------------------------------------------------------

REGISTRY: dict[str, type[Entity]] = {
    "organizations": Organization,
    "people": Person,
    "brands": Brand,
    "families": Family,
    "models": Model,
    "applications": Application,
    "services": Service,
    "works": Work,
    "events": Event,
    "episodes": Episode,
    "verticals": Vertical,
    "regions": Region,
    "windows": Window,
}
"""Registry file → record."""

KIND_OF_FILE = {
    "organizations": "organization",
    "people": "person",
    "brands": "brand",
    "families": "family",
    "models": "model",
    "applications": "application",
    "services": "service",
    "works": "work",
    "events": "event",
    "episodes": "episode",
    "verticals": "vertical",
    "regions": "region",
    "windows": "window",
}
"""Registry file → kind, the first part of a reference."""

CLAIMS: dict[str, type[Claim]] = {
    "facts": Fact,
    "derivations": Derivation,
    "offerings": Offering,
    "prices": Price,
    "price_changes": PriceChange,
    "price_events": PriceEvent,
    "reactions": Reaction,
    "indicators": Indicator,
    "utterances": Utterance,
    "alias_bindings": AliasBinding,
    "deployments": Deployment,
}
"""Claim table → record."""

_PROVENANCE = ("as_stated", "attributed_to", "relayed_via", "locator")


def columns(record: type[Record]) -> tuple[str, ...]:
    """Return the column names of a table in canonical order: the last four of a claim table come last."""
    names = [field.alias or name for name, field in record.model_fields.items()]
    if not issubclass(record, Claim):
        return tuple(names)
    first = [name for name in ("claim", "event") if name in names]
    middle = [name for name in names if name not in _PROVENANCE and name not in first]
    return (*first, *middle, *_PROVENANCE)


def required_columns(record: type[Record]) -> set[str]:
    """Return the columns that a table cannot be without."""
    return {field.alias or name for name, field in record.model_fields.items() if field.is_required()}


def offering_id(service: str, market: str, currency: str, sku: str) -> str:
    """Build `{service}--{market}--{currency}--{sku}` with the SKU made safe for an IRI.

    Lower case; `/` → `--`, `:` → `~`, `@` → `~~`, blank → `-`.
    """
    safe = sku.lower().replace("/", "--").replace("@", "~~").replace(":", "~").replace(" ", "-")
    return f"{service}--{market}--{currency}--{safe}"


def _check_amounts(amounts: list[Decimal], per_tokens: int | None, price_unit: str) -> None:
    if any(amount < 0 for amount in amounts):
        raise ValueError("an amount is not negative; a move down is change_kind cut")
    if any(amount >= _NO_PRICE for amount in amounts):
        raise ValueError(f"an amount of {_NO_PRICE} or more is no price; mend the amount")
    if per_tokens is not None and per_tokens <= 0:
        raise ValueError(f"per_tokens is {per_tokens}; write how many tokens the amount buys, as 1000 or 1000000")
    if price_unit == "token" and not per_tokens and any(amounts):
        raise ValueError("an amount per token needs per_tokens; write 1000 or 1000000")


def _check_order(later: str, first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise ValueError(f"{later} {last} is before {first}; mend one of the two days")
