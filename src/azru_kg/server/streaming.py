"""Sends an answer so that its ending is the truth, and stops when nobody listens any more.

The status line is held back until the first 256 KiB or the end of the answer, so that nearly every
failure is still a real 4xx or 5xx. A failure after that leaves the body unfinished: the server
closes the connection without the last chunk, and no client can take the part for the whole.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from azru_kg.errors import AnswerTooLong, AzruError

HELD_BACK = 256 * 1024
"""How many bytes of an answer are awaited before its status line is sent."""

# HTTP/1.0 knows no chunks: there the end of a body is the end of the connection, so an unfinished
# one looks whole. Such an answer is sent with its length, hence only when all of it is there.
_HELD_BACK_1_0 = 16 * 1024 * 1024

_log = logging.getLogger("azru_kg.server")


async def send_answer(
    chunks: AsyncIterator[bytes], headers: Mapping[str, str], scope: Scope, send: Send
) -> None:
    """Send an answer with status 200.

    Raises the AzruError of an answer that fails while nothing is sent yet; one that fails later is
    left unfinished.
    """
    unchunked = scope["http_version"] == "1.0"
    first, ended = await _hold_back(chunks, _HELD_BACK_1_0 if unchunked else HELD_BACK)
    if unchunked and not ended:
        raise AnswerTooLong("The answer is too long for HTTP/1.0. Ask for it over HTTP/1.1")
    length = {"Content-Length": str(len(first))} if ended else {}
    raw = Headers({**headers, **length}).raw
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.body", "body": first, "more_body": not ended})
    if not ended:
        await _send_rest(chunks, send)


async def _send_rest(chunks: AsyncIterator[bytes], send: Send) -> None:
    try:
        async for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    except AzruError as error:
        _log.warning("left an answer unfinished after it had begun: %s", error)
        return
    await send({"type": "http.response.body", "body": b""})


async def run_while_connected(work: Coroutine[None, None, None], receive: Receive) -> None:
    """Run work until it is done or the client is gone, whichever comes first.

    The body of the request has been read before: what `receive` then has to say is that the client
    left. Work that is cut short is cancelled, which frees its worker.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_await_departure(receive))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)
    if not task.cancelled():
        task.result()


async def _await_departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hold_back(chunks: AsyncIterator[bytes], limit: int) -> tuple[bytes, bool]:
    """Return the first bytes of an answer, and whether they are all of it."""
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        if len(held) >= limit:
            break
    else:
        return bytes(held), True
    return bytes(held), False
