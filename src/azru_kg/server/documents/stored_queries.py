"""Serves the stored queries at their IRIs: as SPARQL, as data, and to people in the form."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from azru_kg.errors import NotFound
from azru_kg.graph.stored_queries import StoredQuery, state_example
from azru_kg.rdf import formats
from azru_kg.rdf.formats import Format
from azru_kg.rdf.nearest import find_similar
from azru_kg.server.documents.document import Document, choose_format, make_response
from azru_kg.server.documents.serialization import write_graph
from azru_kg.server.http.site import Site

SPARQL = Format(
    "rq",
    "SPARQL",
    "page",
    "application/sparql-query",
    "rq",
    names=("sparql",),
    aliases=("text/plain",),
)
"""The format of the query itself."""

FORMATS = (SPARQL, *formats.GRAPHS, formats.HTML)
"""The formats of a stored query; the first is for a client that takes anything."""


class QueryTexts:
    """The stored queries by their slugs."""

    def __init__(self, queries: Sequence[StoredQuery], site: Site) -> None:
        self._queries = {query.slug: query for query in queries}
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the route of all queries."""
        return [Route("/query/{slug}", Document(self._send))]

    async def _send(self, request: Request) -> Response:
        slug = request.path_params["slug"]
        stored = self._queries.get(slug)
        if stored is None:
            near = find_similar(slug, self._queries)
            hint = f" Did you mean {near[0]}?" if near else " The first page lists those there are."
            raise NotFound(f"There is no stored query of that name.{hint}")
        offer = choose_format(request, FORMATS)
        if offer.format is formats.HTML:
            form = self._site.address("sparql", request.scope.get("root_path", ""))
            target = f"{form}?{urlencode({'query': stored.text})}"
            return RedirectResponse(target, 303, headers={"Vary": "Accept"})
        if offer.format is SPARQL:
            content = stored.text.encode()
        else:
            content = write_graph(state_example(stored), offer.format)
        return make_response(content, offer, name=slug, varies=True)
