"""simonw/llm-prices: dollar prices of vendors as intervals.

A stated start is the first day in force, a stated end is exclusive. An entry without a start is an
observation on the UTC day of the commit that brought it. An open end does not mean that the price still
holds: the newest commit confirms nothing. Two ids of one model whose names end in `≤256k` and `>256k` are
its context tiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from kg.digest import file_sha256
from kg.ingest._lists import (
    Listed,
    Once,
    add_price,
    file_in,
    is_reference_model,
    model_of,
    read_json_lines,
    sku_of,
    utc_day,
)
from kg.ingest._sellers import channel
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "llm-prices"
COMMIT = "723ef0bd3a6254436e9fe8d7f05d4d787e99f4c5"
HISTORY, HEAD = "history-observations.jsonl", "prices.jsonl"

VENDORS = {
    "deepseek": ("deepseek-platform", "deepseek"),
    "google": ("google-gemini-api", "google"),
    "minimax": ("minimax-platform", "minimax"),
    "moonshot-ai": ("moonshot-platform", "moonshot"),
    "openai": ("openai-api", "openai"),
    "qwen": ("alibaba-bailian", "alibaba"),
}
"""File of the list → service and organisation."""
FOREIGN = ("google", "openai")
_COMPONENTS = {"input": "input", "output": "output", "input_cached": "cached-input"}
_TIER = re.compile(r".*(?P<side>[≤>])(?P<bound>\d+)k")


class Interval(NamedTuple):
    """An entry of a price history."""

    sku: str
    condition: str
    prices: dict[str, str]
    from_date: str | None
    to_date: str | None


def read(path: Path, names: Names) -> Import:
    """Read the folder with the history of the files and their newest state."""
    history, head = file_in(path, HISTORY), file_in(path, HEAD)
    imported = Import(SOURCE, _meta(file_sha256(head)))
    once = Once(imported)
    said: set[tuple[object, ...]] = set()
    for _, record in read_json_lines(history):
        imported.upstream_rows += 1
        locator = f"{record['commit']}:data/{record['vendor']}.json#{record['model']}"
        reason = _left_out(record)
        if reason:
            imported.leave_out(locator, reason)
            continue
        day = utc_day(record["date"])
        added = [_add(imported, once, record, one, locator, day, said, names) for one in intervals(record)]
        if not any(added):
            imported.leave_out(locator, "the same intervals as in an earlier commit")
    for line, record in read_json_lines(head):
        imported.upstream_rows += 1
        reason = _left_out({**record, "op": "shown"})
        locator = f"{COMMIT}:data/{record['vendor']}.json#{record['model']} ({line})"
        imported.leave_out(locator, reason or "the newest state, which the history tells with its days")
    return imported


def _left_out(record: dict[str, Any]) -> str | None:
    if record["vendor"] not in VENDORS:
        return "a vendor that the importer does not know"
    if record["vendor"] in FOREIGN and not is_reference_model(record["model"]):
        return "a foreign model that the founding article does not compare with"
    if record["op"] == "removed":
        return "taken out of the list: no price"
    return None


def intervals(record: dict[str, Any]) -> Iterator[Interval]:
    """Yield the entries of a record's price history, tiers told by the name put back under one SKU."""
    sku, condition = record["model"], ""
    if match := _TIER.fullmatch(record["name"]):
        bound = match["bound"]
        sku = re.sub(rf"-+{bound}k$", "", sku)
        condition = f"input=..{bound}000" if match["side"] == "≤" else f"input={bound}000.."
    for entry in record["price_history"]:
        prices = {name: entry[name] for name in _COMPONENTS if entry.get(name) is not None}
        yield Interval(sku, condition, prices, entry["from_date"], entry["to_date"])


def _add(
    imported: Import, once: Once, record: dict[str, Any], interval: Interval, locator: str, day: str,
    said: set[tuple[object, ...]], names: Names,
) -> bool:  # fmt: skip
    """Add an interval unless it was said before; return whether it was added."""
    service, organization = VENDORS[record["vendor"]]
    model = model_of(names, interval.sku, SOURCE)
    listed = Listed(service, "intl", "USD", sku_of(interval.sku, model))
    start, end = interval.from_date, interval.to_date
    dated = bool(start or end)
    added = False
    for name, component in _COMPONENTS.items():
        if name not in interval.prices:
            continue
        fact = (listed, component, interval.condition, interval.prices[name], start, end)
        if fact in said:
            continue
        said.add(fact)
        added = True
        add_price(
            imported, listed, component, interval.prices[name], locator,
            f"from-{start}" if start else "", f"before-{end}" if end else "", "" if dated else day,
            condition=interval.condition, observed_on=None if dated else day, effective_from=start,
            effective_to=_day_before(end),
        )  # fmt: skip
    if added:
        once.offering(listed, model, locator, channel=channel(service, listed.sku), as_stated=record["model"])
        once.developer(model, organization, locator, names, as_stated=record["vendor"])
    return added


def _day_before(day: str | None) -> str | None:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day else None


def _meta(sha256: str) -> dict[str, Any]:
    return {
        "title": "llm-prices",
        "publisher": "Simon Willison",
        "kind": "aggregator",
        "licence": "not stated",
        "lineage": SOURCE,
        "url": "https://github.com/simonw/llm-prices",
        "repo": "simonw/llm-prices",
        "commit": COMMIT,
        "published": date(2026, 8, 6),
        "retrieved": date(2026, 11, 23),
        "sha256": sha256,
        "note": "Twelve Chinese models and the article's foreign ones. An interval with a stated start or "
        "end stands with its days and without a sighting; one without stands on the day of its "
        "commit. The newest commit still shows prices that had changed months before, so it "
        "confirms nothing. Prices of qwen are those of the international site.",
    }
