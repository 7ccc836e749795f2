import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from azru_kg.engine.workers.parent import Zygote
from azru_kg.engine.workers.root import write_order
from azru_kg.errors import DataError
from azru_kg.graph.dataset import read_files
from azru_kg.server.processes.lending import Lending

MEMORY = 256 * 1024 * 1024


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")
    return path


def list_roots() -> set[int]:
    """Return the zygotes that this process has started."""
    own = os.getpid()
    return {*map(int, Path(f"/proc/{own}/task/{own}/children").read_text().split())}


def borrow(lending: Lending, file: Path, key: str) -> Zygote:
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, write_order(read_files([file]), memory=MEMORY) as order:
        message = {"zygote": key, "memory": MEMORY}
        lending.lend(message, [order.fileno(), theirs.fileno()])
    return Zygote(control, memory=MEMORY)


@contextmanager
def giving_back(*zygotes: Zygote) -> Iterator[None]:
    try:
        yield
    finally:
        for zygote in zygotes:
            zygote.close()


def run(test: Callable[[Lending], Awaitable[None]]) -> None:
    async def go() -> None:
        lending = Lending()
        before = list_roots()
        try:
            async with asyncio.timeout(60):
                await test(lending)
        finally:
            await lending.close()
        assert list_roots() == before

    asyncio.run(go())


@pytest.mark.long
def test_those_who_want_the_same_get_twins_of_one_process_that_make_workers(file: Path) -> None:
    async def test(lending: Lending) -> None:
        before = list_roots()
        twins = [borrow(lending, file, "same") for _ in range(2)]
        with giving_back(*twins):
            assert await asyncio.gather(*(twin.ready for twin in twins)) == [True, True]
            (root,) = list_roots() - before
            worker = twins[0].fork()
            assert await worker.child.born
            worker.close()
            other = borrow(lending, file, "other")
            with giving_back(other):
                await other.ready
                assert len(list_roots() - before) == 2
            twins[0].close()
            while len(list_roots() - before) > 1:
                await asyncio.sleep(0.01)
            assert list_roots() - before == {root}, "that which is still in use was ended"
            assert twins[1].alive
        while list_roots() - before:
            await asyncio.sleep(0.01)

    run(test)


def test_one_that_is_lost_is_started_anew_for_the_next(file: Path) -> None:
    async def test(lending: Lending) -> None:
        before = list_roots()
        first = borrow(lending, file, "same")
        with giving_back(first):
            await first.ready
            (root,) = list_roots() - before
            os.kill(root, 9)
            await first.lost
            second = borrow(lending, file, "same")
            with giving_back(second):
                assert await second.ready

    run(test)


def test_a_broken_file_is_told_to_all_who_wait_and_tried_again(file: Path) -> None:
    async def test(lending: Lending) -> None:
        file.write_text("<urn:a> oops")
        for _ in range(2):
            waiting = [borrow(lending, file, "same") for _ in range(2)]
            with giving_back(*waiting):
                for zygote in waiting:
                    with pytest.raises(DataError, match=r"data\.ttl:1:"):
                        await zygote.ready

    run(test)
