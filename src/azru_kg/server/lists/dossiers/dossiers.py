"""Answers with pages that gather: of a topic, a year, two people, of what is promised of a thing.

They are made of the rows that lists hold, so that a page asks the engine for little or nothing, and
each part of it leads to its list, where it can be narrowed and had as data.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Path
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.graph.coverage import Coverage
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.graph.topics import SPACE, Topic
from azru_kg.languages.translations import gettext, ngettext
from azru_kg.rdf.formats import HTML, Offer
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.lists.catalogue import Catalogue, Held
from azru_kg.server.lists.dossiers.extracts import Dossier, Link, Related
from azru_kg.server.lists.dossiers.pairs import count_met, draw_pair, find_encounters, find_sources
from azru_kg.server.lists.dossiers.promised import (
    PROMISES,
    draw_promises,
    find_promises,
    find_reports,
    list_named,
)
from azru_kg.server.lists.dossiers.topics import SLUGS as OF_TOPICS
from azru_kg.server.lists.dossiers.topics import draw_topic, list_told
from azru_kg.server.lists.dossiers.years import SLUGS, Years, count_years, draw_year, draw_years
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.tables.definitions import TABLES

_PAGE: Final = Offer(HTML, HTML.media_type)
_PERSON: Final = f"{IDENTITY}person/"
_PERIOD: Final = f"{IDENTITY}period/"
_NEVER_PROMISED: Final = tuple(f"{IDENTITY}{kind}/" for kind in ("claim", "quote", "source"))
_ABOUT: Final = next(facet for facet in PROMISES.facets if facet.name == "about")
_Year = Annotated[str, Path(description="The year", pattern="^[0-9]{4}$", examples=["2023"])]
_Topic = Annotated[str, Path(description="The name of a topic", pattern="^[a-z0-9-]{1,100}$")]
_Slug = Annotated[str, Path(description="The name of a person", pattern="^[A-Za-z0-9_-]{1,200}$")]
_Thing = Annotated[
    str,
    Path(
        description="The name of a project, or kind and name of another thing",
        pattern="^[A-Za-z0-9_/-]{1,300}$",
    ),
]
_Glance = Callable[[str, Visit, Request], Awaitable[Sequence[object]]]


class Dossiers:
    """Answers at `/topics`, `/year/`, `/pair/` and below `/promises/`.

    `glance` has the pictures of a topic, by its name.
    """

    def __init__(
        self,
        door: Door,
        holdings: Holdings,
        catalogue: Catalogue,
        queries: Sequence[StoredQuery],
        glance: _Glance,
        pages: Pages,
        site: Site,
    ) -> None:
        self._door = door
        self._holdings = holdings
        self._catalogue = catalogue
        self._queries = queries
        self._glance = glance
        self._pages = pages
        self._site = site
        self._years = Once(self._count_years)

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of all these pages."""
        return [
            DocumentRoute(path, show, listed=False)
            for path, show in (
                ("/topics", self.list_topics),
                ("/topics/{topic}", self.show_topic),
                ("/year/", self.list_years),
                ("/year/{year}", self.show_year),
                ("/pair/{one}/{other}", self.show_pair),
                ("/promises/{thing:path}", self.show_promises),
            )
        ]

    async def prepare(self) -> None:
        """Count what there is of each topic, and offer the topics; raise as the engine does."""
        await self._cover()

    async def list_topics(self, request: Request) -> Response:
        """Answer with all topics."""
        coverage = await self._cover()
        if not coverage.topics:
            raise NotFound("The data that are served have no topics")
        visit = self._door.admit(request)
        counted = [(topic, coverage.count(topic=topic.iri)) for topic in coverage.topics]
        view = self._view(request)
        body = await visit.run(self._pages.show, "topics.html", view, counted=counted)
        return make_response(body, _PAGE, name="topics", varies=False)

    async def show_topic(self, request: Request, topic: _Topic) -> Response:
        """Answer with the page of a topic."""
        coverage = await self._cover()
        found = self._find_topic(coverage.topics, topic)
        lists = await self._hold(OF_TOPICS)
        visit, view = self._door.admit(request), self._view(request)
        told = [thing for thing, _ in list_told(coverage, found)]
        labels = (await self._holdings.find_labels(visit, told)).by_iri
        page = await visit.run(draw_topic, found, coverage, lists, labels, view.links)
        body = await visit.run(
            self._pages.show,
            "topic.html",
            view,
            page=page,
            topic=found,
            queries=[query for query in self._queries if topic in query.topics],
            glances=await self._glance(topic, visit, request),
        )
        return make_response(body, _PAGE, name=topic, varies=False)

    async def list_years(self, request: Request) -> Response:
        """Answer with all years."""
        years = await self._years.get()
        if not years.listed:
            raise NotFound("The data that are served have nothing with a year")
        return await self._send(draw_years(years, self._view(request).links), request)

    async def show_year(self, request: Request, year: _Year) -> Response:
        """Answer with the page of a year."""
        years = await self._years.get()
        if year not in years.listed:
            raise NotFound(
                f"Nothing in the graph is of the year {year}. /year/ lists those there are"
            )
        lists = await self._hold(SLUGS)
        visit, links = self._door.admit(request), self._view(request).links
        return await self._send(await visit.run(draw_year, year, years, lists, links), request)

    async def show_pair(self, request: Request, one: _Slug, other: _Slug) -> Response:
        """Answer with the page of two people, whose names stand in order in its address."""
        first, second = sorted((one, other))
        if (first, second) != (one, other):
            address = f"pair/{first}/{second}"
            target = f"{self._site.root(request.scope.get('root_path', ''))}/{address}"
            return RedirectResponse(target, HTTPStatus.PERMANENT_REDIRECT)
        people, visit = [f"{_PERSON}{first}", f"{_PERSON}{second}"], self._door.admit(request)
        lists = await self._hold(("meetings", "sources"))
        known = lists["meetings"].rows.values["person"] if "meetings" in lists else ()
        for person in people:
            if person not in known:
                slug = person.removeprefix(_PERSON)
                raise NotFound(f"No encounter of a person named {slug!r} is in the graph")
        encounters = await visit.run(find_encounters, lists["meetings"], people)
        sources = await find_sources(visit, encounters, people)
        links = self._view(request).links
        page = await visit.run(draw_pair, people, encounters, sources, lists, links)
        return await self._send(page, request)

    async def show_promises(self, request: Request, thing: _Thing) -> Response:
        """Answer with the page of what is promised of a thing."""
        lists = await self._hold(("promises",))
        iri = self._find_promised(lists, thing)
        if iri is None:
            raise NotFound(f"Nothing is promised of {thing!r}. /promises has all promises")
        visit, links = self._door.admit(request), self._view(request).links
        reports = await find_reports(visit, iri)
        labels = (await self._holdings.find_labels(visit, list_named(reports))).by_iri
        page = await visit.run(draw_promises, iri, lists["promises"], reports, labels, links)
        return await self._send(page, request)

    async def list_paths(self) -> list[str]:
        """Return the paths of topics, of years, and of things of which something is promised."""
        years = (await self._years.get()).listed
        held = (await self._hold(("promises",))).get("promises")
        things = filter(None, held.rows.values["about"]) if held else ()
        promised = [f"promises/{_ABOUT.write(thing)}" for thing in things]
        topics = [f"topics/{topic.slug}" for topic in (await self._holdings.coverage()).topics]
        overview = [*(["topics"] if topics else []), *(["year/"] if years else [])]
        return [*overview, *topics, *(f"year/{year}" for year in years), *promised]

    async def relate(self, iri: str, visit: Visit, request: Request) -> Related | None:
        """Return where the page of a thing leads; a page without it is still a true page."""
        links = self._view(request).links
        related = None
        with visit.do_without():
            if iri.startswith(_PERSON):
                met = await self._relate_person(iri, links)
                related = Related(gettext("Met most often"), met)
            elif iri.startswith(SPACE):
                related = Related(gettext("See also"), await self._relate_topic(iri, links))
            elif iri.startswith(_PERIOD):
                related = Related(gettext("See also"), await self._relate_year(iri, links))
            elif not iri.startswith(_NEVER_PROMISED):
                related = Related(gettext("See also"), await self._relate_promises(iri, links))
        return related if related and related.links else None

    async def _relate_topic(self, iri: str, links: Links) -> tuple[Link, ...]:
        topics = (await self._holdings.coverage()).topics
        text = gettext("What the graph holds of it")
        return tuple(
            Link(text, f"{links.root}/topics/{topic.slug}") for topic in topics if topic.iri == iri
        )

    async def _relate_year(self, iri: str, links: Links) -> tuple[Link, ...]:
        year = iri.removeprefix(_PERIOD)
        if year not in (await self._years.get()).listed:
            return ()
        text = gettext("The year %(year)s") % {"year": year}
        return (Link(text, f"{links.root}/year/{year}"),)

    async def _relate_person(self, iri: str, links: Links) -> tuple[Link, ...]:
        held = (await self._hold(("meetings",))).get("meetings")
        if held is None:
            return ()
        return tuple(
            Link(
                held.labels.get(other, other),
                f"{links.root}/pair/{'/'.join(sorted(_cut((iri, other))))}",
                ngettext("%(number)s encounter or call", "%(number)s encounters and calls", number)
                % {"number": number},
            )
            for other, number in count_met(held, iri)
            if other.startswith(_PERSON)
        )

    async def _relate_promises(self, iri: str, links: Links) -> tuple[Link, ...]:
        held = (await self._hold(("promises",))).get("promises")
        if held is None or iri not in held.rows.values["about"]:
            return ()
        _, rows = find_promises(held, iri)
        text = gettext("What is promised of it, and what came")
        note = ngettext("%(number)s statement", "%(number)s statements", len(rows))
        address = f"{links.root}/promises/{_ABOUT.write(iri)}"
        return (Link(text, address, note % {"number": len(rows)}),)

    def _find_promised(self, lists: dict[str, Held], thing: str) -> str | None:
        if "promises" not in lists:
            return None
        values = lists["promises"].rows.values["about"]
        return next((value for value in values if _ABOUT.write(value) == thing), None)

    async def _cover(self) -> Coverage:
        """Return how much there is of each topic; from now on, all pages lead to them."""
        coverage = await self._holdings.coverage()
        self._pages.offer_topics(coverage.topics)
        return coverage

    def _find_topic(self, topics: Sequence[Topic], slug: str) -> Topic:
        for topic in topics:
            if topic.slug == slug:
                return topic
        known = ", ".join(topic.slug for topic in topics)
        there = f"There are {known}" if known else "The data that are served have none"
        raise NotFound(f"There is no topic {slug!r}. {there}")

    async def _count_years(self) -> Years:
        return count_years(await self._hold(SLUGS))

    async def _hold(self, slugs: Collection[str]) -> dict[str, Held]:
        """Return those of some lists that can be held here."""
        held = {slug: await self._catalogue.hold(TABLES[slug]) for slug in slugs}
        return {slug: rows for slug, rows in held.items() if rows is not None}

    async def _send(self, page: Dossier, request: Request) -> Response:
        visit = self._door.admit(request)
        body = await visit.run(self._pages.show, "dossier.html", self._view(request), page=page)
        return make_response(body, _PAGE, name="dossier", varies=False)

    def _view(self, request: Request) -> PageView:
        return PageView(self._site.root(request.scope.get("root_path", "")))


def _cut(people: Collection[str]) -> list[str]:
    return [person.removeprefix(_PERSON) for person in people]
