"""Price conditions: what must hold for a price to be the one that is paid.

A cell of the column `condition` is empty for the plain list price, or holds parts separated by `;`:

    input=32000..128000      more than 32,000 and at most 128,000 input tokens; either bound may be left out
    output=..200             at most 200 output tokens
    tier=whole-request       what the bound prices: the whole request, or (graduated) the tokens beyond it
    mode=batch+thinking      modes of `ontology/vocab/mode.csv`, joined by +
    window=deepseek-off-peak a weekly window of `data/registry/windows.csv`

A series of prices is offering × component × condition, so the text has one canonical form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import PlainValidator

_KEYS = ("input", "output", "tier", "mode", "window")
_BOUNDS = re.compile(r"(\d+)?\.\.(\d+)?")


@dataclass(frozen=True, order=True)
class Condition:
    """A price condition. All parts empty means the list price without condition."""

    min_input: int | None = None
    """Input tokens, exclusive."""
    max_input: int | None = None
    """Input tokens, inclusive."""
    min_output: int | None = None
    """Output tokens, exclusive."""
    max_output: int | None = None
    """Output tokens, inclusive."""
    tier: str = ""
    """Code of the scheme `tier`."""
    modes: tuple[str, ...] = ()
    """Codes of the scheme `mode`, sorted."""
    window: str = ""
    """Id of a weekly window."""

    def __str__(self) -> str:
        parts = [
            _bounds_text("input", self.min_input, self.max_input),
            _bounds_text("output", self.min_output, self.max_output),
            f"tier={self.tier}" if self.tier else "",
            f"mode={'+'.join(self.modes)}" if self.modes else "",
            f"window={self.window}" if self.window else "",
        ]
        return ";".join(filter(None, parts))

    @property
    def slug(self) -> str:
        """The condition's id, safe in an IRI: `input-32000-128000--mode-batch`; `list` for none."""
        text = re.sub(r"=\.\.", "-to-", str(self))
        text = re.sub(r"=(\d+)\.\.(?!\d)", r"-over-\1", text)
        return text.replace("..", "-").replace("=", "-").replace(";", "--").replace("+", "-") or "list"


LIST_PRICE = Condition()


def _bounds_text(key: str, low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    return f"{key}={'' if low is None else low}..{'' if high is None else high}"


@lru_cache(maxsize=4096)
def parse_condition(text: str) -> Condition:
    """Read a condition; raise `ValueError` with the form to write. Order and spacing must be canonical."""
    values: dict[str, str] = {}
    for part in filter(None, text.split(";")):
        key, equals, value = part.partition("=")
        if key not in _KEYS or not equals or not value or key in values:
            raise ValueError(f'"{part}" is not a condition; write one each of {", ".join(_KEYS)}, as input=..32000')
        values[key] = value
    low_input, high_input = _parse_bounds("input", values.get("input", ""))
    low_output, high_output = _parse_bounds("output", values.get("output", ""))
    condition = Condition(
        low_input, high_input, low_output, high_output,
        values.get("tier", ""), _modes(values.get("mode", "")), values.get("window", ""),
    )  # fmt: skip
    if str(condition) != text:
        raise ValueError(f'"{text}" is not in canonical form; write {condition}')
    return condition


def _modes(text: str) -> tuple[str, ...]:
    return tuple(sorted(filter(None, text.split("+"))))


def _parse_bounds(key: str, text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    match = _BOUNDS.fullmatch(text)
    if not match or text == "..":
        raise ValueError(f'"{key}={text}" has no bounds; write {key}=32000..128000, {key}=..32000 or {key}=128000..')
    low, high = (int(bound) if bound else None for bound in match.groups())
    if low is not None and high is not None and low >= high:
        raise ValueError(f'"{key}={text}": the lower bound is not below the upper')
    return low, high


ConditionCell = Annotated[Condition, PlainValidator(parse_condition)]
