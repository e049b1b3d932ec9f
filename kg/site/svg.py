"""SVG as text: elements with escaped attributes, and the little arithmetic that all drawings share."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from markupsafe import Markup, escape


def num(value: float) -> str:
    """Return a coordinate with at most one decimal, so that drawings do not differ in the last bits."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def el(name: str, *content: object, **attributes: object) -> Markup:
    """Return an element. `class_` is class, `_` in other names is `-`; None leaves an attribute out."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = num(float(value)) if isinstance(value, (int, float)) else value
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    inner = Markup("").join(escape(item) for item in content if item is not None)
    return Markup(f"<{' '.join(parts)}>{inner}</{name}>" if inner else f"<{' '.join(parts)}/>")  # noqa: S704


def join(items: Iterable[Markup]) -> Markup:
    """Return elements after each other."""
    return Markup("").join(items)


def drawing(
    content: Iterable[Markup], width: float, height: float, label: str, class_: str, **attributes: object
) -> Markup:
    """Return a drawing that scales with its place, with a text alternative; one with links is a group of them."""
    inner = join(content)
    return el(
        "svg", inner,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {num(width)} {num(height)}", width=width, height=height,
        role="group" if "<a " in inner else "img", aria_label=label, class_=class_, **attributes,
    )  # fmt: skip


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is drawn: Chinese one em a character, Latin a bit more than half."""
    wide = sum(unicodedata.east_asian_width(mark) in "WF" for mark in text)
    return size * (wide + 0.55 * (len(text) - wide))


def clip(text: str, size: float, width: float) -> str:
    """Return a text shortened to a width, with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def log_scale(low: float, high: float, bottom: float, top: float) -> Callable[[Decimal], float]:
    """Return value → y on a logarithmic axis from `low` at `bottom` to `high` at `top`."""
    span = math.log10(high / low) or 1.0

    def place(value: Decimal) -> float:
        return bottom + (top - bottom) * math.log10(max(float(value), low) / low) / span

    return place


def decade_ticks(low: float, high: float, steps: Sequence[int] = (1, 2, 5)) -> list[Decimal]:
    """Return round values between two bounds for a logarithmic axis."""
    found = []
    for exponent in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        for step in steps:
            value = Decimal(step).scaleb(exponent)
            if low <= float(value) <= high:
                found.append(value)
    return found
