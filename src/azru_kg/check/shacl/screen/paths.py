"""Follows SHACL property paths through numbered triples, as the amended pySHACL does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import Table, add_value, gather, pair, spread

_NONE: set[int] = set()
# pySHACL gives up where a path is nested deeper.
_DEEPEST = 8
Repeat = Literal["zero or more", "one or more", "zero or one"]

_REPEATS: dict[URIRef, Repeat] = {
    SH.zeroOrMorePath: "zero or more",
    SH.oneOrMorePath: "one or more",
    SH.zeroOrOnePath: "zero or one",
}


class Unknown(Exception):
    """Something in a shape that the screen leaves to pySHACL."""


@dataclass(frozen=True, slots=True)
class Step:
    """One predicate, from subject to object or the other way."""

    predicate: int
    backwards: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths one after the other."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Paths of which any will do."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A path taken several times, or not at all."""

    part: Path
    times: Repeat


Path = Step | Sequence | Alternatives | Repetition


def compile_path(graph: Graph, node: Node, triples: Triples) -> Path:
    """Return a path of a shapes graph; raise Unknown for one that pySHACL may not follow."""
    return _compile(graph, node, triples, backwards=False, depth=0)


def follow(path: Path, nodes: Collection[int], triples: Triples) -> Table:
    """Return the value nodes that a path leads to from each node, where there are any.

    There may be other nodes in the table as well. It is not to be changed.
    """
    if isinstance(path, Step):
        if path.backwards:
            return triples.inverse(path.predicate)
        return triples.tables.get(path.predicate, {})
    if isinstance(path, Sequence):
        return _follow_sequence(path, nodes, triples)
    ends: Table = {}
    if isinstance(path, Alternatives):
        for part in path.parts:
            table = follow(part, nodes, triples)
            for node in nodes:
                for value in spread(table.get(node, _NONE)):
                    add_value(ends, node, value)
        return ends
    repeated = ((node, _repeat(path, node, triples)) for node in nodes)
    return {node: values for node, values in repeated if values}


def _follow_sequence(path: Sequence, nodes: Collection[int], triples: Triples) -> Table:
    first = follow(path.parts[0], nodes, triples)
    for part in path.parts[1:]:
        second = follow(part, gather(nodes, first), triples)
        joined: Table = {}
        for node, steps in pair(nodes, first):
            if type(steps) is int:
                values = second.get(steps)
                if values is not None:
                    joined[node] = values
            elif steps is not None and (ends := gather(spread(steps), second)):
                joined[node] = ends
        first = joined
    return first


def _repeat(path: Repetition, node: int, triples: Triples) -> set[int]:
    start = spread(follow(path.part, [node], triples).get(node, _NONE))
    if path.times == "zero or one":
        return {node, *start}
    reached = {node} if path.times == "zero or more" else set()
    waiting = set(start)
    while waiting:
        next_node = waiting.pop()
        if next_node not in reached:
            reached.add(next_node)
            waiting |= set(spread(follow(path.part, [next_node], triples).get(next_node, _NONE)))
    return reached


def _compile(graph: Graph, node: Node, triples: Triples, *, backwards: bool, depth: int) -> Path:
    if isinstance(node, URIRef):
        return Step(triples.number(node), backwards)
    if depth > _DEEPEST or not isinstance(node, BNode):
        raise Unknown("a path nested too deep, or a literal as a path")

    def compile_part(part: Node, *, turned: bool = False, place: int = 1) -> Path:
        return _compile(graph, part, triples, backwards=backwards != turned, depth=depth + place)

    if (node, RDF.first, None) in graph:
        listed = enumerate(_read_list(graph, node), start=1)
        parts = [compile_part(part, place=place) for place, part in listed]
        return Sequence(tuple(reversed(parts) if backwards else parts))
    said = [(name, value) for name, value in graph.predicate_objects(node)]
    if len(said) != 1:
        raise Unknown("a path that says other than one thing")
    ((name, value),) = said
    if name == SH.inversePath:
        return compile_part(value, turned=True)
    if name == SH.alternativePath:
        return Alternatives(tuple(map(compile_part, _read_list(graph, value))))
    if isinstance(name, URIRef) and name in _REPEATS:
        return Repetition(compile_part(value), _REPEATS[name])
    raise Unknown("a path of no known kind")


def _read_list(graph: Graph, node: Node) -> list[Node]:
    items: list[Node] = []
    while node != RDF.nil:
        first, rest = list(graph.objects(node, RDF.first)), list(graph.objects(node, RDF.rest))
        if len(first) != 1 or len(rest) != 1 or len(items) > _DEEPEST:
            raise Unknown("a list that is not well-formed, or long")
        items.append(first[0])
        node = rest[0]
    if len(items) < 2:
        raise Unknown("a list of fewer than two paths")
    return items
