"""The command line. Each command parses, calls one function, prints; errors are one sentence and exit code 2."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli_cost import cost_command
from kg.cli_endpoint import analytics, load, serve
from kg.findings import DataError, Finding, KgError
from kg.paths import built_data, built_dir, default_data_dir
from kg.values import parse_day

if TYPE_CHECKING:
    from kg.answers.database import Database

app = typer.Typer(
    name="kg",
    help="Baimo 百模图谱: who sold which Chinese language model at what price, since when, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("cost")(cost_command)


class TableFormat(StrEnum):
    """Formats of answers."""

    table = "table"
    json = "json"


class QueryFormat(StrEnum):
    """Formats of query results."""

    table = "table"
    csv = "csv"
    json = "json"
    ttl = "ttl"


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


Data = Annotated[Path | None, typer.Option("--data", help="Data folder; ./data unless given.", metavar="DIR")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder of the build; ./dist unless given.", metavar="DIR")]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=_day, metavar="DATE", help="The day meant by today, YYYY-MM-DD."),
]
Format = Annotated[TableFormat, typer.Option("--format", help="table for people, json for programs.")]


@app.command()
def build(data: Data = None, out: Out = None, as_of: AsOf = None) -> None:
    """Build graph, tables and site from the data folder.

    Example: kg build --out dist
    """
    from kg.build import build as run_build  # noqa: PLC0415  (each command loads what it needs)

    target = out or Path("dist")
    built = run_build(data or default_data_dir(), target, as_of, _report)
    _tell_findings(built.findings)
    typer.echo(
        f"as of {built.meta['as_of']}, version {built.meta['version']}. Open {_shown(target / 'site' / 'index.html')}"
    )
    typer.echo("Ask: kg price qwen-long --as-of 2024-05-22")


def _report(stage: str, counts: str, seconds: float) -> None:
    typer.echo(f"{stage:<8} {counts}  ({seconds:.1f} s)")


def _shown(path: Path) -> str:
    return path.as_posix()


@app.command()
def check(data: Data = None, as_of: AsOf = None) -> None:
    """Tell everything that is wrong with the data folder at once. Errors fail, warnings do not.

    Example: kg check --data data
    """
    from kg.build import check as run_check  # noqa: PLC0415
    from kg.fmt import fmt as run_fmt  # noqa: PLC0415

    folder = data or default_data_dir()
    unformatted = [
        Finding(
            f"data/{path.relative_to(folder).as_posix()}",
            0,
            "",
            "is not in canonical form; run kg fmt",
            "format",
            "warning",
        )
        for path in (run_fmt(folder, write=False) if folder.is_dir() else [])
    ]
    built = run_check(folder, as_of)
    _tell_findings(built.findings + unformatted)
    files, warnings = built.resolved.dataset.files, len(built.findings + unformatted)
    typer.echo(f"0 errors, {warnings} warnings in {files} files, {len(built.store)} triples")


def _tell_findings(findings: list[Finding]) -> None:
    for finding in sorted(findings):
        typer.echo(str(finding), err=True)


@app.command()
def fmt(
    data: Data = None,
    only_check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 2 if a file would change.")] = False,
) -> None:
    """Bring the hand-kept tables into canonical form and fill missing claim keys.

    Example: kg fmt --check
    """
    from kg.fmt import fmt as run_fmt  # noqa: PLC0415

    folder = data or default_data_dir()
    if not folder.is_dir():
        raise KgError(f"{_shown(folder)}: there is no such folder; give the data folder with --data")
    changed = run_fmt(folder, write=not only_check)
    for path in changed:
        typer.echo(_shown(path))
    typer.echo(f"{len(changed)} files {'would change; run kg fmt' if only_check else 'changed'}")
    if only_check and changed:
        raise typer.Exit(2)


@app.command()
def ingest(
    origin: Annotated[str, typer.Argument(help="Name of the origin, as awesome-llms-in-china.")],
    path: Annotated[Path, typer.Argument(help="The upstream copy: a file or a folder.")],
    data: Data = None,
    left_out: Annotated[bool, typer.Option("--left-out", help="List every row that made no claim.")] = False,
) -> None:
    """Import a copy of an upstream into its one folder of data/sources.

    Example: kg ingest llm-prices-cn ./llm-prices-cn
    """
    from collections import Counter  # noqa: PLC0415

    from kg.ingest.base import find_reader, write_import  # noqa: PLC0415
    from kg.ingest.names import Names  # noqa: PLC0415

    folder = data or default_data_dir()
    reader = find_reader(origin)
    if not path.exists():
        raise KgError(f"{_shown(path)}: there is no such file or folder; name the upstream copy")
    imported = reader(path, Names(folder / "registry"))
    written = write_import(imported, folder / "sources")
    if left_out:
        for item in sorted(imported.left_out):
            typer.echo(f"{item.locator}: {item.reason}{': ' + item.detail if item.detail else ''}")
    for reason, count in sorted(Counter(item.reason for item in imported.left_out).items()):
        typer.echo(f"left out: {count}  {reason}")
    typer.echo(f"{imported.count} claims in {_shown(written)}")


@app.command()
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
        _echo_json([one.as_json() for one in prices])
        return
    day = as_of or date.fromisoformat(database.meta["as_of"])
    typer.echo(price_table(database, name, prices, day))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Any name of an entity, or kind/id.")],
    form: Format = TableFormat.table,
    out: Out = None,
) -> None:
    """An entity with its claims and their sources.

    Example: kg show 轩辕
    """
    from kg.answers.show import show as find_shown  # noqa: PLC0415
    from kg.answers.text import shown_text  # noqa: PLC0415

    shown = find_shown(_database(out), name)
    if form is TableFormat.json:
        _echo_json(shown.as_json())
    else:
        typer.echo(shown_text(shown))


@app.command()
def timeline(
    first: Annotated[date | None, typer.Option("--from", parser=_day, metavar="DATE", help="First day.")] = None,
    last: Annotated[date | None, typer.Option("--to", parser=_day, metavar="DATE", help="Last day.")] = None,
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
        _echo_json(events)
    else:
        typer.echo(timeline_text(database, events))


@app.command()
def conflicts(
    cause: Annotated[str | None, typer.Option("--cause", help="Only this cause, as order-of-magnitude.")] = None,
    judged: Annotated[bool, typer.Option("--judged", help="Only what an editor has judged.")] = False,
    top: Annotated[int | None, typer.Option("--top", min=1, help="At most so many.")] = None,
    form: Format = TableFormat.table,
    out: Out = None,
) -> None:
    """The register of disagreements, with every claim.

    Example: kg conflicts --judged
    """
    from kg.answers.register import conflicts as find_conflicts  # noqa: PLC0415
    from kg.answers.text import conflicts_text  # noqa: PLC0415

    rows = find_conflicts(_database(out), cause, judged, top)
    if form is TableFormat.json:
        _echo_json(rows)
    else:
        typer.echo(conflicts_text(rows))


@app.command()
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
    result = run_endpoint(endpoint, sparql) if endpoint else run(_store(out), sparql)
    if not isinstance(result, Rows):
        if form not in {QueryFormat.ttl, QueryFormat.table}:
            raise KgError(f"a CONSTRUCT or DESCRIBE gives triples; ask for --format ttl, not {form}")
        typer.echo(to_turtle(result), nl=False)
    elif form is QueryFormat.ttl:
        raise KgError("a SELECT or ASK gives rows; ask for --format table, csv or json, not ttl")
    elif form is QueryFormat.json:
        _echo_json(result.records())
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


def _store(out: Path | None) -> Any:
    from kg.store import load_store  # noqa: PLC0415

    return load_store(built_data(out))


def _echo_json(value: object) -> None:
    import json  # noqa: PLC0415

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


app.command()(serve)
app.command()(load)
app.command()(analytics)


def main() -> None:
    """Run the command line; print an error as its sentences and end with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except DataError as error:
        for finding in error.findings:
            print(finding, file=sys.stderr)  # noqa: T201
        errors = sum(finding.severity == "error" for finding in error.findings)
        print(f"{errors} errors, {len(error.findings) - errors} warnings", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except KgError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(2)


if __name__ == "__main__":
    main()
