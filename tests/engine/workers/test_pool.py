import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from tests.support.sampling import sample_daily

from azru_kg.engine.protocol import FREE, Engine, Meter, Request
from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import (
    AzruError,
    BudgetSpent,
    DeadlinePassed,
    LimitReached,
    NotAcceptable,
    Overloaded,
    QueryError,
    QueryRefused,
    SyntaxFault,
)
from azru_kg.graph.dataset import Dataset
from azru_kg.query.query import read_query

SMALL = "ASK { ?s ?p 5 }"
LIMIT = 0.8


@asynccontextmanager
async def running(dataset: Dataset, *, seconds: float = 30, queue: int = 16) -> AsyncIterator[Pool]:
    memory = 256 * 1024 * 1024
    pool = Pool(dataset, workers=2, seconds=seconds, queue=queue, memory=memory)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


class Account:
    """What was held and settled, where it is not refused."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.held: list[float] = []
        self.settled: list[float] = []

    def hold(self, seconds: float) -> Callable[[float], None]:
        if self.refuses:
            raise BudgetSpent("spent")
        self.held.append(seconds)
        return self.settled.append


async def ask(
    engine: Engine,
    query: str,
    *,
    seconds: float | None = None,
    client: str = "",
    meter: Meter = FREE,
) -> bytes:
    request = Request(read_query(query), "text/csv", "text/turtle", client=client)
    async with engine.answer(request, seconds=seconds, meter=meter) as answer:
        return b"".join([chunk async for chunk in answer.chunks])


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


async def until_busy(pool: Pool, workers: int) -> None:
    await until(lambda: pool.busy >= workers)


@pytest.mark.long
@pytest.mark.parametrize(
    "name", sample_daily(["product", "stream", "join", "double", "sort", "concat"], 6)
)
def test_a_runaway_query_ends_in_time_while_a_small_one_is_answered(
    dataset: Dataset, queries: dict[str, str], name: str
) -> None:
    async def run() -> None:
        async with running(dataset, seconds=LIMIT) as pool:
            started = time.monotonic()
            runaway = asyncio.create_task(ask(pool, queries[name]))
            await until_busy(pool, 1)
            assert await ask(pool, SMALL) == b"true"
            assert not runaway.done() or time.monotonic() - started > LIMIT / 2
            with pytest.raises(LimitReached):
                await runaway
            assert time.monotonic() - started < LIMIT + 1
            assert await asyncio.gather(*(ask(pool, SMALL) for _ in range(4))) == [b"true"] * 4
            await until(lambda: pool.replaced == 1)

    asyncio.run(run())


@pytest.mark.long
def test_ten_thousand_nested_groups_are_refused_at_once(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            with pytest.raises(QueryRefused, match="nested deeper than 100"):
                await ask(pool, queries["nested"])
            assert await ask(pool, SMALL) == b"true"
            assert pool.replaced == 0

    asyncio.run(run())


@pytest.mark.long
def test_a_request_may_lower_the_deadline_but_not_raise_it(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with running(dataset, seconds=0.4) as pool:
            with pytest.raises(DeadlinePassed, match=r"longer than 0\.1 seconds"):
                await ask(pool, queries["product"], seconds=0.1)
            assert pool.replaced == 1
            with pytest.raises(DeadlinePassed, match=r"longer than 0\.4 seconds"):
                await ask(pool, queries["product"], seconds=60)
            assert pool.replaced == 2  # at once: there is nothing to wait for

    asyncio.run(run())


def test_clients_that_leave_before_the_first_byte_free_their_workers(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            leaving = [asyncio.create_task(ask(pool, queries["product"])) for _ in range(2)]
            await until_busy(pool, 2)
            for task in leaving:
                task.cancel()
            async with asyncio.timeout(5):
                assert await ask(pool, SMALL) == b"true"
            assert all(task.cancelled() for task in leaving)
            await until(lambda: pool.replaced == 2)

    asyncio.run(run())


@pytest.mark.long
def test_clients_that_leave_in_the_middle_free_their_workers(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            for _ in range(4):
                request = Request(read_query(queries["stream"]), "text/csv", None)
                async with asyncio.timeout(5), pool.answer(request) as answer:
                    assert await anext(answer.chunks)
            await until(lambda: pool.replaced == 4)

    asyncio.run(run())


def test_workers_are_used_again(
    dataset: Dataset, zygotes: Callable[[], set[int]], children: Callable[[int], set[int]]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            (zygote,) = zygotes()
            while len(before := children(zygote)) < 3:
                await asyncio.sleep(0.01)
            for _ in range(10):
                assert await ask(pool, SMALL) == b"true"
                with pytest.raises(QueryError):
                    await ask(pool, "ASK { FILTER(<http://x/f>(1)) }")
                with pytest.raises(NotAcceptable):
                    async with pool.answer(Request(read_query(SMALL), None, None)):
                        pass
                async with pool.answer(Request(read_query(SMALL), "text/csv", None)) as answer:
                    assert answer.form == "boolean"
            assert children(zygote) == before
            assert pool.count_outcomes() == {
                "answered": 20,
                "query-failed": 10,
                "not-acceptable": 10,
            }

    asyncio.run(run())


def test_errors_of_a_query_say_where(dataset: Dataset) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            with pytest.raises(SyntaxFault) as caught:
                await ask(pool, "SELECT *\n{ ?s ?p }")
            assert (caught.value.line, caught.value.column) == (2, 9)

    asyncio.run(run())


def test_a_client_with_many_queries_leaves_a_worker_for_another(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            crowd = [
                asyncio.create_task(ask(pool, queries["product"], client="crowd"))
                for _ in range(18)
            ]
            await until_busy(pool, 2)
            await until(lambda: pool.waiting == 16)
            for _ in range(3):
                assert await ask(pool, SMALL, client="other", seconds=5) == b"true"
            assert not any(task.done() for task in crowd)
            for task in crowd:
                task.cancel()
            await until(lambda: (pool.idle, pool.busy, pool.waiting) == (3, 0, 0))

    asyncio.run(run())


@pytest.mark.long
def test_work_is_held_when_its_turn_comes_and_settled_whatever_ends_it(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        account = Account()
        async with running(dataset, seconds=0.5) as pool:
            assert await ask(pool, SMALL, meter=account) == b"true"
            with pytest.raises(DeadlinePassed):
                await ask(pool, queries["product"], meter=account, seconds=0.3)
            await until(lambda: pool.busy == 0)
            task = asyncio.create_task(ask(pool, queries["product"], meter=account))
            await until_busy(pool, 1)
            task.cancel()
            await until(lambda: pool.busy == 0)
        assert account.held == [0.5, 0.3, 0.5]
        short, long, _ = account.settled
        assert short < 0.3 <= long < 2

    asyncio.run(run())


def test_who_may_not_go_on_is_refused_at_its_turn_and_the_worker_is_kept(dataset: Dataset) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            with pytest.raises(BudgetSpent):
                await ask(pool, SMALL, meter=Account(refuses=True))
            assert (pool.idle, pool.busy, pool.replaced) == (3, 0, 0)

    asyncio.run(run())


def test_a_short_query_whose_client_has_left_costs_no_worker(dataset: Dataset) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            left = 0
            while left < 30:
                task = asyncio.create_task(ask(pool, SMALL))
                await asyncio.sleep(0)
                left += task.cancel()
                await until(lambda: pool.busy == 0)
            assert (pool.replaced, pool.idle) == (0, 3)

    asyncio.run(run())


def test_a_large_answer_arrives_whole(dataset: Dataset) -> None:
    query = (
        "CONSTRUCT { ?a <http://x/to> ?b } WHERE { ?a <http://x/next> ?x . ?b <http://x/next> ?y"
    )

    async def run() -> None:
        async with running(dataset) as pool:
            request = Request(read_query(f"{query} }} LIMIT 50000"), None, "application/n-triples")
            async with pool.answer(request) as answer:
                assert (answer.form, answer.media_type) == ("graph", "application/n-triples")
                written = b"".join([chunk async for chunk in answer.chunks])
            assert written.count(b" .\n") == 50_000

    asyncio.run(run())


@pytest.mark.long
def test_a_query_that_finds_no_worker_waits_for_one(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            busy = [
                asyncio.create_task(ask(pool, queries["product"], seconds=0.3)) for _ in range(2)
            ]
            await until_busy(pool, 2)
            assert await ask(pool, SMALL) == b"true"
            await asyncio.wait(busy)
            assert [type(task.exception()) for task in busy] == [DeadlinePassed] * 2

    asyncio.run(run())


def test_a_full_queue_turns_queries_away(dataset: Dataset, queries: dict[str, str]) -> None:
    async def run() -> None:
        async with running(dataset, queue=1) as pool:
            tasks = [asyncio.create_task(ask(pool, queries["product"])) for _ in range(2)]
            await until_busy(pool, 2)
            tasks.append(asyncio.create_task(ask(pool, SMALL)))
            await asyncio.sleep(0)
            with pytest.raises(Overloaded, match="all 2 workers are busy and 1 requests wait") as e:
                await ask(pool, SMALL)
            assert e.value.retry_after == 30
            for task in tasks:
                task.cancel()

    asyncio.run(run())


@pytest.mark.long
def test_nobody_waits_for_a_worker_longer_than_a_query_may_take(dataset: Dataset) -> None:
    async def run() -> None:
        async with running(dataset, seconds=0.3) as pool, AsyncExitStack() as held:
            for _ in range(2):
                await held.enter_async_context(
                    pool.answer(Request(read_query(SMALL), "text/csv", None))
                )
            with pytest.raises(Overloaded):
                await ask(pool, SMALL)

    asyncio.run(run())


def test_nobody_waits_for_a_worker_longer_than_the_request_allows(dataset: Dataset) -> None:
    async def run() -> None:
        async with running(dataset) as pool, AsyncExitStack() as held:
            for _ in range(2):
                await held.enter_async_context(
                    pool.answer(Request(read_query(SMALL), "text/csv", None))
                )
            async with asyncio.timeout(5):
                with pytest.raises(Overloaded):
                    await ask(pool, SMALL, seconds=0.1)

    asyncio.run(run())


@pytest.mark.long
def test_to_wait_for_a_worker_costs_nothing(dataset: Dataset, queries: dict[str, str]) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            busy = [
                asyncio.create_task(ask(pool, queries["product"], seconds=0.4)) for _ in range(2)
            ]
            await until_busy(pool, 2)
            account = Account()
            assert await ask(pool, SMALL, meter=account) == b"true"
            assert all(task.done() for task in busy)
            assert account.settled[0] < 0.3
            await asyncio.gather(*busy, return_exceptions=True)

    asyncio.run(run())


def test_closing_ends_queries_that_run_or_wait_and_every_process(
    dataset: Dataset, queries: dict[str, str], zygotes: Callable[[], set[int]]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            tasks = [asyncio.create_task(ask(pool, queries["product"])) for _ in range(3)]
            await until_busy(pool, 2)
            await pool.close()
            async with asyncio.timeout(5):
                ended = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(error, AzruError) for error in ended)

    asyncio.run(run())
    assert not zygotes()


def test_a_pool_that_was_not_started_says_so(dataset: Dataset) -> None:
    with pytest.raises(AzruError, match="not running"):
        asyncio.run(ask(Pool(dataset), SMALL))


@pytest.mark.long
def test_a_worker_that_died_idle_is_replaced(
    dataset: Dataset, zygotes: Callable[[], set[int]], children: Callable[[int], set[int]]
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            assert await ask(pool, SMALL) == b"true"
            for process in children(zygotes().pop()):
                os.kill(process, 9)
            await asyncio.sleep(0.2)
            assert [await ask(pool, SMALL) for _ in range(3)] == [b"true"] * 3

    asyncio.run(run())
