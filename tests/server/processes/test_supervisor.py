"""Several web processes that are one server: real ones, over a small dataset."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.server.releases.test_release import await_metric, count, metric, write_numbers
from tests.server.test_serve import RUNAWAY, address_of, ask, await_busy, children_of, read_all
from tests.support.process import Process
from tests.support.program import Program

pytestmark = pytest.mark.long

PATIENCE = 30.0
TRIES = 100
ZYGOTE = b"azru_kg.engine.workers.zygote"

Launch = Callable[..., Process]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the file of a dataset with a hundred triples, in a folder that can be served."""
    (tmp_path / "data").mkdir()
    (tmp_path / "queries").mkdir()
    path = tmp_path / "data" / "numbers.ttl"
    path.write_text(write_numbers(100))
    return path


@contextmanager
def visit(address: httpx.URL, web: int | None = None) -> Iterator[httpx.Client]:
    """Yield a client with a connection that it keeps, to one of the processes if it is named."""
    limits = httpx.Limits(keepalive_expiry=None)
    for _ in range(TRIES):
        with httpx.Client(
            base_url=address, limits=limits, trust_env=False, timeout=PATIENCE
        ) as client:
            stream = client.get("/health").extensions["network_stream"]
            _, port = stream.get_extra_info("client_addr")
            if web is None or holds(web, port, address.port or 80):
                yield client
                return
    pytest.fail(f"none of {TRIES} connections led to the process {web}")


def holds(process: int, client: int, server: int) -> bool:
    """Return whether a process has the connection between two ports, of which one is its own."""
    wanted = f"0100007F:{server:04X} 0100007F:{client:04X} "
    (line,) = (line for line in Path("/proc/net/tcp").read_text().splitlines() if wanted in line)
    inode = line.split()[9]
    files = Path(f"/proc/{process}/fd").iterdir()
    return any(os.readlink(file) == f"socket:[{inode}]" for file in files)  # noqa: PTH115


def list_children(process: int) -> list[int]:
    return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]


def is_zygote(process: int) -> bool:
    return ZYGOTE in Path(f"/proc/{process}/cmdline").read_bytes()


def find_nursery(process: Process) -> int:
    """Return the first that was forked, before any that holds data."""
    return list_children(process.pid)[0]


def find_webs(process: Process) -> set[int]:
    return {*list_children(find_nursery(process))}


def find_roots(process: Process) -> list[int]:
    return [child for child in list_children(process.pid) if is_zygote(child)]


def await_that(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def test_two_processes_answer_on_one_port_over_one_copy_of_the_data(launch: Launch) -> None:
    process = launch(processes=2)
    address = address_of(process)
    webs = find_webs(process)
    assert len(webs) == 2
    assert len(find_roots(process)) == 1
    for web in webs:
        with visit(address, web) as client:
            assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_all_end_on_a_signal_and_nothing_is_left_behind(launch: Launch, tmp_path: Path) -> None:
    process = launch(processes=2, pid_file=str(tmp_path / "pid"), log_level="info")
    address = address_of(process)
    assert int((tmp_path / "pid").read_text()) == process.pid
    with visit(address) as client:
        client.get("/sparql", params={"query": "ASK {}"})
    children = children_of(process)
    assert len(children) >= 1 + 2 + 1 + 2 + 6
    process.terminate()
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert [json.loads(line)["message"] for line in errors.splitlines()] == ["request"]
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    assert not (tmp_path / "pid").exists()


def test_what_runs_may_finish_and_what_takes_longer_than_the_grace_is_told_so(
    launch: Launch,
) -> None:
    process = launch(processes=2, seconds=60, grace=1)
    address = address_of(process)
    await_busy(address, 0)
    with ask(address, RUNAWAY) as connection:
        await_busy(address)
        process.terminate()
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"being stopped" in answer
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_a_second_interrupt_ends_everything_at_once(launch: Launch) -> None:
    process = launch(processes=2, seconds=60, grace=60)
    address = address_of(process)
    await_busy(address, 0)
    with ask(address, RUNAWAY):
        await_busy(address)
        children = children_of(process)
        process.send_signal(signal.SIGINT)
        await_that(lambda: not is_open(address))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def is_open(address: httpx.URL) -> bool:
    try:
        socket.create_connection((address.host, address.port or 80), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_client_has_one_budget_with_all_processes(launch: Launch) -> None:
    process = launch(processes=2, seconds=0.6, budget=0.3)
    address = address_of(process)
    one, other = find_webs(process)
    with visit(address, one) as client:
        assert client.get("/sparql", params={"query": RUNAWAY}).status_code == 503
    with visit(address, other) as client:
        refused = client.get("/sparql", params={"query": "ASK { ?s ?p 1 }"})
    assert refused.status_code == 429
    assert refused.headers["retry-after"].isdigit()


def test_metrics_are_those_of_all_processes(launch: Launch) -> None:
    process = launch(processes=2)
    address = address_of(process)
    await_busy(address, 0)
    one, other = find_webs(process)
    for web, number in ((one, 3), (other, 2)):
        with visit(address, web) as client:
            for _ in range(number):
                client.get("/sparql", params={"query": "ASK {}"})
    for web in (one, other):
        with visit(address, web) as client:
            assert metric(client, 'azru_requests_total{status="200"}') == 5
            assert metric(client, "azru_query_seconds_count") == 5
            assert metric(client, 'azru_workers{state="idle"}') == 6
            assert metric(client, 'azru_reloads_total{result="done"}') == 0


def test_new_data_are_served_by_all_and_no_request_fails_meanwhile(
    launch: Launch, data: Path
) -> None:
    process = launch(folder=data.parents[1], processes=2, seconds=60)
    address = address_of(process)
    answers: list[list[int]] = [[], [], []]
    deadline = time.monotonic() + PATIENCE

    def hammer(seen: list[int]) -> None:
        # A connection that is kept stays with its process, and so with the order of its data.
        with httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE) as own:
            while seen[-1:] != [102] and time.monotonic() < deadline:
                seen.append(count(own))

    threads = [threading.Thread(target=hammer, args=[seen]) for seen in answers]
    for thread in threads:
        thread.start()
    with visit(address) as client:
        for reloads in (1, 2):
            data.write_text(write_numbers(100 + reloads))
            process.send_signal(signal.SIGHUP)
            await_metric(client, 'azru_reloads_total{result="done"}', reloads)
        for thread in threads:
            thread.join(PATIENCE)
        for web in find_webs(process):
            with visit(address, web) as own:
                assert count(own) == 102
        await_that(lambda: len(find_roots(process)) == 1)
    for seen in answers:
        assert seen == sorted(seen)
        assert (seen[0], seen[-1]) == (100, 102)


def test_the_files_of_the_release_are_made_once_for_all(program: Program) -> None:
    process = program.start("serve", "--port", "0", "--processes", "2", "--log-level", "warning")
    try:
        made = set()
        address = address_of(process)
        webs = find_webs(process)
        for web in webs:
            with visit(address, web) as client:
                # Whoever asks before they are made waits, 20 seconds at most.
                while client.get("/dump/SHA256SUMS").status_code == 503:
                    pass
                name = client.get("/dump/SHA256SUMS").text.split()[1]
                part = client.get(f"/dump/{name}", headers={"Range": "bytes=0-99"})
                assert part.status_code == 206
                made.add(part.headers["etag"])
        files = [list_deleted_files(web) for web in webs]
        assert len(made) == 1
        assert files[0] == files[1]
        assert len(files[0]) > 1
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.close()


def list_deleted_files(process: int) -> set[tuple[int, int]]:
    """Return what tells the files without a name apart that a process has open."""
    paths = [
        path
        for path in Path(f"/proc/{process}/fd").iterdir()
        if "/tmp" in os.readlink(path)  # noqa: PTH115, S108
    ]
    return {(path.stat().st_dev, path.stat().st_ino) for path in paths}


def test_broken_data_are_served_by_none(launch: Launch, data: Path) -> None:
    process = launch(folder=data.parents[1], processes=2)
    address = address_of(process)
    with visit(address) as client:
        data.write_text("<urn:a> oops")
        process.send_signal(signal.SIGHUP)
        await_metric(client, 'azru_reloads_total{result="failed"}', 1)
        for web in find_webs(process):
            with visit(address, web) as own:
                assert count(own) == 100
        data.write_text(write_numbers(7))
        process.send_signal(signal.SIGHUP)
        await_metric(client, 'azru_reloads_total{result="done"}', 1)
        assert count(client) == 7


def test_a_web_process_that_is_killed_is_replaced_and_its_workers_end(launch: Launch) -> None:
    process = launch(processes=2)
    address = address_of(process)
    before = find_webs(process)
    lost = min(before)
    (stays,) = before - {lost}
    with visit(address, stays) as client:
        old = set(children_of(process))
        os.kill(lost, signal.SIGKILL)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        await_that(lambda: lost not in find_webs(process))
        assert ask_anew(address) == 200
        await_that(lambda: len(find_webs(process)) == 2)
        # It, its zygote and three workers are gone, and the same are there again.
        await_that(lambda: len(old & set(children_of(process))) == len(old) - 5)
        await_that(lambda: len(children_of(process)) == len(old))
        await_metric(client, 'azru_workers{state="idle"}', 6)
    (another,) = find_webs(process) - {stays}
    with visit(address, another) as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    process.terminate()
    told = [json.loads(line) for line in process.communicate(timeout=PATIENCE)[1].splitlines()]
    assert [line["message"] for line in told] == [
        "a web process ended (-9); another is started in its place"
    ]


def ask_anew(address: httpx.URL) -> int:
    """Return the status of an answer on a connection of its own."""
    return httpx.get(address.join("/sparql?query=ASK{}"), trust_env=False).status_code


def test_one_that_is_started_later_with_other_files_has_all_follow(
    launch: Launch, data: Path
) -> None:
    process = launch(folder=data.parents[1], processes=2)
    address = address_of(process)
    lost, stays = find_webs(process)
    with visit(address, stays) as client:
        data.write_text(write_numbers(8))
        os.kill(lost, signal.SIGKILL)
        await_metric(client, 'azru_reloads_total{result="done"}', 1)
        assert count(client) == 8


def test_the_end_of_the_process_with_the_data_is_survived_by_all(launch: Launch) -> None:
    process = launch(processes=2)
    address = address_of(process)
    webs = find_webs(process)
    with visit(address) as client:
        (lost,) = find_roots(process)
        os.kill(lost, signal.SIGKILL)
        await_metric(client, "azru_engine_restarts_total", 1)
        await_that(lambda: client.get("/ready").status_code == 200)
    for web in webs:
        with visit(address, web) as client:
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    assert find_webs(process) == webs
    assert lost not in find_roots(process)
    assert len(find_roots(process)) == 1


def test_the_end_of_the_process_that_starts_others_ends_the_server(launch: Launch) -> None:
    process = launch(processes=2)
    address_of(process)
    children = children_of(process)
    os.kill(find_nursery(process), signal.SIGKILL)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "the process that starts web processes ended" in errors
    await_that(lambda: not [pid for pid in children if Path(f"/proc/{pid}").exists()])


def test_a_supervisor_that_is_killed_takes_all_with_it(launch: Launch) -> None:
    process = launch(processes=2)
    address_of(process)
    children = children_of(process)
    process.kill()
    process.communicate(timeout=PATIENCE)
    await_that(lambda: not [pid for pid in children if Path(f"/proc/{pid}").exists()])


def test_a_broken_file_is_an_error_before_anything_listens(launch: Launch, data: Path) -> None:
    data.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> oops .\n")
    process = launch(folder=data.parents[1], processes=2)
    output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output) == (2, "")
    assert "numbers.ttl:2:" in errors
    assert len(errors.splitlines()) == 1


def test_a_port_in_use_is_an_error(launch: Launch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = launch(port=taken.getsockname()[1], processes=2)
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output) == (2, "")
    assert "Cannot listen on 127.0.0.1" in errors


def test_a_second_server_cannot_have_the_port(launch: Launch) -> None:
    address = address_of(launch(processes=2))
    for processes in (1, 2):
        second = launch(port=address.port, processes=processes)
        _, errors = second.communicate(timeout=PATIENCE)
        assert second.returncode == 2
        assert "Cannot listen on 127.0.0.1" in errors
