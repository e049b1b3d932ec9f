"""Files for machines: sitemap, robots, feeds of pricing events, llms.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from kg.site.content import Content, Row
from kg.site.settings import Settings
from kg.site.text import LANGUAGES, TAGS, Language
from kg.site.view import View

_SITEMAP = 45_000
"""Addresses in one sitemap at most (the format allows 50,000)."""


def machine_files(content: Content, settings: Settings, pages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of every such file. `pages` are the paths of the indexed pages."""
    yield from _sitemaps(settings, sorted(pages))
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {settings.base_url}sitemap.xml\n"
    for language in LANGUAGES:
        yield f"feed-{language}.xml", feed(content, settings, language)
    yield "llms.txt", _llms(content, settings)


def _sitemaps(settings: Settings, pages: list[str]) -> Iterator[tuple[str, str]]:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    parts = [pages[start : start + _SITEMAP] for start in range(0, len(pages), _SITEMAP)]
    names = ["sitemap.xml"] if len(parts) <= 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        lines = "".join(f"<url><loc>{escape(settings.base_url + path)}</loc></url>\n" for path in part)
        yield name, f'{head}<urlset xmlns="{space}">\n{lines}</urlset>\n'
    if len(parts) > 1:
        lines = "".join(f"<sitemap><loc>{settings.base_url}{name}</loc></sitemap>\n" for name in names)
        yield "sitemap.xml", f'{head}<sitemapindex xmlns="{space}">\n{lines}</sitemapindex>\n'


def feed(content: Content, settings: Settings, language: Language) -> str:
    """Return the pricing events with a day as an Atom feed, the newest first. Its dates come from the data."""
    view = View(content, language, f"{language}/index.html")
    dated = [row for row in content.tables["price_events"] if row["day"]]
    dated.sort(key=lambda row: (row["day"], row["id"]))
    entries = "".join(_entry(view, settings, row) for row in reversed(dated))
    title = view.t("百模图谱：价格事件", "Baimo: pricing events")
    base, updated = settings.base_url, f"{content.meta['as_of']}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{TAGS[language]}">\n'
        f"<id>{base}feed-{language}.xml</id>\n<title>{escape(title)}</title>\n<updated>{updated}</updated>\n"
        f'<link rel="self" href={quoteattr(f"{base}feed-{language}.xml")}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(f"{base}{language}/timeline.html")}/>\n'
        f"<author><name>Baimo contributors</name></author>\n<rights>CC BY 4.0</rights>\n{entries}</feed>\n"
    )


def _entry(view: View, settings: Settings, row: Row) -> str:
    page = f"{settings.base_url}{view.language}/event/{row['id']}.html"
    title = f"{view.day(row['day'])} {view.plain('event/' + row['id'])}"
    summary = view.t(
        f"{row['changes']} 条调价主张，{row['lineages']} 个独立来源",
        f"{row['changes']} claims of price changes, {row['lineages']} independent sources",
    )
    return (
        f"<entry>\n<id>{escape(page)}</id>\n<title>{escape(title)}</title>\n<updated>{row['day']}T00:00:00Z</updated>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
        f"<summary>{escape(summary)}</summary>\n</entry>\n"
    )


def _llms(content: Content, settings: Settings) -> str:
    meta, base = content.meta, settings.base_url
    return f"""# Baimo 百模图谱

> Open knowledge graph of China's large language models: organizations, models, verticals, offerings and prices as
> published, price events and who answered whom. Every fact is a claim by a source; disagreements are kept. Version
> {meta["version"]}, data as of {meta["as_of"]}, CC BY 4.0.

A price has a day, an offering (service × market × currency × SKU), a component and a condition. Amounts are in the
currency and unit of their list and are never converted. A missing price is not zero.

## Data

- [Price history]({base}data/csv/price_history.csv): one row a price period, names in both languages, bounds, sources
- [Price claims]({base}data/csv/price_points.csv): every price as one source gives it
- [SQLite]({base}data/baimo.sqlite): all tables
- [Graph in Turtle]({base}data/baimo.ttl) and [N-Quads]({base}data/baimo.nq.gz): one named graph for each source
- [Manifest]({base}data/manifest.json): files with rows, bytes and checksums
- Any entity: {base}id/KIND/ID.json, .csv, .ttl, as {base}id/model/qwen-long.json

## Pages

- [Timeline of the price war]({base}en/timeline.html): who moved, who held, who declined, who answered whom
- [Prices on any day]({base}en/prices.html)
- [Disagreements]({base}en/disagreements.html): cause and finding of each
- [All entries]({base}en/all.html)
- [Method and coverage]({base}en/about.html)

## Optional

- [Ontology]({base}en/ontology.html): classes, properties, code lists
- [Query console]({base}en/query.html): SPARQL in the browser
"""
