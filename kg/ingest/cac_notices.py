"""Facts of the regulator's notices: filings and registrations of services, and the running totals.

A filing names a service of an organisation; here it is an application. The folder beside this one that holds
numbers seen in public text (`cac-filing-numbers`) has the same origin and is read with it. A day inside a number or
in a record is the day of filing; the day of a notice, or of a report, is only the day of first listing.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ingest._landscape import Landscape
from kg.ingest._upstream import Upstream
from kg.ingest.base import Import
from kg.ingest.names import Names

SOURCE = "cac-notices"
FILINGS, NOTICES, PROVINCES = "filings.csv", "notices.csv", "counts-by-province-2025-03.csv"
NUMBERS = "cac-filing-numbers"
NO_TOTAL = "a notice without totals"
NO_DAY = "a filing without a day"
REGULATOR = "organization/cac"
_FILED = {"record filing day", "date inside the number"}
_PLACES = {"Anhui", "Beijing", "Guangdong", "Hubei", "Shanghai", "Zhejiang"}
_ALGORITHM = re.compile(r"网信算备(\d{2})\d+号")
_CODES = {"11": "Beijing", "31": "Shanghai", "33": "Zhejiang"}
"""First two digits of GB/T 2260 → name."""
_NUMBER = re.compile(r"([A-Za-z]+)-[^-]+-(\d{4})(\d{2})(\d{2})S?\d*")
_REPOSITORY = re.compile(r"\S+ (docs/\S+) \(([0-9a-f]{40})\)")


def read(path: Path, names: Names) -> Import:
    """Read the folder of the notices, and the folder of the numbers beside it if there is one."""
    upstream = Upstream(path)
    meta = upstream.meta(
        FILINGS, NOTICES, PROVINCES, publisher="several public repositories", kind="regulator", lineage=SOURCE
    )
    meta |= {
        "url": "https://www.cac.gov.cn",
        "note": "facts of 国家互联网信息办公室, second-hand; a sample, biased to listed companies",
    }
    reader = _Reader(Import(SOURCE, meta), names, upstream)
    for row in upstream.table(FILINGS):
        reader.imported.upstream_rows += 1
        reader.add_filing(row, _locator(row))
    for row in upstream.table(NOTICES):
        reader.imported.upstream_rows += 1
        reader.add_notice(row)
    for row in upstream.table(PROVINCES):
        reader.imported.upstream_rows += 1
        reader.add_province(row)
    beside = path.parent / NUMBERS
    if beside.is_dir():
        for row in Upstream(beside).table(FILINGS):
            reader.imported.upstream_rows += 1
            reader.add_number(row)
    return reader.imported


def place_of(number: str) -> str | None:
    """Return the English name of the province in a filing number; its capitals vary (ZheJiang, Zhejiang)."""
    algorithm = _ALGORITHM.match(number)
    if algorithm:
        return _CODES.get(algorithm[1])
    name = number.partition("-")[0].capitalize()
    return name if name in _PLACES else None


def day_of(number: str) -> str | None:
    """Return the day inside a filing number: `Anhui-XunFei-202409190001` is of 2024-09-19."""
    match = _NUMBER.fullmatch(number)
    return "-".join(match.groups()[1:]) if match else None


def _locator(row: dict[str, str]) -> str:
    match = _REPOSITORY.match(row["source"])
    place = f"{match[2]}:{match[1]}" if match else row["source"]
    return f"{place}#{row['locator']}"


def _said(words: str) -> dict[str, str]:
    """Return the cells of what the regulator is named for: the words as printed, and that it says so."""
    return {"as_stated": words, "attributed_to": REGULATOR}


class _Reader(Landscape):
    def add_filing(self, row: dict[str, str], locator: str) -> None:
        """Add the claims of one filing."""
        service, maker, kind = row["service_or_algorithm"], row["organisation_as_stated"], row["kind"]
        party = self.organization(maker, locator)
        application = self._application(service, party, locator)
        if application is None or party is None:
            return
        key = ["filing", maker, service]
        self.part_of(maker, party, row["same_organisation_as"], locator)
        within = re.fullmatch(r"\S+ \((\S+)\)", maker)
        whole = self.names.find(within[1], SOURCE, ("organization",)) if within else None
        if whole:
            self.fact(["organization", maker], party, "sub_organization_of", locator, object_=whole, as_stated=maker)
        self.developers(key, application, [(maker, party)], locator, service)
        self._number(key, application, row["filing_number"], kind, locator)
        if not row["date"]:
            self.imported.leave_out(locator, NO_DAY, service)
        else:
            property_ = "filed_on" if row["date_kind"] in _FILED else "first_listed_on"
            where = f"{locator}, {row['date_kind']}"
            self.fact(key, application, property_, where, value=row["date"], **_said(row["date"]))

    def add_number(self, row: dict[str, str]) -> None:
        """Add the claims of one number seen in public text."""
        locator = f"text index {row['index_file_id']}#{row['filing_number']}"
        party = self.organization(row["organisation"], locator)
        application = self._application(row["service"], party, locator)
        if application is None or party is None:
            return
        key = ["number", row["organisation"], row["service"]]
        self.developers(key, application, [(row["organisation"], party)], locator, row["service"])
        self._number(key, application, row["filing_number"], row["kind"], locator)
        day = day_of(row["filing_number"])
        if day:
            self.fact(key, application, "filed_on", locator, value=day, **_said(row["filing_number"]))

    def _application(self, service: str, party: str | None, locator: str) -> str | None:
        return self.made(service, locator, [party], kinds=("application",)) if party else None

    def _number(self, key: list[str], application: str, number: str, kind: str, locator: str) -> None:
        if not number:
            return
        self.fact(key, application, "filing_number", f"{locator}, {kind}", value=number, **_said(number))
        place = place_of(number)
        region = self.names.find(place, SOURCE, ("region",)) if place else None
        if region:
            self.fact(key, application, "filed_in", locator, object_=region, **_said(number))
        else:
            self.imported.leave_unresolved(locator, "region", place or number)

    def add_notice(self, row: dict[str, str]) -> None:
        """Add the totals that a notice gives, at the day it counts to."""
        locator = row["url"]
        day = re.search(r"as of (\d{4}-\d{2}-\d{2})", row["note"])
        for column, measure in (
            ("cumulative_filed", "filed-services"),
            ("cumulative_registered", "registered-services"),
        ):
            if row[column] and day:
                self._total(["notice", row["notice_date"], measure], measure, row[column], day[1], locator)
        if not row["cumulative_filed"]:
            self.imported.leave_out(locator, NO_TOTAL, row["title_short"])

    def add_province(self, row: dict[str, str]) -> None:
        """Add the number of services filed in a province."""
        region = self.names.find(row["province"], SOURCE, ("region",))
        name = region.partition("/")[2] if region else row["province"]
        address, _, words = row["source"].partition(" ")
        key = ["province", row["province"], row["as_of"]]
        locator = f"{address}#{words or row['province']}"
        population = f"generative AI services filed in the province {name}"
        self._total(key, "filed-services", row["filed_services"], row["as_of"], locator, population)

    def _total(
        self,
        key: list[str],
        measure: str,
        value: str,
        period: str,
        locator: str,
        population: str = "generative AI services in China",
    ) -> None:
        cells = {"kind": "observation", "measure": measure, "value": value, "comparator": "exactly"}
        cells |= {"unit": "services", "period": period, "population": population, **_said(value)}
        self.imported.add("indicators", "~".join(key), locator, **cells)
