"""Importer of langgenius/dify-official-plugins: price blocks of model files, with their history.

`path` is the folder with `price-observations.jsonl`: one line for each change of a priced file. Amounts stay
as written, by the unit of the block (0.001 is per 1,000 tokens). Context tiers stand in data in a few files
and in comments in some more; a file without them shows one tier of its vendor's list. Comments that hold a price
which was switched off are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from kg.ingest._lists import file_in, read_json_lines
from kg.ingest._money import PriceList, amount_text, condition_text, offer_key, price_key
from kg.ingest._sellers import channel, is_chinese_model, model_behind
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "dify-official-plugins"
META: dict[str, object] = {
    "title": "Dify Official Plugins: models",
    "publisher": "LangGenius",
    "kind": "vendor-plugin",
    "licence": "Apache-2.0",
    "lineage": "dify-official-plugins",
    "url": "https://github.com/langgenius/dify-official-plugins",
    "repo": "langgenius/dify-official-plugins",
    "commit": "7af22831a58ded846388b8de0c232b2b377a1055",
    "retrieved": date(2026, 11, 23),
    "note": "List prices typed by contributors. Days are UTC days of commits and lag the vendors by weeks.",
}

SERVICES = {
    "aihubmix": "aihubmix",
    "deepseek": "deepseek-platform",
    "huaweicloud_maas": "huawei-maas",
    "huaweicloud_maas_hk": "huawei-maas",
    "hunyuan": "tencent-hunyuan",
    "longcat": "longcat-platform",
    "mimo": "xiaomi-mimo",
    "minimax": "minimax-platform",
    "modelscope": "modelscope",
    "moonshot": "moonshot-platform",
    "openrouter": "openrouter",
    "perfxcloud": "perfxcloud",
    "siliconflow": "siliconflow",
    "stepfun": "stepfun-platform",
    "tongyi": "alibaba-bailian",
    "volcengine": "volcengine-ark",
    "wenxin": "baidu-qianfan",
    "yi": "01ai-platform",
    "zhipuai": "zhipu-bigmodel",
}
"""Plugin → platform."""

_CURRENCIES = {"RMB": "CNY", "USD": "USD"}
_NO_UNIT = {Decimal(0), Decimal(1)}
_SPEECH = frozenset({"tts", "speech2text"})
_TIER = re.compile(r"(\d+)(?:K)?\s*(?:-|<Token≤)\s*(\d+)K")
_TIER_PRICE = re.compile(r"(input|output): '(\S+)'\s+(\d+K?-\d+K)")
_TIER_PAIR = re.compile(r"(\d+K?<Token≤\d+K)=([\d.]+)/([\d.]+)")


class Price(NamedTuple):
    """A figure of a block."""

    component: str
    condition: str
    printed: str


def read(path: Path, names: Names) -> Import:
    """Read the changes of all files, in order of time."""
    result = Import(SOURCE, dict(META))
    prices = PriceList(result)
    files: dict[tuple[str, str], str] = {}
    for commit in _by_commit(file_in(path, "price-observations.jsonl")):
        files |= {(event["provider"], _stem(event)): event["model"] for event in commit}
        for event in commit:
            result.upstream_rows += 1
            locator = f"{event['commit']}:{event['path']}#pricing"
            reason = _reason_to_leave(event) or _slip(event, files)
            if reason:
                result.leave_out(locator, reason, event["model"])
            else:
                _add(result, prices, names, event, locator)
    return result


def _by_commit(file: Path) -> Iterator[list[dict[str, Any]]]:
    for _, events in groupby((event for _, event in read_json_lines(file)), lambda event: event["commit"]):
        yield list(events)


def _stem(event: dict[str, Any]) -> str:
    return _folded(PurePosixPath(event["path"]).stem)


def _folded(name: str) -> str:
    return name.lower().replace("_", "-")


def _reason_to_leave(event: dict[str, Any]) -> str | None:
    if event["op"] == "removed":
        return "gone from the list, which is no withdrawal"
    if not event.get("raw"):
        return "the price block was taken out, which is no price"
    if event["type"] in _SPEECH:
        return "speech: characters, bytes or seconds, the unit is not stated"
    return None if is_chinese_model(event["model"]) else "a model of another country"


def _slip(event: dict[str, Any], files: dict[tuple[str, str], str]) -> str | None:
    """Tell a copied file that names the model it was copied from, and a block that was never filled in.

    `files` holds the model that each file (plugin, stem) has named last.
    """
    model = _folded(PurePosixPath(event["model"]).name)
    if _stem(event) != model and files.get((event["provider"], model)) == event["model"]:
        return "a copied file that names another file's model"
    figures = [Decimal(event["raw"][side]) for side in ("input", "output") if side in event["raw"]]
    if Decimal(event["raw"]["unit"]) in _NO_UNIT and not any(figures):
        return "0 by the unit 0 or 1: a placeholder"
    return None


def _add(result: Import, prices: PriceList, names: Names, event: dict[str, Any], locator: str) -> None:
    provider, sku, day = event["provider"], event["model"], event["date"][:10]
    service, currency = SERVICES[provider], _CURRENCIES[event["raw"]["currency"]]
    offering = {"service": service, "market": _market(provider, currency), "currency": currency, "sku": sku}
    suffix = "" if currency == "CNY" else f"~{currency}"
    prices.offering(
        offer_key(provider, sku) + suffix, locator, **offering, model=model_behind(names, sku, SOURCE),
        channel=channel(service, sku),
    )  # fmt: skip
    added = [
        prices.price(
            price_key(provider, sku, price.component, price.condition, day), locator, **offering,
            component=price.component, condition=price.condition, amount=amount_text(price.printed),
            per_tokens=_per_tokens(event["raw"]["unit"]), observed_on=day, as_stated=price.printed,
        )
        for price in _prices(event)
    ]  # fmt: skip
    if not any(added):
        result.leave_out(locator, "the same figures as earlier on the same day", sku)


def _market(provider: str, currency: str) -> str:
    if provider.endswith("_hk"):
        return "hk"
    return "cn" if currency == "CNY" else "intl"


def _per_tokens(unit: str) -> int:
    return int(1 / Decimal(unit))


def _prices(event: dict[str, Any]) -> Iterator[Price]:
    extra = event.get("raw_extra") or {}
    comments = event.get("price_comments") or []
    tiers = extra.get("tiered_pricing")
    if tiers:
        yield from _tiers_in_data(tiers)
        return
    own = next((match.group() for text in comments if (match := _TIER.fullmatch(text))), "")
    sides = ("input",) if event["type"] in {"rerank", "text_embedding"} else ("input", "output")
    for side in sides:
        if side in event["raw"]:
            yield Price(side, _tier(own), event["raw"][side])
    for key, price in (
        ("output_thinking", ("output", condition_text(modes=("thinking",)))),
        ("cached", ("cached-input", "")),
    ):
        if key in extra:
            yield Price(*price, extra[key])
    for text in comments:
        if match := _TIER_PRICE.fullmatch(text):
            yield Price(match.group(1), _tier(match.group(3)), match.group(2))
        elif (match := _TIER_PAIR.search(text)) and match.group(1) != own:
            yield Price("input", _tier(match.group(1)), match.group(2))
            yield Price("output", _tier(match.group(1)), match.group(3))


def _tiers_in_data(tiers: list[dict[str, str]]) -> Iterator[Price]:
    low = 0
    for tier in tiers:
        high = int(tier["max_tokens"])
        for side in ("input", "output"):
            yield Price(side, condition_text(low, high), tier[side])
        low = high


def _tier(text: str) -> str:
    """Read `32K-128K`, `32-128K` or `32K<Token≤128K` as bounds of input."""
    match = _TIER.fullmatch(text)
    return condition_text(int(match.group(1)) * 1_000, int(match.group(2)) * 1_000) if match else ""
