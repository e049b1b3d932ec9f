"""Coverage of prices: providers by month, changes, disagreements, the weeks of May 2024."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kg.coverage.markdown import table
from kg.tables.frame import Cell

Row = Mapping[str, Cell]
_DAYS = ("observed_on", "announced_on", "effective_from")
_COUNTED_BASES = ("announced", "corroborated")
_LETTERS = {"moved": "M", "held": "h", "refused": "R", "not known": "·"}


def witnessed_months(points: Sequence[Row], as_of: date) -> dict[str, dict[tuple[int, int], set[str]]]:
    """Return provider → month → lineages with a counted claim on a first-party price in yuan.

    A claim counts in the month of its own days: seen, announced, in force. Deprecated claims do not count.
    """
    found: dict[str, dict[tuple[int, int], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in points:
        if row["channel"] == "first-party" and row["currency"] == "CNY" and row["rank"] != "deprecated":
            for name in _DAYS:
                day = row[name]
                if row["provider"] and isinstance(day, date) and day <= as_of:
                    found[str(row["provider"])][day.year, day.month].add(str(row["lineage"]))
    return found


def counted_moves(moves: Sequence[Row]) -> list[Row]:
    """Return the changes of first-party prices in yuan that are announced or corroborated."""
    return [
        row
        for row in moves
        if row["channel"] == "first-party" and row["currency"] == "CNY" and row["basis"] in _COUNTED_BASES
    ]


def month_matrix(points: Sequence[Row], labels: Mapping[str, str], as_of: date) -> str:
    """Return the matrix provider × month as a Markdown table: one cell a year, one sign a month."""
    found = witnessed_months(points, as_of)
    years = range(min(year for months in found.values() for year, _ in months), as_of.year + 1)
    rows = []
    for provider in sorted(found, key=lambda name: (-len(found[name]), name)):
        months = found[provider]
        cells = [f"`{_year(months, year, as_of)}`" for year in years]
        rows.append((labels.get(provider, provider), len(months), *cells))
    return table(("provider", "months#", *(str(year) for year in years)), rows)


def _year(months: Mapping[tuple[int, int], set[str]], year: int, as_of: date) -> str:
    first, last = min(months), max(months)
    signs = ""
    for month in range(1, 13):
        when = (year, month)
        if when in months:
            signs += str(min(9, len(months[when])))
        else:
            signs += "·" if first < when < last and when <= (as_of.year, as_of.month) else "-"
    return signs


def points_by_year(points: Sequence[Row], kinds: Mapping[str, str]) -> str:
    """Return price claims by kind of source and year of the day they speak of."""
    count: Counter[tuple[str, str]] = Counter()
    for row in points:
        days = [day for name in _DAYS if isinstance(day := row[name], date)]
        count[kinds[str(row["source"])], str(min(days).year) if days else "undated"] += 1
    years = sorted({year for _, year in count})
    rows = [
        (kind, sum(count[kind, year] for year in years), *(count[kind, year] or None for year in years))
        for kind in sorted({kind for kind, _ in count})
    ]
    return table(("kind of source", "all#", *(f"{year}#" for year in years)), rows)


def moves_by_basis(moves: Sequence[Row]) -> str:
    """Return the derived changes of first-party prices in yuan by who has witnessed them."""
    own = [row for row in moves if row["channel"] == "first-party" and row["currency"] == "CNY"]
    rows = []
    for basis in (*_COUNTED_BASES, "one-source", "across-sources"):
        of_basis = [row for row in own if row["basis"] == basis]
        near = sum(isinstance(row["days_uncertain"], int) and row["days_uncertain"] <= 31 for row in of_basis)
        rows.append((basis, "yes" if basis in _COUNTED_BASES else "no", len(of_basis), near))
    return table(("basis", "counted", "changes#", "day known to 31 days or better#"), rows)


def moves_by_provider(moves: Sequence[Row], labels: Mapping[str, str]) -> str:
    """Return the counted changes by provider and year."""
    count: Counter[tuple[str, str]] = Counter()
    for row in counted_moves(moves):
        count[str(row["provider"]), str(row["by"])[:4]] += 1
    years = sorted({year for _, year in count})
    providers = sorted({name for name, _ in count}, key=lambda name: (-sum(count[name, y] for y in years), name))
    rows = [
        (labels.get(name, name), sum(count[name, year] for year in years), *(count[name, y] or None for y in years))
        for name in providers
    ]
    return table(("provider", "all#", *(f"{year}#" for year in years)), rows)


def price_disagreements(disagreements: Sequence[Row], members: Sequence[Row]) -> list[Row]:
    """Return the disagreements of which every claim is a price and the lineages are several."""
    tables: dict[str, set[str]] = defaultdict(set)
    for row in members:
        tables[str(row["disagreement"])].add(str(row["table"]))
    priced = {"prices", "price_changes"}
    return [row for row in disagreements if tables[str(row["id"])] <= priced and int(str(row["lineages"])) > 1]


def disagreements_by_cause(disagreements: Sequence[Row]) -> str:
    """Return disagreements by cause and finding, with how many an editor has judged."""
    count = Counter((str(row["cause"]), str(row["finding"])) for row in disagreements)
    judged = Counter(str(row["cause"]) for row in disagreements if not row["derived_by"])
    findings = sorted({finding for _, finding in count})
    rows = [
        (
            cause,
            sum(count[cause, finding] for finding in findings),
            judged[cause] or None,
            *(count[cause, finding] or None for finding in findings),
        )
        for cause in sorted({cause for cause, _ in count})
    ]
    return table(("cause", "all#", "judged by an editor#", *(f"{finding}#" for finding in findings)), rows)


def war_matrix(rows: Sequence[Row], labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the matrix provider × day."""
    cells = {(str(row["provider"]), str(row["day"])): str(row["state"]) for row in rows}
    days = sorted({day for _, day in cells})
    providers = sorted({name for name, _ in cells})
    yield f"`M` moved, `h` held, `R` refused, `·` not known; from {days[0]} to {days[-1]}, a sign a day."
    yield ""
    lines = ((labels.get(name, name), f"`{''.join(_LETTERS[cells[name, day]] for day in days)}`") for name in providers)
    yield table(("provider", f"{days[0][8:]} … {days[-1][8:]} May"), lines)
