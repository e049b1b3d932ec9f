"""Identity: spellings meet in one id, homonyms stay apart, and a name alone is nothing."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from kg.ingest.names import Names

ROOT = Path(__file__).parents[1]
HINTS = ROOT.parent / "shared" / "registry-hints" / "org-aliases.csv"
PAIRS = Path(__file__).parent / "identity" / "pairs.csv"
SEED = 20261125
"""Chosen after the aliases and the pairs were written."""
MADE = ("model", "family", "application")
COLUMNS = {
    "canonical_zh": "*",
    "canonical_en": "*",
    "wgwang": "awesome-llms-in-china",
    "epoch": "epoch-ai-models",
    "lonepatient": "awesome-pretrained-chinese-nlp-models",
    "llm_history": "chinese-llm-benchmark",
    "superclue": "superclue",
}
JOINT = ("清华&智谱",)
"""Stands under two organisations in the list itself: it means the first only with the context `first-named`."""


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(ROOT / "data" / "registry")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def meant(names: Names, row: dict[str, str], side: str) -> str | None:
    """Return what one side of a pair means: within its organisations, else by its repository."""
    source, spelling = row[f"source_{side}"], row[f"spelling_{side}"]
    if row["kind"] == "organization":
        return names.find(spelling, source, ("organization",))
    for context in row[f"context_{side}"].split(";"):
        found = names.within(spelling, source, MADE, context)
        if found:
            return found
    repository = row[f"repository_{side}"]
    return names.by_outside_id("github", repository, MADE) if repository else None


def test_each_of_the_58_organisations_is_one_by_every_spelling(names: Names) -> None:
    if not HINTS.is_file():
        pytest.skip("the list of checked spellings is not beside this checkout")
    listed = rows(HINTS)
    assert len(listed) == 58
    several: dict[str, set[str | None]] = {}
    for row in listed:
        spellings = [(COLUMNS[c], name.strip()) for c in COLUMNS for name in row[c].split(";") if name.strip()]
        ids = {names.find(name, source, ("organization",)) for source, name in spellings if name not in JOINT}
        if len(ids) != 1 or None in ids:
            several[row["canonical_zh"]] = ids
    assert not several


@pytest.mark.parametrize(
    ("spellings", "id_"),
    [
        (["百度", "Baidu", "BaiDu"], "baidu"),
        (["智谱华章", "智谱AI", "Zhipu AI", "zai-org", "北京智谱华章科技有限公司"], "zhipu"),
        (["稀宇科技", "MiniMax", "MiniMax-AI"], "minimax"),
        (["上海人工智能实验室", "上海市人工智能实验室", "上海AI实验室", "OpenGVLab"], "shanghai-ai-lab"),
        (["智源人工智能研究院", "智源研究院", "BAAI", "FlagAI"], "baai"),
        (["恒生电子", "Hundsun Technologies", "恒生电子股份有限公司"], "hundsun"),
        (["元象科技", "XVERSE Technology", "Shenzhen Yuanxiang Technology"], "xverse"),
        (["贝壳", "链家", "链家科技"], "beike"),
    ],
)
def test_spellings_of_an_organisation(names: Names, spellings: list[str], id_: str) -> None:
    assert {names.find(name, "*", ("organization",)) for name in spellings} == {f"organization/{id_}"}


@pytest.mark.parametrize(
    ("spelling", "owners"),
    [
        ("盘古", {"huawei", "recurrent-ai"}),
        ("星汉", {"hanweb", "dahua"}),
        ("九天", {"china-mobile", "hit-shenzhen"}),
    ],
)
def test_homonyms_mean_something_else_in_each_organisation(names: Names, spelling: str, owners: set[str]) -> None:
    assert len({names.within(spelling, "*", MADE, owner) for owner in owners}) == len(owners)
    assert names.within(spelling, "*", MADE, "") is None, "the name alone means nothing"


def test_qilin_the_model_is_not_qilin_the_company(names: Names) -> None:
    assert names.find("麒麟", "*", ("model",)) == "model/qilin-youlianyun"
    assert names.find("麒麟", "*", ("organization",)) == "organization/apus"


def test_k2_of_jiaotong_is_not_kimi_k2(names: Names) -> None:
    assert names.within("K2", "*", MADE, "sjtu") == "model/k2"
    assert names.within("Kimi K2", "*", MADE, "moonshot") == "model/kimi-k2"


def test_unit_and_group_stay_apart(names: Names) -> None:
    assert names.within("阿里云", "awesome-llms-in-china", ("organization",), "unit") == "organization/alibaba-cloud"
    assert names.find("阿里云", "*", ("organization",)) == "organization/alibaba-cloud"
    assert names.find("春田知韵", "*", ("organization",)) != names.find("抖音", "*", ("organization",))


def test_pairs_that_are_not_the_same_are_written_down_once() -> None:
    pairs = [frozenset((row["a"], row["b"])) for row in rows(ROOT / "data" / "registry" / "not_same.csv")]
    assert len(pairs) == len(set(pairs))
    assert frozenset(("model/pan-gu", "family/pangu")) in pairs
    assert frozenset(("model/qilin-youlianyun", "organization/apus")) in pairs


def test_200_pairs_half_of_them_true(names: Names) -> None:
    drawn = random.Random(SEED)  # noqa: S311  (a sample, no secret)
    listed = rows(PAIRS)
    true = drawn.sample([row for row in listed if row["same"] == "yes"], 100)
    false = drawn.sample([row for row in listed if row["same"] == "no"], 100)

    def matched(row: dict[str, str]) -> bool:
        left, right = meant(names, row, "a"), meant(names, row, "b")
        return left is not None and left == right

    wrong = [row for row in false if matched(row)]
    missed = [row for row in true if not matched(row)]
    assert not wrong, wrong[:3]
    assert len(missed) <= 5, missed[:3]


def test_every_pair_of_the_list_is_decided(names: Names) -> None:
    undecided = [
        row for row in rows(PAIRS) if None in {meant(names, row, "a"), meant(names, row, "b")} and row["same"] == "yes"
    ]
    assert len(undecided) <= 0.05 * len(rows(PAIRS)), undecided[:3]
