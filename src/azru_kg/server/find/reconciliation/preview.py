"""Previews a thing for who matches names by hand: a small page that other sites may frame.

It holds text alone. Nothing in it runs, and nothing but its style sheet is loaded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.rdf.formats import HTML, Offer
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.descriptions import describe_surroundings
from azru_kg.server.ask.door import Door
from azru_kg.server.ask.labels import is_safe
from azru_kg.server.ask.surroundings import find_surroundings
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.find.reconciliation.matching import LONGEST
from azru_kg.server.find.reconciliation.told_models import PATH
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.thing_page import draw_portrait

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors *"
)
"""What a preview may do, and who may frame it."""

_FACTS: Final = 5
_PAGE: Final = Offer(HTML, HTML.media_type)
_Id = Annotated[
    str,
    Query(
        alias="id",
        description="The identifier of a thing",
        max_length=LONGEST,
        examples=["person/mehriban-aliyeva"],
    ),
]


class Previews:
    """Answers at `/reconcile/preview`."""

    def __init__(self, door: Door, pages: Pages, site: Site) -> None:
        self._door = door
        self._pages = pages
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [
            DocumentRoute(
                f"{PATH}/preview",
                self.preview_thing,
                "A thing in a few words, for a frame of another site",
                formats=[HTML],
                problems=(400, 404, 429, 503),
            )
        ]

    async def preview_thing(self, request: Request, name: _Id) -> Response:
        """Answer with the preview of a thing; raise NotFound where there is none."""
        iri, visit = f"{IDENTITY}{name}", self._door.admit(request)
        about = await find_surroundings(visit, iri) if is_safe(iri) and name else None
        if about is None or not about.fate.known or about.fate.retired:
            raise NotFound(f"Nothing in the graph is named {name!r}")
        # A name and a few facts need none of the claims.
        description = await describe_surroundings(visit, replace(about, claims=(), references=()))
        root = request.scope.get("root_path", "")
        view = PageView(self._site.root(root))
        thing = await visit.run(draw_portrait, description, view.links)
        address = self._site.page(f"id/{name}", root)
        show = self._pages.show
        body = await visit.run(
            show, "preview.html", view, thing=thing, address=address, most=_FACTS
        )
        response = make_response(body, _PAGE, name="preview", varies=False)
        response.headers["Content-Security-Policy"] = POLICY
        return response
