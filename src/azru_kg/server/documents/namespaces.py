"""Shows people what is in the namespaces of the graph; programs are led to what says it as data.

Each kind of thing under `/id/`, the named graphs and the perspectives.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.languages.translations import gettext, translate
from azru_kg.rdf.formats import GRAPHS, HTML, Offer
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.labels import Label
from azru_kg.server.documents.choice import Choice, PageChoice
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.listing import (
    ENTRIES,
    Entry,
    Listing,
    Section,
    check_page,
    count_pages,
    cut_page,
    list_shares,
    say_count,
)
from azru_kg.server.pages.render import Pages, PageView

_PAGE = Offer(HTML, HTML.media_type)
_Page = Annotated[int, Query(include_in_schema=False)]
_Kind = Annotated[
    str,
    Path(
        description="The kind of thing",
        json_schema_extra={"pattern": "^[a-z]+$", "minLength": 1},
        examples=["country"],
    ),
]
_THINGS = """CONSTRUCT {{ ?thing a ?class }} WHERE {{
  ?thing a ?class
  FILTER (STRSTARTS(STR(?thing), "{space}"))
}}"""
_Draw = Callable[[Visit, Links], Awaitable[Listing]]


class NamespacePages:
    """Answers at the addresses under which things, graphs and perspectives stand."""

    def __init__(
        self,
        door: Door,
        holdings: Holdings,
        pages: Pages,
        site: Site,
    ) -> None:
        self._door = door
        self._holdings = holdings
        self._pages = pages
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the namespaces."""
        make = partial(
            DocumentRoute, formats=[HTML], problems=(400, 404, 406, 429, 503), redirect=303
        )
        return [
            make("/id/", self.list_kinds, "The kinds of things; programs: VoID"),
            make("/id/{kind}/", self.list_things, "The things of a kind; programs: a query"),
            make("/graph/", self.list_graphs, "The named graphs; programs: VoID"),
            make("/perspective/", self.list_perspectives, "The perspectives; programs: VoID"),
        ]

    async def list_kinds(self, request: Request, choice: PageChoice) -> Response:
        """Answer with the kinds of things."""

        async def draw(_visit: Visit, links: Links) -> Listing:
            counts = await self._holdings.kinds()
            entries = tuple(
                Entry(
                    translate(kind.capitalize()),
                    f"{links.root}/id/{kind}/",
                    say_count(number, "thing"),
                )
                for kind, number in counts.items()
            )
            lead = gettext("Everything that the graph speaks of has an address here, by its kind.")
            return Listing(
                gettext("Things"), lead, (Section(gettext("Kinds"), entries),), _void(links)
            )

        return await self._answer(choice, "void", draw, request)

    async def list_things(
        self, request: Request, kind: _Kind, choice: PageChoice, page: _Page = 1
    ) -> Response:
        """Answer with the things of a kind."""
        counts = await self._holdings.kinds()
        if kind not in counts:
            raise NotFound(f"There are no things under /id/{kind[:100]}/. /id/ lists the kinds")
        check_page(page, counts[kind])

        async def draw(visit: Visit, links: Links) -> Listing:
            skipped = (page - 1) * ENTRIES
            iris = await self._holdings.list_things(visit, kind, limit=ENTRIES, offset=skipped)
            labels = (await self._holdings.find_labels(visit, iris)).by_iri
            entries = tuple(
                Entry(labels.get(iri, iri.removeprefix(IDENTITY)), links.target(iri), _slug(iri))
                for iri in iris
            )
            called = translate(kind.capitalize())
            lead = gettext("%(things)s of the kind “%(kind)s”, by address.") % {
                "things": say_count(counts[kind], "thing"),
                "kind": called.lower(),
            }
            return Listing(
                gettext("Things: %s") % called.lower(),
                lead,
                (Section(called, entries),),
                page=page,
                pages=count_pages(counts[kind]),
            )

        query = _THINGS.format(space=f"{IDENTITY}{kind}/")
        return await self._answer(choice, "sparql", draw, request, query=query)

    async def list_graphs(self, request: Request, choice: PageChoice, page: _Page = 1) -> Response:
        """Answer with the named graphs."""

        async def draw(visit: Visit, links: Links) -> Listing:
            inventory = await self._holdings.inventory()
            graphs = sorted(inventory.graphs, key=lambda share: share.iri)
            shown = cut_page(graphs, page)
            titles = {
                share.iri: Label(title.value, getattr(title, "language", None) or "")
                for share in shown
                for title in inventory.values(ox.NamedNode(share.iri), "dcterms:title")[:1]
            }
            labels = (
                await self._holdings.find_labels(visit, [share.iri for share in shown])
            ).by_iri
            entries = list_shares(shown, labels | titles, links, "triple")
            return Listing(
                gettext("Named graphs"),
                gettext("%s; each source has one of its own.") % say_count(len(graphs), "graph"),
                (Section(gettext("Graphs"), entries),),
                _void(links),
                page,
                count_pages(len(graphs)),
            )

        return await self._answer(choice, "void", draw, request)

    async def list_perspectives(self, request: Request, choice: PageChoice) -> Response:
        """Answer with the perspectives."""

        async def draw(_visit: Visit, links: Links) -> Listing:
            grouped = (await self._holdings.inventory()).perspectives
            entries = tuple(
                Entry(
                    translate(perspective.title),
                    f"{links.root}/perspective/{name}",
                    f"{translate(perspective.description)}"
                    f" {say_count(len(grouped.get(name, ())), 'source')}.",
                )
                for name, perspective in PERSPECTIVES.items()
            )
            lead = gettext("Ask the sources of one side, or one group of them, alone.")
            return Listing(
                gettext("Perspectives"),
                lead,
                (Section(gettext("Groups"), entries),),
                _void(links),
            )

        return await self._answer(choice, "void", draw, request)

    async def _answer(
        self, choice: Choice, data: str, draw: _Draw, request: Request, *, query: str = ""
    ) -> Response:
        """Return the page, or lead to where the same is said as data."""
        mounted = request.scope.get("root_path", "")
        if not choice.for_people():
            target = self._site.address(data, mounted)
            asked = request.url.query
            if query:
                asked = urlencode({"query": query, "format": choice.pick().format.name})
            target = f"{target}?{asked}" if asked else target
            return RedirectResponse(target, 303, {"Vary": "Accept"})
        visit = self._door.admit(request)
        view = PageView(self._site.root(mounted))
        listing = await draw(visit, view.links)
        body = await visit.run(self._pages.show, "listing.html", view, listing=listing)
        return make_response(body, _PAGE, name="index", varies=True)


def _void(links: Links) -> tuple[tuple[str, str], ...]:
    return tuple(
        (format_.label, f"{links.base}/void?format={format_.name}") for format_ in GRAPHS[:3]
    )


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]
