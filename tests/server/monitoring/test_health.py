import asyncio
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.sampling import sample_daily

from azru_kg.engine.protocol import FREE, Answer, Meter, Request
from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import read_files
from azru_kg.server.monitoring.health import find_hindrance

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


class SleepingEngine:
    """An engine that answers too late."""

    def answer(
        self, request: Request, *, seconds: float | None = None, meter: Meter = FREE
    ) -> AbstractAsyncContextManager[Answer]:
        return self._sleep()

    @asynccontextmanager
    async def _sleep(self) -> AsyncIterator[Answer]:
        await asyncio.sleep(60)
        yield Answer("boolean", "text/csv", aiter([]))  # type: ignore[arg-type]


def test_a_living_server_is_alive_and_ready_and_says_with_what(client: httpx.Client) -> None:
    alive = client.get("/health")
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    ready = client.get("/ready")
    assert ready.status_code == 200
    assert ready.json().keys() == {"status", "version", "digest"}
    assert ready.headers["cache-control"] == alive.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", sample_daily(["/health", "/ready", "/metrics"], 3))
def test_watchers_may_ask_for_the_head_but_change_nothing(client: httpx.Client, path: str) -> None:
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    refused = client.post(path)
    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert client.get(f"{path}/").status_code == 404


@pytest.mark.long  # it takes seconds of all cores
def test_a_server_is_ready_as_long_as_there_is_room_for_another_client(
    launch: Callable[..., Any],
) -> None:
    url = address_of(launch(seconds=5, trusted_proxies="127.0.0.1"))

    def keep_busy(name: str) -> None:
        with httpx.Client(base_url=url, timeout=20, headers={"X-Forwarded-For": name}) as own:
            assert own.get("/sparql", params={"query": RUNAWAY}).status_code == 503

    def begin(idle: int, *names: str) -> list[threading.Thread]:
        threads = [threading.Thread(target=keep_busy, args=[name]) for name in names]
        for thread in threads:
            thread.start()
        await_text(url, "/metrics", f'state="idle"}} {idle}.0')
        return threads

    threads = begin(1, "192.0.2.1", "192.0.2.1")
    assert httpx.get(f"{url}ready").status_code == 200
    threads += begin(0, "192.0.2.2")
    answer = httpx.get(f"{url}ready")
    assert httpx.get(f"{url}health").status_code == 200
    for thread in threads:
        thread.join()
    assert answer.status_code == 503
    assert "no worker was free within 2 seconds" in answer.json()["reason"]
    assert httpx.get(f"{url}ready").status_code == 200


@pytest.mark.long
def test_a_server_whose_engine_has_ended_is_not_ready_until_it_has_another(
    launch: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "queries").mkdir()
    data = tmp_path / "data" / "all.ttl"
    data.parent.mkdir()
    data.write_text("<urn:a> <urn:b> <urn:c> .")
    process = launch(folder=tmp_path)
    url = address_of(process)
    data.write_text("<urn:a> oops")
    (zygote,) = find_children(process.pid)
    os.kill(zygote, signal.SIGKILL)
    await_text(url, "/ready", "not ready")
    assert "is being started again" in httpx.get(f"{url}ready").json()["reason"]
    answer = httpx.get(f"{url}sparql", params={"query": "ASK {}"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert httpx.get(f"{url}health").status_code == 200
    assert "azru_engine_restarts_total 1.0" in httpx.get(f"{url}metrics").text
    # What the files hold by now is other data, under another digest.
    data.write_text("<urn:a> <urn:b> <urn:d> .")
    await_text(url, "/ready", '"ready"')
    assert httpx.get(f"{url}ready").json()["digest"] == read_files([data.parent]).digest
    query = "ASK { <urn:a> <urn:b> <urn:d> }"
    assert httpx.get(f"{url}sparql", params={"query": query}).json()["boolean"] is True


def address_of(process: Any) -> str:
    return str(process.stdout.readline().split()[4])


def find_children(pid: int) -> list[int]:
    return [
        int(child)
        for listing in Path(f"/proc/{pid}/task").glob("*/children")
        for child in listing.read_text().split()
    ]


def await_text(url: str, path: str, text: str) -> None:
    deadline = time.monotonic() + 20
    while text not in httpx.get(f"{url}{path.lstrip('/')}").text:
        assert time.monotonic() < deadline, f"{path} did not say {text}"
        time.sleep(0.02)


def test_an_engine_that_answers_is_not_hindered(run_with_pool: Callable[..., object]) -> None:
    assert run_with_pool("<urn:a> <urn:b> <urn:c> .", find_hindrance) is None


def test_an_engine_that_is_closed_or_sleeps_says_why_it_is_hindered(
    run_with_pool: Callable[..., object],
) -> None:
    async def close_and_ask(pool: Pool) -> str | None:
        await pool.close()
        return await find_hindrance(pool)

    assert "not running" in str(run_with_pool("<urn:a> <urn:b> <urn:c> .", close_and_ask))
    assert "no worker was free" in str(asyncio.run(find_hindrance(SleepingEngine(), seconds=0.05)))
