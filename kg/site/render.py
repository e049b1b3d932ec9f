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
from kg.site import price_index, search_index
from kg.site.about_page import about_page
from kg.site.bundle import add_bundle
from kg.site.console import console_files
from kg.site.content import Content
from kg.site.downloads import copy_data, downloads_page
from kg.site.draw_timeline import timeline_file
from kg.site.entities import entity_pages
from kg.site.entity_files import entity_files
from kg.site.helpers import template_helpers
from kg.site.home import home_page
from kg.site.lists import list_pages
from kg.site.machine import machine_files
from kg.site.moved import moved_pages
from kg.site.moves import main_episode, read_story
from kg.site.network_map import make_map
from kg.site.network_page import network_page
from kg.site.ontology_page import ontology_page
from kg.site.pages import Page, Writer
from kg.site.prices_page import prices_page
from kg.site.progress import progress
from kg.site.pyvis_view import SCRIPT, network_script, vis_network_script
from kg.site.query_page import query_page
from kg.site.register import register_pages
from kg.site.settings import read_settings
from kg.site.sources import source_files, source_pages
from kg.site.text import LANGUAGES
from kg.site.timeline_page import timeline_pages
from kg.site.verticals import verticals_page
from kg.site.view import View
from kg.site.war import read_war

if TYPE_CHECKING:
    import networkx as nx

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
    copied = copy_data(data, folder / "data")
    _write_script_data(writer, built, data)
    clock.done("site", f"{copied} data files, {len(bundles)} scripts")

    graph = make_network(built.tables)
    count = writer.write(downloads_page(data)) + _write_overview(writer, content, graph)
    clock.done("site", f"{count} pages of overview")

    count = _write_entities(writer, built, graph)
    clock.done("site", f"{count} pages of entities and sources")

    writer.text("index.html", writer.template("front.html").render(settings=settings))
    writer.text("404.html", writer.template("missing.html").render(settings=settings))
    for path, text in machine_files(content, settings, writer.written):
        writer.text(path, text)
    files = sum(path.is_file() for path in folder.rglob("*"))
    clock.done("site", f"{files} files in all")
    return files


def _write_script_data(writer: Writer, built: Built, data: Path) -> None:
    """Write what the scripts of the pages load: search index, prices, graph and settings of the console."""
    search = search_index.search_index(built.resolved.dataset, built.tables)
    writer.text("data/search.js", search_index.to_script(search))
    writer.text("data/prices.js", price_index.to_script(price_index.price_index(writer.content)))
    turtle = (data / "baimo.ttl").read_text(encoding="utf-8")
    for path, packed in console_files(built.store, built.meta, turtle):
        writer.bytes(path, packed)


def _write_overview(writer: Writer, content: Content, graph: nx.MultiDiGraph) -> int:
    episode = main_episode(content)
    story = read_story(content, episode) if episode else None
    war = read_war(content, story) if story else None
    plan = make_map(content, graph)
    for language in LANGUAGES:
        view = View(content, language, f"{language}/network.html")
        writer.text(f"assets/network-{language}.js", network_script(view, plan))
        if war:
            writer.text(f"assets/price-war-{language}.svg", timeline_file(view, war))
    pages = (
        home_page(content, story), timeline_pages(content, war), prices_page(content, story),
        network_page(content, graph, plan),
        verticals_page(content), register_pages(content), query_page(), ontology_page(), about_page(content),
    )  # fmt: skip
    return sum(writer.write(several) for several in pages)


def _write_entities(writer: Writer, built: Built, graph: nx.MultiDiGraph) -> int:
    content, listed, count = writer.content, defaultdict[str, list[str]](list), 0
    with progress(sum(map(len, content.entities.values()))) as step:
        for entity, page in entity_pages(content, graph, built.derived.as_of):
            count += _write_entity(writer, page, entity_files(content, entity), listed)
            step()
        for source, page in source_pages(content):
            count += _write_entity(writer, page, source_files(content, source), listed)
            step()
    known = {f"{kind}/{name}" for kind, names in listed.items() for name in names}
    for page, files in moved_pages(built, content, known):
        count += _write_entity(writer, page, files, defaultdict(list))
    return count + writer.write(list_pages(content, listed))


def _write_entity(writer: Writer, page: Page, files: Iterable[tuple[str, bytes]], listed: dict[str, list[str]]) -> int:
    kind, _, name = page.path.removesuffix(".html").partition("/")
    listed[kind].append(name)
    for path, content in files:
        writer.bytes(path, content)
    return writer.write([page])


def _copy_static(writer: Writer) -> None:
    static = project_root() / "site" / "static"
    for path in sorted(static.rglob("*")):
        if path.is_file():
            target = writer.folder / "assets" / path.relative_to(static)
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
