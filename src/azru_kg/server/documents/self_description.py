"""Says what is served: the service description, VoID, the DCAT catalogue, and their parts.

The parts are the dumps, the graphs and the stored queries. Each document is written once, at an
address that stands for that of the site, which is put in as the client sees it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.graph.dataset import Dataset
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.metadata.catalogue import describe_catalogue
from azru_kg.metadata.inventory import Place
from azru_kg.metadata.serialization import write_graph
from azru_kg.metadata.service import describe_service
from azru_kg.metadata.void import describe_dataset
from azru_kg.rdf.formats import GRAPHS, HTML, TURTLE, Format, Offer
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.labels import find_labels
from azru_kg.server.ask.once import Once
from azru_kg.server.documents import watching
from azru_kg.server.documents.choice import GraphChoice, PageChoice
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.dumps import Dumps
from azru_kg.server.documents.openapi import describe_api
from azru_kg.server.documents.stored_queries import QueryTexts
from azru_kg.server.http.site import Site
from azru_kg.server.pages.listing import Listing
from azru_kg.server.pages.overview import draw_counts, draw_dataset, list_counted
from azru_kg.server.pages.render import Pages, PageView

# It stands for the address of the site, which a client chooses with its Host header. No syntax
# escapes anything in such an address, or in those that take its place.
_STAND_IN = "http://site.invalid/"
_JSON = Format("openapi", "OpenAPI", "page", "application/json", "json")
_OPENAPI = Offer(_JSON, _JSON.media_type)
_PAGE = Offer(HTML, HTML.media_type)


class SelfDescription:
    """The documents about one dataset and its endpoint."""

    def __init__(
        self,
        door: Door,
        holdings: Holdings,
        dataset: Dataset,
        queries: Sequence[StoredQuery],
        pages: Pages,
        site: Site,
    ) -> None:
        self._pages = pages
        self._door = door
        self._holdings = holdings
        self._site = site
        self._texts = QueryTexts(queries, site)
        self._dumps = Dumps(dataset)
        self._api: dict[str, Any] | None = None
        self._written = {
            (name, format_.name): Once(partial(self._write, name, format_))
            for name in ("sparql", "void", "catalogue")
            for format_ in GRAPHS
        }

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of everything but the service description."""
        make = partial(DocumentRoute, formats=[*GRAPHS, HTML], problems=(400, 406, 429, 503))
        return [
            make("/void", self.read_void, "VoID: counts of the dataset"),
            make("/catalogue", self.read_catalogue, "DCAT 3: dataset, files, service"),
            DocumentRoute(
                "/dataset",
                self.read_dataset,
                "The dataset; programs: the catalogue",
                formats=[HTML],
                problems=(400, 406, 429, 503),
                redirect=303,
            ),
            *self._make_redirects(),
            *self._dumps.make_routes(),
            DocumentRoute(
                "/openapi.json", self.read_api, "This document", formats=[_JSON], problems=(400,)
            ),
            *self._texts.make_routes(),
        ]

    def _make_redirects(self) -> list[BaseRoute]:
        ways = (
            ("/.well-known/void", "findVoid", "the VoID description", "void", 302),
            ("/dump/", "findFiles", "the catalogue", "catalogue", 303),
            ("/dump", "", "the catalogue", "catalogue", 303),
        )
        return [
            DocumentRoute(
                path,
                self._redirect(target, status),
                f"The way to {what}",
                redirect=status,
                name=name or path,
                listed=bool(name),
            )
            for path, name, what, target, status in ways
        ]

    async def prepare(self) -> None:
        """Work out what takes a while before anybody asks; raise AzruError where that fails."""
        for name in ("sparql", "void"):
            await self._written[name, TURTLE.name].get()
        await self._dumps.prepare()

    def close(self) -> None:
        """Stop what is being made."""
        self._dumps.close()

    async def send_service(self, request: Request, offer: Offer) -> Response:
        """Return the description of the endpoint."""
        return await self._send(request, offer, "sparql")

    async def read_void(self, request: Request, choice: PageChoice) -> Response:
        """Answer with the VoID description."""
        offer = choice.pick()
        if offer.format is not HTML:
            return await self._send(request, offer, "void")
        inventory, visit = await self._holdings.inventory(), self._door.admit(request)
        labels = (await find_labels(visit, list_counted(inventory))).by_iri
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        return await self._show(draw_counts(inventory, labels, view.links), view, visit)

    async def read_catalogue(self, request: Request, choice: PageChoice) -> Response:
        """Answer with the catalogue."""
        offer = choice.pick()
        if offer.format is not HTML:
            return await self._send(request, offer, "catalogue")
        return await self._show_dataset(request)

    async def read_dataset(self, request: Request, choice: PageChoice) -> Response:
        """Answer with the dataset: to people with its page, to programs with the catalogue."""
        if choice.for_people():
            return await self._show_dataset(request)
        response = await self._redirect("catalogue", HTTPStatus.SEE_OTHER)(request, choice)
        response.headers["Vary"] = "Accept"
        return response

    async def _show_dataset(self, request: Request) -> Response:
        inventory, files = await self._holdings.inventory(), await self._dumps.files()
        place = find_place(request, self._site)
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        listing = draw_dataset(inventory, place, files, view.links)
        return await self._show(listing, view, self._door.admit(request))

    async def _show(self, listing: Listing, view: PageView, visit: Visit) -> Response:
        body = await visit.run(self._pages.show, "listing.html", view, listing=listing)
        return make_response(body, _PAGE, name="dataset", varies=True)

    async def read_api(self, request: Request) -> Response:
        """Answer with the OpenAPI document."""
        place = find_place(request, self._site)
        if self._api is None:
            self._api = describe_api([*request.app.routes, *watching.make_routes()], "")
        api = self._api | {"servers": [{"url": place.base.removesuffix("/")}]}
        content = json.dumps(api, ensure_ascii=False, indent=2).encode()
        return make_response(content, _OPENAPI, name="openapi", varies=False)

    async def _send(self, request: Request, offer: Offer, name: str) -> Response:
        place = find_place(request, self._site)
        written = await self._written[name, offer.format.name].get()
        visit = self._door.admit(request)
        body = await visit.run(written.replace, _STAND_IN.encode(), place.base.encode())
        return make_response(body, offer, name=name, varies=True)

    async def _write(self, name: str, format_: Format) -> bytes:
        inventory, place = await self._holdings.inventory(), Place(_STAND_IN)
        if name == "sparql":
            triples = describe_service(inventory, place)
        elif name == "void":
            triples = describe_dataset(inventory, place, self._dumps.names())
        else:
            triples = describe_catalogue(inventory, place, await self._dumps.files())
        return await asyncio.to_thread(write_graph, triples, format_)

    def _redirect(self, path: str, status: int) -> Callable[..., Awaitable[Response]]:
        async def redirect(request: Request, choice: GraphChoice) -> Response:
            if choice.named:
                choice.pick()
            target = self._site.address(path, request.scope.get("root_path", ""))
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{target}{query}", status)

        return redirect


def find_place(request: Request, site: Site) -> Place:
    """Return where the site is: as it was set, else as the client sees it; raise BadAddress."""
    return Place(site.find_base(request))
