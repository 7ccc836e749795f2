"""Has pySHACL judge a graph, with the amended parts; with a screen, about suspects alone."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pyshacl
from rdflib import SH, Graph
from rdflib.term import Node

from azru_kg.check.shacl.amended.install import amend
from azru_kg.check.shacl.amended.watch import Unjudged, Watch
from azru_kg.check.shacl.deadlines import limit
from azru_kg.check.shacl.screen.suspects import narrow, screen
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import frozen
from azru_kg.rdf.rdflib_terms import without_complaints

# pySHACL counts how deep a node leads; what leads in a ring is ended otherwise.
_DEEPEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Data:
    """The data to judge: a graph of rdflib, and the same as numbered triples where they are read.

    Without triples there is no screen: pySHACL judges all.
    """

    graph: Graph
    triples: Triples | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many seconds judging may take: one constraint at one node, and the whole run.

    None is no limit.
    """

    constraint: float | None = 10.0
    run: float | None = None

    def less(self, seconds: float) -> Limits:
        """Return the limits of a run that some seconds have been taken of."""
        return self if self.run is None else replace(self, run=max(self.run - seconds, 0))


def run(
    data: Data, shapes: Graph, limits: Limits, begin: Callable[[Node], None] = lambda shape: None
) -> tuple[Graph, tuple[Unjudged, ...]]:
    """Return the report on data, and what ran out of time; the graph of shapes may be changed.

    `begin` is told of each shape before its nodes are judged. Raises ShapeFault, or what pySHACL
    raises, where a shape cannot be applied.
    """
    # Custom targets are ignored without it, and what they aim at goes unseen.
    advanced = (None, SH.target, None) in shapes
    watch = Watch.over(shapes, limits.constraint, limits.run)
    watch.begin = begin
    # The limit is there for those inside it.
    with _without_log(), without_complaints(), frozen(), amend(watch), limit(math.inf):
        if data.triples is not None and not advanced:
            narrow(shapes, screen(shapes, data.triples, data.graph, watch), data.triples)
        _, report, text = pyshacl.validate(
            data.graph,
            shacl_graph=shapes,
            inference="none",
            do_owl_imports=False,
            advanced=advanced,
            inplace=True,
            max_validation_depth=_DEEPEST,
        )
    if isinstance(report, Graph):
        return report, tuple(watch.unjudged.values())
    raise ValueError(text)


@contextmanager
def _without_log() -> Iterator[None]:
    # pySHACL logs what it raises as well.
    log = logging.getLogger("pyshacl-validate")
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False
