from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from starlette.requests import Request

from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import BudgetSpent, DeadlinePassed, Overloaded
from azru_kg.server.ask.ask import select
from azru_kg.server.ask.door import Door
from azru_kg.server.http.budget import Budget

RunWithPool = Callable[..., Any]
CLIENT = "192.0.2.7"
NUMBERS = "".join(f"<urn:n:{n}> <urn:number> {n} ." for n in range(500))
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Clock:
    """A clock that stands still."""

    def __call__(self) -> float:
        return 0.0


def make_request(client: str = CLIENT) -> Request:
    return Request({"type": "http", "method": "GET", "headers": [], "client": (client, 1)})


def compute(steps: int = 200_000) -> int:
    return sum(range(steps))


def test_a_query_of_a_page_is_paid_for_by_its_client(run_with_pool: RunWithPool) -> None:
    budget = Budget(10, clock=Clock())

    async def ask(pool: Pool) -> int:
        return len(await select(Door(pool, budget).admit(make_request()), "SELECT * { ?s ?p ?o }"))

    assert run_with_pool("<urn:a> <urn:b> 1 .", ask) == 1
    assert budget.left(CLIENT) < 10
    assert budget.left("192.0.2.8") == 10


def test_what_is_asked_for_all_is_paid_for_by_nobody(run_with_pool: RunWithPool) -> None:
    budget = Budget(10, clock=Clock())

    async def ask(pool: Pool) -> int:
        return len(await select(Door(pool, budget).shared, "SELECT * { ?s ?p ?o }"))

    assert run_with_pool("<urn:a> <urn:b> 1 .", ask) == 1
    assert budget.left(CLIENT) == 10


def test_work_in_a_thread_is_paid_for_by_the_time_it_takes(run_with_pool: RunWithPool) -> None:
    budget = Budget(10, clock=Clock())

    async def work(pool: Pool) -> int:
        return await Door(pool, budget).admit(make_request()).run(compute, steps=300_000)

    assert run_with_pool("", work) == sum(range(300_000))
    assert budget.left(CLIENT) < 10


def test_who_has_spent_the_budget_is_refused_and_what_is_begun_is_finished(
    run_with_pool: RunWithPool,
) -> None:
    budget = Budget(10, clock=Clock())

    async def work(pool: Pool) -> None:
        door = Door(pool, budget)
        begun = door.admit(make_request())
        await begun.run(compute)
        budget.charge(CLIENT, 11)
        await begun.run(compute)
        late = door.admit(make_request())
        with pytest.raises(BudgetSpent):
            await late.run(compute)
        with pytest.raises(BudgetSpent):
            await select(late, "SELECT * {}")
        await door.admit(make_request("192.0.2.8")).run(compute)

    run_with_pool("", work)


@pytest.mark.long
def test_what_waits_is_refused_when_what_runs_may_spend_the_budget(
    run_with_pool: RunWithPool,
) -> None:
    budget = Budget(0.4, clock=Clock())

    async def work(pool: Pool) -> list[object]:
        door = Door(pool, budget)
        asked = [select(door.admit(make_request()), RUNAWAY, seconds=0.5) for _ in range(18)]
        return await asyncio.gather(*asked, return_exceptions=True)

    outcomes = [type(outcome) for outcome in run_with_pool(NUMBERS, work, workers=2)]
    # The first may take more than there is, and there is a worker for the second.
    assert [outcomes.count(kind) for kind in (DeadlinePassed, BudgetSpent)] == [1, 17]


def test_who_leaves_pays_for_what_was_begun(run_with_pool: RunWithPool) -> None:
    budget = Budget(10, clock=Clock())
    begun, go = Event(), Event()

    def wait() -> None:
        begun.set()
        go.wait(20)
        compute()

    async def work(pool: Pool) -> None:
        door = Door(pool, budget)
        task = asyncio.ensure_future(door.admit(make_request()).run(wait))
        await asyncio.to_thread(begun.wait, 20)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        go.set()
        # All threads are free again only after it was paid for.
        await asyncio.gather(*(door.admit(make_request("::1")).run(compute) for _ in range(3)))

    run_with_pool("", work)
    assert budget.left(CLIENT) < 10


def test_a_crowd_is_told_to_come_back(run_with_pool: RunWithPool) -> None:
    go = Event()

    async def work(pool: Pool) -> list[object]:
        door = Door(pool, Budget())
        tasks = [
            asyncio.ensure_future(door.admit(make_request()).run(go.wait, 20)) for _ in range(100)
        ]
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    outcomes = run_with_pool("", work)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Overloaded)]
    assert 0 < len(refused) < 100
    assert outcomes.count(True) == 100 - len(refused)
