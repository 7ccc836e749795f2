"""Puts known requests that take next to no time to a worker together.

To wake a process that sleeps, and to be woken by it, takes longer than a small query. The data of a
release are what they are: a query that took no time takes none again. So what of one client comes
at about the same time is sent as a whole, and the answers come back several at a time. Where
anything goes otherwise than it did before, each request goes the long way by itself.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final

from azru_kg.engine.workers.exchange import Unfinished, Whole
from azru_kg.engine.workers.parent import Worker
from azru_kg.engine.workers.pool import Errand, Pool
from azru_kg.engine.workers.turns import Turn
from azru_kg.errors import AzruError
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.streaming import HELD_BACK
from azru_kg.server.sparql.flights import Flight

QUICK: Final = 500e-6
"""Seconds of a processor that a query may have taken to be one of several."""

# So much work is given to one worker before another one is asked, in so many bytes.
_WORK: Final = 500e-6
_BYTES: Final = 64 * 1024
# That many are not kept waiting for others.
_MANY: Final = 16


class Batches:
    """The requests of each client that wait to be put to workers."""

    def __init__(self, pool: Pool, budget: Budget) -> None:
        self._pool = pool
        self._budget = budget
        self._waiting: dict[str, deque[Flight]] = {}

    def add(self, flight: Flight) -> None:
        """Have a request computed together with others of its client that come now."""
        waiting = self._waiting.get(flight.client)
        if waiting is None:
            self._waiting[flight.client] = deque([flight])
            asyncio.get_running_loop().call_soon(self._gather, flight.client, 0)
        else:
            waiting.append(flight)

    def _gather(self, client: str, before: int) -> None:
        """Wait as long as more comes with each look at the connections, but for so many."""
        come = len(self._waiting[client])
        if before < come < _MANY:
            asyncio.get_running_loop().call_soon(self._gather, client, come)
        else:
            self._send(client)

    def _send(self, client: str, turn: Turn[Worker] | None = None) -> None:
        """Put what waits to workers that are free, the first one in a turn that has come."""
        waiting = self._waiting[client]
        while flights := self._choose(waiting):
            try:
                if not self._begin(client, flights, turn):
                    waiting.extendleft(reversed(flights))
                    self._line_up(client)
                    return
            except AzruError:
                for flight in flights:
                    flight.pass_on()  # the long way says why
            turn = None
        del self._waiting[client]
        if turn is not None:
            self._pool.give_up(client, turn)

    def _choose(self, waiting: deque[Flight]) -> list[Flight]:
        """Take what one worker is to do."""
        chosen: list[Flight] = []
        work, size = _WORK, _BYTES
        while waiting:
            flight = waiting[0]
            if flight.waits:
                work -= flight.known.work
                size -= len(flight.known.members)
                if chosen and (work < 0 or size < 0):
                    break
                chosen.append(flight)
            waiting.popleft()
        return chosen

    def _begin(self, client: str, flights: list[Flight], turn: Turn[Worker] | None) -> bool:
        batch = _Batch(flights, self._budget, client)
        errand = self._pool.begin(
            [flight.known.members for flight in flights],
            client,
            seconds=None,
            meter=batch,
            turn=turn,
        )
        if errand is None:
            return False
        batch.follow(errand)
        return True

    def _line_up(self, client: str) -> None:
        try:
            turn = self._pool.line_up(client, None)
        except AzruError:
            self._give_up(client, None)
        else:
            turn.add_done_callback(partial(self._take_turn, client))

    def _take_turn(self, client: str, turn: Turn[Worker]) -> None:
        if turn.cancelled() or turn.exception() is not None:
            self._give_up(client, turn)
        else:
            self._send(client, turn)

    def _give_up(self, client: str, turn: Turn[Worker] | None) -> None:
        for flight in self._waiting.pop(client):
            flight.pass_on(turn)


class _Batch:
    """Requests that are with one worker; it is the meter of their work."""

    def __init__(self, flights: list[Flight], budget: Budget, client: str) -> None:
        self._due = deque(flights)
        self._budget = budget
        self._client = client
        self._errand: Errand | None = None

    def hold(self, seconds: float) -> Callable[[float], None]:
        """Set aside what the work may cost; raise BudgetSpent."""
        self._budget.check(self._client)
        return self._budget.hold(self._client, seconds)

    def follow(self, errand: Errand) -> None:
        """Give out the answers as they come."""
        self._errand = errand
        errand.exchange.listen(self._go_on)

    def _go_on(self) -> None:
        errand = self._errand
        if errand is None:
            return
        answers: list[tuple[Flight, Whole]] = []
        broken = False
        while self._due:
            try:
                whole = errand.exchange.read_whole(HELD_BACK)
            except Unfinished:
                errand.exchange.listen(self._go_on)
                break
            if whole is None:
                broken = True
                break
            answers.append((self._due.popleft(), whole))
        if broken or not self._due:
            # First of all, for what an answer leads to may want the worker.
            self._errand = None
            errand.end()
        for flight, whole in answers:
            if flight.waits:
                flight.answer(whole)
        if broken:
            for flight in self._due:
                flight.pass_on()
