import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from azru_kg.engine.protocol import Answer, Request
from azru_kg.engine.workers.pool import Pool
from azru_kg.server.health import find_hindrance

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


class SleepingEngine:
    """An engine that answers too late."""

    def answer(
        self, request: Request, *, seconds: float | None = None
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


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_watchers_may_ask_for_the_head_but_change_nothing(client: httpx.Client, path: str) -> None:
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    refused = client.post(path)
    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert client.get(f"{path}/").status_code == 404


def test_a_server_whose_workers_are_all_busy_is_alive_but_not_ready(
    server_of_two: httpx.Client,
) -> None:
    def keep_busy() -> None:
        with httpx.Client(base_url=server_of_two.base_url, timeout=20) as own:
            assert own.get("/sparql", params={"query": RUNAWAY}).status_code == 503

    threads = [threading.Thread(target=keep_busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 10
    while 'state="idle"} 0.0' not in server_of_two.get("/metrics").text:
        assert time.monotonic() < deadline, "not all workers became busy"
        time.sleep(0.02)
    answer = server_of_two.get("/ready")
    assert server_of_two.get("/health").status_code == 200
    for thread in threads:
        thread.join()
    assert answer.status_code == 503
    assert "no worker was free within 2 seconds" in answer.json()["reason"]
    assert server_of_two.get("/ready").status_code == 200


@pytest.fixture
def server_of_two(launch: Callable[..., Any]) -> Iterator[httpx.Client]:
    process = launch(seconds=5)
    with httpx.Client(base_url=process.stdout.readline().split()[4], timeout=20) as client:
        yield client


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
