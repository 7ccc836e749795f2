"""Says what is served: the service description, VoID, the DCAT catalogue, and their parts.

The parts are the dumps, the graphs and the stored queries. Counts are taken in the dataset as it is
served, at the first request, and kept.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import BadAddress
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.metadata.catalogue import describe_catalogue
from azru_kg.metadata.inventory import Inventory, Place, ReleaseFile
from azru_kg.metadata.service import describe_service
from azru_kg.metadata.void import describe_dataset
from azru_kg.rdf.formats import GRAPHS, Format, Offer
from azru_kg.server.ask.door import Door
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.documents import watching
from azru_kg.server.documents.choice import GraphChoice
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.dumps import Dumps
from azru_kg.server.documents.openapi import describe_api
from azru_kg.server.documents.serialization import write_graph
from azru_kg.server.documents.stored_queries import QueryTexts
from azru_kg.server.http.site import Site

Describe = Callable[[Inventory, Place, Sequence[ReleaseFile]], list[ox.Triple]]

# A client chooses the Host, and with it the addresses in a document: so they are not all kept.
_KEPT = 64
_JSON = Format("openapi", "OpenAPI", "page", "application/json", "json")
_OPENAPI = Offer(_JSON, _JSON.media_type)


class SelfDescription:
    """The documents about one dataset and its endpoint."""

    def __init__(
        self,
        door: Door,
        holdings: Holdings,
        dataset: Dataset,
        queries: Sequence[StoredQuery],
        site: Site,
    ) -> None:
        self._door = door
        self._holdings = holdings
        self._site = site
        self._texts = QueryTexts(queries, site)
        self._dumps = Dumps(dataset)
        self._api: dict[str, Any] | None = None
        self._kept: dict[tuple[str, str, str], bytes] = {}

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of everything but the service description."""
        make = partial(DocumentRoute, formats=GRAPHS, problems=(400, 406, 429, 503))
        return [
            make("/void", self.read_void, "VoID: counts of the dataset"),
            make("/catalogue", self.read_catalogue, "DCAT 3: dataset, files, service"),
            *self._make_redirects(),
            *self._dumps.make_routes(),
            DocumentRoute(
                "/openapi.json", self.read_api, "This document", formats=[_JSON], problems=(400,)
            ),
            *self._texts.make_routes(),
        ]

    def _make_redirects(self) -> list[BaseRoute]:
        # The namespaces: what is in them, VoID says.
        ways = (
            ("/.well-known/void", "findVoid", "the VoID description", "void", 302),
            ("/dataset", "findDataset", "the catalogue", "catalogue", 303),
            ("/dump/", "findFiles", "the catalogue", "catalogue", 303),
            ("/dump", "", "the catalogue", "catalogue", 303),
            ("/id/", "findThings", "the VoID description", "void", 303),
            ("/graph/", "findGraphs", "the VoID description", "void", 303),
            ("/perspective/", "findPerspectives", "the VoID description", "void", 303),
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

    async def send_service(self, request: Request, offer: Offer) -> Response:
        """Return the description of the endpoint."""

        def describe(
            inventory: Inventory, place: Place, _files: Sequence[ReleaseFile]
        ) -> list[ox.Triple]:
            return describe_service(inventory, place)

        return await self._send(request, offer, "sparql", describe)

    async def read_void(self, request: Request, choice: GraphChoice) -> Response:
        """Answer with the VoID description."""

        def describe(
            inventory: Inventory, place: Place, _files: Sequence[ReleaseFile]
        ) -> list[ox.Triple]:
            return describe_dataset(inventory, place, self._dumps.names())

        return await self._send(request, choice.pick(), "void", describe)

    async def read_catalogue(self, request: Request, choice: GraphChoice) -> Response:
        """Answer with the catalogue."""
        return await self._send(request, choice.pick(), "catalogue", describe_catalogue)

    async def read_api(self, request: Request) -> Response:
        """Answer with the OpenAPI document."""
        place = find_place(request, self._site)
        if self._api is None:
            self._api = describe_api([*request.app.routes, *watching.make_routes()], "")
        api = self._api | {"servers": [{"url": place.base.removesuffix("/")}]}
        content = json.dumps(api, ensure_ascii=False, indent=2).encode()
        return make_response(content, _OPENAPI, name="openapi", varies=False)

    async def _send(
        self, request: Request, offer: Offer, name: str, describe: Describe
    ) -> Response:
        place = find_place(request, self._site)
        key = (place.base, name, offer.format.name)
        if key not in self._kept:
            # To make the files takes a while, which only what tells their sizes has to wait for.
            files = await self._dumps.files() if name == "catalogue" else ()
            triples = describe(await self._holdings.inventory(), place, files)
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = await asyncio.to_thread(write_graph, triples, offer.format)
        return make_response(self._kept[key], offer, name=name, varies=True)

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
    base = site.base or str(request.base_url)
    try:
        ox.NamedNode(base)
    except ValueError as error:
        raise BadAddress("The Host header names no host. Send the one of the address") from error
    return Place(base)
