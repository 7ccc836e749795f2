"""Which content coding suits a client, and the compressing itself.

Nearly everything that is served is text, and can be compressed; what fits into one packet is
not worth it. `Accept-Encoding` is read as RFC 9110 has it: without the header nothing is
compressed, and a client may refuse what is not.
"""

from __future__ import annotations

import asyncio
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from time import thread_time
from typing import Final, Literal, Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from azru_kg.errors import NotAcceptable
from azru_kg.server.http.budget import Budget, find_client
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.headers import REPRESENTATION, write_digest

# Files say by Accept-Ranges that parts of them can be had, which are parts of the file as it is.
_LEFT_ALONE = ("content-encoding", "accept-ranges")


_TEXT = ("text/", "application/", "image/svg+xml")
# What is packed already, or has to be the same bytes for everybody.
_PACKED = ("application/zip", "application/vnd.apache.parquet")


if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Coding = Literal["identity", "gzip", "zstd"]
"""A content coding; `identity` is none."""

SMALL: Final = 1024
"""How many bytes an answer has at least that is compressed without need."""

LARGE: Final = 1024 * 1024
"""How many it has at most where all of it has to be compressed before the first byte is sent."""

KEPT: Final = 4 * 1024 * 1024
"""How many bytes are kept of documents that were compressed lately."""

# The order decides between codings that a client likes equally.
_COMPRESSED: Final[tuple[Coding, ...]] = ("zstd", "gzip")
_NAMES: Final = {"zstd": ("zstd",), "gzip": ("gzip", "x-gzip")}
# What is longer is not from a client that wants an answer, and takes long to read.
_LONGEST: Final = 4096
# Most clients send one of a few.
_HEADERS: Final = 256
_GZIP_LEVEL: Final = 5
_GZIP_FRAME: Final = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True)
class Codings:
    """What a client takes: the coding it likes best, and whether it also takes none."""

    best: Coding
    plain: bool

    def fit(self, size: int) -> Coding:
        """Return the coding for a whole answer of so many bytes."""
        return self.best if SMALL <= size <= LARGE or not self.plain else "identity"


PLAIN: Final = Codings("identity", plain=True)
"""What a client takes that asks for no coding."""


class Compressor(Protocol):
    """Turns bytes into compressed bytes, as they come."""

    def compress(self, data: bytes, /) -> bytes:
        """Return what is ready of the compressed bytes."""

    def flush(self) -> bytes:
        """Return the rest of them."""


def choose_codings(header: str | None) -> Codings:
    """Return what an Accept-Encoding header takes; raise NotAcceptable if it takes nothing here.

    >>> choose_codings("gzip, br"), choose_codings("gzip;q=0.5, identity").best
    (Codings(best='gzip', plain=True), 'identity')
    """
    if not header or not header.strip() or len(header) > _LONGEST:
        return PLAIN
    return _choose_codings(header)


@lru_cache(_HEADERS)
def _choose_codings(header: str) -> Codings:
    accepted = parse_accept_header(header, Accept)
    qualities = {name.lower(): quality for name, quality in reversed(list(accepted))}
    others = qualities.get("*", 0.0)
    # Nothing is refused that the header does not speak of; it is only liked less.
    plain = qualities.get("identity", qualities.get("*", 1.0)) > 0
    liked = {
        coding: max(qualities.get(name, others) for name in _NAMES[coding])
        for coding in _COMPRESSED
    }
    best = max(_COMPRESSED, key=liked.__getitem__)
    if liked[best] > 0 and liked[best] >= qualities.get("identity", 0.0):
        return Codings(best, plain)
    if plain:
        return PLAIN
    raise NotAcceptable(
        "The Accept-Encoding header refuses every coding that there is here. Take one of identity,"
        " gzip and zstd"
    )


def open_compressor(coding: Coding) -> Compressor:
    """Return a compressor, which writes the same bytes for the same input."""
    if coding == "zstd":
        return zstd.ZstdCompressor()
    if coding == "gzip":
        return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_FRAME)
    return _Passage()


def compress(data: bytes, coding: Coding) -> bytes:
    """Return all of an answer in a coding."""
    if coding == "identity":
        return data
    compressor = open_compressor(coding)
    return compressor.compress(data) + compressor.flush()


def restore(data: bytes, coding: Coding) -> bytes:
    """Return what `compress` was given.

    >>> restore(compress(b"said", "zstd"), "zstd")
    b'said'
    """
    if coding == "zstd":
        return zstd.decompress(data)
    return zlib.decompress(data, _GZIP_FRAME) if coding == "gzip" else data


class _Passage:
    """Lets bytes pass as they are."""

    def compress(self, data: bytes, /) -> bytes:
        return data

    def flush(self) -> bytes:
        return b""


class Packing:
    """An ASGI application whose documents are compressed, which their clients pay for.

    Who has spent the budget gets them as they are. What was compressed lately is kept, by the tag
    that `etags.revalidate` has made of the bytes of a document.
    """

    def __init__(self, app: ASGIApp, budget: Budget) -> None:
        self._app = app
        self._budget = budget
        self._kept = AnswerCache(KEPT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] == "http":
            client = find_client(scope)
            codings = _read_codings(Headers(scope=scope).get("accept-encoding"))
            if codings.plain and self._budget.is_spent(client):
                codings = PLAIN
            pay = partial(self._budget.charge, client)
            send = _Packer(codings, send, pay, self._kept).send
        await self._app(scope, receive, send)


class _Packer:
    """Sends one answer; its head waits for the body, whose size decides."""

    def __init__(
        self, codings: Codings, send: Send, pay: Callable[[float], None], kept: AnswerCache
    ) -> None:
        self._codings = codings
        self._send = send
        self._pay = pay
        self._kept = kept
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
        packed = await self._compress(body, coding, headers.get("etag", ""))
        headers["Content-Encoding"] = coding
        if REPRESENTATION in headers:
            headers[REPRESENTATION] = write_digest(packed)
        headers["Content-Length"] = str(len(packed))
        return {**message, "body": packed}

    async def _compress(self, body: bytes, coding: Coding, tag: str) -> bytes:
        """Return the body in a coding, as it is kept or made anew."""
        name = f"{coding} {tag}"
        # A tag of another kind need not be one of the bytes.
        known = self._kept.find([name]) if tag.startswith("W/") else None
        if known is not None:
            return known[1]
        packed, seconds = await asyncio.to_thread(_compress_and_measure, body, coding)
        self._pay(seconds)
        if tag.startswith("W/"):
            self._kept.keep(name, packed)
        return packed


def _compress_and_measure(body: bytes, coding: Coding) -> tuple[bytes, float]:
    started = thread_time()
    return compress(body, coding), thread_time() - started


def _is_packable(head: Message) -> bool:
    headers = Headers(raw=head.get("headers", []))
    return (
        head["status"] not in (204, 304)
        and headers.get("content-type", "").startswith(_TEXT)
        and not headers.get("content-type", "").startswith(_PACKED)
        and not any(name in headers for name in _LEFT_ALONE)
    )


def _read_codings(header: str | None) -> Codings:
    """Return what a client takes; where that is nothing there is, documents come as they are."""
    try:
        return choose_codings(header)
    except NotAcceptable:
        return PLAIN
