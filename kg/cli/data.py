"""Commands that make and keep the data: build, check, fmt, ingest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import AsOf, Data, Out
from kg.findings import Finding, KgError, counted
from kg.paths import default_data_dir


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
    told, files = counted(built.findings + unformatted), built.resolved.dataset.files
    typer.echo(f"{told} in {files} files, {len(built.store)} triples")


def _tell_findings(findings: list[Finding]) -> None:
    for finding in sorted(findings):
        typer.echo(str(finding), err=True)


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
