"""Render: every page and file of the site, part by part. It reads like a table of contents."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.network import make_network
from kg.paths import project_root
from kg.site.bundle import add_bundle
from kg.site.content import Content
from kg.site.downloads import copy_data, downloads_page
from kg.site.entities import entity_pages
from kg.site.entity_files import entity_files
from kg.site.helpers import template_helpers
from kg.site.home import home_page
from kg.site.lists import list_pages
from kg.site.moves import main_episode, read_story
from kg.site.network_map import make_map
from kg.site.network_page import network_page
from kg.site.pages import Page, Writer
from kg.site.pyvis_view import SCRIPT, network_script, vis_network_script
from kg.site.search_index import search_index, to_script
from kg.site.settings import read_settings
from kg.site.sources import source_files, source_pages
from kg.site.text import LANGUAGES
from kg.site.view import View

if TYPE_CHECKING:
    from kg.built import Built

Report = Callable[[str, str, float], None]


def render_site(built: Built, folder: Path, data: Path, report: Report) -> int:
    """Write the whole site into `folder` from a build and its written `data` folder; return the number of files.

    `report` is told each part with its counts and seconds.
    """
    clock = _Clock(report)
    folder.mkdir(parents=True, exist_ok=True)
    content, settings = Content(built), read_settings()
    bundles, findings = add_bundle(folder)
    built.findings.extend(findings)
    writer = Writer(content, settings, folder, bundles)
    writer.use(template_helpers(settings))
    _copy_static(writer)
    writer.text("data/search.js", to_script(search_index(built.resolved.dataset, built.tables)))
    copied = copy_data(data, folder / "data")
    clock.done("site", f"{copied} data files, {len(bundles)} scripts")

    graph = make_network(built.tables)
    plan = make_map(content, graph)
    episode = main_episode(content)
    story = read_story(content, episode) if episode else None
    count = writer.write(home_page(content, story))
    count += writer.write(network_page(content, graph, plan))
    for language in LANGUAGES:
        view = View(content, language, f"{language}/network.html")
        writer.text(f"assets/network-{language}.js", network_script(view, plan))
    count += writer.write(downloads_page(data))
    clock.done("site", f"{count} pages of overview")

    listed: dict[str, list[str]] = defaultdict(list)
    count = 0
    for entity, page in entity_pages(content, graph, built.derived.as_of):
        count += _write_entity(writer, page, entity_files(content, entity), listed)
    for source, page in source_pages(content):
        count += _write_entity(writer, page, source_files(content, source), listed)
    count += writer.write(list_pages(content, listed))
    clock.done("site", f"{count} pages of entities and sources")
    return sum(path.is_file() for path in folder.rglob("*"))


def _write_entity(
    writer: Writer, page: Page, files: Iterable[tuple[str, bytes]], listed: dict[str, list[str]]
) -> int:
    kind, _, name = page.path.removesuffix(".html").partition("/")
    listed[kind].append(name)
    for path, content in files:
        writer.bytes(path, content)
    return writer.write([page])


def _copy_static(writer: Writer) -> None:
    for path in sorted((project_root() / "site" / "static").rglob("*")):
        if path.is_file():
            target = writer.folder / "assets" / path.relative_to(project_root() / "site" / "static")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    writer.bytes(f"assets/{SCRIPT}", vis_network_script())


class _Clock:
    """Tells each part as it ends."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._begun = time.perf_counter()

    def done(self, stage: str, counts: str) -> None:
        now = time.perf_counter()
        self._report(stage, counts, now - self._begun)
        self._begun = now
