"""Compresses pages and documents that are sent in one piece, for clients that ask for it.

The answers to queries see to that themselves, while they stream. Entity tags are left as they are:
those of documents are weak, and hold whatever the coding.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from azru_kg.errors import NotAcceptable
from azru_kg.server.compression import PLAIN, Codings, choose_codings, compress

# Files say by Accept-Ranges that parts of them can be had, which are parts of the file as it is.
_LEFT_ALONE = ("content-encoding", "accept-ranges")
_TEXT = ("text/", "application/", "image/svg+xml")


class Packing:
    """An ASGI application whose documents are compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] == "http":
            codings = _read_codings(Headers(scope=scope).get("accept-encoding"))
            send = _Packer(codings, send).send
        await self._app(scope, receive, send)


class _Packer:
    """Sends one answer; its head waits for the body, whose size decides."""

    def __init__(self, codings: Codings, send: Send) -> None:
        self._codings = codings
        self._send = send
        self._head: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            return
        head, self._head = self._head, None
        if head is not None:
            if not message.get("more_body", False) and _is_packable(head):
                message = await self._pack(head, message)
            await self._send(head)
        await self._send(message)

    async def _pack(self, head: Message, message: Message) -> Message:
        body = message.get("body", b"")
        headers = MutableHeaders(scope=head)
        if "accept-encoding" not in headers.get("vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        coding = self._codings.fit(len(body)) if body else "identity"
        if coding == "identity":
            return message
        packed = await asyncio.to_thread(compress, body, coding)
        headers["Content-Encoding"] = coding
        headers["Content-Length"] = str(len(packed))
        return {**message, "body": packed}


def _is_packable(head: Message) -> bool:
    headers = Headers(raw=head.get("headers", []))
    return (
        head["status"] not in (204, 304)
        and headers.get("content-type", "").startswith(_TEXT)
        and not any(name in headers for name in _LEFT_ALONE)
    )


def _read_codings(header: str | None) -> Codings:
    """Return what a client takes; where that is nothing there is, documents come as they are."""
    try:
        return choose_codings(header)
    except NotAcceptable:
        return PLAIN
