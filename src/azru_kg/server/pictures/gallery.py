"""Serves the pictures of the whole graph and of single things, alone, on pages and as data.

What they show is asked of the engine once for everybody; what is drawn of it is kept, for as many
things as people look at.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import Path
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.languages.reading import get_reading
from azru_kg.pictures.frame import NARROW, WIDE
from azru_kg.pictures.records import write_csv
from azru_kg.rdf.formats import CSV, HTML, Format, Offer
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.finished import FinishedPages
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.pictures.picture import Picture, PictureMetadata
from azru_kg.server.pictures.picture_kinds import PICTURE_KINDS, PictureKind
from azru_kg.server.pictures.picture_style import METADATA, SVG, read_style

_NAME = re.compile(r"[A-Za-z0-9_-]{1,200}")
_KEPT = 64
_LONGEST = 200
_BY_NAME: Mapping[str, PictureKind[Any]] = {
    picture_kind.name: picture_kind for picture_kind in PICTURE_KINDS
}
_Name = Annotated[
    str,
    Path(
        description=f"What is drawn: {', '.join(_BY_NAME)}",
        json_schema_extra={"pattern": "^[a-z]+$", "minLength": 1},
        examples=["map"],
    ),
]
_Kind = Annotated[
    str,
    Path(
        description="The kind of the thing that it is about",
        json_schema_extra={"pattern": "^[a-z]+$", "minLength": 1},
        examples=["corridor"],
    ),
]
_Slug = Annotated[
    str,
    Path(
        description="The name of that thing",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]+$", "minLength": 1},
        examples=["north-south"],
    ),
]


@dataclass(frozen=True, slots=True, eq=False)
class PlacedPicture:
    """A picture on a page, in both widths, with the address of its files but the ending."""

    picture_kind: PictureKind[Any]
    picture: Picture
    wide: Markup
    narrow: Markup
    address: str
    page: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A picture among others: a part of it that is small, and where all of it is."""

    picture_kind: PictureKind[Any]
    picture: Picture
    small: Markup
    page: str


class Gallery:
    """Answers for everything under `/pictures/`, and for the files of what hangs there."""

    def __init__(
        self, door: Door, pages: Pages, finished: FinishedPages, site: Site, edition: Edition
    ) -> None:
        self._door = door
        self._pages = pages
        self._finished = finished
        self._site = site
        self._edition = edition
        self._found = {
            picture_kind.name: Once(partial(picture_kind.find, door.shared))
            for picture_kind in PICTURE_KINDS
        }
        self._offered: Once[tuple[PictureKind[Any], ...]] = Once(self._find_offered)
        self._kept: OrderedDict[tuple[str, str, str], Picture | None] = OrderedDict()
        self._style = read_style()

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the pages, and of the files of each picture."""
        make = partial(DocumentRoute, problems=(404, 429, 503))
        whole, part = "/picture/{name}", "/picture/{name}/{kind}/{slug}"
        drawn = "What the graph holds, drawn"
        told = "What a picture shows, its sources, and how it is made"
        numbers, about = "The numbers of a picture", "for one thing"
        describe = partial(make, formats=[METADATA], model=PictureMetadata)
        return [
            make("/pictures/", self.show_all, "All pictures at a glance", formats=[HTML]),
            make("/pictures/{name}", self.show, "A picture with its table", formats=[HTML]),
            make(f"{whole}.svg", self.draw, drawn, formats=[SVG]),
            make(f"{whole}.csv", self.count, numbers, formats=[CSV]),
            describe(f"{whole}.metadata.json", self.tell, told),
            make(f"{part}.svg", self.draw_part, f"{drawn}, {about}", formats=[SVG]),
            make(f"{part}.csv", self.count_part, f"{numbers}, {about}", formats=[CSV]),
            describe(f"{part}.metadata.json", self.tell_part, f"{told}, {about}"),
        ]

    async def show_all(self, request: Request) -> Response:
        """Answer with the page of all pictures, of each what is seen at a glance."""
        finished = self._finished.find(request)
        if finished is not None:
            return self._respond(finished, "pictures")
        visit = self._door.admit(request)
        root = self._root(request)
        glances = [each for kind in PICTURE_KINDS for each in await self._look(kind, visit, root)]
        self._pages.offer_pictures(tuple(glance.picture_kind for glance in glances))
        return await self._show("pictures.html", "pictures", visit, request, glances=glances)

    async def show(self, request: Request, name: _Name) -> Response:
        """Answer with the page of a picture of the whole graph."""
        finished = self._finished.find(request)
        if finished is not None:
            return self._respond(finished, name)
        visit = self._door.admit(request)
        picture_kind, picture = await self._get(name, "", visit, request)
        placed = await visit.run(self._hang, picture_kind, picture, self._root(request))
        return await self._show("picture.html", name, visit, request, placed=placed)

    async def draw(self, request: Request, name: _Name) -> Response:
        """Answer with a picture of the whole graph."""
        return await self._answer(SVG, name, "", request)

    async def count(self, request: Request, name: _Name) -> Response:
        """Answer with the numbers of a picture of the whole graph."""
        return await self._answer(CSV, name, "", request)

    async def tell(self, request: Request, name: _Name) -> Response:
        """Answer with what a picture of the whole graph shows and rests on."""
        return await self._answer(METADATA, name, "", request)

    async def draw_part(self, request: Request, name: _Name, kind: _Kind, slug: _Slug) -> Response:
        """Answer with a picture about a thing."""
        return await self._answer(SVG, name, f"{kind}/{slug}", request)

    async def count_part(self, request: Request, name: _Name, kind: _Kind, slug: _Slug) -> Response:
        """Answer with the numbers of a picture about a thing."""
        return await self._answer(CSV, name, f"{kind}/{slug}", request)

    async def tell_part(self, request: Request, name: _Name, kind: _Kind, slug: _Slug) -> Response:
        """Answer with what a picture about a thing shows and rests on."""
        return await self._answer(METADATA, name, f"{kind}/{slug}", request)

    async def hang(self, name: str, visit: Visit, root: str) -> PlacedPicture | None:
        """Return a picture of the whole graph for a page, or None; as `illustrate` does."""
        picture_kind = _BY_NAME[name]
        with visit.do_without():
            picture = await self._find(picture_kind, "", visit, root)
            if picture is not None:
                return await visit.run(self._hang, picture_kind, picture, root)
        return None

    async def illustrate(
        self, iri: str, visit: Visit, request: Request
    ) -> tuple[PlacedPicture, ...]:
        """Return the pictures for the page of a thing.

        A page without its pictures is still a true page, where the engine has no answer for them.
        """
        kind, _, slug = iri.removeprefix(IDENTITY).partition("/")
        root = self._root(request)
        placed = []
        for picture_kind in PICTURE_KINDS:
            if kind in picture_kind.kinds and _NAME.fullmatch(slug):
                with visit.do_without():
                    picture = await self._find(picture_kind, f"{kind}/{slug}", visit, root)
                    if picture is not None:
                        placed.append(await visit.run(self._hang, picture_kind, picture, root))
        return tuple(placed)

    async def glance(self, topic: str, visit: Visit, request: Request) -> tuple[Glance, ...]:
        """Return the pictures of a topic at a glance, by its name; a page may be without them."""
        glances: list[Glance] = []
        for picture_kind in PICTURE_KINDS:
            if topic in picture_kind.topics:
                with visit.do_without():
                    glances += await self._look(picture_kind, visit, self._root(request))
        return tuple(glances)

    async def prepare(self) -> None:
        """Find what is drawn, and offer the pictures that have a mark; raise as the engine does."""
        self._pages.offer_pictures(await self._offered.get())

    async def list_paths(self) -> list[str]:
        """Return the paths of the pages that have something to show; raise as the engine does."""
        offered = await self._offered.get()
        return (
            ["pictures/", *(f"pictures/{picture_kind.name}" for picture_kind in offered)]
            if offered
            else []
        )

    async def _look(self, picture_kind: PictureKind[Any], visit: Visit, root: str) -> list[Glance]:
        """Return a picture at a glance, or nothing where there is nothing to draw."""
        picture = await self._find(picture_kind, "", visit, root)
        if picture is None:
            return []
        small = await visit.run(picture.draw, NARROW, brief=True)
        address = f"{root}/pictures/{picture_kind.name}"
        return [Glance(picture_kind, picture, _trust(small), address)]

    async def _find_offered(self) -> tuple[PictureKind[Any], ...]:
        offered = []
        for picture_kind in PICTURE_KINDS:
            found = await self._found[picture_kind.name].get()
            if found is None:
                continue
            # What is found need not be enough to draw.
            picture = await asyncio.to_thread(picture_kind.make, found, Links(), "")
            if picture is not None:
                offered.append(picture_kind)
        return tuple(offered)

    async def _answer(self, format_: Format, name: str, path: str, request: Request) -> Response:
        visit = self._door.admit(request)
        picture_kind, picture = await self._get(name, path, visit, request)
        if format_ is SVG:
            body: str = await visit.run(picture.draw, WIDE, style=self._style.text)
        elif format_ is CSV:
            body = await visit.run(write_csv, picture.columns, picture.records)
        else:
            metadata = await visit.run(self._describe, picture_kind, picture)
            body = metadata.model_dump_json(indent=2)
        file = "-".join([name, *path.split("/")[1:]])
        response = make_response(body, Offer(format_, format_.media_type), name=file, varies=False)
        if format_ is SVG:
            response.headers["Content-Security-Policy"] = self._style.policy
        return response

    async def _get(
        self, name: str, path: str, visit: Visit, request: Request
    ) -> tuple[PictureKind[Any], Picture]:
        """Return a picture; raise NotFound where there is nothing to draw."""
        picture_kind = _BY_NAME.get(name)
        if picture_kind is None:
            known = ", ".join(_BY_NAME)
            raise NotFound(f"No picture is named {name[:_LONGEST]!r}. There are {known}")
        picture = await self._find(picture_kind, path, visit, self._root(request))
        if picture is None:
            of = f" of {path[:_LONGEST]!r}" if path else ""
            raise NotFound(f"There is nothing{of} to draw under {name!r}")
        return picture_kind, picture

    async def _find(
        self, picture_kind: PictureKind[Any], path: str, visit: Visit, root: str
    ) -> Picture | None:
        kind, _, slug = path.partition("/")
        if path and (kind not in picture_kind.kinds or not _NAME.fullmatch(slug)):
            return None
        key = (picture_kind.name, path, root)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = await self._found[picture_kind.name].get()
        if found is None:
            return None
        about = f"{IDENTITY}{path}" if path else ""
        picture = await visit.run(picture_kind.make, found, Links(root), about)
        self._kept[key] = picture
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return picture

    async def _show(
        self, template: str, name: str, visit: Visit, request: Request, **context: object
    ) -> Response:
        view = PageView(self._root(request))
        making = visit.run(self._pages.show, template, view, **context)
        page = await self._finished.make(request, visit, making)
        return self._respond(page, name)

    def _respond(self, page: bytes | str, name: str) -> Response:
        return make_response(page, Offer(HTML, HTML.media_type), name=name, varies=False)

    def _hang(self, picture_kind: PictureKind[Any], picture: Picture, root: str) -> PlacedPicture:
        # Files have no language.
        base = root.removesuffix(get_reading().prefix)
        return PlacedPicture(
            picture_kind,
            picture,
            _trust(picture.draw(WIDE)),
            _trust(picture.draw(NARROW)),
            f"{base}/picture/{_locate(picture_kind, picture)}",
            f"{root}/pictures/{picture_kind.name}",
        )

    def _describe(self, picture_kind: PictureKind[Any], picture: Picture) -> PictureMetadata:
        address = self._site.address(f"picture/{_locate(picture_kind, picture)}")
        page = picture.about or self._site.address(f"pictures/{picture_kind.name}")
        return PictureMetadata(
            title=picture.title,
            summary=picture.summary,
            about=picture.about,
            marks=picture.marks,
            whole=picture.whole,
            units=[*picture.units],
            method=[*picture_kind.method],
            columns={**picture.columns},
            sources=[*picture.sources],
            page=page,
            picture=f"{address}.svg",
            data=f"{address}.csv",
            citation=self._edition.cite(picture.title),
            licence="CC BY 4.0" if self._edition.own else "",
        )

    def _root(self, request: Request) -> str:
        return self._site.root(request.scope.get("root_path", ""))


def _locate(picture_kind: PictureKind[Any], picture: Picture) -> str:
    """Return the address of a picture below that of all of them, without an ending."""
    thing = picture.about.removeprefix(IDENTITY)
    return f"{picture_kind.name}/{thing}" if thing else picture_kind.name


def _trust(drawn: str) -> Markup:
    # Pictures are written by our own functions, which escape every value.
    return Markup(drawn)  # noqa: S704
