"""What a shape asks of many nodes at once: which of them fail it.

A check of values is asked which of some value nodes fail; a check of nodes, which of some focus
nodes fail, given the values of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyoxigraph as ox
from rdflib import RDF, RDFS
from rdflib.term import Node

from azru_kg.check.shacl.screen.paths import Path, follow
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import Table, Values, gather, pair, spread

_NONE: set[int] = set()


class ValueCheck(Protocol):
    """Something that each value has to pass alone."""

    def find_failing(self, values: set[int]) -> set[int]:
        """Return the values that fail."""


class NodeCheck(Protocol):
    """Something that each node has to pass with all its values."""

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes that fail; a node without values is not in the table."""


@dataclass(slots=True)
class Screen:
    """All that one shape asks.

    Where it is not `exact`, more nodes may be said to fail than do. Where it is `fragile`, pySHACL
    may give up on some node, so that it has to be asked about all that pySHACL asks it about.
    `separate` are the property shapes of a node shape that nobody else names: pySHACL says the same
    of a node whether it is asked about the whole shape or about one of them.
    """

    triples: Triples
    path: Path | None
    values: list[ValueCheck] = field(default_factory=list)
    nodes: list[NodeCheck] = field(default_factory=list)
    separate: dict[Node, Screen] = field(default_factory=dict)
    exact: bool = True
    fragile: bool = False

    def find_failing(self, nodes: set[int]) -> set[int]:
        """Return the nodes that fail."""
        parts = (part.find_failing(nodes) for part in self.separate.values())
        return _unite([self.find_failing_as_a_whole(nodes), *parts])

    def find_failing_as_a_whole(self, nodes: set[int]) -> set[int]:
        """Return the nodes that fail something else than the separate property shapes."""
        if self.path is None:
            failing = _unite(check.find_failing(nodes) for check in self.values)
            table: Table = dict(zip(nodes, nodes, strict=True)) if self.nodes else {}
        else:
            table = follow(self.path, nodes, self.triples)
            failing = self._find_failing_by_value(nodes, table)
        return _unite([failing, *(check.find_failing(nodes, table) for check in self.nodes)])

    def _find_failing_by_value(self, nodes: set[int], table: Table) -> set[int]:
        if not self.values:
            return set()
        values = gather(nodes, table)
        bad = _unite(check.find_failing(values) for check in self.values)
        failing = set[int]()
        for node, reached in pair(nodes, table) if bad else ():
            if reached is not None and not bad.isdisjoint(spread(reached)):
                failing.add(node)
        return failing


@dataclass(frozen=True, slots=True)
class Test:
    """A test of single values, each made once."""

    passes: Callable[[int], bool]
    passed: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)

    def find_failing(self, values: set[int]) -> set[int]:
        """Return the values that fail."""
        for value in values - self.passed - self.failed:
            (self.passed if self.passes(value) else self.failed).add(value)
        return values & self.failed


@dataclass(frozen=True, slots=True)
class Members:
    """Values have to be among some."""

    members: set[int]

    def find_failing(self, values: set[int]) -> set[int]:
        """Return the values that are not."""
        return values - self.members


@dataclass(frozen=True, slots=True)
class Every:
    """Values have to conform to all of some shapes."""

    shapes: Sequence[Screen]

    def find_failing(self, values: set[int]) -> set[int]:
        """Return the values that fail one."""
        return _unite(shape.find_failing(values) for shape in self.shapes)


@dataclass(frozen=True, slots=True)
class Some:
    """Values have to conform to one of some shapes, or to exactly one."""

    shapes: Sequence[Screen]
    only: bool

    def find_failing(self, values: set[int]) -> set[int]:
        """Return the values that fail all, or do not fail all but one."""
        if self.only:
            return self._find_failing_to_be_one(values)
        failing = values
        for shape in self.shapes:
            # pySHACL asks about all, even where one shape has passed already.
            failing = failing & shape.find_failing(values if shape.fragile else failing)
        return failing

    def _find_failing_to_be_one(self, values: set[int]) -> set[int]:
        passed, twice = set[int](), set[int]()
        for shape in self.shapes:
            passing = values - shape.find_failing(values)
            twice |= passed & passing
            passed |= passing
        return (values - passed) | twice


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Values may conform to none of some shapes."""

    shapes: Sequence[Screen]

    def find_failing(self, values: set[int]) -> set[int]:
        """Return the values that conform to one."""
        return _unite(values - shape.find_failing(values) for shape in self.shapes)


@dataclass(frozen=True, slots=True)
class Closed:
    """Values may have the predicates allowed, and no other."""

    triples: Triples
    allowed: frozenset[int]

    def find_failing(self, values: set[int]) -> set[int]:
        """Return the values that have another."""
        failing, kind = set[int](), self.triples.number(RDF.type)
        for predicate in self.triples.names:
            if predicate not in self.allowed and predicate != kind:
                failing |= self.triples.tables[predicate].keys() & values
        return failing | self._find_typed(values)

    def _find_typed(self, values: set[int]) -> set[int]:
        # That something is a resource is always allowed.
        kind, resource = self.triples.number(RDF.type), self.triples.number(RDFS.Resource)
        if kind in self.allowed:
            return set()
        table = self.triples.tables.get(kind, {})
        return {value for value in values if set(spread(table.get(value, _NONE))) - {resource}}


@dataclass(frozen=True, slots=True)
class Cardinality:
    """Nodes have so many values at least, or at most."""

    least: int = 0
    most: int | None = None

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes that have fewer or more."""
        failing = nodes.difference(table) if self.least else set[int]()
        if self.least > 1 or self.most is not None:
            one_passes = self._passes(1)
            for node, values in pair(nodes, table):
                if type(values) is set:
                    if not self._passes(len(values)):
                        failing.add(node)
                elif not one_passes and values is not None:
                    failing.add(node)
        return failing

    def _passes(self, count: int) -> bool:
        return count >= self.least and (self.most is None or count <= self.most)


@dataclass(frozen=True, slots=True)
class Qualified:
    """So many values at least, or at most, conform to a shape."""

    shape: Screen
    least: int
    most: int | None

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes where fewer or more do."""
        values = gather(nodes, table)
        passing = values - self.shape.find_failing(values)
        failing = set()
        for node in nodes:
            count = len(passing.intersection(spread(table.get(node, _NONE))))
            if count < self.least or (self.most is not None and count > self.most):
                failing.add(node)
        return failing


@dataclass(frozen=True, slots=True)
class Has:
    """Nodes have all of some values."""

    wanted: frozenset[int | None]

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes that lack one."""
        wanted = self.wanted
        if None in wanted:
            return nodes
        if len(wanted) == 1:
            (only,) = wanted
            return {
                node
                for node, values in pair(nodes, table)
                if values != only and not (isinstance(values, set) and only in values)
            }
        return {node for node in nodes if not wanted <= set(spread(table.get(node, _NONE)))}


@dataclass(frozen=True, slots=True)
class Pair:
    """The values of nodes are equal to, or disjoint with, those of another predicate."""

    other: Table
    equal: bool

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes where they are not."""
        failing = set()
        for node in nodes:
            values = set(spread(table.get(node, _NONE)))
            others = set(spread(self.other.get(node, _NONE)))
            if values != others if self.equal else values & others:
                failing.add(node)
        return failing


@dataclass(frozen=True, slots=True)
class UniqueLanguage:
    """No two values of a node are in the same language."""

    triples: Triples

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes where two are."""
        return {node for node in nodes if self._repeats(table.get(node))}

    def _repeats(self, values: set[int] | int | None) -> bool:
        if not isinstance(values, set):
            return False
        terms = [self.triples.term(value) for value in values]
        tags = [
            term.language.lower()
            for term in terms
            if isinstance(term, ox.Literal) and term.language
        ]
        return len(set(tags)) < len(tags)


@dataclass(frozen=True, slots=True)
class Less:
    """The values of nodes come before those of another predicate."""

    passes: Callable[[int, Values], bool]

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes where one does not."""
        return {node for node in nodes if node in table and not self.passes(node, table[node])}


def _unite(sets: Iterable[set[int]]) -> set[int]:
    return set[int]().union(*sets)
