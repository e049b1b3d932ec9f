"""May 2024: what the editors made of the article, who is said to have fired first, and who moved, held or refused."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from tests.test_seed_claims import ARTICLE, dataset, record


@pytest.mark.parametrize(
    ("disagreement", "claims", "cause", "finding"),
    [
        ("gpt-4o-price", {"c38-1#after", "c38-2#after"}, "order-of-magnitude", "resolved"),
        ("gpt-4o-cut-baseline", {"c39-1", "c39-2"}, "baseline", "apparent"),
        ("hunyuan-release", {"c06-3"}, "date", "resolved"),
        ("ernie-lite-release", {"c50-3"}, "other-model", "unresolved"),
        ("qwen-max-unchanged", {"c47"}, "scope", "apparent"),
        ("cmg-name", {"c24-1"}, "wording", "resolved"),
    ],
)
def test_disagreement_stands(disagreement: str, claims: set[str], cause: str, finding: str) -> None:
    judged = {row.record.id: row.record for row in dataset().lists["disagreements"]}[disagreement]
    assert {f"{ARTICLE}/{claim}" for claim in claims} <= set(judged.claims)
    assert (judged.cause, judged.finding) == (cause, finding)
    assert not set(judged.favoured) & {f"{ARTICLE}/{claim}" for claim in claims}


def test_only_the_price_of_gpt_4o_is_ranked_down_not_the_cut() -> None:
    ranked = {row.record.claim: row.record for row in dataset().lists["ranks"] if row.record.claim}
    assert ranked[f"{ARTICLE}/c38-1#after"].reason == "order-of-magnitude"
    assert ranked[f"{ARTICLE}/c38-2#after"].rank == "deprecated"
    assert not {f"{ARTICLE}/c38-1", f"{ARTICLE}/c38-2", f"{ARTICLE}/c39-1", f"{ARTICLE}/c39-2"} & set(ranked)


def test_percentages_fit_ten_times_the_printed_price() -> None:
    before, after = Decimal("0.03"), record("c38-1").after * 10
    assert round((after - before) / before * 100) == record("c39-1").percent
    before, after = Decimal("0.06"), record("c38-2").after * 10
    assert (after - before) / before * 100 == record("c39-2").percent


def test_narrators_differ_on_who_fired_first() -> None:
    first = defaultdict(set)
    for claim in dataset().claims["price_events"]:
        if claim.record.property == "first_move_of":
            first[claim.record.event].add(claim.source)
    assert {"2024-05-06-deepseek", "2024-05-11-zhipu", "2024-05-13-openai", "2024-05-15-volcengine"} <= set(first)
    assert ARTICLE in first["2024-05-15-volcengine"]


EPISODE = "episode/2024-05-price-war"
STATES = {
    "deepseek": "moved", "zhipu": "moved", "volcengine": "moved", "alibaba-cloud": "moved", "baidu": "moved",
    "tencent-cloud": "moved", "iflytek": "moved", "baichuan": "refused", "01ai": "refused", "moonshot": "refused",
    "minimax": "moved", "sensetime": "held", "stepfun": "held", "huawei": "not known", "qihoo-360": "not known",
}  # fmt: skip
PRICED = {"sensetime": "sensenova", "stepfun": "stepfun-platform"}


def state(organization: str) -> str:
    """What the claims let one say of an organization between 6 and 22 May 2024."""
    ref = f"organization/{organization}"
    claims = dataset().claims
    refusals = {str(c.record.reaction) for c in claims["reactions"] if c.record.reaction_kind == "refusal"}
    moved = {
        c.record.value
        for c in claims["price_events"]
        if c.record.event.startswith("2024-05") and c.record.property == "announced_by"
    }
    taking_part = {
        str(c.record.object)
        for c in claims["facts"]
        if c.record.property == "participant" and str(c.record.subject) == EPISODE
    }
    staying_out = {
        str(c.record.object)
        for c in claims["facts"]
        if c.record.property == "non_participant" and str(c.record.subject) == EPISODE
    }
    if ref in refusals:
        return "refused"
    if ref in moved | taking_part:
        return "moved"
    return "held" if ref in staying_out or _same_before_and_after(organization) else "not known"


def _same_before_and_after(organization: str) -> bool:
    seen = defaultdict(set)
    for claim in dataset().claims["prices"]:
        price = claim.record
        if price.service == PRICED.get(organization) and claim.source == "cn-api-price-snapshots-2024-05":
            seen[price.sku, price.component].add(price.amount)
    return bool(seen) and all(len(amounts) == 1 for amounts in seen.values())


@pytest.mark.parametrize(("organization", "expected"), STATES.items())
def test_what_each_organization_did_in_may_2024(organization: str, expected: str) -> None:
    assert state(organization) == expected
