"""How answers are sent: tags, conditions, codings, the cache, time limits and the price."""

import asyncio
import gzip
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from tests.support.process import Process
from tests.support.sampling import sample_daily

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import read_files
from azru_kg.server.app import create_app
from azru_kg.server.http.budget import Budget

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


FOUND = 'azru_cache_lookups_total{result="hit"}'
NUMBERS = "SELECT ?a ?x { ?a <urn:number> ?x } ORDER BY ?x"
SMALL = "SELECT ?a ?x { ?a <urn:number> ?x } ORDER BY ?x LIMIT 3"
LONG = "SELECT ?a ?b { ?a <urn:number> ?x . ?b <urn:number> ?y FILTER (?x < 50) } ORDER BY ?x ?y"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
LATE_RUNAWAY = """SELECT ?a ?b {
  { ?a <urn:number> ?x . ?b <urn:number> ?y }
  UNION
  { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h
    FILTER (CONCAT(STR(?a), STR(?c), STR(?e), STR(?g)) = "") }
}"""


def fetch(
    client: httpx.Client, query: str, accept: str = "text/csv", **headers: str
) -> httpx.Response:
    """Return an answer with its body as it came: httpx decodes gzip, but not in `raw_of`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(
        "/sparql",
        params={"query": query},
        headers={"Accept": accept, "Accept-Encoding": "identity", **named},
    )


def raw_of(client: httpx.Client, query: str, coding: str) -> tuple[httpx.Response, bytes]:
    headers = {"Accept": "text/csv", "Accept-Encoding": coding}
    with client.stream("GET", "/sparql", params={"query": query}, headers=headers) as response:
        return response, b"".join(response.iter_raw())


# Tags and conditions


@pytest.mark.parametrize(
    "query", sample_daily([NUMBERS, SMALL, LONG, "ASK {}", "DESCRIBE country:AZ"], 2)
)
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_who_has_an_answer_need_not_get_it_again(
    client: httpx.Client, query: str, coding: str
) -> None:
    first = fetch(client, query, "*/*", Accept_Encoding=coding)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "public, no-cache"
    assert first.headers["vary"] == "Accept, Accept-Encoding"
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        for method in ("GET", "HEAD"):
            again = client.request(
                method,
                "/sparql",
                params={"query": query},
                headers={"Accept": "*/*", "Accept-Encoding": coding, "If-None-Match": held},
            )
            assert (again.status_code, again.content) == (304, b"")
            for name in ("etag", "cache-control", "vary", "access-control-allow-origin"):
                assert again.headers[name] == first.headers[name]
            assert "content-type" not in again.headers


def test_another_tag_gets_the_answer(client: httpx.Client) -> None:
    tag = fetch(client, NUMBERS).headers["etag"]
    for response in (
        fetch(client, NUMBERS, If_None_Match='"other"'),
        fetch(client, NUMBERS, "text/tab-separated-values", If_None_Match=tag),
        fetch(client, SMALL, If_None_Match=tag),
    ):
        assert response.status_code == 200
        assert response.content


def test_each_coding_has_a_tag_of_its_own(client: httpx.Client) -> None:
    tags = {
        fetch(client, NUMBERS, Accept_Encoding=coding).headers["etag"]
        for coding in ("identity", "gzip", "zstd")
    }
    assert len(tags) == 3


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?t) {}",
        "SELECT (RAND() AS ?t) {}",
        "SELECT (UUID() AS ?t) {}",
        "SELECT (STRUUID() AS ?t) {}",
        "SELECT (BNODE() AS ?t) {}",
        "CONSTRUCT { [] <urn:p> 1 } WHERE {}",
    ],
)
def test_what_differs_each_time_is_kept_by_nobody(client: httpx.Client, query: str) -> None:
    answers = [fetch(client, query, "text/csv, text/turtle", If_None_Match="x") for _ in range(2)]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
    assert answers[0].content != answers[1].content
    assert fetch(client, query, "text/csv, text/turtle", If_None_Match="*").status_code == 304


@pytest.mark.long
def test_a_failure_has_no_tag_and_is_kept_by_nobody(client: httpx.Client) -> None:
    for query in ("SELEC", RUNAWAY, "ASK { FILTER(<urn:f>(1)) }"):
        for _ in range(2):
            answer = fetch(client, query, If_None_Match="*")
            assert answer.status_code in (400, 503)
            assert answer.headers["cache-control"] == "no-store"
            assert "etag" not in answer.headers


def test_a_query_that_was_posted_has_no_tag(client: httpx.Client) -> None:
    answer = client.post("/sparql", data={"query": NUMBERS}, headers={"If-None-Match": "*"})
    assert answer.status_code == 200
    assert "etag" not in answer.headers


# Codings


@pytest.mark.parametrize("query", [NUMBERS, LONG], ids=["whole", "streamed"])
def test_an_answer_is_compressed_where_that_is_asked_for(client: httpx.Client, query: str) -> None:
    plain = fetch(client, query)
    assert "content-encoding" not in plain.headers
    for coding, decompress in (("gzip", gzip.decompress), ("zstd", zstd.decompress)):
        for _ in range(2):
            answer, body = raw_of(client, query, coding)
            assert answer.headers["content-encoding"] == coding
            assert decompress(body) == plain.content
            assert len(body) < len(plain.content) / 2


def test_a_short_answer_is_compressed_only_in_need(client: httpx.Client) -> None:
    answer, body = raw_of(client, SMALL, "gzip")
    assert "content-encoding" not in answer.headers
    assert body.startswith(b"a,x")
    answer, body = raw_of(client, SMALL, "gzip, identity;q=0")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"a,x")


def test_a_client_that_refuses_every_coding_is_told(client: httpx.Client) -> None:
    answer = fetch(client, SMALL, Accept_Encoding="identity;q=0")
    assert answer.status_code == 406
    assert "gzip and zstd" in answer.json()["detail"]


@pytest.mark.long
@pytest.mark.parametrize("coding", sample_daily(["gzip", "zstd"], 2))
def test_a_compressed_answer_that_fails_late_is_left_unfinished(
    client: httpx.Client, coding: str
) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        raw_of(client, LATE_RUNAWAY, coding)


# The cache


def test_an_answer_from_the_cache_is_the_same(client: httpx.Client) -> None:
    for coding in ("identity", "gzip", "zstd", "gzip", "identity"):
        one, two = (raw_of(client, f"{NUMBERS} #{coding}", coding) for _ in range(2))
        assert one[1] == two[1]
        changing = {"date"}
        assert {k: v for k, v in one[0].headers.items() if k not in changing} == {
            k: v for k, v in two[0].headers.items() if k not in changing
        }
    posted = client.post("/sparql", data={"query": NUMBERS}, headers={"Accept": "text/csv"})
    assert posted.content == fetch(client, NUMBERS).content


@pytest.mark.parametrize("coding", sample_daily(["identity", "gzip", "zstd"], 2))
def test_a_long_answer_is_kept_too(client: httpx.Client, coding: str) -> None:
    def count_hits() -> float:
        return float(client.get("/metrics").text.partition(f"{FOUND} ")[2].split()[0])

    query = f"{LONG} #kept {coding}"
    first, sent = raw_of(client, query, coding)
    before = count_hits()
    again, kept = raw_of(client, query, coding)
    assert count_hits() == before + 1
    assert kept == sent
    assert again.headers["etag"] == first.headers["etag"]
    assert int(again.headers["content-length"]) == len(kept)
    headed = client.head("/sparql", params={"query": query}, headers=dict(again.request.headers))
    assert headed.content == b""


def test_graphs_of_the_request_are_told_apart_in_the_cache(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for _ in range(2):
        for graphs, number in (
            (["urn:g:1"], "2"),
            (["urn:g:2"], "1"),
            (["urn:g:1", "urn:g:2"], "2"),
        ):
            parameters = [("query", query), *(("default-graph-uri", graph) for graph in graphs)]
            answer = client.get(
                "/sparql",
                params=httpx.QueryParams(tuple(parameters)),
                headers={"Accept": "text/csv"},
            )
            assert answer.text.split() == ["n", number]


# Time limits and the price


@pytest.mark.long
def test_a_client_may_give_an_answer_less_time(patient_client: httpx.Client) -> None:
    parameters = {"query": RUNAWAY, "timeout": "0.2"}
    for answer in (
        patient_client.get("/sparql", params=parameters),
        patient_client.post("/sparql", data=parameters),
    ):
        assert answer.status_code == 503
        assert "longer than 0.2 seconds" in answer.json()["detail"]


@pytest.mark.long
def test_a_client_may_not_give_an_answer_more_time(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": RUNAWAY, "timeout": "3600"})
    assert "longer than 1 seconds" in answer.json()["detail"]


@pytest.mark.parametrize("timeout", ["-1", "1e3", "ten", "inf", "nan", "٣", "1_0"])
def test_a_timeout_that_is_no_number_is_refused(client: httpx.Client, timeout: str) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}", "timeout": timeout})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/timeout"


@pytest.mark.long
def test_a_client_that_has_spent_its_budget_is_told_when_to_come_back(
    run_with_pool: Callable[..., object], folder: Path
) -> None:
    dataset = read_files([folder / "data"])

    async def ask(pool: Pool) -> None:
        app = create_app(pool, dataset, queries=[], budget=Budget(0.4))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://test"
        ) as client:

            async def fetch_from(query: str) -> httpx.Response:
                return await client.get("/sparql", params={"query": query, "timeout": "1"})

            first = await fetch_from("ASK {}")
            assert (await fetch_from(RUNAWAY)).status_code == 503
            answer = await fetch_from(RUNAWAY)
            assert answer.status_code == 429
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["type"] == "https://w3id.org/azru-kg/problem/budget-spent"
            assert 1 <= int(answer.headers["retry-after"]) <= 3
            assert (await fetch_from("ASK {}")).content == first.content
            assert (await fetch_from("ASK { }")).status_code == 429
            await asyncio.sleep(int(answer.headers["retry-after"]))
            assert (await fetch_from("ASK { }")).status_code == 200

    run_with_pool("<urn:a> <urn:p> " + ",".join(map(str, range(200))) + " .", ask, seconds=30)


# Clients that leave


@pytest.fixture
def busy_url(launch: Callable[..., Process]) -> str:
    """The address of a server of two workers whose queries may run for a minute."""
    return read_url(launch(seconds=60))


def read_url(process: Process) -> str:
    """Return the address that a server says it listens on."""
    return process.stdout.readline().split()[4]


def leave_open(url: str, query: str) -> socket.socket:
    """Return a connection on which a query was sent."""
    address = httpx.URL(url)
    path = httpx.URL("/sparql", params={"query": query, "format": "csv"}).raw_path
    connection = socket.create_connection((address.host, address.port or 80), timeout=20)
    connection.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path)
    return connection


def is_busy(url: str) -> bool:
    """Return whether a query that takes no time gets no worker at once."""
    with httpx.Client(base_url=url) as client:
        try:
            client.get("/sparql", params={"query": f"ASK {{}} #{os.urandom(8).hex()}"}, timeout=0.3)
        except httpx.ReadTimeout:
            return True
    return False


def await_busy(url: str) -> None:
    until = time.monotonic() + 20
    while not is_busy(url):
        assert time.monotonic() < until


@pytest.mark.long
def test_what_is_known_is_answered_while_every_worker_is_busy(busy_url: str) -> None:
    with httpx.Client(base_url=busy_url, timeout=20) as client:
        tag = fetch(client, LONG).headers["etag"]
        kept = fetch(client, SMALL)
        running = [leave_open(busy_url, RUNAWAY) for _ in range(2)]
        await_busy(busy_url)
        assert fetch(client, LONG, If_None_Match=tag).status_code == 304
        assert fetch(client, SMALL).content == kept.content
        assert is_busy(busy_url)
    for connection in running:
        connection.close()


@pytest.mark.long
@pytest.mark.parametrize(
    "query", sample_daily([RUNAWAY, LATE_RUNAWAY], 2), ids=["before", "during"]
)
def test_a_client_that_leaves_frees_its_worker_within_100_ms(busy_url: str, query: str) -> None:
    # Other work on this machine may come between, but not each time.
    for _ in range(20):
        connections = [leave_open(busy_url, query) for _ in range(2)]
        await_busy(busy_url)
        with httpx.Client(base_url=busy_url, timeout=20) as client:
            client.options("/sparql")
            for connection in connections:
                connection.close()
            left = time.monotonic()
            assert client.get("/sparql", params={"query": f"ASK {{}} #{left}"}).status_code == 200
            if time.monotonic() - left < 0.1:
                return
    pytest.fail("the workers were free later, each time")


@pytest.mark.long
def test_a_client_that_leaves_while_it_waits_makes_room_in_the_queue(busy_url: str) -> None:
    running = [leave_open(busy_url, RUNAWAY) for _ in range(2)]
    await_busy(busy_url)
    with httpx.Client(base_url=busy_url, timeout=20) as client:
        for _ in range(2):
            waiting = [leave_open(busy_url, f"ASK {{}} #{number}") for number in range(4)]
            time.sleep(0.2)
            turned_away = client.get("/sparql", params={"query": "ASK {} # too many"})
            assert turned_away.status_code == 503
            assert turned_away.json()["type"].endswith("/overloaded")
            assert turned_away.headers["retry-after"] == "60"
            for connection in waiting:
                connection.close()
            time.sleep(0.2)
    assert is_busy(busy_url)
    for connection in running:
        connection.close()
    time.sleep(0.2)
    assert not is_busy(busy_url)
