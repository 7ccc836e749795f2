"""Explains each perspective at its IRI: what it is, how many sources it has, and of whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import pyoxigraph as ox
from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.graph.perspectives import PERSPECTIVES, Source, explain_unknown
from azru_kg.metadata.serialization import write_graph
from azru_kg.metadata.source_groups import describe_perspective
from azru_kg.rdf.formats import DOCUMENTS, HTML
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.documents.choice import Choice, DocumentChoice, SuffixChoice
from azru_kg.server.documents.document import (
    DocumentRoute,
    link_alternates,
    make_response,
)
from azru_kg.server.documents.self_description import find_place
from azru_kg.server.http.site import Site
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.thing_page import list_formats

_Name = Annotated[
    str,
    Path(
        description="Its name",
        json_schema_extra={"enum": [*PERSPECTIVES]},
        examples=["official"],
    ),
]
_SHOWN = 100
_QUESTION = """SELECT DISTINCT ?source ?published WHERE {
  GRAPH ?graph {
    ?source a azru:Source .
    OPTIONAL { ?source schema:datePublished ?published }
  }
}
ORDER BY ?published ?source
"""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher, and how many sources a perspective has of it."""

    cell: Cell
    number: int


class PerspectivePages:
    """Answers for everything under `/perspective/`."""

    def __init__(self, door: Door, holdings: Holdings, pages: Pages, site: Site) -> None:
        self._door = door
        self._holdings = holdings
        self._pages = pages
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of all perspectives, in each format."""
        text = "A perspective: what it is, and the graphs of its sources"
        statuses = (400, 404, 429, 503)
        return [
            DocumentRoute(
                "/perspective/{name}.{suffix:suffix}",
                self.read_perspective_in,
                f"{text}, in a format",
                formats=DOCUMENTS,
                problems=statuses,
            ),
            DocumentRoute(
                "/perspective/{name}",
                self.read_perspective,
                text,
                formats=DOCUMENTS,
                problems=(*statuses, 406),
            ),
        ]

    async def read_perspective(
        self, request: Request, name: _Name, choice: DocumentChoice
    ) -> Response:
        """Answer with a perspective in the format that suits."""
        return await self._show(name, choice, request)

    async def read_perspective_in(
        self, request: Request, name: _Name, choice: SuffixChoice
    ) -> Response:
        """Answer with a perspective in the format of the address."""
        return await self._show(name, choice, request)

    async def _show(self, name: str, choice: Choice, request: Request) -> Response:
        if name not in PERSPECTIVES:
            raise NotFound(explain_unknown(name))
        chosen = choice.pick()
        visit = self._door.admit(request)
        inventory = await self._holdings.inventory()
        if chosen.format is HTML:
            sources = inventory.perspectives.get(name, ())
            body: str | bytes = await self._draw(name, sources, visit, request)
        else:
            place = find_place(request, self._site)
            triples = describe_perspective(name, inventory, place)
            body = await visit.run(write_graph, triples, chosen.format)
        root = request.scope.get("root_path", "")
        address = self._site.address(f"perspective/{name}", root)
        links = link_alternates(address, without=choice.suffix)
        return make_response(body, chosen, name=name, links=links, varies=choice.suffix is None)

    async def _draw(
        self, name: str, sources: Iterable[Source], visit: Visit, request: Request
    ) -> str:
        sources = tuple(sources)
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        counted = Counter(publisher for source in sources for publisher in source.publishers)
        ranked = sorted(counted, key=lambda publisher: (-counted[publisher], publisher))
        labels = await self._holdings.find_labels(visit, ranked[:_SHOWN])
        return await visit.run(
            self._pages.show,
            "perspective.html",
            view,
            perspective=PERSPECTIVES[name],
            perspectives=PERSPECTIVES.values(),
            question=_QUESTION,
            sources=len(sources),
            publishers=[
                Publisher(_link(publisher, labels.by_iri, view.links), counted[publisher])
                for publisher in ranked[:_SHOWN]
            ],
            more=max(len(ranked) - _SHOWN, 0),
            formats=list_formats(self._site.address(f"perspective/{name}", view.links.base)),
        )


def _link(iri: str, labels: dict[str, str], links: Links) -> Cell:
    return make_cell(ox.NamedNode(iri), labels, links)
