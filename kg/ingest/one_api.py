"""Importer of songquanpeng/one-api: input prices of Chinese models in the source code of a gateway.

`path` is the folder with `price-observations.jsonl`, the changes of the map ModelRatio. A figure counts where
the line states yuan (`0.012 * RMB`, or a comment per 1k tokens) or dollars (`0.14 * MILLI_USD`, per million).
A bare ratio is a rounded multiple of 0.014 yuan, or the gateway's placeholder 1.4286: it gives no claim. Only
input is priced here; the output price is a further ratio, which is not read.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from kg.ingest._lists import file_in, model_of, read_json_lines
from kg.ingest._money import PriceList, amount_text, offer_key, price_key
from kg.ingest._sellers import channel
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "one-api"
META: dict[str, object] = {
    "title": "One API: common/model-ratio.go",
    "publisher": "JustSong (songquanpeng)",
    "kind": "aggregator",
    "licence": "MIT",
    "lineage": "one-api",
    "url": "https://github.com/songquanpeng/one-api",
    "repo": "songquanpeng/one-api",
    "commit": "8df4a2670b98266bd287c698243fff327d9748cf",
    "retrieved": date(2026, 11, 23),
    "note": (
        "Prices of input as a gateway counts them, changed only when somebody mended a line: days are upper "
        "bounds by months. Idle since 2025-02."
    ),
}

SERVICES = {
    "01-ai": "01ai-platform",
    "360": "ai360-platform",
    "alibaba": "alibaba-bailian",
    "baichuan": "baichuan-platform",
    "baidu": "baidu-qianfan",
    "deepseek": "deepseek-platform",
    "iflytek": "iflytek-spark",
    "minimax": "minimax-platform",
    "moonshotai": "moonshot-platform",
    "stepfun": "stepfun-platform",
    "tencent": "tencent-hunyuan",
    "zhipuai": "zhipu-bigmodel",
}
"""Lab of the extraction, which is the section of the file → platform."""

_ON_BAILIAN = re.compile(r"deepseek-(?:r1|v3)")
"""Names that the file lists under the address of Alibaba's price page."""
_IMAGES = re.compile(r"cogview|wanx|stable-diffusion")
_MOVED = "2024-04-05T17:02"
"""The file was common/model-ratio.go before, relay/billing/ratio/model.go since."""
_YUAN = re.compile(r"(\d+(?:\.\d+)?)(?: / (1000|1000000))? \* RMB")
_DOLLARS = re.compile(r"(\d+(?:\.\d+)?) \* MILLI_USD")
_COMMENT = re.compile(r"[￥¥]?\s*(\d+(?:\.\d+)?)\s*(?:元)?\s*/\s*(?:1k tokens|千tokens)")
_PLACEHOLDER = "1.4286"


class Stated(NamedTuple):
    """An amount as the line states it."""

    amount: str
    per_tokens: int
    currency: str
    printed: str


def read(path: Path, names: Names) -> Import:
    """Read the changes of the map, in order of time."""
    result = Import(SOURCE, dict(META))
    prices = PriceList(result)
    for _, event in read_json_lines(file_in(path, "price-observations.jsonl")):
        result.upstream_rows += 1
        file = "common/model-ratio.go" if event["date"] < _MOVED else "relay/billing/ratio/model.go"
        locator = f"{event['commit']}:{file}#{event['model']}"
        reason = _reason_to_leave(event)
        stated = None if reason else _stated(event)
        if stated is None:
            result.leave_out(locator, reason or "a ratio without a figure in money", f"{event.get('raw')}")
            continue
        _add(prices, names, event, stated, locator)
    return result


def _reason_to_leave(event: dict[str, Any]) -> str | None:
    if event["op"] == "removed":
        return "gone from the list, which is no withdrawal"
    if "/" in event["model"]:
        return "a price of OpenRouter written as a ratio"
    if _IMAGES.search(event["model"]):
        return "an image model: the unit is not stated"
    if event["raw"] == _PLACEHOLDER and event["basis"] != "yuan-comment":
        return "the placeholder ratio 1.4286"
    return None


def _stated(event: dict[str, Any]) -> Stated | None:
    """Return the figure in money, None where the line has a ratio alone."""
    raw, comment = event["raw"], event.get("comment") or ""
    if match := _YUAN.fullmatch(raw):
        figure, divisor = match.groups()
        if divisor is None:
            return Stated(figure, 1_000, "CNY", raw)
        return Stated(str(Decimal(figure) * 1_000 / int(divisor)), 1_000_000, "CNY", raw)
    if match := _DOLLARS.fullmatch(raw):
        return Stated(match.group(1), 1_000_000, "USD", raw)
    if event["basis"] == "yuan-comment" and (match := _COMMENT.match(comment)):
        return Stated(match.group(1), 1_000, "CNY", match.group())
    return Stated("0", 1_000, "CNY", raw) if event["basis"] == "zero" else None


def _add(prices: PriceList, names: Names, event: dict[str, Any], stated: Stated, locator: str) -> None:
    sku = event["model"]
    service = "alibaba-bailian" if _ON_BAILIAN.match(sku) else SERVICES[event["lab"]]
    day = event["date"][:10]
    offering = {
        "service": service,
        "market": "cn" if stated.currency == "CNY" else "intl",
        "currency": stated.currency,
        "sku": sku,
    }
    key = offer_key(service, sku) + ("" if stated.currency == "CNY" else f"~{stated.currency}")
    prices.offering(key, locator, **offering, model=model_of(names, sku, SOURCE), channel=channel(service, sku))
    prices.price(
        price_key(service, sku, "input", "", day), locator, **offering, component="input", observed_on=day,
        amount=amount_text(stated.amount), per_tokens=stated.per_tokens, as_stated=stated.printed,
    )  # fmt: skip
