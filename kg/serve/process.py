"""A worker as the server sees it: a process that is asked, lowered in priority, and killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kg.serve.limits import Limits
from kg.serve.worker import frame

_LOW_PRIORITY = 19
_USER, _SYSTEM = 11, 12
"""Places of the times in /proc/PID/stat, counted from behind the name."""


def _import_path() -> str:
    """Return a search path on which a worker finds this package, wherever the server was started."""
    package = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])


@dataclass(frozen=True)
class Reply:
    """Status and body; a large body stands in a file, which the receiver deletes."""

    status: int
    body: bytes
    path: Path | None = None
    retry_after: int | None = None
    """Seconds after which asking again may help."""


class WorkerDiedError(Exception):
    """A worker ended in the middle of a query, or before the first."""


class Worker:
    """A process that answers one query at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._input = cast("asyncio.StreamWriter", process.stdin)
        self._output = cast("asyncio.StreamReader", process.stdout)
        self.alive = True
        self.evicted = False
        """It was ended to make room for another query."""

    @classmethod
    async def start(cls, store: Path, folder: Path, limits: Limits) -> Worker:
        """Start a process and wait until it has opened the store; raise `WorkerDiedError` if it cannot."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "kg.serve.worker", str(store), str(folder), str(limits.memory_bytes)),
            env={**os.environ, "PYTHONPATH": _import_path()},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        worker = cls(process)
        try:
            await worker._read()
        except asyncio.IncompleteReadError as error:
            await worker.end()
            raise WorkerDiedError from error
        except BaseException:
            worker.kill()
            raise
        return worker

    async def ask(self, order: dict[str, Any]) -> Reply:
        """Return the reply to an order; raise `WorkerDiedError` if the process ends first."""
        try:
            self._input.write(frame(order))
            await self._input.drain()
            header, body = await self._read()
        except (OSError, asyncio.IncompleteReadError) as error:
            self.kill()
            raise WorkerDiedError from error
        return Reply(header["status"], body, Path(header["path"]) if "path" in header else None)

    async def _read(self) -> tuple[dict[str, Any], bytes]:
        (length,) = struct.unpack(">I", await self._output.readexactly(4))
        header = json.loads(await self._output.readexactly(length))
        return header, await self._output.readexactly(header.get("length", 0))

    def processor_seconds(self) -> float:
        """Return the processor time that the process has taken; where the system does not tell, the time of day.

        Only differences mean something.
        """
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")

    def lower(self) -> None:
        """Let other processes run first, where the system can do that."""
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_PRIORITY)

    def evict(self) -> None:
        """End the process to make room."""
        self.evicted = True
        self.kill()

    def kill(self) -> None:
        """End the process at once."""
        self.alive = False
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        self._input.close()
        await self._process.wait()
