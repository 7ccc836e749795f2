"""Says what is served: the service description, VoID, the DCAT catalogue, and their parts.

The parts are the dumps and the graphs. Each document is written once, at an
address that stands for that of the site, which is put in as the client sees it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.flat.croissant import CROISSANT
from azru_kg.flat.package import FOLDER
from azru_kg.graph.dataset import Dataset
from azru_kg.metadata.catalogue import describe_catalogue
from azru_kg.metadata.inventory import Place, ReleaseFile
from azru_kg.metadata.serialization import write_graph
from azru_kg.metadata.service import describe_service
from azru_kg.metadata.void import describe_dataset
from azru_kg.rdf.formats import GRAPHS, HTML, TURTLE, Format, Offer
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.once import Once
from azru_kg.server.documents import watching
from azru_kg.server.documents.choice import GraphChoice, PageChoice
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.openapi import describe_api
from azru_kg.server.documents.release_files.dumps import Dumps
from azru_kg.server.http.site import Site
from azru_kg.server.pages.listing import Listing
from azru_kg.server.pages.overview import draw_counts, draw_dataset, list_counted
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.reuse.schema_org import describe_file, describe_release
from azru_kg.server.pages.reuse.signposts import (
    LINKSET,
    LINKSET_TYPE,
    DataItem,
    Signpost,
    make_linkset,
    post_description,
    post_landing,
    write_links,
)
from azru_kg.server.processes.company import Company

# It stands for the address of the site, which a client chooses with its Host header. No syntax
# escapes anything in such an address, or in those that take its place.
_STAND_IN = "http://site.invalid/"
_JSON = Format("openapi", "OpenAPI", "page", "application/json", "json")
_OPENAPI = Offer(_JSON, _JSON.media_type)
_JSON_LD = Format("croissant", "Croissant", "page", "application/ld+json", "json")
_PAGE = Offer(HTML, HTML.media_type)
_LINKS = Format("linkset", "Link set", "page", LINKSET_TYPE, "json")


class SelfDescription:
    """The documents about one dataset and its endpoint."""

    def __init__(
        self,
        door: Door,
        holdings: Holdings,
        dataset: Dataset,
        pages: Pages,
        site: Site,
        company: Company | None = None,
    ) -> None:
        self._pages = pages
        self._door = door
        self._holdings = holdings
        self._site = site
        self._dumps = Dumps(dataset, company)
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
            DocumentRoute(
                f"/{FOLDER}/{CROISSANT}",
                self.read_croissant,
                "The tables in Croissant 1.1",
                formats=[_JSON_LD],
                problems=(400, 404, 503),
            ),
            DocumentRoute(
                f"/{LINKSET}",
                self.read_linkset,
                "The links of the dataset, its files and descriptions (RFC 9264)",
                formats=[_LINKS],
                problems=(400, 404, 503),
            ),
            *self._dumps.make_routes(),
            DocumentRoute(
                "/openapi.json", self.read_api, "This document", formats=[_JSON], problems=(400,)
            ),
        ]

    def _make_redirects(self) -> list[BaseRoute]:
        ways = (
            ("/.well-known/void", "findVoid", "the VoID description", "void", 302),
            ("/dump/", "findFiles", "the catalogue", "catalogue", 303),
            ("/dump", "", "the catalogue", "catalogue", 303),
            ("/tables/", "findTables", "the catalogue", "catalogue", 303),
            ("/tables", "", "the catalogue", "catalogue", 303),
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
        labels = (await self._holdings.find_labels(visit, list_counted(inventory))).by_iri
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

    async def read_croissant(self, request: Request) -> Response:
        """Answer with the description of the tables, with the addresses that they have here."""
        told = json.loads(await self._dumps.read(f"{FOLDER}/{CROISSANT}"))
        place = find_place(request, self._site)
        for file in told["distribution"]:
            file["contentUrl"] = place.at(f"{FOLDER}/{file['contentUrl']}").value
        content = json.dumps(told, ensure_ascii=False, indent=2).encode()
        offer = Offer(_JSON_LD, _JSON_LD.media_type)
        return make_response(content, offer, name="croissant", varies=False)

    async def read_linkset(self, request: Request) -> Response:
        """Answer with the links of the dataset, whose names only the graph of this project has."""
        if not self._pages.edition.own:
            raise NotFound(
                "Only the graph of this project has a persistent name, and so these links"
            )
        base = find_place(request, self._site).base
        content = json.dumps(make_linkset(base, self._list_items(base, await self._dumps.files())))
        offer = Offer(_LINKS, _LINKS.media_type)
        return make_response(content, offer, name="linkset", varies=False)

    @staticmethod
    def _list_items(base: str, files: Iterable[ReleaseFile]) -> list[DataItem]:
        return [DataItem(Place(base).at(file.path).value, file.media_type) for file in files]

    async def _show_dataset(self, request: Request) -> Response:
        inventory, files = await self._holdings.inventory(), await self._dumps.files()
        place = find_place(request, self._site)
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        listing = draw_dataset(inventory, place, files, view.links)
        days = inventory.values(place.dataset(inventory), "dcterms:modified")
        structured = describe_release(
            self._pages.edition,
            listing.title,
            listing.lead,
            "".join(day.value for day in days[:1]),
            [
                describe_file(file.name, place.at(file.path).value, file.media_type, file.size)
                for file in files
            ],
        )
        visit = self._door.admit(request)
        dumps = self._list_items(place.base, (file for file in files if not file.folder))
        posts = post_landing(place.base, dumps, all_in=False) if self._pages.edition.own else ()
        return await self._show(listing, view, visit, posts, structured=structured)

    async def _show(
        self,
        listing: Listing,
        view: PageView,
        visit: Visit,
        posts: Iterable[Signpost] = (),
        **context: object,
    ) -> Response:
        show = partial(self._pages.show, "listing.html", view, **context)
        body = await visit.run(show, listing=listing)
        return make_response(body, _PAGE, name="dataset", varies=True, links=write_links(posts))

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
        own = self._pages.edition.own and name != "sparql"
        links = write_links(post_description(place.base)) if own else ()
        return make_response(body, offer, name=name, varies=True, links=links)

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
