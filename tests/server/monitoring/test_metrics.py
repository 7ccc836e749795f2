import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture
def fresh(launch: Callable[..., Any]) -> Iterator[httpx.Client]:
    """A client of a server that nobody has asked anything."""
    url = launch(seconds=0.5).stdout.readline().split()[4]
    with httpx.Client(base_url=url, timeout=20) as client:
        yield client


def read_metrics(client: httpx.Client, *, after: int = 0) -> dict[str, float]:
    """Return the metrics once so many requests are counted, which is when all of each is done."""
    deadline = time.monotonic() + 10
    while True:
        lines = client.get("/metrics").text.splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        told = {name: float(value) for name, value in pairs}
        if sum(told[name] for name in told if name.startswith("azru_requests_total")) >= after:
            return told
        assert time.monotonic() < deadline, f"fewer than {after} requests are counted"
        time.sleep(0.02)


def ask(client: httpx.Client, query: str) -> int:
    return client.get("/sparql", params={"query": query}).status_code


@pytest.mark.long
def test_queries_are_counted_by_outcome_and_measured(fresh: httpx.Client) -> None:
    assert [ask(fresh, "ASK {}"), ask(fresh, "ASK {}"), ask(fresh, "SELEC")] == [200, 200, 400]
    assert ask(fresh, RUNAWAY) == 503
    told = read_metrics(fresh, after=4)
    assert told['azru_queries_total{outcome="answered"}'] == 2
    assert told['azru_queries_total{outcome="malformed-query"}'] == 1
    assert told['azru_queries_total{outcome="deadline-passed"}'] == 1
    assert told['azru_query_seconds_bucket{le="+Inf"}'] == told["azru_query_seconds_count"] == 4
    assert told["azru_query_seconds_sum"] > 0.5
    assert told["azru_workers_replaced_total"] == 1


def test_requests_are_counted_by_status_with_their_bytes(fresh: httpx.Client) -> None:
    sent = len(fresh.get("/sparql", params={"query": "ASK {}"}).content)
    sent += len(fresh.get("/nothing").content)
    assert fresh.get("/sparql", headers={"Accept": "text/csv"}).status_code == 400
    told = read_metrics(fresh, after=3)
    assert told['azru_requests_total{status="200"}'] == 1
    assert told['azru_requests_total{status="404"}'] == 1
    assert told['azru_requests_total{status="400"}'] == 1
    assert told["azru_sent_bytes_total"] > sent
    assert not [name for name in told if name.startswith("azru_queries") and "bad-request" in name]


@pytest.mark.long
def test_pages_are_counted_by_what_they_ask_and_take(fresh: httpx.Client) -> None:
    assert fresh.get("/id/country/AZ.html").status_code == 200
    told = read_metrics(fresh, after=1)
    assert told["azru_engine_queries_total"] > 0
    assert told["azru_work_seconds_total"] > 0
    assert told["azru_query_seconds_count"] == 0


def test_watchers_are_not_counted(fresh: httpx.Client) -> None:
    for path in ("/health", "/ready", "/metrics"):
        assert fresh.get(path).status_code == 200
    told = read_metrics(fresh)
    assert not [name for name in told if name.startswith(("azru_requests", "azru_queries"))]
    assert told["azru_sent_bytes_total"] == told["azru_query_seconds_count"] == 0


@pytest.mark.long
def test_the_state_of_the_server_and_of_its_process_is_told(fresh: httpx.Client) -> None:
    deadline = time.monotonic() + 10
    # The server works something out for itself, at first.
    while (told := read_metrics(fresh))['azru_workers{state="busy"}']:
        assert time.monotonic() < deadline, "it is never idle"
        time.sleep(0.02)
    assert told['azru_workers{state="idle"}'] == 2 + 1
    assert told['azru_workers{state="busy"}'] == told["azru_queue_length"] == 0
    assert told["azru_engine_restarts_total"] == 0
    digest = fresh.get("/ready").json()["digest"]
    assert told[f'azru_dataset_info{{digest="{digest}",version="unversioned"}}'] == 1
    assert told["process_resident_memory_bytes"] > 10_000_000


@pytest.mark.long
@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", r"text/plain; version=0\.0\.4; charset=utf-8"),
        ("application/openmetrics-text; version=1.0.0", r"application/openmetrics-text; .*"),
    ],
)
def test_the_content_type_is_that_of_the_exposition_format(
    fresh: httpx.Client, accept: str, expected: str
) -> None:
    response = fresh.get("/metrics", headers={"Accept": accept})
    assert re.fullmatch(expected, response.headers["content-type"])
    assert response.text.endswith("# EOF\n") == ("openmetrics" in accept)


@pytest.mark.long
def test_what_the_cache_saves_is_told(fresh: httpx.Client) -> None:
    assert read_metrics(fresh)["azru_cache_bytes"] == 0
    assert [ask(fresh, "ASK {}") for _ in range(3)] == [200, 200, 200]
    told = read_metrics(fresh, after=3)
    assert told['azru_cache_lookups_total{result="hit"}'] == 2
    assert told['azru_cache_lookups_total{result="miss"}'] == 1
    assert told["azru_cache_bytes"] > 0
