import asyncio
import select
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

from azru_kg.engine.protocol import Answer, Request
from azru_kg.engine.workers import wire
from azru_kg.engine.workers.exchange import Exchange, Unfinished
from azru_kg.engine.workers.root import Root
from azru_kg.errors import AzruError, DeadlinePassed, MemoryExceeded, QueryRefused
from azru_kg.graph.dataset import Dataset, read_files
from azru_kg.query.outline import read_outline
from azru_kg.query.query import Query
from azru_kg.query.tokens import tokenize

MEBIBYTE = 1024 * 1024


@asynccontextmanager
async def exchanging(
    dataset: Dataset, *, seconds: float, memory: int = 256 * MEBIBYTE
) -> AsyncIterator[Exchange]:
    """An exchange with a worker that no guard protects."""
    zygote = await Root.start(dataset, memory=memory)
    worker = zygote.fork()
    exchange = Exchange(worker, seconds=seconds)
    try:
        yield exchange
    finally:
        exchange.stop()
        worker.close()
        await zygote.end()


def unguarded(text: str) -> Query:
    return Query(text, read_outline([*tokenize(text)]))


async def read(exchange: Exchange, query: str) -> bytes:
    answer = await exchange.ask(Request(unguarded(query), "text/csv", "text/turtle"))
    return b"".join([chunk async for chunk in answer.chunks])


async def drain(answer: Answer, chunks: list[bytes]) -> None:
    async for chunk in answer.chunks:
        chunks.append(chunk)


def test_an_answer_comes_whole_and_leaves_the_worker_fit(dataset: Dataset) -> None:
    async def run() -> None:
        async with exchanging(dataset, seconds=10) as exchange:
            rows = await read(exchange, "SELECT * { ?s <http://x/number> ?o }")
            assert rows.count(b"\r\n") == 1001
            assert exchange.stop()
            with pytest.raises(StopAsyncIteration):
                await anext(exchange)

    asyncio.run(run())


@pytest.mark.parametrize("length", sample_daily([1024 * 1024, 3_000_000], 2))
def test_a_literal_may_be_longer_than_a_frame(tmp_path: Path, length: int) -> None:
    path = tmp_path / "long.nt"
    path.write_text(f'<urn:a> <urn:b> "{"x" * length}" .')

    async def run() -> None:
        async with exchanging(read_files([path]), seconds=10) as exchange:
            assert (
                await read(exchange, "SELECT ?o { ?s ?p ?o }") == b"o\r\n" + b"x" * length + b"\r\n"
            )
            assert exchange.stop()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("name", "error", "memory"),
    sample_daily(
        [
            ("deeper", QueryRefused, 256 * MEBIBYTE),
            ("sort", MemoryExceeded, 32 * MEBIBYTE),
            ("double", MemoryExceeded, 32 * MEBIBYTE),
        ],
        3,
    ),
)
def test_a_query_past_the_guard_ends_its_worker_only(
    dataset: Dataset, queries: dict[str, str], name: str, error: type[AzruError], memory: int
) -> None:
    async def run() -> None:
        async with exchanging(dataset, seconds=5, memory=memory) as exchange:
            with pytest.raises(error):
                await read(exchange, queries[name])
            assert not exchange.stop()

    asyncio.run(run())


@pytest.mark.long
def test_ten_thousand_nested_groups_past_the_guard_end_in_time(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with exchanging(dataset, seconds=20) as exchange:
            # Where the hard limit on the stack is low the worker may end instead.
            with suppress(QueryRefused):
                async with asyncio.timeout(30):
                    assert await read(exchange, queries["nested"]) == b"true"

    asyncio.run(run())


@pytest.mark.long
def test_an_endless_stream_ends_with_an_exception_at_the_deadline(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with exchanging(dataset, seconds=0.5) as exchange:
            answer = await exchange.ask(Request(unguarded(queries["stream"]), "text/csv", None))
            started = time.monotonic()
            chunks: list[bytes] = []
            with pytest.raises(DeadlinePassed, match=r"longer than 0\.5 seconds"):
                await drain(answer, chunks)
            assert len(b"".join(chunks)) > 100_000
            assert time.monotonic() - started < 15
            assert not exchange.stop()

    asyncio.run(run())


def test_a_reader_that_waits_is_not_buffered_for_and_finds_the_deadline_passed(
    dataset: Dataset, queries: dict[str, str]
) -> None:
    async def run() -> None:
        async with exchanging(dataset, seconds=0.5) as exchange:
            answer = await exchange.ask(Request(unguarded(queries["stream"]), "text/csv", None))
            assert await anext(answer.chunks)
            await asyncio.sleep(0.7)
            chunks: list[bytes] = []
            with pytest.raises(DeadlinePassed):
                await drain(answer, chunks)
            assert len(b"".join(chunks)) < MEBIBYTE

    asyncio.run(run())


def test_a_worker_whose_bytes_went_with_who_left_is_not_fit(dataset: Dataset) -> None:
    """Who is told to leave just as bytes have been read for it takes them along."""
    long = Request(
        unguarded("SELECT * { ?s ?p ?o VALUES ?n { 1 2 3 4 5 } }"), "text/csv", "text/turtle"
    )

    async def run() -> bool:
        async with exchanging(dataset, seconds=10) as exchange:
            worker = exchange._worker
            await worker.send(wire.encode_request(long, 10))
            while not select.select([worker._connection], [], [], 0)[0]:
                await asyncio.sleep(0.01)
            assert worker._connection.recv(1000)
            return await exchange.wind_down(5)

    assert not asyncio.run(run())


def test_bytes_that_come_for_who_is_just_told_to_leave_are_kept(dataset: Dataset) -> None:
    short = Request(unguarded("ASK {}"), "text/csv", "text/turtle")

    async def run() -> None:
        async with exchanging(dataset, seconds=10) as exchange:
            worker = exchange._worker
            receiving = asyncio.create_task(worker.receive())
            await worker.send(wire.encode_request(short, 10))
            await asyncio.sleep(0)
            assert select.select([worker._connection], [], [], 10)[0]
            receiving.cancel()
            worker._hear()
            await asyncio.wait([receiving])
            assert receiving.cancelled()
            assert await exchange.wind_down(5)

    asyncio.run(run())


def encode(*queries: str) -> list[bytes]:
    return [
        wire.encode_members(Request(unguarded(query), "text/csv", None, base="http://x/"))
        for query in queries
    ]


async def read_all(exchange: Exchange, number: int) -> list[bytes]:
    """Return the answers to so many requests, as far as each is one."""
    read: list[bytes] = []
    while len(read) < number:
        try:
            whole = exchange.read_whole(1024)
        except Unfinished:
            more = asyncio.Event()
            exchange.listen(more.set)
            await asyncio.wait_for(more.wait(), 10)
            continue
        if whole is None:
            break
        read.append(whole.body)
        assert 0 <= whole.work < 1
    return read


def test_several_requests_are_answered_in_their_order(dataset: Dataset) -> None:
    queries = [f"SELECT ({number} AS ?n) {{}}" for number in range(20)]

    async def run() -> None:
        async with exchanging(dataset, seconds=10) as exchange:
            exchange.send(*encode(*queries))
            assert await read_all(exchange, 20) == [b"n\r\n%d\r\n" % n for n in range(20)]
            assert exchange.stop()

    asyncio.run(run())


def test_a_worker_that_has_more_to_answer_is_not_fit(dataset: Dataset) -> None:
    async def run() -> None:
        async with exchanging(dataset, seconds=10) as exchange:
            exchange.send(*encode("ASK {}", "ASK {}", "ASK {}"))
            assert await read_all(exchange, 1) == [b"true"]
            assert not exchange.may_end_soon
            assert not exchange.stop()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("queries", "answered"),
    [
        (["ASK {}", "SELECT ((1 AS ?n) {}", "ASK {}"], 1),
        (["ASK {", "ASK {}"], 0),
        (["ASK {}", "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", "ASK {}"], 1),
    ],
)
def test_what_is_no_short_answer_among_several_is_left_to_others(
    dataset: Dataset, queries: list[str], answered: int
) -> None:
    async def run() -> None:
        async with exchanging(dataset, seconds=10) as exchange:
            exchange.send(*encode(*queries))
            assert await read_all(exchange, len(queries)) == answered * [b"true"]
            assert not exchange.stop()

    asyncio.run(run())


def test_a_worker_that_one_of_several_requests_ends_answers_none_of_them(dataset: Dataset) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER(?x = ?y + ?z) }"

    async def run() -> None:
        async with exchanging(dataset, seconds=0.5) as exchange:
            exchange.send(*encode("ASK {}", endless, "ASK {}"))
            assert await read_all(exchange, 3) == []
            assert not exchange.stop()

    asyncio.run(run())
