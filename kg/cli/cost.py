"""The command `kg cost`: its options, and what they mean to `kg.answers.cost`."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from kg.findings import KgError
from kg.paths import built_dir
from kg.values import parse_currency, parse_day

_MOST_TOKENS = 10**15


def cost_command(  # noqa: PLR0913, PLR0917  (one for each option)
    name: Annotated[str, typer.Argument(help="Any name of a model, application or SKU.")],
    input_: Annotated[str, typer.Option("--input", help="Tokens read, cached or not, as 1e6.")] = "0",
    output: Annotated[str, typer.Option("--output", help="Tokens generated, as 2e5.")] = "0",
    cached: Annotated[str, typer.Option("--cached", help="Share of the input found in the cache, 0 to 1.")] = "0",
    requests: Annotated[
        int | None, typer.Option("--requests", help="How many requests make it up; decides between context tiers.")
    ] = None,
    mode: Annotated[list[str] | None, typer.Option("--mode", help="batch, thinking …; may be repeated.")] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="Moment with offset, as 2026-10-20T10:00+08:00.")
    ] = None,
    free: Annotated[str, typer.Option("--free", help="Tokens of a free quota, as 1e6.")] = "0",
    currency: Annotated[
        str | None, typer.Option("--in", metavar="CODE", help="Also in this currency, at the official rate of the day.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day, YYYY-MM-DD.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Resellers and hosts too.")] = False,
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder of the build.")] = None,
) -> None:
    """What a use of a model costs on a day, with the arithmetic.

    Example: kg cost qwen3-max --input 1e6 --output 2e5 --cached 0.3 --as-of 2026-05-28
    """
    from kg.answers.cost import charges_text, find_charges  # noqa: PLC0415  (each command loads what it needs)
    from kg.answers.database import Database  # noqa: PLC0415
    from kg.cost import Use  # noqa: PLC0415

    moment = _moment(at)
    day = _day(as_of) or (moment.date() if moment else None)
    use = Use(
        _count("--input", input_),
        _count("--output", output),
        _number("--cached", cached),
        requests,
        frozenset(mode or ()),
        free_tokens=_count("--free", free),
    )
    database = Database((out or built_dir()) / "data" / "baimo.sqlite")
    charges = find_charges(database, name, use, day, moment, _currency(currency), every)
    if form == "json":
        typer.echo(json.dumps([one.as_json() for one in charges], ensure_ascii=False, indent=2))
    elif form == "table":
        typer.echo(charges_text(name, day or date.fromisoformat(database.meta["as_of"]), charges))
    else:
        raise KgError(f'"{form}" is no format here; write table or json')


def _number(option: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise KgError(f'{option}: "{text}" is no number; write it as 200000, 2e5 or 0.3')
    return number


def _count(option: str, text: str) -> int:
    number = _number(option, text)
    if not 0 <= number <= _MOST_TOKENS or number != number.to_integral_value():
        raise KgError(f'{option}: "{text}" is no count of tokens; write a whole number, as 200000 or 2e5')
    return int(number)


def _day(text: str | None) -> date | None:
    try:
        return parse_day(text) if text else None
    except ValueError as error:
        raise KgError(f"--as-of: {error}") from error


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
        if moment:
            parse_day(moment.date().isoformat())
    except ValueError as error:
        raise KgError(f'--at: "{text}" is no moment; write it with an offset, as 2026-10-20T10:00+08:00') from error
    return moment


def _currency(text: str | None) -> str | None:
    try:
        return parse_currency(text) if text else None
    except ValueError as error:
        raise KgError(f"--in: {error}") from error
