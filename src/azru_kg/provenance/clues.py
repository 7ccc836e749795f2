"""What a solution of an expanded query tells of the triples that it rests on.

Each clue belongs to a part of the query, and says, given a solution, which sets suffice for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from azru_kg.provenance.grounds import Absence, Document, Ground, Place, StatedFacts, Untold
from azru_kg.provenance.syntax import PathStep, TermText, TriplePattern, Untraceable
from azru_kg.provenance.walks import Walker
from azru_kg.provenance.witnesses import NOTHING, Alternatives, SetIndex, join
from azru_kg.rdf.oxigraph_terms import AnyTerm

Key = tuple[AnyTerm | None, ...]
"""The values that tell one row from others."""

Table = Mapping[Key, Alternatives]
"""What suffices for each row of a SELECT."""


class Solution:
    """One solution, with the constants of the query and where its triples are looked up."""

    def __init__(
        self,
        facts: StatedFacts,
        index: SetIndex[Ground],
        constants: Mapping[TermText, AnyTerm],
        names: Sequence[str],
    ) -> None:
        self.index = index
        self.walker = Walker(facts, index, constants)
        self._constants = constants
        self._places = {f"?{name}": number for number, name in enumerate(names)}
        self._values: Sequence[AnyTerm | None] = ()
        self._known: dict[tuple[int, AnyTerm, AnyTerm, AnyTerm | None], Alternatives] = {}

    def fill(self, values: Sequence[AnyTerm | None]) -> None:
        """Look at another solution of the same query."""
        self._values = values

    def read(self, term: TermText) -> AnyTerm | None:
        """Return the value of a variable, or the term that a constant is."""
        if not term.startswith("?"):
            return self._constants[term]
        place = self._places.get(term)
        return None if place is None else self._values[place]

    def find(self, pattern: TriplePattern, anchored: bool) -> Alternatives:
        """Return what suffices for a triple pattern to match as it does."""
        subject, object_ = self.read(pattern.subject), self.read(pattern.object)
        path = pattern.path
        verb = self.read(path.predicate) if isinstance(path, PathStep) else None
        if subject is None or object_ is None:
            raise Untraceable("the engine leaves a variable of a triple pattern without a value")
        key = (id(pattern), subject, object_, verb)
        if key not in self._known:
            if verb is not None:
                found = self.walker.stand(subject, verb, object_)
            else:
                found = self.walker.find(subject, path, object_)
                if found == NOTHING and not anchored:
                    found = self.walker.mention(subject)
            self._known[key] = found
        return self._known[key]


Clue = Callable[[Solution], Alternatives]
"""Returns what suffices for a part of the query to be as it is in a solution."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A triple pattern that is matched in the default graph."""

    pattern: TriplePattern
    anchored: bool

    def __call__(self, solution: Solution) -> Alternatives:
        """Return where the triples stand."""
        return solution.find(self.pattern, self.anchored)


@dataclass(frozen=True, slots=True)
class Within:
    """Something that is matched in a named graph, which is all that it rests on."""

    graph: TermText

    def __call__(self, solution: Solution) -> Alternatives:
        """Return the graph."""
        return (solution.index.find(Document(_read_place(solution, self.graph))),)


@dataclass(frozen=True, slots=True)
class Absent:
    """A pattern that nothing matches; `graph` is None in the default graph."""

    pattern: str
    graph: TermText | None

    def __call__(self, solution: Solution) -> Alternatives:
        """Return the absence."""
        place = None if self.graph is None else _read_place(solution, self.graph)
        return (solution.index.find(Absence(self.pattern, place)),)


@dataclass(frozen=True, slots=True)
class UntoldClue:
    """Something that is not traced, and why."""

    reason: str

    def __call__(self, solution: Solution) -> Alternatives:
        """Return that it is not told."""
        return (solution.index.find(Untold(self.reason)),)


@dataclass(frozen=True, slots=True)
class All:
    """Several clues, of which each counts."""

    clues: tuple[Clue, ...]

    def __call__(self, solution: Solution) -> Alternatives:
        """Return what suffices for all of them."""
        whole: Alternatives = NOTHING
        several: set[Alternatives] = set()
        for clue in self.clues:
            found = clue(solution)
            if len(found) == 1:
                whole = join(whole, found)
            else:
                several.add(found)
        for found in sorted(several, key=lambda each: (len(each), each)):
            whole = join(whole, found)
        return whole


@dataclass(frozen=True, slots=True)
class Either:
    """Branches of which a solution comes from one: the one whose number a variable has."""

    marker: TermText
    branches: tuple[Clue, ...]

    def __call__(self, solution: Solution) -> Alternatives:
        """Return what suffices for the branch."""
        number = solution.read(self.marker)
        if number is None:
            raise Untraceable("the engine does not tell which branch of UNION a solution is from")
        return self.branches[int(str(getattr(number, "value", "")))](solution)


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A part that counts where a variable has a value; else something else does."""

    marker: TermText
    matched: Clue
    unmatched: Clue

    def __call__(self, solution: Solution) -> Alternatives:
        """Return what suffices for the one or for the other."""
        there = solution.read(self.marker) is not None
        return (self.matched if there else self.unmatched)(solution)


@dataclass(frozen=True, slots=True)
class Unless:
    """A part that does not count where a variable is true."""

    marker: TermText
    other: Clue

    def __call__(self, solution: Solution) -> Alternatives:
        """Return what suffices for the part, where it counts."""
        value = solution.read(self.marker)
        if value is not None and getattr(value, "value", "") == "true":
            return NOTHING
        return self.other(solution)


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """A row of a SELECT within the query: `names` are its columns, `table` has what suffices."""

    names: tuple[TermText, ...]
    table: Table

    def __call__(self, solution: Solution) -> Alternatives:
        """Return what suffices for the row."""
        key = tuple(solution.read(name) for name in self.names)
        found = self.table.get(key)
        return found or (solution.index.find(UNMATCHED),)


UNMATCHED = Untold("asked again, the engine did not give this row")
"""What a row rests on that is not found again."""


def nothing(solution: Solution) -> Alternatives:
    """Return that nothing is needed."""
    return NOTHING


def combine(clues: Sequence[Clue]) -> Clue:
    """Return one clue for several."""
    if len(clues) == 1:
        return clues[0]
    return All(tuple(dict.fromkeys(clues))) if clues else nothing


def _read_place(solution: Solution, graph: TermText) -> Place:
    value = solution.read(graph)
    if value is None:
        raise Untraceable("the engine leaves the name of a graph without a value")
    return str(getattr(value, "value", value))
