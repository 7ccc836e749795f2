"""Serves the stored queries at their IRIs: as SPARQL, as data, and to people in the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.graph.stored_queries import StoredQuery, state_example
from azru_kg.metadata.serialization import write_graph
from azru_kg.rdf import formats
from azru_kg.rdf.formats import Format
from azru_kg.rdf.nearest import find_similar
from azru_kg.server.documents.choice import Choice, take_format
from azru_kg.server.documents.document import DocumentRoute, make_response
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

_Choice = Annotated[Choice, take_format(*FORMATS)]
_Slug = Annotated[
    str,
    Path(
        description="The name of the query",
        json_schema_extra={"pattern": "^[A-Za-z0-9._+-]+$", "minLength": 1},
        examples=["agreements"],
    ),
]


class QueryTexts:
    """The stored queries by their slugs."""

    def __init__(self, queries: Sequence[StoredQuery], site: Site) -> None:
        self._queries = {query.slug: query for query in queries}
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the route of all queries."""
        return [
            DocumentRoute(
                "/query/{slug}",
                self.read_query,
                "A stored query, or its description; 303 to the form for browsers",
                formats=[format_ for format_ in FORMATS if format_ is not formats.HTML],
                problems=(400, 404, 406),
                redirect=303,
            )
        ]

    async def read_query(self, request: Request, slug: _Slug, choice: _Choice) -> Response:
        """Answer with a stored query."""
        stored = self._queries.get(slug)
        if stored is None:
            near = find_similar(slug, self._queries)
            hint = f" Did you mean {near[0]}?" if near else " The first page lists those there are."
            raise NotFound(f"There is no stored query of that name.{hint}")
        offer = choice.pick()
        if offer.format is formats.HTML:
            form = self._site.address("sparql", request.scope.get("root_path", ""))
            target = f"{form}?{urlencode({'query': stored.text})}"
            return RedirectResponse(target, 303, headers={"Vary": "Accept"})
        if offer.format is SPARQL:
            content = stored.text.encode()
        else:
            content = write_graph(state_example(stored), offer.format)
        return make_response(content, offer, name=slug, varies=True)
