"""A server whose patience is short, over a site that says nearly nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from starlette.types import Receive, Scope, Send

from azru_kg.server.http.connections import PatientProtocol
from azru_kg.server.http.streaming import run_while_connected
from azru_kg.server.serve import listen

GET = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\n"
SILENT = b"GET /silent HTTP/1.1\r\nHost: here\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS = b"GET /endless HTTP/1.1\r\nHost: here\r\n\r\n"
CHUNK = bytes(256 * 1024)
SECONDS = 0.3
BOUND = 5
Client = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Coroutine[Any, Any, Client]]


class Hasty(PatientProtocol):
    request_seconds = SECONDS
    stall_seconds = SECONDS
    listen_seconds = SECONDS
    most = 4


class Site:
    """Says `ok`; never stops at /endless, and never starts at /silent.

    It knows how many talks there are, and what it was asked.
    """

    def __init__(self) -> None:
        self.talks = 0
        self.asked: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive()).get("more_body"):
            pass
        self.asked.append(scope)
        if message["type"] == "http.request":
            self.talks += 1
            try:
                await run_while_connected(self._talk(scope["path"], send), receive)
            finally:
                self.talks -= 1

    async def _talk(self, path: str, send: Send) -> None:
        while path == "/silent":
            await asyncio.sleep(60)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while path == "/endless":
            await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"ok"})


def run(
    work: Callable[[Connect, Site], Coroutine[Any, Any, None]],
    protocol: type[asyncio.Protocol] = Hasty,
    *,
    keep_alive: int = 5,
) -> None:
    """Run work against a real server with a protocol, which is hasty unless it is another.

    `keep_alive` is for how many seconds a connection is kept on which nothing more comes.
    """

    async def serve() -> None:
        site = Site()
        config = uvicorn.Config(
            site,
            http=protocol,
            lifespan="off",
            log_level="critical",
            timeout_keep_alive=keep_alive,
        )
        server = uvicorn.Server(config)
        with listen("127.0.0.1", 0) as listener:
            address = listener.getsockname()

            async def connect() -> Client:
                return await asyncio.open_connection(*address)

            config.load()
            server.lifespan = config.lifespan_class(config)
            await server.startup([listener])
            try:
                await asyncio.wait_for(work(connect, site), BOUND)
            finally:
                await server.shutdown([listener])

    asyncio.run(serve())


async def ends(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the connection ends, in good order or not."""
    data = b""
    try:
        while part := await reader.read(65536):
            data += part
    except ConnectionError:
        return data
    return data
