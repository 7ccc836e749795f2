"""Puts the amended parts into pySHACL, for the time of one run.

There is no other way in: pySHACL keeps its constraint components in a table, which is given ours,
and its shapes make up their own minds, so that some of their methods are replaced.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from typing import Any

import pyshacl.helper
import pyshacl.helper.expression_helper
import pyshacl.helper.path_helper
import pyshacl.shape
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core import logical_constraints as logical
from pyshacl.constraints.core import shape_based_constraints as based
from pyshacl.constraints.sparql import sparql_based_constraint_components as custom
from pyshacl.rdfutil import stringify
from pyshacl.shape import Shape
from rdflib import SH, URIRef
from rdflib.term import Node

from azru_kg.check.shacl.amended import ranges
from azru_kg.check.shacl.amended.blank_texts import make_stringifier
from azru_kg.check.shacl.amended.datatypes import Datatype
from azru_kg.check.shacl.amended.messages import format_result_message
from azru_kg.check.shacl.amended.patterns import Pattern
from azru_kg.check.shacl.amended.property_paths import follow_path, write_path
from azru_kg.check.shacl.amended.query_helper import QueryHelper
from azru_kg.check.shacl.amended.rings import Answer
from azru_kg.check.shacl.amended.watch import Watch

COMPONENTS: Mapping[Node, Any] = {
    **CONSTRAINT_PARAMETERS_MAP,
    SH.datatype: Datatype,
    SH.pattern: Pattern,
    SH.lessThan: ranges.LessThan,
    SH.lessThanOrEquals: ranges.LessThanOrEquals,
    SH.minExclusive: ranges.MinExclusive,
    SH.minInclusive: ranges.MinInclusive,
    SH.maxExclusive: ranges.MaxExclusive,
    SH.maxInclusive: ranges.MaxInclusive,
}
"""The class of each constraint component, by the parameters of it."""

# What is asked of other shapes takes the time of these.
_OF_SHAPES = (
    based.NodeConstraintComponent,
    based.PropertyConstraintComponent,
    based.QualifiedValueShapeConstraintComponent,
    logical.AndConstraintComponent,
    logical.NotConstraintComponent,
    logical.OrConstraintComponent,
    logical.XoneConstraintComponent,
)
# Each step from shape to shape is a dozen calls.
_DEEPEST_CALLS = 40_000


@contextmanager
def amend(watch: Watch) -> Iterator[None]:
    """Have pySHACL judge with the amended parts, and under a watch, while the context lasts."""
    guarded = {name: _guard_class(kind, watch) for name, kind in _list_kinds().items()}
    table = {parameter: guarded[kind.__name__] for parameter, kind in COMPONENTS.items()}
    bound = custom.BoundShapeValidatorComponent
    changes: list[tuple[Any, str, Any]] = [
        (pyshacl.shape, "CONSTRAINT_PARAMS", (_Parameters(table), table)),
        (pyshacl.helper, "SPARQLQueryHelperCls", QueryHelper),
        (ConstraintComponent, "_format_sparql_based_result_message", format_result_message),
        (stringify, "stringify_blank_node", make_stringifier()),
        (ConstraintComponent, "recursion_triggers", lambda *_: None),
        (ConstraintComponent, "make_v_result_description", lambda *_, **__: ""),
        (Shape, "validate", _validate_under(watch)),
        (Shape, "focus_nodes", _find_targets_under(watch)),
        (Shape, "value_nodes", _find_values_under(watch)),
        (bound, "evaluate", _evaluate_under(watch, bound.evaluate)),
        (pyshacl.shape, "value_nodes_from_path", follow_path),
        (pyshacl.helper.expression_helper, "value_nodes_from_path", follow_path),
        (pyshacl.helper.path_helper, "shacl_path_to_sparql_path", write_path),
    ]
    # They are kept by the address of a graph, for ever.
    custom.SPARQLConstraintComponentValidator.validator_cache.clear()
    depth = sys.getrecursionlimit()
    with ExitStack() as stack:
        for change in changes:
            stack.enter_context(_replaced(*change))
        stack.callback(sys.setrecursionlimit, depth)
        sys.setrecursionlimit(max(depth, _DEEPEST_CALLS))
        yield


@contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    nothing = object()
    before = vars(owner).get(name, nothing)
    setattr(owner, name, value)
    try:
        yield
    finally:
        if before is nothing:
            delattr(owner, name)
        else:
            setattr(owner, name, before)


class _Parameters(list[Node]):
    """A list in which something is soon found: all that is said of a shape is looked for in it."""

    def __init__(self, parameters: Iterable[Node]) -> None:
        super().__init__(parameters)
        self._known = frozenset(self)

    def __contains__(self, parameter: object) -> bool:
        return parameter in self._known


@cache
def _list_kinds() -> Mapping[str, Any]:
    return {kind.__name__: kind for kind in COMPONENTS.values()}


def _guard_class(kind: Any, watch: Watch) -> Any:
    """Return a class like one of pySHACL, that is under a watch."""

    def make(self: Any, shape: Any) -> None:
        watch.blame(shape.node, lambda: kind.__init__(self, shape))

    evaluate = (
        _evaluate_shapes_under(watch, kind.evaluate)
        if issubclass(kind, _OF_SHAPES)
        else _evaluate_under(watch, kind.evaluate)
    )
    return type(kind.__name__, (kind,), {"__init__": make, "evaluate": evaluate})


_Evaluate = Callable[[Any, Any, Any, Any, list[Any]], Answer]


def _evaluate_shapes_under(watch: Watch, evaluate: _Evaluate) -> _Evaluate:
    def judge(self: Any, executor: Any, graph: Any, values: Any, path: list[Any]) -> Answer:
        answer: Answer = watch.blame(
            self.shape.node, lambda: evaluate(self, executor, graph, values, path)
        )
        return answer

    return judge


def _evaluate_under(watch: Watch, evaluate: _Evaluate) -> _Evaluate:
    def judge(self: Any, executor: Any, graph: Any, values: Any, path: list[Any]) -> Answer:
        component = getattr(self, "constraint", self)
        name = getattr(component, "node", None) or self.shacl_constraint_component
        failed, results = False, []
        for focus, reached in values.items():
            conforms, new = watch.guard(
                (self.shape.node, name),
                focus,
                partial(evaluate, self, executor, graph, {focus: reached}, path),
                (True, []),
            )
            failed |= not conforms
            results += new
        return not failed, results

    return judge


def _validate_under(watch: Watch) -> Callable[..., Answer]:
    validate = Shape.validate

    def judge(
        self: Any,
        executor: Any,
        target_graph: Any,
        focus: Any = None,
        _evaluation_path: list[Any] | None = None,
    ) -> Answer:
        if watch.is_over and not self.deactivated:
            return watch.skip(self.node)
        if focus is None:
            watch.begin(self.node)

        def ask() -> Answer:
            answer: Answer = validate(self, executor, target_graph, focus, _evaluation_path)
            return answer

        if not isinstance(focus, Node) or self.node not in watch.rings.shapes:
            return ask()
        conforms, results = watch.rings.answer((self.node, focus), _evaluation_path or [], ask)
        # Details of details of a ring would have no end; those of a property shape are results.
        return conforms, results if self.is_property_shape else []

    return judge


def _find_targets_under(watch: Watch) -> Callable[..., Any]:
    find: Callable[..., Any] = Shape.focus_nodes

    def find_targets(self: Any, data_graph: Any, debug: bool = False) -> Any:
        key = self.node, SH.target
        return watch.guard(key, None, lambda: find(self, data_graph, debug), set())

    return find_targets


def _find_values_under(watch: Watch) -> Callable[..., Any]:
    find: Callable[..., Any] = Shape.value_nodes

    def find_values(
        self: Any, target_graph: Any, focus: Any, sparql_mode: bool = False, debug: bool = False
    ) -> Any:
        if not self.is_property_shape or isinstance(self.path(), URIRef):
            return find(self, target_graph, focus, sparql_mode, debug)
        foci = list(focus) if isinstance(focus, tuple | list | set) else [focus]
        reached: dict[Node, set[Node]] = {}
        for each in foci:
            reached |= watch.guard(
                (self.node, SH.path),
                each,
                partial(find, self, target_graph, [each], sparql_mode, debug),
                {},
            )
        return reached

    return find_values
