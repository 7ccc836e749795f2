import asyncio

import pytest

from azru_kg.engine.remote.breaker import Breaker
from azru_kg.errors import EngineFailed, EngineUnavailable

LIMIT = 10.0


class Engine:
    """Something that fails until it is well."""

    def __init__(self) -> None:
        self.well = False
        self.probes = 0

    async def probe(self) -> None:
        self.probes += 1
        if not self.well:
            raise EngineFailed("nobody is at home")


async def wait_until_closed(breaker: Breaker) -> None:
    async with asyncio.timeout(LIMIT):
        while breaker.is_open:
            await asyncio.sleep(0.01)


def test_failures_in_a_row_open_it_and_an_answer_closes_it() -> None:
    async def work() -> None:
        engine = Engine()
        breaker = Breaker(engine.probe, failures=3)
        for _ in range(2):
            breaker.note_failure(EngineFailed("oh"))
        breaker.check()
        breaker.note_failure(EngineFailed("oh"))
        with pytest.raises(EngineUnavailable, match=r"failed 3 times in a row.*oh") as caught:
            breaker.check()
        assert caught.value.retry_after >= 1
        async with asyncio.timeout(LIMIT):
            while not engine.probes:
                await asyncio.sleep(0.01)
        with pytest.raises(EngineUnavailable, match="nobody is at home"):
            breaker.check()
        engine.well = True
        await wait_until_closed(breaker)
        breaker.check()

    asyncio.run(work())


def test_an_answer_between_failures_begins_the_count_anew() -> None:
    async def work() -> None:
        breaker = Breaker(Engine().probe, failures=2)
        for _ in range(3):
            breaker.note_failure(EngineFailed("oh"))
            breaker.note_success()
        assert not breaker.is_open

    asyncio.run(work())


def test_it_stops_to_probe_when_it_is_closed_for_good() -> None:
    async def work() -> None:
        engine = Engine()
        breaker = Breaker(engine.probe, failures=1)
        breaker.note_failure(EngineFailed("oh"))
        await asyncio.sleep(0)
        await breaker.close()
        assert not breaker.is_open
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(work())
