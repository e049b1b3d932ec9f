"""The schema card: what a language model must know of the graph to write a query, on a few pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.iris import BM, PREFIXES, RDF, RDFS, SKOS
from kg.query import named_queries, shorten
from kg.vocabulary import kinds, ontology_store, schemes

PAIRS = {
    "What did Qwen-Long cost on 22 May 2024?": """\
SELECT ?component ?amount ?tokens ?currency ?source ?locator WHERE {
  ?offering bm:offersModel bmr-model:qwen-long ; bm:hasPricePeriod ?period .
  ?period bm:component ?component ; bm:from ?from ; bm:leadingClaim ?claim .
  OPTIONAL { ?period bm:to ?to }
  FILTER (?from <= "2024-05-22"^^xsd:date && (!BOUND(?to) || ?to >= "2024-05-22"^^xsd:date))
  ?claim bm:amount ?amount ; bm:perTokens ?tokens ; bm:currency ?currency ; bm:evidence ?evidence .
  ?evidence bm:locator ?locator ; bm:evidenceSource/dcterms:title ?source .
}""",
    "Who developed 轩辕, and who says so?": """\
SELECT ?who ?source ?locator WHERE {
  ?model bm:spelling "轩辕" . ?claim rdf:subject ?model ; rdf:predicate bm:developer ; rdf:object/bm:nameZh ?who .
  ?claim bm:evidence ?evidence . ?evidence bm:locator ?locator ; bm:evidenceSource/dcterms:title ?source .
}""",
    "Which price changes belong to the price war of May 2024?": """\
SELECT ?day ?what ?kind ?percent WHERE {
  ?event bm:partOfEpisode bmr-episode:2024-05-price-war ; bm:eventDay ?day ; bm:hasChange ?change .
  ?change bm:changeIn/bm:nameEn ?what ; bm:changeKind/skos:notation ?kind .
  OPTIONAL { ?change bm:percentComputed ?percent }
} ORDER BY ?day""",
    "Who answered whom?": """\
SELECT ?answer ?cause ?kind WHERE {
  ?reaction bm:reaction/bm:nameEn ?answer ; bm:reactsTo/bm:nameEn ?cause ; bm:reactionKind/skos:notation ?kind .
}""",
    "Which models are made for finance, its narrower fields included?": """\
SELECT DISTINCT ?model ?name WHERE {
  ?field skos:broader* bmv:vertical-finance . ?model bm:vertical ?field ; a bm:Model ; bm:nameZh ?name .
}""",
    "Which claims contradict each other?": """\
SELECT ?about ?cause ?finding ?claim WHERE {
  ?d a bm:Disagreement ; bm:nameEn ?about ; bm:cause/skos:notation ?cause ; bm:finding/skos:notation ?finding ;
     bm:aboutClaim ?claim .
}""",
    "What was the deepest cut that the project concludes?": """\
SELECT ?sku ?from ?percent WHERE {
  ?move a bm:PriceMove ; bm:percentComputed ?percent ; bm:from ?from ; bm:changeIn/bm:sku ?sku .
} ORDER BY ?percent LIMIT 10""",
    "From which models does 轩辕 descend?": """\
SELECT ?name WHERE { bmr-model:xuanyuan bm:basedOn+/bm:nameEn ?name }""",
    "How many organizations are based in China, by place?": """\
SELECT ?place (COUNT(DISTINCT ?who) AS ?organizations) WHERE {
  ?who bm:basedIn ?region . ?region skos:broader* bmv:region-china ; bm:nameZh ?place .
} GROUP BY ?place ORDER BY DESC(?organizations)""",
    "What is forecast of the market?": """\
SELECT ?measure ?value ?unit ?period WHERE {
  ?f a bm:Forecast ; bm:measure/bm:nameEn ?measure ; bm:value ?value ; bm:unit ?unit ; bm:period ?period .
}""",
}
"""Question → query. Every one runs as it stands, with the published prefixes."""

_HEAD = """\
# Baimo 百模图谱: schema card

Every fact is a claim by a source. Claim nodes (bm:Assertion: bm:Statement, bm:PricePoint, bm:PriceChange …) carry
bm:claimKey, bm:rank and bm:evidence; bm:Evidence carries bm:evidenceSource, bm:locator, bm:asStated. To read any claim
without its class: bm:aboutThing, bm:aspect, bm:saysZh, bm:saysEn (`0.0005 CNY / 1k tokens`). What the project
concludes is apart: bm:PricePeriod, bm:PriceMove, and plain triples (`?model bm:developer ?organization`) for the
statements of the best rank.

- Entities: `id/{kind}/{slug}`, prefix `bmr-{kind}:` as `bmr-model:qwen-long`. Codes: `bmv:{scheme}-{code}`, whose text
  is skos:notation. Verticals and regions are concepts: `bmv:vertical-finance`, with skos:broader.
- Names: bm:nameZh and bm:nameEn, one of each; bm:spelling is any name as plain text. rdfs:label has languages zh-Hans,
  en, zh-Latn (pinyin); match them with LANGMATCHES, since engines lower-case tags.
- An offering is service × market × currency × SKU. Amounts are as published: bm:amount per bm:perTokens in
  bm:currency; bm:amountPerMillion is computed. Nothing is converted between currencies. A missing price is not 0.
- bm:from … bm:to of a period are days for which the amount is vouched; without bm:to nothing ended it. Say so when
  bm:endKind is bmv:end-unknown. bm:leadingClaim is the claim to cite.
- Cite the source's dcterms:title and the bm:locator with every figure. Sources of one bm:lineage are one witness.
"""


def write_card(path: Path) -> None:
    """Write `schema-card.md`."""
    path.write_text("\n".join(_card()), encoding="utf-8", newline="\n")


def _card() -> Iterator[str]:
    yield _HEAD
    yield "## Classes and their properties\n"
    yield from _classes()
    yield "\n## Codes\n"
    for scheme, concepts in sorted(schemes().items()):
        yield f"- bmv:{scheme}-…: {' '.join(concepts)}"
    yield "\n## Questions and queries\n"
    for question, query in PAIRS.items():
        yield f"{question}\n```sparql\n{query}\n```"
    yield "\n## Named queries: `kg query NAME --param k=v`\n"
    for query_ in named_queries().values():
        params = f" ({', '.join(query_.params)})" if query_.params else ""
        yield f"- {query_.name}{params}"
    prefixes = ", ".join(f"{name}: <{PREFIXES[name]}>" for name in ("bm", "bmv", "schema", "org", "skos"))
    yield f"\nPrefixes: {prefixes}.\n"


def _classes() -> Iterator[str]:
    store = ontology_store()
    found: dict[str, list[str]] = {name: [] for name in kinds().values()}
    for quad in store.quads_for_pattern(None, RDFS("domain"), None):
        for_class = quad.object.value.removeprefix(BM.base)  # type: ignore[union-attr]
        if for_class in found and isinstance(quad.subject, ox.NamedNode):
            found[for_class].append(shorten(quad.subject.value).removeprefix("bm:"))
    for name, properties in sorted(found.items()):
        (definition,) = (
            quad.object.value  # type: ignore[union-attr]
            for quad in store.quads_for_pattern(BM(name), SKOS("definition"), None)
            if getattr(quad.object, "language", None) == "en"
        )
        yield f"- bm:{name}: {definition}{' ' + ', '.join(sorted(properties)) if properties else ''}"
    undeclared = sorted(_without_domain(store))
    yield f"- of several classes: {', '.join(undeclared)}"


def _without_domain(store: ox.Store) -> Iterator[str]:
    for kind in ("ObjectProperty", "DatatypeProperty"):
        for quad in store.quads_for_pattern(None, RDF("type"), ox.NamedNode(f"{PREFIXES['owl']}{kind}")):
            subject = quad.subject
            if not isinstance(subject, ox.NamedNode) or not subject.value.startswith(BM.base):
                continue
            if not list(store.quads_for_pattern(subject, RDFS("domain"), None)):
                yield subject.value.removeprefix(BM.base)
