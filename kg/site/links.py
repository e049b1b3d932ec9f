"""Where things stand in the site: pages by language, data files of entities without."""

from __future__ import annotations

PAGE_KINDS = (
    "organization", "person", "brand", "family", "model", "application", "service", "work", "event", "episode",
    "vertical", "region", "source",
)  # fmt: skip
"""Kinds whose entities have a page each."""

DATA_FORMS = {"ttl": "text/turtle", "json": "application/json", "csv": "text/csv"}
"""Ending of an entity's data files → media type."""


def page_of(kind: str, name: str) -> str | None:
    """Return the page of an entity, relative to the folder of a language; None for a kind without pages."""
    return f"{kind}/{name}.html" if kind in PAGE_KINDS else None


def data_of(kind: str, name: str, form: str) -> str:
    """Return a data file of an entity, relative to the root of the site."""
    return f"id/{kind}/{name}.{form}"


def root_from(path: str) -> str:
    """Return the way from a page (relative to the root of the site) to the root: `../` for each folder."""
    return "../" * path.count("/") or "./"
