"""Search keys of names: full-width and traditional forms, pinyin, initials. For searching, never for merging."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_JOINTS = re.compile(r"[\s\-_·.,，、()（）《》“”\"'’:：/]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=100_000)
def fold_key(name: str) -> str:
    """Return the key under which spellings of one name meet.

    Full-width to ASCII (NFKC), case folded, traditional to simplified, blanks and joints left out.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    if _CHINESE.search(text):
        text = _simplifier().convert(text)
    return _JOINTS.sub("", text) or text.strip()


def search_keys(name: str) -> dict[str, str]:
    """Return kind of key → key: `fold` for every name; `pinyin` and `initials` for Chinese ones."""
    key = fold_key(name)
    keys = {"fold": key}
    if _CHINESE.search(key):
        keys["pinyin"] = _pinyin(key, "NORMAL")
        keys["initials"] = _pinyin(key, "FIRST_LETTER")
    return keys


@cache
def _simplifier() -> Any:
    from opencc import OpenCC  # noqa: PLC0415  (slow to load; only Chinese names need it)

    return OpenCC("t2s")


@lru_cache(maxsize=100_000)
def _pinyin(key: str, style: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  (slow to load; only Chinese names need it)

    return "".join(lazy_pinyin(key, style=getattr(Style, style))).replace("ü", "v")
