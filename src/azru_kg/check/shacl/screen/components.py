"""Makes the checks of a shape out of what pySHACL has read of it.

pySHACL's own classes read the shape, so that both take a parameter for the same thing. What one of
them refuses, and what the screen has no check for, is Unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pyparsing import ParseBaseException
from pyshacl.errors import ConstraintLoadWarning
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from azru_kg.check.shacl.amended.install import COMPONENTS
from azru_kg.check.shacl.screen import checks
from azru_kg.check.shacl.screen.checks import Screen, Test
from azru_kg.check.shacl.screen.literals import FAILURES, Literals
from azru_kg.check.shacl.screen.paths import Unknown, compile_path
from azru_kg.check.shacl.screen.queries import compile_query
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.errors import AzruError
from azru_kg.rdf.index import gather, spread

# pySHACL gives up where shapes are nested deeper than 15.
_DEEPEST = 10
_ANYTHING = URIRef("urn:anything")
_PARAMETERS = set(COMPONENTS)
_REFUSALS = (*FAILURES, ConstraintLoadWarning, re.error, ParseBaseException, AzruError)


def find_targets(shape: Any) -> Iterator[tuple[URIRef, Node]]:
    """Yield the targets of a shape of pySHACL: what kind, and of what."""
    nodes, classes, implicit, objects, subjects = shape.target()
    yield from ((SH.targetNode, node) for node in nodes)
    yield from ((SH.targetClass, node) for node in [*classes, *implicit])
    yield from ((SH.targetObjectsOf, node) for node in objects)
    yield from ((SH.targetSubjectsOf, node) for node in subjects)


class Compiler:
    """Makes screens of shapes; the triples must be complete."""

    def __init__(self, shapes: ShapesGraph, triples: Triples, view: Graph) -> None:
        self._shapes = shapes
        self._graph: Graph = shapes.graph
        self._triples = triples
        self._literals = Literals(triples, view)
        self._known: dict[Node, Screen] = {}
        self._open: list[Node] = []

    def compile(self, shape: Any) -> Screen:
        """Return the screen of a shape of pySHACL; raise Unknown where there can be none."""
        if shape.node in self._open or len(self._open) > _DEEPEST:
            raise Unknown("a shape that leads back to itself, or is nested too deep")
        if shape.node not in self._known:
            self._open.append(shape.node)
            try:
                self._known[shape.node] = self._compile(shape)
            finally:
                self._open.pop()
        return self._known[shape.node]

    def find_instances(self, kind: Node) -> set[int]:
        """Return the instances of a class and of those below it."""
        below, waiting = set[int](), {self._triples.number(kind)}
        upwards = self._triples.inverse(self._triples.number(RDFS.subClassOf))
        while waiting:
            number = waiting.pop()
            if number not in below:
                below.add(number)
                waiting |= set(spread(upwards.get(number, set())))
        table = self._triples.inverse(self._triples.number(RDF.type))
        return gather(below, table)

    def _compile(self, shape: Any) -> Screen:
        screen = Screen(self._triples, None)
        if shape.deactivated:
            return screen
        if shape.is_property_shape:
            screen.path = compile_path(self._graph, shape.path(), self._triples)
        if shape.find_custom_constraints():
            raise Unknown("a constraint component of one's own")
        predicates = set(self._graph.predicates(shape.node))
        kinds = {COMPONENTS[parameter] for parameter in predicates & _PARAMETERS}
        for kind in sorted(kinds, key=lambda kind: str(kind.__name__)):
            try:
                component = kind(shape)
            except _REFUSALS as error:
                raise Unknown(str(error)) from error
            self._add(screen, component)
        return screen

    def _add(self, screen: Screen, component: Any) -> None:
        name = type(component).__name__.removesuffix("ConstraintComponent")
        literals = self._literals
        if name in _TESTS:
            screen.values.append(Test(_TESTS[name](literals, component)))
        elif name in _MAKERS:
            _MAKERS[name](self, component, screen)
        else:
            raise Unknown(name)

    def add_class(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:class."""
        screen.values += [
            checks.Members(self.find_instances(rule)) for rule in component.class_rules
        ]

    def add_in(self, component: Any, screen: Screen) -> None:
        """Add the check of sh:in."""
        numbers = {self._triples.find(value) for value in component.in_vals}
        screen.values.append(checks.Members({number for number in numbers if number is not None}))

    def add_nodes(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:node."""
        shapes = [self._find(node, screen, as_property=False) for node in component.node_shapes]
        screen.values.append(checks.Every(shapes))

    def add_properties(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:property."""
        for node in component.property_shapes:
            shape = self._find(node, screen, as_property=True)
            if screen.path is None and self._is_separate(node):
                screen.separate[node] = shape
            else:
                screen.values.append(shape)

    def add_all(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:and."""
        for members in component.and_list:
            shapes = [self._find(node, screen) for node in self._graph.items(members)]
            screen.values.append(checks.Every(shapes))

    def add_any(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:or."""
        for members in component.or_list:
            shapes = [self._find(node, screen) for node in self._graph.items(members)]
            screen.values.append(checks.Some(shapes, only=False))

    def add_one(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:xone."""
        for members in component.xone_nodes:
            shapes = [self._find_exact(node, screen) for node in self._graph.items(members)]
            screen.values.append(checks.Some(shapes, only=True))

    def add_not(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:not."""
        shapes = [self._find_exact(node, screen) for node in component.not_list]
        screen.values.append(checks.NoneOf(shapes))

    def add_qualified(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:qualifiedValueShape."""
        if component.is_disjoint:
            raise Unknown("sh:qualifiedValueShapesDisjoint")
        for shape in component.value_shapes:
            inner = self._find_exact(shape, screen)
            least, most = component.min_count or 0, component.max_count
            screen.nodes.append(checks.Qualified(inner, least, most))

    def add_closed(self, component: Any, screen: Screen) -> None:
        """Add the check of sh:closed."""
        if not component.is_closed:
            return
        paths = [
            self._find_shape(node, as_property=True).path() for node in component.property_shapes
        ]
        named = [path for path in [*paths, *component.ignored_props] if isinstance(path, URIRef)]
        allowed = frozenset(map(self._triples.number, named))
        screen.values.append(checks.Closed(self._triples, allowed))

    def add_least(self, component: Any, screen: Screen) -> None:
        """Add the check of sh:minCount."""
        screen.nodes.append(checks.Cardinality(least=int(component.min_count.value)))

    def add_most(self, component: Any, screen: Screen) -> None:
        """Add the check of sh:maxCount."""
        screen.nodes.append(checks.Cardinality(most=int(component.max_count.value)))

    def add_has(self, component: Any, screen: Screen) -> None:
        """Add the check of sh:hasValue."""
        screen.nodes.append(checks.Has(frozenset(map(self._triples.find, component.has_value_set))))

    def add_equals(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:equals."""
        for other in map(self._triples.table, component.property_compare_set):
            screen.nodes.append(checks.Pair(other, equal=True))

    def add_disjoint(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:disjoint."""
        for other in map(self._triples.table, component.property_compare_set):
            screen.nodes.append(checks.Pair(other, equal=False))

    def add_less(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:lessThan and sh:lessThanOrEquals."""
        or_equal = "OrEquals" in type(component).__name__
        screen.fragile = True
        for other in map(self._triples.table, component.property_compare_set):
            passes = self._literals.compare(component, other, or_equal=or_equal)
            screen.nodes.append(checks.Less(passes))

    def add_languages(self, component: Any, screen: Screen) -> None:
        """Add the check of sh:uniqueLang."""
        if True in component.string_rules:
            screen.nodes.append(checks.UniqueLanguage(self._triples))

    def add_queries(self, component: Any, screen: Screen) -> None:
        """Add the checks of sh:sparql."""
        screen.exact = False
        for query in component.sparql_constraints:
            if query.deactivated:
                continue
            try:
                bound, text = query.pre_bind_variables(_ANYTHING)
                compiled = compile_query(text, query.prefixes, self._triples)
            except _REFUSALS as error:
                raise Unknown(str(error)) from error
            if set(bound) != {"this"}:
                raise Unknown("a query that does not use $this, or more than that")
            screen.nodes.append(compiled)

    def _is_separate(self, node: Node) -> bool:
        """Tell whether a shape with an IRI is named once, and has no targets."""
        # A blank node would stand in the report with all that is said of it.
        shape = self._find_shape(node, as_property=True)
        named = list(self._graph.subjects(None, node))
        return isinstance(node, URIRef) and len(named) == 1 and not any(find_targets(shape))

    def _find(self, node: Node, screen: Screen, *, as_property: bool | None = None) -> Screen:
        """Return the screen of a shape that another one names."""
        named = self.compile(self._find_shape(node, as_property=as_property))
        screen.exact &= named.exact
        screen.fragile |= named.fragile
        return named

    def _find_exact(self, node: Node, screen: Screen) -> Screen:
        named = self._find(node, screen)
        if not named.exact:
            raise Unknown("a query in a shape that must not, or not always, conform")
        return named

    def _find_shape(self, node: Node, *, as_property: bool | None) -> Any:
        try:
            shape = self._shapes.lookup_shape_from_node(node)
        except KeyError as error:
            raise Unknown("a shape that is none") from error
        if as_property is not None and shape.is_property_shape != as_property:
            raise Unknown("a shape of the other kind")
        return shape


_TESTS: dict[str, Callable[[Literals, Any], Callable[[int], bool]]] = {
    "Datatype": Literals.test_datatype,
    "NodeKind": Literals.test_kind,
    "Pattern": Literals.test_pattern,
    "MinLength": Literals.test_least_length,
    "MaxLength": Literals.test_most_length,
    "LanguageIn": Literals.test_language,
    "MinExclusive": Literals.ask,
    "MinInclusive": Literals.ask,
    "MaxExclusive": Literals.ask,
    "MaxInclusive": Literals.ask,
}
_MAKERS: dict[str, Callable[[Compiler, Any, Screen], None]] = {
    "Class": Compiler.add_class,
    "In": Compiler.add_in,
    "Node": Compiler.add_nodes,
    "Property": Compiler.add_properties,
    "And": Compiler.add_all,
    "Or": Compiler.add_any,
    "Xone": Compiler.add_one,
    "Not": Compiler.add_not,
    "QualifiedValueShape": Compiler.add_qualified,
    "Closed": Compiler.add_closed,
    "MinCount": Compiler.add_least,
    "MaxCount": Compiler.add_most,
    "HasValue": Compiler.add_has,
    "Equals": Compiler.add_equals,
    "Disjoint": Compiler.add_disjoint,
    "LessThan": Compiler.add_less,
    "LessThanOrEquals": Compiler.add_less,
    "UniqueLang": Compiler.add_languages,
    "SPARQLBasedConstraint": Compiler.add_queries,
}
