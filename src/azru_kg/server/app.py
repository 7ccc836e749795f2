"""Puts the parts together: the endpoint, the pages, and what to do with every error."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from azru_kg import __version__
from azru_kg.engine.protocol import Engine
from azru_kg.errors import AzruError, BadAddress, BadRequest, MethodNotAllowed, NotFound
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.server.ask.door import Door
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.neighbours import Neighbours
from azru_kg.server.documents.lint_rules import LINT_RULES
from azru_kg.server.documents.named_graphs import Vocabularies
from azru_kg.server.documents.namespaces import NamespacePages
from azru_kg.server.documents.perspectives import PerspectivePages
from azru_kg.server.documents.problem_types import PROBLEM_TYPES
from azru_kg.server.documents.quality import QualityPages
from azru_kg.server.documents.self_description import SelfDescription
from azru_kg.server.documents.things import Entities
from azru_kg.server.http import problems
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.compression import Packing
from azru_kg.server.http.etags import Tags
from azru_kg.server.http.headers import STANDARD, StandardHeaders
from azru_kg.server.http.problems import Problem
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.sparql.endpoint import SparqlEndpoint
from azru_kg.server.sparql.graph_store import GraphStore
from azru_kg.server.sparql.shortcut import Shortcut

_STATIC = Path(__file__).parent / "pages" / "static"
_SITE = Site()
# So much of a value that does not fit is shown.
_SHOWN = 100


def create_app(
    engine: Engine,
    dataset: Dataset,
    *,
    queries: Sequence[StoredQuery],
    cache: AnswerCache | None = None,
    budget: Budget | None = None,
    site: Site = _SITE,
) -> FastAPI:
    """Return the application that serves a dataset through an engine.

    The application owns neither: whoever started the engine closes it, after the last request.
    `site` is where its users find it. Its lifespan works out beforehand what takes a while.
    """
    budget = budget or Budget()
    door = Door(engine, budget)
    holdings = Holdings(engine)
    pages = Pages(dataset, queries)
    about = SelfDescription(door, holdings, dataset, queries, pages, site)
    endpoint = SparqlEndpoint(
        door, pages, about.send_service, Tags(dataset), cache or AnswerCache(), site
    )
    quality = QualityPages(door, holdings, pages, site)
    app = FastAPI(
        title="azru-kg",
        version=__version__,
        # The pages that FastAPI makes load scripts from another host; the document itself is made
        # by `azru_kg.server.documents.openapi`.
        openapi_url=None,
        redirect_slashes=False,
        lifespan=partial(_live, holdings, quality, about),
        routes=[
            *_make_routes(holdings, pages),
            *about.make_routes(),
            *PerspectivePages(door, holdings, pages, site).make_routes(),
            *quality.make_routes(),
            Route("/graphs", GraphStore(door, endpoint)),
            *NamespacePages(door, holdings, queries, pages, site).make_routes(),
            *_make_linked(door, pages, site),
            *PROBLEM_TYPES.make_routes(pages, site),
            *LINT_RULES.make_routes(pages, site),
        ],
    )
    app.add_middleware(Packing, budget=budget)
    app.add_middleware(Shortcut, endpoint=endpoint, budget=budget)
    app.add_middleware(StandardHeaders)
    _handle_errors(app, pages)
    return app


@asynccontextmanager
async def _live(
    holdings: Holdings, quality: QualityPages, about: SelfDescription, _app: FastAPI
) -> AsyncIterator[None]:
    """Work out what takes a while before anybody asks for it, while the application is alive."""

    async def prepare() -> None:
        # What fails is tried again by who asks for it, and told then.
        with suppress(AzruError):
            await holdings.counts()
            await holdings.kinds()
            await holdings.inventory()
            await quality.prepare()
            await about.prepare()

    preparing = asyncio.create_task(prepare())
    try:
        yield
    finally:
        preparing.cancel()
        about.close()
        await asyncio.gather(preparing, return_exceptions=True)


def _make_routes(holdings: Holdings, pages: Pages) -> list[BaseRoute]:
    async def show_home(request: Request) -> Response:
        view = PageView(request.scope.get("root_path", ""))
        page = pages.home(view, await holdings.counts())
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})

    return [
        Route("/", show_home, methods=["GET"]),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]


def _handle_errors(app: FastAPI, pages: Pages) -> None:
    def make_page(problem: Problem, request: Request) -> str:
        return pages.problem(PageView(request.scope.get("root_path", "")), problem)

    async def report(request: Request, error: Exception) -> Response:
        response = problems.respond(_translate(error, request), request, make_page)
        # The answer to what nobody foresaw is made outside of the middleware.
        for name, value in STANDARD.items():
            response.headers.setdefault(name, value)
        return response

    app.add_exception_handler(AzruError, report)
    app.add_exception_handler(HTTPException, report)
    app.add_exception_handler(RequestValidationError, report)
    app.add_exception_handler(Exception, report)


def _translate(error: Exception, request: Request) -> AzruError:
    """Return the error of this program that a client is told about."""
    if isinstance(error, AzruError):
        return error
    if isinstance(error, RequestValidationError):
        return _explain_parameter(error)
    if not isinstance(error, HTTPException):
        return AzruError("Something went wrong here that the program did not foresee")
    if error.status_code == NotFound.status:
        return NotFound(f"There is nothing at {request.url.path}")
    if error.status_code == MethodNotAllowed.status:
        allowed = (error.headers or {}).get("Allow", "GET, HEAD")
        return MethodNotAllowed(request.method, allowed)
    return BadRequest(error.detail)


def _explain_parameter(error: RequestValidationError) -> BadAddress:
    """Return what to say of the first parameter of an address that does not fit."""
    first = error.errors()[0]
    name, value = first["loc"][-1], str(first.get("input", ""))[:_SHOWN]
    return BadAddress(f"The parameter {name} cannot be {value!r}: {first['msg'].lower()}")


def _make_linked(door: Door, pages: Pages, site: Site) -> list[BaseRoute]:
    """Return the routes under which a dataset answers for its IRIs."""
    neighbours = Neighbours(door.shared)
    return [
        *Entities(door, pages, site, neighbours).make_routes(),
        *Vocabularies(door, pages, site, neighbours).make_routes(),
    ]
