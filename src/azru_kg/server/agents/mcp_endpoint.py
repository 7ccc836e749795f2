"""The tools over HTTP: `/mcp`, stateless, each request by itself, each answer one JSON document.

The SDK of the protocol is an extra, and imported when somebody first asks.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive, Scope, Send

from azru_kg.errors import MethodNotAllowed, NotInstalled, QueryTooLarge
from azru_kg.server.agents.origins import check_origin
from azru_kg.server.agents.toolbox import Toolbox
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.once import Once
from azru_kg.server.http.operation import read_bounded
from azru_kg.server.http.site import Site
from azru_kg.server.http.streaming import run_while_connected

if TYPE_CHECKING:
    from azru_kg.server.agents.mcp_server import McpServer

PATH: Final = "/mcp"
"""Where the tools are."""

MOST: Final = 192 * 1024
"""So many bytes has a request at most: a query of the longest, with all of it escaped."""

METHODS: Final = "POST, OPTIONS"
_PACKAGES: Final = ("mcp", "mcp_types")


class McpEndpoint:
    """Answers at `/mcp`; raises NotInstalled where the extra is missing."""

    def __init__(self, toolbox: Toolbox, door: Door, site: Site) -> None:
        self._toolbox = toolbox
        self._door = door
        self._site = site
        self._server = Once(self._make_server)

    def make_routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [Route(PATH, self)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await Response(status_code=204, headers={"Allow": METHODS})(scope, receive, send)
            return
        if request.method != "POST":
            raise MethodNotAllowed(request.method, METHODS)
        check_origin(request.headers, self._site)
        server = await self._server.get()
        body = await read_bounded(request, MOST)
        if body is None:
            raise QueryTooLarge(f"A request has at most {MOST // 1024} KiB. Send a shorter query")
        from azru_kg.server.agents.mcp_server import answer_http

        answered = answer_http(server, MOST, scope, _replay(body), send)
        await run_while_connected(answered, receive)

    async def _make_server(self) -> McpServer:
        return await asyncio.to_thread(self._import_server)

    def _import_server(self) -> McpServer:
        require_sdk()
        from azru_kg.server.agents.mcp_server import make_server

        return make_server(self._toolbox, self._admit)

    def _admit(self, request: Request | None) -> Visit:
        return self._door.admit(cast("Request", request))


def require_sdk() -> None:
    """Import the SDK of the protocol; raise NotInstalled, with what to install, without it."""
    try:
        import mcp.server  # noqa: F401
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _PACKAGES:
            raise
        raise NotInstalled(
            "The tools for agents need the extra mcp: pip install 'azru-kg[mcp]'"
        ) from error


def _replay(body: bytes) -> Receive:
    """Return what gives a body that has been read before, and then nothing any more."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        # That the client has left is heard by who runs this.
        return messages.pop() if messages else await asyncio.Future()

    return receive
