"""Awesome Chinese LLM: bullets of prose, dated entries with fields, models grouped under their base."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ingest.awesome_chinese_llm import fields, items, kind_of, stated_bases
from kg.ingest.base import Import
from tests.ingest.catalogues import built_on, check_committed, copy_of, read, reasons, said

README = """| 底座     | 包含模型          | 模型参数大小 | 训练token数 | 训练最大长度 | 是否可商用 |
|----------|-------------------|--------------|-------------|------------|-------   |
| Qwen     | Qwen/1.5 Base&Chat | 7B/14B/72B  | 2.2T/3T     | 8k/32k     | 可商用   |

#### 1.1 文本LLM模型

* ChatGLM2-6B
  * 地址：https://github.com/THUDM/ChatGLM2-6B
  * 简介：基于开源中英双语对话模型 ChatGLM-6B 的第二代版本
* Baichuan-7B
  * 地址：https://github.com/baichuan-inc/baichuan-7B
  * 简介：Baichuan-13B 是由百川智能开发的模型
* TuringMM
  * 地址：https://github.com/lightyear-turing/TuringMM-34B-Chat
  * 簡介：基于Yi-34B开源模型、进行sft微调

##### 金融

#### 2.1 垂直领域微调

##### 法律

* 獬豸(LawGPT_zh): 中文法律对话语言模型
  * 地址：https://github.com/LiuHC0428/LAW-GPT
  * 简介: 本项目开源的中文法律通用模型由ChatGLM-6B LoRA 16-bit指令微调得到。

#### 2.2 LangChain应用

* wenda：
  * 地址：https://github.com/wenda-LLM/wenda
  * 简介：一个LLM调用平台。
"""
LEGAL = """### 法律类大模型的应用

* 韩非(HanFei)  (2023-05-31)
  * Code: https://github.com/siat-nlp/HanFei
  * License: Apache-2.0
  * 基座模型: BLOOMZ-7B1
  * 机构:
    * 中科院深圳先进院
    * 香港中文大学（深圳）

* ChatLaw  (2023-06-28)
  * Code: https://github.com/PKU-YuanGroup/ChatLaw
  * 基础模型:
    * ChatLaw-13B: 姜子牙 Ziya-LLaMA-13B-v1
  * 院校: 北京大学
"""
TREE = """* ChatGLM 底座
  * DoctorGLM
* MOSS
"""


@pytest.fixture
def copied(tmp_path: Path) -> Import:
    files = {"README__md": README, "docーLegal__md": LEGAL, "docーFinancial__md": "#", "docーMedical__md": "#"}
    return read("awesome-chinese-llm", copy_of(tmp_path / "copy", docーLLM__md=TREE, **files))


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("该模型基于baichuan-7B和ChatGLM-6B底座模型微调而得", ["baichuan-7B", "ChatGLM-6B"]),
        ("以 LLaMA 为底座，利用中文增量预训练", ["LLaMA"]),
        ("在原版LLaMA的基础上扩充了中文词表", ["LLaMA"]),
        ("模型主干为LlaMA-7b并采用LoRA微调", ["LlaMA-7b"]),
        ("由ChatGLM-6B LoRA 16-bit指令微调得到", ["ChatGLM-6B"]),
        ("有了长足进步", []),
    ],
)
def test_introduction_states_a_base(text: str, bases: list[str]) -> None:
    assert stated_bases(text) == bases


def test_kinds_that_introductions_state() -> None:
    assert kind_of("进行了持续预训练") == "continued-pretraining"
    assert kind_of("采用LoRA微调") == "adapter"
    assert kind_of("指令微调") == "fine-tuned"
    assert kind_of("基于它") == "based-on"


def test_field_on_its_line_or_in_bullets_under_it() -> None:
    first = next(iter(items(LEGAL))).text
    assert fields(first, "机构", "院校") == ["中科院深圳先进院", "香港中文大学（深圳）"]
    assert fields(first, "基座模型") == ["BLOOMZ-7B1"]


def test_both_spellings_of_the_introduction(copied: Import) -> None:
    assert ("model/turingmm-chat", "family/yi") not in {pair[:2] for pair in built_on(copied)}
    assert {base for derived, base, _ in built_on(copied) if derived == "model/turingmm-chat"} == {"model/yi-34b"}


def test_swapped_introductions_say_nothing(copied: Import) -> None:
    assert reasons(copied)["introductions of two models are swapped upstream"] == 1
    assert not any(derived == "model/baichuan-7b" for derived, _, _ in built_on(copied))


def test_heading_is_the_vertical_only_among_verticals(copied: Import) -> None:
    assert said(copied, "vertical") == {("model/lawgpt", "vertical/law")}


def test_tools_are_no_models(copied: Import) -> None:
    assert copied.upstream_rows == 1 + 4 + 2 + 3


def test_row_of_the_base_table_is_of_a_line_of_models(copied: Import) -> None:
    assert ("family/qwen", "access/open-weights") in said(copied, "access")
    assert reasons(copied)["sizes, tokens and lengths of a whole line of models in one cell"] == 1


def test_dated_entry_names_makers_day_licence_and_base(copied: Import) -> None:
    assert ("model/hanfei", "organization/siat") in said(copied, "developer")
    assert ("model/hanfei", "2023-05-31") in said(copied, "released_on")
    assert ("model/hanfei", "Apache-2.0") in said(copied, "licence")
    assert ("model/chatlaw", "model/ziya-llama-v1") in {pair[:2] for pair in built_on(copied)}


def test_group_names_the_base(copied: Import) -> None:
    assert ("model/doctorglm", "family/chatglm", "based-on") in built_on(copied)


def test_source_material_is_read_whole(tmp_path: Path) -> None:
    imported = check_committed("awesome-chinese-llm", tmp_path)
    readme = {row["claim"] for row in imported.rows["facts"] if row["claim"].startswith("readme~")}
    assert len({key.split("~")[1] for key in readme}) == 97
