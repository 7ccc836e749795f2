"""The addresses of the stored queries: the gallery, and of each query page, data and text.

`/query/exports-of-a-commodity?commodity=apples` is a page, with `.csv`, `.json` and `.parquet` its
rows, with `.rq` the query in SPARQL that gives the same rows, and `/citation` below it says how to
cite them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import BadAddress, NotFound
from azru_kg.graph.parameters import LONGEST, Parameter, bind
from azru_kg.graph.stored_queries import StoredQuery, state_example
from azru_kg.languages.reading import LANGUAGES
from azru_kg.metadata.serialization import write_graph
from azru_kg.rdf import formats
from azru_kg.rdf.formats import CSV, HTML, QUERY, Format, Offer
from azru_kg.rdf.nearest import find_similar
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.documents.choice import Choice, PageChoice, take_format
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.etags import revalidate
from azru_kg.server.http.site import Site
from azru_kg.server.lists.cite.answered import AnswerTable, add_names
from azru_kg.server.lists.cite.citing import FILES, OF_ALL, PAGE, Citing
from azru_kg.server.lists.cite.question import CITATION, AskedQuestion, CitedResult
from azru_kg.server.lists.stored.asked import (
    EXCEL,
    LABELS,
    LIMIT,
    OFFSET,
    ROWS,
    TURN,
    Asked,
    read_asked,
)
from azru_kg.server.lists.stored.choices import QueryChoices
from azru_kg.server.lists.stored.query_pages import draw_gallery, draw_query
from azru_kg.server.pages.cells import find_iris
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.pages.reuse.signposts import DataItem, post_answer, write_links

FORMATS = (QUERY, *formats.GRAPHS, HTML)
"""The formats of a stored query; the first is for a client that takes anything."""

_ALL: Final = "CONSTRUCT { ?query ?p ?o } WHERE { ?query a sh:SPARQLExecutable ; ?p ?o }"
_PROBLEMS: Final = (400, 406, 429, 503, 507)
_LONGEST_SEARCH: Final = 200
_Choice = Annotated[Choice, take_format(*FORMATS)]
_Sought = Annotated[
    str, Query(alias="q", description="Words of the query", max_length=_LONGEST_SEARCH)
]
_Tag = Annotated[str, Query(description="A tag that the query has", max_length=_LONGEST_SEARCH)]


_Suffix = Annotated[
    str, Path(description="The format", json_schema_extra={"enum": [*FILES]}, examples=["csv"])
]


class StoredQueries:
    """Answers at the addresses of the stored queries."""

    def __init__(
        self,
        door: Door,
        holdings: Holdings,
        queries: Sequence[StoredQuery],
        pages: Pages,
        citing: Citing,
        site: Site,
    ) -> None:
        self._door = door
        self._holdings = holdings
        self._queries = {stored.slug: stored for stored in queries}
        self._choices = QueryChoices(door.shared, queries)
        self._pages = pages
        self._citing = citing
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes of the gallery and of each query."""
        routes: list[BaseRoute] = [
            DocumentRoute(
                "/query/",
                self.list_queries,
                "The stored queries, with fields for what can be chosen; programs: as a graph",
                formats=[HTML],
                problems=(400, 404, 406, 429, 503),
                redirect=303,
            )
        ]
        for stored in self._queries.values():
            routes += self._make_routes(stored)
        routes.append(DocumentRoute(f"/query/{{slug}}/{CITATION}", self.cite, listed=False))
        routes.append(DocumentRoute("/query/{slug:path}", self.miss, listed=False))
        return routes

    def _make_routes(self, stored: StoredQuery) -> list[BaseRoute]:
        name = "".join(part.capitalize() for part in stored.slug.split("-"))
        told = [_tell_parameters(stored)]
        return [
            DocumentRoute(
                f"/query/{stored.slug}.{{suffix:answer}}",
                self._make_data(stored),
                f"{stored.summary}: the answer as data, how to cite it, or the query",
                formats=[offer.format for offer in FILES.values()],
                problems=(*_PROBLEMS, 404),
                name=f"answer{name}",
                dependencies=told,
            ),
            DocumentRoute(
                f"/query/{stored.slug}",
                self._make_page(stored),
                f"{stored.summary}: a page, the query, or its description",
                formats=FORMATS,
                problems=_PROBLEMS,
                name=f"read{name}",
                dependencies=told,
            ),
        ]

    async def list_queries(
        self, request: Request, choice: PageChoice, sought: _Sought = "", tag: _Tag = ""
    ) -> Response:
        """Answer with the gallery; lead programs to the same as a graph."""
        if not choice.for_people():
            target = self._site.address("sparql", request.scope.get("root_path", ""))
            asked = urlencode({"query": _ALL, "format": choice.pick().format.name})
            return RedirectResponse(f"{target}?{asked}", 303, {"Vary": "Accept"})
        queries = [*self._queries.values()]
        tags = {each for stored in queries for each in stored.tags}
        if tag and tag not in tags:
            near = find_similar(tag, tags)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(sorted(tags))}"
            raise BadAddress(f"No query has the tag {tag[:100]!r}. {hint}")
        choices = await self._choices.find_all(
            parameter for stored in queries for parameter in stored.parameters
        )
        visit, view = self._door.admit(request), self._view(request)
        gallery = await visit.run(draw_gallery, queries, sought.strip(), tag, choices)
        body = await visit.run(self._pages.show, "gallery.html", view, gallery=gallery)
        return make_response(body, PAGE, name="queries", varies=True)

    async def miss(self, request: Request, slug: str) -> Response:
        """Raise NotFound, with the query that may be meant."""
        name, _, suffix = slug.rpartition(".")
        wanted = name if name and suffix in FILES else slug
        near = find_similar(wanted, self._queries)
        hint = f" Did you mean {near[0]}?" if near else " /query/ lists those there are."
        raise NotFound(f"There is no stored query of that name.{hint}")

    async def cite(self, request: Request, slug: str) -> Response:
        """Answer with the page that says how to cite an answer, and what it rests on."""
        if slug not in self._queries:
            return await self.miss(request, slug)
        asked = read_asked(self._queries[slug], request.query_params.multi_items())
        _check_whole(asked)
        question = _make_question(asked, await self._bind(asked))
        return await self._citing.send(question, PAGE, request)

    def _make_page(self, stored: StoredQuery) -> Callable[..., Awaitable[Response]]:
        async def show(request: Request, choice: _Choice) -> Response:
            offer = choice.pick()
            asked = read_asked(stored, request.query_params.multi_items())
            if offer.format is HTML:
                return await self._show(asked, request)
            if offer.format is QUERY:
                return await self._send_query(asked, offer, varies=True)
            await self._bind(asked)
            body = write_graph(state_example(stored), offer.format)
            return make_response(body, offer, name=stored.slug, varies=True)

        return show

    def _make_data(self, stored: StoredQuery) -> Callable[..., Awaitable[Response]]:
        async def show(request: Request, suffix: _Suffix) -> Response:
            asked = read_asked(stored, request.query_params.multi_items())
            offer = FILES[suffix]
            if asked.excel and offer.format is not CSV:
                raise BadAddress(f"The parameter {EXCEL} goes with .csv alone", parameter=EXCEL)
            if offer.format is QUERY:
                return await self._send_query(asked, offer, varies=False)
            return await self._answer(asked, offer, request)

        return show

    async def _send_query(self, asked: Asked, offer: Offer, *, varies: bool) -> Response:
        """Return the query with the values that are asked for."""
        text = await self._bind(asked)
        headers = self._citing.name(asked.address("", QUERY.extension), offer)
        response = make_response(text, offer, name=asked.stored.slug, varies=varies)
        response.headers.update(headers)
        return response

    async def _answer(self, asked: Asked, offer: Offer, request: Request) -> Response:
        """Return the answer as data, or how it is cited, where the client does not have it."""
        question = _make_question(asked, await self._bind(asked))
        if offer.format in OF_ALL:
            _check_whole(asked)
            return await self._citing.send(question, offer, request)
        headers = self._citing.name(asked.address("", offer.format.extension), offer)
        known = revalidate(Response(headers=headers), request)
        if known.status_code == HTTPStatus.NOT_MODIFIED:
            return known
        visit, result = await self._citing.find(question, request)
        part = result.table.cut(asked.offset, asked.limit)
        table = await add_names(visit, part, asked.labels)
        write = self._citing.write_rows
        body = await visit.run(write, result, table, offer.format, excel=asked.excel)
        rows = f"-{asked.offset + 1}" if len(table.rows) < table.total else ""
        links = tuple(self._link_turns(asked, table.total, offer.format, request))
        return self._citing.finish(result, body, offer, headers=headers, part=rows, links=links)

    def _link_turns(
        self, asked: Asked, total: int, format_: Format, request: Request
    ) -> Iterator[str]:
        """Yield the links to other parts of the answer, for a Link header (RFC 8288)."""
        root = request.scope.get("root_path", "")
        for rel, other in asked.list_turns(total).items():
            address = other.address("", format_.extension).lstrip("/")
            yield f'<{self._site.address(address, root)}>; rel="{rel}"'

    async def _show(self, asked: Asked, request: Request) -> Response:
        """Return the page of a query with its answer."""
        text, view = await self._bind(asked), self._view(request)
        headers = self._citing.name(asked.address(view.root), PAGE) | {"Vary": "Accept"}
        known = revalidate(Response(headers=headers), request)
        if known.status_code == HTTPStatus.NOT_MODIFIED:
            return known
        choices = await self._choices.find_all(asked.stored.parameters)
        question = _make_question(asked, text)
        visit, result = await self._citing.find(question, request)
        table = result.table.cut(asked.offset, min(asked.limit or ROWS, ROWS))
        if asked.offset and not table.rows:
            raise BadAddress(
                f"The answer has {table.total:,} rows. Write a smaller {OFFSET}", parameter=OFFSET
            )
        body = await self._draw(asked, result, table, choices, view, visit)
        links = tuple(self._point(asked, request))
        return self._citing.finish(result, body, PAGE, headers=headers, links=links)

    def _point(self, asked: Asked, request: Request) -> Iterator[str]:
        """Yield the links from a page to its query and to its answer as data."""
        if not self._pages.edition.own:
            return
        root = self._site.address("", request.scope.get("root_path", ""))

        def locate(suffix: str) -> str:
            return f"{root}{asked.address('', suffix).lstrip('/')}"

        items = [
            DataItem(locate(suffix), offer.media_type)
            for suffix, offer in FILES.items()
            if offer.format not in (QUERY, *OF_ALL)
        ]
        yield from write_links(post_answer(f"{root}query/{asked.stored.slug}?format=turtle", items))

    async def _draw(
        self,
        asked: Asked,
        result: CitedResult,
        table: AnswerTable,
        choices: Mapping[Parameter, Mapping[str, str]],
        view: PageView,
        visit: Visit,
    ) -> str:
        iris = find_iris(term for row in table.rows for term in row)
        labels = await self._holdings.find_labels(visit, [*iris])
        told = (table, self._pages.edition, labels, choices, view.links)
        page = await visit.run(draw_query, asked, result, *told)
        return await visit.run(self._pages.show, "stored_query.html", view, page=page)

    async def _bind(self, asked: Asked) -> str:
        """Return the text of the query with what is given; raise BadAddress for what is not."""
        parameters = [each for each in asked.stored.parameters if each.name in asked.given]
        choices = await self._choices.find_all(parameters)
        return bind(asked.stored.text, asked.stored.parameters, asked.given, choices.__getitem__)

    def _view(self, request: Request) -> PageView:
        return PageView(self._site.root(request.scope.get("root_path", "")))


def _make_question(asked: Asked, text: str) -> AskedQuestion:
    """Return what is asked, under the one address for these values."""
    stored = asked.stored
    chosen, values = [], {}
    for parameter in stored.parameters:
        term = parameter.interpret(asked.given.get(parameter.name, ""))
        own = " ".join(map(parameter.write, parameter.default))
        values[parameter.name] = own if term is None else parameter.write(term)
        if term is not None and parameter.default != (term,):
            chosen.append((parameter.name, parameter.write(term)))
    return AskedQuestion(
        path=f"query/{stored.slug}",
        title=stored.summary,
        text=text,
        asked=urlencode(chosen, safe="/:,"),
        description=stored.description,
        parameters=values,
    )


def _check_whole(asked: Asked) -> None:
    """Raise BadAddress where something is asked of rows that are cited all together."""
    parts = {
        LIMIT: asked.limit is not None,
        OFFSET: bool(asked.offset),
        LABELS: bool(asked.labels),
        EXCEL: asked.excel,
    }
    for name, given in parts.items():
        if given:
            raise BadAddress(
                f"An answer is cited as a whole. Leave out the parameter {name}", parameter=name
            )


def _tell_parameters(stored: StoredQuery) -> Any:
    """Return what tells OpenAPI of the parameters; which things there are, the data say."""

    async def tell(**_parameters: str) -> None:
        """Do nothing: the values are read from the address itself."""

    def make(name: str, description: str, **schema: Any) -> Argument:
        told = Query(alias=name, description=description, json_schema_extra=schema)
        return Argument(
            f"{name}_", Argument.KEYWORD_ONLY, annotation=Annotated[str, told], default=""
        )

    number = {"pattern": "^([1-9][0-9]{0,6}|0|)$"}
    languages = "|".join(LANGUAGES)
    arguments = [
        make(each.name, _describe(each), **_describe_type(each)) for each in stored.parameters
    ]
    arguments += [
        make(LIMIT, f"So many rows at most; a page has up to {ROWS}", **number, examples=["100"]),
        make(OFFSET, "So many rows are left out before", **number, examples=["0"]),
        make(
            TURN,
            f"Which page of rows, from 1; of {LIMIT} rows, or {ROWS}. Instead of {OFFSET}",
            pattern="^([1-9][0-9]{0,6}|)$",
            examples=["1"],
        ),
        make(
            LABELS,
            "Names of things in these languages, a column each",
            pattern=f"^(({languages})(,({languages}))*)?$",
            examples=["en,az,ru"],
        ),
        make(EXCEL, "1: CSV that Excel opens, and runs nothing of", enum=["1", "0", ""]),
    ]
    tell.__signature__ = Signature(arguments)  # type: ignore[attr-defined]
    return Depends(tell)


def _describe(parameter: Parameter) -> str:
    own = ", ".join(parameter.write(term) for term in parameter.default) or "any"
    return f"{parameter.label}: {parameter.takes}. Without it: {own}"


def _describe_type(parameter: Parameter) -> dict[str, Any]:
    match parameter.type:
        case "iri":
            schema: dict[str, Any] = {"pattern": "^([A-Za-z0-9][A-Za-z0-9._:/-]*)?$"}
        case "gYear":
            schema = {"pattern": "^([0-9]{4})?$"}
        case "date":
            schema = {"pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
        case _:
            schema = {}
    example = {"examples": [parameter.example]} if parameter.example else {}
    return {"maxLength": LONGEST, **schema, **example}
