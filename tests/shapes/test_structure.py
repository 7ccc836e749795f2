"""The shapes are alive, reached, named, messaged, and speak of things that exist."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from azru_kg.check.shacl.shapes import Shapes
from azru_kg.rdf.prefixes import BASE, PREFIXES, SHAPES

FindFocus = Callable[[Node, Graph], set[Node]]

MESSAGE = re.compile(r"\S.*\. Fix: \S.*\.")
NAME = re.compile(r"\b([a-z][a-z-]*):([\w-]+)")
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
LISTS = {SH["or"], SH["and"], SH.xone}
# The terms of the recommendation of 2017: Core, and constraints in SPARQL.
TERMS = """
    IRI Info NodeShape PropertyShape SPARQLConstraint Violation Warning BlankNode
    BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral Literal
    alternativePath and class closed datatype deactivated declare defaultValue description
    disjoint equals flags group hasValue ignoredProperties in inversePath languageIn lessThan
    lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount minExclusive
    minInclusive minLength name namespace node nodeKind not oneOrMorePath or order path pattern
    prefix prefixes property qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint select severity sparql targetClass targetNode targetObjectsOf
    targetSubjectsOf uniqueLang xone zeroOrMorePath zeroOrOnePath
"""
# What is said of a node shape that has no constraint of its own.
SILENT = {SH.property, SH.targetClass, SH.targetSubjectsOf}


def test_no_shape_is_dead(targeted: set[Node], data: Graph, find_focus: FindFocus) -> None:
    assert [shape for shape in targeted if not find_focus(shape, data)] == []


def test_every_shape_is_reached_from_one_with_a_target(shapes: Graph, targeted: set[Node]) -> None:
    reached, found = set(targeted), list(targeted)
    for shape in found:
        new = set(_find_used(shapes, shape)) - reached
        reached |= new
        found += new
    described = {subject for subject in shapes.subjects(RDF.type) if subject != URIRef(SHAPES)}
    assert described - reached == set()


def test_every_shape_has_an_iri(shapes: Graph) -> None:
    said_of_blank_nodes = {
        predicate
        for subject, predicate in shapes.subject_predicates()
        if isinstance(subject, BNode)
    }
    paths = {SH.inversePath, SH.alternativePath, SH.zeroOrOnePath}
    assert said_of_blank_nodes <= {RDF.first, RDF.rest, *paths}


def test_every_node_shape_has_one_english_label(shapes: Graph) -> None:
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        labels = list(shapes.objects(shape, RDFS.label))
        assert [label.language for label in labels if isinstance(label, Literal)] == ["en"]


def test_labels_differ(shapes: Graph) -> None:
    labels = [label for _, label in shapes.subject_objects(RDFS.label)]
    assert len(labels) == len(set(labels))


def test_a_property_shape_of_a_targeted_shape_has_a_severity_and_says_what_to_fix(
    shapes: Graph, targeted: set[Node]
) -> None:
    for shape in targeted:
        for part in shapes.objects(shape, SH.property):
            _assert_speaks(shapes, part)


def test_a_targeted_shape_with_constraints_of_its_own_has_a_severity_and_says_what_to_fix(
    shapes: Graph, targeted: set[Node]
) -> None:
    for shape in targeted:
        own = {name for name in shapes.predicates(shape) if str(name).startswith(PREFIXES["sh"])}
        queries = list(shapes.objects(shape, SH.sparql))
        if not own - SILENT:
            continue
        assert _find_severity(shapes, shape) in SEVERITIES
        for speaker in queries or [shape]:
            _assert_message(shapes, speaker)


def test_a_shape_without_target_leaves_speaking_to_those_that_use_it(
    shapes: Graph, targeted: set[Node]
) -> None:
    speaking = {*targeted, *(part for one in targeted for part in shapes.objects(one, SH.property))}
    kinds = (SH.NodeShape, SH.PropertyShape)
    for shape in {shape for kind in kinds for shape in shapes.subjects(RDF.type, kind)} - speaking:
        assert (shape, SH.message, None) not in shapes
        assert (shape, SH.severity, None) not in shapes


def test_every_shacl_term_is_one_of_the_standard(shapes: Graph) -> None:
    terms = {term for triple in shapes for term in triple if isinstance(term, URIRef)}
    used = {term.removeprefix(PREFIXES["sh"]) for term in terms if term.startswith(PREFIXES["sh"])}
    assert used - set(TERMS.split()) == set()


def test_a_part_is_named_after_its_shape_and_stands_in_the_same_file(
    all_shapes: Shapes, shapes: Graph
) -> None:
    homes = _find_homes(all_shapes)
    for predicate in (SH.property, SH.sparql):
        for shape, part in shapes.subject_objects(predicate):
            assert str(part).startswith(f"{shape}-")
            assert homes[part] == homes[shape]


def test_every_shape_is_described_in_one_file(all_shapes: Shapes) -> None:
    assert [node for node, files in _find_homes(all_shapes).items() if len(files) > 1] == []


def test_the_declared_prefixes_are_those_of_the_project(shapes: Graph) -> None:
    declared = {
        str(shapes.value(node, SH.prefix)): str(shapes.value(node, SH.namespace))
        for node in shapes.objects(URIRef(SHAPES), SH.declare)
    }
    assert declared == PREFIXES


def test_every_query_takes_its_prefixes_from_there(shapes: Graph) -> None:
    for query in shapes.objects(None, SH.sparql):
        assert list(shapes.objects(query, SH.prefixes)) == [URIRef(SHAPES)]


def test_the_shapes_speak_of_terms_and_things_that_exist(shapes: Graph, data: Graph) -> None:
    named = {term for term in shapes.objects() if isinstance(term, URIRef)}
    for query in shapes.objects(None, SH.select):
        pairs = NAME.findall(str(query))
        named |= {URIRef(PREFIXES[prefix] + local) for prefix, local in pairs}
    own = {term for term in named if term.startswith(BASE)} - set(shapes.subjects())
    assert [term for term in own if (term, None, None) not in data] == []


def _assert_speaks(shapes: Graph, part: Node) -> None:
    assert _find_severity(shapes, part) in SEVERITIES
    _assert_message(shapes, part)


def _assert_message(shapes: Graph, speaker: Node) -> None:
    (message,) = shapes.objects(speaker, SH.message)
    assert isinstance(message, Literal)
    assert message.language == "en"
    assert MESSAGE.fullmatch(message)


def _find_severity(shapes: Graph, shape: Node) -> Node:
    (severity,) = shapes.objects(shape, SH.severity)
    return severity


def _find_used(shapes: Graph, shape: Node) -> Iterator[Node]:
    """Yield the shapes and queries that a shape names, in its lists too."""
    for predicate, value in shapes.predicate_objects(shape):
        named = Collection(shapes, value) if predicate in LISTS else [value]
        yield from (one for one in named if (one, RDF.type, None) in shapes)


def _find_homes(all_shapes: Shapes) -> dict[Node, set[str]]:
    homes: defaultdict[Node, set[str]] = defaultdict(set)
    for file, graph in zip(all_shapes.files, all_shapes.graphs, strict=True):
        for subject in graph.subjects():
            if isinstance(subject, URIRef):
                homes[subject].add(file.path.name)
    return homes
