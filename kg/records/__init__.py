"""The records: one pydantic class for each table of `data/`, one attribute for each column.

Column order is attribute order; a column without default must be present, one with a default may be absent. An
empty cell is an absent value. Attribute docstrings are the data dictionary.
"""

from __future__ import annotations

from kg.records.base import Record
from kg.records.claims import (
    AliasBinding,
    Claim,
    Deployment,
    Derivation,
    Fact,
    Indicator,
    Offering,
    OfferingKey,
    Price,
    PriceChange,
    PriceEvent,
    Reaction,
    Utterance,
    offering_id,
)
from kg.records.judgements import Accepted, AppliesTo, DisagreementRow, RankRow
from kg.records.registry import (
    Alias,
    Application,
    Brand,
    Entity,
    Episode,
    Event,
    Family,
    Model,
    NotSame,
    Organization,
    Person,
    Redirect,
    Region,
    Service,
    Vertical,
    Window,
    Work,
)
from kg.records.sources import Source

__all__ = [
    "CLAIMS",
    "KIND_OF_FILE",
    "REGISTRY",
    "Accepted",
    "Alias",
    "AliasBinding",
    "Application",
    "AppliesTo",
    "Brand",
    "Claim",
    "Deployment",
    "Derivation",
    "DisagreementRow",
    "Entity",
    "Episode",
    "Event",
    "Fact",
    "Family",
    "Indicator",
    "Model",
    "NotSame",
    "Offering",
    "OfferingKey",
    "Organization",
    "Person",
    "Price",
    "PriceChange",
    "PriceEvent",
    "RankRow",
    "Reaction",
    "Record",
    "Redirect",
    "Region",
    "Service",
    "Source",
    "Utterance",
    "Vertical",
    "Window",
    "Work",
    "columns",
    "offering_id",
    "required_columns",
]

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
