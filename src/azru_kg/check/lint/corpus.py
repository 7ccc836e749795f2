"""What lint reads: triples to be judged, others that only help to judge them, stored queries.

Oxigraph's parser keeps every literal as written, so the terms here are Oxigraph's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import read_statements
from azru_kg.graph.inputs import leave_out
from azru_kg.graph.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH, Layout
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.rdf.prefixes import expand
from azru_kg.rdf.statements import TYPE, Statement, Statements

Read = Callable[[Iterable[DataFile]], Iterator[Statement]]


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
        return Statements(
            statement for statement in self.given.statements if statement.graph not in apart
        )

    @cached_property
    def documents(self) -> Mapping[str, Set[str]]:
        """The documents that each unit is the graph of: those that it says are sources."""
        documents: defaultdict[str, set[str]] = defaultdict(set)
        for statement in self.all.by_object.get(expand("azru:Source"), ()):
            if statement.predicate == TYPE:
                documents[statement.unit].add(statement.subject.value)
        return dict(documents)


def read_layout(layout: Layout, read: Read = read_statements) -> Corpus:
    """Return a graph of this project, to be judged as a whole; raise DataError if it is broken.

    `read` is what gives the statements of files.
    """
    files = [DataFile(path, graph) for path, graph in layout.files()]
    given = Statements(read(files))
    queries = tuple(stored_queries.load(layout.queries)) if layout.queries.is_dir() else ()
    return Corpus(given, given, whole=True, queries=queries)


def read_files(files: Sequence[DataFile], layout: Layout, read: Read = read_statements) -> Corpus:
    """Return the triples of files, to be judged by a graph of this project.

    A file stands in for that of the graph with the same name in a folder of the same name. `read`
    is what gives the statements of files.
    """
    built_in = [DataFile(path, graph) for path, graph in layout.files()]
    given = Statements(read(files))
    context = read(leave_out(files, built_in))
    return Corpus(given, Statements((*given.statements, *context)))
