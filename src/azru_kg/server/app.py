"""Puts the parts together: the endpoint, the pages, and what to do with every error."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache, partial
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from azru_kg import __version__
from azru_kg.engine.protocol import Engine
from azru_kg.errors import (
    NO_ANSWER,
    AzruError,
    BadAddress,
    BadRequest,
    MethodNotAllowed,
    NotFound,
)
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.languages.reading import LANGUAGES, Reading, get_language, read_in
from azru_kg.rdf.prefixes import ONTOLOGY, SHAPES
from azru_kg.server.agents.mcp_endpoint import McpEndpoint
from azru_kg.server.agents.toolbox import Toolbox
from azru_kg.server.ask.counts import Counts
from azru_kg.server.ask.door import Door
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.neighbours import Neighbours
from azru_kg.server.documents.lint_rules import LINT_RULES
from azru_kg.server.documents.mementos import Mementos
from azru_kg.server.documents.named_graphs import Vocabularies
from azru_kg.server.documents.namespaces import NamespacePages
from azru_kg.server.documents.perspectives import PerspectivePages
from azru_kg.server.documents.problem_types import PROBLEM_TYPES
from azru_kg.server.documents.quality_of_data.quality import QualityPages
from azru_kg.server.documents.self_description import SelfDescription
from azru_kg.server.documents.things import Entities, Illustrators
from azru_kg.server.find.held_names import HeldNames
from azru_kg.server.find.llms_text import LanguageModelText
from azru_kg.server.find.reconciliation.preview import Previews
from azru_kg.server.find.reconciliation.service import Reconciliation
from azru_kg.server.find.search import Search
from azru_kg.server.find.sitemap import SiteMap
from azru_kg.server.http import problems
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.compression import Packing
from azru_kg.server.http.etags import Tags, revalidate
from azru_kg.server.http.headers import STANDARD, StandardHeaders
from azru_kg.server.http.problems import Problem
from azru_kg.server.http.site import Site
from azru_kg.server.lists.catalogue import Catalogue
from azru_kg.server.lists.cite.citing import Citing
from azru_kg.server.lists.dossiers.dossiers import Dossiers
from azru_kg.server.lists.routes import Lists
from azru_kg.server.lists.stored.kept_queries import KeptQueries
from azru_kg.server.lists.stored.links import QueryLinks
from azru_kg.server.lists.stored.query_routes import StoredQueries
from azru_kg.server.pages.finished import FinishedPages
from azru_kg.server.pages.languages import Languages
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.pictures.gallery import Gallery
from azru_kg.server.pictures.strips.figure_pictures import FigurePictures, Illustration
from azru_kg.server.processes.company import Company
from azru_kg.server.sparql.endpoint import SparqlEndpoint
from azru_kg.server.sparql.graph_store import GraphStore
from azru_kg.server.sparql.repeats import Repeats
from azru_kg.server.sparql.shortcut import Shortcut
from azru_kg.server.vocabulary.guide import Guide
from azru_kg.server.vocabulary.ontology_page import OntologyPage
from azru_kg.server.vocabulary.shapes_page import ShapesPage
from azru_kg.server.workbench import maps
from azru_kg.server.workbench.assets import Assets, has_workbench
from azru_kg.server.workbench.completions import Completions
from azru_kg.server.workbench.linting import QueryLint

_SITE = Site()
# The first page follows from the data, its language and where it stands: one place, or two.
_KEPT = 2 * len(LANGUAGES)
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
    repeats: Repeats | None = None,
    company: Company | None = None,
    links: Path | None = None,
    seconds: float | None = None,
    archive: Path | None = None,
    ahead: bool = True,
) -> FastAPI:
    """Return the application that serves a dataset through an engine.

    The application owns neither: whoever started the engine closes it, after the last request.
    `site` is where its users find it, `repeats` what may answer requests without it, `company` with
    whom the files of the release are shared, `links` the folder that keeps queries, `seconds` how
    long a query may take, which pages tell, `archive` the folder of older releases. Its lifespan
    works out beforehand what takes a while, where it is to be made `ahead`.
    """
    budget = budget or Budget()
    door = Door(engine, budget)
    holdings = Holdings(engine)
    catalogue = Catalogue(engine, holdings)
    pages = Pages(
        dataset,
        queries,
        site,
        workbench=has_workbench(),
        links_kept=links is not None,
        seconds=seconds,
    )
    tags = Tags(dataset)
    cache = cache or AnswerCache()
    finished = FinishedPages(cache, tags, pages, site)
    about = SelfDescription(door, holdings, dataset, pages, site, company)
    endpoint = SparqlEndpoint(
        door,
        pages,
        about.send_service,
        tags,
        cache,
        site,
        repeats or Repeats(),
    )
    quality = QualityPages(door, holdings, pages, site)
    neighbours = Neighbours(door.shared, holdings)
    pictures = FigurePictures(door, pages, site, neighbours, Edition.of(dataset))
    gallery = Gallery(door, pages, finished, site, Edition.of(dataset))
    names = HeldNames(engine)
    citing = Citing(door, pages, tags, site)
    dossiers = Dossiers(door, holdings, catalogue, queries, gallery.glance, pages, site)
    toolbox = Toolbox(engine, dataset, queries, holdings, names, neighbours, seconds)

    async def list_pages() -> list[str]:
        return [*await dossiers.list_paths(), *await gallery.list_paths()]

    app = FastAPI(
        title="azru-kg",
        version=__version__,
        # The pages that FastAPI makes load scripts from another host; the document itself is made
        # by `azru_kg.server.documents.openapi`.
        openapi_url=None,
        redirect_slashes=False,
        lifespan=partial(
            _live,
            ahead,
            holdings,
            catalogue,
            pages,
            pictures,
            gallery,
            quality,
            about,
            names,
            dossiers,
        ),
        routes=[
            *_make_routes(holdings, catalogue, pages, pictures, site),
            *Search(door, names, pages, site).make_routes(),
            *SiteMap(door, holdings, pages, site, list_pages).make_routes(),
            *LanguageModelText(pages, seconds, site).make_routes(),
            *about.make_routes(),
            *PerspectivePages(door, holdings, pages, site).make_routes(),
            *quality.make_routes(),
            *Mementos(dataset, archive, pages, site).make_routes(),
            *Completions(door.shared, holdings).make_routes(),
            *QueryLint(door).make_routes(),
            *maps.make_routes(),
            *QueryLinks(
                door, KeptQueries(links) if links else None, citing, pages, site
            ).make_routes(),
            Route("/graphs", GraphStore(door, endpoint)),
            *McpEndpoint(toolbox, door, site).make_routes(),
            *Reconciliation(door, holdings, names, site).make_routes(),
            *Previews(door, pages, site).make_routes(),
            *Lists(door, catalogue, pages, tags, site).make_routes(),
            *dossiers.make_routes(),
            *NamespacePages(door, holdings, pages, site).make_routes(),
            *pictures.make_routes(),
            *gallery.make_routes(),
            *Entities(
                door,
                holdings,
                pages,
                finished,
                site,
                neighbours,
                Illustrators(strip=pictures.illustrate, pictures=gallery.illustrate),
                dossiers.relate,
            ).make_routes(),
            *Vocabularies(
                door,
                pages,
                finished,
                site,
                neighbours,
                {
                    ONTOLOGY: OntologyPage(
                        engine, holdings, pages, partial(gallery.hang, "model")
                    ).show,
                    SHAPES: ShapesPage(pages).show,
                },
            ).make_routes(),
            *(Guide(pages, site).make_routes() if pages.edition.own else []),
            *PROBLEM_TYPES.make_routes(pages, site),
            *LINT_RULES.make_routes(pages, site),
            # There are many, which other requests need not pass.
            *StoredQueries(door, holdings, queries, pages, citing, site).make_routes(),
        ],
    )
    app.add_middleware(Packing, budget=budget)
    app.add_middleware(Shortcut, endpoint=endpoint, budget=budget)
    app.add_middleware(Languages, site=site)
    app.add_middleware(StandardHeaders)
    _handle_errors(app, pages, site)
    return app


@asynccontextmanager
async def _live(
    ahead: bool,
    holdings: Holdings,
    catalogue: Catalogue,
    pages: Pages,
    pictures: FigurePictures,
    gallery: Gallery,
    quality: QualityPages,
    about: SelfDescription,
    names: HeldNames,
    dossiers: Dossiers,
    _app: FastAPI,
) -> AsyncIterator[None]:
    """Work out what takes a while before anybody asks for it, while the application is alive."""

    async def prepare() -> None:
        # What fails is tried again by who asks for it, and told then.
        with suppress(AzruError):
            # Every page links to the lists that have rows, so they are known in any case.
            pages.offer(await catalogue.filled())
            await holdings.counts()
            if not ahead:
                return
            await pictures.prepare()
            await dossiers.prepare()
            await holdings.kinds()
            await holdings.inventory()
            await quality.prepare()
            await names.prepare()
            await gallery.prepare()
            await about.prepare()

    preparing = asyncio.create_task(prepare())
    try:
        yield
    finally:
        preparing.cancel()
        about.close()
        await asyncio.gather(preparing, return_exceptions=True)


def _make_routes(
    holdings: Holdings, catalogue: Catalogue, pages: Pages, pictures: FigurePictures, site: Site
) -> list[BaseRoute]:
    @lru_cache(_KEPT)
    def draw(
        root: str,
        language: str,
        counts: Counts,
        _offered: tuple[object, ...],
        picture: Illustration | None,
    ) -> str:
        with read_in(Reading(language, "")):
            return pages.home(PageView(root), counts, picture)

    async def show_home(request: Request) -> Response:
        counts = await holdings.counts()
        with suppress(*NO_ANSWER):
            pages.offer(await catalogue.filled())
        picture = await pictures.feature(request)
        root = site.root(request.scope.get("root_path", ""))
        offered = (pages.offered, pages.pictured, pages.topics)
        page = draw(root, get_language(), counts, offered, picture)
        return revalidate(HTMLResponse(page, headers={"Cache-Control": "no-cache"}), request)

    return [
        Route("/", show_home, methods=["GET"]),
        Mount("/static", Assets()),
    ]


def _handle_errors(app: FastAPI, pages: Pages, site: Site) -> None:
    def make_page(problem: Problem, request: Request) -> str:
        return pages.problem(PageView(site.root(request.scope.get("root_path", ""))), problem)

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
