import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from azru_kg.engine.protocol import Request
from azru_kg.engine.workers import wire
from azru_kg.engine.workers.parent import Worker, Zygote
from azru_kg.engine.workers.root import Root
from azru_kg.errors import DataError
from azru_kg.graph.dataset import Dataset, read_files
from azru_kg.query.query import read_query

SMALL = wire.encode_request(Request(read_query("ASK { ?s ?p 5 }"), "text/csv", None), 5)


@asynccontextmanager
async def running(dataset: Dataset) -> AsyncIterator[Zygote]:
    zygote = await Root.start(dataset, memory=256 * 1024 * 1024)
    try:
        yield zygote
    finally:
        await zygote.end()


async def receive_all(worker: Worker) -> list[tuple[bytes, bytes]]:
    frames = []
    while frame := await worker.receive():
        frames.append((bytes(frame.kind), frame.body))
        if frame.kind in (b"A", b"E"):
            break
    return frames


def test_a_worker_answers_again_and_again(dataset: Dataset) -> None:
    async def run() -> None:
        async with running(dataset) as zygote:
            worker = zygote.fork()
            for _ in range(3):
                await worker.send(SMALL)
                kinds = [kind for kind, _ in await receive_all(worker)]
                assert kinds == [b"A"]
            worker.close()

    asyncio.run(run())


def test_a_killed_worker_is_reaped_and_its_end_is_known(dataset: Dataset) -> None:
    async def run() -> None:
        async with running(dataset) as zygote:
            killed, other = zygote.fork(), zygote.fork()
            killed.kill()
            assert await killed.child.ended == -signal.SIGKILL
            assert await receive_all(killed) == []
            assert not other.child.ended.done()
            killed.close()
            other.close()
            assert await other.child.ended == 0

    asyncio.run(run())


def test_a_broken_file_is_named_with_line_and_reason(
    tmp_path: Path, zygotes: Callable[[], set[int]]
) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix x: <http://x/> .\n\nx:s x:p ] .\n")
    dataset = read_files([path])
    with pytest.raises(DataError) as caught:
        asyncio.run(Root.start(dataset, memory=0))
    assert (caught.value.path, caught.value.line) == (path, 3)
    assert caught.value.reason
    assert not zygotes()


def test_a_file_that_is_gone_is_named(dataset: Dataset, zygotes: Callable[[], set[int]]) -> None:
    dataset.files[0].path.unlink()
    with pytest.raises(DataError) as caught:
        asyncio.run(Root.start(dataset, memory=0))
    assert caught.value.path == dataset.files[0].path
    assert not zygotes()


def test_workers_end_with_the_zygote(
    dataset: Dataset,
    zygotes: Callable[[], set[int]],
    children: Callable[[int], set[int]],
    gone: Callable[[set[int]], bool],
) -> None:
    async def run() -> None:
        async with running(dataset) as zygote:
            workers = [zygote.fork(), zygote.fork()]
            for worker in workers:
                await worker.send(SMALL)
                await receive_all(worker)
            (process,) = zygotes()
            processes = children(process)
            assert len(processes) == 2
            os.kill(process, signal.SIGKILL)
            assert await workers[0].child.ended is None
            assert not zygote.alive
            assert gone(processes)
            for worker in workers:
                worker.close()

    asyncio.run(run())


def test_closing_leaves_no_process(
    dataset: Dataset,
    queries: dict[str, str],
    zygotes: Callable[[], set[int]],
    children: Callable[[int], set[int]],
) -> None:
    async def run() -> None:
        async with running(dataset) as zygote:
            busy, idle = zygote.fork(), zygote.fork()
            await busy.send(
                wire.encode_request(Request(read_query(queries["product"]), "text/csv", None), 60)
            )
            await idle.send(SMALL)
            await receive_all(idle)
            (process,) = zygotes()
            processes = {process, *children(process)}
            assert len(processes) == 3
        assert not any(Path(f"/proc/{process}").exists() for process in processes)
        busy.close()
        idle.close()

    asyncio.run(run())
