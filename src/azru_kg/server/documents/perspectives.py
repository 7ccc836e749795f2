"""Explains each perspective at its IRI: what it is, how many sources it has, and of whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from azru_kg.errors import NotFound
from azru_kg.graph.perspectives import PERSPECTIVES, Source, explain_unknown
from azru_kg.metadata.source_groups import describe_perspective
from azru_kg.rdf.formats import HTML
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.labels import find_labels
from azru_kg.server.documents.document import (
    Document,
    choose_format,
    link_alternates,
    make_response,
    split_suffix,
)
from azru_kg.server.documents.self_description import find_place
from azru_kg.server.documents.serialization import write_graph
from azru_kg.server.http.site import Site
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.thing_page import list_formats

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
        """Return the route of all perspectives."""
        return [Route("/perspective/{name}", Document(self._show))]

    async def _show(self, request: Request) -> Response:
        name, offer = split_suffix(request.path_params["name"])
        if name not in PERSPECTIVES:
            raise NotFound(explain_unknown(name))
        chosen = offer or choose_format(request)
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
        links = link_alternates(address, without=offer)
        return make_response(body, chosen, name=name, links=links, varies=offer is None)

    async def _draw(
        self, name: str, sources: Iterable[Source], visit: Visit, request: Request
    ) -> str:
        sources = tuple(sources)
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        counted = Counter(publisher for source in sources for publisher in source.publishers)
        ranked = sorted(counted, key=lambda publisher: (-counted[publisher], publisher))
        labels = await find_labels(visit, ranked[:_SHOWN])
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
            formats=list_formats(self._site.address(f"perspective/{name}", view.root)),
        )


def _link(iri: str, labels: dict[str, str], links: Links) -> Cell:
    return make_cell(ox.NamedNode(iri), labels, links)
