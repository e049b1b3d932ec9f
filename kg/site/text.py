"""Text in both languages, and how amounts, days and spans are written in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kg.values import plain

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
TAGS: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}
"""Language of the site → its BCP 47 tag."""

_COUNTS: dict[int, tuple[str, str]] = {1000: ("千", "1k"), 10_000: ("万", "10k"), 1_000_000: ("百万", "1M")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONEY = {"CNY": ("元", "CNY "), "USD": ("美元", "$")}


@dataclass(frozen=True)
class Text:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def money(amount: Decimal, currency: str, language: Language) -> str:
    """Return an amount with its currency: `0.5 元`, `CNY 0.5`, `$5`."""
    unit = _MONEY.get(currency)
    if language == "zh":
        return f"{plain(amount)} {unit[0] if unit else currency}"
    return f"{unit[1] if unit else currency + ' '}{plain(amount)}"


def per_unit(per_tokens: int | None, price_unit: str, unit_label: str, language: Language) -> str:
    """Return what an amount buys: `千 tokens`, `1M tokens`, `万字符`, `image`; empty where a free offer names none."""
    if per_tokens is None:
        return "" if price_unit == "token" else unit_label
    if price_unit == "token" and per_tokens == 1:
        return "token"
    zh, en = _COUNTS.get(per_tokens, (str(per_tokens), f"{per_tokens:,}"))
    if price_unit == "token":
        return f"{zh if language == 'zh' else en} tokens"
    return f"{zh}{unit_label}" if language == "zh" else f"{en} {unit_label}s"


def price(
    amount: Decimal,
    per_tokens: int | None,
    price_unit: str,
    unit_label: str,
    currency: str,
    language: Language,
) -> str:
    """Return a price as its list gives it: `0.0005 元/千 tokens`, `CNY 0.0005 / 1k tokens`."""
    per = per_unit(per_tokens, price_unit, unit_label, language)
    if not per:
        return money(amount, currency, language)
    return f"{money(amount, currency, language)}{'/' if language == 'zh' else ' / '}{per}"


def day_text(day: date | str | None, language: Language) -> str:
    """Return a day, month or year in the words of a language; other periods as they are."""
    text = str(day) if day else ""
    parts = text.split("-")
    if not text.replace("-", "").isdigit() or len(parts[0]) != 4 or len(parts) > 3:
        return text
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return text
    if language == "zh":
        units = zip(parts, "年月日", strict=False)
        return "".join(f"{int(part)}{unit}" for part, unit in units)
    if len(parts) == 1:
        return text
    month = _MONTHS[int(parts[1]) - 1]
    return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def percent(value: Decimal | None) -> str:
    """Return a signed percentage with a true minus sign, to one place at most: `−97.5%`."""
    if value is None:
        return ""
    text = plain(value.quantize(Decimal("0.1")))
    return f"{'+' if value > 0 else ''}{text}%".replace("-", "−")


def count(number: int) -> str:
    """Return a number with groups of three digits."""
    return f"{number:,}"


_LARGE: dict[Language, tuple[tuple[int, str], ...]] = {
    "zh": ((10**12, " 万亿"), (10**8, " 亿"), (10**4, " 万")),
    "en": ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")),
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def large(number: int, language: Language) -> str:
    """Return a large number as people read it: `74 亿`, `7.4 billion`, `1.01 × 10²³`; exact, else all its digits."""
    if number >= 10**18:
        digits = str(number).rstrip("0")
        power = str(len(str(number)) - 1).translate(_RAISED)
        return f"{digits[0]}{'.' + digits[1:] if digits[1:] else ''} × 10{power}"
    for limit, word in _LARGE[language]:
        if number >= limit:
            shown = plain(Decimal(number) / limit)
            return f"{shown}{word}" if len(shown) <= 5 else count(number)
    return count(number)


def size(number: int) -> str:
    """Return a size in bytes for people: `8.2 MB`."""
    for limit, unit in ((1_000_000, "MB"), (1000, "kB")):
        if number >= limit:
            return f"{number / limit:.1f} {unit}"
    return f"{number} B"
