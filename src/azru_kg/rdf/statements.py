"""Statements of an index, and quick ways to some: by subject, predicate, object, datatype, class.

The terms are those of the index, every literal as it was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, cast

import pyoxigraph as ox

from azru_kg.rdf.index import Index, Part
from azru_kg.rdf.oxigraph_terms import Node, Term
from azru_kg.rdf.prefixes import PREFIXES, expand

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


class Statements:
    """Statements, and quick ways to some of them."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = tuple(statements)

    @cached_property
    def by_predicate(self) -> dict[str, list[Statement]]:
        """The statements of each predicate."""
        return _group((statement.predicate, statement) for statement in self.statements)

    @cached_property
    def by_subject(self) -> dict[str, list[Statement]]:
        """The statements about each thing; a blank node is not among them."""
        return _group(
            (statement.subject.value, statement)
            for statement in self.statements
            if isinstance(statement.subject, ox.NamedNode)
        )

    @cached_property
    def by_object(self) -> dict[str, list[Statement]]:
        """The statements with each IRI as their object."""
        return _group(
            (statement.object.value, statement)
            for statement in self.statements
            if isinstance(statement.object, ox.NamedNode)
        )

    @cached_property
    def by_datatype(self) -> dict[str, list[Statement]]:
        """The statements with a literal of each datatype as their object."""
        return _group(
            (statement.object.datatype.value, statement)
            for statement in self.statements
            if isinstance(statement.object, ox.Literal)
        )

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """The classes of each thing, as stated."""
        kinds: defaultdict[str, set[str]] = defaultdict(set)
        for statement in self.by_predicate.get(TYPE, ()):
            kinds[statement.subject.value].add(statement.object.value)
        return dict(kinds)

    def read(self, predicate: str) -> list[Statement]:
        """Return the statements of one predicate, by its prefixed name."""
        return self.by_predicate.get(expand(predicate), [])

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a property, by its prefixed name, of one thing."""
        name = expand(predicate)
        return [
            statement.object
            for statement in self.by_subject.get(subject, ())
            if statement.predicate == name
        ]


def list_statements(index: Index, part: Part, place: str = "") -> Iterator[Statement]:
    """Yield what a part of an index states, in the order of reading.

    `place` tells its units from those of the same name elsewhere.
    """
    names: dict[int, str] = {}
    for (start, graph), (stop, _) in pairwise([*part.graphs, (part.rows.stop, "")]):
        unit = f"{place} {graph}" if place else graph
        for row in range(start, stop):
            predicate = index.predicates[row]
            if predicate not in names:
                names[predicate] = index.term(predicate).value
            subject = cast("Node", index.term(index.subjects[row]))
            value = index.term(index.objects[row])
            yield Statement(subject, names[predicate], value, graph, unit)


def _group(pairs: Iterable[tuple[str, Statement]]) -> dict[str, list[Statement]]:
    groups: defaultdict[str, list[Statement]] = defaultdict(list)
    for key, statement in pairs:
        groups[key].append(statement)
    return dict(groups)
