"""Reads shapes, and tells where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch
from rdflib import SH, BNode, Graph, URIRef
from rdflib.term import Node

from azru_kg.check.finding import Location
from azru_kg.check.locate import locate_node
from azru_kg.check.shacl import reading
from azru_kg.check.shacl.report_graph import Namer
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.check.shacl.shape_faults import find_faults, import_prefixes
from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import IndexedFile, index_files

BLANK = "blank-of-shapes-"
"""How blank nodes of shapes are called: told apart from those of the data, and from words."""

_BLANK = re.compile(rf"'?({BLANK}\d+)'?")


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of some files, a graph each."""

    files: tuple[IndexedFile, ...]
    graphs: tuple[Graph, ...]

    def merge(self) -> Graph:
        """Return all shapes as one new graph: pySHACL changes the one that it is given."""
        merged = self.unite()
        import_prefixes(merged)
        return merged

    def unite(self) -> Graph:
        """Return all shapes as one new graph, as they are written."""
        united = Graph(bind_namespaces="none")
        for graph in self.graphs:
            united += graph
        return united

    def check(self) -> Shapes:
        """Return the shapes; raise DataError for none at all and for faulty texts in them."""
        merged = self.merge()
        if not any(str(name).startswith(str(SH)) for name in merged.predicates(unique=True)):
            raise DataError(self.place, "no SHACL shape here")
        for node, reason in find_faults(merged):
            raise self.blame_by_name(node, reason)
        return self

    def alone(self) -> Iterator[Shapes]:
        """Yield the shapes of each file on their own."""
        for file, graph in zip(self.files, self.graphs, strict=True):
            yield Shapes((file,), (graph,))

    @property
    def place(self) -> str:
        """The names of the files, for messages."""
        return ", ".join(str(file.path) for file in self.files)

    def find_place(self, node: Node) -> Location:
        """Return where a node is described, by the nearest IRI; all files where it is in none.

        Of an empty `[ ]` nothing is said but where it is used.
        """
        for file, graph in zip(self.files, self.graphs, strict=True):
            if (node, None, None) in graph or (None, None, node) in graph:
                name = Namer(graph).iri(node)
                place = locate_node(URIRef(name), [file]) if name else None
                return place or Location(file.path)
        return Location(self.place)

    def blame(self, node: Node, reason: str) -> DataError:
        """Return the error that says what is wrong with a node, and where it is."""
        place = self.find_place(node)
        return DataError(place.path, reason, line=place.line, column=place.column)

    def blame_by_name(self, node: Node, reason: str) -> DataError:
        """Return the error that says what is wrong with a shape, by its name."""
        return self.blame(node, f"shape {Namer(self.merge()).name(node)}: {self.explain(reason)}")

    def explain(self, reason: str) -> str:
        """Return a text of pySHACL on one line, its blank nodes put into words."""
        namer = Namer(self.merge())
        named = _BLANK.sub(lambda match: f"a blank node of {namer.name(BNode(match[1]))}", reason)
        return " ".join(named.replace("For reference, see", "See").split())


def read_shapes(files: Sequence[DataFile]) -> Shapes:
    """Return the shapes of files; raise DataError for none at all and for faulty texts in them."""
    return read_files(files).check()


def read_files(files: Sequence[DataFile]) -> Shapes:
    """Return what files say of shapes, faulty or none; raise DataError for a broken file."""
    triples = Triples()
    read = index_files(triples, files, BLANK)
    # As pySHACL reads them itself: of the boolean literals, only "true" switches something on.
    rdflib_bool_patch()  # type: ignore[no-untyped-call]
    try:
        graphs = [reading.copy(triples, [each.part]) for each in read]
    finally:
        rdflib_bool_unpatch()  # type: ignore[no-untyped-call]
    return Shapes(tuple(read), tuple(graphs))
