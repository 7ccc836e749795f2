"""Tests literals and other single values as pySHACL does, most of them without asking it.

Only what certainly passes, or follows from a text alone, is decided here. The rest is put to the
component of pySHACL itself, one value at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import pyoxigraph as ox
from pyshacl.pytypes import SHACLExecutor
from rdflib import RDF, RDFS, SH, XSD, Graph
from rdflib.term import Node

from azru_kg.check.shacl.screen.paths import Unknown
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import Table, Values, spread
from azru_kg.rdf.lexical import is_well_typed

Passes = Callable[[int], bool]
Compares = Callable[[int, Values], bool]

FAILURES = (RuntimeError, ValueError, TypeError, AssertionError, LookupError, ArithmeticError)
"""What pySHACL and rdflib raise on shapes and values that they cannot deal with."""

_NONE: set[int] = set()
_TEXTS = (ox.NamedNode, ox.Literal)
_KINDS: dict[Node, tuple[type, ...]] = {
    SH.IRI: (ox.NamedNode,),
    SH.BlankNode: (ox.BlankNode,),
    SH.Literal: (ox.Literal,),
    SH.BlankNodeOrIRI: (ox.NamedNode, ox.BlankNode),
    SH.BlankNodeOrLiteral: (ox.BlankNode, ox.Literal),
    SH.IRIOrLiteral: (ox.NamedNode, ox.Literal),
}
# To pySHACL, they may be the datatype of a literal that has another one.
_ANY_LITERAL = frozenset(map(str, (RDFS.Literal, RDFS.Datatype)))
# Forms of which every one is plain to see, and in the order of its text or number.
_DATE = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


class Literals:
    """Makes tests of the values of some triples, out of components of pySHACL."""

    def __init__(self, triples: Triples, view: Graph) -> None:
        self._triples = triples
        self._view = view
        self._executor = SHACLExecutor()
        self._order = cache(self._find_order)

    def ask(self, component: Any) -> Passes:
        """Return a test that puts each value to pySHACL."""
        node = self._triples.node
        return lambda value: self._evaluate(component, node(value), {node(value)})

    def test_kind(self, component: Any) -> Passes:
        """Return a test of sh:nodeKind."""
        kinds = _KINDS.get(component.nodekind_rule, ())
        return lambda value: isinstance(self._triples.term(value), kinds)

    def test_datatype(self, component: Any) -> Passes:
        """Return a test of sh:datatype."""
        wanted, ask = str(component.datatype_rule), self.ask(component)
        tagged = wanted == str(RDF.langString)

        def passes(value: int) -> bool:
            term = self._triples.term(value)
            if not isinstance(term, ox.Literal):
                return False
            if tagged and term.language:
                return True
            if term.datatype.value != wanted:
                return wanted in _ANY_LITERAL and ask(value)
            known = is_well_typed(term.value, wanted)
            return ask(value) if known is None else known

        return passes

    def test_pattern(self, component: Any) -> Passes:
        """Return a test of sh:pattern."""
        patterns = list(component.compiled_cache.values())
        if len(patterns) == 1:
            return self._test_text(patterns[0].search)
        return self._test_text(lambda text: all(pattern.search(text) for pattern in patterns))

    def test_least_length(self, component: Any) -> Passes:
        """Return a test of sh:minLength."""
        least = int(component.string_rules[0].value)
        return self._test_text(lambda text: len(text) >= least) if least else lambda _: True

    def test_most_length(self, component: Any) -> Passes:
        """Return a test of sh:maxLength."""
        most = int(component.string_rules[0].value)
        return self._test_text(lambda text: len(text) <= most)

    def test_language(self, component: Any) -> Passes:
        """Return a test of sh:languageIn."""
        ask, known = self.ask(component), dict[str, bool]()

        def passes(value: int) -> bool:
            term = self._triples.term(value)
            if not isinstance(term, ox.Literal) or not term.language:
                return False
            if term.language not in known:
                known[term.language] = ask(value)
            return known[term.language]

        return passes

    def compare(self, component: Any, other: Table, *, or_equal: bool) -> Compares:
        """Return a test of sh:lessThan or sh:lessThanOrEquals, on a node and its values."""

        def passes(node: int, values: Values) -> bool:
            bounds = other.get(node, _NONE)
            if type(values) is int and type(bounds) is int:
                own, bound = self._order(values), self._order(bounds)
                if own and bound and own[0] == bound[0]:
                    return bool(own[1] <= bound[1] if or_equal else own[1] < bound[1])
            ranks = [self._order(value) for value in spread(values)]
            limits = [self._order(value) for value in spread(bounds)]
            kinds = {None if rank is None else rank[0] for rank in [*ranks, *limits]}
            if None in kinds or len(kinds) > 1:
                nodes = {self._triples.node(value) for value in spread(values)}
                return self._evaluate(component, self._triples.node(node), nodes)
            pairs = product(filter(None, ranks), filter(None, limits))
            return all(
                rank <= limit if or_equal else rank < limit for (_, rank), (_, limit) in pairs
            )

        return passes

    def _evaluate(self, component: Any, focus: Node, values: set[Node]) -> bool:
        try:
            conforms, _ = component.evaluate(self._executor, self._view, {focus: values}, [])
        except FAILURES as error:
            raise Unknown(str(error)) from error
        return bool(conforms)

    def _test_text(self, fits: Callable[[str], object]) -> Passes:
        def passes(value: int) -> bool:
            term = self._triples.term(value)
            return isinstance(term, _TEXTS) and bool(fits(term.value))

        return passes

    def _find_order(self, value: int) -> tuple[str, Any] | None:
        """Return the kind of a value and its place among that kind, where both are plain to see."""
        term = self._triples.term(value)
        if not isinstance(term, ox.Literal):
            return None
        if term.datatype.value == str(XSD.integer) and _INTEGER.fullmatch(term.value):
            return "integer", int(term.value)
        if term.datatype.value == str(XSD.date) and _DATE.fullmatch(term.value):
            return "date", term.value
        return None
