"""The life of a worker: a process forked from the zygote that answers one request after another.

It shares the zygote's store, copied on write. Before its first request it gives up whatever a
query could do harm with: it can open no file and no connection, write no file, leave no core, and
take no more memory than allowed. What ends a query early ends the process; the pool replaces it.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

import pyoxigraph as ox

from azru_kg.engine import embedded
from azru_kg.engine.protocol import Request
from azru_kg.engine.workers import wire
from azru_kg.engine.workers.memory import Growth, read_size
from azru_kg.errors import AzruError, NotAcceptable, QueryError, QueryRefused

Stores = Mapping[str, ox.Store]

_CHUNK: Final = 64 * 1024
# Queries that the guard lets pass recurse deeper than the usual 8 MiB of stack allow.
_STACK: Final = 64 * 1024 * 1024
# The pool ends a worker at its deadline; the worker's own clock is for when the pool is stuck.
_GRACE: Final = 2.0
_PR_SET_PDEATHSIG: Final = 1


class Unprepared(LookupError):
    """A query wants a perspective, named by the error, that this worker has no store of."""


def run(connection: socket.socket, stores: Stores, *, memory: int, parent: int) -> None:
    """Answer requests from a connection until it closes; the process must end on return.

    `stores` are that of the whole dataset, by an empty name, and those of perspectives. `memory` is
    how many bytes the worker may take beyond those it shares with its parent.
    """
    die_with(parent)
    growth = Growth(memory // 8)
    _limit(read_size() + memory)
    for request, seconds in _receive(connection):
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        sink = _Sink(connection)
        _answer(request, stores, sink)
        # What an answer leaves behind would be missing to the next one, within the limit.
        sink.end(spent=growth.is_too_much())
        signal.setitimer(signal.ITIMER_REAL, 0)


def report(connection: socket.socket, error: BaseException) -> None:
    """Tell the pool about an error in this program: the log may be a file, and closed to workers.

    The worker must end afterwards.
    """
    failure = AzruError(f"the worker that ran the query failed: {type(error).__name__}: {error}")
    with suppress(OSError):
        connection.sendall(wire.encode_error(failure))


def die_with(parent: int) -> None:
    """End this process when its parent ends, which may have happened already."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _limit(memory: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    stack = _STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for none in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        resource.setrlimit(none, (0, 0))


def _receive(connection: socket.socket) -> Iterator[tuple[Request, float]]:
    decoder = wire.Decoder()
    while data := connection.recv(_CHUNK):
        for frame in decoder.feed(data):
            yield wire.decode_request(frame.body)


def _answer(request: Request, stores: Stores, sink: _Sink) -> None:
    def choose(_: ox.Store, name: str) -> ox.Store:
        if name not in stores:
            raise Unprepared(name)
        return stores[name]

    try:
        result = embedded.evaluate(stores[""], request, choose=choose)
        sink.begin(result)
        result.write(sink)
    except (QueryError, NotAcceptable) as error:
        sink.fail(error)
    except Unprepared as missing:
        sink.report_missing(str(missing))
    except OSError as error:
        sink.fail(QueryRefused(f"the query asks for more than the data at hand: {error}"))
    except MemoryError:
        os.abort()


class _Sink:
    """Takes the bytes of one answer and sends them in large frames."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._frames = b""
        self._data = bytearray()

    def begin(self, result: embedded.Result) -> None:
        head = [result.form, result.media_type, result.hints]
        self._frames = wire.encode(b"H", json.dumps(head).encode())

    def write(self, data: bytes) -> int:
        self._data += data
        if len(self._data) >= _CHUNK:
            self._pack()
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: `end` sends what is left, together with the mark of the end."""

    def fail(self, error: QueryError | NotAcceptable) -> None:
        # Replaces a head that is not sent yet: then the client gets an error and no answer.
        self._data.clear()
        self._frames = wire.encode_error(error)

    def report_missing(self, name: str) -> None:
        self._frames = wire.encode(b"P", name.encode())

    def end(self, *, spent: bool) -> None:
        self._pack()
        self._frames += wire.encode(b"E", b"spent" if spent else b"")
        self._send()

    def _pack(self) -> None:
        # A single literal may be longer than a frame.
        for start in range(0, len(self._data), wire.MAX_BODY):
            self._frames += wire.encode(b"D", bytes(self._data[start : start + wire.MAX_BODY]))
        self._data.clear()

    def _send(self) -> None:
        try:
            self._connection.sendall(self._frames)
        except OSError:
            os._exit(0)  # the web process is gone, and so is the reason to go on
        self._frames = b""
