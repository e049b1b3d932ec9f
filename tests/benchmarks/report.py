"""Tables in Markdown, and what they were measured on."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("pyoxigraph", "rdflib", "maplib", "duckdb", "pyspark", "starlette", "uvicorn")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def put_block(page: Path, name: str, text: str) -> None:
    """Put a text between the marks of its name in a page; raise `ValueError` if the page lacks them."""
    begin, end = f"<!-- measured: {name} -->\n", f"<!-- end: {name} -->"
    whole = page.read_text(encoding="utf-8")
    head, found, rest = whole.partition(begin)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{page}: the marks {begin.strip()} and {end} are missing; write them where the table goes")
    page.write_text(f"{head}{begin}{text.strip()}\n{end}{tail}", encoding="utf-8", newline="\n")


def number(value: float | None, digits: int = 2) -> str:
    """Return a figure, or a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.{digits}f}"


def machine() -> str:
    """Return one line about processor, memory, system, and the versions of what is compared."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3 if hasattr(os, "sysconf") else 0
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    parts = [
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        *(f"{name} {found}" for name in _PACKAGES if (found := _version(name))),
        *filter(None, [_virtuoso()]),
        f"load of the machine at the start {load:.1f}",
    ]
    return ", ".join(parts)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _virtuoso() -> str | None:
    program = shutil.which("virtuoso-t")
    if program is None:
        return None
    said = subprocess.run([program, "--help"], capture_output=True, text=True, check=False)
    words = (said.stdout + said.stderr).split()
    return f"Virtuoso {words[words.index('Version') + 1]}" if "Version" in words else "Virtuoso"
