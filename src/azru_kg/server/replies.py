"""Answers with documents that are read whole: negotiated, with an ETag, and open to any page."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from werkzeug.http import parse_etags

from azru_kg import media
from azru_kg.errors import BadAddress
from azru_kg.media import Format, Offer
from azru_kg.metadata.inventory import Place
from azru_kg.metadata.statements import VOCABULARIES
from azru_kg.server.site import Site
from azru_kg.syntax import rdfxml, turtle

Handler = Callable[[Request], Awaitable[Response]]

METHODS = "GET, HEAD, OPTIONS"
"""The methods of what can only be read."""

PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
"""The headers of the answer to OPTIONS."""

CACHING = {"Cache-Control": "public, no-cache"}
"""The headers that tell a cache to keep an answer and to ask whether it still holds."""


def make_route(path: str, handler: Handler) -> Route:
    """Return a route for GET and HEAD that answers OPTIONS as well, as a preflight needs it."""

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        return await handler(request)

    return Route(path, answer, methods=["GET", "OPTIONS"])


def find_place(request: Request, site: Site) -> Place:
    """Return where the site is: as it was set, else as the client sees it; raise BadAddress."""
    base = site.base or str(request.base_url)
    try:
        ox.NamedNode(base)
    except ValueError as error:
        raise BadAddress("The Host header names no host. Send the one of the address") from error
    return Place(base)


def choose_format(request: Request, formats: Sequence[Format] = media.GRAPHS) -> Offer:
    """Return the format that a client asks for, by `format=` or Accept.

    Raises NotAcceptable, and BadAddress where there are several `format=`.
    """
    names = request.query_params.getlist("format")
    if len(names) > 1:
        raise BadAddress(f"There are {len(names)} format parameters. Send one")
    if names:
        offer = media.find(names[0], formats)
    else:
        offer = media.choose(", ".join(request.headers.getlist("accept")), formats)
    if offer is None:
        raise media.not_acceptable(formats)
    return offer


def spell(triples: Sequence[ox.Triple], format_: Format) -> bytes:
    """Return triples in a format, the same bytes for the same triples."""
    if format_ in (media.TURTLE, media.TRIG, media.N3):
        # Without named graphs the three look alike.
        return turtle.write(triples, VOCABULARIES).encode()
    if format_ is media.RDF_XML:
        return rdfxml.write(triples).encode()
    syntax = ox.RdfFormat.from_media_type(format_.media_type)
    return ox.serialize(triples, format=syntax) or b""


def send_document(
    request: Request, content: bytes, content_type: str, headers: dict[str, str]
) -> Response:
    """Return the answer with a document, or 304 where the client has it already."""
    tag = hashlib.sha256(content + content_type.encode()).hexdigest()[:32]
    known = {**CACHING, "ETag": f'"{tag}"', "Vary": "Accept", **headers}
    if has_current(request, tag):
        return Response(status_code=304, headers=known)
    return Response(content, headers=known | {"Content-Type": content_type})


def has_current(request: Request, tag: str) -> bool:
    """Return whether a client says that it has the document with this tag."""
    given = request.headers.get("if-none-match")
    return given is not None and parse_etags(given).contains_weak(tag)
