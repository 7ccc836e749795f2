import asyncio
import hashlib
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from azru_kg.server.http.record import Record, Recorder, note_problem, note_query

START: Message = {"type": "http.response.start", "status": 200, "headers": []}
QUERY = "ASK { ?s ?p 'Bakı' }"


def scope(**members: Any) -> Scope:
    return {"type": "http", "method": "GET", "path": "/sparql", "client": ("::1", 5), **members}


async def receive_departure() -> Message:
    return {"type": "http.disconnect"}


def record_of(app: Any, **members: Any) -> tuple[Record, list[Message]]:
    kept: list[Record] = []
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Recorder(app, kept.append)(scope(**members), receive_departure, send))
    return kept[0], sent


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    note_query(scope, QUERY)
    await send(START)
    await send({"type": "http.response.body", "body": b"abc", "more_body": True})
    await send({"type": "http.response.body", "body": b"de"})
    await receive()


async def answer_half(scope: Scope, receive: Receive, send: Send) -> None:
    await send(START)
    await send({"type": "http.response.body", "body": b"abc", "more_body": True})


async def lose_the_client(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()


async def report_a_problem(scope: Scope, receive: Receive, send: Send) -> None:
    note_problem(scope, "deadline-passed")
    await send({**START, "status": 503})
    await send({"type": "http.response.body"})


async def be_stopped(scope: Scope, receive: Receive, send: Send) -> None:
    raise asyncio.CancelledError


def test_a_whole_answer_is_recorded_with_its_bytes_and_its_query() -> None:
    record, _ = record_of(answer)
    assert (record.client, record.method, record.path) == ("::1", "GET", "/sparql")
    assert (record.status, record.sent, record.outcome) == (200, 5, "answered")
    assert record.query == QUERY
    assert record.query_hash == hashlib.sha256(QUERY.encode()).hexdigest()[:16]
    assert record.seconds > 0


@pytest.mark.parametrize(
    ("app", "status", "outcome"),
    [
        (answer_half, 200, "cut-off"),
        (lose_the_client, None, "client-left"),
        (report_a_problem, 503, "deadline-passed"),
    ],
)
def test_the_outcome_says_why_there_is_no_whole_answer(
    app: Any, status: int | None, outcome: str
) -> None:
    record, _ = record_of(app)
    assert (record.status, record.outcome, record.query_hash) == (status, outcome, None)


def test_a_request_that_a_stopping_server_ends_gets_a_503() -> None:
    record, sent = record_of(be_stopped)
    assert (record.status, record.outcome) == (503, "server-stopped")
    assert sent[0]["status"] == 503


def test_a_request_without_a_known_client_is_recorded_too() -> None:
    assert record_of(answer, client=None)[0].client == ""


def test_notes_outside_of_a_server_are_forgotten() -> None:
    bare = scope()
    note_query(bare, QUERY)
    note_problem(bare, "not-found")
    assert bare == scope()
