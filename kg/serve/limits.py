"""Limits of the endpoint. Whatever passes one of them is refused with a status and a sentence, never cut."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of time, size and number; each has a default for one reader's machine."""

    seconds: float = 30.0
    """A query that runs longer is ended: 504."""
    short_seconds: float = 0.25
    """Processor time; a query that takes more goes on as a long one, at low priority, and makes room for the next."""
    rows: int = 250_000
    """A result with more rows or triples is refused: 503."""
    result_bytes: int = 64 * 1024 * 1024
    """A result with more bytes before compression is refused: 503."""
    memory_bytes: int = 2 * 1024**3
    """Address space of a worker; a query that needs more ends its worker: 503."""
    query_bytes: int = 128 * 1024
    """A longer query is refused: 413, or 414 in an address."""
    fields: int = 1000
    """Fields of a form; more are refused: 400."""
    body_bytes: int = 1024 * 1024
    """A longer body is refused: 413."""
    body_seconds: float = 10.0
    """A body that takes longer to arrive is given up: 408."""
    wait_seconds: float = 15.0
    """A query that waits longer for a worker is refused: 503."""
    kept_bytes: int = 64 * 1024 * 1024
    """Answers that are kept for whoever asks the same again, the least asked thrown away first; 0 keeps none."""
    waiting: int = 512
    """Queries that may wait at one time; one more is refused at once: 503."""
    short_workers: int = 4
    """Workers that are always there for short queries."""
    long_workers: int = 4
    """Long queries that may run at one time; one more ends the one that has run longest: 503."""
