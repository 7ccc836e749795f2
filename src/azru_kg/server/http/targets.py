"""Takes every form that the target of a request may have (RFC 9112, section 3.2).

Uvicorn takes the target for a path. A client may as well send a whole address, which then goes
before the Host header, or an asterisk, which stands for the server itself.
"""

from __future__ import annotations

from urllib.parse import unquote

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from azru_kg.server.http.headers import METHODS, STANDARD

_WHOLE = Response(status_code=204, headers={**STANDARD, "Allow": METHODS})


class Targets:
    """An ASGI application that is asked for paths only, whatever was sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does to the path of the target."""
        target = _find_target(scope)
        if target == "*" and scope["method"] == "OPTIONS":
            await _WHOLE(scope, receive, send)
        elif target.lower().startswith(("http://", "https://")):
            await self._app(_take_origin_form(scope, target), receive, send)
        else:
            await self._app(scope, receive, send)


def _find_target(scope: Scope) -> str:
    # Uvicorn puts the path of the proxy before whatever was sent.
    raw: bytes = scope["raw_path"]
    return raw.decode("ascii").removeprefix(scope.get("root_path", ""))


def _take_origin_form(scope: Scope, target: str) -> Scope:
    """Return the scope of the same request with the address in its two parts: host and path."""
    authority, _, path = target.partition("://")[2].partition("/")
    host = authority.rpartition("@")[2].encode()
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    root = scope.get("root_path", "")
    return {
        **scope,
        "path": f"{root}/{unquote(path)}",
        "raw_path": f"{root}/{path}".encode(),
        "headers": [(b"host", host), *headers],
    }
