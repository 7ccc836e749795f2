"""Short links to queries that stay: `/q/<name>`, where the query stands ready to be run.

What is cited is the normal form of a query, which is kept beside it: so the answer to one query has
one address, however it was typed.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Path
from fastapi import Query as Parameter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from azru_kg.errors import BadAddress, BadRequest, NotFound
from azru_kg.graph.perspectives import PERSPECTIVES, SPACE, explain_unknown
from azru_kg.languages.translations import gettext
from azru_kg.query.normal_form import write_normal_form
from azru_kg.query.query import read_query
from azru_kg.rdf import formats
from azru_kg.rdf.formats import HTML, QUERY, Offer
from azru_kg.server.ask.door import Door
from azru_kg.server.documents.choice import Choice, take_format
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.glossary import JSON
from azru_kg.server.http.operation import Operation, read_operation
from azru_kg.server.http.site import Site
from azru_kg.server.lists.cite.citing import FILES, PAGE, Citing
from azru_kg.server.lists.cite.question import CITATION, AskedQuestion
from azru_kg.server.lists.stored.kept_queries import KeptQueries
from azru_kg.server.pages.render import Pages, PageView

COST: Final = 5.0
"""What a query that is new costs who keeps it, in query-seconds: nobody fills the disk at once."""

FORMATS: Final = (QUERY, HTML)
"""The formats of a query that is kept; the first is for a client that takes anything."""

_PLACE: Final = "q"
_Choice = Annotated[Choice, take_format(*FORMATS)]
_Name = Annotated[
    str,
    Path(
        description="The name of a query that is kept",
        json_schema_extra={"pattern": "^[0-9a-f]{12,64}$"},
    ),
]
_Perspective = Annotated[
    str,
    Parameter(
        description="The sources that are chosen on the page",
        json_schema_extra={"enum": [*PERSPECTIVES, ""]},
    ),
]


class QueryLinks:
    """Keeps queries, and answers with them; without a folder it does neither."""

    def __init__(
        self, door: Door, kept: KeptQueries | None, citing: Citing, pages: Pages, site: Site
    ) -> None:
        self._door = door
        self._kept = kept
        self._citing = citing
        self._pages = pages
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes: of who keeps a query, and of who has its address."""
        return [
            Route(f"/{_PLACE}", self.keep_query, methods=["POST"]),
            DocumentRoute(
                f"/{_PLACE}/{{name}}/{CITATION}",
                self.cite_kept,
                "How to cite the answer to a query that is kept",
                formats=[HTML],
                problems=(400, 404, 429, 503),
                listed=False,
            ),
            DocumentRoute(
                f"/{_PLACE}/{{name}}.{{suffix:answer}}",
                self.answer_kept,
                "The answer to a query that is kept, as a file, or how to cite it",
                formats=[offer.format for offer in FILES.values()],
                problems=(400, 404, 429, 503),
                listed=False,
            ),
            DocumentRoute(
                f"/{_PLACE}/{{name}}",
                self.show_kept,
                "A query that is kept, ready to be run",
                formats=FORMATS,
                problems=(400, 404, 406, 429, 503),
                # There is none that could be told of as an example.
                listed=False,
            ),
        ]

    async def keep_query(self, request: Request) -> Response:
        """Keep the query of a form or body, and answer with its address, or lead there."""
        kept = self._find_store()
        operation = await read_operation(request)
        if operation.query is None:
            raise BadRequest("There is no query to keep. Send one as query=…", parameter="query")
        visit = self._door.admit(request)
        if not await visit.run(kept.has, operation.query):
            visit.hold(COST)(COST)
        name = await visit.run(kept.keep, operation.query)
        chosen = _name_perspective(operation)
        address = f"{_PLACE}/{name}{f'?{urlencode(chosen)}' if chosen else ''}"
        accept = ", ".join(request.headers.getlist("accept"))
        offer = formats.choose(accept, (JSON, HTML))
        if offer is not None and offer.format is HTML:
            root = self._site.root(request.scope.get("root_path", ""))
            return RedirectResponse(f"{root}/{address}", 303, {"Vary": "Accept"})
        whole = f"{self._site.find_base(request)}{address}"
        headers = {"Location": whole, "Vary": "Accept"}
        return JSONResponse({"name": name, "address": whole}, 201, headers)

    async def cite_kept(
        self, request: Request, name: _Name, perspective: _Perspective = ""
    ) -> Response:
        """Answer with the page that says how to cite the answer to a query."""
        return await self._cite(name, perspective, PAGE, request)

    async def answer_kept(
        self, request: Request, name: _Name, suffix: str, perspective: _Perspective = ""
    ) -> Response:
        """Answer with the rows of a query as a file, or with what it takes to cite them."""
        return await self._cite(name, perspective, FILES[suffix], request)

    async def _cite(self, name: str, perspective: str, offer: Offer, request: Request) -> Response:
        kept = self._find_store()
        graphs = _choose_graphs(perspective)
        visit = self._door.admit(request)
        text = await visit.run(kept.find, name)
        normal = write_normal_form(read_query(text))
        if text != normal:
            # The one address of this query, by which its answer is cited.
            question = _make_question(await visit.run(kept.keep, normal), normal, perspective)
            root = self._site.root(request.scope.get("root_path", ""))
            suffix = "" if offer.format is HTML else offer.format.extension
            address = question.address(root, suffix, below=CITATION)
            return RedirectResponse(address, 307, {"Cache-Control": "no-cache"})
        question = _make_question(name, normal, perspective, graphs)
        response = await self._citing.send(question, offer, request)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    async def show_kept(
        self, request: Request, name: _Name, choice: _Choice, perspective: _Perspective = ""
    ) -> Response:
        """Answer with a query: as text, or on the page on which it can be run."""
        kept = self._find_store()
        graphs = _choose_graphs(perspective)
        visit = self._door.admit(request)
        text = await visit.run(kept.find, name)
        offer = choice.pick()
        if offer.format is QUERY:
            return make_response(text, offer, name=name, varies=True)
        view = PageView(
            self._site.root(request.scope.get("root_path", "")),
            Operation(query=text, default_graphs=graphs),
        )
        # Only rows are cited.
        has_rows = read_query(text).outline.verb == "select"
        question = _make_question(name, text, perspective)
        cited = question.address(view.root, below=CITATION) if has_rows else ""
        path = f"{_PLACE}/{name}"
        show = partial(self._pages.show, "kept_query.html", view, path=path, cited=cited)
        response = make_response(
            await visit.run(show), Offer(HTML, HTML.media_type), name=name, varies=True
        )
        # What is written here is its writer's, and no page of this site.
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _find_store(self) -> KeptQueries:
        if self._kept is None:
            raise NotFound("This server keeps no queries. Use the address of the answer itself")
        return self._kept


def _choose_graphs(perspective: str) -> tuple[str, ...]:
    """Return the default graphs of a perspective; raise BadAddress where there is none."""
    if perspective and perspective not in PERSPECTIVES:
        raise BadAddress(explain_unknown(perspective), parameter="perspective")
    return (f"{SPACE}{perspective}",) if perspective else ()


def _make_question(
    name: str, text: str, perspective: str, graphs: tuple[str, ...] = ()
) -> AskedQuestion:
    chosen = {"perspective": perspective} if perspective else {}
    return AskedQuestion(
        path=f"{_PLACE}/{name}",
        title=gettext("Query %(name)s") % {"name": name},
        text=text,
        asked=urlencode(chosen),
        parameters=chosen,
        graphs=graphs,
    )


def _name_perspective(operation: Operation) -> dict[str, str]:
    """Return the parameter of the perspective that is chosen, where one is."""
    names = {graph.removeprefix(SPACE) for graph in operation.default_graphs} & {*PERSPECTIVES}
    return {"perspective": name} if (name := "".join(names)) else {}
