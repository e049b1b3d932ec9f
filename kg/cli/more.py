"""Commands around the answers: what changed between builds, how to cite a claim, a server for language models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Format, Out, TableFormat, echo_json


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier build: a folder made by kg build.")],
    new: Annotated[Path, typer.Argument(help="The later build.")],
    form: Format = TableFormat.table,
) -> None:
    """What changed between two builds, record by record.

    Example: kg diff dist-0.1 dist
    """
    from kg.diff import diff as find_changes  # noqa: PLC0415  (each command loads what it needs)
    from kg.diff import diff_text  # noqa: PLC0415

    changes = find_changes(old, new)
    if form is TableFormat.json:
        echo_json([change.as_json() for change in changes])
    else:
        typer.echo(diff_text(changes))


def cite(
    claim: Annotated[str, typer.Argument(help="source/claim, as kg price and kg show print them.")],
    form: Format = TableFormat.table,
    out: Out = None,
) -> None:
    """The reference for a figure: GB/T 7714 and BibTeX.

    Example: kg cite netease-163-baimo-2024/c02
    """
    from kg.answers.cite import cite as find_citation  # noqa: PLC0415
    from kg.api import Graph  # noqa: PLC0415
    from kg.paths import built_dir  # noqa: PLC0415

    citation = find_citation(Graph(out or built_dir()).database, claim)
    if form is TableFormat.json:
        echo_json(citation.as_json())
    else:
        typer.echo(f"{citation.gbt7714}\n\n{citation.bibtex}")


def mcp(out: Out = None) -> None:
    """Serve the graph to language-model clients by the Model Context Protocol, over standard input and output.

    Example: kg mcp
    """
    from kg.api import Graph  # noqa: PLC0415
    from kg.mcp import make_server  # noqa: PLC0415
    from kg.paths import built_dir  # noqa: PLC0415

    make_server(Graph(out or built_dir())).run("stdio")


def release(
    old: Annotated[Path, typer.Argument(help="The release before: a folder made by kg build.")],
    new: Annotated[Path, typer.Argument(help="The build that is to be published.")],
    check: Annotated[bool, typer.Option("--check", help="Refuse with exit code 2 what may not be published.")] = False,
    changelog: Annotated[Path, typer.Option("--changelog", help="The changelog to hold it against.")] = Path(
        "CHANGELOG.md"
    ),
) -> None:
    """Whether a build may be published after another: version, ids, changelog. Without --check, the changelog's lines.

    Example: kg release --check dist-0.1 dist
    """
    from kg.diff import diff as find_changes  # noqa: PLC0415
    from kg.findings import KgError, raise_errors  # noqa: PLC0415
    from kg.release import Release, changelog_lines, check_release  # noqa: PLC0415

    before, after = Release(old), Release(new)
    if not check:
        typer.echo(f"{before.version} → {after.version}")
        typer.echo("\n".join(changelog_lines(find_changes(old, new))) or "no record changed")
        return
    if not changelog.is_file():
        raise KgError(f"{changelog.as_posix()}: there is no such file; name the changelog with --changelog")
    raise_errors(check_release(before, after, changelog.read_text(encoding="utf-8")))
    typer.echo(f"{after.version} may follow {before.version}: {len(before.ids)} ids stand or are redirected")
