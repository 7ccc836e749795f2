"""The addresses of the lists: `/people?country=AZ` is a page, `/people.csv?country=AZ` its rows.

Every state of a list has an address of its own, and each is there as CSV, as JSON and as the query
in SPARQL that gives the same rows.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from inspect import Parameter, Signature
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Path, Query
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import BadAddress
from azru_kg.rdf.formats import CSV, HTML, JSON_ROWS, QUERY, Offer
from azru_kg.server.ask.door import Door
from azru_kg.server.documents.choice import Choice, choose_format, take_format
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.etags import Tags, revalidate
from azru_kg.server.http.site import Site
from azru_kg.server.lists.catalogue import MOST, Catalogue, Held
from azru_kg.server.lists.page import draw_list
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.tables.data import write_csv, write_json
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.state import FROM, PAGE, SORT, TO, State, read_state, write_query
from azru_kg.tables.table import NOT_STATED, Table

FORMATS = (JSON_ROWS, CSV, QUERY, HTML)
"""The formats of a list; the first is for a client that takes anything."""

_SUFFIXES = {format_.extension: Offer(format_, format_.media_type) for format_ in FORMATS[:-1]}
_PROBLEMS = (400, 406, 429, 503)


class _ListSuffix(Convertor[str]):
    """The suffix of the address of a list as data."""

    regex = "|".join(_SUFFIXES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("list", _ListSuffix())
_Suffix = Annotated[
    str, Path(description="The format", json_schema_extra={"enum": [*_SUFFIXES]}, examples=["csv"])
]
_Choice = Annotated[Choice, take_format(*FORMATS)]


class Lists:
    """Answers at the addresses of all lists."""

    def __init__(
        self, door: Door, catalogue: Catalogue, pages: Pages, tags: Tags, site: Site
    ) -> None:
        self._door = door
        self._catalogue = catalogue
        self._pages = pages
        self._tags = tags
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of each list: the page, and the rows as data."""
        routes: list[BaseRoute] = []
        for slug, table in TABLES.items():
            told = [_tell_parameters(table)]
            for path, formats, show, name in (
                (f"/{slug}.{{suffix:list}}", FORMATS[:-1], self._make_data(table), "write"),
                (f"/{slug}", FORMATS, self._make_page(table), "list"),
            ):
                route = DocumentRoute(
                    path,
                    show,
                    f"{table.title}: {'as data' if name == 'write' else 'a list to narrow'}",
                    formats=formats,
                    problems=(*_PROBLEMS, 404) if name == "write" else _PROBLEMS,
                    name=f"{name}{slug.capitalize()}",
                    dependencies=told,
                )
                routes.append(route)
        return routes

    def _make_page(self, table: Table) -> Any:
        async def show(request: Request, choice: _Choice) -> Response:
            return await self._answer(table, choose_format(choice.request, FORMATS), request)

        return show

    def _make_data(self, table: Table) -> Any:
        async def show(request: Request, suffix: _Suffix) -> Response:
            return await self._answer(table, _SUFFIXES[suffix], request)

        return show

    async def _answer(self, table: Table, offer: Offer, request: Request) -> Response:
        held = await self._catalogue.hold(table)
        if held is None:
            return await self._leave(table, offer, request)
        # To tell which value may be meant takes time, too: all of it is paid for.
        return await self._door.admit(request).run(self._make, held, offer, request)

    def _make(self, held: Held, offer: Offer, request: Request) -> Response:
        """Return a list as an address chooses it, or that the client has it already."""
        table = held.rows.table
        state = read_state(table, held.rows.values, request.query_params.multi_items())
        view = PageView(self._site.root(request.scope.get("root_path", "")))
        tag = self._tags.name_document(state.address(view.root), offer.media_type)
        headers = {"ETag": f'W/"{tag}"', "Cache-Control": "public, no-cache", "Vary": "Accept"}
        response = revalidate(Response(headers=headers), request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return response
        body = self._write(held, state, offer, view)
        response = make_response(body, offer, name=table.slug, varies=True)
        response.headers.update(headers)
        return response

    def _write(self, held: Held, state: State, offer: Offer, view: PageView) -> str:
        if offer.format is HTML:
            page = draw_list(held, state, view.links)
            return self._pages.show("list.html", view, list=page)
        if offer.format is QUERY:
            return write_query(state)
        write = write_csv if offer.format is CSV else write_json
        return write(state, held.rows.find(state).rows)

    async def _leave(self, table: Table, offer: Offer, request: Request) -> Response:
        """Lead to the endpoint with a list that is too long to be held here."""
        if any(value for name, value in request.query_params.items() if name != "format"):
            raise BadAddress(
                f"This list has more than {MOST:,} rows and cannot be narrowed here."
                f" Change its query, /{table.slug}.rq, and ask the endpoint"
            )
        query = write_query(State(table))
        if offer.format is QUERY:
            return make_response(query, offer, name=table.slug, varies=True)
        if offer.format is HTML:
            visit = self._door.admit(request)
            view = PageView(self._site.root(request.scope.get("root_path", "")))
            question = view.links.query([("query", query)])
            show = partial(self._pages.show, "long_list.html", view)
            body = await visit.run(show, table=table, most=MOST, question=question)
            return make_response(body, offer, name=table.slug, varies=True)
        target = self._site.address("sparql", request.scope.get("root_path", ""))
        asked = urlencode({"query": query, "format": offer.format.name})
        return RedirectResponse(f"{target}?{asked}", 303, {"Vary": "Accept"})


def _tell_parameters(table: Table) -> Any:
    """Return what tells OpenAPI of the parameters; which values there are, the data say."""

    async def tell(**_parameters: str) -> None:
        """Do nothing: the values are read from the address itself."""

    def make(name: str, description: str, **schema: Any) -> Parameter:
        told = Query(alias=name, description=description, json_schema_extra=schema)
        place = name.replace("-", "_") + "_"
        return Parameter(place, Parameter.KEYWORD_ONLY, annotation=Annotated[str, told], default="")

    parameters = [
        make(facet.name, f"{facet.label}: a value of the list, or {NOT_STATED}")
        for facet in table.facets
    ]
    if table.between:
        year = {"pattern": "^([0-9]{4})?$", "examples": ["2023"]}
        parameters.append(make(FROM, "The first year", **year))
        parameters.append(make(TO, "The last year", **year))
    sorts = [f"{sign}{name}" for name in table.sorts for sign in ("", "-")]
    parameters.append(make(SORT, "The column to sort by; the reverse with -", enum=[*sorts, ""]))
    parameters.append(make(PAGE, "The page, from 1", pattern="^([1-9][0-9]*)?$", examples=["1"]))
    tell.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return Depends(tell)
