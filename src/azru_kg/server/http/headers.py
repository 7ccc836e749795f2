"""Puts the headers that every answer carries on every answer.

Anyone may read, from any page, without credentials; nothing may be sniffed, framed or loaded from
elsewhere, and no script runs but those of this site; no address, which holds the query, goes to the
sites that are linked to.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REPRESENTATION: Final = "Repr-Digest"
"""The header that has the checksum of the bytes that are sent (RFC 9530).

They are in their content coding, where they have one.
"""

RawHeader = tuple[bytes, bytes]
"""A header as ASGI has it: its name in small letters, and its value."""

READ_METHODS = "GET, HEAD, OPTIONS"
"""The methods of what can only be read."""


PREFLIGHT = {
    "Allow": READ_METHODS,
    "Access-Control-Allow-Methods": READ_METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
"""The headers of the answer to OPTIONS."""


STANDARD = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
        " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


_RAW = Headers(STANDARD).raw

METHODS = "GET, HEAD, POST, OPTIONS"
"""The methods that pages of other sites may use."""

_DAY = "86400"
_ASKED = "access-control-request-method"


class StandardHeaders:
    """An ASGI application with the standard headers on each of its answers.

    It answers the question of a browser whether a page may ask (a CORS preflight) at every address.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            headers = Headers(scope=scope)
            if _ASKED in headers:
                await Response(status_code=204, headers=STANDARD | _allow(headers))(
                    scope, receive, send
                )
                return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": complete(message.get("headers", ()))}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def write_digest(body: bytes) -> str:
    """Return the value of `Repr-Digest` for some bytes.

    >>> write_digest(b"")
    'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:'
    """
    return f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"


def complete(headers: Iterable[RawHeader]) -> list[RawHeader]:
    """Return headers as they are sent, with those of the standard ones that are not among them."""
    sent = [*headers]
    there = {name for name, _ in sent}
    sent += [header for header in _RAW if header[0] not in there]
    return sent


def _allow(asked: Headers) -> dict[str, str]:
    """Return the headers that allow what a browser asks for.

    Header names are repeated, not answered with `*`, which would leave out Authorization.
    """
    return {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": asked.get("access-control-request-headers") or "*",
        "Access-Control-Max-Age": _DAY,
        "Vary": "Access-Control-Request-Headers",
    }
