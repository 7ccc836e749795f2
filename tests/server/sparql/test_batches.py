"""Known requests that take no time get the answers that they got alone, whatever comes between."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.server.conftest import await_server, start, stop
from tests.server.monitoring.test_metrics import RUNAWAY
from tests.server.sparql.test_flights import connect
from tests.server.sparql.test_repeats import Line, make_head, read_log
from tests.support.process import Process
from tests.support.program import Program

CLIENTS = 8


@pytest.fixture(scope="module")
def server(program: Program, folder: Path) -> Iterator[tuple[str, Process]]:
    """A server that keeps no answers, by its address and its process."""
    process = start(program, folder, cache=0, seconds=5, queue=100)
    yield await_server(process).url, process
    stop(process)
    process.close()


def make_heads(number: int, mark: str = "") -> list[bytes]:
    return [make_head(mark, query=f"SELECT ({n} AS ?n) {{}}") for n in range(number)]


def list_children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in told]


def list_workers(server: int) -> list[int]:
    return [worker for zygote in list_children(server) for worker in list_children(zygote)]


def test_each_client_gets_its_own_answers(server: tuple[str, Process]) -> None:
    url, _ = server
    lines, heads = [Line(url) for _ in range(CLIENTS)], make_heads(CLIENTS, "own")
    expected = [line.ask(head) for line, head in zip(lines, heads, strict=True)]
    for _ in range(100):
        for line, head in zip(lines, heads, strict=True):
            line.send(head)
        assert [line.read() for line in lines] == expected
    for line in lines:
        line.close()


def test_they_are_put_to_workers_together(launch: Callable[..., Process]) -> None:
    process = launch(seconds=5, cache=0, queue=100)
    url, first = connect(process)
    heads = make_heads(CLIENTS, "together")
    lines = [Line(url) for _ in range(CLIENTS)]
    switches = []
    for _ in range(10):
        # A worker's first answers take longer: what they took is known anew each time.
        for head in heads:
            first.ask(head)
        workers = list_workers(process.pid)
        # While the web process stands still, all of them come.
        os.kill(process.pid, signal.SIGSTOP)
        for line, head in zip(lines, heads, strict=True):
            line.send(head)
        before = count_switches(workers)
        os.kill(process.pid, signal.SIGCONT)
        assert [line.read()[2] for line in lines] == [b"n\r\n%d\r\n" % n for n in range(CLIENTS)]
        time.sleep(0.05)
        switches.append(count_switches(workers) - before)
    # Each time that a worker waits for a request, it gives up the processor.
    assert min(switches) < CLIENTS
    for line in (first, *lines):
        line.close()


def count_switches(processes: list[int]) -> int:
    """Return how often processes have begun to wait for something."""
    told = (Path(f"/proc/{process}/status").read_text() for process in processes)
    lines = (line for text in told for line in text.splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary"))


def test_who_leaves_takes_nothing_from_the_others(server: tuple[str, Process]) -> None:
    url, _ = server
    heads = make_heads(CLIENTS, "leaving")
    for head in heads:
        line = Line(url)
        line.ask(head)
        line.close()
    for _ in range(20):
        lines = [Line(url) for _ in range(CLIENTS)]
        for line, head in zip(lines, heads, strict=True):
            line.send(head)
        for line in lines[::2]:
            line.close()
        odd = range(1, CLIENTS, 2)
        assert [line.read()[2] for line in lines[1::2]] == [b"n\r\n%d\r\n" % n for n in odd]
        for line in lines[1::2]:
            line.close()


def test_workers_that_end_make_no_answer_wrong(server: tuple[str, Process]) -> None:
    url, process = server
    heads = make_heads(CLIENTS, "ending")
    lines = [Line(url) for _ in range(CLIENTS)]
    over = threading.Event()

    def end_workers() -> None:
        while not over.wait(0.02):
            for worker in list_workers(process.pid)[:1]:
                os.kill(worker, signal.SIGKILL)

    expected = [line.ask(head) for line, head in zip(lines, heads, strict=True)]
    ending = threading.Thread(target=end_workers)
    ending.start()
    try:
        statuses = set()
        for _ in range(100):
            for line, head in zip(lines, heads, strict=True):
                line.send(head)
            told = [line.read() for line in lines]
            statuses |= {status for status, _, _ in told}
            for one, two in zip(told, expected, strict=True):
                assert one == two or one[0] in (503, 507), one
    finally:
        over.set()
        ending.join()
    assert 200 in statuses
    for line in lines:
        line.close()


def test_each_is_logged_with_its_own_work(launch: Callable[..., Process]) -> None:
    process = launch(seconds=5, cache=0, queue=100, log_level="info")
    url, first = connect(process)
    heads = make_heads(CLIENTS, "logged")
    lines = [Line(url) for _ in range(CLIENTS)]
    for _ in range(3):
        for line, head in zip(lines, heads, strict=True):
            line.send(head)
        for line in lines:
            line.read()
    for line in (first, *lines):
        line.close()
    events = read_log(process)
    assert len(events) == 3 * CLIENTS
    assert {event["outcome"] for event in events} == {"answered"}
    assert len({event["query_hash"] for event in events}) == CLIENTS


@pytest.mark.long
def test_who_has_spent_all_is_told_so(launch: Callable[..., Process]) -> None:
    url, line = connect(launch(seconds=0.4, cache=0, budget=0.5))
    quick, runaway = make_head("spent", query="ASK {}"), make_head("spent", query=RUNAWAY)
    assert [line.ask(quick)[0] for _ in range(3)] == [200, 200, 200]
    lines = [Line(url) for _ in range(2)]
    for each in lines:
        each.send(runaway)
    time.sleep(0.1)
    assert line.ask(quick)[0] == 429
    for each in (line, *lines):
        each.close()


@pytest.mark.long
def test_they_wait_for_a_worker_like_others(launch: Callable[..., Process]) -> None:
    url, line = connect(launch(seconds=2, cache=0, queue=4))
    quick, runaway = make_head("wait", query="ASK {}"), make_head("wait", query=RUNAWAY)
    assert [line.ask(quick)[0] for _ in range(3)] == [200, 200, 200]
    lines = [Line(url) for _ in range(2)]
    for each in lines:
        each.send(runaway)
    time.sleep(0.2)
    waiting = [Line(url) for _ in range(6)]
    started = time.monotonic()
    for each in waiting:
        each.send(quick)
    # Behind one another in one turn, which comes when a runaway query has been ended.
    assert [each.read()[0] for each in waiting] == 6 * [200]
    assert time.monotonic() - started > 0.5
    for each in (line, *lines, *waiting):
        each.close()


@pytest.mark.long
def test_where_the_queue_is_full_they_are_turned_away(launch: Callable[..., Process]) -> None:
    url, line = connect(launch(seconds=2, cache=0, queue=1))
    quick, runaway = make_head("full", query="ASK {}"), make_head("full", query=RUNAWAY)
    assert [line.ask(quick)[0] for _ in range(3)] == [200, 200, 200]
    lines = [Line(url) for _ in range(3)]  # two have workers, and one waits
    for each in lines:
        each.send(runaway)
    time.sleep(0.2)
    status, _, body = line.ask(quick)
    assert status == 503
    assert b"overloaded" in body
    for each in (line, *lines):
        each.close()
