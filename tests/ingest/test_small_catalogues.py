"""The benchmark's history, SuperCLUE, the list of open base models, and Ecosystem Graphs."""

# ruff: noqa: E501  (rows of upstream tables stand as they are)

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ingest.awesome_open_foundation_models import day
from kg.ingest.chinese_llm_benchmark import edtf, split_model
from tests.ingest.catalogues import built_on, check_committed, copy_of, read, reasons, said

HISTORY = """date,type,model,sizes,own_base,org,org_type,region
2023/6,LLM,ziya-1(llama1),"7B, 13B",否,IDEA研究院,学术机构,国内
2023/08~2023/9,LLM,Qwen,"7B, 14B",是,阿里,科技大厂,国内
2023/11,LLM,Qwen,72B，1.8B,是,阿里,科技大厂,国内
2024/2,LMM,InternVL\u2212Chat\u2212V1.2(Yi-34B),40B,否,OpenGVLab,学术机构,国内
2024/8,LLM,Phi-3.5-MoE,42B-A6.6B,是,微软,科技大厂,国外
2023/9,LLM,"phi-1, Phi-1.5",1.3B,是,微软,科技大厂,国外
2024/5,LMM,CogVLM2-LLaMA3,19B,否,智谱AI,大模型创业公司,国内
"""


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ziya-1(llama1)", (["ziya-1"], "llama1")),
        ("phi-1, Phi-1.5", (["phi-1", "Phi-1.5"], "")),
        ("Bunny-Llama-3-8B-V（v1.1）", (["Bunny-Llama-3-8B-V v1.1"], "")),
        ("InternVL\u2212Chat\u2212V1.2(Yi-34B)", (["InternVL-Chat-V1.2"], "Yi-34B")),
    ],
)
def test_benchmark_name_with_its_base(cell: str, expected: tuple[list[str], str]) -> None:
    assert split_model(cell) == expected


def test_benchmark_months_and_spans() -> None:
    assert (edtf("2023/8"), edtf("2023/08~2023/9")) == ("2023-08", "2023-08/2023-09")


def test_benchmark_own_base_kind_of_organisation_and_counts(tmp_path: Path) -> None:
    imported = read("chinese-llm-benchmark", copy_of(tmp_path, LLMーhistory__transcribed__csv=HISTORY))
    assert ("model/ziya-1", "false") in said(imported, "own_base")
    assert ("organization/zhipu", "organization-type/startup") in said(imported, "organization_type")
    assert ("model/phi-3.5-moe", "6600000000") in said(imported, "active_parameters")
    assert {value for model, value in said(imported, "released_on") if model == "model/qwen-1"} == {
        "2023-08/2023-09",
        "2023-11",
    }
    assert ("model/internvl-chat-v1.2", "model/yi-34b", "unspecified") in built_on(imported)
    assert reasons(imported)["said to be derived, base not named"] == 1


BOARD = """### 2023年7月

| 排名 | 模型 | 机构 | 总分 |
|:--:|:--:|:--:|:--:|
| 🧝 | 人类 | CLUE | 83.66 |
| - | <a href='https://www.anthropic.com/'>Claude-2 </a> | Authropic | 60.94 |
| 🥈 | <a href='https://chatglm.cn'>ChatGLM-130B</a> | 清华大学&智谱AI | 59.35 |
| - | [360智脑(V4.0) ↗](https://ai.360.cn) | 360 | 50 |
| - | 云雀大模型（豆包） | 字节跳动 | 50 |
"""


def test_leaderboard_names_versions_and_joint_makers_once(tmp_path: Path) -> None:
    months = ("_2305", "_2306", "_2308", "_2310", "_2311", "")
    files = {f"README{month}__md": "" for month in months} | {"README_2307__md": BOARD, "README_2310__md": BOARD}
    imported = read("superclue", copy_of(tmp_path, **files))
    makers = said(imported, "developer")
    assert {party for model, party in makers if model == "model/chatglm-130b"} == {
        "organization/zhipu",
        "organization/tsinghua-university",
    }
    assert ("model/claude-2", "organization/anthropic") in makers
    assert ("family/skylark", "organization/bytedance") in makers
    assert not any(model == "application/doubao-app" for model, _ in makers)
    assert {month for _, month in said(imported, "first_listed_on")} == {"2023-07"}
    assert reasons(imported) == {"not a model": 2, "stands in an earlier table": 4}


BASES = """|序号|名称|参数规模|数据规模|发布时间|说明|
|:-|:-|:-|:-|:-|:-|
|1|[LLaMA-2](Open-LLMs/llama2.md)|7B,13B,34B,70B|2T|2023-07-18|可商用|
|42|Mistral-8X22B|141B||2024-4-17|8X22B MOE|
|9|[ChatGLM3](https://github.com/THUDM/ChatGLM3)|6B|1.4T|2023-10-25|
|20|[Aquila2](https://github.com/FlagAI-Open/Aquila2)|7B,34B|2T|||
"""


def test_open_base_models_days_sizes_and_tokens(tmp_path: Path) -> None:
    imported = read("awesome-open-foundation-models", copy_of(tmp_path, README__md=BASES))
    assert ("model/chatglm3-6b", "1400000000000") in said(imported, "training_tokens")
    assert {value for _, value in said(imported, "released_on")} == {"2023-07-18", "2024-04-17", "2023-10-25"}
    assert reasons(imported) == {"several counts in one cell": 2, "no release day": 1}


def test_day_without_leading_zero() -> None:
    assert (day("2024-4-17"), day("2024-05-13"), day("")) == ("2024-04-17", "2024-05-13", None)


ASSETS = """name,organization,nationality,type,created_date,dependencies,access,license,modality,size,url,model_card
Deepseek Chat,Deepseek AI,USA,model,2023-11-29,['Deepseek'],open,custom,text; text,67B parameters (dense),https://x/y,
Yi,01 AI,France,model,2023-11-02,[],open,custom,text; text,34B parameters (dense),https://x/y,
CogView,Tsinghua University,China,model,2021-05-26,[],open,Apache 2.0,text; image,4B parameters (dense),https://x/y,
UltraChat,Tsinghua University,China,dataset,2023-04-20,[],open,MIT,text,unknown,https://x/y,
UltraLM,Tsinghua University,China,model,2023-06-27,['UltraChat'],open,LLaMA 2,text; text,13B parameters (dense),https://x/y,
DeepSeek-V3,DeepSeek,unknown,model,2025-01-14,['DeepSeek-R1'],open,MIT,unknown,671B parameters (sparse),https://x/y,
Qwen 1.5 MoE,Qwen Team,China,model,2024-03-28,[],open,custom,text; text,14B parameters with 2.7B parameters for activation (MoE),https://x/y,
Codestral,Mistral AI,USA,model,2025-01-13,[],closed,unknown,text; text,unknown,https://x/y,
"""


def test_wrong_nationality_is_kept_as_stated_and_does_not_hide_the_maker(tmp_path: Path) -> None:
    imported = read("ecosystem-graphs", copy_of(tmp_path, all_assets__csv=ASSETS))
    stated = said(imported, "nationality_stated")
    assert ("organization/deepseek", "region/united-states") in stated
    assert ("organization/01ai", "region/france") in stated
    assert not said(imported, "based_in")
    assert reasons(imported)["nationality unknown"] == 1


def test_dependency_on_a_later_model_and_on_data_is_no_derivation(tmp_path: Path) -> None:
    imported = read("ecosystem-graphs", copy_of(tmp_path, all_assets__csv=ASSETS))
    assert built_on(imported) == {("model/deepseek-llm-chat", "model/deepseek-llm", "based-on")}
    assert reasons(imported)["depends on a model that came later"] == 1


def test_a_model_from_abroad_has_its_developer_alone_and_only_by_an_alias_within_its_maker(tmp_path: Path) -> None:
    """GPT-J is a base of Chinese models. Its name with another maker, or a maker's model without an alias, is nothing."""
    rows = (
        "GPT-J,EleutherAI,USA,model,2021-06-04,[],open,Apache 2.0,text; text,6B parameters (dense),https://x/y,\n"
        "GPT-J,Meta,USA,model,2021-06-04,[],open,Apache 2.0,text; text,6B parameters (dense),https://x/y,\n"
        "Unheard,EleutherAI,USA,model,2021-06-04,[],open,Apache 2.0,text; text,6B parameters (dense),https://x/y,\n"
    )
    imported = read("ecosystem-graphs", copy_of(tmp_path, all_assets__csv=ASSETS + rows))
    about = [row["property"] for row in imported.rows["facts"] if row["subject"] == "model/gpt-j-6b"]
    assert about == ["developer"]
    assert ("model/gpt-j-6b", "organization/eleutherai") in said(imported, "developer")
    assert ("model/codestral", "organization/mistral") in said(imported, "developer")
    assert reasons(imported)["no Chinese maker"] == 2


def test_a_closed_model_is_no_base_though_a_dependency(tmp_path: Path) -> None:
    row = (
        "MathCoder,Shanghai AI Laboratory,China,model,2023-10-05,"
        "\"['GPT-4', 'LLaMA 2']\",open,unknown,text; text,70B parameters (dense),https://x/y,\n"
    )
    imported = read("ecosystem-graphs", copy_of(tmp_path, all_assets__csv=ASSETS + row))
    assert ("model/mathcoder", "model/gpt-4", "unspecified") in built_on(imported)
    assert ("model/mathcoder", "model/llama2", "based-on") in built_on(imported)


def test_sizes_and_what_goes_in_and_out(tmp_path: Path) -> None:
    imported = read("ecosystem-graphs", copy_of(tmp_path, all_assets__csv=ASSETS))
    assert {value for _, value in said(imported, "active_parameters")} == {"2700000000"}
    assert ("model/cogview", "modality/image-generation") in said(imported, "modality")


@pytest.mark.parametrize(
    "origin", ["chinese-llm-benchmark", "superclue", "awesome-open-foundation-models", "ecosystem-graphs"]
)
def test_source_material_is_read_whole(origin: str, tmp_path: Path) -> None:
    check_committed(origin, tmp_path)
