"""The SPARQL endpoint: reads an operation, chooses formats, passes on what the engine answers.

It is an ASGI application of its own, not a FastAPI handler, so that it can hold back the status
line, leave a body unfinished, and notice that the client is gone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import chain
from time import perf_counter

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from azru_kg.engine import protocol
from azru_kg.engine.workers.wire import encode_members
from azru_kg.errors import AzruError, BadRequest, MethodNotAllowed, NotAcceptable, NotExpressible
from azru_kg.languages.translations import mark
from azru_kg.query.outline import Form
from azru_kg.query.query import Query, read_query
from azru_kg.rdf import formats
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import ENDPOINT
from azru_kg.server.ask.answers import (
    Excerpt,
    read_boolean,
    read_excerpt,
    read_solutions,
    read_sourced,
    read_triples,
)
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.labels import find_labels
from azru_kg.server.http import problems
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.compression import Codings, choose_codings
from azru_kg.server.http.delivery import Delivery
from azru_kg.server.http.etags import Tags, revalidate
from azru_kg.server.http.headers import METHODS
from azru_kg.server.http.operation import (
    EMPTY,
    FORM_TYPE,
    FORMAT_NAMES,
    QUERY_TYPE,
    Operation,
    read_operation,
)
from azru_kg.server.http.problems import NEGOTIATED, Problem
from azru_kg.server.http.record import note_query
from azru_kg.server.http.site import Site
from azru_kg.server.http.streaming import run_while_connected, send_reply
from azru_kg.server.pages.cells import find_iris
from azru_kg.server.pages.render import Pages, PageView
from azru_kg.server.sparql.plans import Plan, Plans
from azru_kg.server.sparql.repeats import Repeats

Describe = Callable[[Request, formats.Offer], Awaitable[Response]]
"""What answers with the description of the endpoint, in a format."""

_OPTIONS = {"Allow": METHODS, "Accept-Post": f"{QUERY_TYPE}, {FORM_TYPE}"}


class SparqlEndpoint:
    """Answers SPARQL 1.1 queries over HTTP, as data for programs and as pages for people."""

    def __init__(
        self,
        door: Door,
        pages: Pages,
        describe: Describe,
        tags: Tags,
        cache: AnswerCache,
        site: Site,
        repeats: Repeats,
    ) -> None:
        self._door = door
        self._pages = pages
        self._describe = describe
        self._tags = tags
        self._cache = cache
        self._site = site
        self._plans = Plans()
        self._repeats = repeats

    async def send_known(self, scope: Scope, send: Send) -> bool:
        """Answer one request if that can be done at a glance; return whether it is done."""
        plan = self._plans.find(scope)
        if plan is None:
            return False
        delivery = Delivery(scope, plan.offer, plan.name, plan.codings, self._cache)
        self._repeats.keep(scope, plan, delivery)
        reply = delivery.find_known(last=False)
        if reply is None:
            return False
        note_query(scope, plan.query)
        await send_reply(reply, scope, send)
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        operation = EMPTY
        try:
            if request.method == "OPTIONS":
                await Response(status_code=204, headers=_OPTIONS)(scope, receive, send)
                return
            if request.method not in METHODS.split(", "):
                raise MethodNotAllowed(request.method, METHODS)
            operation = await read_operation(request)
            await self.answer(operation, request, send)
        except ClientDisconnect:
            return
        except AzruError as error:
            response = problems.respond(error, request, self._page_of(operation), operation.query)
            await response(scope, receive, send)

    async def answer(self, operation: Operation, request: Request, send: Send) -> None:
        """Answer a request that stands for an operation, as long as the client is there.

        Raises the AzruError of an operation that fails while nothing is sent yet.
        """
        note_query(request.scope, operation.query)
        await run_while_connected(self._answer(operation, request, send), request.receive)

    async def _answer(self, operation: Operation, request: Request, send: Send) -> None:
        accept = ", ".join(request.headers.getlist("accept"))
        choice = formats.negotiate(accept, operation.format)
        if operation.query is None and (offer := _offer_description(choice, request)):
            response = revalidate(await self._describe(request, offer), request)
            await response(request.scope, request.receive, send)
            return
        codings = choose_codings(request.headers.get("accept-encoding"))
        if operation.query is None or not operation.query.strip():
            await _send_page(self._ask_for_query(operation, choice, request), request, send)
            return
        if operation.provenance:
            _check_carried(choice)
        started = perf_counter()
        query, visit = read_query(operation.query), self._door.admit(request)
        try:
            excerpt = await self._pass_on(operation, query, choice, codings, visit, request, send)
        except NotExpressible:
            raise
        except NotAcceptable as error:
            raise _list_formats(error, choice) from error
        if excerpt is not None:
            view = PageView(self._root(request), operation, perf_counter() - started, excerpt.hints)
            await _send_page(await self._show(view, excerpt, visit), request, send)

    async def _pass_on(
        self,
        operation: Operation,
        query: Query,
        choice: formats.Offers,
        codings: Codings,
        visit: Visit,
        request: Request,
        send: Send,
    ) -> Excerpt | None:
        """Send an answer as data, or return the beginning of one that is to be a page."""
        # Only then does the answer depend on the address under which it was asked for.
        relative = query.outline.relative
        base = f"{self._site.find_base(request)}sparql" if relative else ENDPOINT
        foreseen = _pick(choice, query.form)
        asked = _make_request(query, operation, choice, base)
        name = None
        if foreseen and foreseen.format is not formats.HTML and query.outline.repeatable:
            name = self._tags.name(operation, foreseen.media_type, base)
            delivery = Delivery(request.scope, foreseen, name, codings, self._cache)
            if not relative and operation.query is not None:
                told = (encode_members(asked), operation.timeout)
                plan = Plan(operation.query, name, foreseen, codings, *told)
                self._plans.keep(request.scope, plan)
                self._repeats.keep(request.scope, plan, delivery)
            if (reply := delivery.find_known()) is not None:
                await send_reply(reply, request.scope, send)
                return None
        async with visit.answer(asked, seconds=operation.timeout) as answer:
            offer = _pick(choice, answer.form)
            if offer is None:
                raise NotAcceptable("The answer has a form that was not asked for")
            if offer.format is formats.HTML:
                return await read_excerpt(answer)
            delivery = Delivery(request.scope, offer, name, codings, self._cache, answer.hints)
            await delivery.send(answer.chunks, send)
            return None

    async def _show(self, view: PageView, excerpt: Excerpt, visit: Visit) -> str:
        """Return the page of an answer, with the labels of what it names."""
        if excerpt.form == "boolean":
            return self._pages.boolean(view, mark("Yes") if read_boolean(excerpt) else mark("No"))
        if excerpt.form == "graph":
            graph = await visit.run(read_triples, excerpt)
            labels = await find_labels(visit, find_iris(_terms(graph.triples)))
            return await visit.run(self._pages.graph, view, graph, labels)
        if view.operation.provenance:
            rows, told = await visit.run(read_sourced, excerpt)
            labels = await find_labels(visit, find_iris(_terms(rows.rows)))
            return await visit.run(self._pages.solutions, view, rows, labels, told)
        solutions = await visit.run(read_solutions, excerpt)
        labels = await find_labels(visit, find_iris(_terms(solutions.rows)))
        return await visit.run(self._pages.solutions, view, solutions, labels)

    def _ask_for_query(self, operation: Operation, choice: formats.Offers, request: Request) -> str:
        """Return the page of the form for a browser; raise BadRequest for other clients."""
        if choice.results is None or choice.results.format is not formats.HTML:
            raise BadRequest(
                "There is no query. Send one with GET as ?query=…, or with POST as a form or as a"
                " body of type application/sparql-query"
            )
        return self._pages.form(PageView(self._root(request), operation))

    def _page_of(self, operation: Operation) -> Callable[[Problem, Request], str]:
        def make_page(problem: Problem, request: Request) -> str:
            return self._pages.problem(PageView(self._root(request), operation), problem)

        return make_page

    def _root(self, request: Request) -> str:
        return self._site.root(request.scope.get("root_path", ""))


def _offer_description(choice: formats.Offers, request: Request) -> formats.Offer | None:
    """Return the format of the service description, for a client that asks for no more than it."""
    asked = set(request.query_params) - {*FORMAT_NAMES} or request.method == "POST"
    if asked or choice.graph is None or choice.graph.format is formats.HTML:
        return None
    return choice.graph


def _make_request(
    query: Query, operation: Operation, choice: formats.Offers, base: str
) -> protocol.Request:
    of_page = formats.JSON if operation.provenance else formats.TSV
    return protocol.Request(
        query,
        results=_media_type(choice.results, of_page),
        graph=_media_type(choice.graph, formats.N_TRIPLES),
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        base=base,
        hinted=True,
        provenance=operation.provenance,
    )


def _check_carried(choice: formats.Offers) -> None:
    """Return if what suits the client carries the sources of rows; raise NotAcceptable."""
    offer = choice.results
    if offer is not None and offer.format not in (formats.JSON, formats.HTML):
        raise NotAcceptable(
            f"{offer.format.label} has no place for the sources of rows. Ask for JSON with"
            " format=json, for a page with format=html, or without provenance"
        )


def _pick(choice: formats.Offers, form: Form) -> formats.Offer | None:
    return choice.graph if form == "graph" else choice.results


def _media_type(offer: formats.Offer | None, of_page: formats.Format) -> str | None:
    """Return the media type to ask the engine for: a page is made from a format of its own."""
    if offer is None:
        return None
    return (of_page if offer.format is formats.HTML else offer.format).media_type


def _list_formats(error: NotAcceptable, choice: formats.Offers) -> NotAcceptable:
    """Return the error with the formats that the answer could take.

    Where one form of answer has no format, it is that form that was refused.
    """
    if choice.results is None:
        return formats.not_acceptable(formats.RESULTS, [formats.HTML])
    if choice.graph is None:
        return formats.not_acceptable(formats.GRAPHS, [formats.HTML])
    return error


def _terms(rows: Iterable[Iterable[AnyTerm | None]]) -> Iterator[AnyTerm | None]:
    return chain.from_iterable(rows)


async def _send_page(page: str, request: Request, send: Send) -> None:
    headers = NEGOTIATED | {"Cache-Control": "no-cache"}
    await HTMLResponse(page, headers=headers)(request.scope, request.receive, send)
