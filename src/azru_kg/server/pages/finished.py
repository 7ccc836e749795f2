"""Keeps finished pages, so that who reads one next need not wait until it is made again.

A page follows from the data, from its address and language, and from what all pages lead to. It is
kept under a name that says all of that, so that nothing in here is ever out of date. One that had
to do without something is not kept, nor one whose address says more than its path.
"""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.requests import Request

from azru_kg.languages.reading import get_reading
from azru_kg.rdf.formats import HTML
from azru_kg.server.ask.door import Visit
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.compression import compress, restore
from azru_kg.server.http.etags import Tags
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages

_SITE = Site()


class FinishedPages:
    """The pages of one release that were made lately; they are kept compressed."""

    def __init__(self, cache: AnswerCache, tags: Tags, pages: Pages, site: Site = _SITE) -> None:
        self._cache = cache
        self._tags = tags
        self._pages = pages
        self._site = site

    def find(self, request: Request) -> bytes | None:
        """Return the page at the address of a request, or None where it has to be made."""
        name = self._name(request)
        kept = self._cache.find([name]) if name else None
        return restore(kept[1], "zstd") if kept else None

    async def make(self, request: Request, visit: Visit, making: Awaitable[str]) -> str:
        """Return the page that is being made for a visit; where it is whole, it is kept."""
        name = self._name(request)
        page = await making
        # Meanwhile there may be more to lead to.
        if name and visit.whole and name == self._name(request):
            self._cache.keep(name, await visit.run(compress, page.encode(), "zstd"))
        return page

    def _name(self, request: Request) -> str:
        reading = get_reading()
        if reading.address is None or request.url.query:
            return ""
        root = request.scope.get("root_path", "")
        # One cache may serve several sites, such as those of older releases.
        place = [self._site.address("", root), root, reading.prefix, reading.address]
        return self._tags.name_document("\n".join([*place, *self._pages.offers]), HTML.media_type)
