"""The guide to queries: recipes to start from, each with what goes wrong without it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from azru_kg.graph import stored_queries
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.server.documents.document import DocumentRoute
from azru_kg.server.http.etags import revalidate
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView

_FOLDER = Path(__file__).parent / "recipes"


@cache
def read_recipes() -> tuple[StoredQuery, ...]:
    """Return the recipes in their order, each a query with what is to be minded.

    >>> read_recipes()[0].summary
    'Find a thing by its name'
    """
    return tuple(stored_queries.load(_FOLDER))


class Guide:
    """Shows the guide at `/guide`."""

    def __init__(self, pages: Pages, site: Site) -> None:
        self._pages = pages
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the route of the page, which is for people alone."""
        return [DocumentRoute("/guide", self.show, listed=False)]

    async def show(self, request: Request) -> Response:
        """Answer with the page."""
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        page = self._pages.show("guide.html", view, recipes=read_recipes())
        return revalidate(HTMLResponse(page, headers={"Cache-Control": "no-cache"}), request)
