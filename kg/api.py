"""The Python interface: `import kg; g = kg.load()`, then ask.

Prices and entities come from the tables; the graph, the store and the network are read when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.answers.database import Database, Match, Row
from kg.findings import KgError
from kg.values import parse_day

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

    from kg.answers.price import Price
    from kg.answers.show import Shown
    from kg.query import Rows

Day = date | str | None


class Graph:
    """A built graph to ask. Days are `datetime.date` or text as 2024-05-21; amounts in answers are text, exact."""

    def __init__(self, out: Path) -> None:
        self.data = out / "data"
        """The folder of the files that were built."""
        self.database = Database(self.data / "baimo.sqlite")
        """The tables, for SQL: `g.database.rows("SELECT …")`."""

    def __repr__(self) -> str:
        return f"<kg.Graph version {self.version}, as of {self.as_of}>"

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.database.meta["version"]

    @property
    def as_of(self) -> date:
        """The day that answers mean by today."""
        return date.fromisoformat(self.database.meta["as_of"])

    def find(self, name: str) -> list[Match]:
        """Return the entities that a name fits: Chinese, English, pinyin, initials, an alias, an SKU."""
        return self.database.find(name)

    def price(
        self, name: str, as_of: Day = None, component: str | None = None, *, every_channel: bool = False
    ) -> list[Price]:
        """Return what a name cost on a day, one entry for each candidate of each series, with its sources.

        First-party offerings alone unless `every_channel`. Raises `KgError` for a name that fits none or several.
        """
        from kg.answers.price import find_prices  # noqa: PLC0415  (each question loads what it needs)

        return find_prices(self.database, name, _day(as_of), component, every_channel)

    def show(self, name: str) -> Shown:
        """Return the one entity that a name fits, with its claims and their sources."""
        from kg.answers.show import show  # noqa: PLC0415

        return show(self.database, name)

    def timeline(self, first: Day = None, last: Day = None) -> list[Row]:
        """Return the pricing events between two days, inclusive, each with its `changes`."""
        from kg.answers.register import timeline  # noqa: PLC0415

        return timeline(self.database, _day(first), _day(last))

    def conflicts(self, cause: str | None = None, *, judged_only: bool = False, limit: int | None = None) -> list[Row]:
        """Return the register of disagreements, each with its `claim_rows`."""
        from kg.answers.register import conflicts  # noqa: PLC0415

        return conflicts(self.database, cause, judged_only, limit)

    def query(self, name_or_sparql: str, **params: object) -> Rows:
        """Return the rows of a named query, its parameters bound, or of any SELECT or ASK.

        Raises `KgError` for an unknown name, an unknown or malformed parameter, malformed SPARQL, or a query that
        gives triples (ask `g.store` for those).
        """
        from kg.query import Rows, bind, find_query, run  # noqa: PLC0415

        if any(mark in name_or_sparql for mark in " {\n"):
            if params:
                raise KgError("parameters go with a named query; write the values into the SPARQL")
            sparql = name_or_sparql
        else:
            sparql = bind(find_query(name_or_sparql), _texts(params))
        result = run(self.store, sparql)
        if not isinstance(result, Rows):
            raise KgError("this query gives triples, not rows; ask g.store.query for them")
        return result

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """The graph in Oxigraph."""
        from kg.store import load_store  # noqa: PLC0415

        return load_store(self.data)

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The graph in rdflib: slower to load and to ask, at home in every RDF library."""
        import rdflib  # noqa: PLC0415

        from kg.iris import PREFIXES  # noqa: PLC0415
        from kg.packed import read_ntriples  # noqa: PLC0415

        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, iri in PREFIXES.items():
            graph.bind(prefix, iri)
        return graph.parse(data=b"".join(read_ntriples(self.data)), format="nt")

    @cached_property
    def network(self) -> networkx.MultiDiGraph:
        """The entities and their relations in networkx: nodes are `kind/id`, edges have their relation as key."""
        import networkx  # noqa: PLC0415

        return networkx.read_graphml(self.data / "baimo.graphml", force_multigraph=True)


def _day(value: Day) -> date | None:
    try:
        return parse_day(value) if isinstance(value, str) else value
    except ValueError as error:
        raise KgError(str(error)) from error


def _texts(params: Mapping[str, object]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else _text(value) for name, value in params.items()}


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
