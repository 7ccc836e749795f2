"""Constraints that compare: a value that stands in no order is a result, not the end of the run.

pySHACL raises on blank nodes, and takes the order of rdflib, in which a date comes before a number
and "a"@en before "b". To SHACL such pairs cannot be compared, and are results (4.3, 4.5.3, 4.5.4).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyshacl.constraints.core import property_pair_constraints as pairs
from pyshacl.constraints.core import value_range_constraints as ranges
from rdflib import Literal
from rdflib.term import Node

from azru_kg.check.shacl.comparing import compare

Result = tuple[bool, list[Any]]
_Fits = Callable[[int, int], bool]


def _judge_pairs(
    component: Any,
    values: Iterable[Node],
    others: Iterable[Node],
    graph: Any,
    focus: Node,
    fits: _Fits,
) -> Result:
    others = list(others)
    bad = [value for value in values for other in others if not _fits(value, other, fits)]
    return bool(bad), [component.make_v_result(graph, focus, value_node=value) for value in bad]


def _judge_limit(
    component: Any, limit: Node, graph: Any, values: Mapping[Node, Iterable[Node]], fits: _Fits
) -> Result:
    if not isinstance(limit, Literal):
        raise ValueError(f"{limit} is no literal, and nothing compares with it")
    bad = [
        (focus, value)
        for focus, reached in values.items()
        for value in reached
        if not _fits(value, limit, fits)
    ]
    results = [component.make_v_result(graph, focus, value_node=value) for focus, value in bad]
    return bool(bad), results


def _fits(one: Node, other: Node, fits: _Fits) -> bool:
    order = compare(one, other)
    return order is not None and fits(order, 0)


class LessThan(pairs.LessThanConstraintComponent):
    """Constraint sh:lessThan."""

    def _compare_lt(self, values: Any, others: Any, graph: Any, focus: Node) -> Result:
        return _judge_pairs(self, values, others, graph, focus, operator.lt)


class LessThanOrEquals(pairs.LessThanOrEqualsConstraintComponent):
    """Constraint sh:lessThanOrEquals."""

    def _compare_ltoe(self, values: Any, others: Any, graph: Any, focus: Node) -> Result:
        return _judge_pairs(self, values, others, graph, focus, operator.le)


class MinExclusive(ranges.MinExclusiveConstraintComponent):
    """Constraint sh:minExclusive."""

    def _evaluate_min_rule(self, limit: Node, graph: Any, values: Any) -> Result:
        return _judge_limit(self, limit, graph, values, operator.gt)


class MinInclusive(ranges.MinInclusiveConstraintComponent):
    """Constraint sh:minInclusive."""

    def _evaluate_min_rule(self, limit: Node, graph: Any, values: Any) -> Result:
        return _judge_limit(self, limit, graph, values, operator.ge)


class MaxExclusive(ranges.MaxExclusiveConstraintComponent):
    """Constraint sh:maxExclusive."""

    def _evaluate_max_rule(self, limit: Node, graph: Any, values: Any) -> Result:
        return _judge_limit(self, limit, graph, values, operator.lt)


class MaxInclusive(ranges.MaxInclusiveConstraintComponent):
    """Constraint sh:maxInclusive."""

    def _evaluate_max_rule(self, limit: Node, graph: Any, values: Any) -> Result:
        return _judge_limit(self, limit, graph, values, operator.le)
