"""The commands that serve the graph or carry it to a store of somebody's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Out
from kg.findings import KgError
from kg.paths import built_data, built_dir


def serve(
    port: Annotated[int, typer.Option("--port", help="Port on loopback; 0 takes any free one.", metavar="N")] = 8000,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="A query that runs longer is ended.")] = 30,
    rows: Annotated[int, typer.Option("--rows", min=1, help="A result with more rows is refused.")] = 250_000,
    out: Out = None,
) -> None:
    """Serve the site and a read-only SPARQL endpoint (/sparql) on this machine.

    Example: kg serve --port 8000
    """
    try:
        from kg.serve.app import serve as run_serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise KgError("kg serve needs starlette and uvicorn: pip install baimo-kg[serve]") from error
    from kg.serve.limits import Limits  # noqa: PLC0415

    run_serve(out or built_dir(), port, Limits(seconds=seconds, rows=rows), typer.echo)


def load(  # noqa: PLR0913, PLR0917  (options of a command)
    endpoint: Annotated[str | None, typer.Argument(help="SPARQL endpoint of a store.", metavar="[ENDPOINT]")] = None,
    graph: Annotated[str | None, typer.Option("--graph", help="Graph to load into, or default.", metavar="IRI")] = None,
    user: Annotated[str | None, typer.Option("--user", help="User of the store.", envvar="KG_USER")] = None,
    password: Annotated[
        str | None, typer.Option("--password", help="Password; better given as KG_PASSWORD.", envvar="KG_PASSWORD")
    ] = None,
    graph_store: Annotated[
        str | None, typer.Option("--graph-store", help="Where the store takes graphs, if not known.", metavar="URL")
    ] = None,
    update: Annotated[
        str | None, typer.Option("--update", help="Where the store takes updates, if not known.", metavar="URL")
    ] = None,
    bulk: Annotated[
        Path | None, typer.Option("--bulk", help="Write a folder for a bulk loader instead.", metavar="DIR")
    ] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", help="Write the tables, partitioned, instead.", metavar="DIR")
    ] = None,
    out: Out = None,
) -> None:
    """Push the built graph to a SPARQL store; the old graph there stays until the new one is whole.

    Example: KG_PASSWORD=… kg load http://localhost:8890/sparql --user dba
    """
    from kg.endpoint.bulk import write_bulk_folder  # noqa: PLC0415
    from kg.endpoint.load import GRAPH, load_graph  # noqa: PLC0415
    from kg.endpoint.store import Login, store_at  # noqa: PLC0415

    data = built_data(out)
    name = graph or GRAPH
    if sum(target is not None for target in (endpoint, bulk, parquet)) != 1:
        raise KgError("give the address of an endpoint, or a folder with --bulk or --parquet")
    if parquet is not None:
        from kg.analytics.partition import write_partitioned  # noqa: PLC0415

        rows = write_partitioned(data, parquet)
        typer.echo(f"{rows} rows in {parquet.as_posix()}. Ask: kg analytics latest --parquet {parquet.as_posix()}")
    elif bulk is not None:
        triples = write_bulk_folder(data, bulk, name)
        typer.echo(f"{triples} triples in {bulk.as_posix()}; {(bulk / 'README.txt').as_posix()} says how to load them")
    elif endpoint is not None:
        store = store_at(endpoint, Login(user, password or "") if user else None, graph_store, update)
        with _progress_bar() as progress:
            triples = load_graph(data, store, name, progress)
        typer.echo(f"{triples} triples in {name}. Ask: kg query price-on-day --endpoint {endpoint}")


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("triples", total=None)
        yield lambda sent, total: bar.update(task, completed=sent, total=total)


class Engine(StrEnum):
    """Engines that run the questions over Parquet tables."""

    duckdb = "duckdb"
    spark = "spark"


def analytics(
    name: Annotated[str | None, typer.Argument(help="A question; nothing lists all.")] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", help="Folder of Parquet tables; those of the build unless given.")
    ] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="duckdb in this process, or spark.")] = Engine.duckdb,
    master: Annotated[str, typer.Option("--master", help="Spark's cluster, or local threads.")] = "local[2]",
    print_: Annotated[bool, typer.Option("--print", help="Show the SQL that would run; run nothing.")] = False,
    out: Out = None,
) -> None:
    """Ask a question over all prices, embedded or on a cluster; the answer is CSV.

    Example: kg analytics cuts --engine spark
    """
    from kg.analytics.engines import find_question, questions, run_duckdb, run_spark  # noqa: PLC0415
    from kg.csvio import to_csv  # noqa: PLC0415
    from kg.tables.frame import safe_text  # noqa: PLC0415

    if name is None:
        for known, text in questions().items():
            typer.echo(f"{known:<16} {text.splitlines()[0].removeprefix('-- ')}")
        return
    sql = find_question(name)
    if print_:
        typer.echo(sql, nl=False)
        return
    folder = parquet or built_data(out) / "parquet"
    answer = run_spark(folder, sql, master) if engine is Engine.spark else run_duckdb(folder, sql)
    rows = ([safe_text(_exact(cell)) for cell in row] for row in answer.rows)
    typer.echo(to_csv(answer.columns, rows), nl=False)


def _exact(cell: str | int | float | Decimal | date | None) -> str | int | Decimal | date | None:
    return Decimal(str(cell)) if isinstance(cell, float) else cell
