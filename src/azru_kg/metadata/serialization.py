"""Writes the graphs of documents: the same bytes for the same triples, in every format there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from azru_kg.errors import DataError, NotAcceptable
from azru_kg.metadata.triple_builder import VOCABULARIES
from azru_kg.rdf.formats import JSON_LD, N3, RDF_XML, TRIG, TURTLE, Format
from azru_kg.rdf.oxigraph_terms import AnySubject
from azru_kg.turtle import rdfxml, style

# Without named graphs the three look alike.
_LIKE_TURTLE = (TURTLE, TRIG, N3)


def write_graph(triples: Iterable[ox.Triple], format_: Format) -> bytes:
    """Return triples in a format, the same bytes for the same triples.

    Raises NotAcceptable where that format cannot hold them.
    """
    ordered = sorted(_name_blanks(list(triples)), key=str)
    lines = "".join(f"{triple} .\n" for triple in ordered)
    try:
        if format_ is RDF_XML:
            return rdfxml.write(ordered).encode()
        if format_ is JSON_LD:
            return ox.serialize(ordered, format=ox.RdfFormat.JSON_LD) or b""
        if format_ in _LIKE_TURTLE:
            return style.write(ordered, VOCABULARIES).encode()
    except DataError as error:
        # Turtle takes all that N-Triples takes; only the layout cannot show it.
        if format_ not in _LIKE_TURTLE:
            raise NotAcceptable(f"{error}. Ask for the graph in another format") from error
    return lines.encode()


def _name_blanks(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples with names for their blank nodes that are the same every time.

    The names that a store gives are random. Turtle has none, so its order is one to count in; blank
    nodes that Turtle cannot nest keep the names they have.
    """
    nodes = (term for triple in triples for term in (triple.subject, triple.object))
    if not any(isinstance(node, ox.BlankNode) for node in nodes):
        return triples
    try:
        text = style.write(triples)
    except DataError:
        return triples
    return list(_count_blanks(ox.parse(text, format=ox.RdfFormat.TURTLE)))


def _count_blanks(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield triples with their blank nodes numbered as they come."""
    names: dict[str, ox.BlankNode] = {}

    def rename(node: AnySubject) -> AnySubject:
        if not isinstance(node, ox.BlankNode):
            return node
        return names.setdefault(node.value, ox.BlankNode(f"b{len(names):05}"))

    for quad in quads:
        value = quad.object if isinstance(quad.object, ox.Literal) else rename(quad.object)
        yield ox.Triple(rename(quad.subject), quad.predicate, value)
