"""The list of Chinese models: several parties and models in a row, regions without separator, notes as lineage."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ingest.awesome_llms_in_china import Step, entries, steps
from kg.ingest.base import Import
from tests.ingest.catalogues import COMMIT, built_on, check_committed, check_every_row, copy_of, read, reasons, said
from tests.ingest.price_lists import shared

LIST = """## 大模型列表

|序号|公司|大模型|省市|类别|官网|说明|
|:-|:-|:-|:-|:-|:-|:-|
|4|阿里云|[通义千问](https://tongyi.aliyun.com/)|浙江杭州|通用|✔|开源模型[Qwen-VL](https://github.com/QwenLM/Qwen-VL)|
|36|恒生电子|[LightGPT](https://www.hundsun.com/lightgpt)|浙江杭州|金融|✔| |
|56|星环科技|[无涯、求索](https://mp.weixin.qq.com/s/6rYm)|上海|金融|✘ |无涯——金融|
|57|清博智能 | [先问](https://mp.weixin.qq.com/s/Et) | 北京|农业|✘|基于结构化数据|
|44|贝壳|[BELLE](https://github.com/LianjiaTech/BELLE)|北京|垂直|✔|基于BLOOMZ或[LLaMA](https://mp.weixin.qq.com/s/d)的多个模型|
|151|大汉软件|星汉|江苏南京|政务|✘||
|166|浪潮海岳|inGPT|山东济南|企业服务|\u200b✘||
|183|大华股份|星汉|浙江杭州|城市治理|✘||
|192|瑞金医学|RJH|上海|医疗|✘||
|192|海通证券|泛海言道|上海|金融|✘| |
|214|慧言科技+天津大学|[海河·谛听](https://mp.weixin.qq.com/s/F) |天津|科研 |✘| |
|221|循环智能| [盘古](https://www.rcrai.com/product/ai/pangu)|北京|客服|✔|循环智能,清华大学,华为 |
|244|山西大学、山西农业大学|[后稷](https://github.com/zhiweihu1103/AgriMa)|太原|农业|✘|| 基于[Baichuan](https://huggingface.co/baichuan-inc)
|900|没有的公司|轩辕|北京|通用|✘||

## 国外大模型

|公司|大模型|说明|
|:-|:-|:-|
|Amazon|[Titan](https://aws.amazon.com/cn/bedrock/titan/)|
"""
LISTED = f"""readme_line,seq,company,model,first_listed,commit
5,36,恒生电子,LightGPT,2023-07-31,{"f" * 40}
"""


@pytest.fixture
def listed(tmp_path: Path) -> Import:
    files = {"README__md": LIST, "firstーlisted__derived__csv": LISTED}
    return read("awesome-llms-in-china", copy_of(tmp_path / "copy", **files))


def test_one_row_makes_developer_vertical_region_day_and_page(listed: Import) -> None:
    rows = [row for row in listed.rows["facts"] if row["subject"] in {"model/lightgpt", "organization/hundsun"}]
    assert {(row["property"], row.get("object") or row["value"]) for row in rows} == {
        ("developer", "organization/hundsun"),
        ("vertical", "vertical/finance"),
        ("based_in", "region/zhejiang-hangzhou"),
        ("first_listed_on", "2023-07-31"),
        ("homepage", "https://www.hundsun.com/lightgpt"),
    }


def test_day_first_listed_is_located_in_the_commit_that_shows_it(listed: Import) -> None:
    (row,) = [row for row in listed.rows["facts"] if row["property"] == "first_listed_on"]
    assert row["locator"].startswith("f" * 40)


def test_number_192_stands_twice_and_both_rows_are_read(listed: Import) -> None:
    assert ("model/fanhai-yandao", "organization/haitong-securities") in said(listed, "developer")
    assert ("model/rjh", "organization/ruijin-medical") in said(listed, "developer")


def test_two_models_in_a_cell_and_two_parties_in_a_cell(listed: Import) -> None:
    makers = said(listed, "developer")
    assert len({model for model, party in makers if party == "organization/transwarp"}) == 2
    assert (
        len({party for model, party in makers if party in {"organization/huiyan", "organization/tianjin-university"}})
        == 2
    )


def test_homonyms_stay_apart_and_a_name_alone_is_not_enough(listed: Import) -> None:
    makers = said(listed, "developer")
    assert {model for model, party in makers if party == "organization/hanweb"} == {"model/galaxy"}
    assert {model for model, party in makers if party == "organization/dahua"} == {"model/xinghan-foundation-model"}
    assert ("model/pan-gu", "organization/recurrent-ai") in makers
    assert not any(model == "family/pangu" for model, _ in makers)


def test_name_of_an_unknown_organisation_is_nothing_by_itself(listed: Import) -> None:
    unresolved = [item.unresolved for item in listed.left_out if item.reason == "no reviewed alias"]
    assert unresolved == ["organization/没有的公司"]


def test_city_without_its_province_is_found(listed: Import) -> None:
    assert ("organization/shanxi-university", "region/shanxi-taiyuan") in said(listed, "based_in")


def test_label_that_names_no_vertical_is_left_out(listed: Import) -> None:
    assert reasons(listed)["the label names no vertical"] == 1


def test_note_in_an_eighth_cell_and_two_bases(listed: Import) -> None:
    pairs = {(derived, base) for derived, base, _ in built_on(listed)}
    assert {base for derived, base in pairs if derived == "model/belle"} == {"model/bloomz", "family/llama"}
    assert any(base == "family/baichuan" for _, base in pairs)


def test_open_model_in_a_note_is_of_the_family_of_the_row_and_of_the_unit_that_is_named(listed: Import) -> None:
    assert ("model/qwen-vl", "family/qwen") in said(listed, "in_family")
    assert {party for model, party in said(listed, "developer") if model == "model/qwen-vl"} == {
        "organization/alibaba-cloud"
    }


def test_table_of_foreign_models_has_neither_region_nor_vertical(listed: Import) -> None:
    assert ("family/titan", "organization/amazon") in said(listed, "developer")
    assert not any(party == "organization/amazon" for party, _ in said(listed, "based_in"))


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("基于结构化数据", []),
        ("基于生成式AI能力打造各行业企业级应用", []),
        ("TechGPT->BELLE->[LLaMA](https://x)，图谱", [Step("TechGPT", "BELLE"), Step("BELLE", "LLaMA")]),
        ("基于Guanaco->基于LLaMA，使用QLoRA", [Step("", "Guanaco"), Step("Guanaco", "LLaMA")]),
        ("本草基于LLaMA；另有基于 ChatGLM 的Med-ChatGLM", [Step("本草", "LLaMA"), Step("Med-ChatGLM", "ChatGLM")]),
        ("扁鹊-1.0（BianQue-1.0）基于ChatYuan-large-v2", [Step("扁鹊-1.0", "ChatYuan-large-v2")]),
        ("华佗和凤凰都基于BLOOMZ", [Step("华佗", "BLOOMZ"), Step("凤凰", "BLOOMZ")]),
        ("基于BLOOM-7B进行 SFT（1.0）和RLHF（2.0）的模型", [Step("", "BLOOM-7B")]),
    ],
)
def test_note_says_what_a_model_is_based_on(note: str, expected: list[Step]) -> None:
    assert list(steps(note)) == expected


def test_source_material_is_read_whole(tmp_path: Path) -> None:
    imported = check_committed("awesome-llms-in-china", tmp_path)
    text = (shared("awesome-llms-in-china") / "README.md").read_text("utf-8")
    rows = list(entries(text))
    numbers = [entry.line.cells[0] for entry in rows if "省市" in entry.line.header]
    assert (len(numbers), len(set(numbers))) == (247, 245)
    commit = next(iter(imported.rows["facts"]))["locator"][:40]
    assert commit != COMMIT
    check_every_row(
        imported, {f"f2a1119ca2dc01c9c3585dd49a5983fea3efecf5:README.md#L{entry.line.number}" for entry in rows}
    )
