import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from tests.server.small_server import SCRIPT, write_arguments
from tests.support.process import Process
from tests.support.sampling import sample_daily

from azru_kg.errors import CannotListen
from azru_kg.server.serve import listen

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
# 360,000 rows, then none for ever.
LATE_RUNAWAY = """SELECT ?a ?b {
  { ?a <urn:number> ?x . ?b <urn:number> ?y }
  UNION
  { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h
    FILTER (CONCAT(STR(?a), STR(?c), STR(?e), STR(?g)) = "") }
}"""
# 360,000 rows of 18 bytes: more than the sockets between server and client hold.
LONG = "SELECT ?a ?b { ?a <urn:number> ?x . ?b <urn:number> ?y }"


def address_of(process: Process | subprocess.Popen[str]) -> httpx.URL:
    assert process.stdout is not None
    return httpx.URL(process.stdout.readline().split()[4])


def ask(address: httpx.URL, query: str) -> socket.socket:
    """Return a connection on which a query is asked, and which takes little before it is read."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
    connection.settimeout(20)
    connection.connect((address.host, address.port))
    target = httpx.URL("/sparql", params={"query": query, "format": "csv"})
    connection.sendall(b"GET %s HTTP/1.1\r\nHost: test\r\n\r\n" % target.raw_path)
    return connection


def await_busy(address: httpx.URL, number: int = 1) -> None:
    """Wait until so many workers are busy, first with what a server does for itself."""
    deadline = time.monotonic() + 10
    wanted = f'azru_workers{{state="busy"}} {number}.0'
    while wanted not in httpx.get(address.join("/metrics")).text:
        assert time.monotonic() < deadline, f"not {number} workers became busy"
        time.sleep(0.02)


def await_refusal(address: httpx.URL) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection((address.host, address.port or 80), timeout=5).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    pytest.fail("the server still takes connections")


def read_all(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def children_of(process: Process) -> list[int]:
    """Return the processes that descend from one."""
    found = [process.pid]
    for pid in found:
        for listing in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, listing.read_text().split())
    return found[1:]


@pytest.mark.parametrize("number", sample_daily([signal.SIGINT, signal.SIGTERM], 2))
def test_a_server_says_where_it_listens_and_ends_on_a_signal_with_all_its_workers(
    launch: Callable[..., Process], number: signal.Signals
) -> None:
    process = launch()
    line = process.stdout.readline()
    assert line.startswith("azru-kg is listening on http://127.0.0.1:")
    assert "dataset unversioned" in line
    assert "Ctrl+C" in line
    url = line.split()[4]
    assert httpx.get(f"{url}sparql?query=ASK{{}}").status_code == 200
    children = children_of(process)
    assert children
    process.send_signal(number)
    _, errors = process.communicate(timeout=15)
    assert (process.returncode, errors) == (0, "")
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_answers_do_not_wait_for_acknowledgements() -> None:
    async def accept() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def read_option(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = listen("127.0.0.1", 0)
        async with await asyncio.start_server(read_option, sock=listener):
            _, client = await asyncio.open_connection(*listener.getsockname())
            without_delay = await accepted
            client.close()
        return without_delay

    assert asyncio.run(accept()) == 1


@pytest.mark.parametrize("host", ["256.0.0.1", "no-such-host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_an_error(host: str) -> None:
    with pytest.raises(CannotListen, match=f"Cannot listen on {host}"):
        listen(host, 0)


@pytest.mark.long
def test_a_port_in_use_is_an_error_that_says_what_to_do(launch: Callable[..., Process]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = launch(port=taken.getsockname()[1])
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert output == ""
    assert "Cannot listen on 127.0.0.1" in errors
    assert "--port" in errors


def test_a_broken_file_is_an_error_before_anything_listens(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "queries").mkdir()
    (tmp_path / "data" / "broken.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> oops .\n")
    process = launch(folder=tmp_path)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert output == ""
    assert "broken.ttl:2:" in errors


@pytest.mark.long
def test_a_host_that_others_can_reach_is_warned_of(launch: Callable[..., Process]) -> None:
    process = launch(host="0.0.0.0")  # noqa: S104
    assert process.stdout.readline().startswith("azru-kg is listening on http://0.0.0.0:")
    process.terminate()
    assert (
        "Warning: 0.0.0.0 can be reached from other machines" in process.communicate(timeout=15)[1]
    )


@pytest.mark.long
def test_a_stopping_server_takes_nothing_new_and_finishes_what_runs(
    launch: Callable[..., Process],
) -> None:
    process = launch(seconds=60, grace=60)
    address = address_of(process)
    await_busy(address, 0)
    with ask(address, LONG) as connection:
        begun = connection.recv(16)
        await_busy(address)
        process.terminate()
        await_refusal(address)
        answer = begun + read_all(connection)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.count(b"urn:n:") == 2 * 600 * 600
    assert answer.endswith(b"\r\n0\r\n\r\n")
    process.communicate(timeout=15)
    assert process.returncode == 0


@pytest.mark.long
def test_what_runs_longer_than_the_grace_is_told_so_and_ended(
    launch: Callable[..., Process],
) -> None:
    process = launch(seconds=60, grace=1, log_level="info")
    address = address_of(process)
    await_busy(address, 0)
    with ask(address, RUNAWAY) as connection:
        await_busy(address)
        children = children_of(process)
        process.terminate()
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"retry-after" in answer
    assert b"being stopped" in answer
    _, errors = process.communicate(timeout=15)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert [json.loads(line).get("outcome") for line in errors.splitlines()].count(
        "server-stopped"
    ) == 1
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


@pytest.mark.long
def test_a_second_interrupt_ends_everything_at_once(launch: Callable[..., Process]) -> None:
    process = launch(seconds=60, grace=60)
    address = address_of(process)
    await_busy(address, 0)
    with ask(address, RUNAWAY):
        await_busy(address)
        children = children_of(process)
        process.send_signal(signal.SIGINT)
        await_refusal(address)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=15)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


@pytest.mark.long
def test_a_server_ends_with_the_terminal_that_it_was_started_in(folder: Path) -> None:
    if shutil.which("setsid") is None:
        pytest.skip("setsid is not installed, which gives a process a terminal of its own")
    ours, theirs = os.openpty()
    command = ["setsid", "--ctty", sys.executable, "-W", "error", str(SCRIPT)]
    with subprocess.Popen(
        [*command, *write_arguments(folder)], stdin=theirs, stdout=subprocess.PIPE, text=True
    ) as process:
        os.close(theirs)
        address = address_of(process)
        process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 10
        while (
            'azru_reloads_total{result="done"} 1.0' not in httpx.get(address.join("/metrics")).text
        ):
            assert time.monotonic() < deadline, "the signal was not taken for a reload"
            time.sleep(0.02)
        os.close(ours)
        assert process.wait(15) == 0


@pytest.mark.long
def test_links_lead_under_the_path_of_the_public_url(launch: Callable[..., Process]) -> None:
    address = address_of(launch(public_url="https://example.org/kg/"))
    page = httpx.get(address).text
    assert 'href="/kg/static/style.css"' in page
    assert 'href="/static' not in page
    assert httpx.get(address.join("/health")).status_code == 200


@pytest.mark.long
@pytest.mark.parametrize(
    ("trusted", "client"),
    sample_daily([("127.0.0.1", "::7"), ("10.0.0.0/8", "127.0.0.1"), ("", "127.0.0.1")], 2),
)
def test_only_a_trusted_proxy_says_who_the_client_is(
    launch: Callable[..., Process], trusted: str, client: str
) -> None:
    process = launch(trusted_proxies=trusted, log_level="info")
    httpx.get(address_of(process), headers={"X-Forwarded-For": "::7"})
    process.terminate()
    line = process.communicate(timeout=15)[1].splitlines()[0]
    assert json.loads(line)["client"] == client


@pytest.mark.long
def test_the_log_of_a_server_has_a_line_a_request_and_never_the_query(
    launch: Callable[..., Process],
) -> None:
    process = launch(log_level="info")
    address = address_of(process)
    httpx.get(address.join("/sparql"), params={"query": "ASK { <urn:secret> ?p ?o }"})
    httpx.get(address.join("/sparql"), params={"query": "SELEC <urn:secret>"})
    httpx.get(address.join("/a%0D%0Aforged%1B%5B2J?secret"))
    for path in ("/health", "/ready", "/metrics"):
        assert httpx.get(address.join(path)).status_code == 200
    process.terminate()
    output = process.communicate(timeout=15)[1]
    assert "secret" not in output
    told = [json.loads(line) for line in output.splitlines()]
    assert [line["outcome"] for line in told] == ["answered", "malformed-query", "not-found"]
    assert [line["status"] for line in told] == [200, 400, 404]
    assert told[0]["query_hash"] != told[1]["query_hash"]
    assert told[2]["path"] == "/a\r\nforged\x1b[2J"


@pytest.mark.long
def test_the_log_says_which_answers_did_not_arrive_whole_and_why(
    launch: Callable[..., Process],
) -> None:
    process = launch(seconds=2, log_level="info")
    address = address_of(process)
    await_busy(address, 0)
    with ask(address, RUNAWAY):
        await_busy(address)
    with ask(address, LATE_RUNAWAY) as connection:
        assert not read_all(connection).endswith(b"\r\n0\r\n\r\n")
    process.terminate()
    told = [json.loads(line) for line in process.communicate(timeout=15)[1].splitlines()]
    requests = [line for line in told if line["logger"] == "azru_kg.requests"]
    assert [(line["status"], line["outcome"]) for line in requests] == [
        (None, "client-left"),
        (200, "cut-off"),
    ]
    assert requests[1]["bytes"] > 256 * 1024


@pytest.mark.long
def test_a_second_server_cannot_have_the_pid_file_of_the_first(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    first = launch(pid_file=str(tmp_path / "pid"))
    address_of(first)
    assert int((tmp_path / "pid").read_text()) == first.pid
    second = launch(pid_file=str(tmp_path / "pid"))
    assert "another server holds it" in second.communicate(timeout=15)[1]
    assert second.returncode == 2
    first.terminate()
    first.communicate(timeout=15)
    assert not (tmp_path / "pid").exists()
