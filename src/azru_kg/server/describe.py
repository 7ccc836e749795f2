"""Says what is served: the service description, VoID, the DCAT catalogue, and their parts.

The parts are the dumps, the graphs and the stored queries. Counts are taken in the dataset as it is
served, at the first request, and kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from azru_kg.catalog import StoredQuery
from azru_kg.dataset import Dataset
from azru_kg.engine.protocol import Engine
from azru_kg.media import Offer
from azru_kg.metadata.catalogue import describe_catalogue
from azru_kg.metadata.inventory import Inventory, Place, ReleaseFile
from azru_kg.metadata.service import describe_service
from azru_kg.metadata.void import describe_dataset
from azru_kg.server.dumps import Dumps
from azru_kg.server.graphs import GraphStore
from azru_kg.server.openapi import describe_api
from azru_kg.server.replies import (
    Handler,
    choose_format,
    find_place,
    make_route,
    send_document,
    spell,
)
from azru_kg.server.site import Site
from azru_kg.server.survey import Survey
from azru_kg.server.texts import QueryTexts

Describe = Callable[[Inventory, Place, Sequence[ReleaseFile]], list[ox.Triple]]

# A client chooses the Host, and with it the addresses in a document: so they are not all kept.
_KEPT = 64


class SelfDescription:
    """The documents about one dataset and its endpoint."""

    def __init__(
        self, engine: Engine, dataset: Dataset, queries: Sequence[StoredQuery], site: Site
    ) -> None:
        self._site = site
        self._graphs = GraphStore(engine, dataset)
        self._texts = QueryTexts(queries, site)
        self._survey = Survey(engine)
        self._dumps = Dumps(dataset)
        self._kept: dict[tuple[str, str, str], bytes] = {}

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of everything but the service description."""
        return [
            make_route("/void", self._send_void),
            make_route("/.well-known/void", self._redirect("void", 302)),
            make_route("/catalogue", self._send_catalogue),
            make_route("/dataset", self._redirect("catalogue", 303)),
            make_route("/dump/{name}", self._dumps.send),
            make_route("/dump/", self._redirect("catalogue", 303)),
            make_route("/dump", self._redirect("catalogue", 303)),
            Route("/graphs", self._graphs),
            *self._texts.make_routes(),
            make_route("/openapi.json", self._send_api),
        ]

    async def send_service(self, request: Request, offer: Offer) -> Response:
        """Answer with the description of the endpoint."""

        def describe(
            inventory: Inventory, place: Place, _files: Sequence[ReleaseFile]
        ) -> list[ox.Triple]:
            return describe_service(inventory, place)

        return await self._send(request, offer, "sparql", describe)

    async def _send_void(self, request: Request) -> Response:
        return await self._send(request, choose_format(request), "void", describe_dataset)

    async def _send_catalogue(self, request: Request) -> Response:
        return await self._send(request, choose_format(request), "catalogue", describe_catalogue)

    async def _send_api(self, request: Request) -> Response:
        api = describe_api(find_place(request, self._site).base.removesuffix("/"))
        content = json.dumps(api, ensure_ascii=False, indent=2).encode()
        return send_document(request, content, "application/json", {})

    async def _send(
        self, request: Request, offer: Offer, name: str, describe: Describe
    ) -> Response:
        place = find_place(request, self._site)
        key = (place.base, name, offer.format.name)
        if key not in self._kept:
            files = () if name == "sparql" else await self._dumps.files()
            triples = describe(await self._survey.inventory(), place, files)
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = spell(triples, offer.format)
        filename = f"{name}.{offer.format.extension}"
        headers = {"Content-Disposition": f'inline; filename="{filename}"'}
        return send_document(request, self._kept[key], offer.content_type, headers)

    def _redirect(self, path: str, status: int) -> Handler:
        async def redirect(request: Request) -> Response:
            if "format" in request.query_params:
                choose_format(request)
            target = self._site.address(path, request.scope.get("root_path", ""))
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{target}{query}", status)

        return redirect
