"""Importer of models.dev: prices in dollars per million tokens at some 120 providers.

`path` is a clone of the repository, whose history is read, or a folder with the extracted
`price-observations.jsonl`. Each change of an offering's price is a claim of the day on which it was recorded, which
is not the day from which it held. At a developer's own platform the last version of a file that still shows the
price is a claim too. A file that links to another provider's file says nothing of its own. 0 is taken as a price
only where the SKU says free or the developer's own platform shows 0 throughout: elsewhere it also stands for prices
that are included in a plan or were not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from kg.ingest._git import head, is_clone
from kg.ingest._lists import file_in, is_reference_model, read_json_lines
from kg.ingest._models_dev import Event, read_events
from kg.ingest._money import PriceList, amount_text, condition_text, offer_key, price_key
from kg.ingest._sellers import channel, is_chinese_model, model_behind
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "models-dev"
META: dict[str, object] = {
    "title": "models.dev",
    "publisher": "models.dev contributors",
    "kind": "aggregator",
    "licence": "MIT",
    "lineage": "models-dev",
    "url": "https://github.com/anomalyco/models.dev",
    "repo": "anomalyco/models.dev",
    "commit": "f3fc692299671838c7c65fd8126bf84d81a2e817",
    "retrieved": date(2026, 11, 23),
    "note": (
        "Dollars only: China sites stand converted, some with yuan figures under dollars. Days are those on which a "
        "price was recorded, before or after it held. Resellers show the cheapest route of the moment."
    ),
}

SELLERS = {
    "alibaba": ("alibaba-bailian", "intl"),
    "alibaba-cn": ("alibaba-bailian", "cn"),
    "anthropic": ("anthropic-api", "intl"),
    "bailing": ("ant-ling", "cn"),
    "deepseek": ("deepseek-platform", "intl"),
    "google": ("google-gemini-api", "intl"),
    "minimax": ("minimax-platform", "intl"),
    "minimax-cn": ("minimax-platform", "cn"),
    "moonshotai": ("moonshot-platform", "intl"),
    "moonshotai-cn": ("moonshot-platform", "cn"),
    "openai": ("openai-api", "intl"),
    "qiniu-ai": ("qiniu", "intl"),
    "siliconflow-cn": ("siliconflow", "cn"),
    "stepfun": ("stepfun-platform", "cn"),
    "stepfun-ai": ("stepfun-platform", "intl"),
    "xiaomi": ("xiaomi-mimo", "intl"),
    "zhipu": ("zhipu-bigmodel", "cn"),
    "zhipuai": ("zhipu-bigmodel", "cn"),
}
"""Provider → platform and market; any other provider is a platform of its own with a list in dollars."""

_PARTS = {
    "input": "input",
    "output": "output",
    "cache_read": "cached-input",
    "cache_write": "cache-write",
    "reasoning": "reasoning-output",
    "input_audio": "audio-input",
    "output_audio": "audio-output",
}
"""Key of a cost table → component."""
_PLACES = 10
"""Places of an amount: 0.27999999999999997, as some providers' programs print it, is 0.28."""
_SAYS_FREE = re.compile(r"(?:^|[-:/])free$", re.IGNORECASE)


class Price(NamedTuple):
    """A figure of a cost table."""

    component: str
    condition: str
    printed: str


def read(path: Path, names: Names) -> Import:
    """Read a clone or the extracted observations."""
    clone = is_clone(path)
    result = Import(SOURCE, dict(META))
    if clone:
        result.meta["commit"] = head(path)
    importer = Importer(result, names)
    for event in read_events(path) if clone else _extracted(path):
        importer.take(event)
    importer.end()
    return result


def _extracted(path: Path) -> Iterator[Event]:
    for _, row in read_json_lines(file_in(path, "price-observations.jsonl")):
        via = row.get("via", "")
        yield Event(
            row["provider"], row["model"], row["commit"], row["date"][:10], row["op"], row["cost"], via,
            via.removeprefix("base_model:") if via.startswith("base_model:") else "",
            row.get("limit", {}).get("context"),
        )  # fmt: skip


class Importer:
    """Turns events into claims, in order of time."""

    def __init__(self, result: Import, names: Names) -> None:
        self.result = result
        self.names = names
        self.list = PriceList(result)
        self.confirmed: dict[tuple[str, str], Event] = {}

    def take(self, event: Event) -> None:
        """Add the claims of one event, or count it."""
        if event.op == "confirmed":
            self._keep_confirmed(event)
            return
        self.result.upstream_rows += 1
        pending = self.confirmed.pop((event.provider, event.model), None)
        if pending and pending.day < event.day:
            self._add(pending)
        reason = _reason_to_leave(event)
        if reason:
            self.result.leave_out(_locator(event), reason, f"{event.provider} {event.model}")
        elif not self._add(event):
            self.result.leave_out(_locator(event), "the same figures as earlier on the same day")

    def end(self) -> None:
        """Add what the last versions still confirm."""
        for event in self.confirmed.values():
            self._add(event)

    def _keep_confirmed(self, event: Event) -> None:
        if _channel(event) == "first-party" and _reason_to_leave(event) is None:
            self.confirmed[event.provider, event.model] = event

    def _add(self, event: Event) -> bool:
        """Add an offering and its prices; return whether any price is new."""
        service, market = seller(event.provider)
        offering = {"service": service, "market": market, "currency": "USD", "sku": event.model}
        locator = _locator(event)
        key = offer_key(event.provider, event.model)
        if not self.list.has_offering(key):
            self.list.offering(
                key, locator, **offering, model=self._model(event), context_tokens=event.context,
                channel=_channel(event),
            )  # fmt: skip
        added = [
            self.list.price(
                price_key(event.provider, event.model, price.component, price.condition, event.day), locator,
                **offering, component=price.component, condition=price.condition, per_tokens=1_000_000,
                amount=amount_text(round(Decimal(price.printed), _PLACES)), observed_on=event.day,
                as_stated=price.printed,
            )
            for price in _prices(event)
        ]  # fmt: skip
        return any(added)

    def _model(self, event: Event) -> str | None:
        return model_behind(self.names, event.base_model or event.model, SOURCE)


def seller(provider: str) -> tuple[str, str]:
    """Return the platform of a provider and the market of its list."""
    return SELLERS.get(provider, (provider, "intl"))


def _locator(event: Event) -> str:
    return f"{event.commit}:{event.path}#cost"


def _channel(event: Event) -> str:
    return channel(seller(event.provider)[0], event.model, event.provider)


def _reason_to_leave(event: Event) -> str | None:
    checks: Iterable[tuple[bool, str]] = (
        (not _is_tracked(event), "a model of another country"),
        (event.op == "removed", "gone from the list, which is no withdrawal"),
        (event.op == "broken", "a link that ends nowhere"),
        (_is_foreign_link(event), "a link to another provider's file"),
        (event.cost is None, "no price stated"),
        (_channel(event) == "subscription", "a plan paid by the period, without a price per token"),
        (not any(_prices(event)), "0: free, included or not known"),
    )
    return next((reason for holds, reason in checks if holds), None)


def _is_tracked(event: Event) -> bool:
    if is_chinese_model(event.model) or is_chinese_model(event.base_model):
        return True
    return event.provider in {"openai", "google", "anthropic"} and is_reference_model(event.model)


def _is_foreign_link(event: Event) -> bool:
    own = f"symlink:providers/{event.provider}/"
    return event.via.startswith("symlink:") and not event.via.startswith(own)


def _is_free(event: Event) -> bool:
    """Whether 0 means that nothing is paid."""
    if _SAYS_FREE.search(event.model):
        return True
    cost = event.cost or {}
    throughout = "input" in cost and not any(Decimal(cost[key]) for key in _PARTS if key in cost)
    return throughout and _channel(event) == "first-party"


def _prices(event: Event) -> Iterator[Price]:
    """Yield the figures of a cost table; a tier holds above its size of context, up to the next."""
    cost, free = event.cost or {}, _is_free(event)
    tiers = cost.get("tiers", [])
    starts = [0, *(int(tier["size"]) for tier in tiers)]
    ends: list[int | None] = [*starts[1:], None]
    tables = [(condition_text(low, high), table) for low, high, table in zip(starts, ends, [cost, *tiers], strict=True)]
    tables += [(condition_text(modes=(mode,)), table) for mode, table in cost.get("modes", {}).items()]
    for condition, table in tables:
        for key, component in _PARTS.items():
            if key in table and (free or Decimal(table[key]) > 0):
                yield Price(component, condition, table[key])
