"""One server over the tiny dataset, with tight limits, for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.serving import Served, serving


@pytest.fixture(scope="session")
def served(tiny_dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server over the tiny dataset, with tight limits."""
    cache = tmp_path_factory.mktemp("cache")
    with serving(tiny_dist, cache, seconds=2, rows=3000, body_seconds=1, memory_bytes=1024**3) as server:
        yield server
