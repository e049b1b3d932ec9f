"""Judgements: what the editors decide, each row with its reason."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from kg.records.base import Record
from kg.values import (
    Day,
    Items,
    Reference,
    Slug,
)


class RankRow(Record):
    """A rank for one claim (`source/claim`, `source/claim#after`) or for all claims that a selector matches."""

    claim: str | None = None
    """source/claim, source/claim#before or source/claim#after; empty with a selector."""
    source: Slug | None = None
    """Selector: claims of this source;"""
    offering: str | None = None
    """of these those about this offering;"""
    component: str | None = None
    """of these those about this component, a code of the scheme `component`;"""
    rank_from: Day | None = Field(None, alias="from")
    """of these those whose day is not before this one;"""
    rank_to: Day | None = Field(None, alias="to")
    """of these those whose day is not after this one."""
    rank: Literal["preferred", "normal", "deprecated"]
    """What the editors make of it; code of the scheme `rank`."""
    reason: str
    """Why, in a word; code of the scheme `reason`."""
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
    """Why the claims do not agree; code of the scheme `cause`."""
    finding: str
    """What the editors found; code of the scheme `finding`."""
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


class Accepted(Record):
    """A warning of a rule that the editors know and let stand."""

    rule: str
    """Name of the rule, a file of `ontology/rules`."""
    about: Reference
    """What the rule warns of, `kind/id`."""
    on: Day
    """Day of the decision."""
    why: str = Field(min_length=1)
    """The reason in a sentence."""
