"""Importer of syaoranwe/LLM-Price: one Markdown page of prices in yuan per million tokens, in 28 versions.

`path` is a folder with the versions, named `README.<day>.<commit>.md` (7 or 40 digits). A row makes claims in
the version where it is new or differs, and again whenever the author moves the date printed above its table:
that date says when the author looked; a version that leaves it confirms nothing. Of several figures of one
UTC day the last counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.findings import KgError
from kg.ingest._lists import is_reference_model
from kg.ingest._money import (
    PriceList,
    amount_text,
    condition_text,
    leading_amount,
    offer_key,
    price_key,
    token_count,
)
from kg.ingest._sellers import channel, model_behind
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "llm-price-cny"
META: dict[str, object] = {
    "title": "大语言模型服务价格汇总 (LLM-Price)",
    "title_en": "Prices of large language model services (LLM-Price)",
    "publisher": "syaoranwe",
    "kind": "aggregator",
    "licence": "not stated",
    "lineage": "llm-price-cny",
    "url": "https://github.com/syaoranwe/LLM-Price",
    "repo": "syaoranwe/LLM-Price",
    "commit": "069ada33373fab896cdb4f1de74db38ab5de4829",
    "retrieved": date(2026, 11, 23),
    "note": (
        "Kept by one person. Foreign hosts' prices are dollars converted at a flat 7.2. Days are UTC days of "
        "commits; iFlytek is left out by the author, Tencent is missing from 2025-02-06 to 2025-03-16."
    ),
}

COMMITS = {
    "ac270ca6e39c472c0e1f72c8eec7739fc3a4a6a7": "2024-05-23T10:33:46",
    "5da799d29bbab6e2613b958082e37ce7649e6d02": "2024-05-23T16:16:12",
    "5b65991a32fbcc6ec4746165565a7c9b367b2141": "2024-05-23T21:58:59",
    "14f2d75b366346ac836e1d37e2b29f7e72b25fe4": "2024-06-05T11:47:38",
    "a50a2f1ad25a28ee8cfcb7a989ef4cf10a10e1af": "2024-06-08T22:19:58",
    "85ebe620f2d5efb9dd560fe59acb30795a858a88": "2024-06-13T19:38:09",
    "0a6caba5ee98bb7fff4ac06c4d6f45c1c7c82e11": "2024-06-20T17:07:51",
    "31f1aba9b8158b4e214cfe159a4b5c3bc0070dda": "2024-07-23T13:40:22",
    "b90ce577238429b8377883c6755b9583740d5119": "2024-08-08T14:29:55",
    "336916a334ce08d49d48db546e00afc22e71a7a8": "2024-08-27T16:06:11",
    "58844ccda4f754a9a468ff3275b5be5cd357e702": "2024-12-17T11:23:46",
    "a1c9a4a2343007d1b234cb4d05c49bf17e7736d1": "2025-02-06T09:18:39",
    "8cb6c2ea990e9d0e5169656addd294398c6f00f7": "2025-02-06T09:54:42",
    "e03a27a80427a37c2953b7eeddef25031a04639e": "2025-02-26T01:35:54",
    "580cd16ba7384d7cc6f637102369ed9a58ae46ec": "2025-03-15T20:47:27",
    "533fc5d2c90f44b47413af9962b100146f7acaaf": "2025-03-16T08:50:08",
    "b9b4cd5b294abb381c9427c167aded440d4148b3": "2025-03-22T17:27:21",
    "8ad247afbbc8381620d5a4959ca4cf024c13b217": "2025-04-05T21:02:38",
    "0a3aed06948fa5d4a4b88d79a7ad93f1aba979e4": "2025-04-09T07:34:45",
    "6d12fc5f0ca89449c6a45fbbe509003169c1979d": "2025-04-15T02:11:09",
    "74780a712cdc5976b1a5d071213477b369a59a05": "2025-04-18T02:03:17",
    "9c7544512cf00cdfcc0f8e1a62d66ed6c0fa4540": "2025-04-23T06:23:16",
    "692a75a4ae8c582ac8b02c6715ad222f6a232e67": "2025-04-29T03:28:18",
    "9e199484e74ce4572461ff421befccb3e58656ef": "2025-04-30T08:35:43",
    "768e1431bba802e36ae577a99bc5f85239cad5ea": "2025-05-08T03:36:53",
    "56d62a6f702a55469ad47b2dd4dc901f3b3f13b4": "2025-06-02T08:16:07",
    "ee06bc7bac5af56257ceb95078b91d2781e6ead0": "2025-06-14T10:03:21",
    "069ada33373fab896cdb4f1de74db38ab5de4829": "2025-06-28T21:15:45",
}
"""Commit of each version → its time in UTC; file names carry local days and short commits."""

SECTIONS = {
    "GPT系列": ("openai-api", "organization/openai"),
    "Claude系列": ("anthropic-api", "organization/anthropic"),
    "Gemini系列": ("google-gemini-api", "organization/google"),
    "GLM系列": ("zhipu-bigmodel", "organization/zhipu"),
    "GLM闭源系列": ("zhipu-bigmodel", "organization/zhipu"),
    "Deepseek系列": ("deepseek-platform", "organization/deepseek"),
    "零一万物Yi系列": ("01ai-platform", "organization/01ai"),
    "通义千问开源系列": ("alibaba-bailian", "organization/alibaba-cloud"),
    "通义千问闭源系列": ("alibaba-bailian", "organization/alibaba-cloud"),
    "百川系列": ("baichuan-platform", "organization/baichuan"),
    "豆包系列": ("volcengine-ark", "organization/volcengine"),
    "文心Ernie系列": ("baidu-qianfan", "organization/baidu"),
    "腾讯混元系列": ("tencent-hunyuan", "organization/tencent-cloud"),
    "月之暗面系列": ("moonshot-platform", "organization/moonshot"),
    "minimaxi系列": ("minimax-platform", "organization/minimax"),
}
"""Heading → the platform that the page names under it, and who runs it."""
DEVELOPERS_ABROAD = frozenset({"openai-api", "anthropic-api", "google-gemini-api"})
ABROAD = DEVELOPERS_ABROAD | {"togetherai", "deepinfra", "nebius", "openrouter"}
HOSTS = {
    "阿里云": "alibaba-bailian",
    "together.ai": "togetherai",
    "siliconflow": "siliconflow",
    "硅基流动": "siliconflow",
    "百度千帆": "baidu-qianfan",
    "DeepInfra": "deepinfra",
    "Nebius": "nebius",
    "openrouter": "openrouter",
}
"""How the page names a host, above a table or in a remark → service."""

_HOST_LINE = re.compile(rf"(?:\*\*|\d\.\s*)({'|'.join(map(re.escape, HOSTS))})(?:\*\*)?平台")
_HOST_REMARK = re.compile(rf"平台：\s*({'|'.join(map(re.escape, HOSTS))})")
_CHECKED = re.compile(r"最后更新日期：(\d{4}-\d{2}-\d{2})")
_CACHED = re.compile(r"缓存命中为(\d+(?:\.\d+)?)|^输入击中缓存价格(\d+(?:\.\d+)?)元")
_THINKING = re.compile(r"推理输出(\d+(?:\.\d+)?)元")
_SHORT_INPUT = re.compile(r"输入(?:长度0-|<)(\d+)k", re.IGNORECASE)
_MODALITY = re.compile(r"(\d+(?:\.\d+)?)（(音频|视觉)）")
_MODALITIES = {"音频": "audio", "视觉": "image"}
_MIXED = re.compile(r"(\d+(?:\.\d+)?)（含其他模态）")
_SIZE = re.compile(r"\d+(?:\.\d+)?b")
_RELEASE = re.compile(r"(.+?)（基于(.+)）")


class Price(NamedTuple):
    """A figure of a row."""

    component: str
    condition: str
    amount: str
    printed: str


@dataclass(frozen=True)
class Line:
    """A table row as the page prints it, with where it stands."""

    section: str
    host: str
    sku: str
    release: str
    cells: tuple[str, ...]
    tuning: bool
    checked: str

    @property
    def identity(self) -> tuple[str, str, bool]:
        """What stays the same from version to version."""
        return self.host, self.sku.lower(), self.tuning


@dataclass
class State:
    """What the page showed last of one row."""

    prices: tuple[Price, ...]
    release: str
    checked: str


def read(path: Path, names: Names) -> Import:
    """Read the versions of the page."""
    result = Import(SOURCE, dict(META))
    page = Page(result, names)
    for commit, day, text in _versions(path):
        for line in _lines(text):
            result.upstream_rows += 1
            locator = f"{commit}:README.md#{line.section}/{line.cells[0]}"
            reason = _reason_to_leave(line)
            if reason:
                result.leave_out(locator, reason, line.sku)
            else:
                page.add(line, locator, day)
    page.add_bindings()
    return result


def _versions(path: Path) -> list[tuple[str, str, str]]:
    """Return (commit, UTC day, text) of all versions in order of time."""
    found: dict[str, tuple[str, Path]] = {}
    for file in path.glob("README.*.md"):
        short = file.name.split(".")[2]
        commit = next((known for known in COMMITS if known.startswith(short)), None)
        if commit is None:
            raise KgError(f"{file.name}: no commit {short}… is known; add it to COMMITS with its time")
        found[COMMITS[commit]] = (commit, file)
    if not found:
        raise KgError(f"{path.name} holds no README.<day>.<commit>.md; give the folder with the versions")
    return [(commit, time[:10], file.read_text("utf-8")) for time, (commit, file) in sorted(found.items())]


def _lines(text: str) -> Iterator[Line]:
    section, host, tuning, checked = "", "", False, ""
    for raw in text.splitlines():
        if raw.startswith("## "):
            section, tuning, checked = raw[3:].strip(), False, ""
            host = SECTIONS.get(section, ("", ""))[0]
        elif raw.startswith("### "):
            tuning = "微调" in raw
        elif match := _CHECKED.match(raw):
            checked = match.group(1)
        elif match := _HOST_LINE.match(raw):
            host = HOSTS[match.group(1)]
        elif raw.startswith("|") and not set(raw) <= set("|:- "):
            cells = tuple(cell.strip() for cell in raw.strip().strip("|").split("|"))
            if cells[0] and "模型" not in cells[0]:
                yield from _split(section, host, cells, tuning, checked)


def _split(section: str, host: str, cells: tuple[str, ...], tuning: bool, checked: str) -> Iterator[Line]:
    """Yield a line for each model that a row names: `qwen3-4b/1.7b/0.6b` are three."""
    name, release = cells[0], ""
    if match := _RELEASE.fullmatch(name):
        name, release = match.groups()
    if match := _HOST_REMARK.search(cells[-1]):
        host = HOSTS[match.group(1)]
    name = name.removesuffix("系列")
    first, *more = name.split("/")
    if not all(_SIZE.fullmatch(part) for part in more):
        first, more = name, []
    stem = first.rpartition("-")[0]
    for sku in (first, *(f"{stem}-{part}" for part in more)):
        yield Line(section, host, sku, release, cells, tuning, checked)


def _reason_to_leave(line: Line) -> str | None:
    if line.section not in SECTIONS:
        return "a model of another country"
    service = SECTIONS[line.section][0]
    if service in DEVELOPERS_ABROAD and (line.tuning or not is_reference_model(line.sku)):
        return "a model of another country"
    return "one row for two models" if "/" in line.sku else None


class Page:
    """The claims that the versions of the page make, in order of time."""

    def __init__(self, result: Import, names: Names) -> None:
        self.result = result
        self.names = names
        self.list = PriceList(result)
        self.shown: dict[tuple[str, str, bool], State] = {}
        self.operators: set[str] = set()
        self.bindings: dict[tuple[str, str, str], list[tuple[str, str]]] = {}

    def add(self, line: Line, locator: str, day: str) -> None:
        """Add the claims of one row of one version."""
        self._add_operator(line, locator)
        if line.release:
            self.bindings.setdefault((line.host, line.sku, line.release), []).append((day, locator))
        prices = tuple(_prices(line))
        now = State(prices, line.release, line.checked)
        if not prices:
            self.result.leave_out(locator, "no single figure", " | ".join(line.cells))
        elif self.shown.get(line.identity) == now:
            self.result.leave_out(locator, "the same figures, not looked at again by the author")
        else:
            self.shown[line.identity] = now
            self._add_offering(line, locator)
            added = [self._add_price(line, price, locator, day) for price in prices]
            if not any(added):
                self.result.leave_out(locator, "the same figures as earlier on the same day")

    def _add_operator(self, line: Line, locator: str) -> None:
        service, operator = SECTIONS[line.section]
        if service not in self.operators:
            self.operators.add(service)
            self.result.add(
                "facts", f"{service}~operator", locator.rpartition("/")[0],
                subject=f"service/{service}", property_="operator", object=operator,
            )  # fmt: skip

    def _add_offering(self, line: Line, locator: str) -> None:
        context = None if line.tuning else token_count(line.cells[3].rstrip("kK") + "k")
        self.list.offering(
            offer_key(line.host, line.sku), locator, **_offering(line), context_tokens=context,
            model=None if line.release else model_behind(self.names, line.sku, SOURCE),
            channel=channel(line.host, line.sku),
        )  # fmt: skip

    def _add_price(self, line: Line, price: Price, locator: str, day: str) -> bool:
        return self.list.price(
            price_key(line.host, line.sku, price.component, price.condition, day), locator, **_offering(line),
            component=price.component, condition=price.condition, amount=amount_text(price.amount),
            per_tokens=1_000_000, observed_on=day, as_stated=price.printed,
        )  # fmt: skip

    def add_bindings(self) -> None:
        """Add what a floating name stood for: from the first to the last version that says so."""
        for (service, alias, release), seen in sorted(self.bindings.items()):
            (first, locator), (last, _) = seen[0], seen[-1]
            model = self.names.find(release, SOURCE, ("model",))
            if model is None:
                self.result.leave_out(locator, "a release without a registry entry", release)
                continue
            self.result.add(
                "alias_bindings", f"{offer_key(service, alias)}~{model.partition('/')[2]}", locator,
                service=service, alias=alias, bound_to=model, from_=first, to=last, as_stated=release,
            )  # fmt: skip


def _offering(line: Line) -> dict[str, str]:
    market = "intl" if line.host in ABROAD else "cn"
    return {"service": line.host, "market": market, "currency": "CNY", "sku": line.sku}


def _prices(line: Line) -> Iterator[Price]:
    if line.tuning:
        for component, cell in zip(("training", "input", "output"), line.cells[1:4], strict=True):
            yield Price(component, condition_text(modes=("fine-tuned",)), cell, cell)
        return
    remark = line.cells[4] if len(line.cells) > 4 else ""
    short = _SHORT_INPUT.search(remark)
    condition = condition_text(high=int(short.group(1)) * 1000) if short else ""
    for component, cell in (("input", line.cells[1]), ("output", line.cells[2])):
        number = leading_amount(cell)
        if number and not re.match(r"[-~]\s*\d", number[1]):
            yield Price(component, condition, number[0], cell)
        for figure, word in _MODALITY.findall(cell):
            yield Price(f"{_MODALITIES[word]}-{component}", condition, figure, cell)
        for figure in _MIXED.findall(cell):
            yield Price(component, condition_text(modes=("multimodal-input",)), figure, cell)
    if cached := _CACHED.search(line.cells[1]) or _CACHED.search(remark):
        yield Price("cached-input", condition, cached.group(1) or cached.group(2), cached.group())
    if thinking := _THINKING.search(remark):
        yield Price("output", condition_text(modes=("thinking",)), thinking.group(1), thinking.group())
