"""Things under `/id/`: 303 from the name of a thing to its description, in the format that suits.

`/id/<kind>/<slug>` names the thing itself, which is no document, so it is answered with 303 See
Other; `/id/<kind>/<slug>.ttl` and the like are its descriptions. Selectors are named by fragments
of their quote, and stand in its description.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import Gone, NotFound
from azru_kg.metadata.serialization import write_graph
from azru_kg.rdf.formats import DOCUMENTS, HTML, Offer
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.descriptions import Description, describe_surroundings
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.neighbours import Neighbours
from azru_kg.server.ask.sayings import Sayings, find_sayings
from azru_kg.server.ask.surroundings import CLAIM_SPACE, Surroundings, find_fate, find_surroundings
from azru_kg.server.documents.choice import Choice, DocumentChoice, SuffixChoice
from azru_kg.server.documents.document import DocumentRoute, link_alternates, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.missing import refer
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.thing_page import draw_portrait

_NAME = re.compile(r"([a-z]+)/([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?)")
_Kind = Annotated[
    str,
    Path(
        description="The kind of thing",
        json_schema_extra={"pattern": "^[a-z]+$", "minLength": 1},
        examples=["country"],
    ),
]
# Without a dot: what follows one is the suffix of a format.
_Slug = Annotated[
    str,
    Path(
        description="The name of the thing",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]+$", "minLength": 1},
        examples=["AZ"],
    ),
]
_LONGEST = 300


class Entities:
    """Answers for everything under `/id/`."""

    def __init__(self, door: Door, pages: Pages, site: Site, neighbours: Neighbours) -> None:
        self._door = door
        self._pages = pages
        self._site = site
        self._neighbours = neighbours

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of all things, and of their descriptions in each format."""
        return [
            DocumentRoute(
                "/id/{kind}/{slug:path}.{suffix:suffix}",
                self.read_thing,
                "What the graph says of a thing",
                formats=DOCUMENTS,
                problems=(404, 406, 410, 429, 503),
            ),
            DocumentRoute(
                "/id/{kind}/{slug:path}",
                self.find_thing,
                "The way from a thing to its description in the format that suits",
                problems=(404, 406, 410, 429, 503),
                redirect=303,
            ),
        ]

    async def find_thing(
        self, request: Request, kind: _Kind, slug: _Slug, choice: DocumentChoice
    ) -> Response:
        """Answer a request for a thing."""
        return await self._show(f"{kind}/{slug}", choice, request)

    async def read_thing(
        self, request: Request, kind: _Kind, slug: _Slug, choice: SuffixChoice
    ) -> Response:
        """Answer a request for a description of a thing."""
        return await self._show(f"{kind}/{slug}", choice, request)

    async def _show(self, name: str, choice: Choice, request: Request) -> Response:
        visit = self._door.admit(request)
        if len(name) > _LONGEST or not _NAME.fullmatch(name):
            return await self._miss(name, visit, request)
        iri = f"{IDENTITY}{name}"
        if choice.suffix is None:
            fate = await find_fate(visit, iri)
            if fate.known and not fate.retired:
                return self._see_other(iri, choice, request)
        else:
            surroundings = await find_surroundings(visit, iri)
            fate = surroundings.fate
            if fate.known and not fate.retired:
                return await self._describe(surroundings, choice.suffix, visit, request)
        if not fate.known:
            return await self._miss(name, visit, request)
        error = Gone(f"<{iri}> has been retired")
        return await refer(error, fate.replacements, visit, request, self._pages, self._site)

    def _see_other(self, iri: str, choice: Choice, request: Request) -> Response:
        address = self._address(iri, request)
        extension = choice.pick().format.extension
        links = link_alternates(address)
        headers = {
            "Location": f"{address}.{extension}",
            "Vary": "Accept",
            "Link": ", ".join(links),
        }
        return Response(status_code=303, headers=headers)

    async def _describe(
        self, surroundings: Surroundings, offer: Offer, visit: Visit, request: Request
    ) -> Response:
        iri = surroundings.iri
        description = await describe_surroundings(visit, surroundings)
        if offer.format is HTML:
            own = [iri] if iri.startswith(CLAIM_SPACE) else []
            sayings = await find_sayings(visit, [*own, *description.claims])
            body: bytes | str = await visit.run(self._draw, description, sayings, request)
        else:
            body = await visit.run(write_graph, description.triples, offer.format)
        address = self._address(iri, request)
        links = [f'<{iri}>; rel="describes"', *link_alternates(address, without=offer)]
        slug = iri.rpartition("/")[2]
        return make_response(body, offer, name=slug, links=links, varies=False)

    def _draw(self, description: Description, sayings: Sayings, request: Request) -> str:
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        portrait = draw_portrait(description, view.links, sayings)
        return self._pages.show("thing.html", view, thing=portrait)

    async def _miss(self, path: str, visit: Visit, request: Request) -> Response:
        kind, _, slug = path[:_LONGEST].partition("/")
        error = NotFound(f"Nothing in the graph is named {path[:_LONGEST]!r}")
        near = await self._neighbours.find_things(visit, kind, slug)
        return await refer(error, near, visit, request, self._pages, self._site)

    def _address(self, iri: str, request: Request) -> str:
        return self._site.locate(iri, request.scope.get("root_path", "")) or iri
