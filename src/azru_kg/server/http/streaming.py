"""Sends an answer so that its ending is the truth, and stops when nobody listens any more.

The status line is held back until the first 256 KiB or the end of the answer, so that nearly every
failure is still a real 4xx or 5xx. A failure after that leaves the body unfinished: the server
closes the connection without the last chunk, and no client can take the part for the whole.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from dataclasses import dataclass
from typing import cast

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from azru_kg.errors import AnswerTooLong, AzruError
from azru_kg.server.http.compression import Coding, open_compressor

HELD_BACK = 256 * 1024
"""How many bytes of an answer are awaited before its status line is sent."""

# HTTP/1.0 knows no chunks: there the end of a body is the end of the connection, so an unfinished
# one looks whole. Such an answer is sent with its length, hence only when all of it is there.
_HELD_BACK_1_0 = 16 * 1024 * 1024

_log = logging.getLogger("azru_kg.server")


async def send_answer(
    chunks: AsyncIterator[bytes], headers: Mapping[str, str], scope: Scope, send: Send
) -> None:
    """Send an answer with status 200, as it is.

    Raises the AzruError of an answer that fails while nothing is sent yet; one that fails later is
    left unfinished.
    """
    beginning = await read_beginning(chunks, scope)
    if beginning.whole:
        length = {"Content-Length": str(len(beginning.data))}
        await send_reply(Reply(200, {**headers, **length}, beginning.data), scope, send)
    else:
        await send_stream(beginning, "identity", headers, scope, send)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first bytes of an answer, whether they are all of it, and where the others come from."""

    data: bytes
    whole: bool
    rest: AsyncIterator[bytes]


async def read_beginning(chunks: AsyncIterator[bytes], scope: Scope) -> Beginning:
    """Return the part of an answer that is awaited before its status line is sent."""
    unchunked = scope["http_version"] == "1.0"
    limit = _HELD_BACK_1_0 if unchunked else HELD_BACK
    held: list[bytes] = []
    size = 0
    async for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= limit:
            break
    else:
        return Beginning(b"".join(held), whole=True, rest=chunks)
    if unchunked:
        raise AnswerTooLong("The answer is too long for HTTP/1.0. Ask for it over HTTP/1.1")
    return Beginning(b"".join(held), whole=False, rest=chunks)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of which all is there: with its length, and with the body that GET gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def send_reply(reply: Reply, scope: Scope, send: Send) -> None:
    """Send an answer of which all is there; HEAD gets no body."""
    await _send_head(reply.status, reply.headers, send)
    sent = b"" if scope["method"] == "HEAD" else reply.body
    await send({"type": "http.response.body", "body": sent})


async def send_stream(
    beginning: Beginning,
    coding: Coding,
    headers: Mapping[str, str],
    scope: Scope,
    send: Send,
    gathered: Gathered | None = None,
) -> None:
    """Send an answer while it is made, in a coding; what is sent may be gathered, too."""
    await _send_head(200, headers, send)
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    compressor = open_compressor(coding)
    gathered = gathered or Gathered(0)
    await _send_part(gathered.add(compressor.compress(beginning.data)), send)
    try:
        async for chunk in beginning.rest:
            await _send_part(gathered.add(compressor.compress(chunk)), send)
    except AzruError as error:
        _log.warning("left an answer unfinished after it had begun: %s", error)
        return
    await send({"type": "http.response.body", "body": gathered.add(compressor.flush())})
    gathered.whole = True


class Gathered:
    """What is sent of an answer bit by bit, if it is `whole` and no longer than `longest` bytes."""

    def __init__(self, longest: int) -> None:
        self.whole = False
        self._left = longest
        self._parts: list[bytes] = []

    def add(self, part: bytes) -> bytes:
        """Take the next part, and return it."""
        self._left -= len(part)
        if self._left >= 0:
            self._parts.append(part)
        else:
            self._parts.clear()
        return part

    def join(self) -> bytes | None:
        """Return all of the answer; None where it is not whole, or too long."""
        return b"".join(self._parts) if self.whole and self._left >= 0 else None


async def _send_head(status: int, headers: Mapping[str, str], send: Send) -> None:
    raw = Headers(headers).raw
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def _send_part(data: bytes, send: Send) -> None:
    # A compressor may have taken bytes without giving any yet.
    if data:
        await send({"type": "http.response.body", "body": data, "more_body": True})


async def run_while_connected(work: Coroutine[None, None, None], receive: Receive) -> None:
    """Run work until it is done or the client is gone, whichever comes first.

    The body of the request has been read before: what `receive` then has to say is that the client
    left. Work that is cut short is cancelled, which frees its worker.
    """
    task = cast("asyncio.Task[object]", asyncio.current_task())
    running, left = True, False

    def stop(gone: asyncio.Task[None]) -> None:
        nonlocal left
        left = running and not gone.cancelled() and task.cancel()

    gone = asyncio.create_task(_await_departure(receive))
    gone.add_done_callback(stop)
    try:
        await work
    except asyncio.CancelledError:
        # Whoever else has cancelled it waits for its end.
        if task.cancelling() > left:
            raise
    finally:
        running = False
        gone.cancel()
        if left:
            task.uncancel()


async def _await_departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
