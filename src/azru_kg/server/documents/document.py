"""The route of a document: what FastAPI tells of it in OpenAPI, and how it is answered.

FastAPI reads the parameters. HEAD and OPTIONS, what other methods are told, tags and 304 are the
same for every document, and are here.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.params import Depends
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from azru_kg.errors import MethodNotAllowed
from azru_kg.rdf.formats import DOCUMENTS, HTML, JSON_LD, Format, Offer
from azru_kg.server.http.etags import revalidate
from azru_kg.server.http.headers import PREFLIGHT, READ_METHODS
from azru_kg.server.http.problems import FORMATS as PROBLEM_FORMATS
from azru_kg.server.http.problems import PROBLEM_JSON
from azru_kg.server.http.streaming import run_while_connected

Described = dict[int | str, dict[str, Any]]
"""Responses by status, as OpenAPI has them."""

PROBLEM = "ProblemDetails"
"""The name of the schema of problem details."""

_SCHEMA = {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}
_ALTERNATE = 'rel="alternate"'
_MAY_BE_READ = Response(status_code=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
_ELSEWHERE = {
    "description": "Elsewhere",
    "headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}},
}


class DocumentRoute(APIRoute):
    """A route of what can only be read; it stops working when the client is gone.

    `formats` are those of the document, `redirect` is the status with which it leads elsewhere, and
    `problems` are the statuses of what can go wrong. A path that is a second spelling of another,
    or a page for people alone, is not `listed` in OpenAPI. `dependencies` are told of there, too.
    """

    def __init__(
        self,
        path: str,
        show: Callable[..., Awaitable[Response]],
        summary: str = "",
        *,
        formats: Iterable[Format] = (),
        model: type[BaseModel] | None = None,
        problems: Iterable[int] = (400, 406),
        redirect: int | None = None,
        others: Described | None = None,
        name: str = "",
        listed: bool = True,
        dependencies: Sequence[Depends] = (),
    ) -> None:
        media_types = [format_.media_type for format_ in formats]
        responses = describe_document(media_types, model) if media_types else {}
        if redirect is not None:
            responses[redirect] = _ELSEWHERE
        super().__init__(
            path,
            show,
            operation_id=name or _write_camel(getattr(show, "__name__", "")),
            summary=summary,
            response_class=Response,
            status_code=None if media_types else redirect,
            response_description="The document" if media_types else "Elsewhere",
            responses=responses | (others or {}) | describe_problems(*problems),
            include_in_schema=listed,
            dependencies=dependencies,
        )

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match every method: what is not offered here is said here."""
        match, child = super().matches(scope)
        return (Match.FULL if match is Match.PARTIAL else match), child

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] not in READ_METHODS.split(", "):
            raise MethodNotAllowed(scope["method"], READ_METHODS)

        async def answer() -> None:
            app = _MAY_BE_READ if scope["method"] == "OPTIONS" else self.app
            await app(scope, receive, send)

        await run_while_connected(answer(), receive)

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Return what answers with the document and its tag, or that the client has it."""
        show = super().get_route_handler()

        async def show_with_tag(request: Request) -> Response:
            return revalidate(await show(request), request)

        return show_with_tag


def describe_document(
    media_types: Sequence[str], model: type[BaseModel] | None = None
) -> Described:
    """Return the responses of a document; `model` is what its JSON holds."""
    content: dict[str, dict[str, Any]] = {media_type: {} for media_type in media_types}
    document = {"description": "The document", "content": content}
    return {
        200: document | ({"model": model} if model else {}),
        304: {"description": "The client has it already (If-None-Match)"},
    }


def describe_problems(*statuses: int) -> Described:
    """Return the responses of what can go wrong."""
    content = {
        format_.media_type: _SCHEMA if format_ is PROBLEM_JSON else {}
        for format_ in PROBLEM_FORMATS
    }
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def make_response(
    body: bytes | str, offer: Offer, *, name: str, varies: bool, links: Sequence[str] = ()
) -> Response:
    """Return a document; `name` is that of its file, `varies` where the address has no suffix."""
    headers = {"Cache-Control": "public, no-cache"}
    # A reader of JSON-LD looks for its context in the links, and gives up at two alternates.
    if offer.format is JSON_LD:
        links = [link for link in links if _ALTERNATE not in link]
    if links:
        headers["Link"] = ", ".join(links)
    if varies:
        headers["Vary"] = "Accept"
    if offer.format is not HTML:
        filename = f"{name}.{offer.format.extension}"
        headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return Response(body, headers=headers | {"Content-Type": offer.content_type})


def link_alternates(address: str, *, without: Offer | None = None) -> list[str]:
    """Return the links to a document in each format, for a Link header."""
    return [
        f'<{address}.{format_.extension}>; {_ALTERNATE}; type="{format_.media_type}"'
        for format_ in DOCUMENTS
        if without is None or format_ is not without.format
    ]


def _write_camel(name: str) -> str:
    return re.sub("_([a-z])", lambda match: match[1].upper(), name)
