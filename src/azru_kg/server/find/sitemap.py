"""Tells crawlers what there is: `/robots.txt`, and the site map, a part for each kind of thing.

A part has no more addresses than sitemaps.org allows. All of them changed with the release.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from html import escape
from typing import Annotated, Final
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import NO_ANSWER, NotFound
from azru_kg.languages.reading import LANGUAGES, Reading
from azru_kg.rdf.formats import Format, Offer
from azru_kg.rdf.prefixes import BASE, IDENTITY
from azru_kg.server.ask.door import Door
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages

MOST: Final = 20_000
"""So many addresses are in a part; sitemaps.org allows 50,000, and 50 MB."""

_XML: Final = Format("xml", "XML", "page", "application/xml", "xml")
_TEXT: Final = Format("txt", "text", "page", "text/plain", "txt")
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES: Final = "pages"
_OF_SITE: Final = ("", "dataset", "quality", "query/", "perspective/", "id/")
# These are about the graph of this project.
_OWN: Final = ("ontology", "shapes", "guide")
# What is asked, or made of parameters, has no end.
_CLOSED: Final = ("sparql", "search", "suggest", "graphs", "*?sort=", "*&sort=", "*?order=")
_DATASET: Final = ox.NamedNode(f"{BASE}dataset")
_MODIFIED: Final = ("dcterms:modified", "dcterms:issued")
_Part = Annotated[str, Path(description="A part", pattern="^[a-z]+(-[1-9][0-9]{0,3})?$")]

ListPages = Callable[[], Awaitable[Iterable[str]]]
"""What lists further pages of the site, by their paths."""


class SiteMap:
    """Answers at `/robots.txt`, `/sitemap.xml` and below `/sitemap/`."""

    def __init__(
        self, door: Door, holdings: Holdings, pages: Pages, site: Site, list_pages: ListPages
    ) -> None:
        self._door = door
        self._holdings = holdings
        self._pages = pages
        self._site = site
        self._list_pages = list_pages
        self._paths = Once(self._find_paths)

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes; they are for crawlers, who know them by their names."""
        return [
            DocumentRoute("/robots.txt", self.tell_robots, listed=False),
            DocumentRoute("/sitemap.xml", self.list_parts, listed=False),
            DocumentRoute("/sitemap/{part}.xml", self.list_addresses, listed=False),
        ]

    async def tell_robots(self, request: Request) -> Response:
        """Answer with what crawlers are asked to leave alone, and where the site map is."""
        base = self._site.find_base(request)
        root = self._site.root(request.scope.get("root_path", ""))
        prefixes = [f"{root}{Reading(tag).prefix}" for tag in LANGUAGES]
        closed = (f"Disallow: {prefix}/{path}\n" for prefix in prefixes for path in _CLOSED)
        text = f"User-agent: *\n{''.join(closed)}\nSitemap: {base}sitemap.xml\n"
        return make_response(text, _offer(_TEXT), name="robots", varies=False)

    async def list_parts(self, request: Request) -> Response:
        """Answer with the parts of the site map."""
        base, parts = self._site.find_base(request), await self._paths.get()
        modified = await self._find_modified()
        entries = (f"{base}sitemap/{part}.xml" for part in parts)
        return await self._send("sitemapindex", "sitemap", entries, modified, request)

    async def list_addresses(self, request: Request, part: _Part) -> Response:
        """Answer with the addresses of a part."""
        base, parts = self._site.find_base(request), await self._paths.get()
        if part not in parts:
            raise NotFound(f"The site map has no part {part!r}. /sitemap.xml lists its parts")
        modified = await self._find_modified()
        entries = (f"{base}{quote(path)}" for path in parts[part])
        return await self._send("urlset", "url", entries, modified, request)

    async def _send(
        self, name: str, entry: str, addresses: Iterable[str], modified: str, request: Request
    ) -> Response:
        visit = self._door.admit(request)
        body = await visit.run(_write, name, entry, addresses, modified)
        return make_response(body, _offer(_XML), name="sitemap", varies=False)

    async def _find_paths(self) -> dict[str, Sequence[str]]:
        """Return the paths of all pages by the names of the parts."""
        own = _OWN if self._pages.edition.own else ()
        lists = [table.slug for table in self._pages.offered]
        parts: dict[str, Sequence[str]] = {
            _PAGES: [*_OF_SITE, *own, *lists, *await self._list_pages()],
        }
        for kind in await self._holdings.kinds():
            things = self._holdings.peek_things(kind)
            paths = [f"id/{iri.removeprefix(IDENTITY)}.html" for iri in things or ()]
            parts |= _cut(kind, paths)
        return parts

    async def _find_modified(self) -> str:
        """Return the day on which the dataset was changed, or nothing where it does not say."""
        with suppress(*NO_ANSWER):
            inventory = await self._holdings.inventory()
            days = (inventory.values(_DATASET, name) for name in _MODIFIED)
            return next((day.value for found in days for day in found), "")
        return ""


def _cut(kind: str, paths: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the parts of a kind, by name."""
    if paths and len(paths) <= MOST:
        yield kind, paths
        return
    for number, start in enumerate(range(0, len(paths), MOST), start=1):
        yield f"{kind}-{number}", paths[start : start + MOST]


def _write(name: str, entry: str, addresses: Iterable[str], modified: str) -> str:
    day = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    lines = (
        f"<{entry}><loc>{escape(address, quote=False)}</loc>{day}</{entry}>\n"
        for address in addresses
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{_SPACE}">\n'
        f"{''.join(lines)}</{name}>\n"
    )


def _offer(format_: Format) -> Offer:
    return Offer(format_, format_.media_type)
