"""A server that lies, breaks off or takes its time, and a query that takes too long here."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from tests.support.faulty import JSON, Fault, Way, hang_up, lead_to, reset, say

import azru_kg
from azru_kg.api.asking import ServerAsker, StoreAsker
from azru_kg.engine.credentials import TOKEN
from azru_kg.errors import (
    AzruError,
    DeadlinePassed,
    EngineFailed,
    EngineSlow,
    EngineUnavailable,
    QueryError,
)
from azru_kg.query.query import read_query

SELECT = read_query("SELECT ?s { ?s ?p ?o }")
YES = say(b'{"head":{},"boolean":true}')
PAGE = b"<!DOCTYPE html><html><title>Wonderful</title></html>"
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:x"}}]}}'
# Millions of rows are counted for it: it goes on for a second or so when nobody waits any more.
LONG = read_query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?i) }")


@pytest.fixture
def way() -> Iterator[Way]:
    """Return the address of a server whose answers are what a test says."""
    with lead_to("http://127.0.0.1:9/sparql") as way:
        way.fault = YES
        yield way


@pytest.fixture
def large() -> ox.Store:
    store = ox.Store()
    for number in range(200):
        node = ox.NamedNode(f"urn:{number}")
        store.add(ox.Quad(node, node, node))
    return store


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        (say(PAGE, media_type="text/html"), EngineFailed, "Is this the address of its queries"),
        (say(PAGE, status="404 Not Found", media_type="text/html"), EngineFailed, "404"),
        (say(PAGE, status="401 Unauthorized", media_type="text/html"), EngineFailed, TOKEN),
        (say(b"bad", status="400 Bad Request"), QueryError, "does not understand the query: bad"),
        (
            say(b"", status="302 Found", Location="http://else.example/"),
            EngineFailed,
            "else.example",
        ),
        (say(ROWS[:40]), EngineFailed, "broken or cut off"),
        (say(ROWS, length=4000), EngineFailed, "broke its answer off"),
        (say(b'{"head":{},"boolean":true}'), EngineFailed, "another query"),
        (say(b"", status="503 Busy", Retry_After="9"), EngineUnavailable, "busy"),
        (say(b"Timeout", status="500 No"), AzruError, "took too long"),
        (hang_up, EngineFailed, "sent no reply"),
        (reset, EngineFailed, "sent no reply"),
    ],
)
def test_what_a_server_does_wrong_is_told(
    way: Way, fault: Fault, kind: type[Exception], said: str
) -> None:
    asker = ServerAsker(way.address, 5.0)
    way.fault = fault
    with pytest.raises(kind, match=said):
        asker.ask(SELECT)
    way.fault = say(ROWS)
    assert asker.ask(SELECT).rows == ((ox.NamedNode("urn:x"),),)
    asker.close()


def test_a_page_is_no_server_to_open(way: Way) -> None:
    way.fault = say(PAGE, media_type="text/html")
    with pytest.raises(EngineFailed, match="text/html"):
        azru_kg.open(way.address)


def test_a_query_that_passed_by_is_sent_once_more(way: Way) -> None:
    asker = ServerAsker(way.address, 5.0)
    faults = iter([reset, say(ROWS)])
    way.fault = lambda connection: next(faults)(connection)
    assert len(asker.ask(SELECT).rows) == 1
    asker.close()


def test_a_server_that_is_slow_is_waited_for_no_longer_than_one_says(way: Way) -> None:
    asker = ServerAsker(way.address, 5.0)
    asker.close()
    slow = ServerAsker(way.address, 0.3)
    way.fault = lambda _: time.sleep(1)
    with pytest.raises(EngineSlow, match=r"within 0\.3 seconds"):
        slow.ask(SELECT)
    slow.close()


def test_a_perspective_is_asked_for_where_it_is_known(way: Way) -> None:
    way.fault = say(b'{"head":{},"boolean":false}')
    with pytest.raises(QueryError, match="knows no perspective russian"):
        azru_kg.open(way.address, perspective="russian")
    assert (
        b"default-graph-uri=https%3A%2F%2Fw3id.org%2Fazru-kg%2Fperspective%2Frussian" in way.seen[0]
    )


def test_a_server_gets_the_prefixes_that_it_may_not_know(way: Way) -> None:
    asker = ServerAsker(way.address, 5.0)
    asker.ask(read_query("ASK { ?s a azru:Figure }"))
    assert b"PREFIX+azru%3A+%3Chttps" in way.seen[-1]
    assert JSON.encode() in way.seen[-1]
    asker.close()


def test_a_server_is_asked_within_a_running_loop(way: Way) -> None:
    async def work() -> bool:
        with azru_kg.open(way.address) as kg:
            return kg.ask("ASK {}")

    assert asyncio.run(work())


def test_a_query_that_takes_too_long_here_is_not_waited_for(large: ox.Store) -> None:
    asker = StoreAsker(large, 0.05)
    with pytest.raises(DeadlinePassed, match=r"within 0\.05 seconds.*timeout="):
        asker.ask(LONG)


@pytest.mark.long
def test_an_interrupt_is_heard_while_a_query_runs(large: ox.Store) -> None:
    asker = StoreAsker(large, 60.0)
    main = threading.main_thread().ident
    assert main is not None
    timer = threading.Timer(0.2, signal.pthread_kill, [main, signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        asker.ask(LONG)


def test_what_fails_in_its_thread_is_raised_in_this_one() -> None:
    asker = StoreAsker(ox.Store(), 5.0)
    with pytest.raises(QueryError):
        asker.ask(read_query("SELECT ?a { ?a ?b ?c } GROUP BY ?b"))
