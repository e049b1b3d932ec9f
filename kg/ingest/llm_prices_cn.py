"""szp2005/llm-prices-cn (LLM Abacus): yuan prices of Chinese models with tiers.

`price-observations.jsonl` holds what each version of prices.json changed, `models-cn.jsonl` the newest
records. Every record is an observation on the UTC day of its commit; `last_verified` moves with every run
of their script and says nothing about the price page. A record with tiers prices the whole request by its
tier, as the list states, and its plain price repeats the first tier.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kg.digest import file_sha256
from kg.ingest._lists import (
    Listed,
    Once,
    add_price,
    file_in,
    is_same,
    model_of,
    read_json_lines,
    sku_of,
    tier_bounds,
    utc_day,
)
from kg.ingest._sellers import channel
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "llm-prices-cn"
COMMIT = "88b8e7b5c05b78b4a6f4d2f0fab94a0e4bb10fab"
HEAD_DAY = "2026-08-22"
HISTORY, HEAD = "price-observations.jsonl", "models-cn.jsonl"

VENDORS = {
    "alibaba": ("alibaba-bailian", "alibaba"),
    "baichuan": ("baichuan-platform", "baichuan"),
    "baidu": ("baidu-qianfan", "baidu"),
    "bytedance": ("volcengine-ark", "bytedance"),
    "deepseek": ("deepseek-platform", "deepseek"),
    "minimax": ("minimax-platform", "minimax"),
    "moonshot": ("moonshot-platform", "moonshot"),
    "stepfun": ("stepfun-platform", "stepfun"),
    "tencent": ("tencent-hunyuan", "tencent"),
    "xfyun": ("iflytek-spark", "iflytek"),
    "xiaomi": ("xiaomi-mimo", "xiaomi"),
    "zhipu": ("zhipu-bigmodel", "zhipu"),
}
"""Vendor of the list → service and organisation."""
_COMPONENTS = {"input": "input", "output": "output", "cached_input": "cached-input"}
_RETIRED = "marked retired: the list keeps the last price"


def read(path: Path, names: Names) -> Import:
    """Read the folder with the two files."""
    history, head = file_in(path, HISTORY), file_in(path, HEAD)
    imported = Import(SOURCE, _meta(file_sha256(head)))
    once = Once(imported)
    for _, record in read_json_lines(history):
        imported.upstream_rows += 1
        if _unknown(imported, record["vendor"], f"{record['commit']}:prices.json#{record['model']}"):
            continue
        model, listed = _identify(names, record["model"], record["name"], record["vendor"])
        locator = f"{record['commit']}:prices.json#{record['model']}"
        once.developer(model, VENDORS[record["vendor"]][1], locator, names, as_stated=record["vendor"])
        _add_prices(imported, listed, record["price"], locator, utc_day(record["date"]))
    for _, record in read_json_lines(head):
        imported.upstream_rows += 1
        locator = f"{COMMIT}:prices.json#{record['id']}"
        if _unknown(imported, record["vendor_id"], locator):
            continue
        model, listed = _identify(names, record["id"], record["name"], record["vendor_id"])
        once.offering(
            listed, model, locator, context_tokens=record["context_window"],
            channel=channel(listed.service, listed.sku), as_stated=record["name"],
        )  # fmt: skip
        _add_prices(imported, listed, record, locator, HEAD_DAY)
    return imported


def _unknown(imported: Import, vendor: str, locator: str) -> bool:
    if vendor in VENDORS:
        return False
    imported.leave_out(locator, "a vendor that the importer does not know", vendor)
    return True


def _identify(names: Names, key: str, name: str, vendor: str) -> tuple[str | None, Listed]:
    """Return model and offering. The list has ids of its own (`qwen3-5-plus`); a known name gives the SKU."""
    model = model_of(names, name, SOURCE) or model_of(names, key, SOURCE)
    return model, Listed(VENDORS[vendor][0], "cn", "CNY", sku_of(key, model))


def _add_prices(imported: Import, listed: Listed, record: dict[str, Any], locator: str, day: str) -> None:
    if record.get("retired"):
        imported.leave_out(locator, _RETIRED)
        return
    for condition, prices in _tiers(record):
        for name, component in _COMPONENTS.items():
            printed = _printed(prices, name)
            if printed is not None:
                add_price(imported, listed, component, printed, locator, day, condition=condition, observed_on=day)


def _tiers(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield condition and prices: the tiers where there are any, else the record itself."""
    tiers = record.get("price_tiers") or []
    if not tiers:
        yield "", record
        return
    if not all(is_same(_printed(record, name), _printed(tiers[0], name)) for name in _COMPONENTS):
        yield "", record
    for bounds, tier in zip(tier_bounds(tier["up_to_input_tokens"] for tier in tiers), tiers, strict=True):
        yield f"{bounds};tier=whole-request" if bounds else "", tier


def _printed(prices: dict[str, Any], name: str) -> str | None:
    """Return the figure in the billing currency; versions before 2026-08-02 print the yuan column alone."""
    found = prices.get(f"{name}_price_orig_per_m", prices.get(f"{name}_price_cny_per_m"))
    return None if found is None else str(found)


def _meta(sha256: str) -> dict[str, Any]:
    return {
        "title": "LLM Abacus prices",
        "publisher": "szp2005 (LLM Abacus, llmabacus.com)",
        "kind": "aggregator",
        "licence": "CC-BY-4.0 (Pricing data provided by LLM Abacus, https://llmabacus.com)",
        "lineage": SOURCE,
        "url": "https://github.com/szp2005/llm-prices-cn",
        "repo": "szp2005/llm-prices-cn",
        "commit": COMMIT,
        "published": date(2026, 8, 22),
        "retrieved": date(2026, 11, 23),
        "sha256": sha256,
        "note": "Chinese vendors alone, one price a model. Versions of 2026-07-07 to 2026-08-22; 28 "
        "records of 2026-08-02 only gain columns and are sightings of the same price. The list "
        "has no field for the hour: the DeepSeek V4 prices of 2026-08-17 are the off-peak ones, "
        "those of 2026-08-21 the peak ones. The checksum is that of the newest records.",
    }
