"""Answers queries in guarded worker processes; the web process itself evaluates nothing.

Every request waits its turn, gets a worker and a deadline. A worker that does
not come to an end in good order - deadline, memory, stack, a client that left - is killed and
replaced at once; the other queries do not notice.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from math import ceil
from time import monotonic
from typing import Final

from azru_kg.engine.protocol import FREE, Answer, Meter, Request
from azru_kg.engine.workers.crew import Crew
from azru_kg.engine.workers.exchange import Exchange
from azru_kg.engine.workers.lineage import RETRY_AFTER
from azru_kg.engine.workers.parent import Worker
from azru_kg.engine.workers.root import Founder, found_alone
from azru_kg.engine.workers.turns import Turn, Turns
from azru_kg.engine.workers.worker import Unprepared
from azru_kg.errors import AzruError, Overloaded, TryLater
from azru_kg.graph.dataset import Dataset
from azru_kg.settings import MEMORY, WORKERS

# How long a query may run on whose client has left before its answer began.
_GRACE: Final = 0.02
# A perspective may be lost again before it is asked about.
_TRIES: Final = 3


class Errand:
    """A request with a worker: `exchange` is what passes between them until it is ended."""

    def __init__(
        self, exchange: Exchange, settle: Callable[[float], None], end: Callable[[], None]
    ) -> None:
        self.exchange = exchange
        self._settle = settle
        self._end: Callable[[], None] | None = end
        self._started = monotonic()

    def end(self) -> None:
        """Have the work paid for and the worker given back, if that is not done yet."""
        if self._end is not None:
            end, self._end = self._end, None
            self._settle(monotonic() - self._started)
            end()


class Pool:
    """An engine of worker processes that share one copy of a dataset.

    `seconds` and `memory` (bytes) are what one query may take; `queue` is how many requests may
    wait for a worker, each for as long as a query may take. There is one worker more than
    `workers`, for a client that has no query running. `stale` is called where the engine has ended
    and cannot be started with the same data again, because the files have changed: others have to
    be loaded. `found` is where the process comes from that has the data.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        workers: int = WORKERS,
        seconds: float = 10.0,
        memory: int = MEMORY,
        queue: int = 16,
        stale: Callable[[], None] = lambda: None,
        found: Founder = found_alone,
    ) -> None:
        self._size = max(2, workers)
        self._seconds = seconds
        self._turns: Turns[Worker] = Turns(queue, self._refuse)
        self._turns.close(_explain_end)
        self._crew = Crew(
            dataset, self._turns, size=self._size + 1, memory=memory, stale=stale, found=found
        )
        self._leaving: set[asyncio.Task[bool]] = set()
        self._outcomes: Counter[str] = Counter()

    async def start(self) -> None:
        """Load the dataset and start the workers; raise DataError if a file is broken."""
        await self._crew.start()

    async def close(self) -> None:
        """End all processes of the pool; queries that run or wait end with an error."""
        self._turns.close(_explain_end)
        for task in self._leaving:
            task.cancel()
        await self._crew.close()

    @property
    def idle(self) -> int:
        """How many workers wait for a query."""
        return self._turns.free

    @property
    def busy(self) -> int:
        """How many workers run a query."""
        return self._turns.running

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._turns.waiting

    @property
    def replaced(self) -> int:
        """How many workers were replaced."""
        return self._crew.replaced

    @property
    def restarts(self) -> int:
        """How often the process that holds the data was started again."""
        return self._crew.restarts

    @property
    def faults(self) -> Mapping[str, int]:
        """How often an engine elsewhere failed: this one is here."""
        return {}

    @property
    def is_left_alone(self) -> bool:
        """Whether it is not asked for a while: its workers are replaced at once."""
        return False

    def count_outcomes(self) -> dict[str, int]:
        """Return how many queries ended in which way, by problem type."""
        return dict(self._outcomes)

    def line_up(self, client: str, seconds: float | None) -> Turn[Worker]:
        """Return the turn of a client to be; `begin`, `answer` or `give_up` has to follow.

        Raises what `answer` raises.
        """
        return self._turns.line_up(client, self._limit(seconds))

    def give_up(self, client: str, turn: Turn[Worker]) -> None:
        """Let others have the turn of a client, even if it has just come."""
        self._turns.give_up(client, turn)

    def begin(
        self,
        requests: Sequence[bytes],
        client: str,
        *,
        seconds: float | None,
        meter: Meter,
        turn: Turn[Worker] | None = None,
    ) -> Errand | None:
        """Have small requests begun, as `wire` writes their members, in a turn that has come.

        One worker gets them all, which can answer others when it is done with the last. Without a
        turn, None is returned where the client would have to wait for one. The errand has to be
        ended. Raises what `answer` raises.
        """
        worker = self._turns.take_free(client) if turn is None else turn.result()
        if worker is None:
            return None
        errand = self._charge(worker, client, self._limit(seconds), meter)
        errand.exchange.send(*requests)
        return errand

    @asynccontextmanager
    async def answer(
        self,
        request: Request,
        *,
        seconds: float | None = None,
        meter: Meter = FREE,
        begun: Errand | Turn[Worker] | None = None,
    ) -> AsyncIterator[Answer]:
        """Return the answer as a context, as the protocol says.

        `begun` is what there is of it already: its errand, or its turn.
        """
        limit = self._limit(seconds)
        errand = begun if isinstance(begun, Errand) else None
        try:
            for _ in range(_TRIES):
                if errand is None:
                    if isinstance(begun, asyncio.Future):
                        worker = await self._turns.wait(request.client, begun)
                        begun = None
                    else:
                        worker = await self._turns.take(request.client, limit)
                    errand = self._charge(worker, request.client, limit, meter)
                try:
                    answer = await errand.exchange.ask(request)
                    break
                except Unprepared as missing:
                    errand.end()
                    errand = None
                    await self._prepare(str(missing), limit, meter)
            else:
                raise _put_off("the perspective was lost again")
            yield answer
        except AzruError as error:
            self._outcomes[error.problem] += 1
            raise
        finally:
            if errand is not None:
                errand.end()
        self.note_answer()

    def note_answer(self) -> None:
        """Count a query that was answered."""
        self._outcomes["answered"] += 1

    def _limit(self, seconds: float | None) -> float:
        return self._seconds if seconds is None else min(seconds, self._seconds)

    def _charge(self, worker: Worker, client: str, seconds: float, meter: Meter) -> Errand:
        """Return the errand of a worker that has been taken; raise what the meter raises."""
        try:
            settle = meter.hold(seconds)
        except BaseException:
            self._give_back(worker, client, fit=True)
            raise
        exchange = Exchange(worker, seconds=seconds)

        def end() -> None:
            fit = exchange.stop()
            if not fit and exchange.may_end_soon:
                self._wind_down(exchange, worker, client)
            else:
                self._give_back(worker, client, fit=fit)

        return Errand(exchange, settle, end)

    def _wind_down(self, exchange: Exchange, worker: Worker, client: str) -> None:
        def give_back(task: asyncio.Task[bool]) -> None:
            self._leaving.discard(task)
            fit = False
            try:
                fit = not task.cancelled() and task.result()
            finally:  # whatever happened, no place is lost
                self._give_back(worker, client, fit=fit)

        task = asyncio.create_task(exchange.wind_down(_GRACE))
        self._leaving.add(task)
        task.add_done_callback(give_back)

    def _give_back(self, worker: Worker, client: str, *, fit: bool) -> None:
        self._turns.leave(client)
        if fit:
            self._crew.take_back(worker)
        else:
            self._crew.replace(worker)

    async def _prepare(self, name: str, seconds: float, meter: Meter) -> None:
        """Wait until workers know a perspective; who is the first to ask pays for the building."""
        settle = meter.hold(seconds)
        started = monotonic()
        build, begun = self._crew.prepare(name)
        if begun:
            build.add_done_callback(lambda _: settle(monotonic() - started))
        try:
            await asyncio.wait([build], timeout=seconds)
        finally:
            if not begun:
                settle(monotonic() - started)
        if not build.done():
            raise _put_off(f"the perspective {name} is being built")
        build.result()

    def _refuse(self, waiting: int) -> Overloaded:
        # By then each query that runs now has come to its end, or to its deadline.
        later = ceil(self._seconds)
        return Overloaded(
            f"all {self._size} workers are busy and {waiting} requests wait already."
            f" Try again in {later} seconds",
            retry_after=later,
        )


def _explain_end() -> AzruError:
    return AzruError("the query engine is not running. Restart the server")


def _put_off(reason: str) -> TryLater:
    return TryLater(f"{reason}. Try again in {RETRY_AFTER} seconds", retry_after=RETRY_AFTER)
