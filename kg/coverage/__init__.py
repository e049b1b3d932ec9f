"""Coverage: what the data holds, what it holds not, and why. Writes `docs/coverage.md` from the built tables."""

from __future__ import annotations

from kg.coverage.page import coverage_page

__all__ = ["coverage_page"]
