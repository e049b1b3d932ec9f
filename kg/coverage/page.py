"""The page `docs/coverage.md`: sections in order. Everything in it comes from the built tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.coverage import landscape, lineage, prices, sources
from kg.derive import Derived
from kg.resolve import Resolved
from kg.tables.frame import Cell, Table

Records = Mapping[str, list[dict[str, Cell]]]

_HEAD = """# Coverage

What the data holds, what it holds not, and why. This page is generated: `python -m kg.coverage` writes it anew, and a
test says so when it is stale.

Two kinds of absence are kept apart. **Unknown** (`·`): it lies within what is followed, and no source that was read
says it. **Not tracked** (`-`, and the list at the end): it is not followed, so its absence means nothing. Nothing is
filled in.
"""

_NOT_TRACKED = """## Not tracked

- Prices of a provider before the first and after the last month in which a source that was read gives one.
- Prices agreed with single customers, bills, credits and vouchers; private deployment; hardware and rented compute.
- Prices of resellers and hosts abroad for models of other countries; of those models only the few that the founding
  article sets beside Chinese ones are followed, at their own makers.
- Subscriptions of apps for people, but for the coding plans that sources name as price events.
- Benchmark scores, traffic, revenue, funding rounds, staff. Figures of the market are entered where a source that was
  read for something else gives them.
- Filings: samples and running totals of the notices, not each single filing.
- Models of universities and single persons outside the catalogues that are imported; fine-tunes on model hubs.
- What a page said in pictures.
"""


def coverage_page(resolved: Resolved, derived: Derived, tables: Mapping[str, Table]) -> str:
    """Return the page as Markdown."""
    records = {name: table.records() for name, table in tables.items()}
    sections = [
        _HEAD,
        f"As of {derived.as_of}, version {resolved.dataset.meta.version}.\n",
        *_prices(records, derived),
        *_landscape(records),
        *_sources(resolved, records),
        f"\n{_NOT_TRACKED}",
    ]
    return "\n".join(sections).rstrip("\n") + "\n"


def _prices(tables: Records, derived: Derived) -> Iterator[str]:
    labels = _labels(tables, "organizations")
    yield "## First-party prices in yuan, by month\n"
    yield (
        "A digit is the number of independent sources (lineages) with a counted claim of the month, 9 for nine and "
        "more; January to December from left to right.\n"
    )
    yield prices.month_matrix(tables["price_points"], labels, derived.as_of)

    yield "\n## Price claims by kind of source and year\n"
    kinds = {str(row["id"]): str(row["kind"]) for row in tables["sources"]}
    yield prices.points_by_year(tables["price_points"], kinds)

    yield "\n## Price changes\n"
    yield (
        "Changes of first-party prices in yuan, one for each component and condition. Corrections of a list and moves "
        "between files make none; what the bases mean stands in [periods.md](periods.md).\n"
    )
    yield prices.moves_by_basis(tables["price_moves"])
    yield "\nCounted changes by provider and year:\n"
    yield prices.moves_by_provider(tables["price_moves"], labels)

    yield "\n## Disagreements about prices\n"
    yield "Between claims of different lineages.\n"
    found = prices.price_disagreements(tables["disagreements"], tables["disagreement_claims"])
    yield prices.disagreements_by_cause(found)

    yield "\n## The price war, day by day\n"
    yield from prices.war_matrix(tables["price_war_matrix"], labels)


def _landscape(tables: Records) -> Iterator[str]:
    organizations, models = tables["organizations"], tables["models"]
    yield f"\n## Organizations ({len(organizations):,})\n"
    yield landscape.known_facts(organizations, landscape.ORGANIZATION_FACTS)
    yield "\nBy type:\n"
    yield landscape.by_code(organizations, "organization_type", {})
    yield "\nBy region:\n"
    yield landscape.by_code(organizations, "based_in", _labels(tables, "regions"))
    yield "\nBy province, cities with theirs:\n"
    yield lineage.by_province(organizations, tables["regions"])
    yield "\nWho develops, and where they are by claim:\n"
    yield lineage.developers(tables["statements"], tables["regions"])
    yield f"\n## Models ({len(models):,})\n"
    yield landscape.known_facts(models, landscape.MODEL_FACTS)
    yield "\nBy vertical:\n"
    yield landscape.by_code(models, "vertical", _labels(tables, "verticals"))
    yield "\nBy year of release:\n"
    yield landscape.by_year(models, "released_on")
    yield f"\n## Derivations ({len(tables['derivations']):,} claims)\n"
    yield lineage.by_kind(tables["derivations"])
    yield "\nThe bases on which most stands:\n"
    yield lineage.hubs(tables["derivation_hubs"])
    kinds = (("model", "models"), ("family", "families"))
    names = {f"{kind}/{name}": label for kind, file in kinds for name, label in _labels(tables, file).items()}
    yield "\nBases without a developer:\n"
    yield lineage.bases_without_developer(tables["derivations"], tables["statements"], names)
    yield "\n## Disagreements about facts\n"
    yield lineage.of_facts(tables["disagreements"], tables["disagreement_claims"])


def _sources(resolved: Resolved, tables: Records) -> Iterator[str]:
    yield f"\n## Sources ({len(tables['sources']):,})\n"
    yield sources.by_kind(tables["sources"])
    yield "\nEach source:\n"
    yield sources.by_source(tables["sources"], tables["evidence"])
    yield "\n## Left out\n"
    yield "Rows of an upstream, or parts of them, that made no claim.\n"
    yield sources.left_out((name, row.record) for name, row in resolved.dataset.sources.items())


def _labels(tables: Records, name: str) -> dict[str, str]:
    return {str(row["id"]): str(row["label_en"] or row["label_zh"]) for row in tables[name]}
