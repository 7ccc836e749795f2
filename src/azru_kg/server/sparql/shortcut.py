"""Leads to the endpoint without the routes and layers that only documents need.

A small query takes less time than it takes to find the way to it among all others.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from azru_kg.server.http.budget import Budget
from azru_kg.server.http.compression import Packing
from azru_kg.server.sparql.endpoint import SparqlEndpoint

PATHS = ("/sparql", "/sparql/")
"""Where the endpoint is."""


class Shortcut:
    """An ASGI application with the endpoint at its addresses, and another one at all others.

    Answers that are known go out as they are. What the endpoint says otherwise may be a document,
    and is packed like one.
    """

    def __init__(self, app: ASGIApp, endpoint: SparqlEndpoint, budget: Budget) -> None:
        self._app = app
        self._endpoint = endpoint
        self._packed = Packing(endpoint, budget)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or _find_path(scope) not in PATHS:
            await self._app(scope, receive, send)
        elif not await self._endpoint.send_known(scope, send):
            await self._packed(scope, receive, send)


def _find_path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
