"""Runs the queries of shapes on the data and on nothing else.

rdflib follows FROM and SERVICE wherever they lead, so that a query is looked at when it is whole,
with its prefixes, and nothing that reaches out is run. What fails on one value is an error of its
expression, as SPARQL says (17.3), and not the end of the run. What is known of a solution is looked
up first, so that a query about one thing takes no longer the more data there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rdflib import XSD, BNode, Graph, Literal, Variable
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.evaluate import evalBGP
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue, Expr
from rdflib.plugins.sparql.sparql import Query, SPARQLError
from rdflib.query import Result

OUTSIDE = {"DatasetClause": "FROM", "ServiceGraphPattern": "SERVICE"}
"""What in a query leads out of the data, by its name in the tree of rdflib."""

_Pattern = tuple[Any, Any, Any]

_EVALUATION = "azru-kg"
_FAILURES = (
    *(TypeError, ValueError, AttributeError, ArithmeticError, LookupError, re.error),
    *(AssertionError, NotImplementedError),
)


class Refused(ValueError):
    """A query that would reach out of the data."""


class DataGraph(Graph):
    """A graph that answers queries without leaving it, each text of them parsed once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make an empty graph, as rdflib does."""
        super().__init__(*args, **kwargs)
        self._prepared: dict[str, Query] = {}

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Return the answer of a query; raise Refused for one that would reach out."""
        if isinstance(query_object, str):
            if query_object not in self._prepared:
                self._prepared[query_object] = prepare(query_object)
            query_object = self._prepared[query_object]
        with _own_evaluation():
            answer = super().query(query_object, *args, **kwargs)
            if answer.type == "SELECT":
                len(answer.bindings)  # they are found one by one, and only now
            return answer


def prepare(text: str) -> Query:
    """Return a query that is ready to run; raise Refused for one that would reach out.

    A literal with xsd:string becomes the plain one that it is.
    """
    parsed = parseQuery(text)
    for part in list_parts(parsed):
        if part.name in OUTSIDE:
            raise Refused(f"{OUTSIDE[part.name]} is refused in a query")
    query = translateQuery(parsed)
    traverse(query.algebra, visitPre=_to_plain)
    return query


def list_parts(parsed: Any) -> list[CompValue]:
    """Return all parts of the syntax tree of a query."""
    parts: list[CompValue] = []

    def note(part: object) -> None:
        if isinstance(part, CompValue):
            parts.append(part)

    traverse(list(parsed), visitPre=note)
    return parts


def _to_plain(part: object) -> Literal | None:
    if isinstance(part, Literal) and part.datatype == XSD.string:
        return Literal(str(part))
    return None


@contextmanager
def _own_evaluation() -> Iterator[None]:
    evaluate = Expr.eval
    Expr.eval = _evaluate  # type: ignore[assignment,method-assign]
    CUSTOM_EVALS[_EVALUATION] = _evaluate_part
    try:
        yield
    finally:
        Expr.eval = evaluate  # type: ignore[method-assign]
        CUSTOM_EVALS.pop(_EVALUATION, None)


def _evaluate(expression: Any, context: Any = None) -> Any:
    """Return the value of an expression, or its error, which may be any of a function."""
    try:
        expression.ctx = {} if context is None else context
        value = expression._evalfn(expression.ctx)
    except SPARQLError as error:
        return error
    except _FAILURES as error:
        return SPARQLError(str(error))
    finally:
        expression.ctx = None
    plain = _to_plain(value)
    return value if plain is None else plain


def _evaluate_part(context: Any, part: Any) -> Iterator[Any]:
    """Find triples, and nothing in named graphs: the data are one graph without any."""
    if part.name == "BGP":
        return evalBGP(context, _put_in_order(part.triples, context))
    if part.name in OUTSIDE:
        raise Refused(f"{OUTSIDE[part.name]} is refused in a query")
    if part.name != "Graph":
        raise NotImplementedError
    return iter(())


def _put_in_order(patterns: Iterable[_Pattern], context: Any) -> list[_Pattern]:
    """Return triple patterns in an order in which each has few ends that are open.

    Of those with as few it takes one with a thing that is found before one with a constant, which
    may stand in any number of triples: rdflib alone goes by their number.
    """
    rest, ordered = list(patterns), list[_Pattern]()
    found: set[Any] = set()

    def rate(pattern: _Pattern) -> tuple[int, int]:
        known = [term in found or context[term] is not None for term in pattern]
        return known.count(False), sum(not isinstance(term, Variable | BNode) for term in pattern)

    while rest:
        best = min(rest, key=rate)
        rest.remove(best)
        ordered.append(best)
        found.update(best)
    return ordered
