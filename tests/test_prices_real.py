"""The price history of the real data: how much of it there is, and that it can be trusted."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from kg.built import Built
from kg.coverage.prices import counted_moves, price_disagreements, witnessed_months
from kg.disagreements import claim_amount
from kg.loading import SourcedClaim
from kg.tables.frame import Cell

ASSERTIONS = Path(__file__).parents[2] / "shared" / "sources" / "price-war-assertions" / "assertions.tsv"
MONTHS = {
    "alibaba-cloud": 28, "zhipu": 24, "baidu": 24, "deepseek": 20, "moonshot": 20, "tencent-cloud": 20, "minimax": 15,
    "volcengine": 15, "stepfun": 13, "baichuan": 9, "iflytek": 7, "01ai": 6, "sensetime": 6,
}  # fmt: skip
"""Provider → months in which a claim on a first-party price in yuan must count."""


def records(built: Built, table: str) -> list[dict[str, Cell]]:
    return built.tables[table].records()


@cache
def assertions() -> list[dict[str, str]]:
    if not ASSERTIONS.is_file():
        pytest.skip("the finding aid price-war-assertions lies beside the checkout only where the data is made")
    with ASSERTIONS.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


@pytest.mark.parametrize(("provider", "months"), MONTHS.items())
def test_months_in_which_a_price_of_a_provider_is_witnessed(real_built: Built, provider: str, months: int) -> None:
    found = witnessed_months(records(real_built, "price_points"), real_built.derived.as_of)
    assert len(found[provider]) >= months


def test_changes_of_prices_are_many_and_half_of_them_well_dated(real_built: Built) -> None:
    moves = counted_moves(records(real_built, "price_moves"))
    assert len(moves) >= 120
    assert sum(int(str(move["days_uncertain"])) <= 31 for move in moves) >= 60


def test_no_counted_change_goes_there_and_back_but_where_it_is_known_to_have(real_built: Built) -> None:
    moves = counted_moves(records(real_built, "price_moves"))
    series = defaultdict(list)
    for move in sorted(moves, key=lambda one: str(one["by"])):
        series[move["offering"], move["component"], move["condition"]].append(move)
    back = {
        str(key[0])
        for key, own in series.items()
        for first, second in pairwise(own)
        if first["before"] == second["after"]
    }
    assert back == {"deepseek-platform--cn--CNY--deepseek-chat"}, "2, then 4 with V3.1, then 2 with V3.2-Exp"


def test_a_rounding_is_no_change(real_built: Built) -> None:
    assert all(move.percent is None or abs(move.percent) >= 2 for move in real_built.derived.moves)


def test_price_disagreements_between_lineages_have_cause_and_finding(real_built: Built) -> None:
    found = price_disagreements(records(real_built, "disagreements"), records(real_built, "disagreement_claims"))
    assert len(found) >= 40
    assert all(row["cause"] and row["finding"] and row["why_zh"] and row["why_en"] for row in found)
    assert sum(row["cause"] != "unknown" for row in found) >= 40


def test_the_ten_largest_price_disagreements_were_read_and_judged(real_built: Built) -> None:
    priced = price_disagreements(records(real_built, "disagreements"), records(real_built, "disagreement_claims"))
    ids = {row["id"] for row in priced}
    ratios = []
    for one in (one for one in real_built.derived.disagreements if one.id in ids):
        amounts = [amount for name in one.claims if (amount := _amount(real_built, name))]
        if amounts:
            ratios.append((max(amounts) / min(amounts), one))
    largest = sorted(ratios, key=lambda pair: (-pair[0], pair[1].id))[:10]
    assert [one.label_en for _, one in largest if one.derived_by] == []
    heaviest = sorted(priced, key=lambda row: (-int(str(row["lineages"])), row["derived_by"] is not None))[:5]
    assert all(row["derived_by"] is None for row in heaviest)


def _amount(built: Built, name: str) -> Decimal | None:
    table = built.resolved.by_name[name.partition("#")[0]].table
    return claim_amount(built.resolved, name if "#" in name or table == "prices" else f"{name}#after")


def _address(url: str | None) -> str:
    return re.sub(r"^https?://(www\.)?", "", unquote(url or "")).rstrip("/").lower()


def _figures(claim: SourcedClaim) -> set[Decimal]:
    names = ("amount", "before", "after", "percent", "value")
    said = {getattr(claim.record, name, None) for name in names}
    return {one for one in said if isinstance(one, Decimal)}


def _claims_at(built: Built, url: str) -> Iterator[SourcedClaim]:
    address = _address(url)
    folders = {
        name
        for name, row in built.resolved.dataset.sources.items()
        if row.record.url and _address(row.record.url) in address
    }
    return (claim for claim in built.resolved.dataset.all_claims() if claim.source in folders)


def test_every_assertion_that_its_source_dates_itself_is_a_claim_of_that_source(real_built: Built) -> None:
    missing = []
    for row in assertions():
        if row["grade"] != "A":
            continue
        figure = re.match(r"\d+(\.\d+)?", row["price_after"] or row["price_before"])
        claims = _claims_at(real_built, row["source_url"])
        if not any(figure is None or Decimal(figure[0]) in _figures(claim) for claim in claims):
            missing.append(row["row_id"])
    assert missing == []


REPOSITORIES = {
    "langgenius/dify-official-plugins": "dify-official-plugins", "anomalyco/models.dev": "models-dev",
    "songquanpeng/one-api": "one-api", "syaoranwe/LLM-Price": "llm-price-cny", "MartialBE/one-hub": "one-hub-prices",
    "flanker/llmprice.cn": "flanker-llmprice", "szp2005/llm-prices-cn": "llm-prices-cn",
    "pydantic/genai-prices": "genai-prices",
}  # fmt: skip


def test_no_known_error_stands_behind_a_period(real_built: Built) -> None:
    """An assertion of grade X is a mirror's error or a worthless page: no period may rest on it."""
    holding = {name.partition("#")[0] for period in real_built.derived.periods for name in period.claims}
    by_commit: dict[tuple[str, str], list[SourcedClaim]] = defaultdict(list)
    for claim in real_built.resolved.dataset.claims["prices"]:
        commit = claim.record.locator.partition(":")[0]
        by_commit[claim.source, commit].append(claim)
    for row in assertions():
        repo, _, rest = row["source_repo_path_commit"].partition(" ")
        if row["grade"] != "X" or repo not in REPOSITORIES or not row["price_after"]:
            continue
        path, _, commit = rest.partition(" @ ")
        for claim in by_commit[REPOSITORIES[repo], commit.strip()]:
            record = claim.record
            in_file = "#" not in path and path in record.locator and path.endswith((".toml", ".yaml"))
            named = record.sku.lower() == row["model_as_stated"].lower()
            same = record.amount == Decimal(row["price_after"]) and record.component == row["component"]
            if (in_file or named) and same and record.currency == row["currency"]:
                assert claim.name not in holding, f"{row['row_id']}: {claim.name} stands behind a period"


def test_the_matrix_of_may_2024_is_complete(real_built: Built) -> None:
    rows = records(real_built, "price_war_matrix")
    days = {date(2024, 5, 6) + timedelta(days=offset) for offset in range(17)}
    cells = {(str(row["provider"]), row["day"]): row for row in rows}
    assert len(cells) == len(rows)
    for provider in MONTHS:
        assert {day for name, day in cells if name == provider} == days
    assert {row["state"] for row in rows} == {"moved", "held", "refused", "not known"}
    for row in rows:
        assert (row["evidence"] is None) == (row["state"] == "not known")


@pytest.mark.parametrize(
    ("provider", "day", "state"),
    [
        ("deepseek", "2024-05-06", "moved"),
        ("zhipu", "2024-05-11", "moved"),
        ("volcengine", "2024-05-15", "moved"),
        ("alibaba-cloud", "2024-05-20", "held"),
        ("alibaba-cloud", "2024-05-21", "moved"),
        ("baidu", "2024-05-21", "moved"),
        ("tencent-cloud", "2024-05-22", "moved"),
        ("iflytek", "2024-05-22", "moved"),
        ("iflytek", "2024-05-06", "not known"),
        ("01ai", "2024-05-22", "refused"),
        ("baichuan", "2024-05-22", "refused"),
        ("moonshot", "2024-05-22", "refused"),
        ("moonshot", "2024-05-15", "held"),
    ],
)
def test_what_a_provider_did_on_a_day_of_may_2024(real_built: Built, provider: str, day: str, state: str) -> None:
    cells = {(row["provider"], str(row["day"])): row["state"] for row in records(real_built, "price_war_matrix")}
    assert cells[provider, day] == state


PRICES = [
    ("deepseek-v4-pro", "input", "", "2026-05-01", "12"),
    ("deepseek-v4-pro", "input", "mode=promotion", "2026-05-15", "3"),
    ("deepseek-v4-pro", "input", "", "2026-07-15", "3"),
    ("deepseek-v4-pro", "input", "", "2026-08-20", None),
    ("deepseek-v4-pro", "input", "window=deepseek-peak-2026", "2026-08-20", "9"),
    ("deepseek-chat", "input", "", "2025-02-09", "2"),
    ("deepseek-chat", "input", "", "2025-09-13", "4"),
    ("deepseek-chat", "all", "", "2024-05-07", None),
    ("qwen-long", "input", "", "2024-05-20", "20"),
    ("qwen-long", "input", "", "2024-05-21", "0.5"),
    ("qwen-max", "input", "", "2024-10-15", "20"),
    ("qwen-plus", "input", "", "2026-05-28", None),
    ("qwen-plus", "input", "input=..128000", "2026-05-28", "0.8"),
    ("hunyuan-pro", "output", "", "2024-06-01", "100"),
    ("glm-4-flash", "input", "", "2025-03-01", "0"),
]


@pytest.mark.parametrize(("sku", "component", "condition", "day", "amount"), PRICES)
def test_what_it_cost_on_a_day(
    real_built: Built, sku: str, component: str, condition: str, day: str, amount: str | None
) -> None:
    """None: no price without a condition holds on that day."""
    when = date.fromisoformat(day)
    held = [
        period.amount
        for period in real_built.derived.periods
        if real_built.derived.offerings[period.series.offering].channel == "first-party"
        and period.series.offering.endswith(f"--cn--CNY--{sku}")
        and (period.series.component, period.series.condition) == (component, condition)
        and period.from_ <= when
        and (period.to is None or when <= period.to)
    ]
    assert held == ([] if amount is None else [Decimal(amount)])


def test_no_model_is_released_after_a_list_had_its_price(real_built: Built) -> None:
    """Where a counted price is older, the day of the release is ranked down: it is of weights, of a paper, or wrong."""
    first: dict[str, str] = {}
    for row in records(real_built, "price_points"):
        days = [str(row[name]) for name in ("effective_from", "announced_on", "observed_on") if row[name]]
        if row["rank"] != "deprecated" and row["model"] and days:
            model = f"model/{row['model']}"
            first[model] = min(first.get(model, days[0]), days[0])
    late = {
        (row["subject"], row["value"], first[str(row["subject"])])
        for row in records(real_built, "statements")
        if row["property"] == "released_on" and row["rank"] != "deprecated" and row["subject"] in first
        if first[str(row["subject"])][: len(str(row["value"]).partition("/")[0])] < str(row["value"]).partition("/")[0]
    }
    assert late == set()


def test_a_move_names_no_event_that_came_later(real_built: Built) -> None:
    days = {row["id"]: row["day"] for row in records(real_built, "price_events")}
    for move in records(real_built, "price_moves"):
        day = days.get(move["event"])
        if day is not None:
            assert str(move["not_before"]) <= str(day) <= str(move["by"]), move["id"]


def test_what_a_fork_took_over_is_no_second_witness(real_built: Built) -> None:
    """The list of one-hub began as that of one-api: SparkDesk stood at 18 in both, and no third list saw it."""
    moves = {
        (str(row["offering"]).rpartition("--")[2], row["basis"])
        for row in records(real_built, "price_moves")
        if str(row["before"]) == "18" and str(row["offering"]).startswith("iflytek-spark--")
    }
    assert {name for name, _ in moves} >= {"sparkdesk-v1.1", "sparkdesk-v3.5"}
    assert not {basis for _, basis in moves} & {"announced", "corroborated"}


def test_a_provisional_price_of_a_list_is_no_cut(real_built: Built) -> None:
    before = {
        row["before"]
        for row in records(real_built, "price_moves")
        if str(row["offering"]).startswith("deepseek-platform--cn--CNY--") and str(row["by"]) < "2024-08"
    }
    assert before == set()
