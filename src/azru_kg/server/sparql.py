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

from azru_kg import media
from azru_kg.engine import protocol
from azru_kg.engine.protocol import Engine
from azru_kg.errors import AzruError, BadRequest, MethodNotAllowed, NotAcceptable
from azru_kg.server import problems
from azru_kg.server.cells import find_iris
from azru_kg.server.labels import find_labels
from azru_kg.server.operation import EMPTY, Operation, read_operation
from azru_kg.server.pages import Pages, View
from azru_kg.server.problems import Problem
from azru_kg.server.results import (
    Excerpt,
    Term,
    read_boolean,
    read_excerpt,
    read_solutions,
    read_triples,
)
from azru_kg.server.streaming import run_while_connected, send_answer

Describe = Callable[[Request, media.Offer], Awaitable[Response]]
"""What answers with the description of the endpoint, in a format."""

METHODS = "GET, HEAD, POST, OPTIONS"
_VARY = {"Vary": "Accept"}
_PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class SparqlEndpoint:
    """Answers SPARQL 1.1 queries over HTTP, as data for programs and as pages for people."""

    def __init__(self, engine: Engine, pages: Pages, describe: Describe) -> None:
        self._engine = engine
        self._pages = pages
        self._describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        operation = EMPTY
        try:
            if request.method == "OPTIONS":
                await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
                return
            if request.method not in METHODS.split(", "):
                raise MethodNotAllowed(request.method, METHODS)
            operation = await read_operation(request)
            await run_while_connected(self._answer(operation, request, send), receive)
        except ClientDisconnect:
            return
        except AzruError as error:
            response = problems.respond(error, request, self._page_of(operation), operation.query)
            await response(scope, receive, send)

    async def _answer(self, operation: Operation, request: Request, send: Send) -> None:
        accept = ", ".join(request.headers.getlist("accept"))
        choice = media.negotiate(accept, operation.format)
        if offer := _offer_description(operation, choice, request):
            response = await self._describe(request, offer)
            await response(request.scope, request.receive, send)
            return
        if operation.query is None or not operation.query.strip():
            await _send_page(self._ask_for_query(operation, choice, request), request, send)
            return
        asked = _make_request(operation.query, operation, choice)
        started = perf_counter()
        try:
            excerpt = await self._pass_on(asked, choice, request.scope, send)
        except NotAcceptable as error:
            raise _list_formats(error, choice) from error
        if excerpt is not None:
            view = View(_root(request), operation, perf_counter() - started)
            await _send_page(await self._show(view, excerpt), request, send)

    async def _pass_on(
        self, asked: protocol.Request, choice: media.Choice, scope: Scope, send: Send
    ) -> Excerpt | None:
        """Send an answer as data, or return the beginning of one that is to be a page."""
        async with self._engine.answer(asked) as answer:
            offer = choice.graph if answer.form == "graph" else choice.results
            if offer is None:
                raise NotAcceptable("The answer has a form that was not asked for")
            if offer.format is media.HTML:
                return await read_excerpt(answer)
            headers = {
                "Content-Type": offer.content_type,
                "Content-Disposition": f'inline; filename="answer.{offer.format.extension}"',
            }
            await send_answer(answer.chunks, headers | _VARY, scope, send)
            return None

    async def _show(self, view: View, excerpt: Excerpt) -> str:
        """Return the page of an answer, with the labels of what it names."""
        if excerpt.form == "boolean":
            return self._pages.boolean(view, "Yes" if read_boolean(excerpt) else "No")
        if excerpt.form == "graph":
            graph = read_triples(excerpt)
            labels = await find_labels(self._engine, find_iris(_terms(graph.triples)))
            return self._pages.graph(view, graph, labels)
        solutions = read_solutions(excerpt)
        labels = await find_labels(self._engine, find_iris(_terms(solutions.rows)))
        return self._pages.solutions(view, solutions, labels)

    def _ask_for_query(self, operation: Operation, choice: media.Choice, request: Request) -> str:
        """Return the page of the form for a browser; raise BadRequest for other clients."""
        if choice.results is None or choice.results.format is not media.HTML:
            raise BadRequest(
                "There is no query. Send one with GET as ?query=…, or with POST as a form or as a"
                " body of type application/sparql-query"
            )
        return self._pages.form(View(_root(request), operation))

    def _page_of(self, operation: Operation) -> Callable[[Problem, Request], str]:
        def make_page(problem: Problem, request: Request) -> str:
            return self._pages.problem(View(_root(request), operation), problem)

        return make_page


def _offer_description(
    operation: Operation, choice: media.Choice, request: Request
) -> media.Offer | None:
    """Return the format of the service description, for a client that asks for no more than it."""
    asked = operation.parameters() or request.method == "POST"
    if asked or choice.graph is None or choice.graph.format is media.HTML:
        return None
    return choice.graph


def _make_request(query: str, operation: Operation, choice: media.Choice) -> protocol.Request:
    return protocol.Request(
        query,
        results=_media_type(choice.results, media.TSV),
        graph=_media_type(choice.graph, media.N_TRIPLES),
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
    )


def _media_type(offer: media.Offer | None, of_page: media.Format) -> str | None:
    """Return the media type to ask the engine for: a page is made from a format of its own."""
    if offer is None:
        return None
    return (of_page if offer.format is media.HTML else offer.format).media_type


def _list_formats(error: NotAcceptable, choice: media.Choice) -> NotAcceptable:
    """Return the error with the formats that the answer could take.

    Where one form of answer has no format, it is that form that was refused.
    """
    if choice.results is None:
        return media.not_acceptable(media.RESULTS, [media.HTML])
    if choice.graph is None:
        return media.not_acceptable(media.GRAPHS, [media.HTML])
    return error


def _terms(rows: Iterable[Iterable[Term | None]]) -> Iterator[Term | None]:
    return chain.from_iterable(rows)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


async def _send_page(page: str, request: Request, send: Send) -> None:
    await HTMLResponse(page, headers=_VARY)(request.scope, request.receive, send)
