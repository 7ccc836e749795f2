"""What lint reads: triples to be judged, others that only help to judge them, stored queries.

Oxigraph's parser keeps every literal as written, so the terms here are Oxigraph's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.inputs import leave_out
from azru_kg.graph.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH, Layout
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.rdf.statements import Statement, Statements


@dataclass(frozen=True)
class Corpus:
    """What is judged (`given`), and all that is known (`all`): the same where nothing is added.

    `whole` says that `given` is a graph of this project and complete, with its stored `queries`.
    """

    given: Statements
    all: Statements
    whole: bool = False
    queries: tuple[StoredQuery, ...] = ()

    @cached_property
    def data(self) -> Statements:
        """What is given, less the ontology and the shapes."""
        apart = (ONTOLOGY_GRAPH, SHAPES_GRAPH)
        return Statements(one for one in self.given.statements if one.graph not in apart)


def read_layout(layout: Layout) -> Corpus:
    """Return a graph of this project, to be judged as a whole; raise DataError if it is broken."""
    files = [DataFile(path, graph) for path, graph in layout.files()]
    given = Statements(_read(files))
    queries = tuple(stored_queries.load(layout.queries)) if layout.queries.is_dir() else ()
    return Corpus(given, given, whole=True, queries=queries)


def read_files(files: Sequence[DataFile], layout: Layout) -> Corpus:
    """Return the triples of files, to be judged by a graph of this project.

    A file stands in for that of the graph with the same name in a folder of the same name.
    """
    built_in = [DataFile(path, graph) for path, graph in layout.files()]
    given = Statements(_read(files))
    context = _read(leave_out(files, built_in))
    return Corpus(given, Statements((*given.statements, *context)))


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
