"""Options and forms of answers that several commands share."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.values import parse_day


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


def read_day(text: str) -> date:
    """Read a day, as an option's parser."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


Data = Annotated[Path | None, typer.Option("--data", help="Data folder; ./data unless given.", metavar="DIR")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder of the build; ./dist unless given.", metavar="DIR")]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=read_day, metavar="DATE", help="The day meant by today, YYYY-MM-DD."),
]
Format = Annotated[TableFormat, typer.Option("--format", help="table for people, json for programs.")]


def echo_json(value: object) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
