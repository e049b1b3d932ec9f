"""Load: push the built graph to a SPARQL store.

The graph goes into a staging graph in chunks, is counted there, is copied over the old one, and is counted
again: the old graph stays as it was until the new one stands whole beside it. A load that broke off is simply
run again.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from kg.endpoint.store import DEFAULT_GRAPH, Store
from kg.findings import KgError
from kg.iris import ROOT
from kg.packed import read_ntriples

GRAPH = f"{ROOT}graph/all"
"""The graph that is loaded unless told otherwise."""
STAGING = f"{ROOT}graph/staging"
CHUNK_TRIPLES = 50_000
_DAY = re.compile(
    rb'(\S+ \S+) "([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?"'
    rb"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:gYear|gYearMonth|date)> \.\n"
)

Progress = Callable[[int, int], None]
"""Called after each chunk with the triples sent and the triples in all."""


def load_graph(data: Path, store: Store, graph: str, progress: Progress, chunk_triples: int = CHUNK_TRIPLES) -> int:
    """Load the graph of a built `data` folder into a graph of a store; return the number of its triples.

    Raises `KgError` if the store refuses a step or counts other than was sent. The old graph is then as it was,
    unless the message says that the copy itself broke off.
    """
    total, alike = _count(data, chunk_triples)
    expected = range(total - alike, total + 1)
    try:
        _stage(data, store, expected, progress, chunk_triples)
    except BaseException:
        with contextlib.suppress(KgError):
            store.delete(STAGING)
        raise
    remedy = f"the new graph stands whole in <{STAGING}>; run the command again"
    try:
        store.copy(STAGING, graph)
    except KgError as error:
        raise KgError(f"{error}; {remedy}") from error
    _check_count(store, graph, expected, remedy)
    store.delete(STAGING)
    return total


def _stage(data: Path, store: Store, expected: range, progress: Progress, chunk_triples: int) -> None:
    store.delete(STAGING)
    sent, total = 0, expected[-1]
    progress(sent, total)
    for chunk in chunks(data, chunk_triples):
        store.add(STAGING, b"".join(chunk))
        sent += len(chunk)
        progress(sent, total)
    _check_count(store, STAGING, expected, "the old graph is as it was")


def _check_count(store: Store, graph: str, expected: range, remedy: str) -> None:
    found = store.count(graph)
    if found not in expected:
        name = "the default graph" if graph == DEFAULT_GRAPH else f"<{graph}>"
        raise KgError(f"{expected[-1]} triples were sent and {name} holds {found}; {remedy}")


def _count(data: Path, chunk_triples: int) -> tuple[int, int]:
    """Return the number of triples, and how many of them a store may take for others.

    Virtuoso keeps the month 2023-11 and the day 2023-11-01 as one value, so that two triples are one.
    """
    total = alike = 0
    subject, days = b"", set[bytes]()
    for line in chain.from_iterable(chunks(data, chunk_triples)):
        total += 1
        match = _DAY.fullmatch(line)
        if match is None:
            continue
        if match[1] != subject:
            subject, days = match[1], set()
        first_day = match[2] + (match[3] or b"-01") + (match[4] or b"-01")
        alike += first_day in days
        days.add(first_day)
    return total, alike


def chunks(data: Path, size: int) -> Iterator[list[bytes]]:
    """Yield the lines of the graph's N-Triples, so many at a time."""
    lines = read_ntriples(data)
    while chunk := list(islice(lines, size)):
        yield chunk
