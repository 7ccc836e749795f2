"""Everything at once: processes that are killed, descriptors that run out, crowds that leave."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

pytestmark = pytest.mark.long

SECONDS = 8.0
WORKERS = 2
DESCRIPTORS = 160
PATIENCE = 30.0
RUNAWAY = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
PRODUCT = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
SHORT = quote("ASK { ?s ?p 5 }")
PART = f"{SHORT}&perspective=official"


@dataclass
class Server:
    """A server with few descriptors."""

    process: subprocess.Popen[str]
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, query: str) -> socket.socket:
        client = self.connect()
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        return client

    def get(self, address: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}/{address}", timeout=PATIENCE)

    def descendants(self) -> list[int]:
        """Return its processes but for itself, those that have ended left out."""
        pids = [self.process.pid]
        for pid in pids:
            with suppress(FileNotFoundError, ProcessLookupError):
                for listing in Path(f"/proc/{pid}/task").glob("*/children"):
                    pids += map(int, listing.read_text().split())
        return [pid for pid in pids[1:] if _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(") ")[2][0] not in "ZX"


@pytest.fixture
def server(founding_program: dict[str, str]) -> Iterator[Server]:
    options = ["--port", "0", "--workers", f"{WORKERS}", "--timeout", "1", "--budget", "0"]
    serve = [sys.executable, "-m", "azru_kg", "serve", *options, "--log-level", "warning"]
    command = ["sh", "-c", f'ulimit -n {DESCRIPTORS} && exec "$@"', "sh", *serve]
    with subprocess.Popen(
        command, env=founding_program, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        timer = threading.Timer(60, process.kill)
        timer.start()
        port = re.search(r":(\d+)/", process.stdout.readline())
        timer.cancel()
        assert port
        try:
            yield Server(process, int(port[1]))
        finally:
            process.kill()


def _kill_one(server: Server, chance: random.Random) -> None:
    processes = server.descendants()
    # One that is alone has just been started.
    if len(processes) > 1:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(processes), signal.SIGKILL)


def _idle(server: Server, held: ExitStack) -> None:
    for _ in range(DESCRIPTORS + 40):
        with suppress(OSError):
            held.enter_context(server.connect())


def _leave(server: Server, query: str, number: int) -> None:
    for _ in range(number):
        with suppress(OSError):
            server.send(query).close()


def _ask(server: Server, query: str, number: int, held: ExitStack) -> None:
    for _ in range(number):
        with suppress(OSError):
            held.enter_context(server.send(query))


def _await(true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def _answers(server: Server) -> bool:
    with suppress(httpx.TransportError):
        reply = server.get("sparql?query=ASK%7B%7D")
        assert reply.status_code in {200, 503}, reply.text
        return reply.status_code == 200
    return False


def _is_whole(server: Server) -> bool:
    told = server.get("metrics").text
    whole = {"idle": WORKERS + 1, "busy": 0}
    return all(f'azru_workers{{state="{state}"}} {n}.0\n' in told for state, n in whole.items())


def test_whatever_happens_at_once_the_service_is_whole_afterwards(server: Server) -> None:
    chance = random.Random(20261128)  # noqa: S311 (nothing is kept secret)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with ExitStack() as held:
            steps: list[Callable[[], None]] = [
                partial(_kill_one, server, chance),
                partial(_idle, server, held),
                partial(_leave, server, RUNAWAY, 30),
                partial(_leave, server, PRODUCT, 10),
                partial(_leave, server, SHORT, 60),
                partial(_ask, server, RUNAWAY, 6, held),
                partial(_ask, server, PART, 3, held),
            ]
            for step in chance.choices(steps, k=5):
                step()
                time.sleep(0.05)
    _await(lambda: _answers(server), "no query was answered again")
    # At last for certain: the process that holds the data, while all descriptors are taken.
    with ExitStack() as held:
        _idle(server, held)
        zygote = server.descendants()[0]
        os.kill(zygote, signal.SIGKILL)
        _await(lambda: zygote not in server.descendants(), "the zygote did not end")
    _await(lambda: _answers(server), "no query was answered after the end of the zygote")
    _await(lambda: _is_whole(server), "not all workers came back")
    assert server.get("ready").status_code == 200
    restarts = re.search(r"^azru_engine_restarts_total (\d+)", server.get("metrics").text, re.M)
    assert restarts
    assert int(restarts[1]) >= 1
    # A zygote, one for each perspective that is known, and the workers.
    assert WORKERS + 2 <= len(server.descendants()) <= WORKERS + 3
    processes = server.descendants()
    server.process.terminate()
    assert server.process.wait(PATIENCE) == 0
    _await(lambda: not any(map(_lives, processes)), "processes were left behind")
