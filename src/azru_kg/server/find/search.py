"""Finds things by name for people and programs: a page, JSON, and suggestions while one writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import BadAddress
from azru_kg.languages.numerals import say_integer
from azru_kg.languages.reading import get_language
from azru_kg.languages.translations import gettext, translate
from azru_kg.rdf.formats import HTML, Offer
from azru_kg.rdf.prefixes import KINDS
from azru_kg.server.ask.door import Door
from azru_kg.server.ask.kinds import MOST
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.glossary import JSON
from azru_kg.server.find.found_models import (
    HEADINGS,
    SearchAnswer,
    SuggestedKind,
    Suggestions,
    describe_thing,
    find_address,
    suggest_thing,
)
from azru_kg.server.find.held_names import HeldNames
from azru_kg.server.find.name_index import CLAIM, FoundByName, TaggedName
from azru_kg.server.http.site import Site
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.listing import check_page, count_pages, say_count
from azru_kg.server.pages.render import Pages, PageView

ON_A_PAGE: Final = 50
"""How many things of one kind are on a page, and how many are in a JSON document."""

OF_A_KIND: Final = 8
"""How many things of each kind are on the page of all kinds."""

SUGGESTED: Final = 8
"""How many things are suggested."""

SHORTEST: Final = 2
LONGEST: Final = 200

_PAGE = Offer(HTML, HTML.media_type)
_JSON = Offer(JSON, JSON.media_type)
_LENGTH: Final = {"minLength": SHORTEST, "maxLength": LONGEST}
_TELL: Final = f"Words of a name, in any of the scripts: {SHORTEST} to {LONGEST} characters"
_Sought = Annotated[
    str, Query(alias="q", description=_TELL, json_schema_extra={**_LENGTH}, examples=["Aliyev"])
]
_SoughtOrNothing = Annotated[
    str,
    Query(
        alias="q",
        description=f"{_TELL}; without it, how to find",
        json_schema_extra={"anyOf": [{**_LENGTH}, {"const": ""}]},
        examples=["Aliyev"],
    ),
]
_Kind = Annotated[
    str, Query(description="Things of this kind only", json_schema_extra={"enum": [*KINDS, ""]})
]
_Number = Annotated[int, Query(alias="page", description="Which of the pages", ge=1, le=2 * MOST)]
_PageNumber = Annotated[int, Query(alias="page", include_in_schema=False)]


@dataclass(frozen=True, slots=True)
class KindFound:
    """What was found of one kind, as a page shows it: some of it, how much, where all of it is.

    Things are shown by their names, those in the language that is read first, and by address.
    """

    heading: str
    things: tuple[tuple[tuple[TaggedName, ...], str], ...]
    summary: str
    href: str


class Search:
    """Answers at `/search`, `/search.json` and `/suggest`."""

    def __init__(self, door: Door, names: HeldNames, pages: Pages, site: Site) -> None:
        self._door = door
        self._names = names
        self._pages = pages
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the page, of the same as JSON, and of suggestions."""
        make = partial(DocumentRoute, problems=(400, 404, 429, 503))
        return [
            make("/search", self.show_found, "Things by name, as a page", formats=[HTML]),
            make(
                "/search.json",
                self.read_found,
                "Things by name",
                formats=[JSON],
                model=SearchAnswer,
            ),
            make(
                "/suggest",
                self.suggest,
                "The likeliest things by name, while it is written",
                formats=[JSON],
                model=Suggestions,
            ),
        ]

    async def show_found(
        self, request: Request, text: _SoughtOrNothing = "", kind: _Kind = "", page: _PageNumber = 1
    ) -> Response:
        """Answer with the page of what was found; without anything sought, with how to seek."""
        _check_kind(kind)
        sought, visit = _clean(text), self._door.admit(request)
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        refused = bool(text) and not _fits(text)
        if refused or not _fits(sought):
            counted = text if refused else sought
            fault = _explain_length(counted) if counted else ""
            about = {"sought": sought[:LONGEST], "fault": fault}
            body = await visit.run(self._pages.show, "search.html", view, **about)
            response = make_response(body, _PAGE, name="search", varies=False)
            if refused:
                response.status_code = BadAddress.status
            return response
        index = await self._names.get()

        def draw() -> str:
            found = index.find(sought)
            counts = found.count()
            number = counts.get(kind, 0) if kind else len(found.things)
            check_page(page, number if kind else 0, ON_A_PAGE)
            return self._pages.show(
                "search.html",
                view,
                sought=sought,
                fault="",
                total=number,
                misspelt=found.misspelt,
                kinds=_group(found, sought, kind, page, view.links),
                everything=_locate(view.links, sought) if kind else "",
                page=page,
                pages=count_pages(number, ON_A_PAGE) if kind else 1,
                here=_locate(view.links, sought, kind),
            )

        body = await visit.run(draw)
        return make_response(body, _PAGE, name="search", varies=False)

    async def read_found(
        self, request: Request, text: _Sought, kind: _Kind = "", page: _Number = 1
    ) -> Response:
        """Answer with what was found, for programs."""
        _check_kind(kind)
        sought = _check(text)
        index = await self._names.get()

        def write() -> str:
            found = index.find(sought)
            things = [thing for thing in found.things if kind in ("", thing.kind)]
            answer = SearchAnswer(
                sought=sought,
                kind=kind,
                total=len(things),
                misspelt=found.misspelt,
                counts=found.count(),
                page=page,
                pages=count_pages(len(things), ON_A_PAGE),
                things=[
                    describe_thing(thing)
                    for thing in things[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
                ],
            )
            return answer.model_dump_json(indent=2)

        body = await self._door.admit(request).run(write)
        return make_response(body, _JSON, name="search", varies=False)

    async def suggest(self, request: Request, text: _Sought) -> Response:
        """Answer with the likeliest things, claims left out."""
        sought = _check(text)
        index = await self._names.get()
        links = Links(self._site.root(request.scope.get("root_path", "")))

        def write() -> str:
            found = index.find(sought)
            likely = [thing for thing in found.things if thing.kind != CLAIM][:SUGGESTED]
            kinds = [
                SuggestedKind(
                    heading=translate(HEADINGS[kind]),
                    things=[suggest_thing(thing, links) for thing in likely if thing.kind == kind],
                )
                for kind in dict.fromkeys(thing.kind for thing in likely)
            ]
            return Suggestions(total=len(found.things), kinds=kinds).model_dump_json()

        body = await self._door.admit(request).run(write)
        return make_response(body, _JSON, name="suggestions", varies=False)


def _clean(text: str) -> str:
    """Return a text on one line, with nothing in it that a page does not show."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _fits(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST


def _check(text: str) -> str:
    """Return what is sought by a text, nothing where that is less than what fits.

    Raises BadAddress where the text is too short or too long.
    """
    if not _fits(text):
        raise BadAddress(_explain_length(text))
    sought = _clean(text)
    return sought if _fits(sought) else ""


def _explain_length(text: str) -> str:
    length = say_count(len(text), "character")
    told = gettext("What is sought has %(least)s to %(most)s characters; here it has %(length)s")
    return told % {"least": SHORTEST, "most": LONGEST, "length": length}


def _check_kind(kind: str) -> None:
    if kind and kind not in HEADINGS:
        raise BadAddress(
            f"There is no kind of that name. Write kind= and one of: {', '.join(KINDS)}"
        )


def _group(
    found: FoundByName, sought: str, kind: str, page: int, links: Links
) -> tuple[KindFound, ...]:
    """Return what was found by kind: a few things of each, or a page of those of one."""
    counts, language = found.count(), get_language()
    first, most = ((page - 1) * ON_A_PAGE, ON_A_PAGE) if kind else (0, OF_A_KIND)
    groups = []
    for each in counts if not kind else counts.keys() & {kind}:
        things = [thing for thing in found.things if thing.kind == each][first : first + most]
        groups.append(
            KindFound(
                HEADINGS[each],
                tuple((thing.name_in(language), find_address(thing, links)) for thing in things),
                say_integer(counts[each]),
                _locate(links, sought, each) if not kind and counts[each] > most else "",
            )
        )
    return tuple(groups)


def _locate(links: Links, sought: str, kind: str = "") -> str:
    parameters = {"q": sought} | ({"kind": kind} if kind else {})
    return f"{links.root}/search?{urlencode(parameters)}"
