"""The website: from the graph and the tables to static pages in two languages."""

from __future__ import annotations

from kg.site.render import render_site

__all__ = ["render_site"]
