"""Importer of LobeHub's model bank: prices of Chinese providers in the history of a code repository.

`path` is the folder with `assertions.tsv`: one row for each price that a version of a provider's file shows anew.
Every figure is a claim of its day, whatever the class of the row (market-change, correction, move, unclear): what
the classes say about a figure is a judgement and stands in `data/judgements`. Rows without a price are counted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.ingest._lists import file_in, is_floating
from kg.ingest._money import PriceList, amount_text, condition_text, offer_key, price_key
from kg.ingest._sellers import channel, is_chinese_model, model_behind
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "lobehub-model-bank"
META: dict[str, object] = {
    "title": "LobeHub: model bank",
    "publisher": "LobeHub",
    "kind": "aggregator",
    "licence": "LobeHub Community License: facts only",
    "lineage": "lobehub-model-bank",
    "url": "https://github.com/find-xposed-magisk/lobe-chat",
    "repo": "find-xposed-magisk/lobe-chat",
    "commit": "cea1a9a7acfad484b516f5c447df66d89517c79b",
    "retrieved": date(2026, 11, 23),
    "note": (
        "Read in a fork with the upstream's history to 2026-07-30. Volunteers keep the list: days are upper bounds "
        "by days to months. An entry without a currency is in dollars by default."
    ),
}

SERVICES = {
    "ai360": "ai360-platform",
    "antgroup": "ant-ling",
    "baichuan": "baichuan-platform",
    "deepseek": "deepseek-platform",
    "hunyuan": "tencent-hunyuan",
    "infiniai": "infiniai",
    "internlm": "internlm-platform",
    "longcat": "longcat-platform",
    "minimax": "minimax-platform",
    "moonshot": "moonshot-platform",
    "ppio": "ppio",
    "qiniu": "qiniu",
    "qwen": "alibaba-bailian",
    "sensenova": "sensenova",
    "siliconcloud": "siliconflow",
    "stepfun": "stepfun-platform",
    "streamlake": "streamlake",
    "taichu": "taichu-platform",
    "tencentcloud": "tencentcloud",
    "volcengine": "volcengine-ark",
    "wenxin": "baidu-qianfan",
    "xiaomimimo": "xiaomi-mimo",
    "zeroone": "01ai-platform",
    "zhipu": "zhipu-bigmodel",
}
"""Provider file → platform."""

COMPONENTS = {
    "audioInput": "audio-input",
    "audioOutput": "audio-output",
    "cache write": "cache-write",
    "cached input": "cached-input",
    "imageGeneration": "image-output",
    "imageInput": "image-input",
    "input": "input",
    "output": "output",
    "videoGeneration": "video-output",
}
UNITS = {
    "per 1M tokens": ("token", 1_000_000),
    "per image": ("image", None),
    "per second of video": ("second", None),
    "per video": ("video", None),
}
"""Unit → code of the scheme `price-unit`, tokens."""

_BOUNDS = re.compile(r"(in|out):(\d+|to)-(\d+|inf)")
_MODES = {"thinkingMode=true": "thinking", "thinkingMode=false": "non-thinking", "ttl=1h": "cache-1h"}


def read(path: Path, names: Names) -> Import:
    """Read all rows, in order of time."""
    result = Import(SOURCE, dict(META))
    listed = PriceList(result)
    bindings: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in sorted(_rows(file_in(path, "assertions.tsv")), key=_order):
        result.upstream_rows += 1
        locator = f"{row['source_commit']}:{row['source_path']}#{row['model']}"
        reason = _reason_to_leave(row)
        if reason:
            result.leave_out(locator, reason, row["row_id"])
            continue
        if is_floating(row["model"]) and (model := names.find(row["model_as_stated"], SOURCE, ("model",))):
            key = (SERVICES[row["provider_file"]], row["model"], model)
            bindings.setdefault(key, []).append((row["observed_date"], locator))
        _add(result, listed, names, row, locator)
    _add_bindings(result, bindings)
    return result


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows, delimiter="\t")


def _order(row: dict[str, str]) -> tuple[str, str]:
    return row["observed_date"], row["row_id"]


def _reason_to_leave(row: dict[str, str]) -> str | None:
    if not row["price_after"]:
        whole = row["event_type"] == "listing or price removed"
        return "gone from the list, which is no withdrawal" if whole else "a component or tier gone from its entry"
    if not is_chinese_model(row["model"]):
        return "a model of another country"
    return "a tier without its lower bound" if row["tier_tokens"] == "in:to-inf" else None


def _add(result: Import, listed: PriceList, names: Names, row: dict[str, str], locator: str) -> None:
    provider, sku, currency, day = row["provider_file"], row["model"], row["currency"], row["observed_date"]
    service, component = SERVICES[provider], COMPONENTS[row["component"]]
    offering = {
        "service": service, "market": "cn" if currency == "CNY" else "intl", "currency": currency, "sku": sku,
    }  # fmt: skip
    suffix = "" if currency == "CNY" else f"~{currency}"
    listed.offering(
        offer_key(provider, sku) + suffix, locator, **offering, model=model_behind(names, sku, SOURCE),
        context_tokens=row["context_window"], channel=channel(service, sku),
    )  # fmt: skip
    unit, tokens = UNITS[row["unit"]]
    condition = _condition(row["tier_tokens"])
    added = listed.price(
        price_key(provider, sku, component + suffix, condition, day), locator, **offering, component=component,
        condition=condition, amount=amount_text(row["price_after"]), per_tokens=tokens, price_unit=unit,
        observed_on=day, as_stated=row["price_after"],
    )  # fmt: skip
    if not added:
        result.leave_out(locator, "the same figure as earlier on the same day", row["row_id"])


def _condition(tier: str) -> str:
    """Read a tier in tokens: `in:0-32000;out:200-inf`, `in:to-256000`, `in:0-128000;thinkingMode=true`."""
    bounds = {side: (low, high) for side, low, high in _BOUNDS.findall(tier)}
    low, high = _bounds(*bounds.get("in", ("0", "inf")))
    low_output, high_output = _bounds(*bounds.get("out", ("0", "inf")))
    modes = tuple(mode for words, mode in _MODES.items() if words in tier)
    return condition_text(low, high, modes, low_output, high_output)


def _bounds(low: str, high: str) -> tuple[int | None, int | None]:
    """Return an exclusive lower and an inclusive upper bound; 8193 is written for more than 8192."""
    lower = 0 if low == "to" else int(low)
    return (lower - 1 if lower % 1024 == 1 else lower), None if high == "inf" else int(high)


def _add_bindings(result: Import, bindings: dict[tuple[str, str, str], list[tuple[str, str]]]) -> None:
    """Add what a floating name stood for by its display name, between the first and the last price under it."""
    for (service, alias, model), seen in sorted(bindings.items()):
        (first, locator), (last, _) = seen[0], seen[-1]
        result.add(
            "alias_bindings", f"{offer_key(service, alias)}~bound~{model.partition('/')[2]}", locator,
            service=service, alias=alias, bound_to=model, from_=first, to=last,
        )  # fmt: skip
