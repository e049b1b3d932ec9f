"""Labels of entities, codes, properties and classes in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg import vocabulary
from kg.iris import BM, OWL, RDF, RDFS, SKOS
from kg.resolve import Resolved
from kg.site.text import LANGUAGES, TAGS, Language, Text


@dataclass(frozen=True)
class Label:
    """The names of a thing; a missing language is None and never invented."""

    zh: str | None
    en: str | None
    transliterated: bool = False
    """Whether the English label is pinyin."""

    def shown(self, language: Language) -> tuple[str, str]:
        """Return the text in a language, or in the other one where this is missing, and its language tag."""
        own, other = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        if own:
            return own, self._tag(language)
        return other or "", self._tag("en" if language == "zh" else "zh")

    def second(self, language: Language) -> tuple[str, str] | None:
        """Return the label in the other language and its tag, if it says something else."""
        text, _ = self.shown(language)
        other: Language = "en" if language == "zh" else "zh"
        label = self.en if language == "zh" else self.zh
        if not label or label == text:
            return None
        return label, self._tag(other)

    def _tag(self, language: Language) -> str:
        return "zh-Latn" if language == "en" and self.transliterated else TAGS[language]


class Labels:
    """All labels of a resolved dataset: `kind/id` for entities and sources, `scheme/code` for codes."""

    def __init__(self, resolved: Resolved) -> None:
        self._found: dict[str, Label] = {}
        for scheme, concepts in vocabulary.schemes().items():
            for code, concept in concepts.items():
                self._found[f"{scheme}/{code}"] = Label(concept.label_zh, concept.label_en)
        for kind, entities in resolved.dataset.registry.items():
            for name, row in entities.items():
                pinyin = row.record.label_origin == "transliteration"
                self._found[f"{kind}/{name}"] = Label(row.record.label_zh, row.record.label_en, pinyin)
        for name, row in resolved.dataset.sources.items():
            self._found[f"source/{name}"] = source_label(row.record.title, row.record.title_en)

    def __getitem__(self, reference: str) -> Label:
        """Return the label of a reference; its id where nothing bears that name."""
        return self._found.get(reference) or Label(None, reference.partition("/")[2] or reference)

    def __contains__(self, reference: str) -> bool:
        return reference in self._found


def source_label(title: str, title_en: str | None) -> Label:
    """Return the label of a source: its title, under the language that it is written in."""
    chinese = any("\u3400" <= mark <= "\u9fff" for mark in title)
    return Label(title if chinese else None, title_en or (None if chinese else title))


@dataclass(frozen=True)
class TermText:
    """A class or property of the ontology for people."""

    name: str
    iri: str
    kind: str
    """class, object or datatype."""
    label: Text
    definition: Text


@cache
def term_texts() -> dict[str, TermText]:
    """Return local name → label and definition of the ontology's own classes and properties."""
    store = vocabulary.ontology_store()
    found = {}
    for kind, owl_class in (("class", "Class"), ("object", "ObjectProperty"), ("datatype", "DatatypeProperty")):
        for quad in store.quads_for_pattern(None, RDF("type"), OWL(owl_class)):
            subject = quad.subject
            if isinstance(subject, ox.NamedNode) and _is_described(store, subject):
                name = subject.value.removeprefix(BM.base)
                label = _texts(store, subject, RDFS("label"))
                found[name] = TermText(name, subject.value, kind, label, _texts(store, subject, SKOS("definition")))
    return dict(sorted(found.items()))


def _is_described(store: ox.Store, subject: ox.NamedNode) -> bool:
    return next(store.quads_for_pattern(subject, RDFS("label"), None), None) is not None


def _texts(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> Text:
    said = dict.fromkeys(LANGUAGES, "")
    for quad in store.quads_for_pattern(subject, predicate, None):
        if isinstance(quad.object, ox.Literal):
            said["zh" if (quad.object.language or "").startswith("zh") else "en"] = quad.object.value
    return Text(said["zh"], said["en"])


@cache
def property_label(name: str) -> Text:
    """Return the label of a property by its snake_case name; the name itself where the ontology has none."""
    term = vocabulary.terms().get(name)
    local = term.iri.removeprefix(BM.base) if term else name
    described = term_texts().get(local)
    return described.label if described else Text(name.replace("_", " "), name.replace("_", " "))


KIND_LABELS = {
    "organization": Text("组织", "Organization"),
    "person": Text("人物", "Person"),
    "brand": Text("品牌", "Brand"),
    "family": Text("模型系列", "Model family"),
    "model": Text("模型", "Model"),
    "application": Text("应用", "Application"),
    "service": Text("平台", "Service"),
    "work": Text("作品", "Work"),
    "event": Text("价格事件", "Pricing event"),
    "episode": Text("价格战役", "Episode"),
    "vertical": Text("行业", "Vertical"),
    "region": Text("地区", "Region"),
    "source": Text("来源", "Source"),
    "offering": Text("报价", "Offering"),
}
"""Kind of entity → its name as a heading."""

KIND_PLURALS = {
    "organization": Text("组织", "Organizations"),
    "person": Text("人物", "People"),
    "brand": Text("品牌", "Brands"),
    "family": Text("模型系列", "Model families"),
    "model": Text("模型", "Models"),
    "application": Text("应用", "Applications"),
    "service": Text("平台", "Services"),
    "work": Text("作品", "Works"),
    "event": Text("价格事件", "Pricing events"),
    "episode": Text("价格战役", "Episodes"),
    "vertical": Text("行业", "Verticals"),
    "region": Text("地区", "Regions"),
    "source": Text("来源", "Sources"),
}
"""Kind of entity → the heading of a list of them."""
