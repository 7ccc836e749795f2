"""Shows the quality of the data: to people as tables, to programs as measurements in DQV.

Where the dataset holds measurements, in its graph of metadata, these are shown: so the page and a
query tell the same. Of other data they are taken, without the findings of SHACL.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import pyoxigraph as ox
from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import BadAddress
from azru_kg.graph.coverage import AMOUNTS, Coverage, write_coverage
from azru_kg.graph.measures import (
    FINDINGS,
    METRICS,
    SPEAKERS,
    Counts,
    Quality,
    list_queries,
    measure,
)
from azru_kg.graph.readings import BLIND, READINGS
from azru_kg.metadata.dqv import FIND_MEASUREMENTS, describe_quality, read_measurements
from azru_kg.metadata.serialization import write_graph
from azru_kg.rdf.formats import CSV, DOCUMENTS, HTML, Offer
from azru_kg.rdf.prefixes import GRAPH, IDENTITY
from azru_kg.server.ask.ask import select
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.choice import Choice, DocumentChoice, SuffixChoice
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.quality_of_data.coverage_tables import SHOWN, draw_coverage
from azru_kg.server.documents.self_description import find_place
from azru_kg.server.http.site import Site
from azru_kg.server.pages.cells import Cell, make_cell
from azru_kg.server.pages.listing import count_pages, cut_page
from azru_kg.server.pages.render import Pages, PageView

# They arrange the page for people; no program needs them.
_Order = Annotated[str, Query(include_in_schema=False)]
_Page = Annotated[int, Query(include_in_schema=False)]

_CSV = Offer(CSV, CSV.media_type)
_MARKS = ("inferred-slots", "open-slots")
_ROWS = tuple(name for name in READINGS if name.startswith("rows"))

SOURCES = 100
"""How many sources are on a page."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A line of a table: what was measured, and a count for each metric."""

    cell: Cell
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """A line of a table of rows or fields: what was counted, and a count for each metric."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which sources a page shows: those that come first by a metric, so many pages on."""

    order: str
    page: int
    pages: int
    graphs: tuple[str, ...]


class QualityPages:
    """Answers at `/quality`; the measures are read or taken once, when first asked for."""

    def __init__(self, door: Door, holdings: Holdings, pages: Pages, site: Site) -> None:
        self._door = door
        self._holdings = holdings
        self._pages = pages
        self._site = site
        self._quality = Once(self._measure)

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the page and of each of its formats."""
        text = "The quality of the data: measurements in DQV"
        return [
            DocumentRoute(
                "/quality/coverage.csv",
                self.read_coverage,
                "How many sources and statements there are, by topic, year and perspective",
                formats=[CSV],
                problems=(429, 503),
            ),
            DocumentRoute(
                "/quality",
                self.read_quality,
                text,
                formats=DOCUMENTS,
                problems=(400, 406, 429, 503),
            ),
            DocumentRoute(
                "/quality.{suffix:suffix}",
                self.read_quality_in,
                f"{text}, in a format",
                formats=DOCUMENTS,
                problems=(400, 404, 429, 503),
            ),
        ]

    async def prepare(self) -> None:
        """Take the measures before anybody asks; raise LimitReached or Overloaded."""
        await self._quality.get()

    async def read_quality(
        self, request: Request, choice: DocumentChoice, order: _Order = "claims", page: _Page = 1
    ) -> Response:
        """Answer with the quality of the data in the format that suits."""
        return await self._show(choice, order, page, request)

    async def read_quality_in(
        self, request: Request, choice: SuffixChoice, order: _Order = "claims", page: _Page = 1
    ) -> Response:
        """Answer with the quality of the data in the format of the address."""
        return await self._show(choice, order, page, request)

    async def read_coverage(self, request: Request) -> Response:
        """Answer with how much there is of each topic, year and perspective."""
        visit = self._door.admit(request)
        body = await visit.run(write_coverage, await self._holdings.coverage())
        return make_response(body, _CSV, name="coverage", varies=False)

    async def _show(self, choice: Choice, order: str, page: int, request: Request) -> Response:
        chosen = choice.pick()
        visit = self._door.admit(request)
        quality = await self._quality.get()
        if chosen.format is HTML:
            body: str | bytes = await self._draw(
                quality, select_sources(quality, order, page), visit, request
            )
        else:
            place = find_place(request, self._site)
            triples = describe_quality(quality, await self._holdings.inventory(), place)
            body = await visit.run(write_graph, triples, chosen.format)
        return make_response(body, chosen, name="quality", varies=choice.suffix is None)

    async def _measure(self) -> Quality:
        """Return the measures; raise LimitReached or Overloaded."""
        rows = await select(self._door.shared, FIND_MEASUREMENTS)
        return await asyncio.to_thread(read_measurements, rows) or await self._take()

    async def _take(self) -> Quality:
        queries = list_queries().items()
        rows = {name: await select(self._door.shared, query) for name, query in queries}
        return await asyncio.to_thread(measure, rows)

    async def _draw(
        self, quality: Quality, selection: Selection, visit: Visit, request: Request
    ) -> str:
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        kinds = sorted(quality.by_class, key=lambda kind: -quality.by_class[kind].get("claims", 0))
        sources = [_name_source(graph) for graph in selection.graphs]
        marks = quality.by_property
        slots = sorted(marks, key=lambda slot: -sum(marks[slot].values()))
        labels = await self._holdings.find_labels(visit, [*kinds, *slots, *sources])
        metrics = list_metrics(quality)
        # A page without these tables is still a true page.
        coverage = Coverage()
        with visit.do_without():
            coverage = await self._holdings.coverage()

        def draw(things: Iterable[str], counts: Counts, names: Iterable[str]) -> list[MeasureLine]:
            return [
                MeasureLine(
                    make_cell(ox.NamedNode(thing), labels.by_iri, view.links),
                    _list_counts(counts[thing], names),
                )
                for thing in things
            ]

        return await visit.run(
            self._pages.show,
            "quality.html",
            view,
            metrics=metrics,
            metrics_of_kinds=METRICS,
            totals={name: quality.total.get(name, 0) for name in (*metrics, *SPEAKERS)},
            kinds=draw(kinds, quality.by_class, METRICS),
            passages=draw(kinds, quality.by_class, ("claims", "span-evidence")),
            speakers=draw(kinds, quality.by_class, SPEAKERS),
            metrics_of_speakers=SPEAKERS,
            marks=draw(slots, marks, _MARKS),
            metrics_of_marks={name: METRICS[name] for name in _MARKS},
            readings={name: quality.total.get(name, 0) for name in READINGS},
            metrics_of_rows={name: READINGS[name] for name in _ROWS},
            rows=list_parts(quality, _ROWS),
            blind=list_parts(quality, BLIND),
            metrics_of_blind=BLIND,
            sources=[
                MeasureLine(make_cell(ox.NamedNode(source), labels.by_iri, view.links), counts)
                for graph, source in zip(selection.graphs, sources, strict=True)
                for counts in [_list_counts(quality.by_graph[graph], metrics)]
            ],
            total=len(quality.by_graph),
            selection=selection,
            coverage=await visit.run(draw_coverage, coverage, view.root),
            amounts=[AMOUNTS[name] for name in SHOWN],
        )


def list_metrics(quality: Quality) -> dict[str, tuple[str, str, str]]:
    """Return the metrics of which measures tell."""
    return {**METRICS, **FINDINGS} if quality.judged else METRICS


def list_parts(quality: Quality, metrics: Iterable[str]) -> list[PartLine]:
    """Return the kinds of rows, or fields, that have the first of some metrics, by name."""
    names = tuple(metrics)
    return [
        PartLine(part, _list_counts(counts, names))
        for part, counts in sorted(quality.by_part.items())
        if names[0] in counts
    ]


def select_sources(quality: Quality, order: str, page: int) -> Selection:
    """Return the sources of a page in an order; raise BadAddress where one of them is unknown."""
    metrics = list_metrics(quality)
    if order not in metrics:
        known = ", ".join(metrics)
        raise BadAddress(f"The sources have no such order. Write order= and one of {known}")
    counts = quality.by_graph
    ranked = sorted(counts, key=lambda graph: (-counts[graph].get(order, 0), graph))
    shown = cut_page(ranked, page, SOURCES)
    return Selection(order, page, count_pages(len(ranked), SOURCES), tuple(shown))


def _name_source(graph: str) -> str:
    """Return the IRI of the source that a graph is about."""
    slug = graph.removeprefix(GRAPH)
    return f"{IDENTITY}source/{slug}" if slug != graph else graph


def _list_counts(counts: Mapping[str, int], metrics: Iterable[str]) -> tuple[int, ...]:
    return tuple(counts.get(metric, 0) for metric in metrics)
