"""New data while requests come in: a real server, its files changed under it."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.support.process import Process

from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import AzruError, DataError
from azru_kg.graph.dataset import read_files
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.server.releases.release import Content, Releases
from azru_kg.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# A million rows, some 40 MB: more than the sockets between server and client hold.
LONG = """SELECT ?a ?b ?c { ?a <urn:number> ?x . ?b <urn:number> ?y . ?c <urn:number> ?z }
LIMIT 1000000"""
PATIENCE = 20.0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the file of a dataset with a hundred triples, in a folder that can be served."""
    (tmp_path / "data").mkdir()
    (tmp_path / "queries").mkdir()
    path = tmp_path / "data" / "numbers.ttl"
    path.write_text(write_numbers(100))
    return path


@pytest.fixture
def served(launch: Callable[..., Process], data: Path) -> Iterator[tuple[httpx.Client, Process]]:
    process = launch(folder=data.parents[1], seconds=60)
    url = process.stdout.readline().split()[4]
    with httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE) as client:
        yield client, process


def write_numbers(number: int) -> str:
    return "".join(f"<urn:n:{n:04}> <urn:number> {n} .\n" for n in range(number))


def count(client: httpx.Client) -> int:
    response = client.get("/sparql", params={"query": COUNT})
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def metric(client: httpx.Client, name: str) -> float:
    lines = client.get("/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith(f"{name} ")).split()[-1])


def await_metric(client: httpx.Client, name: str, value: float) -> None:
    deadline = time.monotonic() + PATIENCE
    while metric(client, name) != value:
        assert time.monotonic() < deadline, f"{name} did not become {value}"
        time.sleep(0.02)


def stream_slowly(client: httpx.Client) -> Iterator[bytes]:
    """Yield the first part of a long answer, and then, when asked again, the rest."""
    options = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)]
    transport = httpx.HTTPTransport(socket_options=options)
    with (
        httpx.Client(transport=transport, base_url=client.base_url, timeout=PATIENCE) as slow,
        slow.stream("GET", "/sparql", params={"query": LONG, "format": "csv"}) as response,
    ):
        assert response.status_code == 200
        parts = response.iter_bytes()
        yield next(parts)
        yield b"".join(parts)


@pytest.mark.long
def test_no_request_fails_while_new_data_take_the_place_of_the_old(
    served: tuple[httpx.Client, Process], data: Path
) -> None:
    client, process = served
    answers: list[list[int]] = [[], []]
    deadline = time.monotonic() + PATIENCE

    def hammer(seen: list[int]) -> None:
        with httpx.Client(base_url=client.base_url, trust_env=False, timeout=PATIENCE) as own:
            while seen[-1:] != [102] and time.monotonic() < deadline:
                seen.append(count(own))

    threads = [threading.Thread(target=hammer, args=[seen]) for seen in answers]
    for thread in threads:
        thread.start()
    for reloads in range(1, 3):
        data.write_text(write_numbers(100 + reloads))
        process.send_signal(signal.SIGHUP)
        await_metric(client, 'azru_reloads_total{result="done"}', reloads)
        assert count(client) == 100 + reloads
    for thread in threads:
        thread.join(PATIENCE)
    for seen in answers:
        assert seen == sorted(seen)
        assert (seen[0], seen[-1]) == (100, 102)
    assert metric(client, 'azru_reloads_total{result="failed"}') == 0


@pytest.mark.long
def test_a_query_that_runs_is_finished_by_the_old_workers(
    served: tuple[httpx.Client, Process], data: Path
) -> None:
    client, process = served
    stream = stream_slowly(client)
    begun = next(stream)
    await_metric(client, 'azru_workers{state="busy"}', 1)
    data.write_text(write_numbers(3))
    process.send_signal(signal.SIGHUP)
    await_metric(client, 'azru_reloads_total{result="done"}', 1)
    assert count(client) == 3
    await_metric(client, 'azru_workers{state="busy"}', 1)
    whole = begun + next(stream)
    assert whole.count(b"\n") == 1 + 1_000_000
    await_metric(client, 'azru_workers{state="busy"}', 0)


@pytest.mark.long
def test_digest_version_counts_and_pages_follow_the_new_data(
    served: tuple[httpx.Client, Process], data: Path
) -> None:
    client, process = served
    before = client.get("/ready").json()["digest"]
    assert "100" in client.get("/").text
    data.with_name("more.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    process.send_signal(signal.SIGHUP)
    await_metric(client, 'azru_reloads_total{result="done"}', 1)
    after = client.get("/ready").json()["digest"]
    assert after == read_files([data.parent]).digest
    assert after != before
    page = client.get("/").text
    assert "more.ttl" in page
    assert "101" in page
    assert f'digest="{after}"' in client.get("/metrics").text


@pytest.mark.long
def test_things_that_were_listed_and_named_once_follow_the_new_data(
    served: tuple[httpx.Client, Process], data: Path
) -> None:
    client, process = served
    headers = {"Accept": "text/html"}

    def reload(*lines: str) -> str:
        before = metric(client, 'azru_reloads_total{result="done"}')
        data.with_name("named.ttl").write_text("\n".join(lines))
        process.send_signal(signal.SIGHUP)
        await_metric(client, 'azru_reloads_total{result="done"}', before + 1)
        return client.get("/id/place/", headers=headers).text

    first, second = f"{IDENTITY}place/first", f"{IDENTITY}place/second"
    label, deprecated = f"{PREFIXES['rdfs']}label", f"{PREFIXES['owl']}deprecated"
    page = reload(f'<{first}> a <urn:Place> ; <{label}> "Old name" .')
    assert "Old name" in page
    assert client.get("/id/place/first", headers=headers).status_code == 303
    page = reload(
        f'<{first}> a <urn:Place> ; <{label}> "New name" ; <{deprecated}> true .',
        f'<{second}> a <urn:Place> ; <{label}> "Another" .',
    )
    assert "Old name" not in page
    assert "New name" in page
    assert "Another" in page
    assert client.get("/id/place/first", headers=headers).status_code == 410
    assert client.get("/id/place/second", headers=headers).status_code == 303


@pytest.mark.long
def test_a_broken_file_is_reported_and_the_old_data_go_on_being_served(
    served: tuple[httpx.Client, Process], data: Path
) -> None:
    client, process = served
    data.write_text("<urn:a> oops")
    process.send_signal(signal.SIGHUP)
    await_metric(client, 'azru_reloads_total{result="failed"}', 1)
    assert count(client) == 100
    assert client.get("/ready").status_code == 200
    data.write_text(write_numbers(7))
    process.send_signal(signal.SIGHUP)
    await_metric(client, 'azru_reloads_total{result="done"}', 1)
    assert count(client) == 7
    process.terminate()
    told = json.loads(process.communicate(timeout=15)[1])
    assert told["level"] == "error"
    assert "numbers.ttl:1:9: " in told["message"]
    assert "is still served" in told["message"]


@pytest.mark.long
def test_files_that_change_while_they_are_read_are_not_served(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    reads = 0

    def read_and_change() -> Content:
        nonlocal reads
        reads += 1
        path.write_text(write_numbers(reads))
        return Content(read_files([path]))

    async def reload() -> dict[str, int]:
        releases = Releases(read_and_change, Settings(workers=2, ahead=False))
        await releases.start()
        first = releases.current
        try:
            await releases.reload()
            assert releases.live == [first]
            return releases.reloads
        finally:
            await releases.close()

    assert asyncio.run(reload()) == {"done": 0, "failed": 1}
    assert reads == 3


def test_a_reload_that_the_system_refuses_keeps_the_old_data(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def reload() -> dict[str, int]:
        contents = [Content(read_files([data]))]

        def read() -> Content:
            if not contents:
                raise PermissionError(13, "Permission denied")
            return contents.pop()

        releases = Releases(read, Settings(workers=2, ahead=False))
        await releases.start()
        try:
            await releases.reload()
            return releases.reloads
        finally:
            await releases.close()

    assert asyncio.run(reload()) == {"done": 0, "failed": 1}
    assert "is still served: [Errno 13] Permission denied" in caplog.messages[-1]


@pytest.mark.long
def test_signals_that_come_together_are_one_reload(data: Path) -> None:
    async def reload_often() -> dict[str, int]:
        releases = Releases(lambda: Content(read_files([data])), Settings(workers=2, ahead=False))
        await releases.start()
        try:
            for _ in range(10):
                releases.reload_soon()
            while not releases.reloads["done"]:
                await asyncio.sleep(0.02)
            await asyncio.sleep(0)
            return dict(releases.reloads)
        finally:
            await releases.close()

    assert asyncio.run(reload_often()) == {"done": 1, "failed": 0}


@pytest.mark.long
def test_a_signal_during_the_start_is_a_reload_after_it(data: Path) -> None:
    async def start_and_reload() -> list[int]:
        releases = Releases(lambda: Content(read_files([data])), Settings(workers=2, ahead=False))
        start = asyncio.create_task(releases.start())
        await asyncio.sleep(0)
        releases.reload_soon()
        await start
        before = releases.reloads["done"]
        try:
            while not releases.reloads["done"]:
                await asyncio.sleep(0.02)
            return [before, releases.reloads["done"]]
        finally:
            await releases.close()

    assert asyncio.run(start_and_reload()) == [0, 1]


@pytest.mark.long
def test_closing_ends_the_workers_of_a_reload_that_is_under_way(data: Path) -> None:
    async def close_at_once() -> list[int]:
        releases = Releases(lambda: Content(read_files([data])), Settings(workers=2, ahead=False))
        await releases.start()
        releases.reload_soon()
        while len(children()) < 2:
            await asyncio.sleep(0.01)
        await releases.close()
        return children()

    before = children()
    assert asyncio.run(close_at_once()) == before


def children() -> list[int]:
    """Return the processes that this one has started and not yet seen the end of."""
    return [
        int(pid)
        for listing in Path("/proc/self/task").glob("*/children")
        for pid in listing.read_text().split()
    ]


def test_there_is_no_release_before_the_start_and_no_start_with_a_broken_file(data: Path) -> None:
    data.write_text("<urn:a> oops")
    releases = Releases(lambda: Content(read_files([data])), Settings(workers=2, ahead=False))
    with pytest.raises(DataError, match=r"numbers\.ttl"):
        asyncio.run(releases.start())
    with pytest.raises(AzruError, match="No data"):
        releases.current  # noqa: B018
    asyncio.run(releases.close())


@pytest.mark.long
def test_what_takes_long_is_made_before_anybody_asks_where_that_is_wanted(data: Path) -> None:
    async def count_answers(ahead: bool, enough: int, seconds: float) -> int:
        releases = Releases(lambda: Content(read_files([data])), Settings(workers=2, ahead=ahead))
        await releases.start()
        try:
            pool = releases.current.pool
            assert isinstance(pool, Pool)
            deadline = time.monotonic() + seconds
            answers = 0
            while answers < enough and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
                answers = pool.count_outcomes().get("answered", 0)
            return answers
        finally:
            await releases.close()

    few = asyncio.run(count_answers(False, enough=2000, seconds=1))
    many = 2 * max(few, 1)
    assert asyncio.run(count_answers(True, enough=many, seconds=PATIENCE)) >= many
