"""Sources: the header of a folder, `source.toml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kg.records.base import Record
from kg.values import Address, Commit, RepositoryName, Sha256, Slug

SourceDay = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]


class Source(Record):
    """`source.toml`: a document or a list, and when and how it was read."""

    title: str = Field(min_length=1)
    """Title as published."""
    title_en: str | None = None
    """English title, the source's own or a plain rendering."""
    publisher: str = Field(min_length=1)
    """Who publishes it."""
    kind: str
    """What sort of source it is; code of the scheme `source`."""
    licence: str
    """Licence as stated, or `not stated`."""
    origin: Literal["hand", "import"]
    """hand: read and typed; import: written by `kg ingest`, not to be edited."""
    lineage: Slug
    """The witness it goes back to. Two sources agree only if their lineages differ."""
    url: Address | None = None
    """Address of the document."""
    repo: RepositoryName | None = None
    """Repository owner/name."""
    commit: Commit | None = None
    """Full commit of the repository."""
    published: SourceDay | None = None
    """Day of publication."""
    published_not_before: SourceDay | None = None
    """Lower bound where the day is unknown."""
    published_not_after: SourceDay | None = None
    """Upper bound where the day is unknown."""
    retrieved: SourceDay | None = None
    """Day it was read; absent for a source that was not read."""
    sha256: Sha256 | None = None
    """Checksum of the text that was read; absent for a source that was not read."""
    mirror_of: Slug | None = None
    """The source this one copies."""
    digest: str | None = None
    """Checksum over the claim tables of an import, kept by `kg ingest`."""
    note: str | None = None
    """What a reader of this source must know, in our words."""
    left_out: dict[str, int] = Field(default_factory=dict)
    """Reason → how many upstream rows, or parts of them, made no claim; kept by `kg ingest`."""
    unresolved: dict[str, int] = Field(default_factory=dict)
    """Name that means no entity of the registry, as kind/spelling → how often; kept by `kg ingest`."""

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
