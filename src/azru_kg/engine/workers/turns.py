"""Whose turn it is: workers are handed to clients one after the other, not to requests.

A client that opens many connections waits behind itself: the next free worker goes to the client
with the fewest queries running, and the last free one only to a client with none. A queue that is
full makes room for a client with few requests at the cost of the one with the most.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from typing import Generic, TypeVar

Resource = TypeVar("Resource")
Turn = asyncio.Future[Resource]
"""A turn to be."""


class Turns(Generic[Resource]):
    """Hands out what is offered, a client at a time; `most` requests may wait.

    `refuse` makes the error for those that are turned away, from how many wait.
    """

    def __init__(self, most: int, refuse: Callable[[int], Exception]) -> None:
        self._most = most
        self._refuse = refuse
        self._free: list[Resource] = []
        self._running: Counter[str] = Counter()
        self._waiting: dict[str, deque[Turn[Resource]]] = {}
        self._closed: Callable[[], Exception] | None = None

    @property
    def free(self) -> int:
        """How many resources wait for a request."""
        return len(self._free)

    @property
    def running(self) -> int:
        """How many requests have a resource."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """How many requests wait for a resource."""
        return sum(map(len, self._waiting.values()))

    def offer(self, resource: Resource) -> None:
        """Hand a resource to whose turn it is, or keep it until somebody asks."""
        self._free.append(resource)
        self._hand_out()

    def withdraw(self, resource: Resource) -> bool:
        """Take a resource back that nobody has; return whether that is so."""
        if resource not in self._free:
            return False
        self._free.remove(resource)
        return True

    async def take(self, client: str, seconds: float) -> Resource:
        """Return a resource when it is the turn of a client; `leave` has to follow.

        Raises the error of `refuse` where too many wait, or after so many seconds; and that of
        `close`.
        """
        free = self.take_free(client)
        return await self.wait(client, self.line_up(client, seconds)) if free is None else free

    def line_up(self, client: str, seconds: float) -> Turn[Resource]:
        """Return the turn of a client to be: it gets a resource, or what `take` raises.

        `wait`, `leave` or `give_up` has to follow. Raises the error of `refuse` and of `close`.
        """
        if self._closed is not None:
            raise self._closed()
        turn = self._line_up(client)
        alarm = asyncio.get_running_loop().call_later(seconds, self._turn_away, turn)

        def forget(turn: Turn[Resource]) -> None:
            alarm.cancel()
            self._forget(client, turn)

        turn.add_done_callback(forget)
        return turn

    async def wait(self, client: str, turn: Turn[Resource]) -> Resource:
        """Return the resource of a turn when it comes."""
        try:
            return await turn
        except asyncio.CancelledError:
            self.give_up(client, turn)
            raise

    def give_up(self, client: str, turn: Turn[Resource]) -> None:
        """Let others have the turn of a client, even if it has just come."""
        if not turn.cancel() and not turn.cancelled() and turn.exception() is None:
            self.leave(client)
            self.offer(turn.result())

    def take_free(self, client: str) -> Resource | None:
        """Return a resource if a client may have one at once; `leave` has to follow then.

        Raises the error of `close`.
        """
        if self._closed is not None:
            raise self._closed()
        if not self._may_have_one(client):
            return None
        self._running[client] += 1
        return self._free.pop()

    def leave(self, client: str) -> None:
        """Note that a client has given up what it took; it may be offered again."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        self._hand_out()

    def close(self, explain: Callable[[], Exception]) -> None:
        """Turn away whoever waits, and from now on whoever comes, with an error that is made."""
        self._closed = explain
        for turn in [turn for turns in self._waiting.values() for turn in turns]:
            if not turn.done():
                turn.set_exception(explain())

    def open(self) -> None:
        """Let requests wait again."""
        self._closed = None

    def _may_have_one(self, client: str) -> bool:
        return len(self._free) > (1 if client in self._running else 0)

    def _line_up(self, client: str) -> Turn[Resource]:
        turns = self._waiting.get(client, ())
        if self.waiting >= self._most and not self._make_room(len(turns) + 1):
            raise self._refuse(self.waiting)
        turn: Turn[Resource] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        return turn

    def _make_room(self, fewer: int) -> bool:
        """Turn away the last request of who has the most, where that is more than `fewer`."""
        most = max(self._waiting.values(), key=len, default=None)
        if most is None or len(most) <= fewer:
            return False
        self._turn_away(most[-1])
        most.pop()
        return True

    def _hand_out(self) -> None:
        while self._free and self._waiting and (client := self._choose()) is not None:
            turns = self._waiting.pop(client)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns  # behind the others
            if not turn.done():
                self._running[client] += 1
                turn.set_result(self._free.pop())

    def _choose(self) -> str | None:
        """Return the client with the fewest queries running, of those that may have one more."""
        able = [client for client in self._waiting if self._may_have_one(client)]
        return min(able, key=self._running.__getitem__, default=None)

    def _turn_away(self, turn: Turn[Resource]) -> None:
        if not turn.done():
            turn.set_exception(self._refuse(self.waiting))

    def _forget(self, client: str, turn: Turn[Resource]) -> None:
        turns = self._waiting.get(client)
        if turns is not None and turn in turns:
            turns.remove(turn)
            if not turns:
                del self._waiting[client]
