"""Clients that send too slowly, read too slowly, leave too early, or come in crowds."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from tests.support.sampling import sample_daily

WORKERS = 2
LARGE = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
COSTLY = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
BEGINNINGS = {
    "nothing": b"",
    "half a method": b"GE",
    "half a header": b"GET /sparql HTTP/1.1\r\nHost: he",
    "no end of the headers": b"GET /sparql HTTP/1.1\r\nHost: here\r\n",
    "no body": b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n"
    b"Content-Type: application/sparql-query\r\n\r\n",
    "half a chunk": b"POST /sparql HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Type: application/sparql-query\r\n\r\n9\r\nASK",
}
# The server waits 10 seconds for a request; 2 more are for a busy machine.
TOO_LATE = 12


@pytest.fixture
def crowd(target: Any) -> Iterator[Callable[[int, bytes], list[socket.socket]]]:
    """A function that opens connections, sends each the same, and reads nothing."""
    with ExitStack() as opened:

        def open_many(number: int, sent: bytes) -> list[socket.socket]:
            clients = [opened.enter_context(target.connect()) for _ in range(number)]
            for client in clients:
                client.sendall(sent)
            return clients

        yield open_many


def _is_open(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        return client.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def _answers(target: Any, seconds: float) -> bool:
    """Return whether a query is answered before the time is over; 503 means to try again."""
    until = monotonic() + seconds
    with httpx.Client(trust_env=False, timeout=5) as client:
        address = f"http://127.0.0.1:{target.port}/sparql"
        while monotonic() < until:
            reply = client.get(address, params={"query": f"ASK {{ FILTER ({monotonic()} > 0) }}"})
            if reply.status_code == 200:
                return True
            assert reply.status_code == 503
            assert int(reply.headers["retry-after"]) > 0
            sleep(0.1)
    return False


def test_connections_that_send_too_slowly_are_closed_and_keep_nobody_waiting(
    target: Any, crowd: Callable[[int, bytes], list[socket.socket]]
) -> None:
    waiting = [client for beginning in BEGINNINGS.values() for client in crowd(20, beginning)]
    assert _answers(target, 1)
    until = monotonic() + TOO_LATE
    trickled = crowd(20, b"GET / HTTP/1.1\r\n")
    while monotonic() < until and any(map(_is_open, waiting + trickled)):
        for client in trickled:
            with suppress(OSError):
                client.send(b"X: 1\r\n")
        sleep(0.25)
    assert not any(map(_is_open, waiting + trickled))


def test_more_connections_than_are_kept_make_way_for_a_client_that_asks(
    target: Any, crowd: Callable[[int, bytes], list[socket.socket]]
) -> None:
    waiting = crowd(600, b"GET / HTTP/1.1\r\n")
    assert _answers(target, 1)
    assert sum(map(_is_open, waiting)) < 600


def test_clients_that_do_not_read_their_answers_give_the_workers_back(
    target: Any, crowd: Callable[[int, bytes], list[socket.socket]]
) -> None:
    crowd(WORKERS, f"GET /sparql?query={LARGE} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
    sleep(1)
    assert _answers(target, 8)


def test_clients_that_leave_give_the_workers_back_at_once(
    target: Any, crowd: Callable[[int, bytes], list[socket.socket]]
) -> None:
    for query in (COSTLY, LARGE):
        sent = f"GET /sparql?query={query} HTTP/1.1\r\nHost: here\r\n\r\n".encode()
        for client in crowd(10 * WORKERS, sent):
            client.close()
    assert _answers(target, 1)


def test_clients_that_reset_their_connections_do_no_more_than_those_that_leave(
    target: Any, crowd: Callable[[int, bytes], list[socket.socket]]
) -> None:
    sent = f"GET /sparql?query={LARGE} HTTP/1.1\r\nHost: here\r\n\r\n".encode()
    for client in crowd(10 * WORKERS, sent):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.close()
    assert _answers(target, 1)


def test_clients_that_leave_with_their_query_are_no_errors_in_the_log(target: Any) -> None:
    written = len(target.read_log())
    sent = f"GET /sparql?query={COSTLY} HTTP/1.1\r\nHost: here\r\n\r\n".encode()
    for _ in range(200):
        with target.connect() as client:
            client.sendall(sent)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert _answers(target, 1)
    assert '"level": "error"' not in target.read_log()[written:]


@pytest.mark.usefixtures("assert_memory_is_back")
@pytest.mark.parametrize("query", sample_daily(["ASK%20%7B%20?s%20?p%205%20%7D", COSTLY, LARGE], 3))
def test_clients_that_leave_by_the_hundred_keep_nobody_waiting(
    target: Any, query: str, crowd: Callable[[int, bytes], list[socket.socket]]
) -> None:
    sent = f"GET /sparql?query={query} HTTP/1.1\r\nHost: here\r\n\r\n".encode()
    for _ in range(15):
        for client in crowd(80, sent):
            client.close()
    assert _answers(target, 4)


def test_a_client_that_only_listens_any_more_is_answered(target: Any) -> None:
    with target.connect() as client:
        client.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: here\r\n\r\n")
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert b"HTTP/1.1 200" in answer
    assert b"true" in answer


@pytest.mark.long
@pytest.mark.usefixtures("assert_memory_is_back")
def test_a_crowd_with_costly_queries_is_told_to_come_back(target: Any) -> None:
    address = f"http://127.0.0.1:{target.port}/sparql?query={COSTLY}"
    limits = httpx.Limits(max_connections=60)
    with (
        httpx.Client(trust_env=False, timeout=10, limits=limits) as client,
        ThreadPoolExecutor(60) as threads,
    ):
        replies = list(threads.map(client.get, [address] * 60))
    assert {reply.status_code for reply in replies} <= {503, 429}
    kinds = {reply.json()["type"].rpartition("/")[2] for reply in replies}
    assert {"deadline-passed", "overloaded"} <= kinds
    assert _answers(target, 2)
