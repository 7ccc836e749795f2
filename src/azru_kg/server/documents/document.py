"""Documents about things: the formats in which a graph is offered, and the headers that go along.

A document has an address for each format, with a suffix: `/id/country/AZ.ttl`. Which of them suits
a client is decided by `?format=` or the Accept header.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from azru_kg.errors import MethodNotAllowed
from azru_kg.rdf import formats as media
from azru_kg.rdf.formats import DOCUMENTS, HTML, Format, Offer
from azru_kg.server.http.etags import revalidate
from azru_kg.server.http.headers import PREFLIGHT, READ_METHODS
from azru_kg.server.http.streaming import run_while_connected

Handler = Callable[[Request], Awaitable[Response]]


SUFFIXES = {format_.extension: Offer(format_, format_.media_type) for format_ in DOCUMENTS}
"""What the suffix of an address stands for."""


def split_suffix(name: str) -> tuple[str, Offer | None]:
    """Return a name without its suffix, and the format that the suffix stands for.

    >>> split_suffix("0.1.0.ttl")[0], split_suffix("0.1.0")
    ('0.1.0', ('0.1.0', None))
    """
    stem, dot, extension = name.rpartition(".")
    offer = SUFFIXES.get(extension) if dot and stem else None
    return (stem, offer) if offer else (name, None)


def choose_format(request: Request, formats: Sequence[Format] = DOCUMENTS) -> Offer:
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
        if request.method not in READ_METHODS.split(", "):
            raise MethodNotAllowed(request.method, READ_METHODS)

        async def answer() -> None:
            response = Response(status_code=204, headers=PREFLIGHT)
            if request.method != "OPTIONS":
                response = revalidate(await self._show(request), request)
            await response(scope, receive, send)

        await run_while_connected(answer(), receive)


def link_alternates(address: str, *, without: Offer | None = None) -> list[str]:
    """Return the links to a document in each format, for a Link header."""
    return [
        f'<{address}.{format_.extension}>; rel="alternate"; type="{format_.media_type}"'
        for format_ in DOCUMENTS
        if without is None or format_ is not without.format
    ]
