"""Claims: every row is a claim by the source in whose folder it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from kg.conditions import LIST_PRICE, ConditionCell
from kg.records.base import Record
from kg.values import (
    ClaimKey,
    Currency,
    Day,
    EdtfPeriod,
    Integer,
    Number,
    PrintedName,
    Reference,
    Slug,
)

_NO_PRICE = Decimal(1_000_000_000)


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
    """A two-part fact: developer, vertical, seat, parent, release, parameters and so on."""

    subject: Reference
    """What the fact is about, kind/id."""
    property: str
    """Property of the ontology in snake_case: developer, vertical, released_on and so on."""
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
    """By what method it was made; code of the scheme `derivation`."""


class OfferingKey(Claim):
    """The columns that name an offering: service × market × currency × SKU."""

    service: Slug
    """Id of the service where it is sold."""
    market: str
    """Market that the price list is for; code of the scheme `market`."""
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
    """Through whom it is sold; code of the scheme `channel`."""


class Price(OfferingKey):
    """A source gives a price."""

    component: str
    """What is priced; code of the scheme `component`."""
    condition: ConditionCell = LIST_PRICE
    """Tier, mode or window; empty for the plain list price."""
    amount: Number
    """Amount as published, in `currency` per `per_tokens` tokens (or per `price_unit`)."""
    per_tokens: Integer | None = None
    """How many tokens the amount buys: 1000, 1000000."""
    price_unit: str = "token"
    """What the amount buys; code of the scheme `price-unit`."""
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
    """Id of the pricing event."""
    component: str
    """What moved; code of the scheme `component`, `all` where the source singles none out."""
    condition: ConditionCell = LIST_PRICE
    """Tier, mode or window; empty for the plain list price."""
    change_kind: str
    """What happened to it; code of the scheme `change`."""
    before: Number | None = None
    """Amount to the day before the move."""
    after: Number | None = None
    """Amount from the move on."""
    per_tokens: Integer | None = None
    """How many tokens the amounts buy."""
    price_unit: str = "token"
    """What the amount buys; code of the scheme `price-unit`."""
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
    """Id of the pricing event."""
    property: str
    """announced_by, announced_on, effective_from, event_kind, part_of_episode, first_move_of, participant and so on."""
    value: str
    """kind/id, scheme/code or a day, as the property asks."""


class Reaction(Claim):
    """One answering another."""

    reaction: Reference
    """The answer: event/… or organization/…."""
    reacts_to: Reference
    """What is answered: event/…, organization/… or episode/…."""
    reaction_kind: str
    """How it is known that it is an answer; code of the scheme `reaction`: explicit, temporal, inferred, refusal."""
    lag_stated: str | None = None
    """The lag in the source's terms, as a short phrase: at once, some hours later."""


class Indicator(Claim):
    """A figure about the market."""

    kind: Literal["observation", "forecast"]
    """Whether it was counted or is expected; code of the scheme `indicator-kind`."""
    measure: str
    """What the figure measures; code of the scheme `measure`."""
    value: Number
    """The figure; the lower one of a range."""
    value_max: Number | None = None
    """The upper figure of a range."""
    comparator: str
    """How the figure relates to the amount meant; code of the scheme `comparator`."""
    unit: str
    """Unit of the figure: models, CNY, percent, ratio and so on."""
    period: EdtfPeriod
    """The time that the figure is about, EDTF."""
    population: str | None = None
    """What is counted, in our words, in English."""


class Utterance(Claim):
    """Somebody's view."""

    speaker: Reference
    """Whose view it is: person/… or organization/…."""
    stance: str
    """How the speaker stands to the topic; code of the scheme `stance`."""
    topic: str
    """What is spoken about; code of the scheme `topic`."""
    gist_zh: str
    """The view in our words, Chinese."""
    gist_en: str
    """The view in our words, English."""
    on: EdtfPeriod | None = None
    """When it was said, EDTF."""


class AliasBinding(Claim):
    """What a floating API name pointed to, and when."""

    service: Slug
    """Id of the service where the name is used."""
    alias: PrintedName
    """The API name."""
    bound_to: Reference
    """What the name meant: model/… or family/…."""
    bound_from: Day | None = Field(None, alias="from")
    """First day of that meaning."""
    bound_to_day: Day | None = Field(None, alias="to")
    """Last day of that meaning."""


class Deployment(Claim):
    """An organization using a model or making a work with it."""

    deployer: Reference
    """Who uses it: organization/… or application/…."""
    deploys: Reference | None = None
    """What is used: model/…, family/… or application/…."""
    vertical: Slug | None = None
    """Id of the vertical in which it is used."""
    work: Slug | None = None
    """Id of the work that was made."""
    on: EdtfPeriod | None = None
    """When it is said to be in use, EDTF."""


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
