"""Coverage of who makes what from what: developers, provinces, derivations, and what sources differ on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from kg.coverage.markdown import share, table
from kg.tables.frame import Cell

Row = Mapping[str, Cell]
_MADE = ("model", "family")
_SEATS = ("based_in", "nationality_stated")
_HOME = "china"
_HUBS = 15


def developers(statements: Sequence[Row], regions: Sequence[Row]) -> str:
    """Return how many organizations develop something, and of how many a source says where they are.

    The seat (`based_in`) alone says that an organization is Chinese; the nationality of a catalogue is that
    catalogue's word, so both counts are given.
    """
    country = _upwards(regions, lambda name, wider: not wider)
    makers: dict[str, set[str]] = defaultdict(set)
    seats: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in _SEATS}
    for row in statements:
        subject, name = str(row["subject"]), str(row["property"])
        if name == "developer" and str(row["object"]).startswith("organization/"):
            makers[str(row["object"])].add(subject.partition("/")[0])
        elif name in _SEATS and row["holds"] == "yes":
            seats[name][subject].add(country(str(row["object"]).partition("/")[2]))
    of_models = {name for name, kinds in makers.items() if kinds & set(_MADE)}
    lines = []
    for what, found in (("models or families", of_models), ("models, families or applications", set(makers))):
        seated = {name for name in found if _HOME in seats["based_in"][name]}
        stated = {name for name in found if _HOME in seats["nationality_stated"][name]} - seated
        known = {name for name in found if any(seats[prop][name] for prop in _SEATS)}
        elsewhere = len(known - seated - stated)
        lines.append((what, len(found), len(seated), len(stated), elsewhere, len(found - known)))
    columns = ("develops", "organizations#", "seat in China#", "by nationality alone#", "elsewhere#", "not known#")
    return table(columns, lines)


def by_province(organizations: Sequence[Row], regions: Sequence[Row]) -> str:
    """Return the organizations by province, or by country where they lie outside; cities count in their province."""
    labels = {str(row["id"]): str(row["label_en"] or row["label_zh"]) for row in regions}
    province = _upwards(regions, lambda name, wider: not wider or wider == _HOME)
    count: Counter[str] = Counter(province(str(row["based_in"])) for row in organizations if row["based_in"])
    ordered = sorted(count, key=lambda name: (-count[name], labels.get(name, name)))
    return table(("province or country", "organizations#"), [(labels.get(name, name), count[name]) for name in ordered])


def by_kind(derivations: Sequence[Row]) -> str:
    """Return claims of derivation by kind, and how many pairs of models they join."""
    count = Counter(str(row["kind"]) for row in derivations)
    pairs = {(row["derived"], row["base"]) for row in derivations}
    lines: list[tuple[str, object]] = [
        (kind, share(number, len(derivations)))
        for kind, number in sorted(count.items(), key=lambda item: (-item[1], item[0]))
    ]
    return table(("kind", "claims"), [*lines, ("pairs of a model and its base", f"{len(pairs):,}")])


def bases_without_developer(derivations: Sequence[Row], statements: Sequence[Row], names: Mapping[str, str]) -> str:
    """Return in a sentence how many bases have no developer that a source states, and which they are by name."""
    bases = {str(row["base"]) for row in derivations}
    made = {str(row["subject"]) for row in statements if row["property"] == "developer"}
    open_ = sorted((names.get(base, base) for base in bases - made), key=lambda name: (name.casefold(), name))
    return (
        f"{len(bases):,} bases, {len(open_):,} of them without a developer in any claim:\n\n"
        f"{', '.join(open_) or 'None'}.\n"
    )


def hubs(rows: Sequence[Row]) -> str:
    """Return the bases on which most stands."""
    ordered = sorted(rows, key=lambda row: (-int(str(row["with_members"])), str(row["base"])))[:_HUBS]
    lines = [
        (row["label_en"], row["direct"], row["transitive"], row["with_members"], row["lineages"]) for row in ordered
    ]
    columns = ("base", "directly#", "in any number of steps#", "with its family and versions#", "lineages#")
    return table(columns, lines)


def of_facts(disagreements: Sequence[Row], members: Sequence[Row]) -> str:
    """Return the disagreements about facts by rule and finding; an editor's row counts under `judged`."""
    facts = {str(row["disagreement"]) for row in members if row["table"] in {"facts", "derivations", "price_events"}}
    count: Counter[tuple[str, str]] = Counter()
    for row in disagreements:
        if row["id"] in facts:
            count[str(row["derived_by"] or "judged by an editor"), str(row["finding"])] += 1
    findings = sorted({finding for _, finding in count})
    rules = sorted({rule for rule, _ in count})
    lines = [(rule, *(count[rule, finding] or None for finding in findings)) for rule in rules]
    return table(("found by", *(f"{finding}#" for finding in findings)), lines)


def _upwards(regions: Sequence[Row], ends: Callable[[str, str], bool]) -> Callable[[str], str]:
    """Return a function from a region to the first region above it, or itself, that ends the way up."""
    broader = {str(row["id"]): str(row["broader"] or "") for row in regions}

    def climb(name: str) -> str:
        for _ in broader:
            wider = broader.get(name, "")
            if ends(name, wider):
                return name
            name = wider
        return name

    return climb
