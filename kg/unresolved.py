"""Names of an upstream that mean no entity of the registry, told with the entities whose names are near.

Nothing is matched by likeness: the candidates are for the person who writes the alias row.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.findings import Finding
from kg.loading import Dataset
from kg.names import fold_key

_MOST = 3
"""How many candidates are told."""
_KINDS = {"model": ("model", "family", "application"), "organization": ("organization", "brand")}
"""Kind of an unresolved name → kinds of its candidates; any other kind stands for itself."""


def unresolved_names(dataset: Dataset) -> Iterator[Finding]:
    """Yield a warning for each unresolved name of each source, with at most three candidates."""
    names: dict[str, dict[str, list[str]]] = {}
    for source, row in sorted(dataset.sources.items()):
        for unresolved, times in sorted(row.record.unresolved.items()):
            kind, _, spelling = unresolved.partition("/")
            if not names:
                names = _names(dataset)
            found = candidates(spelling, kind, names)
            near = f"the nearest are {', '.join(found)}" if found else "nothing is near"
            places = "1 place" if times == 1 else f"{times} places"
            message = (
                f'{kind} "{spelling}" in {places} has no reviewed alias; {near}; add a row with its basis to '
                f"data/registry/aliases.csv, or the {kind} to the registry, and import the source anew"
            )
            path = f"data/sources/{source}/source.toml"
            yield Finding(path, 0, "unresolved", message, "unresolved_name", "warning")


def candidates(spelling: str, kind: str, names: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    """Return the entities of a kind with the nearest names, nearest first, as `kind/id (name)`."""
    key = fold_key(spelling)
    known = [(name, found) for each in _KINDS.get(kind, (kind,)) for name, found in names.get(each, {}).items()]
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, found in known:
        by_name[name] += found
    near = difflib.get_close_matches(key, list(by_name), n=_MOST, cutoff=0.5)
    within = sorted((name for name in by_name if len(name) > 1 and (name in key or key in name)), key=_longest_first)
    told = dict.fromkeys(item for name in [*near, *within] for item in by_name[name])
    first = {item.partition(" ")[0]: item for item in reversed(told)}
    return [item for item in told if first[item.partition(" ")[0]] == item][:_MOST]


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name


def _names(dataset: Dataset) -> dict[str, dict[str, list[str]]]:
    """Return kind → folded name → `kind/id (name)`, from labels, ids and aliases."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, entities in dataset.registry.items():
        for name, row in entities.items():
            for spelling in (row.record.label_zh, row.record.label_en, name):
                if spelling:
                    found[kind][fold_key(spelling)].append(f"{kind}/{name} ({spelling})")
    for row in dataset.lists["aliases"]:
        alias = row.record
        found[alias.id.kind][fold_key(alias.spelling)].append(f"{alias.id} ({alias.spelling})")
    return found
