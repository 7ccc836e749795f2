"""Shows numbered triples to those who speak of terms as rdflib has them."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import BNode, Graph
from rdflib.term import Node

from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import read_into
from azru_kg.graph.inputs import Inputs
from azru_kg.rdf.index import Index, Table, without_collection
from azru_kg.rdf.rdflib_terms import to_oxigraph, to_rdflib

CONTEXT = "context-"
"""How blank nodes are called of what stands beside the data that are judged."""

_NOTHING: Table = {}


class Triples(Index):
    """The triples of some files; only what is looked at is turned into terms of rdflib.

    `judged` is how many triples a verdict is about: those before the others that stand beside them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.judged = 0
        self._met = 0
        self._nodes: dict[int, Node] = {}
        self._found: dict[Node, int] = {}

    def read(self, files: Sequence[DataFile], label: str = "b") -> None:
        """Add the triples of files; raise DataError for a broken one."""
        read_into(self, files, label)

    def read_inputs(self, inputs: Inputs) -> None:
        """Add what is judged, and what stands beside it; raise DataError for a broken file."""
        self.read(inputs.judged)
        self.judged, self._met = len(self), self.count_terms()
        self.read(inputs.beside, CONTEXT)

    def mentions(self, node: Node) -> bool:
        """Return whether a term is in what is judged."""
        number = self.find(node)
        return number is not None and number < self._met

    def add(self, graph: Graph) -> None:
        """Add the triples of a graph that `reading.read` has made."""
        with without_collection():
            for triple in graph:
                self.link(*(self.number(node) for node in triple))

    def find(self, node: Node) -> int | None:
        """Return the number of a term, if it has one."""
        number = self._found.get(node)
        if number is None:
            is_blank = isinstance(node, BNode)
            number = self.blanks.get(str(node)) if is_blank else self.find_term(to_oxigraph(node))
            if number is not None:
                self._found[node] = number
        return number

    def number(self, node: Node) -> int:
        """Return the number of a term, a new one if it has none."""
        known = self.find(node)
        return self.number_term(to_oxigraph(node)) if known is None else known

    def node(self, number: int) -> Node:
        """Return the term of a number as rdflib has it."""
        if number not in self._nodes:
            self._nodes[number] = node = to_rdflib(self.term(number))
            self._found[node] = number
        return self._nodes[number]

    def table(self, predicate: Node) -> Table:
        """Return the table of a predicate: not to be changed."""
        number = self.find(predicate)
        return _NOTHING if number is None else self.tables.get(number, _NOTHING)
