"""Shows the quality of the data: to people as two tables, to programs as measurements in DQV."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from azru_kg.engine.protocol import Engine
from azru_kg.errors import BadAddress
from azru_kg.media import HTML
from azru_kg.metadata.quality import describe_quality
from azru_kg.namespaces import GRAPH, IDENTITY
from azru_kg.quality import METRICS, Quality, list_queries, measure
from azru_kg.server.cells import Cell, Links, make_cell
from azru_kg.server.describe import find_place
from azru_kg.server.documents import SUFFIXES, Document, choose_format, make_response
from azru_kg.server.labels import find_labels
from azru_kg.server.lookup import select
from azru_kg.server.pages import Pages, View
from azru_kg.server.serialization import write_graph
from azru_kg.server.site import Site
from azru_kg.server.survey import Survey

SOURCES = 100
"""How many sources are on a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what was measured, and a count for each metric."""

    cell: Cell
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which sources a page shows: those that come first by a metric, so many pages on."""

    order: str
    page: int
    pages: int
    graphs: tuple[str, ...]


class QualityPages:
    """Answers at `/quality`; the measures of a dataset are taken once, when first asked for."""

    def __init__(self, engine: Engine, survey: Survey, pages: Pages, site: Site) -> None:
        self._engine = engine
        self._survey = survey
        self._pages = pages
        self._site = site
        self._lock = asyncio.Lock()
        self._quality: Quality | None = None

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the page and of each of its formats."""
        suffixes = ["", *(f".{suffix}" for suffix in SUFFIXES)]
        return [Route(f"/quality{suffix}", Document(self._show)) for suffix in suffixes]

    async def _show(self, request: Request) -> Response:
        suffix = request.url.path.rpartition("/")[2].partition(".")[2]
        chosen = SUFFIXES[suffix] if suffix else choose_format(request)
        quality = await self._measure()
        if chosen.format is HTML:
            body: str | bytes = await self._draw(quality, request)
        else:
            place = find_place(request, self._site)
            triples = describe_quality(quality, await self._survey.inventory(), place)
            body = await asyncio.to_thread(write_graph, triples, chosen.format)
        return make_response(body, chosen, name="quality", varies=not suffix)

    async def _measure(self) -> Quality:
        """Return the measures; raise LimitReached or Overloaded, and measure again next time."""
        async with self._lock:
            if self._quality is None:
                queries = list_queries().items()
                rows = {name: await select(self._engine, query) for name, query in queries}
                self._quality = await asyncio.to_thread(measure, rows)
            return self._quality

    async def _draw(self, quality: Quality, request: Request) -> str:
        selection = select_sources(quality, request)
        view = View(self._site.root(request.scope.get("root_path", "")))
        kinds = sorted(quality.by_class, key=lambda kind: -quality.by_class[kind].get("claims", 0))
        sources = [_name_source(graph) for graph in selection.graphs]
        labels = await find_labels(self._engine, [*kinds, *sources])
        return self._pages.show(
            "quality.html",
            view,
            metrics=METRICS,
            kinds=[
                _make_line(kind, quality.by_class[kind], labels.by_iri, view.links)
                for kind in kinds
            ],
            sources=[
                _make_line(source, quality.by_graph[graph], labels.by_iri, view.links)
                for graph, source in zip(selection.graphs, sources, strict=True)
            ],
            total=len(quality.by_graph),
            selection=selection,
        )


def select_sources(quality: Quality, request: Request) -> Selection:
    """Return which sources a request asks for; raise BadAddress for an order or page unknown."""
    order = request.query_params.get("order", "claims")
    if order not in METRICS:
        known = ", ".join(METRICS)
        raise BadAddress(f"The sources have no such order. Write order= and one of {known}")
    wanted = request.query_params.get("page", "1")
    pages = max(ceil(len(quality.by_graph) / SOURCES), 1)
    page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < len("0000") else 0
    if not 1 <= page <= pages:
        raise BadAddress(f"There are pages 1 to {pages}. Write page= and one of them")
    counts = quality.by_graph
    ranked = sorted(counts, key=lambda graph: (-counts[graph].get(order, 0), graph))
    return Selection(order, page, pages, tuple(ranked[(page - 1) * SOURCES : page * SOURCES]))


def _name_source(graph: str) -> str:
    """Return the IRI of the source that a graph is about."""
    slug = graph.removeprefix(GRAPH)
    return f"{IDENTITY}source/{slug}" if slug != graph else graph


def _make_line(
    iri: str, counts: Mapping[str, int], labels: Mapping[str, str], links: Links
) -> Line:
    cell = make_cell(ox.NamedNode(iri), labels, links)
    return Line(cell, tuple(counts.get(metric, 0) for metric in METRICS))
