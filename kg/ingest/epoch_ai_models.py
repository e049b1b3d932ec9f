"""Epoch AI, Data on AI Models: release days, parameters, access, base models and makers of Chinese models.

Only rows whose domain includes language or multimodal are models in the sense of this project. The publication
date is the day of the paper where the link leads to a paper. Countries are kept as what Epoch states of the
organisation, only where the two lists of a row have the same length.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from kg.ingest._landscape import Landscape, split_names
from kg.ingest._upstream import Upstream
from kg.ingest.base import Import
from kg.ingest.names import Names
from kg.values import plain

SOURCE = "epoch-ai-models"
TABLE = "all_ai_models.cn-hk-tw.csv"
"""The copy that is read: some rows of the published table."""
PUBLISHED = "ai_models.zip#all_ai_models.csv"
"""The file of the repository; its rows are named by their model, since the copy numbers them anew."""
OTHER_DOMAIN = "neither a language nor a multimodal model"
EARLY = "published before 2020, before large language models"
NO_ORGANISATION = "no organisation named"
UNALIGNED = "organisations and countries do not align"
NO_COUNTRY = "country blank or no country"
_DOMAINS = {"Language", "Multimodal"}
_PAPERS = re.compile(r"arxiv\.org|aclanthology|openreview|nature\.com|proceedings|doi\.org|\.pdf|biorxiv|thecvf")
ACCESS = {
    "Open weights (unrestricted)": "open-weights",
    "Open weights (restricted use)": "open-weights-restricted",
    "Open weights (non-commercial)": "open-weights-non-commercial",
    "API access": "api-only",
    "Hosted access (no API)": "hosted-only",
    "Unreleased": "unreleased",
}
MODALITIES = {
    "Language": "text",
    "Image generation": "image-generation",
    "Vision": "vision",
    "Video": "video",
    "Speech": "speech",
    "Audio": "audio",
    "Mathematics": "mathematics",
    "Robotics": "robotics",
    "Biology": "biology",
    "Multimodal": "multimodal",
}


def read(path: Path, names: Names) -> Import:
    """Read a folder with the table and SOURCE.toml."""
    upstream = Upstream(path)
    meta = upstream.meta(TABLE, publisher="Epoch AI", kind="dataset", lineage=SOURCE)
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    rows = upstream.table(TABLE)
    twice = {row["Model"] for row in rows if sum(row["Model"] == other["Model"] for other in rows) > 1}
    for row in rows:
        reader.imported.upstream_rows += 1
        name = row["Model"]
        place = [name, *([row["Publication date"]] if name in twice else [])]
        reader.add(row, ["model", *place], upstream.at(f"{PUBLISHED}/{'/'.join(place)}"))
    return reader.imported


class _Reader(Landscape):
    def add(self, row: dict[str, str], key: list[str], locator: str) -> None:
        """Add the claims of one row."""
        domains = [part.strip() for part in row["Domain"].split(",")]
        if not _DOMAINS & set(domains):
            self.imported.leave_out(locator, OTHER_DOMAIN, row["Model"])
            return
        if row["Publication date"] < "2020":
            self.imported.leave_out(locator, EARLY, row["Model"])
            return
        spellings = split_names(row["Organization"])
        if not spellings:
            self.imported.leave_out(locator, NO_ORGANISATION, row["Model"])
        parties = self.organizations(spellings, locator)
        self._countries(spellings, row["Country (of organization)"], locator)
        model = None
        if parties or not spellings:
            model = self.made(row["Model"], locator, [party for _, party in parties])
        if model is None:
            return
        self.developers(key, model, parties, locator, row["Model"])
        self._about(row, key, model, domains, locator)
        for base in filter(None, (part.strip() for part in row["Base model"].split(","))):
            found = self.made(base, locator)
            if found:
                stated = f"{row['Model']} -> {base}"
                self.derivation([*key, base], model, found, "based-on", locator, stated)

    def _about(self, row: dict[str, str], key: list[str], model: str, domains: list[str], locator: str) -> None:
        day = row["Publication date"]
        if day:
            of_paper = _PAPERS.search(row["Link"].lower())
            self.fact(key, model, "paper_on" if of_paper else "released_on", locator, value=day)
        count = row["Parameters"]
        if count:
            # the table holds binary floats, as 247000000.00000003
            whole = str(int(Decimal(count).to_integral_value()))
            self.fact(key, model, "parameters", locator, value=whole, as_stated=count)
        compute = row["Training compute (FLOP)"]
        if compute:
            self.fact(key, model, "training_compute", locator, value=plain(Decimal(compute)), as_stated=compute)
        stated = row["Model accessibility"]
        access = ACCESS.get(stated)
        if access:
            self.fact(key, model, "access", locator, object_=f"access/{access}", as_stated=stated)
        codes = dict.fromkeys(MODALITIES[name] for name in domains if name in MODALITIES)
        for code in codes:
            self.fact([*key, code], model, "modality", locator, object_=f"modality/{code}")

    def _countries(self, spellings: list[str], cell: str, locator: str) -> None:
        countries = [part.strip() for part in cell.split(",")] if cell else []
        if len(countries) != len(spellings):
            self.imported.leave_out(locator, UNALIGNED if cell else NO_COUNTRY, cell)
            return
        for spelling, country in zip(spellings, countries, strict=True):
            party = self.party(spelling)
            region = self.names.find(country, SOURCE, ("region",))
            if country == "Multinational":
                self.imported.leave_out(locator, NO_COUNTRY, country)
            elif region is None:
                self.imported.leave_unresolved(locator, "region", country)
            elif party:
                key = ["organization", spelling, country]
                self.fact(key, party, "nationality_stated", locator, object_=region, as_stated=country)
