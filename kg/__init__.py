"""Baimo 百模图谱: an open knowledge graph of China's large language models, as claims with sources.

`g = kg.load()`, then `g.price("qwen-long", as_of="2024-05-22")`, `g.query("flagships-held")`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph

__all__ = ["load"]


def load(out: Path | str | None = None) -> Graph:
    """Return the built graph of `./dist`, of the checkout, or of the installed package; of `out` if given.

    Raises `kg.findings.KgError` where nothing was built.
    """
    from kg.api import Graph  # noqa: PLC0415  (the stages of the build import this package without it)
    from kg.paths import built_dir  # noqa: PLC0415

    return Graph(Path(out) if out is not None else built_dir())
