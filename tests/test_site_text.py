"""How the site writes days, periods, locators and large numbers in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.built import Built
from kg.site.content import Content
from kg.site.locators import locator_text
from kg.site.periods_text import period_text
from kg.site.text import large, price
from kg.site.view import View


@pytest.mark.parametrize(
    ("edtf", "zh", "en"),
    [
        ("2024-05-21", "2024年5月21日", "21 May 2024"),
        ("2024-05~", "2024年5月前后", "about May 2024"),
        ("2024?", "2024年（存疑）", "2024 (?)"),
        ("2023-33~", "2023年第一季度前后", "about Q1 2023"),
        ("2024-01/2024-06", "2024年上半年", "first half of 2024"),
        ("2023/2027", "2023年至2027年", "2023 to 2027"),
        ("../2026-11-23", "至2026年11月23日", "until 23 Nov 2026"),
        ("2024/..", "2024年起", "from 2024"),
        ("Apache-2.0/MIT", "Apache-2.0/MIT", "Apache-2.0/MIT"),
        ("", "", ""),
    ],
)
def test_a_period_is_told_in_words_and_other_text_stays(edtf: str, zh: str, en: str) -> None:
    assert period_text(edtf, "zh") == zh
    assert period_text(edtf, "en") == en


@pytest.mark.parametrize(
    ("locator", "zh"),
    [
        ("paragraph 3", "第 3 段"),
        ("paragraphs 1-2", "第 1–2 段"),
        ("section 价格力", "价格力一节"),
        ("P21", "P21"),
        ("README.md#L40", "README.md#L40"),
    ],
)
def test_a_locator_of_a_known_form_is_told_in_chinese(locator: str, zh: str) -> None:
    assert locator_text(locator, "zh") == zh
    assert locator_text(locator, "en") == locator


def test_a_large_number_is_short_only_where_nothing_is_lost() -> None:
    assert (large(7_400_000_000, "zh"), large(7_400_000_000, "en")) == ("74 亿", "7.4 billion")
    assert large(12_345_678_901, "en") == "12,345,678,901"
    assert large(32_768, "zh") == "32,768"
    assert large(101 * 10**21, "en") == "1.01 × 10²³"


def test_words_of_a_source_bear_their_language(tiny_built: Built) -> None:
    english = View(Content(tiny_built), "en", "en/index.html")
    chinese = View(Content(tiny_built), "zh", "zh/index.html")
    assert 'lang="zh-Hans"' in english.foreign("免费")
    assert 'lang="en"' in chinese.foreign("free of charge")
    assert "lang" not in chinese.foreign("0.5")
    assert (english.some(1, "source"), english.some(2, "source")) == ("1 source", "2 sources")


@pytest.mark.parametrize(
    ("per", "unit", "labels", "zh", "en"),
    [
        (1000, "token", ("", ""), "0.5 元/千 tokens", "CNY 0.5 / 1k tokens"),
        (10_000, "character", ("字符", "character"), "0.5 元/万字符", "CNY 0.5 / 10k characters"),
        (None, "image", ("张", "image"), "0.5 元/张", "CNY 0.5 / image"),
        (None, "token", ("", ""), "0.5 元", "CNY 0.5"),
    ],
)
def test_a_price_names_the_number_of_whatever_it_is_by(
    per: int | None, unit: str, labels: tuple[str, str], zh: str, en: str
) -> None:
    """2 yuan for ten thousand characters are not 2 yuan a character."""
    assert price(Decimal("0.5"), per, unit, labels[0], "CNY", "zh") == zh
    assert price(Decimal("0.5"), per, unit, labels[1], "CNY", "en") == en
