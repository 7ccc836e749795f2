"""Turns RDF files into rdflib graphs, every literal exactly as written.

Oxigraph's parser reads the files, because it keeps `"01"^^xsd:integer` as it is and names the line
of a fault. rdflib would rewrite such a literal, and warn about each ill-typed one with a traceback,
although to find them is what the shapes are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import pyoxigraph as ox
from rdflib import BNode, Graph
from rdflib.term import Node

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile, rdf_format
from azru_kg.rdf.rdflib_terms import to_rdflib, without_complaints

_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
_REMOTE = "LoadDocumentCallback"


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


def check_known(term: object, file: DataFile) -> None:
    """Raise DataError for a term that SHACL does not know, such as a triple term."""
    if not isinstance(term, ox.NamedNode | ox.BlankNode) and not (
        isinstance(term, ox.Literal) and term.direction is None
    ):
        raise DataError(file.path, f"SHACL 1.0 does not know the RDF 1.2 term {term}")


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
