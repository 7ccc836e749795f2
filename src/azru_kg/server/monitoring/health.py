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
from azru_kg.server.monitoring.metrics import Metrics
from azru_kg.server.processes.company import Alone, Company
from azru_kg.server.processes.sums import OPENMETRICS, add_up
from azru_kg.server.releases.release import Releases

# A name that no client has: it takes its turn beside them.
_PROBE = protocol.Request(read_query("ASK {}"), results=TSV.media_type, graph=None, client="/ready")
_SECONDS = 2.0
# What processes of a server ask each other.
_HINDRANCE, _MEASURES = "hindrance", "measures"


class Watched:
    """An ASGI application that answers watchers itself and leaves the rest to another one.

    What watchers ask is neither logged nor counted.
    """

    def __init__(
        self, app: ASGIApp, releases: Releases, metrics: Metrics, company: Company | None = None
    ) -> None:
        self._app = app
        routes = make_routes()
        self._paths = frozenset(route.path for route in routes)
        self._watching = FastAPI(openapi_url=None, redirect_slashes=False, routes=[*routes])
        self._watch = _Watch(releases, metrics, company or Alone())
        self._watching.state.watch = self._watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        app = self._watching if path in self._paths else self._app
        await app(scope, receive, send)

    async def answer(self, question: str) -> bytes:
        """Answer what another process of the server wants to know of this one."""
        if question == _MEASURES:
            return self._watch.measure_alone(OPENMETRICS)[0]
        return (await self._watch.find_hindrance() or "").encode()


class _Watch:
    """What is known of the releases and in the metrics, of this process and of others."""

    def __init__(self, releases: Releases, metrics: Metrics, company: Company) -> None:
        self._releases = releases
        self._metrics = metrics
        self._company = company

    async def look(self) -> Readiness | Unreadiness:
        release = self._releases.current
        version, digest = release.content.dataset.version, release.content.dataset.digest
        own, others = await asyncio.gather(self.find_hindrance(), self._company.gather(_HINDRANCE))
        reason = own or next((other.decode() for other in others if other), None)
        if reason is None:
            return Readiness(version=version, digest=digest)
        return Unreadiness(reason=reason, version=version, digest=digest)

    async def find_hindrance(self) -> str | None:
        return await find_hindrance(self._releases.current.pool)

    async def measure(self, accept: str) -> tuple[bytes, str]:
        others = await self._company.gather(_MEASURES)
        if not others:
            return self.measure_alone(accept)
        return add_up([self.measure_alone(OPENMETRICS)[0], *others], accept)

    def measure_alone(self, accept: str) -> tuple[bytes, str]:
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
