"""The data dictionary: every column of every table, in and out, with its meaning. Writes `docs/data-dictionary.md`.

What a column of `data/` means, and what it may hold, is read from its record; the code lists from the vocabulary; the
columns of the output from the tables with their meanings. Nothing is written down a second time.
"""

from __future__ import annotations

from kg.dictionary.page import dictionary_page

__all__ = ["dictionary_page"]
