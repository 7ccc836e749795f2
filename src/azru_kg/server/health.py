"""Answers those who watch the server: does it live, is it ready, and what are its numbers.

What they ask is neither logged nor counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from azru_kg.engine import protocol
from azru_kg.engine.protocol import Engine
from azru_kg.errors import AzruError
from azru_kg.query.query import read_query
from azru_kg.rdf.formats import TSV
from azru_kg.server.metrics import Metrics
from azru_kg.server.release import Releases

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
# A name that no client has: it takes its turn beside them.
_PROBE = protocol.Request(read_query("ASK {}"), results=TSV.media_type, graph=None, client="/ready")
_SECONDS = 2.0


class Watched:
    """An ASGI application that answers watchers itself and leaves the rest to another one."""

    def __init__(self, app: ASGIApp, routes: Iterable[Route]) -> None:
        self._app = app
        self._routes = {route.path: route.handle for route in routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        await self._routes.get(path, self._app)(scope, receive, send)


def make_routes(releases: Releases, metrics: Metrics) -> list[Route]:
    """Return the routes `/health`, `/ready` and `/metrics`."""

    async def tell_health(_: Request) -> Response:
        return JSONResponse({"status": "alive"}, headers=_HEADERS)

    async def tell_readiness(_: Request) -> Response:
        release = releases.current
        dataset = release.content.dataset
        served = {"version": dataset.version, "digest": dataset.digest}
        reason = await find_hindrance(release.pool)
        if reason is None:
            return JSONResponse({"status": "ready", **served}, headers=_HEADERS)
        return JSONResponse({"status": "not ready", "reason": reason, **served}, 503, _HEADERS)

    async def tell_metrics(request: Request) -> Response:
        body, content_type = metrics.write(", ".join(request.headers.getlist("accept")))
        return Response(body, headers=_HEADERS | {"Content-Type": content_type})

    return [
        Route("/health", tell_health, methods=["GET"]),
        Route("/ready", tell_readiness, methods=["GET"]),
        Route("/metrics", tell_metrics, methods=["GET"]),
    ]


async def find_hindrance(engine: Engine, *, seconds: float = _SECONDS) -> str | None:
    """Return why an engine does not answer the smallest of queries in time, or None if it does."""
    try:
        async with asyncio.timeout(seconds), engine.answer(_PROBE) as answer:
            async for _ in answer.chunks:
                pass
    except TimeoutError:
        return f"no worker was free within {seconds:g} seconds"
    except AzruError as error:
        return str(error)
    return None
