"""Follows shapes that lead back to themselves, which SHACL leaves open (3.4.3).

pySHACL ends where a shape has been met three times, be it at other nodes: a long chain is a ring to
it. Here a ring is the same shape at the same node, and what is asked inside of it is taken to hold
until it has been answered: a node fails where there is a reason for it, and for no other. Where the
ring leads through a sh:not, that would be no answer, and the shape is refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyshacl.constraints.core import logical_constraints as logical
from pyshacl.constraints.core import shape_based_constraints as based
from rdflib import RDF, SH, Graph
from rdflib.term import Node

Answer = tuple[bool, list[Any]]
_Key = tuple[Node, Node]

_SHAPES = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)
_LISTS = (SH["and"], SH["or"], SH.xone)
_TURNING = (
    logical.NotConstraintComponent,
    logical.XoneConstraintComponent,
    based.QualifiedValueShapeConstraintComponent,
)


class Ring(RuntimeError):
    """A shape that leads back to itself where that means nothing."""


class Rings:
    """The answers given so far, in one run, of shapes that lead back to themselves.

    An answer may rest on one that is still open, of which the depth is kept: it holds as long as
    that one is open, and for good if that one turns out to conform.
    """

    def __init__(self, shapes: Graph) -> None:
        self.shapes = find_recursive(shapes)
        self._open: dict[_Key, tuple[int, int]] = {}
        self._known: dict[_Key, Answer] = {}
        self._resting: dict[_Key, float] = {}
        self._rest = math.inf

    def answer(self, key: _Key, path: list[Any], ask: Callable[[], Answer]) -> Answer:
        """Return the answer whether a node conforms to a shape, the key being of the two.

        `path` is the way of shapes and constraints to it. Raises Ring where it leads back to itself
        through what turns an answer round.
        """
        if key in self._open:
            return self._assume(key, path)
        if key in self._known:
            self._rest = min(self._rest, self._resting.get(key, math.inf))
            return self._known[key]
        return self._ask(key, len(path), ask)

    def _assume(self, key: _Key, path: list[Any]) -> Answer:
        depth, start = self._open[key]
        if any(isinstance(step, _TURNING) for step in path[start:]):
            raise Ring(f"it leads back to itself at {key[1].n3()} through what must not conform")
        self._rest = min(self._rest, depth)
        return True, []

    def _ask(self, key: _Key, start: int, ask: Callable[[], Answer]) -> Answer:
        depth, before, outer = len(self._open), len(self._resting), self._rest
        self._open[key], self._rest = (depth, start), math.inf
        try:
            conforms, results = ask()
        finally:
            del self._open[key]
        rest = self._rest
        self._known[key] = answer = conforms, _once(results)
        if conforms and rest < depth:
            self._resting[key] = rest
        else:
            self._settle(list(self._resting)[before:], keep=conforms)
        self._rest = min(outer, rest if rest < depth else math.inf)
        return answer

    def _settle(self, keys: Iterable[_Key], *, keep: bool) -> None:
        """Keep for good what rests on an answer that is given now, or forget it."""
        for key in keys:
            del self._resting[key]
            if not keep:
                del self._known[key]


def find_recursive(shapes: Graph) -> frozenset[Node]:
    """Return all shapes of a graph that lead back to themselves, and perhaps some between these."""
    leads = {node: set(_list_next(shapes, node)) for node in shapes.subjects(unique=True)}
    while True:
        aims = set().union(*leads.values())
        kept = {
            node: after & leads.keys()
            for node, after in leads.items()
            if node in aims and after & leads.keys()
        }
        if len(kept) == len(leads):
            return frozenset(kept)
        leads = kept


def _list_next(shapes: Graph, node: Node) -> Iterator[Node]:
    for predicate in _SHAPES:
        yield from shapes.objects(node, predicate)
    for predicate in _LISTS:
        for members in shapes.objects(node, predicate):
            for cell in shapes.transitive_objects(members, RDF.rest):
                yield from shapes.objects(cell, RDF.first)


def _once(results: list[Any]) -> list[Any]:
    """Return results without repetition: the second of the three parts of each is its node."""
    return list({result[1]: result for result in results}.values())
