"""Disagreements: claims that cannot all hold, or that seem so.

The editors' rows of `data/judgements/disagreements.csv` come first; what the derivation set aside is added with a
proposed cause. A rule proposes, an editor decides: proposed disagreements carry the rule that found them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg import vocabulary
from kg.conclude import Offering
from kg.iris import derived_slug
from kg.loading import SourcedClaim
from kg.marks import Mark, Series
from kg.money import normalized
from kg.periods import SeriesResult
from kg.resolve import Resolved
from kg.set_aside import SetAside

_FX = (Decimal("6.3"), Decimal("7.4"))
"""Yuan per dollar between 2023 and 2026, widened a little: a ratio inside hints at a currency slip."""


@dataclass(frozen=True)
class Disagreement:
    """A row of the register."""

    id: str
    label_zh: str
    label_en: str
    claims: tuple[str, ...]
    """Names of the claims, `source/claim` with `#before` or `#after` where a part is meant."""
    cause: str
    """Code of the scheme `cause`."""
    finding: str
    """Code of the scheme `finding`."""
    favours: tuple[str, ...]
    why_zh: str
    why_en: str
    derived_by: str
    """Name of the rule that found it; empty for an editor's row."""


def judged_disagreements(resolved: Resolved) -> list[Disagreement]:
    """Return the editors' rows."""
    rows = (row.record for row in resolved.dataset.lists["disagreements"])
    return [
        Disagreement(
            row.id,
            row.label_zh,
            row.label_en,
            row.claims,
            row.cause,
            row.finding,
            row.favoured,
            row.why_zh,
            row.why_en,
            "",
        )
        for row in rows
    ]


def price_disagreements(
    resolved: Resolved,
    offerings: Mapping[str, Offering],
    results: Mapping[Series, SeriesResult],
    judged: set[str],
) -> list[Disagreement]:
    """Return the disagreements that the derivation of periods met and no editor has judged.

    Three rules: `contested-price` (nothing decides), `overruled-price` (rank, source kind or number of lineages
    decided), `mirror-lag` (a list that still showed an old amount). One entry for each series and rule.
    """
    found = []
    for series, result in results.items():
        for rule, finding, held, lost in _met(resolved, result):
            names = tuple(sorted({*held, *lost}))
            if len(names) < 2 or _is_judged(names, judged):
                continue
            labels = series_labels(resolved, offerings[series.offering], series)
            found.append(_proposed(resolved, series, labels, rule, finding, held, lost))
    return found


def _is_judged(names: Iterable[str], judged: set[str]) -> bool:
    return any(name in judged or name.partition("#")[0] in judged for name in names)


def _met(resolved: Resolved, result: SeriesResult) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    contested = {claim for period in result.periods if period.contested for claim in period.claims}
    if contested:
        yield "contested-price", "unresolved", (), tuple(sorted(contested))
    if result.overruled:
        held = tuple(sorted({winner for winner, _ in result.overruled}))
        yield "overruled-price", "resolved", held, tuple(sorted({loser for _, loser in result.overruled}))
    if result.lagging:
        lagging = tuple(sorted({mark.claim for mark in result.lagging}))
        yield "mirror-lag", "apparent", _newer(resolved, result, result.lagging), lagging


def _newer(resolved: Resolved, result: SeriesResult, lagging: tuple[Mark, ...]) -> tuple[str, ...]:
    """Return a claim of another lineage behind the amount that the lagging list had not followed."""
    first = lagging[0]
    later = [period for period in result.periods if period.from_ <= first.day and first.amount not in period.amounts]
    claims = later[-1].claims if later else ()
    return tuple(name for name in claims if lineage(resolved, name) != first.lineage)[:1]


def _proposed(
    resolved: Resolved,
    series: Series,
    labels: tuple[str, str],
    rule: str,
    finding: str,
    held: tuple[str, ...],
    lost: tuple[str, ...],
) -> Disagreement:
    names = tuple(sorted({*held, *lost}))
    cause = "mirror-lag" if rule == "mirror-lag" else proposed_cause([claim_amount(resolved, name) for name in names])
    why_zh, why_en = _REASONS[rule]
    return Disagreement(derived_slug(rule, *series), *labels, names, cause, finding, held, why_zh, why_en, rule)


_REASONS = {
    "contested-price": (
        "同一天的金额不同，来源的等级、类型与独立来源数都相同，未作裁定。",
        "Amounts for the same days differ; rank, source kind and number of lineages are equal, so nothing is decided.",
    ),
    "overruled-price": (
        "同一天的金额不同，按等级、来源类型、独立来源数取其一。",
        "Amounts for the same days differ; rank, then source kind, then number of lineages decided.",
    ),
    "mirror-lag": (
        "其他来源已显示新价，该列表在 60 天内仍显示旧价，视为滞后，不另起价格时期。",
        "Another source already showed the new price; within 60 days this list still showed the old one. It lags.",
    ),
}


def ranked_disagreements(
    resolved: Resolved, offerings: Mapping[str, Offering], set_aside: Iterable[SetAside], judged: set[str]
) -> list[Disagreement]:
    """Return a disagreement for each series, source and reason of claims that an editor's rank set aside.

    Rule `deprecated-price`: the claims that hold are those of other lineages for the days nearest to it. The cause
    follows from the reason of the rank, the reasoning is the editor's.
    """
    concepts = vocabulary.schemes()["reason"]
    found = []
    for one in set_aside:
        if _is_judged(one.lost, judged):
            continue
        found.append(
            Disagreement(
                derived_slug("deprecated-price", *one.series, one.source, one.reason),
                *series_labels(resolved, offerings[one.series.offering], one.series),
                tuple(sorted({*one.held, *one.lost})),
                CAUSE_OF_REASON.get(one.reason, "unknown"),
                "resolved",
                one.held,
                concepts[one.reason].definition_zh,
                one.why,
                "deprecated-price",
            )
        )
    return found


CAUSE_OF_REASON = {
    "converted": "currency",
    "copied": "other-model",
    "currency-slip": "currency",
    "mirror-lag": "mirror-lag",
    "order-of-magnitude": "order-of-magnitude",
    "placeholder": "placeholder",
    "rounded": "rounding",
    "scope-error": "tier-mix",
    "swapped": "swapped",
    "unit-slip": "unit",
    "wrong-date": "date",
}
"""Reason of a rank → cause of the disagreement; any other reason leaves the cause unknown."""


def series_labels(resolved: Resolved, offering: Offering, series: Series) -> tuple[str, str]:
    """Return what a series is called: service, SKU, component, condition, market and currency, in zh and en."""
    service = resolved.dataset.registry["service"][offering.service].record
    component = vocabulary.schemes()["component"][series.component]
    market = vocabulary.schemes()["market"][offering.market]
    condition = f" [{series.condition}]" if series.condition else ""
    zh, en = service.label_zh or service.label_en, service.label_en or service.label_zh
    return (
        f"{zh} {offering.sku} 的{component.label_zh}价格{condition}（{market.label_zh}，{offering.currency}）",
        f"{component.label_en} price of {offering.sku} at {en}{condition} ({market.label_en}, {offering.currency})",
    )


def lineage(resolved: Resolved, name: str) -> str:
    """Return the lineage of a claim, by its name with or without part."""
    found: str = resolved.dataset.sources[resolved.by_name[name.partition("#")[0]].source].record.lineage
    return found


def claim_amount(resolved: Resolved, name: str) -> Decimal | None:
    """Return the amount that a claim or its part gives, per million tokens or per unit."""
    base, _, part = name.partition("#")
    claim: SourcedClaim = resolved.by_name[base]
    record = claim.record
    amount = getattr(record, part) if part else getattr(record, "amount", None)
    return None if amount is None else normalized(amount, record.per_tokens, record.price_unit)


def proposed_cause(amounts: list[Decimal | None]) -> str:
    """Return the code of `cause` that the ratio of the highest to the lowest amount suggests."""
    known = sorted({amount for amount in amounts if amount})
    if len(known) < 2:
        return "unknown"
    ratio = known[-1] / known[0]
    if ratio in {10, 100}:
        return "order-of-magnitude"
    if ratio in {1000, 10_000, 1_000_000}:
        return "unit"
    if _FX[0] <= ratio <= _FX[1]:
        return "currency"
    return "rounding" if ratio < Decimal("1.02") else "unknown"


def by_claim(disagreements: list[Disagreement]) -> dict[str, list[Disagreement]]:
    """Return claim name → the disagreements it takes part in."""
    found: dict[str, list[Disagreement]] = defaultdict(list)
    for one in disagreements:
        for name in one.claims:
            found[name].append(one)
    return found
