"""Tells a client what went wrong: RFC 9457 problem details, plain text, or a page for a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from azru_kg.errors import (
    AzruError,
    BadAddress,
    BadRequest,
    MethodNotAllowed,
    QueryError,
    TryLater,
)
from azru_kg.rdf import formats
from azru_kg.rdf.prefixes import BASE
from azru_kg.server.http.record import note_problem

PROBLEM_JSON = formats.Format(
    "json", "JSON", "page", "application/problem+json", "json", aliases=("application/json",)
)
PLAIN_TEXT = formats.Format("txt", "plain text", "page", "text/plain", "txt")
FORMATS = (PROBLEM_JSON, PLAIN_TEXT, formats.HTML)
"""The formats of a problem; the first is for a client that takes none of them."""

EXPLANATIONS = {
    "malformed-query": (
        "The query is not SPARQL 1.1",
        "Correct the query at the place given. The prefixes listed at /sparql need no PREFIX line.",
    ),
    "query-refused": (
        "The query asks for something that is not offered here",
        "Leave that part out and send the query again.",
    ),
    "query-failed": ("The query cannot be answered", "Change the query as the message says."),
    "query-too-large": (
        "The query is too long",
        "Split long VALUES lists over several queries.",
    ),
    "bad-request": (
        "The request is not a SPARQL query operation",
        "Send the query as ?query=…, as a form with query=…, or as a body of type"
        " application/sparql-query.",
    ),
    "bad-address": (
        "The address of the request is incomplete or wrong",
        "Change the address as the message says.",
    ),
    "answer-too-large": (
        "The answer is longer than is told at once",
        "Ask for less: fewer columns, a narrower pattern, a count, or a part with ORDER BY, LIMIT"
        " and OFFSET. There was no answer, not even a part of one.",
    ),
    "origin-refused": (
        "The request comes by way of a page or name of others",
        "Use the address of this server itself, from a program that is no page of another site.",
    ),
    "not-installed": (
        "A part of the program is not installed",
        "Install the extra that the message names, or tell the operator.",
    ),
    "update-refused": ("The graph cannot be changed over HTTP", "Send a query instead."),
    "not-found": ("There is nothing at this address", "Start at the first page or at /sparql."),
    "storage-full": (
        "No more queries can be kept here",
        "Use the long address, which holds the query, or tell the operator.",
    ),
    "gone": ("This has been retired", "Use what replaces it."),
    "method-not-allowed": (
        "The method is not offered at this address",
        "Use one of the methods in the Allow header.",
    ),
    "not-acceptable": (
        "No format of the answer suits",
        "Ask for one of the formats listed.",
    ),
    "unsupported-media-type": (
        "The request body is of a type that is not read here",
        "Send it in one of the types named.",
    ),
    "deadline-passed": (
        "The answer takes longer than is allowed",
        "Ask for less: add a LIMIT, bind more terms, or split the query. There was no answer,"
        " not even a part of one.",
    ),
    "memory-exceeded": (
        "The answer needs more memory than is allowed",
        "Ask for less: sort, group and join fewer rows, or split the query.",
    ),
    "limit-reached": ("The answer costs more than is allowed", "Ask for less, or split the query."),
    "http-version-not-supported": (
        "The answer is too long for HTTP/1.0",
        "Ask over HTTP/1.1, for example with proxy_http_version 1.1 in nginx, or add a LIMIT.",
    ),
    "overloaded": (
        "The server is busy",
        "Send the query again after as many seconds as the Retry-After header says.",
    ),
    "engine-failed": (
        "The engine behind this server fails",
        "Ask again later. Where it goes on, tell the operator, with what the message says.",
    ),
    "engine-slow": (
        "The engine behind this server takes too long",
        "Ask for less: add a LIMIT, bind more terms, or split the query; or ask again later.",
    ),
    "engine-unavailable": (
        "The engine behind this server cannot be asked now",
        "Send the query again after as many seconds as the Retry-After header says.",
    ),
    "broken-data": ("The data cannot be read", "Tell the maintainers."),
    "internal-error": ("Internal Server Error", "Tell the maintainers."),
    "try-later": ("This cannot be had now", "Ask again later."),
    "being-made": (
        "This is being made",
        "Ask again after as many seconds as the Retry-After header says.",
    ),
    "budget-spent": (
        "Your queries have taken more time than one client may",
        "Wait for as many seconds as the Retry-After header says, and send queries one after the"
        " other. For much work, download the dump and query it on your machine.",
    ),
}
"""The title of each type of problem, and what to do about it."""

NEGOTIATED = {"Vary": "Accept, Accept-Encoding"}
"""The headers that say on which headers of a request an answer depends."""

_AROUND = 3


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A line of a query; `before` and `after` are its parts around the fault, if it is here."""

    number: int
    before: str
    after: str
    faulty: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for whom, and what to do about it; line and column are in the query."""

    status: int
    name: str
    title: str
    detail: str
    advice: str
    line: int | None = None
    column: int | None = None
    query: str | None = None
    parameter: str | None = None

    def excerpt(self) -> list[QueryLine]:
        """Return the lines of the query around the fault, or nothing where it has no place."""
        if self.query is None or self.line is None:
            return []
        lines = self.query.split("\n")
        first = max(self.line - _AROUND, 1)
        return [
            self._mark(number, lines[number - 1].rstrip("\r"))
            for number in range(first, min(self.line + _AROUND, len(lines)) + 1)
        ]

    def _mark(self, number: int, text: str) -> QueryLine:
        if number != self.line:
            return QueryLine(number, text, "", faulty=False)
        column = (self.column or 1) - 1
        return QueryLine(number, text[:column], text[column:], faulty=True)


def describe(error: AzruError, query: str | None = None) -> Problem:
    """Return the problem that an error is, with the query in which it lies."""
    phrase = HTTPStatus(error.status).phrase
    title, advice = EXPLANATIONS.get(error.problem, (phrase, "Tell the maintainers."))
    place = (error.line, error.column) if isinstance(error, QueryError) else (None, None)
    parameter = error.parameter if isinstance(error, BadRequest | BadAddress) else None
    return Problem(
        error.status,
        error.problem,
        title,
        str(error),
        advice,
        *place,
        query=query,
        parameter="query" if isinstance(error, QueryError) else parameter,
    )


def respond(
    error: AzruError,
    request: Request,
    make_page: Callable[[Problem, Request], str],
    query: str | None = None,
) -> Response:
    """Return the answer to a request that failed, in the format that suits the client."""
    problem = describe(error, query)
    note_problem(request.scope, problem.name)
    accept = ", ".join(request.headers.getlist("accept"))
    offer = formats.choose(accept, FORMATS) or formats.Offer(PROBLEM_JSON, PROBLEM_JSON.media_type)
    if offer.format is formats.HTML:
        body = make_page(problem, request)
    else:
        body = write_text(problem) if offer.format is PLAIN_TEXT else write_json(problem)
    headers = NEGOTIATED | {"Cache-Control": "no-store"} | _extra(error)
    return Response(body, problem.status, headers, offer.content_type)


def write_json(problem: Problem) -> str:
    """Return a problem as RFC 9457 has it, with `advice` and the place of the fault added.

    The place is given twice: as line and column, and as that RFC's example of a list of errors has
    it, with a JSON pointer into the parameters of the request.
    """
    members = {
        "type": f"{BASE}problem/{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "advice": problem.advice,
        "line": problem.line,
        "column": problem.column,
        "errors": _list_errors(problem),
    }
    return json.dumps(
        {name: value for name, value in members.items() if value is not None},
        ensure_ascii=False,
        indent=2,
    )


def write_text(problem: Problem) -> str:
    """Return a problem as text for a terminal, with the place marked."""
    return "\n".join([problem.title, problem.detail, *_mark_place(problem), problem.advice, ""])


def _mark_place(problem: Problem) -> list[str]:
    return [
        row
        for line in problem.excerpt()
        for row in (
            f"{line.number:>5} | {line.before}{line.after}",
            *([f"      | {' ' * len(line.before)}^"] if line.faulty else []),
        )
    ]


def _list_errors(problem: Problem) -> list[dict[str, object]] | None:
    if problem.parameter is None:
        return None
    members = {
        "detail": problem.detail,
        "pointer": f"#/{problem.parameter}",
        "line": problem.line,
        "column": problem.column,
        "excerpt": "\n".join(_mark_place(problem)) or None,
    }
    return [{name: value for name, value in members.items() if value is not None}]


def _extra(error: AzruError) -> dict[str, str]:
    if isinstance(error, MethodNotAllowed):
        return {"Allow": error.allowed}
    return {"Retry-After": str(error.retry_after)} if isinstance(error, TryLater) else {}
