"""The ontology page: classes, properties and code lists with labels and definitions in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from kg import vocabulary
from kg.iris import BM, BMV
from kg.site.labels import term_texts
from kg.site.pages import Page
from kg.site.text import Text


def ontology_page() -> Iterator[Page]:
    """Yield the ontology page."""
    terms = list(term_texts().values())
    classes = [term for term in terms if term.kind == "class"]
    properties = [term for term in terms if term.kind != "class"]
    schemes = vocabulary.schemes()
    lists = [
        (name, label, sorted(schemes.get(name, {}).values(), key=lambda concept: concept.code))
        for name, label in sorted(vocabulary.scheme_labels().items())
        if schemes.get(name)
    ]
    yield Page(
        path="ontology.html",
        template="ontology.html",
        title=Text("本体与代码表", "Ontology and code lists"),
        description=Text(
            f"{len(classes)} 个类、{len(properties)} 个属性、{len(lists)} 张代码表的中英文名称与定义。",
            f"{len(classes)} classes, {len(properties)} properties and {len(lists)} code lists with their definitions.",
        ),
        context={"classes": classes, "properties": properties, "lists": lists, "bm": BM.base, "bmv": BMV.base},
        nav="about",
        alternates=(("text/turtle", "data/ontology.ttl"),),
    )
