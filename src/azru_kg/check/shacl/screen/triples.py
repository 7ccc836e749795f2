"""Holds the triples of RDF files by number, so that a million of them are soon read and looked up.

A term is a number, given in order of appearance; the term itself is kept as it is written. For each
predicate there is a table from subject to object: a number, or a set of numbers where there are
several. That is what the screen asks for, takes a fraction of the time and memory that rdflib's
graph does, and turns into terms of rdflib only what is looked at.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal
from rdflib.term import Node

from azru_kg.check.shacl import reading
from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.rdflib_terms import to_oxigraph, to_rdflib

Values = int | set[int]
Table = dict[int, Values]

_NOTHING: Table = {}


class Triples:
    """The triples of some files, their named graphs merged, every literal exactly as written."""

    def __init__(self) -> None:
        self.tables: defaultdict[int, Table] = defaultdict(dict)
        self._terms: list[object] = []
        self._numbers = _Numbers(self._terms)
        self._blanks: dict[str, int] = {}
        self._nodes: dict[int, Node] = {}
        self._inverse: dict[int, Table] = {}
        self._several: dict[int, set[int]] = {}
        self._repeated = 0

    def __len__(self) -> int:
        """Return the number of triples."""
        return sum(map(len, self.tables.values())) + self._repeated

    def count_terms(self) -> int:
        """Return how many terms there are: a term of a lower number has been met by now."""
        return len(self._terms)

    def read(self, files: Sequence[DataFile], label: str = "b") -> None:
        """Add the triples of files; raise DataError for a broken one.

        Blank nodes are named as `reading.read` names them.
        """
        blanks = 0
        with _without_collection():
            for file in files:
                start = self._numbers.begin(file)
                with reading.parse(file) as quads:
                    self._add(quads)
                blanks = self._name_blanks(start, label, blanks)

    def add(self, graph: Graph) -> None:
        """Add the triples of a graph that `reading.read` has made."""
        with _without_collection():
            for triple in graph:
                subject, predicate, value = (self.number(node) for node in triple)
                self._link(subject, predicate, value)

    def find(self, node: Node) -> int | None:
        """Return the number of a term, if it has one."""
        if isinstance(node, BNode):
            return self._blanks.get(str(node))
        if isinstance(node, Literal) and node.datatype is None and not node.language:
            return None  # to rdflib it is another literal than the same one with xsd:string
        return self._numbers.get(to_oxigraph(node))

    def number(self, node: Node) -> int:
        """Return the number of a term, a new one if it has none."""
        found = self.find(node)
        if found is not None:
            return found
        term = to_oxigraph(node)
        if not isinstance(term, ox.BlankNode):
            return self._numbers[term]
        self._blanks[term.value] = number = len(self._terms)
        self._terms.append(term)
        return number

    def term(self, number: int) -> object:
        """Return the term of a number as Oxigraph has it."""
        return self._terms[number]

    def node(self, number: int) -> Node:
        """Return the term of a number as rdflib has it."""
        if number not in self._nodes:
            self._nodes[number] = to_rdflib(self._terms[number])
        return self._nodes[number]

    def table(self, predicate: Node) -> Table:
        """Return the table of a predicate: not to be changed."""
        number = self.find(predicate)
        return _NOTHING if number is None else self.tables.get(number, _NOTHING)

    def inverse(self, predicate: int) -> Table:
        """Return the table of a predicate from object to subject: not to be changed."""
        if predicate not in self._inverse:
            turned: Table = {}
            for subject, values in self.tables.get(predicate, _NOTHING).items():
                for value in spread(values):
                    add_value(turned, value, subject)
            self._inverse[predicate] = turned
        return self._inverse[predicate]

    def several(self, predicate: int) -> set[int]:
        """Return the subjects that have more than one value of a predicate."""
        if predicate not in self._several:
            table = self.tables.get(predicate, _NOTHING)
            self._several[predicate] = {one for one, values in table.items() if type(values) is set}
        return self._several[predicate]

    @cached_property
    def names(self) -> list[int]:
        """The numbers of all predicates, once everything has been read."""
        return list(self.tables)

    def _add(self, quads: Iterable[ox.Quad]) -> None:
        # This loop decides how long reading takes: nothing in it is called that need not be.
        numbers, tables = self._numbers, self.tables
        last: object = None
        subject = -1
        for quad in quads:
            term = quad.subject
            if term != last:
                last, subject = term, numbers[term]
            value = numbers[quad.object]
            table = tables[numbers[quad.predicate]]
            if table.setdefault(subject, value) is not value:
                self._repeated += add_value(table, subject, value)

    def _name_blanks(self, start: int, label: str, blanks: int) -> int:
        """Name the blank nodes among the terms since one, and forget what the file called them.

        Returns the number of the last one named.
        """
        for number in range(start, len(self._terms)):
            term = self._terms[number]
            if isinstance(term, ox.BlankNode):
                blanks += 1
                del self._numbers[term]
                self._terms[number] = ox.BlankNode(f"{label}{blanks}")
                self._blanks[f"{label}{blanks}"] = number
        return blanks

    def _link(self, subject: int, predicate: int, value: int) -> None:
        table = self.tables[predicate]
        if table.setdefault(subject, value) != value:
            self._repeated += add_value(table, subject, value)


class _Numbers(dict[object, int]):
    """Numbers of terms: whoever asks for that of a new one, gives it the next."""

    def __init__(self, terms: list[object]) -> None:
        super().__init__()
        self._terms = terms
        self._file: DataFile | None = None

    def begin(self, file: DataFile) -> int:
        """Remember the file that terms come from, and return the next number."""
        self._file = file
        return len(self._terms)

    def __missing__(self, term: object) -> int:
        if self._file is not None:
            reading.check_known(term, self._file)
        self[term] = number = len(self._terms)
        self._terms.append(term)
        return number


def spread(values: Values) -> Iterable[int]:
    """Return one or several values as something to go through."""
    return values if isinstance(values, set) else (values,)


def add_value(table: Table, key: int, value: int) -> int:
    """Add a value to those of a key, and return by how many there are more than one a key now."""
    values = table.setdefault(key, value)
    if isinstance(values, set):
        before = len(values)
        values.add(value)
        return len(values) - before
    if values == value:
        return 0
    table[key] = {values, value}
    return 1


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep Python from looking for cycles among millions of objects that have none."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
