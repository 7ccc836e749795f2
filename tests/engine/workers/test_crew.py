"""What becomes of the workers when processes die, or no descriptor is left for another."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import pytest

from azru_kg.engine.protocol import Request
from azru_kg.engine.workers import lineage
from azru_kg.engine.workers.pool import Pool
from azru_kg.engine.workers.root import Root
from azru_kg.errors import AzruError, DeadlinePassed, TryLater
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.perspectives import SPACE
from azru_kg.query.query import read_query

SMALL = "ASK { ?s ?p 5 }"
ANY = "ASK {}"
WHOLE = 3
OFFICIAL, RUSSIAN = f"{SPACE}official", f"{SPACE}russian"

Find = Callable[[], set[int]]
Children = Callable[[int], set[int]]
Gone = Callable[[set[int]], bool]


@asynccontextmanager
async def running(dataset: Dataset, *, seconds: float = 30) -> AsyncIterator[Pool]:
    pool = Pool(dataset, workers=WHOLE - 1, seconds=seconds, memory=256 * 1024 * 1024)
    await pool.start()
    try:
        async with asyncio.timeout(60):
            yield pool
    finally:
        await pool.close()


async def ask(pool: Pool, query: str = SMALL, *graphs: str, seconds: float | None = None) -> bytes:
    request = Request(read_query(query), "text/csv", None, default_graphs=graphs)
    async with pool.answer(request, seconds=seconds) as answer:
        return b"".join([chunk async for chunk in answer.chunks])


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.005)


async def until_whole(pool: Pool) -> None:
    await until(lambda: (pool.idle, pool.busy, pool.waiting) == (WHOLE, 0, 0))


@contextmanager
def kept_from_opening(process: int) -> Iterator[None]:
    """Leave a process no descriptor but those it has."""
    before = resource.prlimit(process, resource.RLIMIT_NOFILE)
    resource.prlimit(process, resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_NOFILE, before)


@pytest.mark.long
def test_a_zygote_that_is_killed_is_started_again(
    dataset: Dataset, zygotes: Find, children: Children, gone: Gone
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            for restarts in (1, 2):
                (zygote,) = zygotes()
                workers = children(zygote)
                os.kill(zygote, signal.SIGKILL)
                await until(lambda: pool.idle == 0)
                with pytest.raises(TryLater, match="is being started again") as caught:
                    await ask(pool)
                assert (caught.value.status, caught.value.retry_after) == (503, 5)
                assert gone(workers)
                await until_whole(pool)
                assert await ask(pool) == b"true"
                assert pool.restarts == restarts
                assert len(zygotes()) == 1

    asyncio.run(run())
    assert not zygotes()


@pytest.mark.long
def test_those_who_run_or_wait_when_the_zygote_dies_are_told(
    dataset: Dataset, queries: dict[str, str], zygotes: Find
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            tasks = [asyncio.create_task(ask(pool, queries["product"])) for _ in range(6)]
            await until(lambda: (pool.busy, pool.waiting) == (2, 4))
            os.kill(zygotes().pop(), signal.SIGKILL)
            errors = await asyncio.gather(*tasks, return_exceptions=True)
            assert [type(error) for error in errors] == [TryLater] * 6
            await until_whole(pool)

    asyncio.run(run())


@pytest.mark.long
def test_an_engine_that_starts_again_serves_no_other_data(
    dataset: Dataset, zygotes: Find, caplog: pytest.LogCaptureFixture
) -> None:
    path = dataset.files[0].path
    before = path.read_text()

    async def run() -> None:
        async with running(dataset) as pool:
            path.write_text("<urn:a> <urn:b> <urn:c> .")
            os.kill(zygotes().pop(), signal.SIGKILL)
            await until(lambda: "files changed" in caplog.text)
            with pytest.raises(TryLater):
                await ask(pool)
            path.write_text(before)
            await until_whole(pool)
            assert await ask(pool) == b"true"

    asyncio.run(run())


@pytest.mark.long
def test_closing_while_the_engine_starts_again_leaves_no_process(
    dataset: Dataset, zygotes: Find
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            os.kill(zygotes().pop(), signal.SIGKILL)
            await until(lambda: pool.restarts and zygotes())

    asyncio.run(run())
    assert not zygotes()


@pytest.mark.long
def test_no_place_is_lost_while_this_process_has_no_descriptor_left(
    dataset: Dataset, zygotes: Find, children: Children
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            workers = children(zygotes().pop())
            with kept_from_opening(os.getpid()):
                for worker in workers:
                    os.kill(worker, signal.SIGKILL)
                await until(lambda: pool.idle == 0)
                await asyncio.sleep(0.2)
                assert pool.idle == 0
            await until_whole(pool)
            assert await ask(pool) == b"true"

    asyncio.run(run())


def test_no_place_is_lost_while_the_zygote_has_no_descriptor_left(
    dataset: Dataset, zygotes: Find, children: Children
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            (zygote,) = zygotes()
            with kept_from_opening(zygote):
                for worker in children(zygote):
                    os.kill(worker, signal.SIGKILL)
                await until(lambda: pool.replaced >= WHOLE)
                await asyncio.sleep(0.2)
                assert pool.idle == 0
            await until_whole(pool)
            assert zygotes() == {zygote}
            assert await ask(pool) == b"true"

    asyncio.run(run())


@pytest.mark.long
def test_nobody_waits_for_a_zygote_that_stands_still(
    dataset: Dataset, queries: dict[str, str], zygotes: Find, children: Children
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            (zygote,) = zygotes()
            os.kill(zygote, signal.SIGSTOP)
            for _ in range(WHOLE):
                # Each of them has its worker killed, and another one ordered.
                with pytest.raises(DeadlinePassed):
                    await ask(pool, queries["product"], seconds=0.05)
            await until(lambda: pool.idle == 0)
            with pytest.raises(TryLater):
                await ask(pool, seconds=0.05)
            os.kill(zygote, signal.SIGCONT)
            await until_whole(pool)
            assert await ask(pool) == b"true"
            await until(lambda: len(children(zygote)) == WHOLE)

    asyncio.run(run())


@pytest.mark.long
def test_orders_that_a_zygote_does_not_take_are_kept_until_it_does(
    dataset: Dataset, zygotes: Find, children: Children
) -> None:
    async def run() -> None:
        root = await Root.start(dataset, memory=256 * 1024 * 1024)
        try:
            (zygote,) = zygotes()
            os.kill(zygote, signal.SIGSTOP)
            workers = [root.fork() for _ in range(400)]
            for worker in workers:
                worker.kill()
                worker.close()
            os.kill(zygote, signal.SIGCONT)
            async with asyncio.timeout(60):
                assert all([await worker.child.born for worker in workers])
                assert {await worker.child.ended for worker in workers} <= {-9, 0}
            assert not children(zygote)
        finally:
            await root.end()

    asyncio.run(run())


@pytest.mark.long
def test_workers_that_are_killed_at_random_come_back(
    dataset: Dataset, zygotes: Find, children: Children
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            (zygote,) = zygotes()
            for _ in range(20):
                tasks = [asyncio.create_task(ask(pool)) for _ in range(4)]
                for worker in list(children(zygote))[:2]:
                    with suppress(ProcessLookupError):
                        os.kill(worker, signal.SIGKILL)
                await asyncio.gather(*tasks, return_exceptions=True)
            await until_whole(pool)
            assert await ask(pool) == b"true"
            assert zygotes() == {zygote}
            await until(lambda: len(children(zygote)) == WHOLE)

    asyncio.run(run())


def test_a_perspective_is_built_in_a_process_of_its_own_by_whoever_asks_first(
    dataset: Dataset, zygotes: Find, children: Children
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            (zygote,) = zygotes()
            answers = await asyncio.gather(*(ask(pool, ANY, OFFICIAL) for _ in range(6)))
            assert answers == [b"true"] * 6
            assert await ask(pool) == b"true"
            assert await ask(pool, ANY, RUSSIAN) == b"true"
            assert await ask(pool, ANY, OFFICIAL) == b"true"
            await until_whole(pool)
            # The workers are those of the second branch, which is one of the first.
            await until(lambda: len(children(zygote)) == 1)
            (first,) = children(zygote)
            await until(lambda: len(children(first)) == 1)
            (second,) = children(first)
            await until(lambda: len(children(second)) == WHOLE)

    asyncio.run(run())


@pytest.mark.long
def test_where_a_branch_dies_the_one_before_it_takes_over(
    dataset: Dataset, zygotes: Find, children: Children
) -> None:
    async def run() -> None:
        async with running(dataset) as pool:
            (zygote,) = zygotes()
            assert await ask(pool, ANY, OFFICIAL) == b"true"
            await until(lambda: len(children(zygote)) == 1)
            os.kill(children(zygote).pop(), signal.SIGKILL)
            await until(lambda: len(children(zygote)) == WHOLE)
            await until_whole(pool)
            assert await ask(pool) == b"true"
            assert await ask(pool, ANY, OFFICIAL) == b"true"
            assert (zygotes(), pool.restarts) == ({zygote}, 0)

    asyncio.run(run())


@pytest.mark.long
def test_a_perspective_that_takes_too_long_is_given_up_for_a_while_and_harms_nobody(
    dataset: Dataset, zygotes: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lineage, "BUILDING", 0.000_001)

    async def run() -> None:
        async with running(dataset) as pool:
            before = zygotes()
            for _ in range(2):
                with pytest.raises(DeadlinePassed, match="takes longer to build"):
                    await ask(pool, ANY, OFFICIAL)
                monkeypatch.setattr(lineage, "BUILDING", 60)
            assert await ask(pool) == b"true"
            assert await ask(pool, ANY, RUSSIAN) == b"true"
            assert zygotes() == before

    asyncio.run(run())


def test_whoever_asks_about_a_perspective_pays_for_the_waiting(dataset: Dataset) -> None:
    held: list[float] = []
    paid: list[float] = []

    class Account:
        def hold(self, seconds: float) -> Callable[[float], None]:
            held.append(seconds)
            return paid.append

    async def run() -> None:
        async with running(dataset) as pool:
            request = Request(read_query(ANY), "text/csv", None, default_graphs=(OFFICIAL,))
            async with pool.answer(request, seconds=20, meter=Account()) as answer:
                assert [chunk async for chunk in answer.chunks] == [b"true"]

    asyncio.run(run())
    # A worker that does not know it, the building, and a worker that does.
    assert held == [20] * 3
    assert len(paid) == 3


def test_an_engine_that_cannot_start_says_so(dataset: Dataset, zygotes: Find) -> None:
    dataset.files[0].path.unlink()
    with pytest.raises(AzruError, match=r"numbers\.ttl"):
        asyncio.run(Pool(dataset).start())
    assert not zygotes()
