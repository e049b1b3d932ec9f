"""The command line. Each command parses, calls one function, prints; errors are one sentence and exit code 2."""

from __future__ import annotations

import sys

import typer

from kg.cli.ask import conflicts, price, query, show, timeline
from kg.cli.cost import cost_command
from kg.cli.data import build, check, fmt, ingest
from kg.cli.endpoint import analytics, load, serve
from kg.cli.more import cite, diff, mcp, release
from kg.findings import DataError, KgError, counted

app = typer.Typer(
    name="kg",
    help="Baimo 百模图谱: who sold which Chinese language model at what price, since when, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    build,
    check,
    query,
    price,
    show,
    timeline,
    conflicts,
    cite,
    ingest,
    fmt,
    diff,
    release,
    serve,
    load,
    mcp,
    analytics,
):
    app.command()(command)
app.command("cost")(cost_command)


def main() -> None:
    """Run the command line; print an error as its sentences and end with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except DataError as error:
        for finding in error.findings:
            print(finding, file=sys.stderr)  # noqa: T201
        print(counted(error.findings), file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except KgError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(2)
