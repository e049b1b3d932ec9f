"""Three snapshots of one Chinese table of API prices, of 1, 12 and 23 May 2024: before and after the cuts.

The table states the day of its last update; that day is an observation, the day of a change is not in it.
Its repository is not known, so it corroborates and is never cited for a fact that it alone holds.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from kg.digest import file_sha256
from kg.ingest._lists import MILLION, THOUSAND, Listed, Once, add_price, file_in, model_of, read_rows, sku_of
from kg.ingest._money import token_count
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "cn-api-price-snapshots-2024-05"
FILE = "cn_api_prices_2024-05.csv"

VENDORS = {
    "智谱 ChatGLM": ("zhipu-bigmodel", "zhipu"),
    "月之暗面 Moonshot": ("moonshot-platform", "moonshot"),
    "稀宇科技 MiniMax": ("minimax-platform", "minimax"),
    "文心一言": ("baidu-qianfan", "baidu"),
    "百川智能": ("baichuan-platform", "baichuan"),
    "深度求索": ("deepseek-platform", "deepseek"),
    "通义千问": ("alibaba-bailian", "alibaba"),
    "腾讯混元": ("tencent-hunyuan", "tencent"),
    "阶跃星辰": ("stepfun-platform", "stepfun"),
    "零一万物": ("01ai-platform", "01ai"),
    "字节跳动": ("volcengine-ark", "bytedance"),
    "商汤日日新": ("sensenova", "sensetime"),
    "元象大模型": ("xverse-platform", "xverse"),
    "紫东太初": ("taichu-platform", ""),
    "天工": ("tiangong-platform", "kunlun"),
    "星火大模型": ("iflytek-spark", "iflytek"),
    "OpenAI": ("openai-api", "openai"),
    "Google": ("google-gemini-api", "google"),
}
"""Heading of the table → service, and the organisation whose models stand under it."""

_COMPONENTS = {"input_price": "input", "output_price": "output", "blended_1to1_price": "uniform"}
_PER = {"1k tokens": THOUSAND, "1M tokens": MILLION}


def read(path: Path, names: Names) -> Import:
    """Read the table; `path` is the folder that holds it, or the file."""
    file = file_in(path, FILE)
    imported = Import(SOURCE, _meta(file_sha256(file)))
    once = Once(imported)
    for _, cells in read_rows(file):
        imported.upstream_rows += 1
        locator = f"index {cells['index_file_id']}#{cells['vendor_as_spelled']}/{cells['model_as_spelled']}"
        if cells["vendor_as_spelled"] not in VENDORS or cells["per"] not in _PER:
            imported.leave_out(locator, "a heading or unit that the importer does not know", str(cells))
        else:
            _add_row(imported, once, cells, locator, names)
    return imported


def _add_row(imported: Import, once: Once, cells: dict[str, str], locator: str, names: Names) -> None:
    service, organization = VENDORS[cells["vendor_as_spelled"]]
    printed, day = cells["model_as_spelled"], cells["snapshot_date"]
    model = model_of(names, printed, SOURCE)
    market = "cn" if cells["currency"] == "CNY" else "intl"
    listed = Listed(service, market, cells["currency"], sku_of(printed, model))
    for column, component in _COMPONENTS.items():
        if cells[column]:
            add_price(
                imported, listed, component, cells[column], locator, day,
                per_tokens=_PER[cells["per"]], observed_on=day,
            )  # fmt: skip
    once.offering(
        listed,
        model,
        locator,
        context_tokens=token_count(cells["context"]),
        channel="first-party",
        as_stated=printed,
    )
    once.developer(model, organization, locator, names, as_stated=cells["vendor_as_spelled"])


def _meta(sha256: str) -> dict[str, Any]:
    return {
        "title": "宇宙最全大模型 ChatBot 及 API 导航",
        "title_en": "Three snapshots of one table of API prices, May 2024",
        "publisher": "not known",
        "kind": "aggregator",
        "licence": "not known",
        "lineage": SOURCE,
        "published_not_before": date(2024, 5, 1),
        "published_not_after": date(2024, 5, 23),
        "retrieved": date(2026, 11, 23),
        "sha256": sha256,
        "note": "Neither repository nor address is known: the text was found by its title, and rows name "
        "the index it stood in. It corroborates; cite the price page of the seller. `uniform` is "
        "one price that the table prints for input and output together.",
    }
