"""Release: whether a new build may follow an old one under its version, and what the changelog must say.

MAJOR is structure, MINOR data, PATCH corrections. While MAJOR is 0, MINOR stands for both. An id that was published
stands for ever: in the new build it is there, or it is deprecated and leads to one that is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.answers.database import Database
from kg.diff import Change, diff
from kg.findings import Finding, KgError
from kg.iris import BM, DCTERMS, ENTITY_KINDS, ID, OWL, RDF, SKOS
from kg.store import load_store

Part = Literal["major", "minor", "patch"]
_PARTS: tuple[Part, ...] = ("major", "minor", "patch")
_SHOWN = 20
_LASTING = (*ENTITY_KINDS, "source")
"""Kinds whose ids last. Claims and what is derived from them may go; the changelog counts them."""


@dataclass(frozen=True)
class Release:
    """A built folder as it was, or is to be, published."""

    folder: Path

    @cached_property
    def manifest(self) -> Mapping[str, object]:
        """The manifest; raise `KgError` where the folder is no build."""
        path = self.folder / "data" / "manifest.json"
        try:
            manifest: Mapping[str, object] = json.loads(path.read_text(encoding="utf-8"))
            parse_version(str(manifest["version"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KgError(f"{self.folder.as_posix()}: there is no build here; name a folder kg build made") from error
        return manifest

    @property
    def version(self) -> str:
        """Version of its data."""
        return str(self.manifest["version"])

    @cached_property
    def schema(self) -> dict[str, set[str]]:
        """What programs of others rely on: tables with columns and types, terms, codes, files."""
        found: dict[str, set[str]] = {"column": set(), "term": set(), "file": set()}
        with closing(Database(self.folder / "data" / "baimo.sqlite")) as database:
            for table in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
                columns = database.rows("SELECT name, type FROM pragma_table_info(?)", table["name"])
                found["column"] |= {f"{table['name']}.{column['name']} {column['type']}" for column in columns}
        ontology = ox.Store()
        ontology.bulk_load(path=str(self.folder / "data" / "ontology.ttl"), format=ox.RdfFormat.TURTLE)
        found["term"] = {
            f"{quad.subject.value} {quad.object.value}"
            for quad in ontology.quads_for_pattern(None, RDF("type"), None)
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
            if quad.subject.value.startswith(BM.base)
        }
        files = self.manifest.get("files", [])
        found["file"] = {str(entry["path"]) for entry in files} if isinstance(files, list) else set()
        return found

    @cached_property
    def store(self) -> ox.Store:
        """The graph."""
        return load_store(self.folder / "data")

    @cached_property
    def ids(self) -> set[str]:
        """The ids that last: entities, sources, concepts of code lists; deprecated ones too."""
        found = {quad.subject.value for quad in self.store.quads_for_pattern(None, SKOS("inScheme"), None)}  # type: ignore[union-attr]
        bases = tuple(f"{ID.base}{kind}/" for kind in _LASTING)
        typed = self.store.quads_for_pattern(None, RDF("type"), None)
        found |= {quad.subject.value for quad in typed if str(quad.subject)[1:].startswith(bases)}  # type: ignore[union-attr]
        return found | set(self.redirects)

    @cached_property
    def redirects(self) -> dict[str, str]:
        """Old id → new id."""
        quads = self.store.quads_for_pattern(None, DCTERMS("isReplacedBy"), None)
        return {quad.subject.value: quad.object.value for quad in quads}  # type: ignore[union-attr]

    def is_deprecated(self, iri: str) -> bool:
        """Whether an id says of itself that it is no longer in use."""
        return bool(list(self.store.quads_for_pattern(ox.NamedNode(iri), OWL("deprecated"), None)))


def check_release(old: Release, new: Release, changelog: str) -> list[Finding]:
    """Return what stands against publishing `new` after `old`. `changelog` is the text of CHANGELOG.md."""
    changes = diff(old.folder, new.folder)
    return sorted(
        [
            *_version_findings(old, new, changes),
            *_id_findings(old, new),
            *_changelog_findings(new.version, changes, changelog),
        ]
    )


def parse_version(text: str) -> tuple[int, int, int]:
    """Read MAJOR.MINOR.PATCH; raise `ValueError` for anything else."""
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text)
    if not match:
        raise ValueError(f'"{text}" is not a version; write MAJOR.MINOR.PATCH')
    major, minor, patch = map(int, match.groups())
    return major, minor, patch


def step(old: str, new: str) -> Part | None:
    """Return the part that a version raises; None where it raises none."""
    before, after = parse_version(old), parse_version(new)
    if after <= before:
        return None
    return next(part for part, was, is_ in zip(_PARTS, before, after, strict=True) if is_ > was)


def needed(old: Release, new: Release, changes: Iterable[Change]) -> tuple[Part, str] | None:
    """Return the part of the version that the changes raise at least, and why; None where nothing changed."""
    for what, before in old.schema.items():
        gone = sorted(before - new.schema[what])
        if gone:
            part: Part = "major" if parse_version(old.version)[0] else "minor"
            return part, f"{len(gone)} of the old {what}s are gone or have another type: {_some(gone)}"
    for what, before in old.schema.items():
        come = sorted(new.schema[what] - before)
        if come:
            return "minor", f"{len(come)} {what}s are new: {_some(come)}"
    kinds = Counter(change.kind for change in changes)
    if kinds["added"] or kinds["removed"]:
        return "minor", f"{kinds['added']} records came and {kinds['removed']} went"
    return ("patch", f"{kinds['changed']} records changed") if kinds["changed"] else None


def _version_findings(old: Release, new: Release, changes: Iterable[Change]) -> Iterator[Finding]:
    least = needed(old, new, changes)
    if least is None:
        return
    part, why = least
    raised = step(old.version, new.version)
    if raised is None or _PARTS.index(raised) > _PARTS.index(part):
        message = f"{new.version} after {old.version}: {why}; raise {part.upper()}, as {_raised(old.version, part)}"
        yield Finding("data/dataset.toml", 0, "version", message, "release_version")


def _raised(version: str, part: Part) -> str:
    numbers = list(parse_version(version))
    place = _PARTS.index(part)
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1, *[0] * (2 - place)]))


def _id_findings(old: Release, new: Release) -> Iterator[Finding]:
    vanished = sorted(old.ids - new.ids)
    for iri in vanished[:_SHOWN]:
        message = f"{iri} was published in {old.version} and is gone; put it back, or lead to another by a row here"
        yield Finding("data/registry/redirects.csv", 0, "old", message, "vanished_id")
    if len(vanished) > _SHOWN:
        message = f"… and {len(vanished) - _SHOWN} more published ids are gone"
        yield Finding("data/registry/redirects.csv", 0, "old", message, "vanished_id")
    for iri in sorted(new.redirects):
        end = _end(new, iri)
        if end is None or end not in new.ids or not new.is_deprecated(iri):
            message = f"{iri} leads to nothing that stands; mend the row"
            yield Finding("data/registry/redirects.csv", 0, "new", message, "dead_redirect")


def _end(release: Release, iri: str) -> str | None:
    """Return where a redirected id leads in the end; None for a circle."""
    seen: set[str] = set()
    while iri in release.redirects:
        if iri in seen:
            return None
        seen.add(iri)
        iri = release.redirects[iri]
    return iri


def _changelog_findings(version: str, changes: Iterable[Change], changelog: str) -> Iterator[Finding]:
    section = changelog_section(changelog, version)
    if section is None:
        message = f"has no section of {version}; write one that begins with `## {version} (YYYY-MM-DD)`"
        yield Finding("CHANGELOG.md", 0, "", message, "changelog")
        return
    lines = set(section.splitlines())
    for line in changelog_lines(changes):
        if line not in lines:
            message = f"the section of {version} lacks this line of kg diff: {line}"
            yield Finding("CHANGELOG.md", 0, "", message, "changelog")


def changelog_section(changelog: str, version: str) -> str | None:
    """Return the section of a version; None where there is none."""
    match = re.search(rf"^## {re.escape(version)} \([^\n]*\)\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return match[1] if match else None


def changelog_lines(changes: Iterable[Change]) -> list[str]:
    """Return the counts that a section of the changelog holds, a line for each table that changed."""
    counts: dict[str, Counter[str]] = {}
    for change in changes:
        counts.setdefault(change.table, Counter())[change.kind] += 1
    return [
        f"- {table}: {count['added']} added, {count['removed']} removed, {count['changed']} changed"
        for table, count in sorted(counts.items())
    ]


def _some(items: list[str]) -> str:
    return ", ".join(items[:3]) + (" …" if len(items) > 3 else "")
