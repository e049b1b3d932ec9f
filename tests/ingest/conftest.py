"""What each module of price-list tests reads: its importer on small files, and on the source material."""

from __future__ import annotations

from types import ModuleType

import pytest

from kg.ingest.base import Import
from tests.ingest.price_lists import FIXTURES, registry, shared


def _importer_and_folder(test_module: ModuleType) -> tuple[ModuleType, str]:
    importer: ModuleType = test_module.IMPORTER
    return importer, importer.__name__.rpartition(".")[2].replace("_", "-")


@pytest.fixture(scope="module")
def listed(request: pytest.FixtureRequest) -> Import:
    """Return what the module's `IMPORTER` reads from the small files in the upstream's form."""
    importer, folder = _importer_and_folder(request.module)
    read: Import = importer.read(FIXTURES / folder, registry())
    return read


@pytest.fixture(scope="module")
def full(request: pytest.FixtureRequest) -> Import:
    """Return what the module's `IMPORTER` reads from the source material; skip where the checkout stands alone."""
    importer, folder = _importer_and_folder(request.module)
    read: Import = importer.read(shared(folder), registry())
    return read
