"""Commands that ask the built tables and the graph: price, show, timeline, conflicts, query."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import AsOf, Format, Out, QueryFormat, TableFormat, echo_json, read_day
from kg.findings import KgError
from kg.paths import built_data, built_dir

if TYPE_CHECKING:
    from kg.answers.database import Database


def price(
    name: Annotated[str, typer.Argument(help="Any name of a model, application or SKU: Chinese, English, pinyin.")],
    as_of: AsOf = None,
    component: Annotated[str | None, typer.Option("--component", help="input, output, cached-input …")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Resellers and hosts too, not only first-party offerings.")
    ] = False,
    form: Format = TableFormat.table,
    out: Out = None,
) -> None:
    """What a model cost on a day, and who says so.

    Example: kg price 通义千问-Long --as-of 2024-05-20 --component input
    """
    from kg.answers.price import find_prices  # noqa: PLC0415
    from kg.answers.text import price_table  # noqa: PLC0415

    database = _database(out)
    prices = find_prices(database, name, as_of, component, every)
    if form is TableFormat.json:
        echo_json([one.as_json() for one in prices])
        return
    day = as_of or date.fromisoformat(database.meta["as_of"])
    typer.echo(price_table(database, name, prices, day))


def show(
    name: Annotated[str, typer.Argument(help="Any name of an entity, or kind/id.")],
    form: Format = TableFormat.table,
    out: Out = None,
) -> None:
    """An entity with its claims and their sources.

    Example: kg show 轩辕
    """
    from kg.answers.show import show as find_shown  # noqa: PLC0415
    from kg.answers.show_text import shown_text  # noqa: PLC0415

    shown = find_shown(_database(out), name)
    if form is TableFormat.json:
        echo_json(shown.as_json())
    else:
        typer.echo(shown_text(shown))


def timeline(
    first: Annotated[date | None, typer.Option("--from", parser=read_day, metavar="DATE", help="First day.")] = None,
    last: Annotated[date | None, typer.Option("--to", parser=read_day, metavar="DATE", help="Last day.")] = None,
    form: Format = TableFormat.table,
    out: Out = None,
) -> None:
    """Pricing events in time, with their changes.

    Example: kg timeline --from 2024-05-01 --to 2024-05-31
    """
    from kg.answers.register import timeline as find_events  # noqa: PLC0415
    from kg.answers.text import timeline_text  # noqa: PLC0415

    database = _database(out)
    events = find_events(database, first, last)
    if form is TableFormat.json:
        echo_json(events)
    else:
        typer.echo(timeline_text(database, events))


def conflicts(
    cause: Annotated[str | None, typer.Option("--cause", help="Only this cause, as order-of-magnitude.")] = None,
    judged: Annotated[bool, typer.Option("--judged", help="Only what an editor has judged.")] = False,
    proposed: Annotated[
        bool, typer.Option("--proposed", help="What the conflict rules find and the register lacks.")
    ] = False,
    top: Annotated[int | None, typer.Option("--top", min=1, help="At most so many.")] = None,
    form: Format = TableFormat.table,
    out: Out = None,
) -> None:
    """The register of disagreements, with every claim.

    Example: kg conflicts --judged
    """
    from kg.answers.register import conflicts as find_conflicts  # noqa: PLC0415
    from kg.answers.text import conflicts_text  # noqa: PLC0415

    if proposed:
        _propose(out, cause, top, form)
        return
    rows = find_conflicts(_database(out), cause, judged, top)
    if form is TableFormat.json:
        echo_json(rows)
    else:
        typer.echo(conflicts_text(rows))


def _propose(out: Path | None, cause: str | None, top: int | None, form: TableFormat) -> None:
    from kg.conflicts import proposals_text, propose  # noqa: PLC0415

    found = [one for one in propose(_store(out, "")) if cause in {None, one.cause}][:top]
    if form is TableFormat.json:
        echo_json([one.as_json() for one in found])
    else:
        typer.echo(proposals_text(found))


def query(
    name: Annotated[
        str | None,
        typer.Argument(help="A named query, a file FILE.rq, or - for standard input; nothing lists all."),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="k=v, bound to the query's parameter.", metavar="K=V")
    ] = None,
    form: Annotated[
        QueryFormat, typer.Option("--format", help="table, csv, json, or ttl for CONSTRUCT.")
    ] = QueryFormat.table,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", help="A SPARQL endpoint to ask instead.", metavar="URL")
    ] = None,
    print_: Annotated[bool, typer.Option("--print", help="Show the SPARQL that would run; run nothing.")] = False,
    out: Out = None,
) -> None:
    """Ask a named question, or any SPARQL.

    Example: kg query price-on-day --param day=2024-05-22
    """
    from kg.answers.text import query_list, rows_text  # noqa: PLC0415
    from kg.query import Rows, named_queries, run, run_endpoint, to_csv_text, to_turtle  # noqa: PLC0415

    if name is None:
        typer.echo(query_list(named_queries()))
        return
    sparql = _sparql(name, param or [])
    if print_:
        typer.echo(sparql)
        return
    result = run_endpoint(endpoint, sparql) if endpoint else run(_store(out, sparql), sparql)
    if not isinstance(result, Rows):
        if form not in {QueryFormat.ttl, QueryFormat.table}:
            raise KgError(f"a CONSTRUCT or DESCRIBE gives triples; ask for --format ttl, not {form}")
        typer.echo(to_turtle(result), nl=False)
    elif form is QueryFormat.ttl:
        raise KgError("a SELECT or ASK gives rows; ask for --format table, csv or json, not ttl")
    elif form is QueryFormat.json:
        echo_json(result.records())
    else:
        typer.echo(
            to_csv_text(result) if form is QueryFormat.csv else rows_text(result),
            nl=form is QueryFormat.table,
        )


def _sparql(name: str, params: list[str]) -> str:
    from kg.query import bind, find_query, parse_params, with_prefixes  # noqa: PLC0415

    values = parse_params(params)
    if name == "-" or name.endswith((".rq", ".sparql")):
        if values:
            raise KgError("--param goes with a named query; write the values into the file")
        return with_prefixes(_read_query(name))
    return bind(find_query(name), values)


def _read_query(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KgError(f"{name}: there is no such file") from error
    except (UnicodeDecodeError, OSError) as error:
        raise KgError(f"{name} cannot be read: {error}") from error


def _database(out: Path | None) -> Database:
    from kg.answers.database import Database  # noqa: PLC0415

    return Database((out or built_dir()) / "data" / "baimo.sqlite")


_GRAPHS = re.compile(r"\b(GRAPH|FROM)\b", re.IGNORECASE)
"""Words by which a query may name the graph of a source."""


def _store(out: Path | None, sparql: str) -> Any:
    """Return the store that `kg serve` keeps on disk for this graph, else the graph in memory, which takes seconds."""
    from kg.serve.disk import kept_store  # noqa: PLC0415
    from kg.store import load_store  # noqa: PLC0415

    data = built_data(out)
    kept = kept_store(data)
    return load_store(data, sources=bool(_GRAPHS.search(sparql))) if kept is None else kept
