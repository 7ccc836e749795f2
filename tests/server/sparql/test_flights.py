"""A known request that has to be computed gets what it got before, whatever happens on the way."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.server.conftest import await_server, start, stop
from tests.server.monitoring.test_metrics import RUNAWAY
from tests.server.sparql.test_repeats import QUERY, TURNS, Line, make_head, read_log
from tests.support.process import Process
from tests.support.program import Program
from tests.support.sampling import sample_daily

LONG = "SELECT * { ?a <urn:number> ?x . ?b <urn:number> ?y FILTER(?x < 50) } ORDER BY ?x ?y"
HINTED = "SELECT * { ?s azru:nothingOfTheKind ?o }"
FAILING = "SELECT (SUM(1/(?x - ?x)) AS ?n) (<urn:f>(1) AS ?m) { ?a <urn:number> ?x }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a <urn:number> ?x . ?b <urn:number> ?y }"


@pytest.fixture(scope="module")
def uncached(program: Program, folder: Path) -> Iterator[str]:
    """The address of a server that keeps no answers."""
    process = start(program, folder, cache=0, seconds=2)
    yield await_server(process).url
    stop(process)
    process.close()


def connect(process: Process) -> tuple[str, Line]:
    """Return the address of a server, and a connection to it."""
    url = process.stdout.readline().split()[4]
    return url, Line(url)


def read_stream(line: Line) -> tuple[int, bytes]:
    """Return the status and the bytes of an answer in chunks."""
    status = int(line.file.readline().split()[1])
    while line.file.readline().strip():
        pass
    body = b""
    while size := int(line.file.readline(), 16):
        body += line.file.read(size)
        line.file.readline()
    line.file.readline()
    return status, body


@pytest.mark.parametrize("query", sample_daily([QUERY, HINTED, "ASK {}", "SELECT (1 AS ?n) {}"], 4))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_each_answer_that_is_computed_is_the_same(
    uncached: str, query: str, method: str, coding: str
) -> None:
    line = Line(uncached)
    head = make_head("", method, query=query, Accept_Encoding=coding)
    first, *others = (line.ask(head) for _ in range(TURNS))
    assert first[0] == 200
    assert ("x-hint" in first[1]) == (query is HINTED)
    assert others == (TURNS - 1) * [first]
    line.close()


@pytest.mark.parametrize("query", sample_daily([FAILING, RUNAWAY, f"{QUERY} nonsense"], 2))
def test_each_failure_is_the_same(uncached: str, query: str) -> None:
    line = Line(uncached)
    first, second = (line.ask(make_head("", query=query)) for _ in range(2))
    assert first[0] in (400, 503)
    assert second[2] == first[2]
    assert line.ask(make_head("after"))[0] == 200
    line.close()


def test_a_perspective_is_asked_about_again(uncached: str) -> None:
    line = Line(uncached)
    head = make_head("", query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").replace(
        b"?query", b"?perspective=russian&query"
    )
    assert len({line.ask(head)[2] for _ in range(TURNS)}) == 1
    line.close()


def test_a_long_answer_is_streamed_each_time(uncached: str) -> None:
    line = Line(uncached)
    told = []
    for _ in range(3):
        line.send(make_head("", query=LONG))
        told.append(read_stream(line))
    assert told == 3 * [told[0]]
    assert told[0][0] == 200
    assert len(told[0][1]) > 512 * 1024
    line.close()


def test_many_clients_at_once_take_turns(uncached: str) -> None:
    lines = [Line(uncached) for _ in range(4)]
    heads = [make_head("", query=f"SELECT ({number} AS ?n) {{}}") for number in range(4)]
    for _ in range(50):
        for line, head in zip(lines, heads, strict=True):
            line.send(head)
        bodies = [line.read()[2] for line in lines]
        assert bodies == [b"n\r\n%d\r\n" % number for number in range(4)]
    for line in lines:
        line.close()


def test_a_request_behind_one_that_is_computed_waits_for_it(uncached: str) -> None:
    line = Line(uncached)
    slow, quick = make_head("", query=SLOW), make_head("behind")
    expected = [line.ask(slow), line.ask(quick)]
    for _ in range(2):
        line.send(slow)
        time.sleep(0.01)
        line.send(quick + slow)
        assert [line.read() for _ in range(3)] == [*expected, expected[0]]
    line.close()


def test_a_client_that_sends_no_more_gets_its_answer(uncached: str) -> None:
    head = make_head("", query=SLOW)
    for _ in range(3):
        line = Line(uncached)
        line.send(head)
        time.sleep(0.01)
        line.end_sending()
        answer = line.file.read()
        assert b"HTTP/1.1 200 OK" in answer
        assert answer.endswith(b"\r\n360000\r\n")
        line.close()


@pytest.mark.long
def test_a_client_that_leaves_frees_its_worker_and_is_recorded(
    launch: Callable[..., Process],
) -> None:
    process = launch(seconds=60, cache=0, log_level="info")
    url, line = connect(process)
    runaway = make_head("left", query=RUNAWAY)
    for _ in range(2):  # the second time it is known
        leaving = [Line(url) for _ in range(4)]
        for each in leaving:
            each.send(runaway)
        time.sleep(0.3)
        for each in leaving:
            each.close()
        assert line.ask(make_head("left"))[0] == 200
    line.close()
    events = read_log(process)
    left = [event for event in events if event["outcome"] == "client-left"]
    assert len(left) == 8
    assert all(event | {"query_hash": ""} == left[0] | {"query_hash": ""} for event in left)
    assert len([event for event in events if event["outcome"] == "answered"]) == 2


@pytest.mark.long
def test_what_is_computed_is_paid_for(launch: Callable[..., Process]) -> None:
    url, first = connect(launch(seconds=0.4, cache=0, budget=1.0))
    head = make_head("paid", query=RUNAWAY)
    lines = [first, Line(url), Line(url)]
    seen = []
    for _ in range(6):
        for line in lines:
            line.send(head)
        seen += [line.read()[0] for line in lines]
    assert {*seen} == {503, 429}
    assert seen[0] == 503
    for line in lines:
        line.close()


@pytest.mark.long
def test_a_full_queue_turns_known_requests_away(launch: Callable[..., Process]) -> None:
    process = launch(seconds=2, cache=0, queue=1)
    url, line = connect(process)
    head = make_head("queue", query=RUNAWAY)
    assert line.ask(head)[0] == 503
    lines = [Line(url) for _ in range(5)]
    for each in lines:
        each.send(head)
    answers = [each.read() for each in lines]
    assert {status for status, _, _ in answers} == {503}
    assert b"overloaded" in b"".join(body for _, _, body in answers)
    assert b"deadline-passed" in b"".join(body for _, _, body in answers)
    for each in (line, *lines):
        each.close()


@pytest.mark.long
def test_a_server_that_stops_answers_what_is_under_way(launch: Callable[..., Process]) -> None:
    process = launch(seconds=30, cache=0, grace=1)
    url, line = connect(process)
    head = make_head("stop", query=SLOW)
    answer = line.ask(head)
    other = Line(url)
    runaway = make_head("stop", query=RUNAWAY)
    first = Line(url)
    first.send(runaway)
    time.sleep(0.1)
    first.close()
    other.send(runaway)
    time.sleep(0.1)
    line.send(head)
    time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    assert line.read()[2] == answer[2]
    assert other.read()[0] == 503
    for each in (line, other):
        each.close()
    process.communicate(timeout=15)
    assert process.poll() == 0
