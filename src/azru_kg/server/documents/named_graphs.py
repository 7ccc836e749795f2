"""The documents that are named graphs: the ontology and its versions, the shapes, `/graph/<slug>`.

They are documents themselves, so their own addresses answer with 200, in the format that suits; an
address with a suffix names the format.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Annotated
from urllib.parse import quote_plus

import pyoxigraph as ox
from fastapi import Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import BadAddress, NotFound
from azru_kg.graph.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH
from azru_kg.metadata.serialization import write_graph
from azru_kg.rdf.formats import DOCUMENTS, HTML, Format
from azru_kg.rdf.prefixes import BASE, GRAPH, ONTOLOGY, PREFIXES, SHAPES
from azru_kg.server.ask.ask import construct, name_all, read_iri, select
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.labels import NAMES
from azru_kg.server.ask.neighbours import Neighbours, pick_similar
from azru_kg.server.documents.choice import Choice, DocumentChoice, SuffixChoice
from azru_kg.server.documents.document import (
    Described,
    DocumentRoute,
    link_alternates,
    make_response,
)
from azru_kg.server.http.site import Site
from azru_kg.server.pages.finished import FinishedPages
from azru_kg.server.pages.graph_page import PageSlice, draw_graph, pick_slice
from azru_kg.server.pages.missing import refer
from azru_kg.server.pages.render import Pages, PageView

_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_PAGE = re.compile(r"[0-9]{1,6}", re.ASCII)
_NAMED = {"pattern": "^[A-Za-z0-9._+-]+$", "minLength": 1}
_Version = Annotated[
    str, Path(description="The version", json_schema_extra=_NAMED, examples=["0.2.0"])
]
_GraphSlug = Annotated[
    str, Path(description="The name of the graph", json_schema_extra=_NAMED, examples=["entities"])
]
_LONGEST = 300
_GET_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
_LIST_VERSIONS = f"""SELECT DISTINCT ?version WHERE {{
  GRAPH <{ONTOLOGY_GRAPH}> {{ ?ontology <{PREFIXES["owl"]}versionIRI> ?version }}
}}"""


Present = Callable[[PageSlice, Visit, PageView], Awaitable[str]]
"""What returns a page of a graph that is better shown in another way than subject by subject."""


class Vocabularies:
    """Answers for the ontology, the shapes and the named graphs.

    `presented` has, by IRI, those of them that have a page of their own kind.
    """

    def __init__(
        self,
        door: Door,
        pages: Pages,
        finished: FinishedPages,
        site: Site,
        neighbours: Neighbours,
        presented: Mapping[str, Present] | None = None,
    ) -> None:
        self._door = door
        self._pages = pages
        self._finished = finished
        self._site = site
        self._neighbours = neighbours
        self._presented = presented or {}

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of all of them, each with a suffix and without."""
        return [
            *_make_pair("/ontology", self.read_ontology, self.read_ontology_in, "The ontology"),
            *_make_pair("/shapes", self.read_shapes, self.read_shapes_in, "The SHACL shapes"),
            *_make_pair(
                "/ontology/{version:path}",
                self.read_version,
                self.read_version_in,
                "A version of the ontology",
            ),
            *_make_pair(
                "/graph/{slug:path}",
                self.read_named_graph,
                self.read_named_graph_in,
                "The triples of a named graph; 303 where they are many",
                (507,),
                {303: {"description": "See Other"}},
            ),
        ]

    async def read_ontology(self, request: Request, choice: DocumentChoice) -> Response:
        """Answer with the ontology in the format that suits."""
        return await self._show(ONTOLOGY, ONTOLOGY_GRAPH, choice, request)

    async def read_ontology_in(self, request: Request, choice: SuffixChoice) -> Response:
        """Answer with the ontology in the format of the address."""
        return await self._show(ONTOLOGY, ONTOLOGY_GRAPH, choice, request)

    async def read_shapes(self, request: Request, choice: DocumentChoice) -> Response:
        """Answer with the shapes in the format that suits."""
        return await self._show(SHAPES, SHAPES_GRAPH, choice, request)

    async def read_shapes_in(self, request: Request, choice: SuffixChoice) -> Response:
        """Answer with the shapes in the format of the address."""
        return await self._show(SHAPES, SHAPES_GRAPH, choice, request)

    async def read_version(
        self, request: Request, version: _Version, choice: DocumentChoice
    ) -> Response:
        """Answer with a version of the ontology in the format that suits."""
        return await self._show_version(version[:_LONGEST], choice, request)

    async def read_version_in(
        self, request: Request, version: _Version, choice: SuffixChoice
    ) -> Response:
        """Answer with a version of the ontology in the format of the address."""
        return await self._show_version(version[:_LONGEST], choice, request)

    async def read_named_graph(
        self, request: Request, slug: _GraphSlug, choice: DocumentChoice
    ) -> Response:
        """Answer with the triples of a named graph in the format that suits."""
        return await self._show_graph(slug[:_LONGEST], choice, request)

    async def read_named_graph_in(
        self, request: Request, slug: _GraphSlug, choice: SuffixChoice
    ) -> Response:
        """Answer with the triples of a named graph in the format of the address."""
        return await self._show_graph(slug[:_LONGEST], choice, request)

    async def _show_version(self, version: str, choice: Choice, request: Request) -> Response:
        """Answer with a version of the ontology, where it is the one that is served."""
        visit = self._door.admit(request)
        rows = await select(visit, _LIST_VERSIONS)
        known = sorted(read_iri(iri) for (iri,) in rows)
        iri = f"{ONTOLOGY}/{version}"
        if iri not in known or not _SLUG.fullmatch(version):
            near = pick_similar(iri, known) or known
            return await self._miss(f"version {version!r} of the ontology", near, visit, request)
        return await self._show(iri, ONTOLOGY_GRAPH, choice, request)

    async def _show_graph(self, slug: str, choice: Choice, request: Request) -> Response:
        if not _SLUG.fullmatch(slug):
            return await self._miss(f"graph {slug!r}", [], self._door.admit(request), request)
        return await self._show(GRAPH + slug, GRAPH + slug, choice, request)

    async def _show(self, iri: str, graph: str, choice: Choice, request: Request) -> Response:
        chosen = choice.pick()
        finished = self._finished.find(request) if chosen.format is HTML else None
        if finished is not None:
            return self._respond(finished, iri, choice, request)
        query = _GET_GRAPH.format(graph=graph)
        visit = self._door.admit(request)
        triples = await construct(visit, query)
        if triples is None:
            return self._send_to_endpoint(query, chosen.format, request)
        if not triples:
            name = iri.removeprefix(BASE)
            near = await self._neighbours.find_graphs(visit, graph.removeprefix(GRAPH))
            return await self._miss(f"graph {name!r}", near, visit, request)
        body = await self._write(iri, triples, chosen.format, visit, request)
        return self._respond(body, iri, choice, request)

    def _respond(self, body: bytes | str, iri: str, choice: Choice, request: Request) -> Response:
        address = self._site.locate(iri, request.scope.get("root_path", "")) or iri
        links = [f'<{iri}>; rel="describes"', *link_alternates(address, without=choice.suffix)]
        name = iri.rpartition("/")[2]
        varies = choice.suffix is None
        return make_response(body, choice.pick(), name=name, links=links, varies=varies)

    async def _write(
        self, iri: str, triples: set[ox.Triple], format_: Format, visit: Visit, request: Request
    ) -> bytes | str:
        if format_ is not HTML:
            return await visit.run(write_graph, triples, format_)
        wanted = request.query_params.get("page", "1")
        number = int(wanted) if _PAGE.fullmatch(wanted) else 0
        part = await visit.run(pick_slice, iri, triples, number)
        if part is None:
            raise BadAddress(f"This graph has no page {wanted[:_LONGEST]}. Start with the first")
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        present = self._presented.get(iri)
        if present is not None:
            return await self._finished.make(request, visit, present(part, visit, view))
        named = {read_iri(term) for triple in part.shown for term in (*triple,)} - {""}
        names = await name_all(visit, sorted(named | {iri}), NAMES)
        return await visit.run(self._draw, part, names, view)

    def _draw(self, part: PageSlice, names: set[ox.Triple], view: PageView) -> str:
        drawing = draw_graph(part, names, view.links)
        return self._pages.show("vocabulary.html", view, graph=drawing)

    def _send_to_endpoint(self, query: str, format_: Format, request: Request) -> Response:
        """Lead to the endpoint, which streams, where a graph is too long to be laid out."""
        address = self._site.address("sparql", request.scope.get("root_path", ""))
        parameters = f"?query={quote_plus(query)}&format={format_.name}"
        return RedirectResponse(address + parameters, 303, {"Vary": "Accept"})

    async def _miss(self, what: str, iris: list[str], visit: Visit, request: Request) -> Response:
        error = NotFound(f"There is no {what}")
        return await refer(error, iris, visit, request, self._pages, self._site)


def _make_pair(
    path: str,
    show: Callable[..., Awaitable[Response]],
    show_in: Callable[..., Awaitable[Response]],
    summary: str,
    problems: tuple[int, ...] = (),
    others: Described | None = None,
) -> list[BaseRoute]:
    """Return the routes of a document: with the suffix of a format, and without."""
    statuses = (404, 406, 429, 503, *problems)
    make = partial(DocumentRoute, formats=DOCUMENTS, problems=statuses, others=others)
    return [
        make(f"{path}.{{suffix:suffix}}", show_in, f"{summary}, in a format"),
        make(path, show, summary),
    ]
