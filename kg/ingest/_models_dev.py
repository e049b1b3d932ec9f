"""The history of models.dev as events of offerings: what a clone shows when its commits are read in order.

An offering is a file `providers/<provider>/models/<path>.toml`. Its price may stand in a file it links to, or be
merged from another provider's file by `extends`: a change there is a change here. `base_model` merges metadata
and never a price. Figures stay as printed.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kg.ingest._git import SYMLINK, Commit, first_parent_log, read_blobs

Table = dict[str, Any]

_OFFERING = re.compile(r"providers/([^/]+)/models/(.+)\.toml")
_KEYS = {
    "input": "input",
    "output": "output",
    "cache_read": "cache_read",
    "inputCached": "cache_read",
    "cached_input": "cache_read",
    "cache_input": "cache_read",
    "cached": "cache_read",
    "cached_read": "cache_read",
    "cache_write": "cache_write",
    "outputCached": "cache_write",
    "cached_write": "cache_write",
    "reasoning": "reasoning",
    "input_audio": "input_audio",
    "output_audio": "output_audio",
}
"""Key of a cost table, misspellings included → the key it means."""
_ZERO_MEANT_ABSENT = ("inputCached", "outputCached")


@dataclass(frozen=True)
class Event:
    """What a commit did to an offering. `op` is confirmed where the file changed and its price did not."""

    provider: str
    model: str
    commit: str
    day: str
    op: str
    cost: Table | None = None
    via: str = ""
    base_model: str = ""
    context: int | None = None

    @property
    def path(self) -> str:
        """The offering's file."""
        return f"providers/{self.provider}/models/{self.model}.toml"


@dataclass(frozen=True)
class Shown:
    """What a version of the tree shows of an offering."""

    cost: Table | None
    status: str
    via: str
    base_model: str
    context: int | None
    reads: frozenset[str]
    """The files that the price depends on."""


def read_events(repo: Path) -> Iterator[Event]:
    """Yield the events of all offerings on the first-parent line, in order of commits, then of paths."""
    commits = list(first_parent_log(repo, "providers", "models"))
    blobs = {change.blob for commit in commits for change in commit.changes if change.path.endswith(".toml")}
    tree = Tree(read_blobs(repo, blobs - {""}))
    for commit in commits:
        yield from tree.apply(commit)


class Tree:
    """The files of one version, and what each offering showed last."""

    def __init__(self, blobs: dict[str, bytes]) -> None:
        self._blobs = blobs
        self._files: dict[str, tuple[str, str]] = {}
        self._shown: dict[str, Shown] = {}
        self._readers: dict[str, set[str]] = defaultdict(set)
        self._gone: set[str] = set()

    def apply(self, commit: Commit) -> Iterator[Event]:
        """Take in a commit and yield what it did."""
        touched = [change.path for change in commit.changes if change.path.endswith(".toml")]
        for change in commit.changes:
            if change.blob:
                self._files[change.path] = change.mode, change.blob
            else:
                self._files.pop(change.path, None)
        affected = {path for path in touched if _OFFERING.fullmatch(path)}
        for path in touched:
            affected |= self._readers[path]
        for path in sorted(affected):
            event = self._event(path, commit, own=path in touched)
            if event:
                yield event

    def _event(self, path: str, commit: Commit, own: bool) -> Event | None:
        before = self._shown.get(path)
        now = self._show(path) if path in self._files else None
        op = self._operation(path, before, now, own)
        if now:
            self._shown[path] = now
            for read in now.reads:
                self._readers[read].add(path)
        elif before:
            del self._shown[path]
            self._gone.add(path)
        if op is None:
            return None
        provider, model = _parts(path)
        shown = (now.cost, now.via, now.base_model, now.context) if now else ()
        return Event(provider, model, commit.id, commit.time[:10], op, *shown)

    def _operation(self, path: str, before: Shown | None, now: Shown | None, own: bool) -> str | None:
        if now is None:
            if before is None:
                return None
            return "broken" if path in self._files else "removed"
        if before is None:
            return "re-added" if path in self._gone else "added"
        if _comparable(before.cost) != _comparable(now.cost):
            return "changed"
        if before.status != now.status:
            return "status"
        return "confirmed" if own else None

    def _show(self, path: str) -> Shown | None:
        reads = {path}
        resolved = self._resolve(path, reads)
        if resolved is None:
            for read in reads:
                self._readers[read].add(path)
            return None
        data, via = resolved
        base = data.get("base_model", "")
        meta = self._table(f"models/{base}.toml") if base else None
        limit = {**(meta or {}).get("limit", {}), **data.get("limit", {})}
        context = limit.get("context")
        status = str(data.get("status") or ("deprecated" if data.get("deprecated") else ""))
        return Shown(cost_of(data), status, via, base, context if context else None, frozenset(reads))

    def _resolve(self, path: str, reads: set[str]) -> tuple[Table, str] | None:
        """Return the data of an offering and how they were found, None where a link ends nowhere."""
        via = ""
        while self._files.get(path, ("", ""))[0] == SYMLINK:
            target = self._blobs[self._files[path][1]].decode()
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            via = f"symlink:{path}"
            if path in reads:
                return None
            reads.add(path)
        data = self._table(path)
        if data is None:
            return None
        extends = data.get("extends")
        if not extends:
            return data, via or (f"base_model:{data['base_model']}" if data.get("base_model") else "")
        parent, slash, name = str(extends["from"]).partition("/")
        other = f"providers/{parent}/models/{name}.toml"
        if not slash or other in reads:
            return None
        reads.add(other)
        inherited = self._resolve(other, reads)
        if inherited is None:
            return None
        merged = _merged(_without(inherited[0], extends.get("omit", [])), data)
        return merged, via or f"extends:{extends['from']}"

    def _table(self, path: str) -> Table | None:
        if path not in self._files:
            return None
        return parse_toml(self._blobs[self._files[path][1]])


@cache
def _parts(path: str) -> tuple[str, str]:
    match = _OFFERING.fullmatch(path)
    if not match:
        raise ValueError(f"{path} is not an offering")
    provider, model = match.groups()
    return provider, model


@cache
def parse_toml(blob: bytes) -> Table:
    """Read a file; figures as decimals as printed. Of a key that stands twice the last one counts."""
    text = blob.decode("utf-8-sig")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return tomllib.loads(_last_of_each_key(text), parse_float=Decimal)


def _last_of_each_key(text: str) -> str:
    kept: dict[tuple[str, str], str] = {}
    table = ""
    for number, line in enumerate(text.splitlines()):
        if line.startswith("["):
            table = line
        key = line.partition("=")[0].strip() if "=" in line else f"{number}"
        kept.pop((table, key), None)
        kept[table, key] = line
    return "\n".join(kept.values())


def cost_of(data: Table) -> Table | None:
    """Return the prices of a file under one spelling, None without a cost table.

    `tiers` is a list of tables with `size`, the context above which they hold; `modes` maps a mode to a table.
    """
    stated = data.get("cost")
    if not isinstance(stated, dict):
        return None
    experimental = data.get("experimental")
    listed = experimental.get("modes", {}) if isinstance(experimental, dict) else {}
    modes = {name: _prices(mode["cost"]) for name, mode in listed.items() if mode.get("cost")}
    cost = _prices(stated)
    tiers = [{"size": tier["tier"]["size"], **_prices(tier)} for tier in stated.get("tiers", [])]
    if "context_over_200k" in stated:
        tiers.append({"size": 200_000, **_prices(stated["context_over_200k"])})
    if tiers:
        cost["tiers"] = sorted(tiers, key=lambda tier: int(tier["size"]))
    if modes:
        cost["modes"] = modes
    return cost


def _prices(table: Table) -> Table:
    return {
        _KEYS[key]: str(value)
        for key, value in table.items()
        if key in _KEYS and not (key in _ZERO_MEANT_ABSENT and not value)
    }


def _comparable(cost: Table | None) -> Any:
    """Return prices for comparison: 0.50 is 0.5, to ten places."""
    if cost is None:
        return None
    plain = {key: round(Decimal(value), 10) for key, value in cost.items() if key not in {"tiers", "modes", "size"}}
    tiers = [(int(tier["size"]), _comparable(tier)) for tier in cost.get("tiers", [])]
    modes = {name: _comparable(mode) for name, mode in cost.get("modes", {}).items()}
    return plain, tiers, modes


def _merged(parent: Table, child: Table) -> Table:
    made = dict(parent)
    for key, value in child.items():
        mine = made.get(key)
        made[key] = _merged(mine, value) if isinstance(mine, dict) and isinstance(value, dict) else value
    return made


def _without(data: Table, paths: list[str]) -> Table:
    made = {key: dict(value) if isinstance(value, dict) else value for key, value in data.items()}
    for path in paths:
        first, _, rest = path.partition(".")
        inner = made.get(first)
        if rest and isinstance(inner, dict):
            made[first] = _without(inner, [rest])
        elif not rest:
            made.pop(first, None)
    return made
