"""Answers that were given, kept for whoever asks the same: the graph does not change while it is served."""

from __future__ import annotations

from collections import OrderedDict


class Kept:
    """Bodies by what identifies question and form, up to a number of bytes; the longest unasked goes first."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._bodies: OrderedDict[bytes, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: bytes) -> bytes | None:
        """Return the body that was kept under a key, or None."""
        body = self._bodies.get(key)
        if body is not None:
            self._bodies.move_to_end(key)
        return body

    def put(self, key: bytes, body: bytes) -> None:
        """Keep a body, unless it is too large to stand beside others."""
        if key in self._bodies or len(body) * _LEAST > self.max_bytes:
            return
        self._bodies[key] = body
        self._bytes += len(body) + _OVERHEAD
        while self._bytes > self.max_bytes:
            _, oldest = self._bodies.popitem(last=False)
            self._bytes -= len(oldest) + _OVERHEAD


_LEAST = 16
"""So many of the largest bodies have room."""
_OVERHEAD = 200
"""About the bytes that a key and its place take."""
