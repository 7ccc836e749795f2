"""An engine elsewhere, in good days and in bad ones.

The engine is an Oxigraph server; what goes wrong goes wrong on the way to it.
"""

from __future__ import annotations

import asyncio
import io
import json
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from tests.support.faulty import TRIPLES, Fault, Way, hang_up, reset, say
from tests.support.sampling import sample_daily

from azru_kg.engine import embedded
from azru_kg.engine.protocol import Request
from azru_kg.engine.remote.remote import RemoteEngine
from azru_kg.errors import (
    AzruError,
    DataError,
    DeadlinePassed,
    EngineFailed,
    EngineSlow,
    EngineUnavailable,
    LimitReached,
    MemoryExceeded,
    NotAcceptable,
    NotExpressible,
    Overloaded,
    QueryError,
    QueryRefused,
)
from azru_kg.graph.dataset import Dataset
from azru_kg.query.query import read_query

LIMIT = 10.0
SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
NOTHING = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
PAGE = b"<!DOCTYPE html><html><title>Wonderful</title></html>"

Made = Callable[[RemoteEngine], Coroutine[Any, Any, None]]


@asynccontextmanager
async def running(
    dataset: Dataset,
    url: str,
    *,
    seconds: float = LIMIT,
    memory: int = 8 * 1024 * 1024,
    queue: int = 16,
    workers: int = 2,
) -> AsyncIterator[RemoteEngine]:
    engine = RemoteEngine(
        dataset,
        url=url,
        auth=None,
        workers=workers,
        seconds=seconds,
        memory=memory,
        queue=queue,
    )
    try:
        await engine.start()
        yield engine
    finally:
        await engine.close()


def request(query: str, media_type: str = "text/csv", client: str = "") -> Request:
    return Request(read_query(query), results=media_type, graph=media_type, client=client)


async def ask(engine: RemoteEngine, query: str, media_type: str = "text/csv") -> bytes:
    async with engine.answer(request(query, media_type)) as answer:
        return b"".join([chunk async for chunk in answer.chunks])


async def collect(engine: RemoteEngine, chunks: list[bytes]) -> None:
    async with engine.answer(request(SELECT)) as answer:
        async for chunk in answer.chunks:
            chunks.append(chunk)


def run(dataset: Dataset, url: str, work: Made, **options: Any) -> None:
    async def all_of_it() -> None:
        async with running(dataset, url, **options) as engine:
            await work(engine)

    asyncio.run(all_of_it())


def ask_here(dataset: Dataset, query: str, media_type: str) -> bytes:
    result = embedded.evaluate(dataset.store(), request(query, media_type))
    output = io.BytesIO()
    result.write(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("query", "media_type"),
    sample_daily(
        [
            *((f"{SELECT} ORDER BY STR(?s)", name) for name in ("text/csv", "application/json")),
            (f"{SELECT} ORDER BY STR(?s)", "application/sparql-results+xml"),
            (f"{SELECT} ORDER BY STR(?s)", "text/tab-separated-values"),
            ("ASK { <urn:in:one> ?p ?o }", "application/sparql-results+json"),
            ("ASK { <urn:in:three> ?p ?o }", "text/csv"),
            ('CONSTRUCT { <urn:a> rdfs:label "a" } {}', "text/turtle"),
            ('CONSTRUCT { <urn:a> rdfs:label "a" } {}', "application/ld+json"),
            ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv"),
            ("SELECT (<x> AS ?n) {}", "text/csv"),
        ],
        4,
    ),
)
def test_an_answer_is_what_it_is_without_the_engine_elsewhere(
    held: Dataset, oxigraph: str, query: str, media_type: str
) -> None:
    async def work(engine: RemoteEngine) -> None:
        assert await ask(engine, query, media_type) == ask_here(held, query, media_type)

    run(held, oxigraph, work)


@pytest.mark.long
def test_a_long_answer_is_passed_on_while_it_comes(held: Dataset, oxigraph: str) -> None:
    values = " ".join(str(number) for number in range(100))
    query = f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} ?s ?p ?o }}"

    async def work(engine: RemoteEngine) -> None:
        async with engine.answer(request(query)) as answer:
            chunks = [chunk async for chunk in answer.chunks]
        assert len(chunks) > 10
        assert b"".join(chunks).count(b"\r\n") == 1 + 4 * 100 * 100

    run(held, oxigraph, work, memory=64 * 1024 * 1024)


def test_who_leaves_closes_the_connection(held: Dataset, way: Way) -> None:
    def trickle(connection: socket.socket) -> None:
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n"
        connection.sendall(head.encode() + b'{"head":{"vars":["s"]},"results":{"bindings":[')
        while True:
            connection.sendall(b'{"s":{"type":"literal","value":"%s"}},' % (b"x" * 1000))

    async def work(engine: RemoteEngine) -> None:
        way.fault = trickle
        way.left.clear()
        async with engine.answer(request(SELECT)) as answer:
            await anext(answer.chunks)
        assert engine.idle == 3

    # The server of the fault writes until it cannot: then the thread ends, and so does the test.
    run(held, way.address, work)


FAULTS: dict[str, tuple[Fault, str, type[AzruError], str]] = {
    "hung up": (hang_up, SELECT, EngineFailed, "sent no reply"),
    "reset": (reset, SELECT, EngineFailed, "sent no reply"),
    "no HTTP": (lambda c: c.sendall(b"SSH-2.0-x\r\n\r\n"), SELECT, EngineFailed, "sent no reply"),
    "cut off": (say(NOTHING, length=1000), SELECT, EngineFailed, "broke its answer off"),
    "cut off inside": (say(NOTHING[:-9]), SELECT, EngineFailed, "broken or cut off"),
    "no bytes": (say(b""), SELECT, EngineFailed, "broken or cut off"),
    "something behind": (say(NOTHING + b" ## cancelled"), SELECT, EngineFailed, "broken"),
    "a boolean for a table": (say(b'{"head":{},"boolean":true}'), SELECT, EngineFailed, "another"),
    "a table for a boolean": (say(NOTHING), "ASK {}", EngineFailed, "another query"),
    "a page": (say(PAGE, media_type="text/html"), SELECT, EngineFailed, "text/html"),
    "no type": (say(NOTHING, media_type=""), SELECT, EngineFailed, "no type"),
    "a page that says JSON": (say(PAGE), SELECT, EngineFailed, "broken"),
    "broken triples": (
        say(b"<urn:a> <urn:b> <urn", media_type=TRIPLES),
        CONSTRUCT,
        EngineFailed,
        "broken",
    ),
    "elsewhere": (
        say(b"", status="302 Found", Location="http://user:word@192.0.2.1/x"),
        SELECT,
        EngineFailed,
        "sends to 192.0.2.1, which is not followed",
    ),
    "unknown": (say(b"", status="401 Unauthorized"), SELECT, EngineFailed, "AZRU_ENGINE_USER"),
    "forbidden": (say(b"", status="403 Forbidden"), SELECT, EngineFailed, "AZRU_ENGINE_TOKEN"),
    "nowhere": (say(PAGE, status="404 Not Found"), SELECT, EngineFailed, "answers 404. Is this"),
    "broken": (say(b"oh dear", status="500 Oh"), SELECT, EngineFailed, "answers 500: oh dear"),
    "a slow proxy": (say(b"", status="504 Slow"), SELECT, EngineSlow, "too slow"),
    "a limit of its own": (
        say(b"Query timed out", status="503 Busy"),
        SELECT,
        DeadlinePassed,
        "took too long",
    ),
    "an anytime query": (say(NOTHING, X_SQL_State="S1TAT"), SELECT, DeadlinePassed, "before it"),
    "busy for long": (
        say(b"", status="503 Busy", Retry_After="77"),
        SELECT,
        EngineUnavailable,
        "busy",
    ),
    "not understood": (say(b"Parse \x1b[31m", status="400 No"), SELECT, QueryError, "understand"),
    "rows cut": (
        say(b'{"head":{"vars":["s"]},\n\n"results":{"bindings":[]}}', X_SPARQL_MaxRows="2"),
        SELECT,
        LimitReached,
        "no more than 2 rows",
    ),
    "too much": (say(b" " * (9 * 1024 * 1024) + NOTHING), SELECT, MemoryExceeded, "8 MiB"),
    "XML has no such character": (
        say(NOTHING.replace(b"[]", b'[{"s":{"type":"literal","value":"\\u0001"}}]')),
        SELECT,
        NotExpressible,
        "U+0001",
    ),
}


@pytest.mark.parametrize("name", sample_daily(FAULTS, 6))
def test_what_goes_wrong_is_told_and_is_over_when_it_is_over(
    held: Dataset, way: Way, name: str
) -> None:
    fault, query, kind, told = FAULTS[name]

    async def work(engine: RemoteEngine) -> None:
        way.fault = fault
        with pytest.raises(kind) as caught:
            await ask(
                engine, query, TRIPLES if query == CONSTRUCT else "application/sparql-results+xml"
            )
        assert type(caught.value) is kind
        assert told in str(caught.value)
        assert "word" not in str(caught.value)
        assert str(caught.value).isprintable()
        way.fault = None
        assert await ask(engine, "ASK {}") == b"true"
        assert engine.idle == 3

    run(held, way.address, work)


def test_how_long_a_busy_engine_wants_to_be_left_alone_is_passed_on(
    held: Dataset, way: Way
) -> None:
    async def work(engine: RemoteEngine) -> None:
        way.fault = say(b"", status="503 Busy", Retry_After="77")
        with pytest.raises(EngineUnavailable) as caught:
            await ask(engine, SELECT)
        assert caught.value.retry_after == 77

    run(held, way.address, work)


@pytest.mark.parametrize(
    "fault", [hang_up, say(NOTHING[:9]), say(b"", status="503 Busy", Retry_After="1")]
)
def test_a_query_is_sent_once_more_where_that_may_help(
    held: Dataset, way: Way, fault: Fault
) -> None:
    def once(connection: socket.socket) -> None:
        way.fault = None
        fault(connection)

    async def work(engine: RemoteEngine) -> None:
        way.fault = once
        before = len(way.seen)
        assert await ask(engine, "ASK {}") == b"true"
        assert len(way.seen) - before == 2
        assert sum(engine.faults.values()) == 1

    run(held, way.address, work)


@pytest.mark.parametrize(
    "fault", [say(PAGE, media_type="text/html"), say(b"", status="401 No"), say(b"", status="400")]
)
def test_a_query_is_not_sent_again_where_that_cannot_help(
    held: Dataset, way: Way, fault: Fault
) -> None:
    async def work(engine: RemoteEngine) -> None:
        way.fault = fault
        before = len(way.seen)
        with pytest.raises(AzruError):
            await ask(engine, SELECT)
        assert len(way.seen) - before == 1

    run(held, way.address, work)


def _hang(connection: socket.socket) -> None:
    # Until the other side closes.
    while connection.recv(1024):
        pass


def _begin_and_hang(connection: socket.socket) -> None:
    say(NOTHING[:9], length=len(NOTHING))(connection)
    _hang(connection)


@pytest.mark.parametrize("fault", [_hang, _begin_and_hang])
def test_an_engine_that_hangs_is_given_up_at_the_deadline(
    held: Dataset, way: Way, fault: Fault
) -> None:
    async def work(engine: RemoteEngine) -> None:
        way.fault = fault
        way.left.clear()
        with pytest.raises(EngineSlow, match=r"within 0\.3 seconds"):
            async with engine.answer(request(SELECT), seconds=0.3) as answer:
                [chunk async for chunk in answer.chunks]
        assert way.left.wait(LIMIT), "the connection stays open"

    run(held, way.address, work)


def test_a_trickle_does_not_move_the_deadline(held: Dataset, way: Way) -> None:
    def trickle(connection: socket.socket) -> None:
        say(b"", length=10_000)(connection)
        while True:
            connection.sendall(b" ")
            time.sleep(0.05)

    async def work(engine: RemoteEngine) -> None:
        way.fault = trickle
        with pytest.raises(EngineSlow):
            async with engine.answer(request(SELECT), seconds=0.3) as answer:
                [chunk async for chunk in answer.chunks]

    run(held, way.address, work)


def test_an_answer_that_breaks_off_after_it_began_ends_with_an_error(
    held: Dataset, way: Way
) -> None:
    row = json.dumps({"s": {"type": "literal", "value": "x" * 1000}}).encode()
    body = NOTHING.replace(b"[]", b"[" + b",".join([row] * 1000) + b"]")

    async def work(engine: RemoteEngine) -> None:
        way.fault = say(body, length=2 * len(body))
        got: list[bytes] = []
        with pytest.raises(EngineFailed, match="broke its answer off"):
            await collect(engine, got)
        assert 0 < len(b"".join(got)) <= len(body)

    run(held, way.address, work)


def test_triples_deep_in_one_another_are_refused(held: Dataset, way: Way) -> None:
    nested = "<urn:a> <urn:a> " + "<<( <urn:a> <urn:a> " * 5000 + "<urn:a>" + " )>>" * 5000 + " ."

    async def work(engine: RemoteEngine) -> None:
        way.fault = say(nested.encode(), media_type=TRIPLES)
        with pytest.raises(NotAcceptable, match="nested"):
            await ask(engine, CONSTRUCT, TRIPLES)

    run(held, way.address, work)


def test_an_engine_that_fails_again_and_again_is_left_alone_until_it_answers(
    held: Dataset, way: Way
) -> None:
    async def work(engine: RemoteEngine) -> None:
        way.fault = hang_up
        for _ in range(3):  # each is sent twice, and both count
            with pytest.raises(EngineFailed):
                await ask(engine, SELECT)
        assert engine.is_left_alone
        asked = [seen for seen in way.seen if b"query=SELECT+%3Fs" in seen]
        with pytest.raises(EngineUnavailable, match="left alone") as caught:
            await ask(engine, SELECT)
        assert caught.value.retry_after >= 1
        assert [seen for seen in way.seen if b"query=SELECT+%3Fs" in seen] == asked
        way.fault = None
        async with asyncio.timeout(LIMIT):
            while engine.is_left_alone:
                await asyncio.sleep(0.05)
        assert await ask(engine, "ASK {}") == b"true"

    run(held, way.address, work)


def test_queries_that_fail_by_themselves_close_the_engine_to_nobody(
    held: Dataset, way: Way
) -> None:
    answer_probes = way

    def fail_selects(connection: socket.socket) -> None:
        if b"ASK" in answer_probes.seen[-1]:
            say(b'{"head":{},"boolean":true}')(connection)
        else:
            say(b"heavy", status="500 No")(connection)

    async def work(engine: RemoteEngine) -> None:
        way.fault = fail_selects
        for _ in range(5):
            with pytest.raises(EngineFailed):
                await ask(engine, SELECT)
        async with asyncio.timeout(LIMIT):
            while engine.is_left_alone:
                await asyncio.sleep(0.01)
        assert await ask(engine, "ASK {}") == b"true"

    run(held, way.address, work)


def test_requests_wait_for_their_turn_and_too_many_are_refused(held: Dataset, way: Way) -> None:
    async def work(engine: RemoteEngine) -> None:
        way.fault = _hang

        async def wait() -> None:
            async with engine.answer(request(SELECT, client="one"), seconds=5):
                pass

        tasks = [asyncio.create_task(wait()) for _ in range(3)]
        await asyncio.sleep(0.1)
        assert (engine.busy, engine.waiting) == (2, 1)
        with pytest.raises(Overloaded):
            async with engine.answer(request(SELECT, client="one")):
                pass
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (engine.busy, engine.waiting) == (0, 0)

    run(held, way.address, work, queue=1)


def test_who_pays_pays_for_what_it_took(held: Dataset, oxigraph: str) -> None:
    held_seconds: list[float] = []
    settled: list[float] = []

    class Account:
        def hold(self, seconds: float) -> Callable[[float], None]:
            held_seconds.append(seconds)
            return settled.append

    async def work(engine: RemoteEngine) -> None:
        async with engine.answer(request("ASK {}"), seconds=3, meter=Account()) as answer:
            [chunk async for chunk in answer.chunks]

    run(held, oxigraph, work)
    assert held_seconds == [3]
    assert 0 < settled[0] < 3


def test_functions_of_the_machine_of_the_engine_are_refused(held: Dataset, oxigraph: str) -> None:
    async def work(engine: RemoteEngine) -> None:
        for query in (
            "SELECT (<bif:file_to_string>('/etc/hostname') AS ?x) {}",
            r"SELECT (<\u0042IF:file_to_string>('/etc/hostname') AS ?x) {}",
            "PREFIX j: <java:java.lang.> SELECT (j:System() AS ?x) {}",
        ):
            with pytest.raises(QueryRefused, match="own machine"):
                await ask(engine, query)

    run(held, oxigraph, work)


def test_several_default_graphs_are_refused_where_the_engine_would_count_twice(
    held: Dataset, oxigraph: str
) -> None:
    async def work(engine: RemoteEngine) -> None:
        one = "SELECT (COUNT(*) AS ?n) FROM <urn:graph:one> { ?s ?p ?o }"
        assert await ask(engine, one) == b"n\r\n2\r\n"
        with pytest.raises(QueryRefused, match="counts a triple once for each graph"):
            await ask(engine, one.replace("{", "FROM <urn:graph:two> {", 1))

    run(held, oxigraph, work)


def test_another_release_is_not_served(other: Dataset, oxigraph: str) -> None:
    with pytest.raises(DataError, match="<urn:graph:two> has 2 triples there, 3 here; 1 of 2"):
        run(other, oxigraph, _do_nothing)


def test_an_engine_that_is_not_there_is_an_error_at_the_start(held: Dataset) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(EngineFailed, match=f"nothing answers at http://127.0.0.1:{port}/"):
        run(held, f"http://127.0.0.1:{port}/query", _do_nothing)


async def _do_nothing(engine: RemoteEngine) -> None:
    """Be content that it started."""


def test_credentials_go_along_with_each_query(
    held: Dataset, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        engine = RemoteEngine(
            held,
            url=way.address,
            auth=httpx.BasicAuth("user", "word"),
            workers=2,
            seconds=LIMIT,
            memory=1024 * 1024,
            queue=1,
        )
        await engine.start()
        await engine.close()

    asyncio.run(work())
    assert all(b"authorization: basic dXNlcjp3b3Jk".lower() in seen.lower() for seen in way.seen)
