"""The history of a clone, read with git: commits of the first-parent line and the files that they change."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.findings import KgError

_HEADER = re.compile(r"commit ([0-9a-f]{40}) (\S+)")
SYMLINK = "120000"
_NONE = "0" * 40


@dataclass(frozen=True)
class Change:
    """A file as a commit leaves it: mode and blob, both empty where it was removed."""

    path: str
    mode: str
    blob: str


@dataclass(frozen=True)
class Commit:
    """A commit of the first-parent line with its changes against its first parent."""

    id: str
    time: str
    """Author's time in UTC, `2025-06-10T22:55:28Z`."""
    changes: tuple[Change, ...]


def is_clone(path: Path) -> bool:
    """Whether a folder is a clone, bare or with a work tree."""
    return (path / "objects").is_dir() or (path / ".git").exists()


def head(repo: Path) -> str:
    """Return the commit that HEAD names."""
    return _git(repo, "rev-parse", "HEAD").decode().strip()


def first_parent_log(repo: Path, *paths: str) -> Iterator[Commit]:
    """Yield the commits from the first to HEAD; a merge is one commit with all that it brings.

    Renames are removals and additions. Only changes under `paths` are listed.
    """
    text = _git(
        repo, "log", "--first-parent", "--reverse", "-m", "--raw", "--no-abbrev", "--no-renames", "-z",
        "--format=tformat:commit %H %aI", "HEAD", "--", *paths,
    ).decode("utf-8", "surrogateescape")  # fmt: skip
    commit: tuple[str, str] | None = None
    changes: list[Change] = []
    parts = iter(text.split("\0"))
    for part in parts:
        header = _HEADER.fullmatch(part.strip("\n"))
        if header:
            if commit:
                yield Commit(*commit, tuple(changes))
            commit, changes = (header.group(1), _utc(header.group(2))), []
        elif part.lstrip("\n").startswith(":"):
            _, mode, _, blob, _ = part.lstrip("\n").removeprefix(":").split(" ")
            gone = blob == _NONE
            changes.append(Change(next(parts), "" if gone else mode, "" if gone else blob))
    if commit:
        yield Commit(*commit, tuple(changes))


def read_blobs(repo: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of blobs by id, in one run of git."""
    wanted = sorted(set(blobs))
    out = _git(repo, "cat-file", "--batch", given="\n".join(wanted).encode() + b"\n")
    found: dict[str, bytes] = {}
    at = 0
    for blob in wanted:
        end = out.index(b"\n", at)
        header = out[at:end].split()
        if len(header) != 3:
            raise KgError(f"{repo.name}: the clone lacks the blob {blob}; clone it whole, without a filter")
        start = end + 1
        found[blob] = out[start : start + int(header[2])]
        at = start + int(header[2]) + 1
    return found


def _utc(time: str) -> str:
    return datetime.fromisoformat(time).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _git(repo: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Run git without the user's settings and return what it prints."""
    command = ["git", "-C", str(repo), "-c", "core.quotePath=false", "-c", "log.showSignature=false", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise KgError(f"{repo.name}: git {arguments[0]} failed ({done.stderr.decode(errors='replace').strip()})")
    return done.stdout
