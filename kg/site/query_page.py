"""The query page: the place of the console, and the named questions as a gallery that is readable without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.query import named_queries
from kg.site.content import index
from kg.site.pages import Page
from kg.site.query_groups import by_theme, theme_of
from kg.site.text import Text

_HEADER = re.compile(r"^#\+ .*\n", re.MULTILINE)


def query_page() -> Iterator[Page]:
    """Yield the query page."""
    queries = by_theme(named_queries().values())
    rows = ({"query": query, "sparql": _HEADER.sub("", query.text)} for query in queries)
    groups = index(rows, lambda row: theme_of(row["query"]))
    yield Page(
        path="query.html",
        template="query.html",
        title=Text("查询台：在浏览器里问整张图", "Query console: ask the whole graph in the browser"),
        description=Text(
            f"SPARQL 查询台，{len(queries)} 个现成问题，在本页内运行，不经任何服务器。",
            f"A SPARQL console with {len(queries)} ready questions; it runs in this page and needs no server.",
        ),
        context={"groups": list(groups.items()), "number": len(queries)},
        nav="query",
        alternates=(("text/turtle", "data/baimo.ttl"),),
    )
