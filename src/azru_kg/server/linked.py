"""The routes of linked data: every IRI of the graph leads to what the graph says of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from azru_kg.engine.protocol import Engine
from azru_kg.errors import MethodNotAllowed
from azru_kg.server.documents import FORMATS, revalidate
from azru_kg.server.entities import Entities
from azru_kg.server.neighbours import Neighbours
from azru_kg.server.pages import Pages
from azru_kg.server.site import Site
from azru_kg.server.streaming import run_while_connected
from azru_kg.server.vocabularies import Vocabularies

_METHODS = ("GET", "HEAD", "OPTIONS")
_PREFLIGHT = {
    "Allow": ", ".join(_METHODS),
    "Access-Control-Allow-Methods": ", ".join(_METHODS),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
_SUFFIXES = [("", None), *((f".{format_.extension}", format_) for format_ in FORMATS)]

Handler = Callable[[Request], Awaitable[Response]]


def make_routes(engine: Engine, pages: Pages, site: Site) -> list[BaseRoute]:
    """Return the routes under which a dataset answers for its IRIs."""
    neighbours = Neighbours(engine)
    entities = Entities(engine, pages, site, neighbours)
    vocabularies = Vocabularies(engine, pages, site, neighbours)
    return [
        Route("/id/{path:path}", Document(entities.show)),
        *(
            Route(f"/{name}{suffix}", Document(partial(show, format_=format_)))
            for name, show in (
                ("ontology", vocabularies.show_ontology),
                ("shapes", vocabularies.show_shapes),
            )
            for suffix, format_ in _SUFFIXES
        ),
        Route("/ontology/{version:path}", Document(vocabularies.show_version)),
        Route("/graph/{path:path}", Document(vocabularies.show_graph)),
    ]


class Document:
    """An ASGI application for one kind of document; it stops working when the client is gone."""

    def __init__(self, show: Handler) -> None:
        self._show = show

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method not in _METHODS:
            raise MethodNotAllowed(request.method, ", ".join(_METHODS))

        async def answer() -> None:
            response = Response(status_code=204, headers=_PREFLIGHT)
            if request.method != "OPTIONS":
                response = revalidate(await self._show(request), request)
            await response(scope, receive, send)

        await run_while_connected(answer(), receive)
