"""What lint reads: triples to be judged, others that only help to judge them, stored queries.

Oxigraph's parser keeps every literal as written, so the terms here are Oxigraph's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import NamedTuple

import pyoxigraph as ox

from azru_kg import catalog
from azru_kg.catalog import StoredQuery
from azru_kg.dataset import DataFile
from azru_kg.errors import DataError
from azru_kg.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH, Layout
from azru_kg.namespaces import PREFIXES
from azru_kg.validate.inputs import leave_out

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal

TYPE = f"{PREFIXES['rdf']}type"


class Statement(NamedTuple):
    """A triple, the IRI of its named graph or an empty text, and the unit in which it is said.

    A unit is a graph of the project, which may be of several files, or a graph of another file.
    """

    subject: Node
    predicate: str
    object: Term
    graph: str
    unit: str = ""


class Index:
    """Statements, and quick ways to some of them."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = tuple(statements)

    @cached_property
    def by_predicate(self) -> dict[str, list[Statement]]:
        """The statements of each predicate."""
        return _group((one.predicate, one) for one in self.statements)

    @cached_property
    def by_subject(self) -> dict[str, list[Statement]]:
        """The statements about each thing; a blank node is not among them."""
        return _group(
            (one.subject.value, one)
            for one in self.statements
            if isinstance(one.subject, ox.NamedNode)
        )

    @cached_property
    def by_object(self) -> dict[str, list[Statement]]:
        """The statements with each IRI as their object."""
        return _group(
            (one.object.value, one)
            for one in self.statements
            if isinstance(one.object, ox.NamedNode)
        )

    @cached_property
    def by_datatype(self) -> dict[str, list[Statement]]:
        """The statements with a literal of each datatype as their object."""
        return _group(
            (one.object.datatype.value, one)
            for one in self.statements
            if isinstance(one.object, ox.Literal)
        )

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """The classes of each thing, as stated."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.by_predicate.get(TYPE, ()):
            found[one.subject.value].add(one.object.value)
        return dict(found)

    def read(self, predicate: str) -> list[Statement]:
        """Return the statements of one predicate, by its prefixed name."""
        return self.by_predicate.get(expand(predicate), [])

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a property, by its prefixed name, of one thing."""
        name = expand(predicate)
        return [one.object for one in self.by_subject.get(subject, ()) if one.predicate == name]


@dataclass(frozen=True)
class Corpus:
    """What is judged (`given`), and all that is known (`all`): the same where nothing is added.

    `whole` says that `given` is a graph of this project and complete, with its stored `queries`.
    """

    given: Index
    all: Index
    whole: bool = False
    queries: tuple[StoredQuery, ...] = ()

    @cached_property
    def data(self) -> Index:
        """What is given, less the ontology and the shapes."""
        apart = (ONTOLOGY_GRAPH, SHAPES_GRAPH)
        return Index(one for one in self.given.statements if one.graph not in apart)


def read_layout(layout: Layout) -> Corpus:
    """Return a graph of this project, to be judged as a whole; raise DataError if it is broken."""
    files = [DataFile(path, graph) for path, graph in layout.files()]
    given = Index(_read(files))
    queries = tuple(catalog.load(layout.queries)) if layout.queries.is_dir() else ()
    return Corpus(given, given, whole=True, queries=queries)


def read_files(files: Sequence[DataFile], layout: Layout) -> Corpus:
    """Return the triples of files, to be judged by a graph of this project.

    A file stands in for that of the graph with the same name in a folder of the same name.
    """
    built_in = [DataFile(path, graph) for path, graph in layout.files()]
    given = Index(_read(files))
    context = _read(leave_out(files, built_in))
    return Corpus(given, Index((*given.statements, *context)))


def expand(name: str) -> str:
    """Return the IRI of a prefixed name of this project.

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"


def _group(pairs: Iterable[tuple[str, Statement]]) -> dict[str, list[Statement]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for key, statement in pairs:
        found[key].append(statement)
    return dict(found)


def _read(files: Iterable[DataFile]) -> Iterator[Statement]:
    numbers = count(1)
    for file in files:
        # The parser names blank nodes at random; two readings are to be the same.
        blanks: defaultdict[str, ox.BlankNode] = defaultdict(
            lambda: ox.BlankNode(f"b{next(numbers)}")
        )
        for quad in file.parse():
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.BlankNode):
                subject = blanks[subject.value]
            if isinstance(value, ox.BlankNode):
                value = blanks[value.value]
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                reason = (
                    "a triple inside a triple is RDF 1.2, which lint does not read. Take it out"
                )
                raise DataError(file.path, reason)
            graph = quad.graph_name
            name = graph.value if isinstance(graph, ox.NamedNode) else ""
            unit = name if file.graph else f"{file.path} {name}"
            yield Statement(subject, quad.predicate.value, value, name, unit)
