"""A request that is known by its bytes gets what it got before, and leaves the same traces."""

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from tests.server.conftest import make_folder
from tests.server.monitoring.test_metrics import read_metrics
from tests.support.process import Process
from tests.support.sampling import sample_daily

QUERY = "SELECT ?c ?l { ?c a azru:Country ; skos:prefLabel ?l } ORDER BY ?c ?l"
MANY = "SELECT * { ?c <urn:number> ?l } ORDER BY ?l"
TURNS = 4


class Line:
    """One connection to a server, on which bytes go out as they are given."""

    def __init__(self, url: str) -> None:
        address = httpx.URL(url)
        self._socket = socket.create_connection((address.host, address.port or 80), timeout=20)
        self.file = self._socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def read(self, *, without_body: bool = False) -> tuple[int, dict[str, str], bytes]:
        """Return an answer: its status, its headers but the date, and its body."""
        status = int(self.file.readline().split()[1])
        lines = iter(lambda: self.file.readline().decode("latin-1").strip(), "")
        headers = dict(line.split(": ", 1) for line in lines)
        assert headers.pop("date").endswith(" GMT")
        length = 0 if without_body else int(headers.get("content-length", 0))
        return status, headers, self.file.read(length)

    def ask(self, data: bytes) -> tuple[int, dict[str, str], bytes]:
        self.send(data)
        return self.read(without_body=data.startswith(b"HEAD"))

    def end_sending(self) -> None:
        self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self.file.close()
        self._socket.close()


def make_head(
    mark: str, method: str = "GET", *, path: str = "/sparql", query: str = QUERY, **headers: str
) -> bytes:
    """Return the bytes of a request; `mark` makes the query one that nobody has sent before."""
    asked = quote(f"{query} # {mark}")
    named = {"Host": "here", "Accept": "text/csv"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path}?query={asked} HTTP/1.1\r\n{lines}\r\n".encode()


@pytest.fixture
def line(client: httpx.Client) -> Iterator[Line]:
    line = Line(str(client.base_url))
    yield line
    line.close()


@pytest.mark.parametrize("method", sample_daily(["GET", "HEAD"], 4))
@pytest.mark.parametrize("coding", ["identity", "gzip", "identity;q=0, zstd"])
@pytest.mark.parametrize("query", [QUERY, f"{QUERY} LIMIT 1", MANY])
def test_each_answer_is_the_same(line: Line, method: str, coding: str, query: str) -> None:
    head = make_head(f"{method} {coding}", method, query=query, Accept_Encoding=coding)
    first, *others = (line.ask(head) for _ in range(TURNS))
    assert first[0] == 200
    assert first[1]["x-content-type-options"] == "nosniff"
    assert bool(first[2]) == (method == "GET")
    assert others == (TURNS - 1) * [first]


def test_other_headers_get_their_own_answers(line: Line) -> None:
    for _ in range(TURNS):
        csv = line.ask(make_head("others"))
        tsv = line.ask(make_head("others", Accept="text/tab-separated-values"))
        assert csv[1]["content-type"].startswith("text/csv")
        assert tsv[1]["content-type"].startswith("text/tab-separated-values")
        tag = csv[1]["etag"]
        held = line.ask(make_head("others", If_None_Match=f'"x", {tag}'))
        assert (held[0], held[1]["etag"], held[2]) == (304, tag, b"")
        assert held == line.ask(make_head("others", Host="there", If_None_Match=f'"x", {tag}'))
        assert line.ask(make_head("others", If_None_Match='"x"')) == csv
        assert line.ask(make_head("others", If_None_Match="*"))[0] == 304
        assert line.ask(make_head("others", Host="there", Origin="https://a.example")) == csv
        assert line.ask(make_head("others", Accept="image/png"))[0] == 406
        assert line.ask(make_head("others", path="/sparql/")) == csv
        assert line.ask(make_head("others", path="http://there/sparql")) == csv


def test_relative_names_are_those_of_the_host(line: Line) -> None:
    query = "SELECT (<x> AS ?iri) {}"
    for _ in range(TURNS):
        for host in ("one.example", "two.example"):
            assert f"http://{host}/x" in line.ask(make_head("", query=query, Host=host))[2].decode()


def test_requests_in_a_row_and_in_pieces_are_answered_in_their_order(line: Line) -> None:
    head, other = make_head("rows"), make_head("rows", query="ASK {}")
    expected = [line.ask(each) for each in (head, other)]
    for _ in range(2):
        line.send(head + other + head)
        assert [line.read() for _ in range(3)] == [*expected, expected[0]]
        line.send(head[:30])
        time.sleep(0.05)
        line.send(head[30:] + other)
        assert [line.read() for _ in range(2)] == expected
        line.send(head)
        line.send(other)
        assert [line.read() for _ in range(2)] == expected


def test_what_differs_each_time_is_computed_each_time(line: Line) -> None:
    head = make_head("", query="SELECT (RAND() AS ?n) {}")
    assert len({line.ask(head)[2] for _ in range(TURNS)}) == TURNS


def test_a_connection_that_is_to_end_does(line: Line) -> None:
    for close in ("", "close"):
        head = make_head("close", Connection=close or "keep-alive")
        answer = line.ask(head)
        assert answer[1].get("connection", "") == close


def read_log(process: Process) -> list[dict[str, Any]]:
    """Return what was logged of requests, without what is never the same."""
    process.terminate()
    events = [json.loads(text) for text in process.communicate(timeout=15)[1].splitlines()]
    changing = ("time", "seconds", "work")
    return [
        {name: value for name, value in event.items() if name not in changing}
        for event in events
        if event["message"] == "request"
    ]


@pytest.mark.parametrize("cache", sample_daily([32, 0], 2))
def test_each_time_is_logged_and_counted_alike(launch: Callable[..., Process], cache: int) -> None:
    process = launch(log_level="info", log_queries=True, cache=cache)
    url = process.stdout.readline().split()[4]
    heads = [make_head("log", method) for method in ("GET", "HEAD")]
    line = Line(url)
    for _ in range(TURNS):
        for head in heads:
            length = int(line.ask(head)[1]["content-length"])
    line.close()
    with httpx.Client(base_url=url) as client:
        told = read_metrics(client, after=2 * TURNS)
    computed = 1 if cache else 2 * TURNS
    assert told['azru_requests_total{status="200"}'] == 2 * TURNS
    assert told['azru_queries_total{outcome="answered"}'] == 2 * TURNS
    assert told["azru_query_seconds_count"] == 2 * TURNS
    assert told["azru_sent_bytes_total"] == TURNS * length
    assert told["azru_engine_queries_total"] == computed
    assert told["azru_work_seconds_total"] > 0
    assert told['azru_cache_lookups_total{result="hit"}'] == 2 * TURNS - computed
    assert told['azru_cache_lookups_total{result="miss"}'] == computed
    logged = read_log(process)
    assert logged == TURNS * logged[:2]
    assert [event["method"] for event in logged[:2]] == ["GET", "HEAD"]
    assert [event["bytes"] for event in logged[:2]] == [length, 0]
    assert {event["client"] for event in logged} == {"127.0.0.1"}
    assert {event["query"] for event in logged} == {f"{QUERY} # log"}


def test_a_client_is_called_what_a_trusted_proxy_calls_it(launch: Callable[..., Process]) -> None:
    process = launch(log_level="info", trusted_proxies="127.0.0.1")
    line = Line(process.stdout.readline().split()[4])
    for _ in range(TURNS):
        for name in ("192.0.2.1", "192.0.2.2"):
            assert line.ask(make_head("proxies", X_Forwarded_For=name))[0] == 200
    line.close()
    assert [event["client"] for event in read_log(process)] == TURNS * ["192.0.2.1", "192.0.2.2"]


@pytest.mark.long
@pytest.mark.parametrize("cache", sample_daily([32, 0], 2))
def test_a_new_release_answers_with_its_own_data(
    launch: Callable[..., Process], tmp_path: Path, cache: int
) -> None:
    folder = make_folder(tmp_path)
    process = launch(folder=folder, cache=cache)
    url = process.stdout.readline().split()[4]
    line = Line(url)
    head = make_head("release", query="SELECT (COUNT(*) AS ?n) { ?s <urn:new> ?o }")
    old = [line.ask(head) for _ in range(TURNS)]
    assert {answer[2] for answer in old} == {b"n\r\n0\r\n"}
    (folder / "data" / "new.ttl").write_text("<urn:a> <urn:new> 1 .", encoding="utf-8")
    process.send_signal(1)
    with httpx.Client(base_url=url) as client:
        while 'azru_reloads_total{result="done"} 1' not in client.get("/metrics").text:
            time.sleep(0.05)
    new = [line.ask(head) for _ in range(TURNS)]
    assert {answer[2] for answer in new} == {b"n\r\n1\r\n"}
    assert new[0][1]["etag"] != old[0][1]["etag"]
    line.close()


def test_heads_beyond_number_are_answered(line: Line) -> None:
    head = make_head("many")
    answer = line.ask(head)
    for number in range(1100):
        assert line.ask(head[:-2] + b"X-Number: %d\r\n\r\n" % number) == answer
    assert line.ask(head) == answer
    assert re.fullmatch('"[0-9a-f]{32}"', answer[1]["etag"])
