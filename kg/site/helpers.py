"""Helpers that templates call: drawings, joined moves, prefilled texts. All of them escape what they return."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg.iris import entity_iri
from kg.site.content import Content, Row, index
from kg.site.draw_steps import legend
from kg.site.draw_strip import strip
from kg.site.draw_strip_rows import strip_rows
from kg.site.draw_timeline import timeline
from kg.site.draw_timeline_rows import timeline_rows
from kg.site.moves import Story, joined_moves
from kg.site.offers import SHOWN, latest
from kg.site.pyvis_view import district_name
from kg.site.settings import Settings
from kg.site.text import Text
from kg.site.view import View
from kg.site.war import FirstShot, War

_OUTSIDE = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/"),
    "ror": ("ROR", "https://ror.org/"),
    "github": ("GitHub", "https://github.com/"),
    "huggingface": ("Hugging Face", "https://huggingface.co/"),
    "stock": ("", ""),
    "gbt4754": ("GB/T 4754-2017", ""),
    "isic4": ("ISIC Rev. 4", ""),
    "gbt2260": ("GB/T 2260", ""),
    "iso3166": ("ISO 3166", ""),
}
"""Column of an entity's table → name of the outside register and where its ids lead."""


def template_helpers(settings: Settings) -> Mapping[str, Callable[..., Any]]:
    """Return name → function for all templates."""

    def dataset_ld(view: View) -> dict[str, Any]:
        return _dataset_ld(view, settings)

    return {
        "about_query": about_query,
        "dataset_ld": dataset_ld,
        "headline": headline,
        "iri_of": iri_of,
        "key": legend,
        "latest": latest,
        "limit": SHOWN,  # type: ignore[dict-item]
        "moves_of": joined_moves,
        "outside_ids": outside_ids,
        "relations_json": relations_json,
        "report_text": report_text,
        "strip": strip,
        "timeline": timeline,
        "timeline_rows": timeline_rows,
        "first_name": first_name,
        "joined_reactions": joined_reactions,
        "reaction_kinds": reaction_kinds,
        "war_words": war_words,
        "strip_rows": strip_rows,
        "dispute_page": dispute_page,
        "district_name": district_name,
    }


def headline(view: View, story: Story) -> str:
    """Return the sentence of the home page, all its numbers counted from the data."""
    days, firms, moved = story.days, len(story.announcers), len(story.offerings)
    first, last = story.first, story.last
    if view.language == "zh":
        until = f"{last.day}日" if (first.year, first.month) == (last.year, last.month) else view.day(last)
        return f"{view.day(first)}至{until}，{days} 天，{firms} 家公司，{moved} 项报价定价或改价"
    span = f"{view.day(first)} to {view.day(last)}"
    return f"{span}: {days} days, {firms} companies, {moved} offerings priced or repriced"


def iri_of(reference: str) -> str:
    """Return the IRI of `kind/id`."""
    kind, _, name = reference.partition("/")
    return entity_iri(kind, name).value


def about_query(reference: str) -> str:
    """Return the SPARQL that asks for the claims about `kind/id`; for a source, for what it says."""
    if reference.startswith("source/"):
        return f"""SELECT ?kind ?claim ?locator WHERE {{
  ?evidence bm:evidenceSource <{iri_of(reference)}> ; bm:locator ?locator .
  ?claim bm:evidence ?evidence ; a ?kind .
}} LIMIT 500
"""
    return f"""SELECT ?property ?value ?source ?locator WHERE {{
  ?claim rdf:subject <{iri_of(reference)}> ; rdf:predicate ?property ; rdf:object ?value ; bm:evidence ?evidence .
  ?evidence bm:evidenceSource ?source ; bm:locator ?locator .
}} ORDER BY ?property ?value
"""


def outside_ids(content: Content, reference: str) -> list[tuple[str, str, str]]:
    """Return register, id and address for the outside ids of an entity."""
    kind, _, name = reference.partition("/")
    row = content.entities.get(kind, {}).get(name, {})
    found = []
    for column, (register, base) in _OUTSIDE.items():
        values = filter(None, str(row.get(column) or "").split(";"))
        found += [(register or "Stock", value.replace(":", " "), base + value if base else "") for value in values]
    return found


def report_text(view: View, reference: str) -> str:
    """Return the prefilled report of an error about an entity."""
    meta: Row = view.content.meta
    words = (
        Text("条目", "Entry"), Text("版本", "Version"), Text("哪条主张（来源/编号）", "Which claim (source/key)"),
        Text("哪里不对", "What is wrong"), Text("依据（来源、位置）", "Ground (source, locator)"),
    )  # fmt: skip
    values = (f"{view.plain(reference)} ({reference})", f"{meta['version']}, {meta['as_of']}", "", "", "")
    return "\n".join(f"{view.say(word)}: {value}" for word, value in zip(words, values, strict=True))


def dispute_page(row: Row) -> str:
    """Return the page of the register on which a disagreement stands."""
    return "disagreements.html" if row["derived_by"] is None else "disagreements-rules.html"


def _dataset_ld(view: View, settings: Settings) -> dict[str, Any]:
    """Return the dataset in schema.org terms."""
    meta = view.content.meta
    files = {
        "baimo.ttl": "text/turtle",
        "baimo.jsonld": "application/ld+json",
        "baimo.sqlite": "application/vnd.sqlite3",
        "csv/price_history.csv": "text/csv",
    }
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": settings.base_url,
        "name": "百模图谱 Baimo",
        "alternateName": "Baimo",
        "description": view.t(
            "中国大模型的开放知识图谱：组织、模型、行业、报价、价格事件与谁回应了谁；每条事实都是某个来源的主张。",
            "An open knowledge graph of China's large language models: organizations, models, verticals, offerings, "
            "price events and who answered whom; every fact is a claim by a source.",
        ),
        "url": settings.base_url,
        "version": meta["version"],
        "dateModified": meta["as_of"],
        "inLanguage": ["zh-Hans", "en"],
        "license": settings.licence,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Baimo contributors", "url": settings.base_url},
        "keywords": ["large language models", "China", "API prices", "大模型", "价格战", "knowledge graph"],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{settings.base_url}data/{path}", "encodingFormat": media}
            for path, media in files.items()
        ],
    }


def relations_json(view: View, relations: Sequence[tuple[str, Text]]) -> str:
    """Return relation → its words as JSON, for an attribute."""
    return json.dumps({name: view.say(words) for name, words in relations}, ensure_ascii=False)


def joined_reactions(rows: Sequence[Row]) -> list[list[Row]]:
    """Return reactions gathered by who answers what, those that most sources tell first."""
    groups = index(rows, lambda row: (row["reaction"], row["reacts_to"])).values()
    return sorted(groups, key=lambda group: (-len(group), group[0]["reaction"], group[0]["reacts_to"]))


def reaction_kinds(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return kinds of reaction with their numbers."""
    return Counter(row["reaction_kind"] for row in rows).most_common()


def first_name(view: View, war: War, shot: FirstShot) -> str:
    """Return who is said to have moved first, by name."""
    lanes = {event.id: event.lane for event in war.events}
    lane = lanes.get(shot.event)
    return view.plain(f"organization/{lane}") if lane else view.plain(f"event/{shot.event}")


def war_words(view: View) -> str:
    """Return the words that the script of the timeline needs, as JSON."""
    months = [view.day(f"2024-{month:02d}").removeprefix("2024年").removesuffix(" 2024") for month in range(1, 13)]
    return json.dumps({"months": months, "day": view.t("{m}{d}日", "{d} {m}")}, ensure_ascii=False)
