"""View: what a template asks of one page in one language. Every text that leaves here is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from kg.site import text
from kg.site.content import Content, Row
from kg.site.labels import KIND_LABELS, KIND_PLURALS, property_label
from kg.site.links import data_of, root_from
from kg.site.locators import locator_text
from kg.site.periods_text import period_text
from kg.site.text import TAGS, Language, Text
from kg.values import plain

_COMMIT = re.compile(r"\b[0-9a-f]{40}\b")
_CURRENCIES = {"CNY": ("人民币", "Chinese yuan"), "USD": ("美元", "US dollars")}
_LEVELS = {
    "section": ("门类", "section"),
    "division": ("大类", "division"),
    "group": ("中类", "group"),
    "class": ("小类", "class"),
}
_WORDS = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True)
class View:
    """One page in one language."""

    content: Content
    language: Language
    path: str
    """Path of the page relative to the root of the site."""

    # --- language ---

    @property
    def tag(self) -> str:
        """BCP 47 tag of the page."""
        return TAGS[self.language]

    @property
    def other(self) -> Language:
        """The other language."""
        return "en" if self.language == "zh" else "zh"

    def t(self, zh: str, en: str) -> str:
        """Return the words in the page's language."""
        return zh if self.language == "zh" else en

    def say(self, words: Text | str) -> str:
        """Return a text in the page's language."""
        return words if isinstance(words, str) else words[self.language]

    # --- places ---

    @property
    def root(self) -> str:
        """The way to the root of the site."""
        return root_from(self.path)

    def url(self, page: str) -> str:
        """Return the way to a page of the same language."""
        return f"{self.root}{self.language}/{page}"

    def file(self, path: str) -> str:
        """Return the way to a file, given relative to the root of the site."""
        return f"{self.root}{path}"

    @property
    def twin(self) -> str:
        """The way to this page in the other language."""
        return f"{self.root}{self.other}/{self.path.partition('/')[2]}"

    def data(self, reference: str, form: str) -> str:
        """Return the way to a data file of an entity."""
        kind, _, name = reference.partition("/")
        return self.file(data_of(kind, name, form))

    # --- names ---

    def plain(self, reference: str) -> str:
        """Return the label of `kind/id` as text."""
        return self.content.labels[reference].shown(self.language)[0]

    def name(self, reference: str | None, link: bool = True) -> Markup:
        """Return the label of `kind/id`, linked to its page, with its language where that is another one."""
        if not reference:
            return Markup("")
        key = (self.language, self.root, reference, link)
        made = self.content.names_made.get(key)
        if made is None:
            made = self.content.names_made[key] = self._name(reference, link)
        return made

    def _name(self, reference: str, link: bool) -> Markup:
        label, tag = self.content.labels[reference].shown(self.language)
        shown = self.marked(label, tag)
        page = self.content.href(reference) if link else None
        return Markup('<a href="{}">{}</a>').format(self.url(page), shown) if page else shown

    def names(self, kind: str, ids: str | Iterable[str] | None) -> Markup:
        """Return several entities of a kind, given as a list or separated by `;`."""
        several = ids.split(";") if isinstance(ids, str) else list(ids or ())
        return Markup("、" if self.language == "zh" else ", ").join(  # noqa: S704  (our own marks)
            self.name(f"{kind}/{one}") for one in several if one
        )

    def second(self, reference: str) -> Markup:
        """Return the label in the other language with its tag, or nothing."""
        pair = self.content.labels[reference].second(self.language)
        return self.marked(*pair) if pair else Markup("")

    def marked(self, label: str, tag: str) -> Markup:
        """Return a text, in a span with its language if that is not the page's."""
        if tag == self.tag or (label.isascii() and tag == "zh-Hans"):
            return escape(label)
        return Markup('<span lang="{}">{}</span>').format(tag, label)

    def foreign(self, words: str | None) -> Markup:
        """Return words of a source, in a span with their language where that is not the page's."""
        words = words or ""
        chinese = any("\u3400" <= mark <= "\u9fff" for mark in words)
        spoken = len(_WORDS.findall(words)) > 1
        return self.marked(words, "zh-Hans" if chinese else "en" if spoken else self.tag)

    def some(self, number: int, one: str, several: str = "") -> str:
        """Return a number with an English noun in the right form: `1 source`, `2,000 sources`."""
        return f"{text.count(number)} {one if number == 1 else several or one + 's'}"

    def code(self, scheme: str, code: str | None) -> str:
        """Return the label of a code."""
        return self.plain(f"{scheme}/{code}") if code else ""

    def prop(self, name: str) -> str:
        """Return the label of a property of the ontology."""
        return property_label(name)[self.language]

    def kind(self, reference: str) -> str:
        """Return what kind of thing `kind/id` is."""
        kind = reference.partition("/")[0]
        return KIND_LABELS[kind][self.language] if kind in KIND_LABELS else kind

    def kinds(self, kind: str) -> str:
        """Return the name of a kind as a heading of a list."""
        return KIND_PLURALS[kind][self.language]

    def value(self, row: Row) -> Markup:
        """Return what a statement says: a linked thing, the label of a code, a day, a number, a text."""
        if row["object"]:
            return self.name(row["object"])
        value = row["value"] or ""
        if value.startswith(("https://", "http://")):
            return Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(value)
        if value.isdigit() and len(value) > 4:
            return escape(text.large(int(value), self.language))
        return self.foreign(period_text(value, self.language))

    # --- figures ---

    def price(self, row: Row, column: str = "amount") -> str:
        """Return the price in a row as its list gives it; nothing if the row has none."""
        amount = row[column]
        if amount is None:
            return ""
        unit = self.code("price-unit", row["price_unit"])
        return text.price(amount, row["per_tokens"], row["price_unit"], unit, row["currency"], self.language)

    def per_million(self, amount: Decimal | None, currency: str) -> str:
        """Return an amount per million tokens."""
        return "" if amount is None else text.price(amount, 1_000_000, "token", "", currency, self.language)

    def currency(self, code: str) -> str:
        """Return the name of a currency: 人民币, US dollars; the code of one that is rare here."""
        return self.t(*_CURRENCIES.get(code, (code, code)))

    def span(self, low: Decimal, high: Decimal, currency: str) -> str:
        """Return two amounts as a span in one currency: `0.5–54 元`."""
        if low == high:
            return text.money(low, currency, self.language)
        shown = text.money(high, currency, self.language)
        return self.t(f"{plain(low)}–{shown}", f"{text.money(low, currency, self.language)}–{plain(high)}")

    def decimal(self, number: Decimal) -> str:
        """Return a decimal without exponent, whole thousands grouped."""
        shown = plain(number)
        return text.count(int(shown)) if shown.isdigit() and len(shown) > 4 else shown

    def day(self, day: date | str | None) -> str:
        """Return a day or period in words."""
        return period_text(day, self.language)

    def percent(self, value: Decimal | None) -> str:
        """Return a signed percentage."""
        return text.percent(value)

    def share(self, value: Decimal | str | None) -> str:
        """Return a share of one as a percentage: `7.4%`."""
        return "" if value is None else text.percent(Decimal(value) * 100).removeprefix("+")

    def count(self, number: int) -> str:
        """Return a number with groups of three digits."""
        return text.count(number)

    def size(self, number: int) -> str:
        """Return a number of bytes for people."""
        return text.size(number)

    def between(self, low: date | None, high: date | None) -> str:
        """Return the days between which something lies, either end of which may be open."""
        first, last = self.day(low), self.day(high)
        if low and high:
            return self.t(f"{first}至{last}之间", f"between {first} and {last}")
        return self.t(f"不早于{first}", f"not before {first}") if low else self.t(f"不晚于{last}", f"not after {last}")

    def industry(self, codes: str) -> str:
        """Return codes of a classification of industries in words: `section:J;division:66` → `门类 J、大类 66`."""
        parts = [code.partition(":") for code in codes.split(";")]
        words = ((_LEVELS.get(level, (level, level)), code) for level, _, code in parts)
        return self.t("、", ", ").join(f"{self.t(*level)} {code}" for level, code in words)

    def begin(self, row: Row) -> str:
        """Return when a price period began, with the days between which that lies."""
        low, high = row["from_not_before"], row["from"]
        if low == high:
            return str(high)
        return f"{low}…{high}" if low else self.t(f"不晚于 {high}", f"by {high}")

    def end(self, row: Row) -> str:
        """Return when a price period ended, as far as it is known."""
        if row["end_kind"] == "open":
            return self.t("至今", "today")
        if row["to"] is None:
            return self.t(
                f"不详（最后见于 {row['last_confirmed_on']}）", f"unknown (last seen {row['last_confirmed_on']})"
            )
        low, high = row["to_not_before"], row["to"]
        return str(high) if low == high else f"{low}…{high}"

    def condition(self, words: str | None) -> str:
        """Return a price condition in words: tier by input or output, mode, window."""
        parts = [part.partition("=") for part in (words or "").split(";") if part]
        return (" · ").join(self._condition_part(key, value) for key, _, value in parts)

    def _condition_part(self, key: str, value: str) -> str:
        if key in {"input", "output"}:
            low, _, high = value.partition("..")
            what = self.t({"input": "输入", "output": "输出"}[key], key)
            if low and high:
                return f"{what} {_thousands(low)}–{_thousands(high)}"
            return f"{what} ≤ {_thousands(high)}" if high else f"{what} > {_thousands(low)}"
        if key == "mode":
            return self.t("、", ", ").join(self.code("mode", mode) for mode in value.split("+"))
        return self.code(key, value)

    def locator(self, words: str, most: int = 64) -> Markup:
        """Return a locator with its commit shortened; the whole one stands in the title."""
        shown = _COMMIT.sub(lambda found: found[0][:7], locator_text(words, self.language))
        if len(shown) > most:
            shown = shown[: most // 2] + "…" + shown[-(most // 2) :]
        inner = self.foreign(shown)
        if shown == words:
            return Markup('<span class="loc">{}</span>').format(inner)
        return Markup('<span class="loc" title="{}">{}</span>').format(words, inner)

    # --- data blocks ---

    def json(self, value: Any) -> Markup:
        """Return JSON that is safe inside a script element: no `<`, `>` or `&` stands in it."""
        return json_block(value)


def json_block(value: Any) -> Markup:
    """Return compact JSON in which `<`, `>`, `&` and line separators are escaped."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for mark in "<>&\u2028\u2029":
        dumped = dumped.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(dumped)  # noqa: S704  (escaped above)


def _thousands(number: str) -> str:
    value = int(number)
    return f"{value // 1000}k" if value % 1000 == 0 and value else f"{value:,}"
