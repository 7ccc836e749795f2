"""Watches over one run of pySHACL: what takes too long, what fails, and by which shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from pyshacl.errors import ConstraintLoadWarning
from rdflib import SH, Graph
from rdflib.term import Node

from azru_kg.check.shacl.amended.rings import Answer, Rings
from azru_kg.check.shacl.deadlines import OutOfTime, limit


class ShapeFault(RuntimeError):
    """A shape that cannot be applied, and why."""

    def __init__(self, shape: Node, reason: str) -> None:
        super().__init__(reason)
        self.shape = shape
        self.reason = reason


Key = tuple[Node, Node]
_LATE = "the time for the run was up before it"


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What ran out of time: a part of a shape, such as a constraint, at a node if that is known."""

    shape: Node
    part: Node
    focus: Node | None
    reason: str


@dataclass(slots=True)
class Watch:
    """The limits of one run, in seconds, and what has come of them.

    `begin` is told of each shape when its targets are about to be judged.
    """

    rings: Rings
    seconds: float | None
    end: float | None = None
    unjudged: dict[Key, Unjudged] = field(default_factory=dict)
    begin: Callable[[Node], None] = lambda shape: None

    @classmethod
    def over(cls, shapes: Graph, seconds: float | None, run_seconds: float | None) -> Watch:
        """Return a watch over a run by some shapes that begins now."""
        end = None if run_seconds is None else monotonic() + run_seconds
        return cls(Rings(shapes), seconds, end)

    @property
    def is_over(self) -> bool:
        """Whether the run has taken all its time."""
        return self.end is not None and monotonic() >= self.end

    def guard(self, key: Key, focus: Node | None, judge: Callable[[], Any], otherwise: Any) -> Any:
        """Return what comes of judging, or something else, and a note, where time is up for it.

        The key is of a shape and a part of it. What has run out of time once is not tried again.
        Raises ShapeFault for what fails.
        """
        if key in self.unjudged:
            return otherwise
        if self.is_over:
            self._note(key, focus, _LATE)
            return otherwise
        try:
            with limit(self.find_limit()):
                return self.blame(key[0], judge)
        except OutOfTime:
            self._note(key, focus, "it ran out of time")
            return otherwise

    def blame(self, shape: Node, judge: Callable[[], Any]) -> Any:
        """Return what comes of judging; raise ShapeFault, by the shape, for what fails."""
        try:
            return judge()
        except (ShapeFault, ConstraintLoadWarning):
            raise
        except Exception as error:
            raise ShapeFault(shape, _explain(error)) from error

    def skip(self, shape: Node) -> Answer:
        """Note that a shape is left out because the run is over, and take it to conform."""
        self._note((shape, SH.Shape), None, _LATE)
        return True, []

    def find_limit(self) -> float | None:
        """Return how many seconds what begins now may take."""
        left = None if self.end is None else max(self.end - monotonic(), 0)
        limits = [seconds for seconds in (left, self.seconds) if seconds is not None]
        return min(limits, default=None)

    def _note(self, key: Key, focus: Node | None, reason: str) -> None:
        self.unjudged.setdefault(key, Unjudged(*key, focus, reason))


def _explain(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it leads from node to node more often than can be followed"
    return str(error) or repr(error)
