"""Things under `/id/`: 303 from the name of a thing to its description, in the format that suits.

`/id/<kind>/<slug>` names the thing itself, which is no document, so it is answered with 303 See
Other; `/id/<kind>/<slug>.ttl` and the like are its descriptions. Selectors are named by fragments
of their quote, and stand in its description.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, NamedTuple

from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.citing.citation import CITATIONS
from azru_kg.errors import Gone, NotFound
from azru_kg.metadata.serialization import write_graph
from azru_kg.rdf.formats import DOCUMENTS, HTML, Format, Offer
from azru_kg.rdf.prefixes import BASE, IDENTITY
from azru_kg.server.ask.descriptions import describe_surroundings
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.neighbours import Neighbours
from azru_kg.server.ask.rivals import find_rivals
from azru_kg.server.ask.sayings import find_sayings
from azru_kg.server.ask.surroundings import CLAIM_SPACE, Fate, Surroundings, find_surroundings
from azru_kg.server.documents.choice import Choice, DocumentChoice, SuffixChoice
from azru_kg.server.documents.document import DocumentRoute, link_alternates, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.finished import FinishedPages
from azru_kg.server.pages.missing import refer
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.reuse.signposts import post_thing, write_links
from azru_kg.server.pages.thing_page import Portrait, draw_portrait

Illustrate = Callable[[str, Visit, Request], Awaitable[object]]
"""What gives what is drawn of a thing for its page, or nothing where there is nothing."""


Relate = Callable[[str, Visit, Request], Awaitable[object]]
"""What gives the further pages to which the page of a thing leads, under a heading."""


class Illustrators(NamedTuple):
    """What gives the strip of an indicator, and the other pictures of a thing."""

    strip: Illustrate
    pictures: Illustrate


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
_Tell = Callable[[Surroundings, Visit], Awaitable[Response]]


class Entities:
    """Answers for everything under `/id/`."""

    def __init__(
        self,
        door: Door,
        holdings: Holdings,
        pages: Pages,
        finished: FinishedPages,
        site: Site,
        neighbours: Neighbours,
        illustrators: Illustrators,
        relate: Relate,
    ) -> None:
        self._door = door
        self._holdings = holdings
        self._pages = pages
        self._finished = finished
        self._site = site
        self._neighbours = neighbours
        self._illustrators = illustrators
        self._relate = relate

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
            *map(self._make_citation, CITATIONS),
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

    def _make_citation(self, format_: Format) -> BaseRoute:
        """Return the route of how to cite a thing, in one format."""
        offer = Offer(format_, format_.media_type)

        async def cite_thing(request: Request, kind: _Kind, slug: _Slug) -> Response:
            async def write(about: Surroundings, visit: Visit) -> Response:
                portrait = await self._portray(about, visit, request)
                text = portrait.citation.write_as(format_, self._pages.edition)
                return make_response(text, offer, name=slug, varies=False)

            return await self._tell(f"{kind}/{slug}", write, request)

        return DocumentRoute(
            f"/id/{{kind}}/{{slug:path}}.{format_.extension}",
            cite_thing,
            f"How to cite a thing, as {format_.label}",
            formats=[format_],
            problems=(404, 410, 429, 503),
            name=f"cite{format_.label.replace('-', '')}",
        )

    async def _show(self, name: str, choice: Choice, request: Request) -> Response:
        if choice.suffix is not None:
            finished = self._finished.find(request) if choice.suffix.format is HTML else None
            if finished is not None:
                return self._respond(finished, choice.suffix, f"{IDENTITY}{name}", request)
            return await self._tell(name, partial(self._describe, choice.suffix, request), request)
        visit, iri = self._door.admit(request), f"{IDENTITY}{name}"
        if not _names(name):
            return await self._miss(name, visit, request)
        fate = await self._holdings.find_fate(visit, iri)
        if fate.known and not fate.retired:
            return self._see_other(iri, choice, request)
        return await self._refer(name, fate, visit, request)

    async def _tell(self, name: str, tell: _Tell, request: Request) -> Response:
        """Answer with what is told of a thing, or where it may be instead."""
        visit, iri = self._door.admit(request), f"{IDENTITY}{name}"
        if not _names(name):
            return await self._miss(name, visit, request)
        surroundings = await find_surroundings(visit, iri)
        fate = surroundings.fate
        if fate.known and not fate.retired:
            return await tell(surroundings, visit)
        return await self._refer(name, fate, visit, request)

    async def _refer(self, name: str, fate: Fate, visit: Visit, request: Request) -> Response:
        if not fate.known:
            return await self._miss(name, visit, request)
        error = Gone(f"<{IDENTITY}{name}> has been retired")
        return await refer(error, fate.replacements, visit, request, self._pages, self._site)

    def _see_other(self, iri: str, choice: Choice, request: Request) -> Response:
        address = self._address(iri, request)
        chosen = choice.pick().format
        root = request.scope.get("root_path", "")
        page = self._site.page(iri.removeprefix(BASE), root) if chosen is HTML else address
        links = link_alternates(address)
        headers = {
            "Location": f"{page}.{chosen.extension}",
            "Vary": "Accept",
            "Link": ", ".join(links),
        }
        return Response(status_code=303, headers=headers)

    async def _describe(
        self, offer: Offer, request: Request, surroundings: Surroundings, visit: Visit
    ) -> Response:
        if offer.format is HTML:
            making = self._show_page(surroundings, visit, request)
            body: bytes | str = await self._finished.make(request, visit, making)
        else:
            description = await describe_surroundings(visit, surroundings)
            body = await visit.run(write_graph, description.triples, offer.format)
        return self._respond(body, offer, surroundings.iri, request)

    def _respond(self, body: bytes | str, offer: Offer, iri: str, request: Request) -> Response:
        address = self._address(iri, request)
        links = [f'<{iri}>; rel="describes"', *link_alternates(address, without=offer)]
        if self._pages.edition.own:
            root = self._site.address("", request.scope.get("root_path", ""))
            links += write_links(post_thing(iri, address, root, page=offer.format is HTML))
        slug = iri.rpartition("/")[2]
        return make_response(body, offer, name=slug, links=links, varies=False)

    async def _show_page(self, about: Surroundings, visit: Visit, request: Request) -> str:
        portrait = await self._portray(about, visit, request)
        strip = await self._illustrators.strip(about.iri, visit, request)
        pictures = await self._illustrators.pictures(about.iri, visit, request)
        related = await self._relate(about.iri, visit, request)
        show = partial(self._pages.show, "thing.html", self._view(request), citations=CITATIONS)
        return await visit.run(
            show,
            thing=portrait,
            strip=strip,
            pictures=pictures,
            related=related,
            structured=portrait.structured,
        )

    async def _portray(self, about: Surroundings, visit: Visit, request: Request) -> Portrait:
        """Return a thing as its page shows it: a figure beside others for the same."""
        is_claim = about.iri.startswith(CLAIM_SPACE)
        rivals = await find_rivals(visit, about.iri) if is_claim else ()
        shown = (*about.claims, *(iri for iri in rivals if iri not in about.claims))
        number = about.number + len(shown) - len(about.claims)
        wider = replace(about, claims=shown, number=number)
        description = await describe_surroundings(visit, wider)
        own = [about.iri] if is_claim else []
        sayings = await find_sayings(visit, [*own, *description.claims])
        links = self._view(request).links
        return await visit.run(draw_portrait, description, links, sayings, rivals)

    def _view(self, request: Request) -> PageView:
        return PageView(self._site.root(request.scope.get("root_path", "")))

    async def _miss(self, path: str, visit: Visit, request: Request) -> Response:
        kind, _, slug = path[:_LONGEST].partition("/")
        error = NotFound(f"Nothing in the graph is named {path[:_LONGEST]!r}")
        near = await self._neighbours.find_things(visit, kind, slug)
        return await refer(error, near, visit, request, self._pages, self._site)

    def _address(self, iri: str, request: Request) -> str:
        return self._site.locate(iri, request.scope.get("root_path", "")) or iri


def _names(name: str) -> bool:
    return len(name) <= _LONGEST and _NAME.fullmatch(name) is not None
