"""Screens with the query of a SPARQL constraint: on which nodes it may find something.

A query is followed as far as it is known: basic graph patterns, FILTER with EXISTS, NOT EXISTS,
comparisons of STR(), IN and NOT IN of IRIs. A FILTER that is not known is taken to be true. So
every node on which the query finds something is found, and perhaps others. For any other query,
Unknown is raised.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from azru_kg.check.shacl.screen.paths import Unknown
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import Table, Values

_Part = str | int
_Pattern = tuple[_Part, _Part, _Part]
_Truth = bool | None
_Row = list[int]
"""The numbers of what variables and names stand for, each at a place of its own."""

Find = Callable[[_Row], _Truth]
"""Whether there is a solution that contains what is bound; None if that is not known."""

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
_NOTHING: Table = {}


@dataclass(frozen=True, slots=True)
class NodeQuery:
    """A query that may find something on nodes given as $this, which is the first of a row."""

    row: _Row
    find: Find

    def find_failing(self, nodes: set[int], table: Table) -> set[int]:
        """Return the nodes on which it may find something."""
        row, find, failing = self.row, self.find, set[int]()
        for node in nodes:
            row[0] = node
            if find(row) is not False:
                failing.add(node)
        return failing


def compile_query(text: str, prefixes: Mapping[str, str], triples: Triples) -> NodeQuery:
    """Return a screening query for the query of a constraint."""
    # Prefixes declared in the text would take longer to parse than the query.
    prepared = prepareQuery(text, initNs=dict(prefixes))
    query = _Query(triples)
    return NodeQuery(query.row, query.compile(prepared.algebra, {_THIS: 0}))


class _Query:
    """A query that is being compiled; `row` has a place for each variable of each group."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self.row: _Row = [0]

    def compile(self, part: CompValue, bound: Mapping[str, int]) -> Find:
        """Return a search for solutions of a group: patterns that bind variables, then filters."""
        conditions = []
        part = _unwrap(part)
        while part.name in _SEEN_THROUGH or part.name == "Filter":
            if part.name == "Filter":
                conditions += _split(part.expr)
            part = _unwrap(part.p)
        if part.name != "BGP":
            raise Unknown(f"{part.name} in a query")
        patterns = [_read_pattern(pattern, self._triples) for pattern in part.triples]
        known = dict(bound)
        searches = [
            self._compile_pattern(pattern, known) for pattern in _arrange(patterns, set(bound))
        ]
        find = _test_all([self._compile_test(condition, known) for condition in conditions])
        for search in reversed(searches):
            find = search(find)
        return find

    def _compile_pattern(self, pattern: _Pattern, known: dict[str, int]) -> Callable[[Find], Find]:
        """Return what makes a search out of the one that comes after it; add to what is known."""
        subject, predicate, value = pattern
        if _is_known(subject, known):
            ends, new = self._look_up(predicate, self._place(subject, known), known), value
        else:
            ends, new = self._look_back(predicate, self._place(value, known), known), subject
        if _is_known(new, known):
            return partial(_check, ends, self._place(new, known))
        return partial(_spread, ends, self._place(new, known))

    def _place(self, part: _Part, known: dict[str, int]) -> int:
        """Return the place of a variable, a new one if it has none, or of a name."""
        if isinstance(part, str) and part in known:
            return known[part]
        self.row.append(0 if isinstance(part, str) else part)
        if isinstance(part, str):
            known[part] = len(self.row) - 1
        return len(self.row) - 1

    def _look_up(self, predicate: _Part, place: int, known: dict[str, int]) -> _LookUp:
        if isinstance(predicate, int):
            table = self._triples.tables.get(predicate, _NOTHING)
            return lambda row: table.get(row[place])
        tables, name = self._triples.tables, known[predicate]
        return lambda row: tables.get(row[name], _NOTHING).get(row[place])

    def _look_back(self, predicate: _Part, place: int, known: dict[str, int]) -> _LookUp:
        inverse = self._triples.inverse
        if isinstance(predicate, int):
            table = inverse(predicate)
            return lambda row: table.get(row[place])
        name = known[predicate]
        return lambda row: inverse(row[name]).get(row[place])

    def _compile_test(self, expression: Any, known: Mapping[str, int]) -> Find:
        name = getattr(expression, "name", "")
        if name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            group = self.compile(expression.graph, known)
            return _test_existence(group, wanted=name == "Builtin_EXISTS")
        if name == "RelationalExpression" and expression.op in _COMPARISONS:
            sides = [_read_str(side, known) for side in (expression.expr, expression.other)]
            places = [side for side in sides if side is not None]
            if len(places) == len(sides):
                return _test_texts(self._triples, places, _COMPARISONS[expression.op])
        if name == "RelationalExpression" and expression.op in ("IN", "NOT IN"):
            listed = [term for term in expression.other if isinstance(term, URIRef)]
            if len(listed) == len(expression.other) and str(expression.expr) in known:
                numbers = {self._triples.number(term) for term in listed}
                place = known[str(expression.expr)]
                return _test_list(place, numbers, wanted=expression.op == "IN")
        return lambda row: None


_LookUp = Callable[[_Row], Values | None]


def _spread(look_up: _LookUp, place: int, find: Find) -> Find:
    """Return a search that binds the variable at a place to all that is looked up."""

    def search(row: _Row) -> _Truth:
        ends = look_up(row)
        if ends is None:
            return False
        if isinstance(ends, int):
            row[place] = ends
            return find(row)
        known: _Truth = False
        for end in ends:
            row[place] = end
            found = find(row)
            if found:
                return True
            known = None if found is None else known
        return known

    return search


def _check(look_up: _LookUp, place: int, find: Find) -> Find:
    """Return a search that goes on where what stands at a place is among what is looked up."""

    def search(row: _Row) -> _Truth:
        ends = look_up(row)
        there = row[place] in ends if isinstance(ends, set) else row[place] == ends
        return find(row) if there else False

    return search


def _test_all(tests: Sequence[Find]) -> Find:
    """Return whether all tests are true: False where one is false, whatever is not known."""

    def test_all(row: _Row) -> _Truth:
        known: _Truth = True
        for test in tests:
            truth = test(row)
            if truth is False:
                return False
            known = None if truth is None else known
        return known

    return test_all


def _is_known(part: _Part, known: Mapping[str, int]) -> bool:
    return isinstance(part, int) or part in known


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


def _read_str(expression: Any, known: Mapping[str, int]) -> int | None:
    """Return the place of the variable in STR(?variable), where it is bound."""
    if getattr(expression, "name", "") != "Builtin_STR" or str(expression.arg) not in known:
        return None
    return known[str(expression.arg)] if isinstance(expression.arg, Variable) else None


def _test_existence(group: Find, *, wanted: bool) -> Find:
    def test(row: _Row) -> _Truth:
        found = group(row)
        return None if found is None else found is wanted

    return test


def _test_list(place: int, numbers: set[int], *, wanted: bool) -> Find:
    return lambda row: (row[place] in numbers) is wanted


def _test_texts(
    triples: Triples, places: Sequence[int], compare: Callable[[str, str], bool]
) -> Find:
    first, second = places

    @cache
    def read(number: int) -> str | None:
        term = triples.term(number)
        return None if isinstance(term, ox.BlankNode) else str(getattr(term, "value", ""))

    def test(row: _Row) -> _Truth:
        left, right = read(row[first]), read(row[second])
        return None if left is None or right is None else compare(left, right)

    return test
