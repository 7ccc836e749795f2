"""Puts the constraints of a shape into plain words."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from azru_kg.check.finding import spell
from azru_kg.check.shacl.report_graph import Namer, spell_path

_DEEPEST = 4
_TRUE = "true"

_TARGETS: dict[URIRef, str] = {
    SH.targetClass: "every {}",
    SH.targetSubjectsOf: "whatever has {}",
    SH.targetObjectsOf: "every value of {}",
    SH.targetNode: "{}",
}
_COUNTS: dict[URIRef, str] = {
    SH.minCount: "at least {} value{}",
    SH.maxCount: "at most {} value{}",
    SH.minLength: "at least {} character{}",
    SH.maxLength: "at most {} character{}",
}
_SINGLE: dict[URIRef, str] = {
    SH["class"]: "each is of the class {}",
    SH.datatype: "each is a literal of the datatype {}",
    SH.hasValue: "{} is among them",
    SH.minInclusive: "each is at least {}",
    SH.maxInclusive: "each is at most {}",
    SH.minExclusive: "each is more than {}",
    SH.maxExclusive: "each is less than {}",
    SH.lessThan: "each comes before {}",
    SH.lessThanOrEquals: "none comes after {}",
    SH.disjoint: "none is a value of {} too",
    SH.equals: "they are the values of {}",
    SH.pattern: "each matches the pattern {}",
}
_LISTS: dict[URIRef, str] = {
    SH["in"]: "each is one of {}",
    SH.languageIn: "each is in one of the languages {}",
    SH.ignoredProperties: "besides, it may have {}",
}
_NESTED: dict[URIRef, str] = {
    SH.node: "each meets {}",
    SH["not"]: "none meets {}",
}
_CHOICES: dict[URIRef, str] = {
    SH["or"]: "each meets at least one of {}",
    SH["and"]: "each meets all of {}",
    SH.xone: "each meets exactly one of {}",
}
KINDS: dict[Node, str] = {
    SH.IRI: "an IRI",
    SH.Literal: "a literal",
    SH.BlankNode: "a blank node",
    SH.BlankNodeOrIRI: "an IRI or a blank node",
    SH.BlankNodeOrLiteral: "a literal or a blank node",
    SH.IRIOrLiteral: "an IRI or a literal",
}
"""The kinds of nodes in words."""


def word_targets(shapes: Graph, shape: Node) -> str:
    """Return what a shape is about, or nothing where it has no target."""
    parts = [
        text.format(spell(target))
        for parameter, text in _TARGETS.items()
        for target in sorted(shapes.objects(shape, parameter), key=str)
    ]
    return ", ".join(parts)


def word_path(shapes: Graph, shape: Node) -> str:
    """Return the path of a property shape, or nothing for a node shape."""
    path = shapes.value(shape, SH.path)
    return "" if path is None else spell_path(shapes, path)


def word_constraints(shapes: Graph, shape: Node, depth: int = 0) -> list[str]:
    """Return each constraint of a shape in words; those of its property shapes are not among them.

    >>> shapes = Graph().parse(data='''PREFIX sh: <http://www.w3.org/ns/shacl#>
    ... <urn:s> sh:path <urn:p> ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI .''')
    >>> word_constraints(shapes, URIRef("urn:s"))
    ['exactly 1 value', 'each is an IRI']
    """
    words = [*_word_counts(shapes, shape), *_word_values(shapes, shape)]
    return [*words, *_word_shapes(shapes, shape, depth), *_word_rest(shapes, shape)]


def word_component(shapes: Graph, shape: Node, component: str) -> str:
    """Return the constraint that a component of SHACL checks, in words, or nothing."""
    name = component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
    parameter = URIRef(f"{SH}{name[:1].lower()}{name[1:]}")
    alone = Graph(bind_namespaces="none")
    alone += shapes
    for predicate in set(alone.predicates(shape)) - {parameter, SH.path}:
        alone.remove((shape, predicate, None))
    return "; ".join(word_constraints(alone, shape))


def _word_counts(shapes: Graph, shape: Node) -> Iterator[str]:
    least, most = (shapes.value(shape, parameter) for parameter in (SH.minCount, SH.maxCount))
    exact = least is not None and str(least) == str(most)
    if exact:
        yield _count("exactly {} value{}", least)
    for parameter, text in _COUNTS.items():
        for number in shapes.objects(shape, parameter):
            if not (exact and parameter in (SH.minCount, SH.maxCount)):
                yield _count(text, number)
    for value in shapes.objects(shape, SH.qualifiedValueShape):
        what = _word_nested(shapes, value, 1)
        for parameter, text in ((SH.qualifiedMinCount, "least"), (SH.qualifiedMaxCount, "most")):
            for number in shapes.objects(shape, parameter):
                yield f"at {text} {number} of them meet{'s' if str(number) == '1' else ''} {what}"


def _word_values(shapes: Graph, shape: Node) -> Iterator[str]:
    for parameter, text in _SINGLE.items():
        for value in sorted(shapes.objects(shape, parameter), key=str):
            yield text.format(str(value) if parameter == SH.pattern else spell(value))
    for kind in shapes.objects(shape, SH.nodeKind):
        yield f"each is {KINDS.get(kind, spell(kind))}"
    for parameter, text in _LISTS.items():
        for head in shapes.objects(shape, parameter):
            names = [_spell_member(member) for member in Collection(shapes, head)]
            yield text.format(", ".join(names) or "nothing")


def _word_shapes(shapes: Graph, shape: Node, depth: int) -> Iterator[str]:
    for parameter, text in _NESTED.items():
        for value in sorted(shapes.objects(shape, parameter), key=str):
            yield text.format(_word_nested(shapes, value, depth + 1))
    for parameter, text in _CHOICES.items():
        for head in shapes.objects(shape, parameter):
            options = [
                _word_nested(shapes, member, depth + 1) for member in Collection(shapes, head)
            ]
            yield text.format(" | ".join(options))


def _word_rest(shapes: Graph, shape: Node) -> Iterator[str]:
    if str(shapes.value(shape, SH.uniqueLang)) == _TRUE:
        yield "one value in each language"
    if str(shapes.value(shape, SH.closed)) == _TRUE:
        names = sorted(
            {
                spell_path(shapes, path)
                for part in shapes.objects(shape, SH.property)
                for path in shapes.objects(part, SH.path)
            }
        )
        yield f"it has no other properties than {', '.join(names) or 'none'}"


def _word_nested(shapes: Graph, shape: Node, depth: int) -> str:
    """Return a shape that stands within another: what it is called, or else what it asks."""
    label = shapes.value(shape, RDFS.label)
    if label is not None:
        return f"“{label}”"
    if depth >= _DEEPEST:
        return f"“{Namer(shapes).name(shape)}”"
    parts = word_constraints(shapes, shape, depth)
    inner = sorted(shapes.objects(shape, SH.property), key=str)
    parts += [_word_nested(shapes, part, depth + 1) for part in inner]
    path = word_path(shapes, shape)
    return f"({path}: {'; '.join(parts)})" if path else f"({'; '.join(parts)})"


def _count(text: str, number: object) -> str:
    return text.format(number, "" if str(number) == "1" else "s")


def _spell_member(node: Node) -> str:
    return str(node) if isinstance(node, Literal) else spell(node)
