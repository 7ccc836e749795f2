"""Serves the strip of each indicator, as SVG, CSV and with its metadata, and shows it on its page.

What follows from the figures of an indicator is kept, for as many indicators as people look at.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated

from fastapi import Path
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import NO_ANSWER, NotFound
from azru_kg.languages.reading import LANGUAGES
from azru_kg.pictures.frame import NARROW
from azru_kg.pictures.records import COLUMNS, list_records, write_csv
from azru_kg.pictures.series import Series
from azru_kg.pictures.strip import draw_strip, list_spans
from azru_kg.rdf.formats import CSV, Offer
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.neighbours import Neighbours
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.missing import refer
from azru_kg.server.pages.render import Pages
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.pictures.found_figures import MOST, FoundFigures, find_figures
from azru_kg.server.pictures.picture_style import METADATA, SVG, read_style
from azru_kg.server.pictures.strips.exhibits import METHOD, Exhibit, StripMetadata, make_exhibit

_INDICATOR = f"{IDENTITY}indicator/"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,200}")
_KEPT = 32
_FEATURED = "trade-turnover"
# The first page stands in one place, or two.
_PLACES = 2 * len(LANGUAGES)
_LONGEST = 200
_Slug = Annotated[
    str,
    Path(
        description="The name of the indicator",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]+$", "minLength": 1},
        examples=["trade-turnover"],
    ),
]


@dataclass(frozen=True, slots=True, eq=False)
class Illustration:
    """A picture on a page, in both widths, with the address of each of its files but the ending."""

    wide: Markup
    narrow: Markup
    exhibit: Exhibit
    address: str
    most: int = MOST

    def list_spans(self, series: Series) -> tuple[str, ...]:
        """Return the spans of a series by year, in words."""
        return list_spans(series)


class FigurePictures:
    """Answers for everything under `/picture/figures/`."""

    def __init__(
        self, door: Door, pages: Pages, site: Site, neighbours: Neighbours, edition: Edition
    ) -> None:
        self._door = door
        self._pages = pages
        self._site = site
        self._neighbours = neighbours
        self._edition = edition
        self._kept: OrderedDict[tuple[str, str], Exhibit] = OrderedDict()
        self._featured = Once(lambda: find_figures(door.shared, f"{_INDICATOR}{_FEATURED}"))
        self._feature = lru_cache(_PLACES)(self._draw_feature)
        self._style = read_style()

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the pictures and of what comes with them."""
        statuses = (404, 429, 503)
        return [
            DocumentRoute(
                "/picture/figures/{slug}.svg",
                self.read_picture,
                "Every reporter's figure of an indicator by year, with the span between them",
                formats=[SVG],
                problems=statuses,
            ),
            DocumentRoute(
                "/picture/figures/{slug}.csv",
                self.read_numbers,
                "The figures of a picture, and those that it has no room for",
                formats=[CSV],
                problems=statuses,
            ),
            DocumentRoute(
                "/picture/figures/{slug}.metadata.json",
                self.read_metadata,
                "What a picture shows, its units and sources, and how it is made",
                formats=[METADATA],
                model=StripMetadata,
                problems=statuses,
            ),
        ]

    async def read_picture(self, request: Request, slug: _Slug) -> Response:
        """Answer with a picture that stands alone."""
        visit = self._door.admit(request)
        exhibit = await self._find(slug, visit, request)
        if exhibit is None:
            return await self._miss(slug, visit, request)
        body = await visit.run(self._draw, exhibit)
        response = make_response(body, Offer(SVG, SVG.media_type), name=slug, varies=False)
        response.headers["Content-Security-Policy"] = self._style.policy
        return response

    async def read_numbers(self, request: Request, slug: _Slug) -> Response:
        """Answer with the figures as CSV."""
        visit = self._door.admit(request)
        exhibit = await self._find(slug, visit, request)
        if exhibit is None:
            return await self._miss(slug, visit, request)
        body = await visit.run(_write_csv, exhibit)
        return make_response(body, Offer(CSV, CSV.media_type), name=slug, varies=False)

    async def read_metadata(self, request: Request, slug: _Slug) -> Response:
        """Answer with what the picture shows and rests on."""
        visit = self._door.admit(request)
        exhibit = await self._find(slug, visit, request)
        if exhibit is None:
            return await self._miss(slug, visit, request)
        metadata = await visit.run(self._describe, exhibit)
        body = metadata.model_dump_json(indent=2)
        return make_response(body, Offer(METADATA, METADATA.media_type), name=slug, varies=False)

    async def illustrate(self, iri: str, visit: Visit, request: Request) -> Illustration | None:
        """Return the picture on the page of a thing, or None where nothing can be compared.

        A page without its picture is still a true page, where the engine has no answer for it.
        """
        slug = iri.removeprefix(_INDICATOR)
        if not iri.startswith(_INDICATOR):
            return None
        exhibit = None
        with visit.do_without():
            exhibit = await self._find(slug, visit, request)
        if exhibit is None or exhibit.drawn <= 1:
            return None
        root = self._root(request)
        return await visit.run(self._frame, exhibit, f"{root}/picture/figures/{slug}")

    async def prepare(self) -> None:
        """Find what the first page shows; raise as the engine does."""
        await self._featured.get()

    async def feature(self, request: Request) -> Illustration | None:
        """Return the picture of the first page, or None; it is drawn once, for everybody."""
        try:
            found = await self._featured.get()
        except NO_ANSWER:
            return None
        return None if found is None else self._feature(found, self._root(request))

    def _draw_feature(self, found: FoundFigures, root: str) -> Illustration | None:
        exhibit = make_exhibit(found, Links(root))
        if exhibit.drawn <= 1:
            return None
        # The first page has room for one series; the page of the indicator has all.
        shown = replace(exhibit, series=exhibit.chosen[:1], chosen=exhibit.chosen[:1])
        return self._frame(shown, f"{root}/picture/figures/{_FEATURED}")

    def _frame(self, exhibit: Exhibit, address: str) -> Illustration:
        wide = draw_strip(exhibit.series, title=exhibit.title, summary=exhibit.summary)
        narrow = draw_strip(
            exhibit.series, title=exhibit.title, summary=exhibit.summary, width=NARROW
        )
        # Both are written by our own functions, which escape every value.
        return Illustration(Markup(wide.svg), Markup(narrow.svg), exhibit, address)  # noqa: S704

    def _draw(self, exhibit: Exhibit) -> str:
        strip = draw_strip(
            exhibit.series, title=exhibit.title, summary=exhibit.summary, style=self._style.text
        )
        return strip.svg

    def _describe(self, exhibit: Exhibit) -> StripMetadata:
        address = self._site.address(f"picture/figures/{exhibit.iri.removeprefix(_INDICATOR)}")
        return StripMetadata(
            title=exhibit.title,
            summary=exhibit.summary,
            indicator=exhibit.iri,
            definition=exhibit.definition,
            units=sorted({each.unit for each in exhibit.series if each.unit}),
            figures=exhibit.figures,
            drawn=exhibit.drawn,
            whole=exhibit.whole,
            method=[*METHOD],
            columns=COLUMNS,
            sources=[*exhibit.sources],
            picture=f"{address}.svg",
            data=f"{address}.csv",
            citation=self._edition.cite(exhibit.title),
            licence="CC BY 4.0" if self._edition.own else "",
        )

    async def _find(self, slug: str, visit: Visit, request: Request) -> Exhibit | None:
        """Return what is shown of an indicator, or None where nothing is reported of it."""
        if not _NAME.fullmatch(slug):
            return None
        key = (slug, self._root(request))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = await find_figures(visit, f"{_INDICATOR}{slug}")
        if found is None:
            return None
        exhibit = await visit.run(make_exhibit, found, Links(key[1]))
        self._kept[key] = exhibit
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return exhibit

    async def _miss(self, slug: str, visit: Visit, request: Request) -> Response:
        error = NotFound(f"There are no figures of an indicator named {slug[:_LONGEST]!r} to draw")
        near = await self._neighbours.find_things(visit, "indicator", slug)
        return await refer(error, near, visit, request, self._pages, self._site)

    def _root(self, request: Request) -> str:
        return self._site.root(request.scope.get("root_path", ""))


def _write_csv(exhibit: Exhibit) -> str:
    return write_csv(COLUMNS, list_records(exhibit.series, exhibit.chosen))
