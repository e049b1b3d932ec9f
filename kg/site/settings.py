"""Settings of the site: `site/site.toml`."""

from __future__ import annotations

import tomllib

from pydantic import BaseModel, ConfigDict

from kg.paths import project_root


class Settings(BaseModel):
    """What is not data: where the site stands and where errors are reported."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    base_url: str
    """Public address of the root of the site, with a slash at the end; for canonical links, sitemap and feeds."""
    contact: str
    """Mail address for reports; empty for a mail without receiver."""
    licence: str
    """Address of the data licence."""


def read_settings() -> Settings:
    """Return the settings of the project."""
    path = project_root() / "site" / "site.toml"
    return Settings(**tomllib.loads(path.read_text(encoding="utf-8")))
