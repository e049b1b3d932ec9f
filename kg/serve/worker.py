"""A worker: a process that answers one query at a time from a read-only store on disk and can be killed.

It reads a question from standard input and writes its answer to standard output, each as a frame: the length
of a JSON header in four bytes, the header, and for an answer the body, whose length the header gives. A body
too large for memory goes into a file that the header names. The process has no network where the system
allows it to give that up, a bound on its memory, and an end if the server dies.
"""

from __future__ import annotations

import contextlib
import ctypes
import gzip
import json
import re
import signal
import struct
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.iris import PREFIXES
from kg.serve.results import TooLargeError, write_boolean, write_rows, write_triples

INLINE_BYTES = 1024 * 1024
"""A larger body goes through a file."""
_CLONE_NEWUSER, _CLONE_NEWNET, _PR_SET_PDEATHSIG = 0x10000000, 0x40000000, 1

Header = dict[str, Any]


def main() -> None:
    """Answer questions until standard input ends. Arguments: the store, a folder for large bodies, bytes of memory."""
    store_path, folder, memory_bytes = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    give_up_rights(memory_bytes)
    store = ox.Store.read_only(store_path)
    write_frame(sys.stdout.buffer, {"ready": True})
    while (question := read_frame(sys.stdin.buffer)) is not None:
        _end_after(question["seconds"])
        header, body = answer(store, question)
        if len(body) > INLINE_BYTES:
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(body)
            header, body = {**header, "path": file.name}, b""
        write_frame(sys.stdout.buffer, {**header, "length": len(body)}, body)
        _end_after(0)


def answer(store: ox.Store, question: Header) -> tuple[Header, bytes]:
    """Return status and body for a question: query, base, format, default_graphs, named_graphs, gzip, rows, bytes."""
    try:
        body = _run(store, question)
    except SyntaxError as error:
        return _refusal(400, f"this is not SPARQL: {plain_message(str(error))}")
    except TooLargeError as error:
        return _refusal(503, str(error))
    except MemoryError:
        return _refusal(503, "the query needs more memory than the endpoint gives; narrow it")
    except (OSError, ValueError, RuntimeError) as error:
        return _refusal(400, f"the query cannot be answered: {plain_message(str(error))}")
    if question["gzip"]:
        body = gzip.compress(body, compresslevel=5, mtime=0)
    return {"status": 200}, body


def _run(store: ox.Store, question: Header) -> bytes:
    form, rows = question["format"], question["rows"]
    results = store.query(question["query"], base_iri=question["base"], **_dataset(question))
    if isinstance(results, ox.QueryBoolean):
        return write_boolean(bool(results), form)
    if isinstance(results, ox.QuerySolutions):
        names = [variable.value for variable in results.variables]
        return _joined(write_rows(names, (tuple(row) for row in results), form, rows), question["bytes"])
    return _joined([write_triples(iter(results), form, rows, PREFIXES)], question["bytes"])


def _dataset(question: Header) -> dict[str, Any]:
    """Return the dataset that the protocol names, instead of the one that the query names."""
    default, named = question["default_graphs"], question["named_graphs"]
    if not default and not named:
        return {}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in default],
        "named_graphs": [ox.NamedNode(iri) for iri in named],
    }


def _joined(pieces: Iterable[bytes], max_bytes: int) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > max_bytes:
            raise TooLargeError(
                f"the result has more than {max_bytes // 1024**2} MiB; narrow the query, or take the files under /data/"
            )
    return bytes(found)


def _refusal(status: int, message: str) -> tuple[Header, bytes]:
    return {"status": status}, message.encode()


def plain_message(text: str) -> str:
    """Return the parser's message on one line, without its long lists of letters, the place in front."""
    line = re.sub(r"\['[^]]*\],? ?", "", " ".join(text.split()))
    line = re.sub(r"error at (\d+):(\d+)", r"line \1, column \2", line)
    return line if len(line) <= 300 else line[:300] + " …"


def read_frame(file: BinaryIO) -> Header | None:
    """Return the next header, or None at the end of the file."""
    begin = file.read(4)
    if len(begin) < 4:
        return None
    header: Header = json.loads(file.read(struct.unpack(">I", begin)[0]))
    return header


def frame(header: Header) -> bytes:
    """Return a header as a frame."""
    text = json.dumps(header).encode()
    return struct.pack(">I", len(text)) + text


def write_frame(file: BinaryIO, header: Header, body: bytes = b"") -> None:
    """Write a header and a body and hand them over."""
    file.write(frame(header))
    file.write(body)
    file.flush()


def give_up_rights(memory_bytes: int) -> None:
    """Bound the memory, leave the network, die with the server: each as far as the system can do it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for step in (_bound_memory, _leave_network, _die_with_server):
        with contextlib.suppress(OSError, AttributeError, ImportError, ValueError):
            step(memory_bytes)


def _bound_memory(memory_bytes: int) -> None:
    import resource  # noqa: PLC0415  (not on every system)

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_network(_memory_bytes: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _die_with_server(_memory_bytes: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_after(seconds: float) -> None:
    """End the process if the server has not ended it by then; 0 takes the order back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
