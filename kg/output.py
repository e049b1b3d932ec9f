"""The output folder: made beside its place and put there at the end, so that a failed or killed build harms nothing."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.findings import KgError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a new folder beside `out`, and put it in the place of `out` when all went well.

    Raises `KgError` where `out` is a file, or a folder that no build made. What killed builds left is taken away.
    """
    out = out.resolve()
    _check_place(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    for left in out.parent.glob(f".{out.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    made.chmod(0o755)
    try:
        yield made
        put(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _check_place(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise KgError(f"{out.name} is a file; name a folder with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / "data" / "manifest.json").is_file():
        raise KgError(f"{out.name} is not empty and was not made by kg build; name another folder with --out")


def put(made: Path, out: Path) -> None:
    """Put a folder in the place of another: in one step where the system can exchange two names, else in two.

    Where it was one step, the old folder stands where the new one was made; it is the caller's to take away.
    """
    if not out.exists():
        made.rename(out)
    elif not exchange(made, out):
        old = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent)) / "old"
        out.replace(old)
        made.rename(out)
        shutil.rmtree(old.parent, ignore_errors=True)


def exchange(first: Path, second: Path) -> bool:
    """Exchange the names of two existing paths and return whether the system could do it (Linux: renameat2)."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return done == 0
