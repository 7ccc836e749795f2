"""A way to an engine on which things go wrong: a TCP server that passes requests on, or does not.

What goes wrong is a function of the connection, called when a whole request has been read. Each
request has a connection of its own, so that a fault begins and ends when a test says so.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

Fault = Callable[[socket.socket], None]

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_PATIENCE = 30


class Way:
    """The way to an engine; `fault` is what goes wrong on it now, `seen` are the requests."""

    def __init__(self, engine: str) -> None:
        self._engine = urlsplit(engine)
        self.fault: Fault | None = None
        self.seen: list[bytes] = []
        self.left = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ended = False
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def address(self) -> str:
        """Where the engine answers by this way."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}{self._engine.path}"

    def close(self) -> None:
        """End it."""
        self._ended = True
        # Wakes the thread that accepts.
        with suppress(OSError), socket.create_connection(self._listener.getsockname()):
            pass
        for thread in self._threads:
            thread.join(_PATIENCE)
        self._listener.close()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._ended:
                connection.close()
                return
            connection.settimeout(_PATIENCE)
            self._start(lambda connection=connection: self._serve(connection))  # type: ignore[misc]

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = _read_request(connection)
            if not request:
                return
            self.seen.append(request)
            if self.fault is None:
                self._pass_on(request, connection)
            else:
                self.fault(connection)
            connection.shutdown(socket.SHUT_WR)
            # Nothing more is to come: the other side closes.
            while connection.recv(1024):
                pass
            self.left.set()

    def _pass_on(self, request: bytes, connection: socket.socket) -> None:
        alone = re.sub(rb"(?i)connection: keep-alive", b"Connection: close", request, count=1)
        address = (self._engine.hostname or "", self._engine.port or 80)
        with socket.create_connection(address, timeout=_PATIENCE) as engine:
            engine.sendall(alone)
            reply = engine.makefile("rb")
            # Each request has a connection of its own, and the client is to know.
            connection.sendall(reply.readline() + b"Connection: close\r\n")
            while data := reply.read1(65536):
                connection.sendall(data)


@contextmanager
def lead_to(engine: str) -> Iterator[Way]:
    """Give a way to the engine at an address."""
    way = Way(engine)
    try:
        yield way
    finally:
        way.close()


def say(
    body: bytes,
    *,
    status: str = "200 OK",
    media_type: str = JSON,
    length: int | None = None,
    **headers: str,
) -> Fault:
    """Return what answers with a reply; its length may be given as another than it is."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body) if length is None else length}", "Connection: close"]
    data = "\r\n".join([*lines, "", ""]).encode() + body

    def answer(connection: socket.socket) -> None:
        connection.sendall(data)

    return answer


def hang_up(connection: socket.socket) -> None:
    """Close the connection without a word."""


def reset(connection: socket.socket) -> None:
    """Reset the connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
