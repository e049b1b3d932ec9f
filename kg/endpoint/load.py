"""Load: push the built graph to a SPARQL store.

The graph goes into a staging graph in chunks, is counted there, is copied over the old one, and is counted
again: the old graph stays as it was until the new one stands whole beside it. A load that broke off is simply
run again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from kg.endpoint.store import DEFAULT_GRAPH, Store
from kg.findings import KgError
from kg.iris import ROOT
from kg.packed import read_ntriples

GRAPH = f"{ROOT}graph/all"
"""The graph that is loaded unless told otherwise."""
STAGING = f"{ROOT}graph/staging"
CHUNK_TRIPLES = 50_000

Progress = Callable[[int, int], None]
"""Called after each chunk with the triples sent and the triples in all."""


def load_graph(data: Path, store: Store, graph: str, progress: Progress, chunk_triples: int = CHUNK_TRIPLES) -> int:
    """Load the graph of a built `data` folder into a graph of a store; return the number of its triples.

    Raises `KgError` if the store refuses a step or counts other than was sent. The old graph is then as it was,
    unless the message says that the copy itself broke off.
    """
    total = sum(len(chunk) for chunk in chunks(data, chunk_triples))
    try:
        _stage(data, store, total, progress, chunk_triples)
    except BaseException:
        with contextlib.suppress(KgError):
            store.delete(STAGING)
        raise
    remedy = f"the new graph stands whole in <{STAGING}>; run the command again"
    try:
        store.copy(STAGING, graph)
    except KgError as error:
        raise KgError(f"{error}; {remedy}") from error
    _check_count(store, graph, total, remedy)
    store.delete(STAGING)
    return total


def _stage(data: Path, store: Store, total: int, progress: Progress, chunk_triples: int) -> None:
    store.delete(STAGING)
    sent = 0
    progress(sent, total)
    for chunk in chunks(data, chunk_triples):
        store.add(STAGING, b"".join(chunk))
        sent += len(chunk)
        progress(sent, total)
    _check_count(store, STAGING, total, "the old graph is as it was")


def _check_count(store: Store, graph: str, expected: int, remedy: str) -> None:
    found = store.count(graph)
    if found != expected:
        name = "the default graph" if graph == DEFAULT_GRAPH else f"<{graph}>"
        raise KgError(f"{expected} triples were sent and {name} holds {found}; {remedy}")


def chunks(data: Path, size: int) -> Iterator[list[bytes]]:
    """Yield the lines of the graph's N-Triples, so many at a time."""
    lines = read_ntriples(data)
    while chunk := list(islice(lines, size)):
        yield chunk
