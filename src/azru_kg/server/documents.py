"""Documents about things: the formats in which a graph is offered, and the headers that go along.

A document has an address for each format, with a suffix: `/id/country/AZ.ttl`. Which of them suits
a client is decided by `?format=` or the Accept header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from werkzeug.http import parse_etags

from azru_kg import media
from azru_kg.errors import MethodNotAllowed
from azru_kg.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format, Offer
from azru_kg.server.streaming import run_while_connected

FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, HTML)
"""The formats of a description; the first is for a client that takes anything."""

METHODS = "GET, HEAD, OPTIONS"
"""The methods of what can only be read."""

PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
"""The headers of the answer to OPTIONS."""

Handler = Callable[[Request], Awaitable[Response]]

_TAG = 32

SUFFIXES = {format_.extension: Offer(format_, format_.media_type) for format_ in FORMATS}
"""What the suffix of an address stands for."""


def split_suffix(name: str) -> tuple[str, Offer | None]:
    """Return a name without its suffix, and the format that the suffix stands for.

    >>> split_suffix("0.1.0.ttl")[0], split_suffix("0.1.0")
    ('0.1.0', ('0.1.0', None))
    """
    stem, dot, extension = name.rpartition(".")
    offer = SUFFIXES.get(extension) if dot and stem else None
    return (stem, offer) if offer else (name, None)


def choose_format(request: Request, formats: Sequence[Format] = FORMATS) -> Offer:
    """Return the format that suits a client, by `format=` or Accept, else raise NotAcceptable.

    Of several `format=` the first counts, as it does at the endpoint.
    """
    names = request.query_params.getlist("format")
    accept = ", ".join(request.headers.getlist("accept"))
    offer = media.find(names[0], formats) if names else media.choose(accept, formats)
    if offer is None:
        raise media.not_acceptable(formats)
    return offer


def make_response(
    body: bytes | str, offer: Offer, *, name: str, varies: bool, links: Sequence[str] = ()
) -> Response:
    """Return a document; `name` is that of its file, `varies` where the address has no suffix."""
    headers = {"Cache-Control": "public, no-cache"}
    if links:
        headers["Link"] = ", ".join(links)
    if varies:
        headers["Vary"] = "Accept"
    if offer.format is not HTML:
        filename = f"{name}.{offer.format.extension}"
        headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return Response(body, headers=headers | {"Content-Type": offer.content_type})


class Document:
    """An ASGI application for one kind of document; it stops working when the client is gone."""

    def __init__(self, show: Handler) -> None:
        self._show = show

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method not in METHODS.split(", "):
            raise MethodNotAllowed(request.method, METHODS)

        async def answer() -> None:
            response = Response(status_code=204, headers=PREFLIGHT)
            if request.method != "OPTIONS":
                response = revalidate(await self._show(request), request)
            await response(scope, receive, send)

        await run_while_connected(answer(), receive)


def revalidate(response: Response, request: Request) -> Response:
    """Return a document with its entity tag, or 304 where the client has this very document.

    The tag is a weak one: it holds whatever the content coding on the way. A response that comes
    with a tag keeps it.
    """
    if response.status_code != HTTPStatus.OK:
        return response
    if "ETag" not in response.headers:
        tag = hashlib.sha256(bytes(response.body)).hexdigest()[:_TAG]
        response.headers["ETag"] = f'W/"{tag}"'
    tag = response.headers["ETag"].removeprefix("W/").strip('"')
    if not parse_etags(request.headers.get("if-none-match")).contains_weak(tag):
        return response
    names = ("Cache-Control", "ETag", "Vary")
    kept = {name: response.headers[name] for name in names if name in response.headers}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)


def link_alternates(address: str, *, without: Offer | None = None) -> list[str]:
    """Return the links to a document in each format, for a Link header."""
    return [
        f'<{address}.{format_.extension}>; rel="alternate"; type="{format_.media_type}"'
        for format_ in FORMATS
        if without is None or format_ is not without.format
    ]
