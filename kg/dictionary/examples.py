"""Examples from the data: for each table a row that shows it well, and for cells that it leaves empty another row's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kg.loading import Dataset, Located, SourcedClaim
from kg.records import KIND_OF_FILE
from kg.values import Period, plain

_SHOWN = 60
"""Longer examples are cut here."""

_CLAIMS = {
    "facts": "aliyun-2023-04-11-qwen/qwen~released",
    "derivations": "fastchat-vicuna/vicuna-13b-v0~derivation",
    "offerings": "36kr-minimax-m2/offer-minimax-m2",
    "prices": "baidu-qianfan-2024-01-19-prices/ERNIE-Bot~input~2024-01-19",
    "price_changes": "thepaper-2024-05-21-price-war/qwen-long~input~2024-05-21",
    "price_events": "careerengine-2024-05-price-war/2024-05-06-deepseek~announced-by",
    "reactions": "careerengine-2024-05-price-war/moonshot~price-war",
    "indicators": "36kr-minimax-m2/minimax-m2~against-claude-3.5-sonnet",
    "utterances": "china-com-shijie-2024-05-27/tan-dai~2024-05-15",
    "alias_bindings": "careerengine-2024-05-price-war/deepseek-chat~2024-05-06",
    "deployments": "gd-gbdsj-2024-03-25-shenhua/zhongguo-shenhua~cmg",
}
"""Claim table → source/claim."""
_ENTITIES = {
    "organizations": "baidu",
    "people": "kai-fu-lee",
    "brands": "tongyi",
    "families": "qwen",
    "models": "qwen-long",
    "applications": "doubao-app",
    "services": "alibaba-bailian",
    "works": "zhongguo-shenhua",
    "events": "2024-05-21-alibaba-cloud",
    "episodes": "2024-05-price-war",
    "verticals": "securities",
    "regions": "zhejiang",
    "windows": "deepseek-off-peak",
}
"""Registry file → id."""
_SOURCE = "one-api"
_LISTED = {
    "aliases": [("spelling", "文心一言(V2.2.3)")],
    "redirects": [("old", "application/tian-xuan-cheng-wu-htkj")],
    "not_same": [("b", "family/doubao")],
    "ranks": [("claim", "netease-163-baimo-2024/c38-1#after"), ("offering", "huawei-maas--hk--USD--qwen3-32b")],
    "disagreements": [("id", "deepseek-v3-release")],
    "applies_to": [("offering", "volcengine-ark--cn--CNY--doubao-lite-32k")],
    "accepted": [("about", "service/tiangong-platform")],
}
"""List → an attribute and its value in a row, first the one that shows the list best."""


def example_rows(dataset: Dataset, table: str) -> list[Located]:
    """Return the rows of a table, the one that shows it best first; raise `KeyError` if that one is gone."""
    if table in _CLAIMS:
        claims = dataset.claims[table]
        best: list[SourcedClaim] = [claim for claim in claims if claim.name == _CLAIMS[table]]
        if not best:
            raise KeyError(
                f"the example {_CLAIMS[table]} of {table} is gone; name another in kg/dictionary/examples.py"
            )
        return [*best, *claims]
    if table in _ENTITIES:
        entities = dataset.registry[KIND_OF_FILE[table]]
        return [entities[_ENTITIES[table]], *entities.values()]
    if table == "sources":
        return [dataset.sources[_SOURCE], *dataset.sources.values()]
    rows = dataset.lists[table]
    chosen = [row for name, value in _LISTED[table] for row in rows if str(getattr(row.record, name)) == value]
    return [*chosen, *rows]


def example(rows: Iterable[Located], attribute: str) -> str:
    """Return the value of the first row that has one, as it stands in the cell, cut to a readable length."""
    for row in rows:
        text = _cell(getattr(row.record, attribute))
        if text:
            return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return ""


def _cell(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Period):
        return value.text
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "; ".join(f"{reason} = {count}" for reason, count in sorted(value.items()))
    return ";".join(value) if isinstance(value, tuple) and not hasattr(value, "_fields") else str(value)
