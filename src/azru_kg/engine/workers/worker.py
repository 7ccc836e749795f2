"""The life of a worker: a process forked from the zygote that answers one request after another.

It shares the zygote's store, copied on write. Before its first request it gives up whatever a
query could do harm with: it can open no file and no connection, write no file, leave no core, and
take no more memory than allowed. What ends a query early ends the process; the pool replaces it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from time import thread_time
from typing import Final

import pyoxigraph as ox

from azru_kg.engine import embedded
from azru_kg.engine.sourced import SourcedResult
from azru_kg.engine.workers import wire
from azru_kg.engine.workers.forking import die_with
from azru_kg.engine.workers.memory import Growth, read_size
from azru_kg.errors import AzruError, NotAcceptable, QueryError, QueryRefused

Stores = Mapping[str, ox.Store]

_CHUNK: Final = 64 * 1024
# So many requests, so long, are asked again and again.
_KNOWN: Final = 1024
_SHORT: Final = 4 * 1024
# Queries that the guard lets pass recurse deeper than the usual 8 MiB of stack allow.
_STACK: Final = 64 * 1024 * 1024
# So many answers go back at once: they are sent on while others are computed.
_AT_ONCE: Final = 4
# The pool ends a worker at its deadline; the worker's own clock is for when the pool is stuck.
_GRACE: Final = 2.0


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
    prepared = _Prepared(stores)
    sink = _Sink(connection)
    for requests in _receive(connection):
        _, seconds = requests[0]
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        ended = thread_time()
        for left, (members, _) in zip(range(len(requests) - 1, -1, -1), requests, strict=True):
            _answer(members, prepared, sink)
            # What answers leave behind would be missing to the next ones, within the limit.
            spent = left == 0 and growth.is_too_much()
            started, ended = ended, thread_time()
            sink.end(spent=spent, work=ended - started, now=left % _AT_ONCE == 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def report(connection: socket.socket, error: BaseException) -> None:
    """Tell the pool about an error in this program: the log may be a file, and closed to workers.

    The worker must end afterwards.
    """
    failure = AzruError(f"the worker that ran the query failed: {type(error).__name__}: {error}")
    with suppress(OSError):
        connection.sendall(wire.encode_error(failure))


def _limit(memory: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    stack = _STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for none in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        resource.setrlimit(none, (0, 0))


def _receive(connection: socket.socket) -> Iterator[list[tuple[bytes, float]]]:
    """Yield the requests that have come by now, which are several only where they are quick."""
    decoder = wire.Decoder()
    with suppress(ConnectionError):  # the web process is gone, and has left something unread
        while data := connection.recv(_CHUNK):
            if frames := decoder.feed(data):
                yield [wire.split_request(frame.body) for frame in frames]


class _Prepared:
    """What was worked out of requests that came lately: what is asked once is asked again."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._recall = lru_cache(_KNOWN)(self._prepare)

    def find(self, members: bytes) -> embedded.Preparation:
        """Return what is worked out of a request; raise NotAcceptable."""
        return (self._recall if len(members) <= _SHORT else self._prepare)(members)

    def _prepare(self, members: bytes) -> embedded.Preparation:
        request = wire.decode_members(members)
        return embedded.Preparation(self._stores[""], request, choose=self._choose)

    def _choose(self, _: ox.Store, name: str) -> ox.Store:
        if name not in self._stores:
            raise Unprepared(name)
        return self._stores[name]


def _answer(members: bytes, prepared: _Prepared, sink: _Sink) -> None:
    try:
        preparation = prepared.find(members)
        result = preparation.evaluate()
        sink.begin(result)
        result.write(sink)
        preparation.was_short = sink.holds_all
    except (QueryError, NotAcceptable) as error:
        sink.fail(error)
    except Unprepared as missing:
        sink.report_missing(str(missing))
    except OSError as error:
        sink.fail(QueryRefused(f"the query asks for more than the data at hand: {error}"))
    except MemoryError:
        os.abort()


class _Sink:
    """Takes the bytes of answers and sends them in large frames."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._held = b""
        self._told = b""  # what is yet to be told of an answer that has been begun
        self._instead = b""  # a frame instead of an answer
        self._data: list[bytes] = []
        self._size = 0

    def begin(self, result: embedded.Result | SourcedResult) -> None:
        self._told = _write_head(result.form, result.media_type, result.hints)

    def write(self, data: bytes) -> int:
        self._data.append(data)
        self._size += len(data)
        if self._size >= _CHUNK:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: `end` sends what is left, together with the mark of the end."""

    @property
    def holds_all(self) -> bool:
        """Whether nothing of an answer has been sent yet."""
        return bool(self._told)

    def fail(self, error: QueryError | NotAcceptable) -> None:
        # Replaces a head that is not sent yet: then the client gets an error and no answer.
        self._replace(wire.encode_error(error))

    def report_missing(self, name: str) -> None:
        self._replace(wire.encode(b"P", name.encode()))

    def end(self, *, spent: bool, work: float, now: bool) -> None:
        """End an answer, and send what is left of it: now, or together with the next one."""
        told, size = self._told, self._size
        now = now or len(self._held) + size >= _CHUNK
        if told and len(told) + size < _CHUNK:
            start = wire.begin_answer(told, size, spent=spent, work=work)
            self._held = b"".join((self._held, start, *self._data))
            self._clear()
        else:
            self._take()
            self._held += wire.encode_end(spent=spent, work=work)
        if now:
            self._deliver()

    def _replace(self, frame: bytes) -> None:
        self._clear()
        self._instead = frame

    def _clear(self) -> None:
        self._told = self._instead = b""
        self._data = []
        self._size = 0

    def _send(self) -> None:
        self._take()
        self._deliver()

    def _deliver(self) -> None:
        try:
            self._connection.sendall(self._held)
        except OSError:
            os._exit(0)  # the web process is gone, and so is the reason to go on
        self._held = b""

    def _take(self) -> None:
        """Have what is there of an answer sent next, in frames of its parts."""
        head = wire.encode(b"H", self._told) if self._told else self._instead
        self._held = b"".join([self._held, head, *self._pack()])
        self._clear()

    def _pack(self) -> Iterator[bytes]:
        """Yield the frames of what was written."""
        data, size = self._data, self._size
        if size <= wire.MAX_BODY:
            if size:
                yield wire.begin_data(size)
                yield from data
            return
        # A single literal may be longer than a frame.
        whole = b"".join(data)
        for start in range(0, size, wire.MAX_BODY):
            yield wire.encode(b"D", whole[start : start + wire.MAX_BODY])


@lru_cache(_KNOWN)
def _write_head(form: str, media_type: str, hints: tuple[str, ...]) -> bytes:
    return json.dumps([form, media_type, hints]).encode()
