"""What a build holds in memory: the result of every stage, for exports and site."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.derive import Derived
from kg.findings import Finding
from kg.graph.files import GraphFiles
from kg.resolve import Resolved
from kg.tables.frame import Table


@dataclass(frozen=True)
class Built:
    """All stages of a build in memory."""

    resolved: Resolved
    derived: Derived
    files: GraphFiles
    """The graph as sorted N-Quads and N-Triples."""
    store: ox.Store
    tables: dict[str, Table]
    findings: list[Finding]
    """Warnings; errors stop the build."""

    @property
    def ntriples(self) -> bytes:
        """The graph as sorted N-Triples, read from its file."""
        return self.files.ntriples.read_bytes()

    @property
    def meta(self) -> dict[str, str]:
        """What every answer says about the data: version and the day that it means by today."""
        version = self.resolved.dataset.meta.version
        return {"name": "baimo", "version": version, "schema": "1", "as_of": self.derived.as_of.isoformat()}
