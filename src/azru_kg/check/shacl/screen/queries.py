"""Screens with the query of a SPARQL constraint: on which nodes it may find something.

A query is followed as far as it is known: basic graph patterns, FILTER with EXISTS, NOT EXISTS,
comparisons of STR(), IN and NOT IN of IRIs. A FILTER that is not known is taken to be true. So
every node on which the query finds something is found, and perhaps others. For any other query,
Unknown is raised.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from azru_kg.check.shacl.screen.paths import Unknown
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import Table, spread

Binding = dict[str, int]
_Part = str | int
_Pattern = tuple[_Part, _Part, _Part]
_Truth = bool | None

_THIS = "this"
_SEEN_THROUGH = {"SelectQuery", "Project", "Distinct", "Reduced", "Extend"}
_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class NodeQuery:
    """A query that may find something on nodes given as $this."""

    triples: Triples
    group: Group

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes on which it may find something."""
        triples, find = self.triples, self.group.find
        return {node for node in nodes if find(triples, {_THIS: node}) is not False}


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns, in an order in which each is bound by those before it, and filters."""

    patterns: Sequence[_Pattern]
    filters: Sequence[Callable[[Triples, Binding], _Truth]]

    def find(self, triples: Triples, bound: Binding, start: int = 0) -> _Truth:
        """Whether there is a solution that contains what is bound; None if that is not known."""
        if start == len(self.patterns):
            truths = {test(triples, bound) for test in self.filters}
            return False if False in truths else None if None in truths else True
        known: _Truth = False
        for more in _match(triples, self.patterns[start], bound):
            found = self.find(triples, more, start + 1)
            if found:
                return True
            known = None if found is None else known
        return known


def compile_query(text: str, prefixes: Mapping[str, str], triples: Triples) -> NodeQuery:
    """Return a screening query for the query of a constraint."""
    # Prefixes declared in the text would take longer to parse than the query.
    prepared = prepareQuery(text, initNs=dict(prefixes))
    return NodeQuery(triples, _compile(prepared.algebra, triples, {_THIS}))


def _compile(part: CompValue, triples: Triples, bound: set[str]) -> Group:
    conditions = []
    part = _unwrap(part)
    while part.name in _SEEN_THROUGH or part.name == "Filter":
        if part.name == "Filter":
            conditions += _split(part.expr)
        part = _unwrap(part.p)
    if part.name != "BGP":
        raise Unknown(f"{part.name} in a query")
    known = set(bound)
    patterns = _arrange([_read_pattern(pattern, triples) for pattern in part.triples], known)
    return Group(patterns, [_compile_test(condition, triples, known) for condition in conditions])


def _split(condition: Any) -> list[Any]:
    """Return the conditions that must all hold: rdflib makes one of all FILTERs of a group."""
    if getattr(condition, "name", "") != "ConditionalAndExpression":
        return [condition]
    return [each for part in (condition.expr, *condition.other) for each in _split(part)]


def _unwrap(part: CompValue) -> CompValue:
    """Return what is joined with an empty pattern, which is how rdflib begins each group."""
    while part.name == "Join" and part.p1.name == "BGP" and not part.p1.triples:
        part = part.p2
    return part


def _read_pattern(pattern: Sequence[Any], triples: Triples) -> _Pattern:
    first, second, third = (_read_term(term, triples) for term in pattern)
    return first, second, third


def _read_term(term: Any, triples: Triples) -> _Part:
    if isinstance(term, Variable | BNode):
        return str(term)
    if isinstance(term, URIRef):
        return triples.number(term)
    raise Unknown("a path or a literal in a query")


def _arrange(patterns: list[_Pattern], known: set[str]) -> list[_Pattern]:
    """Return patterns in an order in which each can be looked up; add their variables to known."""
    waiting, arranged = list(patterns), []
    while waiting:
        ready = [pattern for pattern in waiting if _is_ready(pattern, known)]
        if not ready:
            raise Unknown("a pattern that nothing binds in a query")
        arranged.append(ready[0])
        waiting.remove(ready[0])
        known |= {part for part in ready[0] if isinstance(part, str)}
    return arranged


def _is_ready(pattern: _Pattern, known: set[str]) -> bool:
    subject, predicate, value = (isinstance(part, int) or part in known for part in pattern)
    # What hangs on a constant alone may have millions of subjects.
    tied = subject or (value and not isinstance(pattern[2], int))
    return predicate and tied


def _match(triples: Triples, pattern: _Pattern, bound: Binding) -> Iterator[Binding]:
    subject, predicate, value = (
        part if isinstance(part, int) else bound.get(part) for part in pattern
    )
    if predicate is None:
        raise Unknown("a predicate that nothing binds in a query")
    if subject is not None:
        name, ends = pattern[2], triples.tables.get(predicate, {}).get(subject)
    else:
        name, ends, value = pattern[0], triples.inverse(predicate).get(value or 0), None
    for end in () if ends is None else spread(ends):
        if value is None:
            yield {**bound, str(name): end}
        elif value == end:
            yield bound


def _compile_test(
    expression: Any, triples: Triples, known: set[str]
) -> Callable[[Triples, Binding], _Truth]:
    name = getattr(expression, "name", "")
    if name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
        group = _compile(expression.graph, triples, known)
        return _test_existence(group, wanted=name == "Builtin_EXISTS")
    if name == "RelationalExpression" and expression.op in _COMPARISONS:
        names = [_read_str(side, known) for side in (expression.expr, expression.other)]
        if None not in names:
            return _test_texts(str(names[0]), _COMPARISONS[expression.op], str(names[1]))
    if name == "RelationalExpression" and expression.op in ("IN", "NOT IN"):
        listed = [term for term in expression.other if isinstance(term, URIRef)]
        if len(listed) == len(expression.other) and str(expression.expr) in known:
            numbers = {triples.number(term) for term in listed}
            return _test_list(str(expression.expr), numbers, wanted=expression.op == "IN")
    return lambda triples, bound: None


def _read_str(expression: Any, known: set[str]) -> str | None:
    """Return the name of the variable in STR(?variable), where it is bound."""
    if getattr(expression, "name", "") != "Builtin_STR" or str(expression.arg) not in known:
        return None
    return str(expression.arg) if isinstance(expression.arg, Variable) else None


def _test_existence(group: Group, *, wanted: bool) -> Callable[[Triples, Binding], _Truth]:
    def test(triples: Triples, bound: Binding) -> _Truth:
        found = group.find(triples, bound)
        return None if found is None else found is wanted

    return test


def _test_list(
    name: str, numbers: set[int], *, wanted: bool
) -> Callable[[Triples, Binding], _Truth]:
    return lambda triples, bound: (bound[name] in numbers) is wanted


def _test_texts(
    first: str, compare: Callable[[str, str], bool], second: str
) -> Callable[[Triples, Binding], _Truth]:
    def test(triples: Triples, bound: Binding) -> _Truth:
        terms = triples.term(bound[first]), triples.term(bound[second])
        if any(isinstance(term, ox.BlankNode) for term in terms):
            return None
        left, right = (str(getattr(term, "value", "")) for term in terms)
        return compare(left, right)

    return test
