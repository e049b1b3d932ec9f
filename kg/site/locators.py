"""Locators in words: where in a source a claim stands. English head words are told in Chinese on Chinese pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.site.text import Language

_CHINESE: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"paragraph (\d+)", r"第 \1 段"),
        (r"paragraphs (\d+)[-–](\d+)", r"第 \1–\2 段"),
        (r"paragraphs (\d+) and (\d+)", r"第 \1、\2 段"),
        (r"title and paragraphs (\d+)[-–](\d+)", r"标题与第 \1–\2 段"),
        (r"paragraph before the bullets", "条目之前的一段"),
        (r"paragraph on earlier price changes", "讲此前调价的一段"),
        (r"paragraph on (.+)", r"讲\1的一段"),
        (r"last paragraph read", "所读的最后一段"),
        (r"bullet (.+)", r"\1条"),
        (r"section (.+)", r"\1一节"),
        (r"(?:table )?row (\d+)", r"第 \1 行"),
        (r"table row (.+)", r"表中\1一行"),
        (r"footnote (\d+)", r"脚注 \1"),
        (r"entry (.+)", r"\1条"),
        (r"list of cuts", "降价清单"),
        (r"table of supported models", "支持的模型表"),
        (r"core price sheet", "核心价目表"),
        (r"several public repositories", "多个公开代码库"),
        (r"title", "标题"),
        (r"opening", "开头"),
        (r"(?:text )?index(?: ids?)?:? (.+)", r"存档索引 \1"),
    )
)
"""Pattern of a whole locator → its Chinese words."""


def locator_text(locator: str, language: Language) -> str:
    """Return a locator in the words of a language; one of an unknown form as it is."""
    if language == "zh":
        for pattern, words in _CHINESE:
            found = pattern.fullmatch(locator)
            if found:
                return found.expand(words)
    return locator
