"""The routes of linked data: every IRI of the graph leads to what the graph says of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from azru_kg.engine.protocol import Engine
from azru_kg.server.documents import FORMATS
from azru_kg.server.entities import Entities
from azru_kg.server.neighbours import Neighbours
from azru_kg.server.pages import Pages
from azru_kg.server.site import Site
from azru_kg.server.vocabularies import Vocabularies

_METHODS = ["GET", "HEAD", "OPTIONS"]
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
        _route("/id/{path:path}", entities.show),
        *(
            _route(f"/{name}{suffix}", partial(show, format_=format_))
            for name, show in (
                ("ontology", vocabularies.show_ontology),
                ("shapes", vocabularies.show_shapes),
            )
            for suffix, format_ in _SUFFIXES
        ),
        _route("/ontology/{version:path}", vocabularies.show_version),
        _route("/graph/{path:path}", vocabularies.show_graph),
    ]


def _route(path: str, show: Handler) -> Route:
    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        return await show(request)

    return Route(path, answer, methods=_METHODS)
