"""Awesome Pretrained Chinese NLP Models: six tables, short and shifted rows, sizes, months, backbones."""

# ruff: noqa: E501  (rows of upstream tables stand as they are)

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ingest.awesome_pretrained_chinese_nlp_models import FILES, Sizes, sizes
from kg.ingest.base import Import
from tests.ingest.catalogues import built_on, check_committed, copy_of, read, reasons, said

CHAT = """|模型|大小|时间|语言|领域|下载|项目地址|机构/个人|架构|文献|
|:-:|:-:|-|:-:|:-:|:-:|:-:|:-:|:-:|:-:|
|**GLM-4.6**|A32/355B|2025-10|中英|通用|**[Hugging Face](https://huggingface.co/zai-org/GLM-4.5-Base)**|[GLM-4.5](https://github.com/zai-org/GLM-4.5)|[zai-org](https://github.com/zai-org)|MoE|
|phi-4|14B|2025--01|中英|通用|[HF](https://huggingface.co/microsoft/phi-4)|/|[Microsoft](https://huggingface.co/microsoft)|CD|
|aya-101|13B|2024-02|多语|通用|[HF](https://hf-mirror.com/CohereForAI/aya-101)|/|[Cohere For AI](https://huggingface.co/CohereForAI)|CD|
|ChemLLM|7B|2024-02|多语|通用|[HF](https://hf-mirror.com/CohereForAI/aya-101)|/|[AI4Chem](https://hf-mirror.com/AI4Chem)|CD|
|BiLLa|7B|2023-05|中英|通用|\\[[🤗HF\\]](https://huggingface.co/Neutralzz/BiLLa-7B-SFT)|[BiLLa](https://github.com/Neutralzz/BiLLa)|[Zhongli Li](https://github.com/Neutralzz)|CD|
"""
MULTIMODAL = """|模型|大小|时间|语言模型|非语言模型|语言|领域|下载|项目地址|机构/个人|文献|
|:-:|:-:|-|:-:|:-:|:-:|:-:|:-:|:-:|:-:|:-:|
|Qianfan-OCR|4B|2026-03|[Qwen3-4B](https://huggingface.co/Qwen/Qwen3-4B)|Qianfan-ViT|中英|文档|[🤗 HF](https://huggingface.co/baidu/Qianfan-OCR)|/|[BaiDu](https://huggingface.co/baidu)|
|**CogVLM2**|2024-05|Meta-Llama-3-8B-Instruct|/|中英|图文|[🤗](https://hf-mirror.com/THUDM/cogvlm2-llama3-chat-19B)|[CogVLM2](https://github.com/THUDM/CogVLM2)|[THUDM](https://github.com/THUDM)|[Paper](https://arxiv.org/abs/2408.16500)|
"""


@pytest.fixture
def tables(tmp_path: Path) -> Import:
    header = CHAT.splitlines(keepends=True)[:2]
    files = {f"{name.replace('-', 'ー')}__md": "".join(header) for name in FILES}
    files |= {"chatーllm__md": CHAT, "multimodalーchatーllm__md": MULTIMODAL}
    return read("awesome-pretrained-chinese-nlp-models", copy_of(tmp_path / "copy", **files))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("7B", Sizes("7000000000", None, False)),
        ("A32/355B", Sizes("355000000000", "32000000000", False)),
        ("255B / A36B", Sizes("255000000000", "36000000000", False)),
        ("A32B/1T", Sizes("1000000000000", "32000000000", False)),
        ("A32/1T", Sizes("1000000000000", "32000000000", False)),
        ("A49/1.6T", Sizes("1600000000000", "49000000000", False)),
        ("A47/300B A3/21B", Sizes(None, None, True)),
        ("E2B/E4B/26B A4B/31B", Sizes(None, None, True)),
        ("1.5/7B", Sizes(None, None, True)),
        ("0.5\\~72B (7档)", Sizes(None, None, True)),
        ("/", Sizes(None, None, False)),
    ],
)
def test_sizes(cell: str, expected: Sizes) -> None:
    assert sizes(cell) == expected


def test_name_in_bold_month_and_active_parameters(tables: Import) -> None:
    assert ("model/glm-4.6", "2025-10") in said(tables, "released_on")
    assert ("model/glm-4.6", "32000000000") in said(tables, "active_parameters")


def test_row_is_found_by_its_name_and_not_by_the_repository_of_another_model(tables: Import) -> None:
    assert {model for model, party in said(tables, "developer") if party == "organization/zhipu"} == {"model/glm-4.6"}


def test_weights_left_over_from_another_row_say_nothing_of_this_model(tables: Import) -> None:
    open_weights = {model for model, code in said(tables, "access") if code == "access/open-weights"}
    assert "model/aya-101" in open_weights
    assert "model/chemllm" not in open_weights
    assert reasons(tables)["weights of another row's model"] == 1


def test_month_with_two_hyphens_is_left_out(tables: Import) -> None:
    assert reasons(tables)["date is not YYYY-MM"] == 1


def test_a_person_makes_no_developer_claim(tables: Import) -> None:
    assert reasons(tables)["the developer is a person or a handle, not an organisation"] == 1
    assert not any(model == "model/billa" for model, _ in said(tables, "developer"))
    assert ("model/billa", "access/open-weights") in said(tables, "access")


def test_backbone_is_a_derivation(tables: Import) -> None:
    assert ("model/qianfan-ocr", "model/qwen3-4b", "based-on") in built_on(tables)


def test_shifted_row_gives_its_name_alone(tables: Import) -> None:
    assert reasons(tables)["cells shifted"] == 1


def test_source_material_is_read_whole(tmp_path: Path) -> None:
    imported = check_committed("awesome-pretrained-chinese-nlp-models", tmp_path)
    assert imported.upstream_rows == 486
