import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from azru_kg.engine.workers.turns import Turns
from azru_kg.errors import AzruError, Overloaded


def make_turns(free: int, most: int = 16) -> Turns[int]:
    turns: Turns[int] = Turns(most, lambda waiting: Overloaded(f"{waiting} wait"))
    for number in range(free):
        turns.offer(number)
    return turns


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(10):
            await work()

    asyncio.run(in_time())


async def line_up(turns: Turns[int], *clients: str) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(turns.take(client, 60)) for client in clients]
    await asyncio.sleep(0)
    return tasks


async def serve(turns: Turns[int], tasks: list[asyncio.Task[int]], running: str) -> list[int]:
    """Return the tasks in the order in which they get the one worker, which `running` has."""
    order: list[int] = []
    client = running
    names = dict(zip(tasks, SERVED, strict=True))
    while len(order) < len(tasks):
        turns.leave(client)
        turns.offer(0)
        await asyncio.sleep(0)
        (index,) = [i for i, task in enumerate(tasks) if task.done() and i not in order]
        order.append(index)
        client = names[tasks[index]]
    return order


SERVED = ["me", "me", "me", "you", "you", "they"]


def test_clients_take_turns_however_many_requests_they_have() -> None:
    async def work() -> None:
        turns = make_turns(1)
        await turns.take("me", 1)
        tasks = await line_up(turns, *SERVED)
        order = [SERVED[index] for index in await serve(turns, tasks, "me")]
        assert order == ["me", "you", "they", "me", "you", "me"]

    run(work)


def test_the_last_free_worker_is_for_a_client_that_has_none() -> None:
    async def work() -> None:
        turns = make_turns(3)
        mine = await line_up(turns, *["me"] * 18)
        assert (turns.running, turns.free, turns.waiting) == (2, 1, 16)
        assert await turns.take("you", 1) == 0
        assert (turns.running, turns.free, turns.waiting) == (3, 0, 16)
        for task in mine:
            task.cancel()

    run(work)


def test_a_client_alone_has_all_workers_but_one() -> None:
    async def work() -> None:
        turns = make_turns(3)
        assert await turns.take("me", 1) == 2
        assert await turns.take("me", 1) == 1
        (waiting,) = await line_up(turns, "me")
        assert not waiting.done()
        turns.leave("me")
        turns.offer(2)
        assert await waiting == 2

    run(work)


def test_who_has_none_running_goes_before_who_has_one() -> None:
    async def work() -> None:
        turns = make_turns(2)
        await turns.take("me", 1)
        await turns.take("you", 1)
        tasks = await line_up(turns, "me", "they")
        turns.leave("you")
        turns.offer(0)
        await asyncio.sleep(0)
        assert [task.done() for task in tasks] == [False, True]
        tasks[0].cancel()

    run(work)


def test_a_full_queue_makes_room_at_the_cost_of_who_has_the_most_in_it() -> None:
    async def work() -> None:
        turns = make_turns(0, most=3)
        tasks = await line_up(turns, "me", "me", "me", "you", "you")
        await asyncio.sleep(0)
        assert [task.done() for task in tasks] == [False, False, True, False, True]
        for task in (tasks[2], tasks[4]):
            with pytest.raises(Overloaded):
                await task
        assert turns.waiting == 3
        for task in tasks:
            task.cancel()

    run(work)


def test_who_leaves_the_queue_costs_no_worker() -> None:
    async def work() -> None:
        turns = make_turns(0)
        leaving = await line_up(turns, *["me"] * 10)
        for task in leaving:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        turns.offer(7)
        assert (turns.waiting, turns.running, turns.free) == (0, 0, 1)

    run(work)


def test_a_worker_handed_to_who_leaves_in_that_moment_goes_to_the_next() -> None:
    async def work() -> None:
        turns = make_turns(0)
        first, second = await line_up(turns, "me", "you")
        turns.offer(7)
        first.cancel()
        assert await second == 7
        assert first.cancelled()
        assert (turns.waiting, turns.running, turns.free) == (0, 1, 0)

    run(work)


def test_nobody_waits_longer_than_it_says() -> None:
    async def work() -> None:
        turns = make_turns(0)
        with pytest.raises(Overloaded, match="1 wait"):
            await turns.take("me", 0.01)
        assert turns.waiting == 0

    run(work)


def test_closing_turns_away_those_that_wait_and_those_that_come_until_it_opens() -> None:
    async def work() -> None:
        turns = make_turns(0)
        (waiting,) = await line_up(turns, "me")
        turns.close(lambda: AzruError("over"))
        for outcome in (waiting, turns.take("you", 1)):
            with pytest.raises(AzruError, match="over"):
                await outcome
        turns.open()
        turns.offer(1)
        assert await turns.take("me", 1) == 1

    run(work)


def test_what_is_withdrawn_is_handed_to_nobody() -> None:
    async def work() -> None:
        turns = make_turns(2)
        assert turns.withdraw(1)
        assert not turns.withdraw(1)
        assert await turns.take("me", 1) == 0

    run(work)
