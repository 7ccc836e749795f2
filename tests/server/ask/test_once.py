import asyncio

import pytest

from azru_kg.errors import Overloaded
from azru_kg.server.ask.once import Once


class Maker:
    """Makes numbers, when it is told to; fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.begun = 0
        self.go = asyncio.Event()
        self._failures = failures

    async def make(self) -> int:
        self.begun += 1
        await self.go.wait()
        if self.begun <= self._failures:
            raise Overloaded("busy")
        return self.begun


def test_all_who_ask_meanwhile_and_later_get_what_was_made_once() -> None:
    async def ask() -> list[int]:
        maker = Maker()
        once = Once(maker.make)
        waiting = [asyncio.ensure_future(once.get()) for _ in range(3)]
        await asyncio.sleep(0)
        maker.go.set()
        return [*(await asyncio.gather(*waiting)), await once.get()]

    assert asyncio.run(ask()) == [1, 1, 1, 1]


def test_who_leaves_does_not_stop_it_for_the_others() -> None:
    async def ask() -> int:
        maker = Maker()
        once = Once(maker.make)
        first, second = (asyncio.ensure_future(once.get()) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        maker.go.set()
        return await second

    assert asyncio.run(ask()) == 1


def test_what_is_stopped_is_made_anew_for_the_next() -> None:
    async def ask() -> int:
        maker = Maker()
        once = Once(maker.make)
        waiting = asyncio.ensure_future(once.get())
        while not maker.begun:
            await asyncio.sleep(0)
        once.stop()
        await asyncio.gather(waiting, return_exceptions=True)
        assert waiting.cancelled()
        maker.go.set()
        return await once.get()

    assert asyncio.run(ask()) == 2


def test_what_failed_is_tried_again() -> None:
    async def ask() -> int:
        maker = Maker(failures=1)
        maker.go.set()
        once = Once(maker.make)
        with pytest.raises(Overloaded):
            await once.get()
        return await once.get()

    assert asyncio.run(ask()) == 2


def test_a_look_shows_what_is_made_and_makes_nothing() -> None:
    async def ask() -> list[int | None]:
        maker = Maker(failures=1)
        once = Once(maker.make)
        seen = [once.peek()]
        waiting = [asyncio.ensure_future(once.get())]
        await asyncio.sleep(0)
        seen.append(once.peek())
        maker.go.set()
        await asyncio.gather(*waiting, return_exceptions=True)
        seen.append(once.peek())
        return [*seen, await once.get(), once.peek()]

    assert asyncio.run(ask()) == [None, None, None, 2, 2]
