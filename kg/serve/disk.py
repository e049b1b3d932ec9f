"""The store on disk that the workers read: made once for a built graph, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from kg.digest import file_sha256
from kg.packed import find_packed
from kg.store import load_store

_LAYOUT = "1"
_KEPT_DAYS = 30


def cache_dir() -> Path:
    """Return the folder for things that can be made again: `$XDG_CACHE_HOME/baimo`, or what the system has for it."""
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base) / "baimo"
    home = Path.home()
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "baimo"


def graph_digest(data: Path) -> str:
    """Return what names the store of a built `data` folder: its two graph files, the engine, the layout."""
    files = (find_packed(data), data / "baimo.nq.gz")
    parts = [file_sha256(path) for path in files if path and path.is_file()]
    return hashlib.sha256("|".join([_LAYOUT, version("pyoxigraph"), *parts]).encode()).hexdigest()[:16]


def disk_store(data: Path, cache: Path | None = None) -> Path:
    """Return the store of a built `data` folder, made now if need be.

    All statements stand in the default graph, and once more in the graph of their source, so that a query may
    choose its narrators. Stores of other builds that were not used for 30 days are taken away.
    """
    folder = cache or _writable(cache_dir())
    store = folder / f"store-{graph_digest(data)}"
    if not store.is_dir():
        _make(data, store)
    os.utime(store)
    _prune(folder, store)
    return store


def kept_store(data: Path) -> ox.Store | None:
    """Open the store of a built `data` folder, if it was made before and is sound: that takes milliseconds."""
    path = cache_dir() / f"store-{graph_digest(data)}"
    if not path.is_dir():
        return None
    try:
        return ox.Store.read_only(str(path))
    except OSError:  # files of the cache were damaged or taken away: whoever asks loads the graph instead
        return None


def _writable(folder: Path) -> Path:
    """Return a folder, or a new temporary one where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="baimo-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="baimo-"))


def _make(data: Path, path: Path) -> None:
    """Make a store beside its place and put it there whole, so that a killed start leaves none that is half."""
    made = Path(tempfile.mkdtemp(prefix="store-making-", dir=path.parent))
    try:
        store = load_store(data, made, sources=True)
        store.optimize()
        store.flush()
        del store
        if not path.is_dir():
            made.rename(path)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _prune(folder: Path, used: Path) -> None:
    oldest = time.time() - _KEPT_DAYS * 86_400
    for path in folder.glob("store-*"):
        if path != used and path.stat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)
