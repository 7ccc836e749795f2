"""Work for a client that may leave."""

import asyncio
from collections.abc import Coroutine

import pytest
from starlette.types import Message

from azru_kg.errors import QueryError
from azru_kg.server.http.streaming import run_while_connected


class Client:
    """A client that leaves when it is told to."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}


class Work:
    """Work that begins, and ends when it may; it knows whether it was cancelled."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun, self.may_end, self.cancelled = asyncio.Event(), asyncio.Event(), False
        self._error = error

    async def run(self) -> None:
        self.begun.set()
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            if self._error is not None:
                raise self._error from None
            raise
        if self._error is not None:
            raise self._error


def run(test: Coroutine[None, None, None]) -> None:
    async def run_in_time() -> None:
        async with asyncio.timeout(5):
            await test

    asyncio.run(run_in_time())


def test_work_ends_as_it_ends_while_the_client_is_there() -> None:
    async def test() -> None:
        work, failing = Work(), Work(QueryError("no"))
        work.may_end.set()
        failing.may_end.set()
        await run_while_connected(work.run(), Client().receive)
        with pytest.raises(QueryError):
            await run_while_connected(failing.run(), Client().receive)
        assert not work.cancelled
        assert not failing.cancelled

    run(test())


def test_work_is_cancelled_when_the_client_leaves_and_nobody_is_told() -> None:
    async def test() -> None:
        client, work = Client(), Work()
        task = asyncio.create_task(run_while_connected(work.run(), client.receive))
        await work.begun.wait()
        client.gone.set()
        await task
        assert work.cancelled
        assert not task.cancelled()
        assert not task.cancelling()

    run(test())


def test_work_that_fails_when_it_is_cancelled_says_so() -> None:
    async def test() -> None:
        client, work = Client(), Work(QueryError("no"))
        task = asyncio.create_task(run_while_connected(work.run(), client.receive))
        await work.begun.wait()
        client.gone.set()
        with pytest.raises(QueryError):
            await task
        assert work.cancelled
        assert not task.cancelling()

    run(test())


@pytest.mark.parametrize("leaves", [False, True])
def test_who_cancels_it_sees_it_cancelled_whether_or_not_the_client_leaves(leaves: bool) -> None:
    async def test() -> None:
        client, work = Client(), Work()
        task = asyncio.create_task(run_while_connected(work.run(), client.receive))
        await work.begun.wait()
        if leaves:
            client.gone.set()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert work.cancelled

    run(test())


def test_a_client_that_leaves_behind_the_end_cancels_nothing() -> None:
    async def test() -> None:
        client, work = Client(), Work()
        work.may_end.set()
        await run_while_connected(work.run(), client.receive)
        client.gone.set()
        for _ in range(5):
            await asyncio.sleep(0)

    run(test())
