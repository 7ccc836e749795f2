"""Rules on shapes: each one judges something."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit, name_term
from azru_kg.check.lint.usage import climb, is_testing
from azru_kg.graph.layout import SHAPES_GRAPH
from azru_kg.rdf.oxigraph_terms import Node
from azru_kg.rdf.prefixes import expand, shorten
from azru_kg.rdf.statements import TYPE, Statements

_TARGETS = tuple(
    expand(f"sh:target{kind}") for kind in ("Class", "SubjectsOf", "ObjectsOf", "Node")
)
_KINDS = frozenset(
    expand(f"sh:{kind}") for kind in ("NodeShape", "PropertyShape", "SPARQLConstraint")
)


def find_dead_targets(corpus: Corpus) -> Iterator[Hit]:
    """Yield each target of a shape that selects no node of the data."""
    data = Statements(
        statement for statement in corpus.given.statements if statement.graph != SHAPES_GRAPH
    )
    classes = climb(
        corpus.all, {statement.object.value for statement in data.by_predicate.get(TYPE, ())}
    )
    selected = {
        expand("sh:targetClass"): classes,
        expand("sh:targetSubjectsOf"): set(data.by_predicate),
        expand("sh:targetObjectsOf"): set(data.by_predicate),
        expand("sh:targetNode"): {*data.by_subject, *data.by_object},
    }
    for path, nodes in selected.items():
        for target in corpus.given.by_predicate.get(path, ()):
            # A literal may be a target node too, and is one wherever it stands.
            if isinstance(target.object, ox.Literal) or target.object.value in nodes:
                continue
            if not is_testing(corpus.all, target.object.value):
                yield hit(
                    target, f"{shorten(target.object.value)} selects nothing: the shape is dead"
                )


def find_unreached(corpus: Corpus) -> Iterator[Hit]:
    """Yield each shape that no shape with a target leads to."""
    shapes = Statements(
        statement for statement in corpus.given.statements if statement.graph == SHAPES_GRAPH
    )
    links: dict[Node, list[Node]] = {}
    for statement in shapes.statements:
        if not isinstance(statement.object, ox.Literal):
            links.setdefault(statement.subject, []).append(statement.object)
    reached = {
        statement.subject for path in _TARGETS for statement in shapes.by_predicate.get(path, ())
    }
    waiting = list(reached)
    while waiting:
        new = set(links.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    for statement in shapes.by_predicate.get(TYPE, ()):
        if statement.object.value in _KINDS and statement.subject not in reached:
            message = f"No shape with a target leads to {name_term(statement.subject)}"
            yield Hit(statement.subject, message, TYPE, graph=statement.graph)


RULES = (
    Rule(
        name="dead-target",
        severity="warning",
        asks="Every target of a shape selects something, or its class has the status “testing”.",
        why="A shape whose class or property is misspelt judges nothing, and all data conform.",
        fix="correct the target, or remove the shape.",
        find=find_dead_targets,
        whole=True,
    ),
    Rule(
        name="unreached-shape",
        severity="warning",
        asks="Every shape has a target, or is part of one that has.",
        why="It reads like a rule and is never applied.",
        fix="add it to a shape with a target (sh:property, sh:node), or remove it.",
        find=find_unreached,
        whole=True,
    ),
)
