import asyncio
import re
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.engine.protocol import Request
from azru_kg.engine.workers import wire
from azru_kg.engine.workers.exchange import Exchange
from azru_kg.engine.workers.parent import Worker
from azru_kg.engine.workers.root import Root
from azru_kg.errors import MemoryExceeded, QueryRefused
from azru_kg.graph.dataset import Dataset, read_files
from azru_kg.query.outline import read_outline
from azru_kg.query.query import Query
from azru_kg.query.tokens import tokenize

MEBIBYTE = 1024 * 1024
MEMORY = 128 * MEBIBYTE


def unguarded(text: str) -> Query:
    return Query(text, read_outline([*tokenize(text)]))


@asynccontextmanager
async def hired(dataset: Dataset, *, memory: int = MEMORY) -> AsyncIterator[Worker]:
    """A worker with no guard before it."""
    root = await Root.start(dataset, memory=memory)
    worker = root.fork()
    try:
        yield worker
    finally:
        worker.close()
        await root.end()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that would see a connection to this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def service(listener: socket.socket) -> str:
    return f"SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }}"


def test_service_in_a_process_without_limits_opens_a_connection(listener: socket.socket) -> None:
    def ask() -> None:
        with pytest.raises(OSError, match=r".+"):
            ox.Store().query(f"ASK {{ {service(listener)} }}")

    asking = threading.Thread(target=ask)
    asking.start()
    connection, _ = listener.accept()
    connection.close()
    asking.join(10)
    assert not asking.is_alive()


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_service_past_the_guard_opens_no_connection(
    dataset: Dataset, listener: socket.socket, silent: str
) -> None:
    query = f"SELECT * {{ {service(listener)} }}".replace("SERVICE ", f"SERVICE {silent}")

    async def run() -> None:
        async with hired(dataset) as worker:
            exchange = Exchange(worker, seconds=5)
            if silent:
                answer = await exchange.ask(Request(unguarded(query), "text/csv", None))
                assert b"http" not in b"".join([chunk async for chunk in answer.chunks])
            else:
                with pytest.raises(QueryRefused, match="more than the data at hand"):
                    await exchange.ask(Request(unguarded(query), "text/csv", None))
            assert exchange.stop()

    asyncio.run(run())
    listener.settimeout(0.2)
    with pytest.raises(TimeoutError):
        listener.accept()


def test_a_worker_may_open_write_and_take_next_to_nothing(
    dataset: Dataset, zygotes: Callable[[], set[int]], children: Callable[[int], set[int]]
) -> None:
    async def run() -> None:
        async with hired(dataset) as worker:
            await worker.send(
                wire.encode_request(Request(unguarded("ASK {}"), "text/csv", None), 5)
            )
            assert await worker.receive()
            (process,) = children(zygotes().pop())
            said = Path(f"/proc/{process}/limits").read_text()
            limits = dict(re.findall(r"^Max (.+?) {2,}(\d+) +\2 ", said, re.MULTILINE))
            assert limits["open files"] == "0"
            assert limits["file size"] == "0"
            assert limits["core file size"] == "0"
            size = int(Path(f"/proc/{process}/statm").read_text().split()[0]) * 4096
            assert MEMORY / 2 < int(limits["address space"]) - size <= MEMORY

    asyncio.run(run())


@pytest.mark.long
def test_a_worker_ends_itself_when_nobody_else_does(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with hired(dataset) as worker:
            request = Request(unguarded(queries["product"]), "text/csv", None)
            await worker.send(wire.encode_request(request, 0.1))
            async with asyncio.timeout(5):
                assert await worker.child.ended == -signal.SIGALRM

    asyncio.run(run())


READ_ALL = "SELECT (COUNT(*) AS ?n) (MAX(STRLEN(?o)) AS ?m) { ?s ?p ?o }"
SORT_ALL = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"


@pytest.mark.parametrize(
    ("triples", "memory"),
    [(90_000, 16 * MEBIBYTE), pytest.param(900_000, MEMORY, marks=pytest.mark.long)],
)
def test_a_worker_that_reads_all_is_kept_and_one_that_allocates_too_much_is_ended(
    tmp_path: Path,
    zygotes: Callable[[], set[int]],
    children: Callable[[int], set[int]],
    triples: int,
    memory: int,
) -> None:
    path = tmp_path / "many.nt"
    with path.open("w") as file:
        file.writelines(
            f'<urn:s{n}> <urn:p{n % 9}> "a text, number {n}" .\n' for n in range(triples)
        )

    async def ask(worker: Worker, query: str) -> bool:
        """Return whether the worker is fit for another request after this one."""
        exchange = Exchange(worker, seconds=60)
        answer = await exchange.ask(Request(unguarded(query), "text/csv", None))
        assert [chunk async for chunk in answer.chunks]
        return exchange.stop()

    async def run() -> None:
        async with hired(read_files([path]), memory=memory) as worker:
            for _ in range(3):
                assert await ask(worker, READ_ALL)
            (process,) = children(zygotes().pop())
            # To read has copied more than it may keep of what it allocates.
            said = Path(f"/proc/{process}/smaps_rollup").read_text()
            copied = re.search(r"^Private_Dirty: +(\d+) kB", said, re.MULTILINE)
            assert copied is not None
            assert int(copied[1]) * 1024 > memory // 8
            with pytest.raises(MemoryExceeded):
                await ask(worker, SORT_ALL)

    asyncio.run(run())
