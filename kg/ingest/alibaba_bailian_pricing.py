"""Alibaba Cloud Bailian on one day: price page and model catalogue, as the platform's own team keeps them.

Both files are of 2026-05-28. The page states that a tier prices the whole request. The upper bound of the
last tier is the context length, no price bound, and a single tier is none: so the same tier is the same
condition in lists that print it open. A mode is a condition only where the page prices both modes of a
model apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kg.digest import file_sha256
from kg.ingest._bailian_terms import MODALITIES, UNITS, catalogue_term
from kg.ingest._lists import Listed, Once, add_price, claim_key, file_in, is_same, model_of, read_rows
from kg.ingest._sellers import channel
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "alibaba-bailian-pricing"
COMMIT = "62167f8234eeb8b37d2a704da2ec74fb36c65486"
DAY = "2026-05-28"
PAGE = f"model-pricing-{DAY}.csv"
CATALOGUE = f"catalogue-prices-{DAY}.csv"
_PAGE_PATH = "skills/bailian-docs-llm-wiki/raw/model-user-guide/test-1/model-pricing.md"
_CATALOGUE_PATH = "skills/bailian-docs-llm-wiki/models/models.jsonl"

MARKETS = {"中国内地": "cn", "": "cn", "国际": "intl", "全球": "global", "美国": "us", "欧盟": "eu"}
"""Deployment region of the page → market. Where the page names none, it is the list for mainland China."""
MODES = {"思考模式": "thinking", "非思考模式": "non-thinking"}
MAKERS = {
    "qwen": "alibaba", "qwen-domain-model": "alibaba", "deepseek": "deepseek", "moonshot-ai": "moonshot",
    "mini-max": "minimax", "zhipu-ai": "zhipu", "xiaomi": "xiaomi", "wan": "alibaba",
}  # fmt: skip
"""Provider of the catalogue → organisation."""


class Tier(NamedTuple):
    """Bounds in input tokens as the page prints them: `32K<≤128K`."""

    low: int
    high: int


class Figure(NamedTuple):
    """What a claim about a price is about, before it is written."""

    listed: Listed
    component: str
    condition: str


def read(path: Path, names: Names) -> Import:
    """Read the folder with the two files."""
    page, catalogue = file_in(path, PAGE), file_in(path, CATALOGUE)
    imported = Import(SOURCE, _meta(file_sha256(page)))
    once = Once(imported)
    shown = _read_page(imported, once, page, names)
    _read_catalogue(imported, once, catalogue, names, shown)
    return imported


# --- the price page ---


def _read_page(imported: Import, once: Once, file: Path, names: Names) -> dict[Figure, str]:
    """Add the rows of the page and return what it shows, figure by figure."""
    rows = [cells for _, cells in read_rows(file)]
    imported.upstream_rows += len(rows)
    conditions = _Conditions(rows)
    shown: dict[Figure, str] = {}
    for cells in rows:
        place = "/".join(filter(None, (cells[name] for name in _PLACE)))
        locator = f"{COMMIT}:{_PAGE_PATH}#{place}"
        model = _model(names, cells["model"])
        listed = Listed("alibaba-bailian", MARKETS[cells["deployment_region"]], cells["currency"], cells["model"])
        component, mode = MODALITIES[cells["component"], cells["modality"]]
        figure = Figure(listed, component, conditions.of(cells, mode))
        if is_same(shown.get(figure), cells["price"]):
            imported.leave_out(locator, "the other mode of the model has the same price")
            continue
        shown[figure] = cells["price"]
        add_price(
            imported,
            listed,
            component,
            cells["price"],
            locator,
            DAY,
            condition=figure.condition,
            observed_on=DAY,
        )
        sold_as = channel(listed.service, cells["model"])
        once.offering(listed, model, locator, channel=sold_as, as_stated=cells["model"])
        _add_version(once, cells["model"], model, locator, names)
    return shown


_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_PLACE = ("model", "deployment_region", "mode", "input_tier", "component", "modality")


def _add_version(once: Once, sku: str, model: str | None, locator: str, names: Names) -> None:
    """Say that a dated SKU (`qwen3-max-2026-01-23`) is a version of the model whose name it begins with."""
    base = model_of(names, _SNAPSHOT.sub("", sku), SOURCE) if _SNAPSHOT.search(sku) else None
    if model and base:
        once.add(
            "facts", claim_key("version-of", sku), locator,
            subject=model, property="version_of", object=base, as_stated=sku,
        )  # fmt: skip


class _Conditions:
    """The conditions of the page's rows, which depend on the other rows of the model in the region."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self._modes: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._prices: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._tiers: dict[tuple[str, str], set[Tier]] = defaultdict(set)
        for cells in rows:
            key = cells["model"], cells["deployment_region"]
            self._modes[key].add(MODES.get(cells["mode"], ""))
            self._prices[_beside(cells)].add(f"{MODES.get(cells['mode'], '')} {cells['price']}")
            if tier := parse_tier(cells["input_tier"]):
                self._tiers[key].add(tier)

    def of(self, cells: dict[str, str], mode: str) -> str:
        """Return the condition of a row; `mode` is what its modality adds."""
        key = cells["model"], cells["deployment_region"]
        modes = {mode} - {""}
        if {"thinking", "non-thinking"} <= self._modes[key] and not self._is_one_price(cells):
            modes |= {MODES.get(cells["mode"], "")} - {""}
        parts = []
        tiers, tier = self._tiers[key], parse_tier(cells["input_tier"])
        if tier and len(tiers) > 1:
            low = str(tier.low) if tier.low else ""
            high = str(tier.high) if tier.high < max(other.high for other in tiers) else ""
            parts = [f"input={low}..{high}", "tier=whole-request"]
        return ";".join([*parts, *([f"mode={'+'.join(sorted(modes))}"] if modes else [])])

    def _is_one_price(self, cells: dict[str, str]) -> bool:
        """Whether both modes cost the same in the row's place."""
        found = self._prices[_beside(cells)]
        return found == {f"{mode} {cells['price']}" for mode in MODES.values()}


def _beside(cells: dict[str, str]) -> tuple[str, ...]:
    """Return what two rows share that differ in the mode alone."""
    return tuple(cells[name] for name in _PLACE if name != "mode")


def parse_tier(printed: str) -> Tier | None:
    """Read `0<≤32K`, `256K<≤1M`; None for `无阶梯计价` or an empty cell. K is a thousand, M a million."""
    match = re.fullmatch(r"(\d+)(K|M|)<≤(\d+)(K|M)", printed)
    if not match:
        return None
    factor = {"": 1, "K": 1_000, "M": 1_000_000}
    low, low_unit, high, high_unit = match.groups()
    return Tier(int(low) * factor[low_unit], int(high) * factor[high_unit])


# --- the catalogue ---


def _read_catalogue(imported: Import, once: Once, file: Path, names: Names, shown: dict[Figure, str]) -> None:
    """Add what the catalogue knows beyond the page: caches, batch, tuning, context lengths, makers."""
    rows = [cells for _, cells in read_rows(file)]
    imported.upstream_rows += len(rows)
    two_modes = {cells["model"] for cells in rows if cells["component"].startswith("thinking")}
    for cells in rows:
        locator = f"{COMMIT}:{_CATALOGUE_PATH}#{cells['model']}/{cells['component']}"
        term = catalogue_term(cells["component"])
        if not term:
            known = cells["component"].startswith("generation_3d")
            reason = "a price of three-dimensional shapes" if known else "a price name that the importer does not know"
            imported.leave_out(locator, reason, cells["component"])
            continue
        model = _model(names, cells["model"])
        listed = Listed("alibaba-bailian", "cn", cells["currency"], cells["model"])
        _describe(once, cells, listed, model, locator, names)
        if not cells["price"]:
            imported.leave_out(locator, "no price is printed")
            continue
        component, mode = term
        if component == "output" and not mode and cells["model"] in two_modes:
            mode = "non-thinking"
        figure = Figure(listed, component, f"mode={mode}" if mode else "")
        if any(is_same(shown.get(other), cells["price"]) for other in (figure, Figure(listed, component, ""))):
            imported.leave_out(locator, "the price page of the same day gives the same figure")
            continue
        unit, per = UNITS[cells["unit"]]
        add_price(
            imported, listed, component, cells["price"], locator, DAY, "catalogue", condition=figure.condition,
            per_tokens=per, price_unit=None if unit == "token" else unit, observed_on=DAY,
        )  # fmt: skip


def _model(names: Names, sku: str) -> str | None:
    """Return the model of a SKU; before a slash stands the host that serves it (`vanchin/deepseek-r1`)."""
    return model_of(names, sku.rpartition("/")[2], SOURCE)


def _describe(once: Once, cells: dict[str, str], listed: Listed, model: str | None, locator: str, names: Names) -> None:
    place, maker = locator.rpartition("/")[0], cells["provider_id"]
    once.add(
        "offerings", claim_key(listed.key("offering"), "catalogue"), place, **listed.cells(), model=model,
        context_tokens=cells["context_window"], as_stated=cells["model"],
        channel="first-party" if MAKERS.get(maker) == "alibaba" else channel(listed.service, cells["model"]),
    )  # fmt: skip
    once.developer(model, MAKERS.get(maker, ""), place, names, as_stated=maker)
    if model and cells["open_source"] == "True":
        once.add(
            "facts", claim_key("access", model.partition("/")[2]), place,
            subject=model, property="access", object="access/open-weights", as_stated="open_source: true",
        )  # fmt: skip


def _meta(sha256: str) -> dict[str, Any]:
    return {
        "title": "阿里云百炼 模型调用价格",
        "title_en": "Alibaba Cloud Bailian (Model Studio) prices on 2026-05-28",
        "publisher": "阿里云百炼 (modelstudioai)",
        "kind": "official-price-page",
        "licence": "Apache-2.0",
        "lineage": SOURCE,
        "url": "https://github.com/modelstudioai/skills",
        "repo": "modelstudioai/skills",
        "commit": COMMIT,
        "published": date(2026, 5, 28),
        "retrieved": date(2026, 11, 23),
        "sha256": sha256,
        "note": "The help page help.aliyun.com/zh/model-studio/model-pricing as the platform's team keeps "
        "it, with the model catalogue of the same day. Prices for other regions are in yuan on "
        "this page too. Where a model supports batch calls the page sells them at half of the "
        "price; that half is not computed here. The checksum is that of the page's prices.",
    }
