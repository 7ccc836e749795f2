"""The addresses for those who watch the server: does it live, is it ready, and in numbers.

What they ask is neither logged nor counted, and answered outside of the data that are served.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Protocol

from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_METHODS = ("GET", "HEAD")
_METRICS = ("text/plain", "application/openmetrics-text")


class Health(BaseModel):
    """That the server lives."""

    model_config = ConfigDict(defer_build=True)

    status: Literal["alive"] = "alive"


class Readiness(BaseModel):
    """That the server answers queries, and of which dataset."""

    model_config = ConfigDict(defer_build=True)

    status: Literal["ready"] = "ready"
    version: str
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Unreadiness(BaseModel):
    """That the server does not answer queries, and why."""

    model_config = ConfigDict(defer_build=True)

    status: Literal["not ready"] = "not ready"
    reason: str
    version: str
    digest: str


class HealthWatch(Protocol):
    """What knows how the server is; it stands in the state of the application, as `watch`."""

    async def look(self) -> Readiness | Unreadiness:
        """Return whether the server answers queries."""

    async def measure(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics in the format that suits, with its content type."""


class WatchRoute(APIRoute):
    """A route that answers HEAD as it does GET."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the server leaves out the body."""
        if scope["method"] not in _METHODS:
            text = f"{scope['method']} is not offered here. Use one of: {', '.join(_METHODS)}\n"
            refusal = PlainTextResponse(text, 405, {"Allow": ", ".join(_METHODS)})
            await refusal(scope, receive, send)
            return
        await super().handle({**scope, "method": "GET"}, receive, send)


async def read_health() -> Response:
    """Answer that the server lives."""
    return JSONResponse(Health().model_dump(), headers=_HEADERS)


async def read_readiness(request: Request) -> Response:
    """Answer whether the server answers queries."""
    watch: HealthWatch = request.app.state.watch
    state = await watch.look()
    status = 200 if isinstance(state, Readiness) else 503
    return JSONResponse(state.model_dump(), status, _HEADERS)


async def read_metrics(request: Request) -> Response:
    """Answer with what the server does."""
    watch: HealthWatch = request.app.state.watch
    body, content_type = await watch.measure(", ".join(request.headers.getlist("accept")))
    return Response(body, headers=_HEADERS | {"Content-Type": content_type})


def make_routes() -> list[APIRoute]:
    """Return the routes `/health`, `/ready` and `/metrics`."""
    numbers: dict[str, Any] = {"content": {media_type: {} for media_type in _METRICS}}
    return [
        WatchRoute(
            "/health",
            read_health,
            operation_id="readHealth",
            summary="Whether the server lives",
            response_class=Response,
            responses={200: {"model": Health}},
        ),
        WatchRoute(
            "/ready",
            read_readiness,
            operation_id="readReadiness",
            summary="Whether the server answers queries, and of which dataset",
            response_class=Response,
            responses={200: {"model": Readiness}, 503: {"model": Unreadiness}},
        ),
        WatchRoute(
            "/metrics",
            read_metrics,
            operation_id="readMetrics",
            summary="What the server does, for Prometheus",
            response_class=Response,
            responses={200: numbers},
        ),
    ]
