"""Pages: one description for both languages, and the writer that renders them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from kg.paths import project_root
from kg.site.content import Content
from kg.site.settings import Settings
from kg.site.text import LANGUAGES, TAGS, Text
from kg.site.view import View


@dataclass(frozen=True)
class Page:
    """A page of the site in both languages."""

    path: str
    """Path relative to the folder of a language."""
    template: str
    title: Text
    description: Text
    context: Mapping[str, Any] = field(default_factory=dict)
    nav: str = ""
    """Entry of the menu that is the present one."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Media type and path (from the root of the site) of the same content as data."""
    scripts: tuple[str, ...] = ()
    """Names of scripts of site/static/js that the page needs beyond those of every page."""
    dataset: bool = False
    """Whether the head describes the dataset (schema.org)."""
    indexed: bool = True
    """Whether it stands in the sitemap."""


class Writer:
    """Renders pages into a folder and remembers what it wrote."""

    def __init__(self, content: Content, settings: Settings, folder: Path, bundles: Mapping[str, str]) -> None:
        self.content = content
        self.folder = folder
        self.written: list[str] = []
        self._settings = settings
        self._bundles = bundles
        self._environment = Environment(
            loader=FileSystemLoader(project_root() / "site" / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates: dict[str, Template] = {}

    def use(self, helpers: Mapping[str, Any]) -> None:
        """Let all templates call some functions."""
        self._environment.globals.update(helpers)

    def template(self, name: str) -> Template:
        """Return a template, read once."""
        if name not in self._templates:
            self._templates[name] = self._environment.get_template(name)
        return self._templates[name]

    def write(self, pages: Iterable[Page]) -> int:
        """Render pages in both languages; return how many files were written."""
        count = 0
        for page in pages:
            for language in LANGUAGES:
                path = f"{language}/{page.path}"
                view = View(self.content, language, path)
                self.text(path, self.render(page, view))
                if page.indexed:
                    self.written.append(path)
                count += 1
        return count

    def render(self, page: Page, view: View) -> str:
        """Return a page in one language as HTML."""
        return self.template(page.template).render(
            v=view, page=page, settings=self._settings, bundles=self._bundles, tags=TAGS, **page.context
        )

    def text(self, path: str, content: str) -> None:
        """Write a text file below the root of the site, UTF-8 with LF."""
        self.bytes(path, content.encode())

    def bytes(self, path: str, content: bytes) -> None:
        """Write a file below the root of the site."""
        target = self.folder / path
        try:
            target.write_bytes(content)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
