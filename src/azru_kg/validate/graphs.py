"""Turns RDF files into rdflib graphs, every literal exactly as written.

Oxigraph's parser reads the files, because it keeps `"01"^^xsd:integer` as it is and names the line
of a fault. rdflib would rewrite such a literal, and warn about each ill-typed one with a traceback,
although to find them is what the shapes are for.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import pyoxigraph as ox
import rdflib
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from azru_kg.dataset import DataFile, rdf_format
from azru_kg.errors import DataError

_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
_REMOTE = "LoadDocumentCallback"
_COMPLAINTS = logging.getLogger(rdflib.term.__name__)


class IllTyped(Literal):
    """A literal such as "2018-02-30"^^xsd:date: it stands in no order to any other.

    SHACL says that what cannot be compared is not less; rdflib raises TypeError instead.
    """

    def __lt__(self, other: object) -> bool:
        """Return False."""
        return False

    __le__ = __gt__ = __ge__ = __lt__


def read(files: Sequence[DataFile], label: str = "b") -> Graph:
    """Return the triples of all files, their named graphs merged; raise DataError for a broken one.

    Blank nodes are named by `label` and a number, in order of appearance: those of different files
    stay apart, and two readings give the same graph.
    """
    graph, blanks = _empty(), _blanks(label)
    for file in files:
        _add(graph, file, blanks)
    return graph


def read_each(files: Sequence[DataFile], label: str = "b") -> list[Graph]:
    """Return what `read` returns, but a graph for each file."""
    blanks = _blanks(label)
    return [_add(_empty(), file, blanks) for file in files]


@contextmanager
def parse(file: DataFile) -> Iterator[Iterable[ox.Quad]]:
    """Give the quads of a file; raise DataError also for what would reach outside of it."""
    if rdf_format(file.path) == ox.RdfFormat.RDF_XML and _has_doctype(file):
        raise DataError(file.path, "a DOCTYPE is refused. Write the entities out and remove it")
    try:
        with file.stream() as quads:
            yield quads
    except DataError as error:
        if _REMOTE in error.reason:
            reason = "its @context is elsewhere and is not fetched. Write the context into the file"
            raise DataError(file.path, reason) from error
        raise


@contextmanager
def without_complaints() -> Iterator[None]:
    """Keep rdflib silent about ill-typed literals while the context lasts."""
    level = _COMPLAINTS.level
    _COMPLAINTS.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=re.escape(rdflib.term.__name__))
            yield
    finally:
        _COMPLAINTS.setLevel(level)


def check_known(term: object, file: DataFile) -> None:
    """Raise DataError for a term that SHACL does not know, such as a triple term."""
    if not isinstance(term, ox.NamedNode | ox.BlankNode) and not (
        isinstance(term, ox.Literal) and term.direction is None
    ):
        raise DataError(file.path, f"SHACL 1.0 does not know the RDF 1.2 term {term}")


def to_rdflib(term: object) -> Node:
    """Return the same term for rdflib, a literal as it is written."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"{term} is not a term of RDF 1.1")
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = term.datatype.value
    literal = Literal(term.value, datatype=kind, normalize=False)
    return IllTyped(term.value, datatype=kind, normalize=False) if literal.ill_typed else literal


def to_oxigraph(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the same term for Oxigraph, which writes every literal so that it reads it back."""
    if not isinstance(node, Literal):
        return ox.BlankNode(node) if isinstance(node, BNode) else ox.NamedNode(str(node))
    if node.language:
        return ox.Literal(node, language=node.language)
    return ox.Literal(node, datatype=ox.NamedNode(node.datatype) if node.datatype else None)


def _empty() -> Graph:
    return Graph(bind_namespaces="none")


def _blanks(label: str) -> Iterator[BNode]:
    return (BNode(f"{label}{number}") for number in count(1))


def _has_doctype(file: DataFile) -> bool:
    return file.path.is_file() and _DOCTYPE.match(file.path.read_bytes()) is not None


def _add(graph: Graph, file: DataFile, blanks: Iterator[BNode]) -> Graph:
    known: dict[object, Node] = {}

    def find(term: object) -> Node:
        if term not in known:
            known[term] = _convert(term, file, blanks)
        return known[term]

    with without_complaints(), parse(file) as quads:
        for quad in quads:
            graph.add((find(quad.subject), find(quad.predicate), find(quad.object)))
    return graph


def _convert(term: object, file: DataFile, blanks: Iterator[BNode]) -> Node:
    check_known(term, file)
    return next(blanks) if isinstance(term, ox.BlankNode) else to_rdflib(term)
