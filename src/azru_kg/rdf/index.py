"""Holds triples by number, so that a million of them are soon read, looked up and gone through.

A term is a number, given in order of appearance; the term itself is kept as it is written. For each
predicate there is a table from subject to object: a number, or a set of numbers where there are
several. Beside the tables stands each triple as often as it was read, in the order of reading, so
that it can be told in which part and in which graph it was said.
"""

from __future__ import annotations

import gc
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Term

Values = int | set[int]
Table = dict[int, Values]

_NOTHING: Table = {}
_PLAIN = (ox.NamedNode, ox.BlankNode)


class LaterTermError(ValueError):
    """A term that RDF has since 1.2 only, such as a triple term."""

    def __init__(self, term: object) -> None:
        super().__init__(f"the RDF 1.2 term {term}")


def is_later(term: object) -> bool:
    """Return whether RDF has a term since 1.2 only: a triple, or a text with a direction."""
    if isinstance(term, ox.Literal):
        return term.direction is not None
    return not isinstance(term, _PLAIN)


@dataclass(frozen=True, slots=True)
class Part:
    """What was read together, such as a file: the rows of its triples in the index.

    `graphs` are the IRIs of the named graphs in it, or empty texts, each with the row at which it
    begins. Blank nodes are named by the `label` and a number; `blanks` is how many of this label
    there were before.
    """

    rows: range
    graphs: tuple[tuple[int, str], ...]
    label: str
    blanks: int


class Index:
    """Triples of which the named graphs are merged, every literal exactly as written.

    `tables` are those of the predicates; `subjects`, `predicates` and `objects` the rows that were
    read; `blanks` the blank nodes by name. They are for others to look at, not to change.
    """

    def __init__(self, after: Index | None = None) -> None:
        """Begin an index; blank nodes are numbered on from those of another one."""
        self.tables: defaultdict[int, Table] = defaultdict(dict)
        self.subjects, self.predicates, self.objects = array("I"), array("I"), array("I")
        self.parts: list[Part] = []
        self.blanks: dict[str, int] = {}
        self._terms: list[Term] = []
        self._numbers = _Numbers(self._terms)
        self._counts: defaultdict[str, int] = defaultdict(int)
        if after is not None:
            self._counts |= after._counts
        self._inverse: dict[int, Table] = {}
        self._repeated = 0

    def __len__(self) -> int:
        """Return the number of different triples."""
        return sum(map(len, self.tables.values())) + self._repeated

    def add_part(
        self, quads: Iterable[ox.Quad], label: str = "b", *, graph: str | None = None
    ) -> Part:
        """Add quads that belong together; raise LaterTermError for one that is not of RDF 1.1.

        Blank nodes are named by the label and a number, in order of appearance: those of different
        parts stay apart, and two readings are the same. `graph` is the IRI of the named graph of
        all, or None where they name graphs themselves.
        """
        row, term, blanks = len(self.subjects), len(self._terms), self._counts[label]
        graphs = [] if graph is None else [(row, graph)]
        self._add(self._note_graphs(quads, graphs) if graph is None else quads)
        self._name_blanks(term, label)
        part = Part(range(row, len(self.subjects)), tuple(graphs), label, blanks)
        self.parts.append(part)
        return part

    def count_terms(self) -> int:
        """Return how many terms there are: a term of a lower number has been met by now."""
        return len(self._terms)

    def list_rows(self, part: Part) -> Iterator[tuple[int, int, int]]:
        """Return the triples of a part, by the numbers of their terms, in the order of reading."""
        start, stop = part.rows.start, part.rows.stop
        columns = (self.subjects, self.predicates, self.objects)
        return zip(*(column[start:stop] for column in columns), strict=True)

    def find_term(self, term: object) -> int | None:
        """Return the number of a term, if it has one."""
        if isinstance(term, ox.BlankNode):
            return self.blanks.get(term.value)
        return self._numbers.get(term)

    def number_term(self, term: Term) -> int:
        """Return the number of a term, a new one if it has none."""
        known = self.find_term(term)
        if known is not None:
            return known
        if not isinstance(term, ox.BlankNode):
            return self._numbers[term]
        self.blanks[term.value] = number = len(self._terms)
        self._terms.append(term)
        return number

    def term(self, number: int) -> Term:
        """Return the term of a number."""
        return self._terms[number]

    def inverse(self, predicate: int) -> Table:
        """Return the table of a predicate from object to subject: not to be changed."""
        if predicate not in self._inverse:
            self._inverse[predicate] = _turn(self.tables.get(predicate, _NOTHING))
        return self._inverse[predicate]

    @cached_property
    def names(self) -> list[int]:
        """The numbers of all predicates, once everything has been read."""
        return list(self.tables)

    def _add(self, quads: Iterable[ox.Quad]) -> None:
        # This loop decides how long reading takes: nothing in it is called that need not be.
        numbers, tables = self._numbers, self.tables
        add_subject, add_object = self.subjects.append, self.objects.append
        add_predicate = self.predicates.append
        last: object = None
        subject = -1
        for quad in quads:
            term = quad.subject
            if term != last:
                last, subject = term, numbers[term]
            value = numbers[quad.object]
            predicate = numbers[quad.predicate]
            add_subject(subject)
            add_predicate(predicate)
            add_object(value)
            table = tables[predicate]
            if table.setdefault(subject, value) is not value:
                self._repeated += add_value(table, subject, value)

    def _note_graphs(
        self, quads: Iterable[ox.Quad], graphs: list[tuple[int, str]]
    ) -> Iterator[ox.Quad]:
        """Pass quads on, and note where another graph begins."""
        last: object = None
        for quad in quads:
            graph = quad.graph_name
            if graph != last:
                last = graph
                name = graph.value if isinstance(graph, ox.NamedNode) else ""
                graphs.append((len(self.subjects), name))
            yield quad

    def _name_blanks(self, start: int, label: str) -> None:
        """Name the blank nodes among the terms since one, and forget what the part called them."""
        for number in range(start, len(self._terms)):
            term = self._terms[number]
            if isinstance(term, ox.BlankNode):
                self._counts[label] += 1
                name = f"{label}{self._counts[label]}"
                del self._numbers[term]
                self._terms[number] = ox.BlankNode(name)
                self.blanks[name] = number

    def link(self, subject: int, predicate: int, value: int) -> None:
        """Add a triple of terms that have numbers, outside of any part."""
        table = self.tables[predicate]
        if table.setdefault(subject, value) != value:
            self._repeated += add_value(table, subject, value)


class _Numbers(dict[object, int]):
    """Numbers of terms: whoever asks for that of a new one, gives it the next."""

    def __init__(self, terms: list[Term]) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, term: object) -> int:
        if is_later(term):
            raise LaterTermError(term)
        self[term] = number = len(self._terms)
        self._terms.append(term)  # type: ignore[arg-type] # nothing is called that need not be
        return number


def spread(values: Values) -> Collection[int]:
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


def gather(keys: Collection[int], table: Table) -> set[int]:
    """Return all values of some keys."""
    try:
        gathered: set[Any] = set(map(table.get, keys))
    except TypeError:
        # A set cannot be in a set: some key has several values.
        gathered = set()
        for values in map(table.get, keys):
            if type(values) is set:
                gathered |= values
            else:
                gathered.add(values)
    gathered.discard(None)
    return gathered


def pair(keys: Collection[int], table: Table) -> Iterator[tuple[int, Values | None]]:
    """Return each key with its values."""
    return zip(keys, map(table.get, keys), strict=True)


def _turn(table: Table) -> Table:
    """Return a table from values to keys."""
    turned: Table = {}
    for key, values in table.items():
        for value in (values,) if type(values) is int else spread(values):
            # No key comes twice with a value, so that nothing need be compared.
            known = turned.setdefault(value, key)
            if type(known) is set:
                known.add(key)
            elif known is not key:
                turned[value] = {cast("int", known), key}
    return turned


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep Python from looking for cycles among millions of objects that have none."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        # They are old at once, so that they are not looked through in each generation.
        with frozen():
            gc.enable()


@contextmanager
def frozen() -> Iterator[None]:
    """Keep Python from looking for cycles among the objects that there are by now."""
    if gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
