"""What tables and columns of the output mean, one sentence each: for descriptions of the data and the dictionary.

A column means what this module says of it in its table; else what the record of the table says of the column of that
name; else what this module says of the name in any table; else the ontology's definition of the property.
"""

from __future__ import annotations

from functools import cache

from kg import vocabulary
from kg.records import CLAIMS, REGISTRY, Alias, Price, Record, Source
from kg.tables.entities import FACTS

TABLES: dict[str, str] = {
    "alias_bindings": "Claims of what a floating API name pointed to, and when.",
    "aliases": "Spellings and the entity that each means, reviewed by hand.",
    "applications": "Apps for people, with the facts that hold.",
    "brands": "Marks under which several things are sold.",
    "conditions": "Every condition that a price has, with its parts.",
    "deployments": "Claims that an organization uses a model or made a work with it.",
    "derivation_hubs": "Models and families from which others were made, and how many.",
    "derivations": "Claims that a model was made from another.",
    "disagreement_claims": "The claims that take part in each disagreement.",
    "disagreements": "The register: claims that cannot all hold, or that seem so, and what was found.",
    "episodes": "Groups of pricing events, as the price war of May 2024.",
    "evidence": "Where each claim is said: one row for each claim of any table.",
    "families": "Model families, with the facts that hold.",
    "indicators": "Claims of figures about the market, observed or forecast.",
    "lineage_depth": "Models that were made from others: how many steps, down from which.",
    "models": "Models and dated versions, with the facts that hold.",
    "names": "Every name under which an entity or offering is found, as search keys.",
    "offerings": "What is sold: service × market × currency × SKU.",
    "organization_verticals": "Which organization serves which vertical, and by what.",
    "organizations": "Companies, institutes, universities, public bodies and groups, with the facts that hold.",
    "people": "Persons who speak or are spoken of in a public role.",
    "period_claims": "The price points behind each price period, the one to cite first at position 1.",
    "price_changes": "Claims of one move, or explicit no-move, of a price in a pricing event.",
    "price_events": "Pricing events, with the facts that hold and how many tell of them.",
    "price_history": "Price periods for people: names in both languages, bounds, titles and addresses of sources.",
    "price_moves": "Changes between two neighbouring price periods, as the project concludes them.",
    "price_periods": "From when to when which price held, as the project concludes it; a row for each candidate.",
    "price_points": "Claims of a price, as published.",
    "price_war_matrix": "What each provider did on each day of the price war of May 2024.",
    "quality": "How well what is held is witnessed, by kind of thing, provider and year.",
    "reactions": "Claims that one answered another.",
    "regions": "Countries, provinces and cities.",
    "services": "Where models are sold, with the organization that runs each.",
    "sources": "Documents and lists that were read, or that others cite.",
    "statements": "Claims of two-part facts, about any entity, and of pricing events.",
    "utterances": "Claims of somebody's view, in the editors' words.",
    "vertical_counts": "How much is made for each vertical, and by how many.",
    "verticals": "Industries and uses that models are made for.",
    "windows": "Weekly hours with a tariff of their own.",
    "works": "Works made with models, and reports.",
}
"""Table → what one reads in it."""

_RECORDS: dict[str, type[Record]] = {
    **REGISTRY,
    **CLAIMS,
    "price_points": Price,
    "sources": Source,
    "aliases": Alias,
}

_ANY = {
    "claim": "Key of the claim in the folder of its source; with the source it names the claim: source/claim.",
    "source": "Id of the source that claims it.",
    "id": "Slug; the IRI is id/{kind}/ and this.",
    "label_zh": "Chinese name; where there is none, the English one.",
    "label_en": "English name; where there is none, the Chinese one.",
    "organization": "Id of the organization.",
    "organization_zh": "Chinese name of the organization.",
    "organization_en": "English name of the organization.",
    "vertical_zh": "Chinese name of the vertical.",
    "vertical_en": "English name of the vertical.",
    "provider_zh": "Chinese name of the provider.",
    "provider_en": "English name of the provider.",
    "offering": "Id of the offering: {service}--{market}--{currency}--{sku}.",
    "model": "Id of what the offering sells, where it is known on the as-of day.",
    "model_kind": "Kind of what the offering sells: model, family or application.",
    "event": "Id of the pricing event; empty where there is none.",
    "condition": "Tier, mode or window as text; empty for the plain list price.",
    "lineages": "How many lineages stand behind it: sources that do not go back to one another.",
    "claims": "How many claims stand behind it.",
    "sources": "How many sources stand behind it.",
    "lineage": "Lineage of the source: sources of one lineage are one witness.",
    "rank": "Code of the scheme `rank`: what the editors make of the claim.",
    "rank_reason": "Code of the scheme `reason`: why the claim has its rank; empty for normal.",
    "amount": "Amount as published, in `currency` per `per_tokens` tokens, or per `price_unit`.",
    "amount_per_million": "Amount in `currency` per 1,000,000 tokens, computed; empty where the unit is not the token.",
    "day": "Day.",
    "candidate": "Number of the candidate: 1, or 1, 2 … where the amount is contested.",
    "price_unit": "Code of the scheme `price-unit`: what the amount buys.",
    "end_kind": "Code of the scheme `end`: superseded, withdrawn, open (still confirmed) or unknown.",
    "status": "Code of the scheme `status`: exact or contested.",
    "percent_computed": "Change in percent worked out from before and after; a cut is negative.",
    "period": "Id of the price period.",
    "broader": "Id of the wider one; empty at the top.",
    "sub_organization_of": "The organization that it is part of. Id (organization).",
}
"""Column → meaning in every table that says nothing else."""

_SHARE = "Share of {} among `items`, from 0 to 1."
_OWN = {
    "aliases": {"source": "Id of the source that spells so; * for any."},
    "conditions": {
        "id": "Id of the condition; the IRI is id/condition/ and this.",
        "tier": "Code of the scheme `tier`: what the bound prices, the whole request or the tokens beyond it.",
        "modes": "Codes of the scheme `mode`, joined by +.",
        "window": "Id of the weekly window.",
    },
    "derivation_hubs": {
        "base": "The base, kind/id.",
        "developer": "Ids of the organizations that made the base, separated by ;.",
        "direct": "How many models and families were made from it directly.",
        "transitive": "How many were made from it in any number of steps.",
        "with_members": "The same, counting what was made from the members of the family.",
        "lineages": "How many lineages of sources say so.",
        "kinds": "Codes of the scheme `derivation` with counts, as based-on:2, separated by ;.",
    },
    "disagreement_claims": {
        "disagreement": "Id of the disagreement.",
        "claim": "source/claim, with #before or #after for one amount of a price change.",
        "node": "Id of the claim's node: 12 hexadecimal digits.",
        "evidence": "Id of the claim's row in `evidence`.",
        "table": "Claim table in which the claim stands.",
        "favoured": "yes if the claim is held to be right, else no.",
    },
    "disagreements": {
        "id": "Slug, or 12 hexadecimal digits where a rule found it.",
        "label_zh": "What it is about, Chinese.",
        "label_en": "What it is about, English.",
        "claims": "How many claims take part.",
        "sources": "How many sources take part.",
        "lineages": "How many lineages take part.",
        "why_zh": "The reasoning, Chinese.",
        "why_en": "The reasoning, English.",
        "derived_by": "Name of the rule that found it; empty where the editors did.",
    },
    "evidence": {
        "id": "Id of the claim's node: 12 hexadecimal digits.",
        "table": "Claim table in which the claim stands.",
    },
    "lineage_depth": {
        "model": "The model or family, kind/id.",
        "depth": "Steps of the longest way down to a root.",
        "bases": "How many things it was made from directly.",
        "ancestors": "How many things it was made from in any number of steps.",
        "roots": "The ancestors that were made from nothing known, kind/id, separated by ;.",
        "chain": "The longest way, kind/id each, separated by ' > '.",
    },
    "names": {
        "key": "The name as it is compared: folded, or as pinyin, or as the initials of its pinyin.",
        "key_kind": "How the key was made: fold (one case, no blanks or marks), pinyin or initials.",
        "entity": "What is found, kind/id.",
        "name": "The name as written.",
        "name_kind": "id, label, alt, hidden (misspelling or old name), context (one source or place alone) or sku.",
    },
    "offerings": {
        "id": "Id of the offering: {service}--{market}--{currency}--{sku}, the SKU made safe for an IRI.",
        "context_tokens": "Most tokens that can be handled at once, as a source says of the offering.",
    },
    "organization_verticals": {
        "models": "How many of its models and families are made for the vertical.",
        "applications": "How many of its applications are made for the vertical.",
        "active": "yes if a source says that it is active there, else no.",
        "deployments": "How many claims of use in the vertical it has.",
    },
    "period_claims": {
        "position": "Place in the order of citing: 1 is the claim to cite first.",
        "price_point": "Id of the price point.",
    },
    "price_changes": {
        "percent_stated": "Change in percent as stated, signed: a cut is negative.",
    },
    "price_events": {
        "id": "First known day and announcer, as 2024-05-21-alibaba-cloud.",
        "label_zh": "Chinese label.",
        "label_en": "English label.",
        "day": "The day that is concluded: that of effect, else that of the announcement.",
        "changes": "How many claims of price changes it has.",
        "sources": "How many sources tell of it.",
        "lineages": "How many lineages tell of it.",
    },
    "price_history": {
        "model_zh": "Chinese name of what is sold.",
        "model_en": "English name of what is sold.",
        "service_zh": "Chinese name of the service.",
        "service_en": "English name of the service.",
        "sources": "Titles of the sources, separated by ' | '.",
        "urls": "Addresses of the sources in the same order, separated by ' | '.",
        "locators": "Locator of the first claim of each source in the same order, separated by ' | '.",
    },
    "price_moves": {
        "id": "12 hexadecimal digits.",
        "before": "Amount before, per 1,000,000 tokens, or per `price_unit`, in `currency`.",
        "after": "Amount after, in the same unit.",
        "percent": "Change in percent, computed; a cut is negative.",
        "not_before": "Earliest day on which the new amount may have begun.",
        "by": "Latest day on which it may have begun: the first day on which it was seen, or the stated day.",
        "days_uncertain": "Days between the two bounds; 0 where the day is known.",
        "basis": "Code of the scheme `basis`: who has witnessed the move.",
    },
    "price_periods": {
        "id": "12 hexadecimal digits; one for all candidates of a period.",
        "amount": "Amount per `per_tokens` tokens, or per `price_unit`, in `currency`.",
        "per_tokens": "Per how many tokens most lineages print the amount.",
    },
    "price_points": {
        "id": "Id of the price point: 12 hexadecimal digits.",
        "part": "before or after for an amount of a price change; empty for a row of `prices`.",
    },
    "price_war_matrix": {
        "episode": "Id of the episode.",
        "state": "moved, held, refused or not known.",
        "claims": "How many claims are named in `evidence`.",
        "evidence": "The claims behind the state, source/claim, separated by ;.",
    },
    "quality": {
        "things": "What is counted: all, a table, or first_party_price_periods.",
        "provider": "Id of the organization that sells; empty for all.",
        "year": "Year in which the price or event begins; empty for all.",
        "items": "How many things.",
        "first_party": "How many are said by an official price page, an official announcement or a regulator.",
        "two_lineages": "How many are said by sources of at least two lineages.",
        "single_source": "How many are said by one source alone.",
        "archived": "How many have a source of which a checksum or commit says what was read.",
        "fresh": "How many prices without an end were confirmed within 90 days before the as-of day.",
        "first_party_share": _SHARE.format("`first_party`"),
        "two_lineages_share": _SHARE.format("`two_lineages`"),
        "single_source_share": _SHARE.format("`single_source`"),
        "archived_share": _SHARE.format("`archived`"),
        "fresh_share": "Share of `fresh` among the prices without an end, from 0 to 1.",
    },
    "sources": {"id": "Name of the source's folder.", "claims": "How many claims it makes."},
    "statements": {
        "period": "When it holds, EDTF.",
        "holds": "yes if no claim of a better rank says otherwise: then it is a plain triple as well.",
    },
    "vertical_counts": {
        "vertical": "Id of the vertical.",
        "made": "How many models and families are made for it.",
        "organizations": "How many organizations serve it.",
        "made_with_narrower": "How many are made for it or for a narrower one.",
        "organizations_with_narrower": "How many organizations serve it or a narrower one.",
    },
}  # fmt: skip
"""Table → column → meaning there."""

_FACTS = ("subject", "property", "object", "value")
"""Columns of statements that are those of facts."""
_NODES = ("alias_bindings", "deployments", "derivations", "indicators", "price_changes", "reactions", "statements",
          "utterances")  # fmt: skip
"""Tables whose `id` is that of a claim's node."""
_SEVERAL = {name for _, _, several in FACTS.values() for name in several.split()} | {"announced_by", "part_of_episode"}
"""Columns of facts in which all values that hold stand together."""


@cache
def meaning(table: str, column: str) -> str:
    """Return what a column means, in a sentence; empty where nothing says it."""
    own = _OWN.get(table, {}).get(column, "")
    if own or (column == "id" and table in _NODES):
        return own or "Id of the claim's node: 12 hexadecimal digits."
    if table == "statements" and column in _FACTS:
        return _of_record(CLAIMS["facts"], column)
    if column in {"claim", "source"} or table not in _RECORDS:
        return _ANY.get(column) or _of_record(CLAIMS["prices"], column) or _of_ontology(column)
    return _of_record(_RECORDS[table], column) or _ANY.get(column) or _of_ontology(column)


def _of_record(record: type[Record], column: str) -> str:
    for name, field in record.model_fields.items():
        if (field.alias or name) == column:
            return " ".join((field.description or "").split())
    return ""


def _of_ontology(name: str) -> str:
    term = vocabulary.terms().get(name)
    if term is None:
        return ""
    return " ".join(filter(None, [vocabulary.definition(term), _form(name, term)]))


def _form(name: str, term: vocabulary.Term) -> str:
    """Return in what form the value of a property stands in a cell, in a sentence."""
    if term.scheme in vocabulary.schemes():
        return f"Code of the scheme `{term.scheme}`{', or several separated by ;' if name in _SEVERAL else ''}."
    if term.kind == "object" and term.objects:
        kinds = " or ".join(sorted(term.objects))
        return f"Ids ({kinds}), separated by ;." if name in _SEVERAL else f"Id ({kinds})."
    return "EDTF." if term.value_type == "edtf" and term.tables else ""
