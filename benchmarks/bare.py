"""Serves queries with nothing around the engine: the bound for any server in Python around it.

    python -m benchmarks.bare --data graph.nt --port 8001 --place beside

What a request says besides its query is not read, nothing is limited, nobody is kept from anybody,
and an answer that is longer than a packet is none: it is for measuring lookups. The engine is asked
`inside` the process that speaks HTTP, or `beside` it, in processes of their own, one request at a
time, as it has to be where what goes wrong in one must not reach the others.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import uvloop

_PACKET = 128 * 1024
_KNOWN = 4096
_CORES = os.cpu_count() or 1
_HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {}\r\n\r\n"
)

Reply = Callable[[bytes], None]
Ask = Callable[[str, Reply], None]


def main() -> None:
    """Load the data, fork, and serve until the process is ended."""
    options = _read_options()
    store = ox.Store()
    store.load(path=options.data, format=ox.RdfFormat.N_TRIPLES)
    workers = []
    if options.place == "beside":
        workers = [_fork(store) for _ in range(_CORES)]
    for _ in range(options.processes - 1):
        if os.fork() == 0:
            workers = [_fork(store) for _ in workers]
            break
    uvloop.run(_serve(options.port, partial(_evaluate, store), workers))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="N-Triples")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--place", choices=["inside", "beside"], default="inside")
    parser.add_argument("--processes", type=int, default=1, help="that speak HTTP; default: 1")
    return parser.parse_args()


def _fork(store: ox.Store) -> socket.socket:
    """Return the line to a process that answers from the store, until the line is closed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork():
        theirs.close()
        ours.setblocking(False)
        return ours
    ours.close()
    while query := theirs.recv(_PACKET):
        theirs.send(_evaluate(store, query.decode()))
    os._exit(0)


def _evaluate(store: ox.Store, query: str) -> bytes:
    result = store.query(query)
    assert isinstance(result, ox.QuerySolutions | ox.QueryBoolean)
    told = result.serialize(format=ox.QueryResultsFormat.JSON)
    assert told is not None
    return told


async def _serve(port: int, answer: Callable[[str], bytes], workers: list[socket.socket]) -> None:
    ask: Ask = _Workers(workers).ask if workers else lambda query, reply: reply(answer(query))
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(("127.0.0.1", port))
    server = await asyncio.get_running_loop().create_server(
        partial(_Conversation, ask), sock=listener
    )
    await server.serve_forever()


class _Conversation(asyncio.Protocol):
    """A connection, on which each packet is the head of a request."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._ask(_read_query(data), self._reply)

    def _reply(self, body: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(_HEAD.format(len(body)).encode() + body)


@lru_cache(_KNOWN)
def _read_query(head: bytes) -> str:
    target = head.split(b" ", 2)[1].decode()
    return parse_qs(urlsplit(target).query)["query"][0]


class _Workers:
    """Processes that answer; who finds none that is free waits for one."""

    def __init__(self, lines: list[socket.socket]) -> None:
        self._free = lines
        self._waiting: deque[tuple[bytes, Reply]] = deque()
        self._replies: dict[int, Reply] = {}
        for line in lines:
            asyncio.get_running_loop().add_reader(line, self._hear, line)

    def ask(self, query: str, reply: Reply) -> None:
        """Have a query answered."""
        if self._free:
            self._send(self._free.pop(), query.encode(), reply)
        else:
            self._waiting.append((query.encode(), reply))

    def _send(self, line: socket.socket, query: bytes, reply: Reply) -> None:
        self._replies[line.fileno()] = reply
        line.send(query)

    def _hear(self, line: socket.socket) -> None:
        body = line.recv(_PACKET)
        self._replies.pop(line.fileno())(body)
        if self._waiting:
            self._send(line, *self._waiting.popleft())
        else:
            self._free.append(line)


if __name__ == "__main__":
    main()
