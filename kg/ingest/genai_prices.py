"""pydantic/genai-prices: dollar prices of Chinese vendors, with the day somebody checked them.

A record is an observation on its `prices_checked` day, else on the UTC day of its commit. Left out are prices whose
host is not told. Records that two commits took from OpenRouter stand under OpenRouter, not under the vendor whose file
they are in. The file of Zhipu's Chinese platform converts yuan at 7.25: its figures are kept as stated and ranked down.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kg.digest import file_sha256
from kg.ingest._lists import Listed, Once, add_price, file_in, model_of, read_json_lines, utc_day
from kg.ingest._sellers import channel
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "genai-prices"
COMMIT = "47df840a5ab10bbcffb8e5ac01b9899032245d1b"
FILE = "price-observations.jsonl"

VENDORS = {
    "deepseek": ("deepseek-platform", "deepseek"),
    "minimax": ("minimax-platform", "minimax"),
    "moonshotai": ("moonshot-platform", "moonshot"),
    "zai": ("zai", "zhipu"),
    "zhipuai": ("zhipu-bigmodel", "zhipu"),
}
"""File of the list → service and organisation."""
CONVERTED = ("zhipuai",)
"""Files whose prices the list works out from a price list in yuan, at 7.25 and of the cheapest tier alone."""
FROM_OPENROUTER = {
    "670c89d3d1aed081f346367d70ad6134a6bfbbfe",
    "cee9e74c119ad17d4001e546bb47c408b7155e55",
}
"""Commits whose message says that they copy OpenRouter."""
HOST_NOT_TOLD = {"deepseek-r1-0528-qwen3-8b", "deepseek-r1-distill-qwen-32b"}
"""Models that came from OpenRouter and whose later price names no host; DeepSeek never sold them."""

_COMPONENTS = {
    "input_mtok": "input",
    "output_mtok": "output",
    "cache_read_mtok": "cached-input",
    "cache_write_mtok": "cache-write",
}
_STANDARD_HOURS = {"start_time": "00:30:00Z", "end_time": "16:30:00Z"}
"""The hours outside DeepSeek's off-peak window of 2025 (16:30 to 00:30 UTC)."""
_OFF_PEAK = "window=deepseek-off-peak"


def read(path: Path, names: Names) -> Import:
    """Read the changes of the list; `path` is the folder or the file."""
    file = file_in(path, FILE)
    imported = Import(SOURCE, _meta(file_sha256(file)))
    once = Once(imported)
    for _, record in read_json_lines(file):
        imported.upstream_rows += 1
        locator = f"{record['commit']}:prices/providers/{record['provider']}.yml#{record['model']}"
        reason = _left_out(record)
        if reason:
            imported.leave_out(locator, reason, record["msg"])
        else:
            _add_record(imported, once, record, locator, names)
    return imported


def _left_out(record: dict[str, Any]) -> str | None:
    if record["provider"] not in VENDORS:
        return "a provider that the importer does not know"
    if record["op"] == "removed":
        return "taken out of the list: no price"
    if not record["prices"]:
        return "the price was taken out of the record"
    if record["model"] in HOST_NOT_TOLD and record["commit"] not in FROM_OPENROUTER:
        return "a price whose host is not told"
    return None


def _add_record(imported: Import, once: Once, record: dict[str, Any], locator: str, names: Names) -> None:
    service, organization = VENDORS[record["provider"]]
    if record["commit"] in FROM_OPENROUTER:
        service = "openrouter"
    model = model_of(names, record["model"].removesuffix(":free"), SOURCE)
    market = "cn" if record["provider"] in CONVERTED else "intl"
    listed = Listed(service, market, "USD", record["model"])
    checked = record["prices_checked"]
    day = checked if checked and checked != "None" else utc_day(record["date"])
    for condition, component, printed in prices_of(record["prices"]):
        add_price(imported, listed, component, printed, locator, day, condition=condition, observed_on=day)
    sold_as = "first-party" if service == "zai" else channel(service, listed.sku)
    once.offering(listed, model, locator, channel=sold_as, as_stated=record["model"])
    once.developer(model, organization, locator, names, as_stated=record["provider"])


def prices_of(prices: dict[str, Any] | list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Yield condition, component and printed price of a record.

    A list has a price for all other hours first and one for stated hours after it; the stated ones are
    DeepSeek's standard hours, so the first is the off-peak price. A price by tiers holds up to the first
    start, then above it.
    """
    if isinstance(prices, dict):
        yield from _components(prices, "")
        return
    default, constrained = prices
    if "constraint" in default or constrained["constraint"] != _STANDARD_HOURS:
        raise ValueError(f"hours that the importer does not know: {constrained.get('constraint')}")
    yield from _components(default["prices"], _OFF_PEAK)
    yield from _components(constrained["prices"], "")


def _components(prices: dict[str, Any], condition: str) -> Iterator[tuple[str, str, str]]:
    for name, component in _COMPONENTS.items():
        printed = prices.get(name)
        if isinstance(printed, dict):
            yield from _tiers(printed, component)
        elif printed is not None:
            yield condition, component, printed


def _tiers(printed: dict[str, Any], component: str) -> Iterator[tuple[str, str, str]]:
    starts = [tier["start"] for tier in printed["tiers"]]
    amounts = [printed["base"], *(tier["price"] for tier in printed["tiers"])]
    for low, high, amount in zip(["", *starts], [*starts, ""], amounts, strict=True):
        yield f"input={low}..{high}", component, amount


def _meta(sha256: str) -> dict[str, Any]:
    return {
        "title": "genai-prices",
        "publisher": "Pydantic Services Inc.",
        "kind": "aggregator",
        "licence": "MIT",
        "lineage": SOURCE,
        "url": "https://github.com/pydantic/genai-prices",
        "repo": "pydantic/genai-prices",
        "commit": COMMIT,
        "published": date(2026, 8, 21),
        "retrieved": date(2026, 11, 23),
        "sha256": sha256,
        "note": "Dollar prices alone. The file of Zhipu's Chinese platform converts yuan at 7.25, cheapest tier "
        "only: its figures are nobody's list. At its newest commit the list still carries the DeepSeek off- "
        "peak prices of 2025-07-12 under deepseek-chat and deepseek-reasoner: an entry says what was "
        "checked on its day, not that it lasts.",
    }
