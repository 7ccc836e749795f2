"""Watches the server for those who ask at `/health`, `/ready` and `/metrics`."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from azru_kg.engine import protocol
from azru_kg.engine.protocol import Engine
from azru_kg.errors import AzruError
from azru_kg.query.query import read_query
from azru_kg.rdf.formats import TSV
from azru_kg.server.documents.watching import Readiness, Unreadiness, make_routes
from azru_kg.server.metrics import Metrics
from azru_kg.server.release import Releases

# A name that no client has: it takes its turn beside them.
_PROBE = protocol.Request(read_query("ASK {}"), results=TSV.media_type, graph=None, client="/ready")
_SECONDS = 2.0


class Watched:
    """An ASGI application that answers watchers itself and leaves the rest to another one.

    What watchers ask is neither logged nor counted.
    """

    def __init__(self, app: ASGIApp, releases: Releases, metrics: Metrics) -> None:
        self._app = app
        routes = make_routes()
        self._paths = frozenset(route.path for route in routes)
        self._watching = FastAPI(openapi_url=None, redirect_slashes=False, routes=[*routes])
        self._watching.state.watch = _Watch(releases, metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        app = self._watching if path in self._paths else self._app
        await app(scope, receive, send)


class _Watch:
    """What is known of the releases and in the metrics."""

    def __init__(self, releases: Releases, metrics: Metrics) -> None:
        self._releases = releases
        self._metrics = metrics

    async def look(self) -> Readiness | Unreadiness:
        release = self._releases.current
        version, digest = release.content.dataset.version, release.content.dataset.digest
        reason = await find_hindrance(release.pool)
        if reason is None:
            return Readiness(version=version, digest=digest)
        return Unreadiness(reason=reason, version=version, digest=digest)

    def measure(self, accept: str) -> tuple[bytes, str]:
        return self._metrics.write(accept)


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
