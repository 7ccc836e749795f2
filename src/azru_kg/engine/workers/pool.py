"""Answers queries in guarded worker processes; the web process itself evaluates nothing.

Every request waits its turn, gets a worker and a deadline. A worker that does
not come to an end in good order - deadline, memory, stack, a client that left - is killed and
replaced at once; the other queries do not notice.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from math import ceil
from time import monotonic

from azru_kg.engine.protocol import Answer, Request
from azru_kg.engine.workers.exchange import Exchange
from azru_kg.engine.workers.parent import Worker, Zygote
from azru_kg.engine.workers.worker import Unprepared
from azru_kg.errors import AzruError, Overloaded
from azru_kg.graph.dataset import Dataset

MEMORY = 512 * 1024 * 1024
WORKERS = max(2, os.cpu_count() or 2)


class Pool:
    """An engine of worker processes that share one copy of a dataset.

    `seconds` and `memory` (bytes) are what one query may take; `queue` is how many requests may
    wait for a worker, each for as long as a query may take.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        workers: int = WORKERS,
        seconds: float = 10.0,
        memory: int = MEMORY,
        queue: int = 16,
    ) -> None:
        self._dataset = dataset
        self._size = max(2, workers)
        self._seconds = seconds
        self._memory = memory
        self._queue = queue
        self._zygote: Zygote | None = None
        self._idle: list[Worker] = []
        self._turns = asyncio.Semaphore(self._size)
        self._waiting = 0
        self._outcomes: Counter[str] = Counter()

    async def start(self) -> None:
        """Load the dataset and start the workers; raise DataError if a file is broken."""
        self._zygote = await Zygote.start(self._dataset, memory=self._memory)
        self._idle = [self._zygote.fork() for _ in range(self._size)]

    async def close(self) -> None:
        """End all processes of the pool; queries that run or wait end with an error."""
        if self._zygote is not None:
            await self._zygote.close()
        for worker in self._idle:
            worker.close()
        self._idle.clear()
        for _ in range(self._waiting):
            self._turns.release()

    @property
    def idle(self) -> int:
        """How many workers wait for a query."""
        return len(self._idle)

    @property
    def busy(self) -> int:
        """How many workers run a query."""
        return self._size - len(self._idle)

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._waiting

    @property
    def replaced(self) -> int:
        """How many workers were replaced."""
        return self._outcomes["replaced"]

    def count_outcomes(self) -> dict[str, int]:
        """Return how many queries ended in which way, by problem type, and workers replaced."""
        return dict(self._outcomes)

    @asynccontextmanager
    async def answer(
        self, request: Request, *, seconds: float | None = None
    ) -> AsyncIterator[Answer]:
        """Return the answer as a context, as the protocol says."""
        limit = self._seconds if seconds is None else min(seconds, self._seconds)
        try:
            asked = monotonic()
            async with self._turn(limit) as zygote, AsyncExitStack() as stack:
                waited = monotonic() - asked
                yield replace(await self._ask(request, zygote, limit, stack), waited=waited)
        except AzruError as error:
            self._outcomes[error.problem] += 1
            raise
        self._outcomes["answered"] += 1

    async def _ask(
        self, request: Request, zygote: Zygote, seconds: float, stack: AsyncExitStack
    ) -> Answer:
        exchange = await stack.enter_async_context(self._exchange(zygote, seconds))
        try:
            return await exchange.ask(request)
        except Unprepared as lack:
            zygote.prepare(str(lack))
        # The worker is replaced, and the new one, which is next in turn, knows the perspective.
        await stack.aclose()
        exchange = await stack.enter_async_context(self._exchange(zygote, seconds))
        return await exchange.ask(request)

    @asynccontextmanager
    async def _exchange(self, zygote: Zygote, seconds: float) -> AsyncIterator[Exchange]:
        worker = self._idle.pop()
        if worker.ended.done():
            worker = self._replace(worker, zygote)
        exchange = Exchange(worker, zygote, seconds=seconds)
        try:
            yield exchange
        finally:
            if not exchange.stop():
                zygote.kill(worker)
                worker = self._replace(worker, zygote)
            self._take_back(worker, zygote)

    def _replace(self, worker: Worker, zygote: Zygote) -> Worker:
        self._outcomes["replaced"] += 1
        worker.close()
        return zygote.fork()

    def _take_back(self, worker: Worker, zygote: Zygote) -> None:
        if zygote.alive:
            self._idle.append(worker)
        else:
            worker.close()

    @asynccontextmanager
    async def _turn(self, seconds: float) -> AsyncIterator[Zygote]:
        await self._wait(seconds)
        try:
            if self._zygote is None or not self._zygote.alive:
                raise AzruError("the query engine is not running. Restart the server")
            yield self._zygote
        finally:
            self._turns.release()

    async def _wait(self, seconds: float) -> None:
        if self._turns.locked() and self._waiting >= self._queue:
            raise self._overloaded()
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._turns.acquire()
        except TimeoutError as error:
            raise self._overloaded() from error
        finally:
            self._waiting -= 1

    def _overloaded(self) -> Overloaded:
        # By then each query that runs now has come to its end, or to its deadline.
        later = ceil(self._seconds)
        return Overloaded(
            f"all {self._size} workers are busy and {self._waiting} requests wait already."
            f" Try again in {later} seconds",
            retry_after=later,
        )
