"""One real server under attack: what is thrown at it, and what must hold after each throw.

Attacks are bytes on a socket, since a well-behaved client would not send most of them. Whatever
comes back, no reply may hold the secret of a file or a trace of the program, no connection may have
gone out, and a fresh query must be answered at once.
"""

from __future__ import annotations

import io
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import BadStatusLine, HTTPResponse, IncompleteRead
from itertools import chain, count, repeat
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any
from urllib.parse import quote, urlencode

import httpx
import pytest

DEADLINE = 1.0
MEMORY = 256
PROMPT = 2.0
_START_SECONDS = 60
_STOP_SECONDS = 20
# No client waits longer or reads more of an answer than this.
_PATIENCE = DEADLINE + 3
_MOST = 8 << 20
# What the server may keep after an attack: caches, free lists of the allocator, a fresh worker.
_KEPT = 64 << 20
# What is said of a request that could not be read, before any header of an answer is known.
_BARE = (
    "Invalid HTTP request received.",
    "The request has too many lines. Send fewer header fields.",
)
_PRIVATE = "Bakhmaro-1873-Zaqatala"
_numbers = count(1)


@dataclass(frozen=True)
class Target:
    """The server, what it writes to stderr, and what it must neither read nor call."""

    process: subprocess.Popen[str]
    port: int
    log: IO[str]
    canary: socket.socket
    file: Path

    @property
    def canary_url(self) -> str:
        """Return an address at which someone listens, to whom nobody must connect."""
        return f"http://127.0.0.1:{self.canary.getsockname()[1]}/canary"

    def read_log(self) -> str:
        """Return what the server has written to stderr so far."""
        return Path(self.log.name).read_text(encoding="utf-8")

    def connect(self) -> socket.socket:
        """Return a fresh connection, with a small window for what it does not read."""
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(_PATIENCE)
        client.connect(("127.0.0.1", self.port))
        return client


@pytest.fixture(scope="session")
def target(
    tmp_path_factory: pytest.TempPathFactory, founding_program: dict[str, str]
) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("hostile")
    secret = folder / "secret.ttl"
    secret.write_text(f'<urn:a> <urn:b> "{_PRIVATE}" .\n', encoding="utf-8")
    limits = ["--timeout", str(DEADLINE), "--memory", str(MEMORY), "--workers", "2"]
    command = [sys.executable, "-m", "azru_kg", "serve", "--port", "0", *limits]
    with (
        socket.create_server(("127.0.0.1", 0)) as canary,
        tempfile.NamedTemporaryFile("w+", dir=folder) as log,
        subprocess.Popen(
            command, env=founding_program, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        canary.setblocking(False)
        assert process.stdout is not None
        timer = threading.Timer(_START_SECONDS, process.kill)
        timer.start()
        announcement = process.stdout.readline()
        timer.cancel()
        port = re.search(r":(\d+)/", announcement)
        assert port, f"the server said {announcement!r} and {log.read()!r}"
        before = _measure_tree(process.pid)
        yield Target(process, int(port[1]), log, canary, secret)
        _await_memory(process.pid, before)
        process.terminate()
        assert process.wait(_STOP_SECONDS) == 0
        # Nothing that a client sends is an error of the program.
        assert "Traceback" not in Path(log.name).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _unharmed(target: Target) -> Iterator[None]:
    """After each attack the server answers a query that it has not seen before, at once."""
    yield
    assert target.process.poll() is None, "the server has ended"
    started = monotonic()
    query = f"ASK {{ FILTER (1 = {next(_numbers)} || true) }}"
    reply = _receive(target, _encode_get(query))[0]
    assert (reply.status_code, reply.json()["boolean"]) == (200, True)
    assert monotonic() - started < PROMPT
    with pytest.raises(BlockingIOError):
        target.canary.accept()


@pytest.fixture
def converse(target: Target) -> Callable[..., list[httpx.Response]]:
    """A function that sends bytes as they are and returns all replies, each harmless in itself."""

    def send(sent: bytes, *methods: str) -> list[httpx.Response]:
        started = monotonic()
        replies = _receive(target, sent, *methods)
        assert monotonic() - started < _PATIENCE, "the reply took too long"
        for reply in replies:
            _assert_harmless(reply)
        return replies

    return send


@pytest.fixture
def strike(converse: Callable[..., list[httpx.Response]]) -> Callable[..., httpx.Response]:
    """A function that sends one request as it is and returns the one reply."""

    def send(sent: bytes, method: str = "GET") -> httpx.Response:
        (reply,) = converse(sent, method)
        return reply

    return send


@pytest.fixture
def ask(strike: Callable[..., httpx.Response]) -> Callable[..., httpx.Response]:
    """A function that sends a query: by GET, or by POST where it is too long for an address."""

    def send(query: str, accept: str = "*/*", **parameters: str) -> httpx.Response:
        if len(query) > 8000:
            return strike(_encode_post(query, accept))
        return strike(_encode_get(query, accept, **parameters))

    return send


@pytest.fixture
def assert_memory_is_back(target: Target) -> Iterator[None]:
    """Around an attack: the server ends up with about the memory that it began with."""
    before = _measure_tree(target.process.pid)
    yield
    _await_memory(target.process.pid, before)


def _await_memory(pid: int, before: int) -> None:
    until = monotonic() + PROMPT
    while (now := _measure_tree(pid)) > before + _KEPT and monotonic() < until:
        sleep(0.1)
    assert now <= before + _KEPT, f"the server has taken {(now - before) >> 20} MiB more"


def _encode_get(query: str, accept: str = "*/*", **parameters: str) -> bytes:
    address = "/sparql?" + urlencode({"query": query, **parameters}, quote_via=quote)
    head = f"GET {address} HTTP/1.1\r\nHost: here\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    return head.encode()


def _encode_post(query: str, accept: str) -> bytes:
    body = query.encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        "Content-Type: application/sparql-query\r\n"
        f"Accept: {accept}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _receive(target: Target, sent: bytes, *methods: str) -> list[httpx.Response]:
    """Send bytes, read until the server closes or patience ends, and return the replies.

    `methods` are those of the requests, where they are not GET: a reply to HEAD has no body.
    """
    until = monotonic() + _PATIENCE
    received = bytearray()
    with target.connect() as client, suppress(ConnectionError, TimeoutError):
        with suppress(ConnectionError):  # what came back before the server hung up counts
            client.sendall(sent)
        while len(received) < _MOST and monotonic() < until:
            client.settimeout(max(until - monotonic(), 0.01))
            part = client.recv(1 << 16)
            if not part:
                break
            received += part
    return list(_parse(bytes(received), methods))


class _Recording(io.BytesIO):
    """Received bytes in the place of a socket, for several replies in a row."""

    def makefile(self, *_: Any) -> _Recording:
        return self

    def close(self) -> None:
        """Stay open: the next reply is read from here too."""


def _parse(received: bytes, methods: tuple[str, ...]) -> Iterator[httpx.Response]:
    recording: Any = _Recording(received)
    asked = chain(methods, repeat("GET"))
    while recording.tell() < len(received):
        reply = HTTPResponse(recording, method=next(asked))
        try:
            reply.begin()
        except BadStatusLine:
            pytest.fail(f"not a reply: {received[:200]!r}")
        try:
            body, whole = reply.read(), True
        except IncompleteRead as error:
            body, whole = error.partial, False
        headers = [
            (name, value) for name, value in reply.getheaders() if name != "transfer-encoding"
        ]
        yield httpx.Response(
            reply.status, headers=headers, content=body, extensions={"whole": whole}
        )


def _assert_harmless(reply: httpx.Response) -> None:
    assert reply.status_code != 500, reply.text
    assert _PRIVATE not in reply.text
    assert "Traceback" not in reply.text
    assert not {"x-injected", "set-cookie", "access-control-allow-credentials"} & set(reply.headers)
    if reply.text not in _BARE:
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "default-src 'none'" in reply.headers["content-security-policy"]


def _measure_tree(pid: int) -> int:
    """Return the memory of a process and its descendants in bytes, shared pages once."""
    pids = [pid]
    total = 0
    for process in pids:
        with suppress(FileNotFoundError, ProcessLookupError):  # a worker that has just ended
            for listing in Path(f"/proc/{process}/task").glob("*/children"):
                pids += map(int, listing.read_text().split())
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            size = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
            total += int(size[1]) * 1024 if size else 0
    return total
