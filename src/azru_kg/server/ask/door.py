"""The door to the engine: whoever works for a client goes through it, and the client pays.

The queries of clients and those that pages ask for them are charged and counted alike, and so is
the making of pages, which takes the time of this process. What is worked out once for everybody is
asked through `Door.shared`, and charged to nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from time import thread_time
from typing import Final, ParamSpec, Protocol, TypeVar, cast

from starlette.requests import Request
from starlette.types import Scope

from azru_kg.engine import protocol
from azru_kg.engine.protocol import Answer, Engine, Meter
from azru_kg.errors import NO_ANSWER, Overloaded
from azru_kg.server.http.budget import Budget, find_client
from azru_kg.server.http.conversation import BEGUN
from azru_kg.server.http.record import note_work

_P = ParamSpec("_P")
_T = TypeVar("_T")

# Python runs one thread at a time: more of them would only take turns with the event loop.
_THREADS: Final = 2
_WAITING: Final = 64


class Begun(Protocol):
    """Work on the first query of a request that was begun, and is charged, before it was read."""

    def take(
        self, request: protocol.Request, scope: Scope
    ) -> AbstractAsyncContextManager[Answer] | None:
        """Return the answer to the request with a scope, or None where it has been taken."""


class Door:
    """The one way to an engine for all clients; `shared` is for what is asked once for them all."""

    def __init__(self, engine: Engine, budget: Budget) -> None:
        self.shared = engine
        self._budget = budget
        self._threads = _Threads()

    def admit(self, request: Request) -> Visit:
        """Return what works for the client of a request; it may be refused at its first work."""
        return Visit(self.shared, self._budget, self._threads, request)


class Visit:
    """An engine as one request sees it: the client pays for each query, and for other work.

    A client that has spent its budget gets BudgetSpent at the first work of a request; what is
    begun is finished. What is made for it is `whole` unless it had to do without something.
    """

    def __init__(self, engine: Engine, budget: Budget, threads: _Threads, request: Request) -> None:
        self._engine = engine
        self._budget = budget
        self._threads = threads
        self._scope = request.scope
        self._client = find_client(request.scope)
        self._admitted = False
        self.whole = True

    @asynccontextmanager
    async def answer(
        self, request: protocol.Request, *, seconds: float | None = None, meter: Meter | None = None
    ) -> AsyncIterator[Answer]:
        """Return the answer of the engine as a context; the client pays for the work on it.

        A `meter` takes the place of the client's account.
        """
        own = replace(request, client=self._client)
        begun = cast("Begun | None", self._scope.get(BEGUN))
        work = None if begun is None else begun.take(own, self._scope)
        if work is None:
            self._check()
            work = self._engine.answer(own, seconds=seconds, meter=meter or self)
        else:
            self._admitted = True
        try:
            async with work as answer:
                yield answer
        finally:
            note_work(self._scope, 0.0, queries=1)

    @contextmanager
    def do_without(self) -> Iterator[None]:
        """Go on after this block where the engine has no answer for it.

        A page that lacks what is only beside it is still a true page; it is not `whole`.
        """
        try:
            yield
        except NO_ANSWER:
            self.whole = False

    def hold(self, seconds: float) -> Callable[[float], None]:
        """Set aside what the work of a query may cost, when its turn has come.

        Others of the client's requests may have spent its budget meanwhile, or be about to.
        """
        self._check()
        self._admitted = True
        settle = self._budget.hold(self._client, seconds)

        def pay(cost: float) -> None:
            settle(cost)
            note_work(self._scope, cost)

        return pay

    async def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Return what a function makes, in a thread; the client pays for its processor time.

        Raises Overloaded where too many wait for a thread already.
        """
        self._check()
        self._admitted = True
        return await self._threads.run(partial(work, *args, **kwargs), self._pay)

    def _check(self) -> None:
        if not self._admitted:
            self._budget.check(self._client)

    def _pay(self, seconds: float) -> None:
        self._budget.charge(self._client, seconds)
        note_work(self._scope, seconds)


class _Threads:
    """Runs work in a few threads; who comes when they are taken waits for its turn."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(_THREADS)
        self._waiting = 0
        self._tasks: set[asyncio.Task[object]] = set()

    async def run(self, work: Callable[[], _T], pay: Callable[[float], None]) -> _T:
        """Return what a function makes; it is paid for to its end, whether or not anyone waits."""
        if self._waiting >= _WAITING:
            raise Overloaded("too many pages are being made. Try again in a moment")
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        task = asyncio.ensure_future(self._measure(work, pay))
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    async def _measure(self, work: Callable[[], _T], pay: Callable[[float], None]) -> _T:
        seconds = 0.0

        def measure() -> _T:
            nonlocal seconds
            started = thread_time()
            try:
                return work()
            finally:
                seconds = thread_time() - started

        try:
            return await asyncio.to_thread(measure)
        finally:
            self._turns.release()
            pay(seconds)

    def _forget(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Where the client has left, nobody else asks what went wrong.
            task.exception()
