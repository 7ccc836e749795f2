"""Keeps a number of workers ready, whatever ends one of them or keeps one from being made.

A worker is offered when its zygote says that there is such a process, so that no more than the
missing ones are ever being forked, however fast they are used up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from azru_kg.engine.workers.lineage import RETRY_AFTER, Lineage
from azru_kg.engine.workers.parent import Worker
from azru_kg.engine.workers.root import Founder, found_alone
from azru_kg.engine.workers.turns import Turns
from azru_kg.errors import TryLater
from azru_kg.graph.dataset import Dataset

_FIRST_DELAY: Final = 0.05
_LAST_DELAY: Final = 2.0

_log = logging.getLogger("azru_kg.engine")


class Crew:
    """So many workers of a dataset, each offered to `turns` when it is ready for a request."""

    def __init__(
        self,
        dataset: Dataset,
        turns: Turns[Worker],
        *,
        size: int,
        memory: int,
        stale: Callable[[], None],
        found: Founder = found_alone,
    ) -> None:
        self._turns = turns
        self._size = size
        self._lineage = Lineage(
            dataset, memory=memory, changed=self._renew, stale=stale, found=found
        )
        self._workers: set[Worker] = set()
        self._delay = 0.0
        self._again: asyncio.TimerHandle | None = None
        self.replaced = 0

    @property
    def restarts(self) -> int:
        """How often the process that holds the data was started again."""
        return self._lineage.restarts

    async def start(self) -> None:
        """Load the dataset and start the workers; raise DataError if a file is broken."""
        await self._lineage.start()
        await asyncio.gather(*(worker.child.born for worker in self._workers))

    async def close(self) -> None:
        """End all processes."""
        self._size = 0
        if self._again is not None:
            self._again.cancel()
        await self._lineage.close()
        for worker in list(self._workers):
            # One that is busy is dropped by whoever finds that it has ended.
            if self._turns.withdraw(worker) or not worker.child.born.result():
                self._drop(worker)

    def prepare(self, perspective: str) -> tuple[asyncio.Task[None], bool]:
        """Return the building of a perspective, and whether it has just been begun.

        After it all workers that are offered know the perspective.
        """
        return self._lineage.prepare(perspective)

    def take_back(self, worker: Worker) -> None:
        """Offer a worker again that has come to an end of its request in good order."""
        if worker in self._workers and worker.lives and worker.zygote is self._lineage.last:
            self._turns.offer(worker)
        else:
            self.replace(worker)

    def replace(self, worker: Worker) -> None:
        """End a worker that is not fit for another request, and have another one made."""
        self.replaced += 1
        self._drop(worker)
        self._fill()

    def _renew(self) -> None:
        """Have workers of the last zygote, and none of others that are idle."""
        last = self._lineage.last
        if last is None:
            self._turns.close(_explain_absence)
        else:
            self._turns.open()
        for worker in list(self._workers):
            if worker.zygote is not last and self._turns.withdraw(worker):
                self._drop(worker)
        self._fill()

    def _fill(self) -> None:
        """Have as many workers made as are missing; where that cannot be, try again in a while."""
        zygote = self._lineage.last
        while zygote is not None and len(self._workers) < self._size and self._again is None:
            try:
                worker = zygote.fork()
            except OSError as error:
                self._fill_later(f"{error}")
                return
            self._workers.add(worker)
            worker.child.born.add_done_callback(partial(self._greet, worker))
            worker.child.ended.add_done_callback(partial(self._miss, worker))

    def _fill_later(self, reason: str) -> None:
        if not self._delay:
            _log.error("a worker could not be made, which is tried again: %s", reason)
        self._delay = min(max(2 * self._delay, _FIRST_DELAY), _LAST_DELAY)
        if self._again is None:
            self._again = asyncio.get_running_loop().call_later(self._delay, self._fill_again)

    def _fill_again(self) -> None:
        self._again = None
        self._fill()

    def _greet(self, worker: Worker, born: asyncio.Future[bool]) -> None:
        if worker not in self._workers:
            return
        if not born.result():
            self._drop(worker)
            if worker.zygote.alive:
                self._fill_later("its process could not be forked")
            else:
                self._fill()
        elif worker.zygote is self._lineage.last:
            self._delay = 0.0
            self._turns.offer(worker)
        else:
            self._drop(worker)
            self._fill()

    def _miss(self, worker: Worker, _: asyncio.Future[int | None]) -> None:
        """Replace a worker that ended while it had nothing to do."""
        if self._turns.withdraw(worker):
            self.replace(worker)

    def _drop(self, worker: Worker) -> None:
        self._workers.discard(worker)
        worker.kill()
        worker.close()


def _explain_absence() -> TryLater:
    return TryLater(
        "the query engine has ended and is being started again."
        f" Try again in {RETRY_AFTER} seconds",
        retry_after=RETRY_AFTER,
    )
