"""A Model Context Protocol server over the built graph: search, show, price, timeline, conflicts, query.

Needs the extra `mcp` (the protocol's own Python SDK). Every answer carries its sources, and the day of the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.api import Graph
from kg.findings import KgError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

_ABOUT = (
    "Baimo 百模图谱: who sold which Chinese large language model at what price, since when, and who says so. Amounts "
    "are text in the currency and unit as published. Status: exact, between (candidates, first seen first), "
    "last-known, contested, none. Cite source and locator."
)
_MOST = 200


def make_server(graph: Graph) -> MCPServer:
    """Return the server over a built graph; raise `KgError` if the extra `mcp` is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise KgError("this needs the Model Context Protocol SDK; pip install 'baimo-kg[mcp]'") from error
    server = MCPServer("baimo", instructions=_ABOUT)
    tools = _Tools(graph)
    for tool in (tools.search, tools.show, tools.price, tools.timeline, tools.conflicts, tools.query):
        server.tool(structured_output=False)(tool)
    return server


class _Tools:
    """The tools; each docstring is what a client reads."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def _answer(self, **answer: Any) -> dict[str, Any]:
        return {"version": self.graph.version, "as_of": self.graph.as_of.isoformat(), **answer}

    def search(self, name: str) -> dict[str, Any]:
        """Find entities by any name: Chinese, English, pinyin, initials, an alias, a known misspelling, an SKU."""
        found = self.graph.find(name)[:_MOST]
        matches = [{"entity": one.entity, "labels": self.graph.database.label(one.entity)} for one in found]
        return self._answer(matches=matches)

    def show(self, name: str) -> dict[str, Any]:
        """Show one entity (a name, or kind/id) with its claims, each with source and locator."""
        return self._asked(lambda: {"entity": self.graph.show(name).as_json()})

    def price(
        self, name: str, as_of: str | None = None, component: str | None = None, every_channel: bool = False
    ) -> dict[str, Any]:
        """Tell what a model cost on a day (YYYY-MM-DD; today if left out), per component, with sources.

        component: input, output, cached-input …. every_channel: resellers and hosts too, not first-party alone.
        """

        def ask() -> dict[str, Any]:
            prices = self.graph.price(name, as_of, component, every_channel=every_channel)
            return {"prices": [price.as_json() for price in prices]}

        return self._asked(ask)

    def timeline(self, first: str | None = None, last: str | None = None) -> dict[str, Any]:
        """List pricing events between two days (inclusive) with their changes and sources."""
        return self._asked(lambda: {"events": self.graph.timeline(first, last)[:_MOST]})

    def conflicts(self, cause: str | None = None, judged_only: bool = True, limit: int = 50) -> dict[str, Any]:
        """List disagreements between sources with cause, finding, every claim and the favoured ones."""
        limit = max(1, min(limit, _MOST))
        return self._asked(lambda: {"disagreements": self.graph.conflicts(cause, judged_only=judged_only, limit=limit)})

    def query(self, name_or_sparql: str, params: dict[str, str] | None = None) -> dict[str, Any]:
        """Run a named query with parameters, or a SPARQL SELECT; at most 200 rows, with the full number told.

        The names are those of `kg query`: price-on-day, price-war-timeline, who-answered-whom, flagships-held ….
        """

        def ask() -> dict[str, Any]:
            rows = self.graph.query(name_or_sparql, **(params or {}))
            return {"columns": list(rows.columns), "rows": rows.records()[:_MOST], "number_of_rows": len(rows)}

        return self._asked(ask)

    def _asked(self, ask: Any) -> dict[str, Any]:
        try:
            return self._answer(**ask())
        except KgError as error:
            return self._answer(error=str(error))
