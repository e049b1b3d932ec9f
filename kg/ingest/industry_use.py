"""Industry use of language models as press pages give it: bid statistics and named deployments.

Pages were read in part. Two pages give different totals for 2024: both stay. A first candidate of a tender is not
a contract, and a supplier's own model is no deployment: such rows make no deployment.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Upstream, claim_key
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "industry-use"
BIDS, DEPLOYMENTS = "bid-stats.csv", "deployments.csv"
AN_ORDER = "an order without figures"
CANDIDATE = "a candidate of a tender, not a contract"
OWN_MODEL = "a supplier's own model, not a deployment"
NO_MODEL = "no model named"
_MEASURES = {
    "projects": ("bid-projects", "projects"),
    "amount": ("bid-amount", "CNY million"),
    "share": ("bid-share", "percent"),
    "projects growth": ("bid-projects-growth", "percent"),
    "amount growth": ("bid-amount-growth", "percent"),
}
_SCOPES = {
    "all": "large-model projects awarded in China",
    "all, amount not disclosed": "large-model projects awarded in China whose amount is not disclosed",
    "type: 应用": "projects for applications among large-model projects awarded in China",
    "type: 算力": "projects for compute among large-model projects awarded in China",
    "type: 大模型": "projects for models among large-model projects awarded in China",
}
_SECTORS = {"金融": "finance", "银行": "banking", "证券": "securities", "保险": "insurance"}


def period(text: str) -> str:
    """Read `2025-H1` as 2025-01/2025-06; other periods stand as they are."""
    return re.sub(r"^(\d{4})-H1$", r"\1-01/\1-06", text)


def read(path: Path, names: Names) -> Import:
    """Read a folder with the two tables and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(BIDS, DEPLOYMENTS, publisher="several press pages", kind="press", lineage=SOURCE)
    meta |= {"url": None, "note": "pages are named in each row; read only to their first part"}
    reader = _Reader(Import(SOURCE, {k: v for k, v in meta.items() if v}), names, upstream)
    for row in upstream.table(BIDS):
        reader.imported.upstream_rows += 1
        reader.add_bid(row)
    for row in upstream.table(DEPLOYMENTS):
        reader.imported.upstream_rows += 1
        reader.add_deployment(row)
    return reader.imported


class _Reader(Landscape):
    def add_bid(self, row: dict[str, str]) -> None:
        """Add one figure of the bid statistics."""
        locator = row["url"]
        if row["measure"] not in _MEASURES:
            self.imported.leave_out(locator, AN_ORDER, row["scope"])
            return
        measure, unit = _MEASURES[row["measure"]]
        value = row["value"].lstrip(">")
        key = claim_key("bids", row["period"], row["scope"], measure, row["publisher"])
        cells = {"kind": "observation", "measure": measure, "value": value, "unit": unit}
        cells |= {"comparator": "more-than" if row["value"].startswith(">") else "exactly"}
        cells |= {"period": period(row["period"]), "population": self._population(row["scope"])}
        self.imported.add("indicators", key, locator, as_stated=f"{row['value']} {row['unit']}".strip(), **cells)

    def _population(self, scope: str) -> str:
        kind, _, name = scope.partition(": ")
        if kind == "winner":
            winner = self.names.need(name, SOURCE, ("organization",))
            return f"large-model projects awarded to {winner.partition('/')[2]}"
        if kind == "sector":
            return f"large-model projects awarded in China, {_SECTORS[name]}"
        return _SCOPES[scope]

    def add_deployment(self, row: dict[str, str]) -> None:
        """Add one named use, and what it is built on where the page names a model."""
        locator = f"{row['source']}#{row['user_organisation']}"
        user = self.organization(row["user_organisation"], locator)
        if user:
            self.part_of(row["user_organisation"], user, row["same_organisation_as"], locator)
        if "1st candidate" in row["model_or_product"] + row["supplier"]:
            self.imported.leave_out(locator, CANDIDATE, row["user_organisation"])
            return
        if "vendor model" in row["note"]:
            self.imported.leave_out(locator, OWN_MODEL, row["user_organisation"])
            return
        vertical = self.names.find(row["vertical"], SOURCE, ("vertical",))
        if user is None or vertical is None:
            if user is None:
                self.imported.leave_unresolved(locator, "organization", row["user_organisation"])
            if vertical is None:
                self.imported.leave_unresolved(locator, "vertical", row["vertical"])
            return
        key = claim_key("use", row["user_organisation"], row["model_or_product"] or row["supplier"])
        self.fact([key], user, "active_in", locator, object_=vertical, as_stated=row["vertical"])
        if not row["model_or_product"]:
            self.imported.leave_out(locator, NO_MODEL, row["user_organisation"])
            return
        maker = user if row["supplier"] in {"own", ""} else self._maker(row["supplier"])
        deployed = self.made(row["model_or_product"], locator, [maker] if maker else [])
        if deployed is None:
            return
        if row["supplier"] == "own":
            self.fact([key], deployed, "developer", locator, object_=user, as_stated=row["model_or_product"])
        cells = {"deployer": user, "deploys": deployed, "vertical": vertical.partition("/")[2]}
        self.imported.add("deployments", key, locator, on=row["date"], as_stated=row["model_or_product"], **cells)

    def _maker(self, supplier: str) -> str | None:
        return self.names.find(re.sub(r"\s*\(.*", "", supplier), SOURCE, ("organization",))
