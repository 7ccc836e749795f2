"""Where triples stand: in which named graphs, and where a path leads through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from azru_kg.provenance.syntax import Untraceable
from azru_kg.rdf.oxigraph_terms import AnyTerm

Place = str | None
"""The IRI of a named graph, or None for the default graph itself."""

Fact = tuple[AnyTerm, AnyTerm, AnyTerm, Place]
"""A triple, and a place where it stands."""

Row = Sequence[AnyTerm | None]
"""The values of a solution, in the order of its variables."""


class Described(Protocol):
    """What queries are asked of, with the dataset that they see."""

    def select(self, text: str) -> tuple[Sequence[str], Iterable[Row]]:
        """Return the names of the variables of a SELECT query, and its solutions."""

    def find(
        self, subject: AnyTerm | None, predicate: AnyTerm | None, object_: AnyTerm | None
    ) -> Iterable[Fact]:
        """Return the triples of the default graph that match, once for each place they are from."""

    def tell_document(self, place: str) -> tuple[str | None, str | None]:
        """Return the source that a named graph is the file of, and a title, where there are any."""


@dataclass(frozen=True, slots=True)
class Document:
    """That a named graph holds what a row rests on; None is the default graph itself."""

    graph: Place


@dataclass(frozen=True, slots=True)
class Absence:
    """That nothing matches a pattern: in a named graph, or in the default one, which is None."""

    pattern: str
    graph: Place


@dataclass(frozen=True, slots=True)
class Untold:
    """That a row rests on something else, too, of which is not told what; and why not."""

    reason: str


@dataclass(frozen=True, slots=True)
class SummedUp:
    """That a row sums up a group: what it rests on is all that the group rests on."""


Ground = Document | Absence | Untold | SummedUp
"""What a row can rest on."""

_MOST_STEPS: Final = 300_000


class StatedFacts:
    """The triples of a dataset, as they are wanted, each looked up once."""

    def __init__(self, data: Described) -> None:
        self._data = data
        self._forward: dict[tuple[AnyTerm, AnyTerm | None], list[Fact]] = {}
        self._backward: dict[tuple[AnyTerm, AnyTerm | None], list[Fact]] = {}
        self._steps = 0

    def find_places(
        self, subject: AnyTerm, predicate: AnyTerm, object_: AnyTerm
    ) -> Iterator[Place]:
        """Yield where a triple stands."""
        return (fact[3] for fact in self._data.find(subject, predicate, object_))

    def find_mentions(self, node: AnyTerm) -> set[Place]:
        """Return where a node is the subject or the object of a triple."""
        found = {fact[3] for fact in self._data.find(node, None, None)}
        return found | {fact[3] for fact in self._data.find(None, None, node)}

    def leave(self, node: AnyTerm, predicate: AnyTerm | None) -> list[Fact]:
        """Return the triples from a node, by one predicate or by any; raise Untraceable."""
        key = (node, predicate)
        if key not in self._forward:
            self._forward[key] = self._keep(self._data.find(node, predicate, None))
        return self._forward[key]

    def reach(self, node: AnyTerm, predicate: AnyTerm | None) -> list[Fact]:
        """Return the triples to a node, by one predicate or by any; raise Untraceable."""
        key = (node, predicate)
        if key not in self._backward:
            self._backward[key] = self._keep(self._data.find(None, predicate, node))
        return self._backward[key]

    def _keep(self, found: Iterable[Fact]) -> list[Fact]:
        facts = list(found)
        self._steps += 1 + len(facts)
        if self._steps > _MOST_STEPS:
            raise Untraceable(f"its paths lead over more than {_MOST_STEPS} triples")
        return facts
