"""Holds the triples of RDF files by number, so that a million of them are soon read and looked up.

A term is a number, given in order of appearance; the term itself is kept as it is written. For each
predicate there is a table from subject to object: a number, or a set of numbers where there are
several. That is what the screen asks for, takes a fraction of the time and memory that rdflib's
graph does, and turns into terms of rdflib only what is looked at.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal
from rdflib.term import Node

from azru_kg.dataset import DataFile
from azru_kg.validate import graphs

Values = int | set[int]
Table = dict[int, Values]

_NOTHING: Table = {}


class Triples:
    """The triples of some files, their named graphs merged, every literal exactly as written."""

    def __init__(self) -> None:
        self.tables: dict[int, Table] = {}
        self._terms: list[object] = []
        self._numbers: dict[object, int] = {}
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

        Blank nodes are named as `graphs.read` names them.
        """
        blanks = 0
        with _without_collection():
            for file in files:
                with graphs.parse(file) as quads:
                    blanks = self._add(quads, file, label, blanks)

    def add(self, graph: Graph) -> None:
        """Add the triples of a graph that `graphs.read` has made."""
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
        return self._numbers.get(graphs.to_oxigraph(node))

    def number(self, node: Node) -> int:
        """Return the number of a term, a new one if it has none."""
        found = self.find(node)
        if found is not None:
            return found
        term = graphs.to_oxigraph(node)
        if isinstance(term, ox.BlankNode):
            self._blanks[term.value] = len(self._terms)
        else:
            self._numbers[term] = len(self._terms)
        self._terms.append(term)
        return len(self._terms) - 1

    def term(self, number: int) -> object:
        """Return the term of a number as Oxigraph has it."""
        return self._terms[number]

    def node(self, number: int) -> Node:
        """Return the term of a number as rdflib has it."""
        if number not in self._nodes:
            self._nodes[number] = graphs.to_rdflib(self._terms[number])
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

    def _add(self, quads: Iterable[ox.Quad], file: DataFile, label: str, blanks: int) -> int:
        """Add quads, and return the number of the last blank node that was named.

        This is the loop that decides how long reading takes, which is why it is written out.
        """
        numbers, tables, fresh = self._numbers, self.tables, []
        last: object = None
        subject = -1
        for quad in quads:
            term: object = quad.subject
            if term != last:
                last = term
                known = numbers.get(term)
                if known is None:
                    known = self._admit(term, file)
                    fresh.append(known)
                subject = known
            term = quad.object
            value = numbers.get(term)
            if value is None:
                value = self._admit(term, file)
                fresh.append(value)
            term = quad.predicate
            predicate = numbers.get(term)
            if predicate is None:
                predicate = self._admit(term, file)
            table = tables.get(predicate)
            if table is None:
                table = tables[predicate] = {}
            values = table.setdefault(subject, value)
            if values is not value:
                self._repeated += add_value(table, subject, value)
        return self._name_blanks(fresh, label, blanks)

    def _admit(self, term: object, file: DataFile) -> int:
        graphs.check_known(term, file)
        self._numbers[term] = number = len(self._terms)
        self._terms.append(term)
        return number

    def _name_blanks(self, fresh: list[int], label: str, blanks: int) -> int:
        """Name the blank nodes among fresh terms, and forget what the file called them."""
        for number in fresh:
            term = self._terms[number]
            if isinstance(term, ox.BlankNode):
                blanks += 1
                del self._numbers[term]
                self._terms[number] = ox.BlankNode(f"{label}{blanks}")
                self._blanks[f"{label}{blanks}"] = number
        return blanks

    def _link(self, subject: int, predicate: int, value: int) -> None:
        table = self.tables.setdefault(predicate, {})
        if table.setdefault(subject, value) != value:
            self._repeated += add_value(table, subject, value)


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
