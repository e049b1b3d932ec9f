"""Epoch AI: lists with ", Ltd." in them, countries that do not align, days of papers, floats."""

# ruff: noqa: E501  (rows of upstream tables stand as they are)

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kg.ingest._landscape import split_names
from kg.ingest.base import Import
from tests.ingest.catalogues import built_on, check_committed, check_every_row, copy_of, read, reasons, said
from tests.ingest.price_lists import shared

TABLE = (
    "Model,Domain,Organization,Country (of organization),Publication date,Link,Parameters,"
    "Training compute (FLOP),Base model,Model accessibility\n"
    'XuanYuan 2.0,Language,Du Xiaoman,China,2023-05-19,https://arxiv.org/abs/2305.12002,176247271424.0,4.2e+24,"BLOOM-176B",'
    "Open weights (unrestricted)\n"
    "AlphaWhatever,Biology,Tsinghua University,China,2023-01-01,,,,,\n"
    "Pangu 3.0,Language,Huawei,,2023-07-07,https://www.huaweicloud.com/,,,,Unreleased\n"
    '"AiLMe-100B v3",Language,"Qilin Hesheng Network Technology Co., Ltd. (APUS)",China,2023-08-01,,100000000000.0,,,\n'
    "Old LSTM,Language,Tsinghua University,China,2016-01-01,,,,,\n"
    'GLM-4.5V,"Vision,Language,Multimodal","Zhipu AI,Tsinghua University","China,China",2025-08-11,,247000000.00000003,,GLM-4.5-Air,\n'
    '"Emu2","Multimodal,Language","Beijing Academy of Artificial Intelligence / BAAI,Tsinghua University","China",2023-12-20,,,,,\n'
)


@pytest.fixture
def table(tmp_path: Path) -> Import:
    return read("epoch-ai-models", copy_of(tmp_path / "copy", all_ai_models__cnーhkーtw__csv=TABLE))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Beijing Lituo Feiyuan Technology Co., Ltd.", ["Beijing Lituo Feiyuan Technology Co., Ltd."]),
        ("SambaNova Systems, Inc,Google", ["SambaNova Systems, Inc", "Google"]),
        ("Shuchi ( Shanghai ) Co. , Ltd.", ["Shuchi ( Shanghai ) Co. , Ltd."]),
        ("Tsinghua University,Zhipu AI", ["Tsinghua University", "Zhipu AI"]),
    ],
)
def test_comma_before_ltd_is_no_separator(cell: str, names: list[str]) -> None:
    assert split_names(cell) == names


def test_day_of_a_paper_is_no_release(table: Import) -> None:
    assert said(table, "paper_on") == {("model/xuanyuan", "2023-05-19")}
    assert ("model/pangu-3.0", "2023-07-07") in said(table, "released_on")


def test_company_with_ltd_is_one_developer(table: Import) -> None:
    assert ("model/ailme-100b-v3", "organization/apus") in said(table, "developer")


def test_blank_country_and_lists_that_do_not_align_make_no_nationality(table: Import) -> None:
    assert reasons(table)["country blank or no country"] == 1
    assert reasons(table)["organisations and countries do not align"] == 1
    assert ("organization/zhipu", "region/china") in said(table, "nationality_stated")


def test_other_domains_and_early_models_are_left_out(table: Import) -> None:
    assert reasons(table)["neither a language nor a multimodal model"] == 1
    assert reasons(table)["published before 2020, before large language models"] == 1


def test_floats_become_whole_counts_and_keep_what_is_printed(table: Import) -> None:
    rows = {row["subject"]: row for row in table.rows["facts"] if row["property"] == "parameters"}
    assert (rows["model/glm-4.5v"]["value"], rows["model/glm-4.5v"]["as_stated"]) == ("247000000", "247000000.00000003")
    assert ("model/xuanyuan", "4200000000000000000000000") in said(table, "training_compute")


def test_base_models_are_derivations(table: Import) -> None:
    assert ("model/glm-4.5v", "model/glm-4.5-air", "based-on") in built_on(table)


def test_source_material_is_read_whole(tmp_path: Path) -> None:
    imported = check_committed("epoch-ai-models", tmp_path)
    text = (shared("epoch-ai-models") / "all_ai_models.cn-hk-tw.csv").read_text(encoding="utf-8")
    names = [row["Model"].strip() for row in csv.DictReader(io.StringIO(text, newline=""))]
    start = "36d364039a861c396aa46739d8918c6f4bbedd68:ai_models.zip#all_ai_models.csv/"
    check_every_row(imported, {f"{start}{name}" for name in names if names.count(name) == 1})
