"""Documents about things: the formats in which a graph is offered, and the headers that go along.

A document has an address for each format, with a suffix: `/id/country/AZ.ttl`. Which of them suits
a client is decided by `?format=` or the Accept header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from werkzeug.http import parse_etags

from azru_kg import media
from azru_kg.errors import DataError, NotAcceptable
from azru_kg.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from azru_kg.server.triples import sort_triples
from azru_kg.syntax import rdfxml, turtle

FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, HTML)
"""The formats of a document; the first is for a client that takes anything."""

_TAG = 32

Node = ox.NamedNode | ox.BlankNode | ox.Triple

_BY_EXTENSION = {format_.extension: format_ for format_ in FORMATS}


def split_suffix(name: str) -> tuple[str, Format | None]:
    """Return a name without its suffix, and the format that the suffix stands for.

    >>> split_suffix("0.1.0.ttl")[0], split_suffix("0.1.0")
    ('0.1.0', ('0.1.0', None))
    """
    stem, dot, extension = name.rpartition(".")
    format_ = _BY_EXTENSION.get(extension) if dot and stem else None
    return (stem, format_) if format_ else (name, None)


def choose_format(request: Request) -> Format:
    """Return the format that suits a client; raise NotAcceptable where none does."""
    name = request.query_params.get("format")
    accept = ", ".join(request.headers.getlist("accept"))
    offer = media.find(name, FORMATS) if name else media.choose(accept, FORMATS)
    if offer is None:
        raise media.not_acceptable(FORMATS)
    return offer.format


def write_graph(triples: Iterable[ox.Triple], format_: Format) -> bytes:
    """Return triples in a format, the same bytes for the same triples.

    Raises NotAcceptable where that format cannot hold them.
    """
    ordered = sort_triples(_name_blanks(list(triples)))
    lines = "".join(f"{triple} .\n" for triple in ordered)
    try:
        if format_ is RDF_XML:
            return rdfxml.write(ordered).encode()
        if format_ is JSON_LD:
            return ox.serialize(ordered, format=ox.RdfFormat.JSON_LD) or b""
        return (turtle.write(ordered) if format_ is TURTLE else lines).encode()
    except DataError as error:
        # Turtle takes all that N-Triples takes; only the layout cannot show it.
        if format_ is TURTLE:
            return lines.encode()
        raise NotAcceptable(f"{error}. Ask for the graph in another format") from error


def make_response(
    body: bytes | str, format_: Format, *, name: str, links: Sequence[str], varies: bool
) -> Response:
    """Return a document; `name` is that of its file, `varies` where the address has no suffix."""
    headers = {"Link": ", ".join(links)}
    if varies:
        headers["Vary"] = "Accept"
    if format_ is not HTML:
        headers["Content-Disposition"] = f'inline; filename="{name}.{format_.extension}"'
    return Response(body, headers=headers, media_type=media.with_charset(format_.media_type))


def revalidate(response: Response, request: Request) -> Response:
    """Return a document with its entity tag, or 304 where the client has this very document.

    The tag is a weak one: it holds whatever the content coding on the way.
    """
    if response.status_code != HTTPStatus.OK:
        return response
    tag = hashlib.sha256(bytes(response.body)).hexdigest()[:_TAG]
    response.headers["ETag"] = f'W/"{tag}"'
    if not parse_etags(request.headers.get("if-none-match")).contains_weak(tag):
        return response
    kept = {name: response.headers[name] for name in ("ETag", "Vary") if name in response.headers}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)


def link_alternates(address: str, *, without: Format | None = None) -> list[str]:
    """Return the links to a document in each format, for a Link header."""
    return [
        f'<{address}.{format_.extension}>; rel="alternate"; type="{format_.media_type}"'
        for format_ in FORMATS
        if format_ is not without
    ]


def _name_blanks(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples with names for their blank nodes that are the same every time.

    The names that a store gives are random. Turtle has none, so its order is one to count in; blank
    nodes that Turtle cannot nest keep the names they have.
    """
    nodes = (term for triple in triples for term in (triple.subject, triple.object))
    if not any(isinstance(node, ox.BlankNode) for node in nodes):
        return triples
    try:
        text = turtle.write(triples)
    except DataError:
        return triples
    return list(_count_blanks(ox.parse(text, format=ox.RdfFormat.TURTLE)))


def _count_blanks(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield triples with their blank nodes numbered as they come."""
    names: dict[str, ox.BlankNode] = {}

    def rename(node: Node) -> Node:
        if not isinstance(node, ox.BlankNode):
            return node
        return names.setdefault(node.value, ox.BlankNode(f"b{len(names):05}"))

    for quad in quads:
        value = quad.object if isinstance(quad.object, ox.Literal) else rename(quad.object)
        yield ox.Triple(rename(quad.subject), quad.predicate, value)
