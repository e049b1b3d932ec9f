"""The pool: worker processes that answer queries, some kept for short ones, all of them killable.

Each query begins on a worker for short ones. When it turns out to be long it goes on at low priority, and a
new worker takes its place, so that short queries never wait for long ones. Only so many long queries run at
one time: one more ends the one that has run longest. A query that was ended before is known as long and waits
for a free place without disturbing others.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.serve.limits import Limits
from kg.serve.process import Reply, Worker, WorkerDiedError

_KNOWN_LONG = 1024
_GRACE_SECONDS = 5
_HURRY = 0.4
"""Share of the time of a short query that is given while others wait."""
_LOOK_SECONDS = 0.02
"""Processor time is looked at no more often."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """A query with its dataset and the form of its answer."""

    query: str
    key: tuple[str, ...]
    """The query's tokens, by which it is known again."""
    format: str
    base: str
    """The IRI against which relative ones are read."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    gzip: bool = False

    @property
    def digest(self) -> bytes:
        """What two writings of one question have in common, whatever the format."""
        parts = (*self.key, "", *self.default_graphs, "", *self.named_graphs)
        return hashlib.sha256("\0".join(parts).encode()).digest()


class Pool:
    """Workers on one store. Use it as `async with Pool(…) as pool`."""

    def __init__(self, store: Path, folder: Path, limits: Limits) -> None:
        self.store, self.folder, self.limits = store, folder, limits
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._short = 0
        """Workers for short queries: idle, busy or starting."""
        self._long: list[Worker] = []
        self._long_freed = asyncio.Condition()
        self._waiting = 0
        self._workers: set[Worker] = set()
        self._known_long: OrderedDict[bytes, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def __aenter__(self) -> Pool:
        self._fill()
        await asyncio.gather(*self._tasks)
        if not self._short:
            raise RuntimeError("no worker starts on the store")
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in tuple(self._workers)))

    async def answer(self, question: Question) -> Reply:
        """Return the reply to a question. Cancelling it ends the query."""
        if self._waiting >= self.limits.waiting:
            return self._busy()
        self._fill()
        known_long = question.digest in self._known_long
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.wait_seconds):
                worker = await (self._take_long() if known_long else self._idle.get())
        except (TimeoutError, OSError, WorkerDiedError):
            return self._busy()
        finally:
            self._waiting -= 1
        return await self._run(worker, question)

    async def _run(self, worker: Worker, question: Question) -> Reply:
        task = asyncio.create_task(worker.ask(self._order(question)))
        try:
            async with asyncio.timeout(self.limits.seconds):
                if worker not in self._long and not await self._ends_soon(worker, task):
                    self._make_long(worker)
                return await asyncio.shield(task)
        except TimeoutError:
            self._remember(question)
            return Reply(504, f"the query was ended after {self.limits.seconds:g} s; narrow it".encode())
        except WorkerDiedError:
            self._remember(question)
            return self._ended(worker)
        finally:
            if not task.done():
                task.cancel()
                worker.kill()
            self._give_back(worker)

    async def _ends_soon(self, worker: Worker, task: asyncio.Task[Reply]) -> bool:
        """Return whether a query ends within the processor time of a short one, which is less while others wait."""
        begun = worker.processor_seconds()
        left = self.limits.short_seconds * _HURRY
        while not task.done() and left > 0:
            await asyncio.wait({task}, timeout=max(left, _LOOK_SECONDS))
            share = _HURRY if self._waiting else 1
            left = self.limits.short_seconds * share - (worker.processor_seconds() - begun)
        return task.done()

    def _order(self, question: Question) -> dict[str, Any]:
        return {
            "query": question.query,
            "format": question.format,
            "base": question.base,
            "default_graphs": question.default_graphs,
            "named_graphs": question.named_graphs,
            "gzip": question.gzip,
            "rows": self.limits.rows,
            "bytes": self.limits.result_bytes,
            "seconds": self.limits.seconds + _GRACE_SECONDS,
        }

    def _make_long(self, worker: Worker) -> None:
        """Take a worker out of the short ones, start another for it, and make room among the long ones."""
        staying = [other for other in self._long if not other.evicted]
        if len(staying) >= self.limits.long_workers:
            staying[0].evict()
        worker.lower()
        self._long.append(worker)
        self._short -= 1
        self._fill()

    async def _take_long(self) -> Worker:
        """Wait for a free place among the long ones and return a worker for it."""
        async with self._long_freed:
            await self._long_freed.wait_for(lambda: len(self._long) < self.limits.long_workers)
            worker = await self._start()
            worker.lower()
            self._long.append(worker)
        return worker

    def _give_back(self, worker: Worker) -> None:
        if worker in self._long:
            self._long.remove(worker)
            worker.kill()
            self._spawn(self._tell_freed())
        elif worker.alive:
            self._idle.put_nowait(worker)
            return
        else:
            self._short -= 1
        self._workers.discard(worker)
        self._spawn(worker.end())
        self._fill()

    async def _tell_freed(self) -> None:
        async with self._long_freed:
            self._long_freed.notify()

    def _fill(self) -> None:
        """Start workers until there are as many for short queries as the limits say."""
        while not self._closed and self._short < self.limits.short_workers:
            self._short += 1
            self._spawn(self._add())

    async def _add(self) -> None:
        try:
            self._idle.put_nowait(await self._start())
        except (OSError, WorkerDiedError):
            self._short -= 1
            _LOG.warning("a worker did not start")

    async def _start(self) -> Worker:
        worker = await Worker.start(self.store, self.folder, self.limits)
        self._workers.add(worker)
        return worker

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _remember(self, question: Question) -> None:
        self._known_long[question.digest] = None
        while len(self._known_long) > _KNOWN_LONG:
            self._known_long.popitem(last=False)

    def _busy(self) -> Reply:
        return Reply(503, b"all workers are busy; ask again in a while", retry_after=5)

    def _ended(self, worker: Worker) -> Reply:
        if worker.evicted:
            return Reply(
                503, b"the query was ended, being the longest of too many long ones; narrow it", retry_after=30
            )
        return Reply(503, b"the query ended its worker: it nests too deeply or needs too much memory; narrow it")
