"""The commands that serve the graph or carry it to a store of somebody's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kg.findings import KgError
from kg.paths import built_data, built_dir

Out = Annotated[Path | None, typer.Option("--out", help="Folder of the build; ./dist unless given.", metavar="DIR")]


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


def load(
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
    if (endpoint is None) == (bulk is None):
        raise KgError("give the address of an endpoint, or a folder with --bulk")
    if bulk is not None:
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
