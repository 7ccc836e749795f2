"""Finds the nodes that may fail a shape, so that pySHACL need not be asked about all others.

Everything is decided over all nodes of a shape at once, on numbered triples. A shape of which
anything is not known to the screen keeps its targets: pySHACL then judges all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from azru_kg.check.shacl.amended.watch import Watch
from azru_kg.check.shacl.deadlines import OutOfTime, limit
from azru_kg.check.shacl.screen.components import Compiler, find_targets
from azru_kg.check.shacl.screen.paths import Unknown
from azru_kg.check.shacl.screen.triples import Triples

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What the screen found of one shape: of `targets` nodes, which ones may fail.

    Nodes that may fail some of its separate property shapes and nothing else are not among the
    `suspects`, but in `parts` for each of these. `unknown` says why nothing is known, and is empty
    where something is.
    """

    shape: Node
    targets: int
    suspects: frozenset[int]
    unknown: str = ""
    parts: Mapping[Node, frozenset[int]] = field(default_factory=dict)


def screen(
    shapes: Graph, triples: Triples, view: Graph, watch: Watch | None = None
) -> list[Suspicion]:
    """Return the suspects of each shape that has targets; the shapes graph may be changed.

    A shape for which a watch is without patience is unknown.
    """
    read = ShapesGraph(shapes)
    everything = list(read.shapes)
    compiler = Compiler(read, triples, view)
    return [
        _suspect(shape, compiler, triples, None if watch is None else watch.find_limit())
        for shape in everything
        if not shape.deactivated and any(find_targets(shape))
    ]


def narrow(shapes: Graph, suspicions: list[Suspicion], triples: Triples) -> None:
    """Change a shapes graph so that the suspects are the targets of its shapes."""
    classes = {RDFS.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}
    for suspicion in suspicions:
        if suspicion.unknown:
            continue
        suspects = set(map(triples.node, suspicion.suspects))
        for target in _TARGETS:
            for node in set(shapes.objects(suspicion.shape, target)):
                if target != SH.targetNode or node not in suspects:
                    shapes.remove((suspicion.shape, target, node))
        for kind in set(shapes.objects(suspicion.shape, RDF.type)) & classes:
            shapes.remove((suspicion.shape, RDF.type, kind))
        for shape, numbers in {suspicion.shape: suspicion.suspects, **suspicion.parts}.items():
            for number in numbers:
                shapes.add((shape, SH.targetNode, triples.node(number)))


def _suspect(shape: Any, compiler: Compiler, triples: Triples, seconds: float | None) -> Suspicion:
    try:
        with limit(seconds):
            kinds = find_targets(shape)
            targets = set[int]().union(
                *(_find_nodes(kind, node, compiler, triples) for kind, node in kinds)
            )
            if not targets:
                return Suspicion(shape.node, 0, frozenset())
            asked = compiler.compile(shape)
            suspects = frozenset(asked.find_failing_as_a_whole(targets))
            parts = {
                node: frozenset(part.find_failing(targets) - suspects)
                for node, part in asked.separate.items()
            }
    except Unknown as reason:
        return Suspicion(shape.node, 0, frozenset(), str(reason) or "unknown")
    except OutOfTime:
        return Suspicion(shape.node, 0, frozenset(), "a constraint that takes long")
    return Suspicion(shape.node, len(targets), suspects, parts=parts)


def _find_nodes(kind: URIRef, node: Node, compiler: Compiler, triples: Triples) -> set[int]:
    if kind == SH.targetNode:
        return {triples.number(node)}
    if kind == SH.targetClass:
        return compiler.find_instances(node)
    number = triples.number(node)
    if kind == SH.targetObjectsOf:
        return set(triples.inverse(number))
    return set(triples.tables.get(number, ()))
