"""Which sets of graphs suffice for a path to lead from one node to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from azru_kg.provenance.grounds import Document, Fact, Ground, StatedFacts, Untold
from azru_kg.provenance.syntax import (
    Chain,
    Fork,
    Inverse,
    Others,
    Path,
    PathStep,
    Repeated,
    TermText,
)
from azru_kg.provenance.witnesses import NOTHING, Alternatives, SetIndex, choose, choose_one, join
from azru_kg.rdf.oxigraph_terms import AnyTerm

Reached = dict[AnyTerm, Alternatives]
"""Where a path leads, and what suffices for that it does."""

_MOST_NODES: Final = 20_000
_TOO_FAR: Final = Untold(f"a path with * or + leads over more than {_MOST_NODES} nodes")


class Walker:
    """Walks paths through facts; `constants` has the terms that constants of paths stand for."""

    def __init__(
        self, facts: StatedFacts, index: SetIndex[Ground], constants: Mapping[TermText, AnyTerm]
    ) -> None:
        self._facts = facts
        self._index = index
        self._constants = constants
        self._known: dict[tuple[Path, AnyTerm], Reached] = {}

    def find(self, start: AnyTerm, path: Path, end: AnyTerm) -> Alternatives:
        """Return what suffices for a path to lead from a node to another; raise Untraceable."""
        match path:
            case PathStep(predicate):
                return self.stand(start, self._constants[predicate], end)
            case Inverse(inner):
                return self.find(end, inner, start)
            case _:
                return self._walk(path, start).get(end, ())

    def mention(self, node: AnyTerm) -> Alternatives:
        """Return what suffices for a node to be in the graph.

        An engine that walks no step from a node which is nowhere rests on nothing.
        """
        places = self._facts.find_mentions(node)
        return choose_one(self._index.find(Document(place)) for place in places) or NOTHING

    def stand(self, subject: AnyTerm, predicate: AnyTerm, object_: AnyTerm) -> Alternatives:
        """Return what suffices for a triple to be there."""
        places = self._facts.find_places(subject, predicate, object_)
        return choose_one(self._index.find(Document(place)) for place in places)

    def _walk(self, path: Path, start: AnyTerm, *, back: bool = False) -> Reached:
        key = (Inverse(path) if back else path, start)
        if key not in self._known:
            self._known[key] = self._find_reached(path, start, back)
        return self._known[key]

    def _find_reached(self, path: Path, start: AnyTerm, back: bool) -> Reached:
        match path:
            case PathStep(predicate):
                return self._take(self._follow(start, self._constants[predicate], back), back)
            case Inverse(inner):
                return self._walk(inner, start, back=not back)
            case Chain(paths):
                reached: Reached = {start: NOTHING}
                for each in reversed(paths) if back else paths:
                    reached = self._go_on(reached, each, back)
                return reached
            case Fork(paths):
                return _merge(
                    pair for each in paths for pair in self._walk(each, start, back=back).items()
                )
            case Others():
                return self._leave_out(path, start, back)
            case Repeated(inner, again=True):
                return self._repeat(path, start, back)
            case Repeated(inner):
                walked = self._walk(inner, start, back=back).items()
                return _merge([(start, NOTHING), *walked])

    def _follow(self, node: AnyTerm, predicate: AnyTerm | None, back: bool) -> list[Fact]:
        return (self._facts.reach if back else self._facts.leave)(node, predicate)

    def _take(self, facts: Iterable[Fact], back: bool) -> Reached:
        return _merge(
            (subject if back else object_, (self._index.find(Document(place)),))
            for subject, _, object_, place in facts
        )

    def _go_on(self, reached: Reached, path: Path, back: bool) -> Reached:
        return _merge(
            (node, join(before, after))
            for middle, before in reached.items()
            for node, after in self._walk(path, middle, back=back).items()
        )

    def _leave_out(self, path: Others, start: AnyTerm, back: bool) -> Reached:
        found: list[tuple[AnyTerm, Alternatives]] = []
        for names, wanted, turned in (
            (path.forward, path.both[0], back),
            (path.backward, path.both[1], not back),
        ):
            but = {self._constants[name] for name in names}
            facts = self._follow(start, None, turned) if wanted else []
            found += self._take([fact for fact in facts if fact[1] not in but], turned).items()
        return _merge(found)

    def _repeat(self, path: Repeated, start: AnyTerm, back: bool) -> Reached:
        """Walk on from what is new, until nothing is: sets only become smaller, so that ends."""
        reached: Reached = {} if path.once else {start: NOTHING}
        new = self._walk(path.path, start, back=back) if path.once else dict(reached)
        if path.once:
            reached = dict(new)
        steps = 0
        while new:
            steps += len(new)
            if steps > _MOST_NODES:
                mark = self._index.find(_TOO_FAR)
                return {node: tuple(each | mark for each in sets) for node, sets in reached.items()}
            found = self._go_on(new, path.path, back)
            new = {}
            for node, sets in found.items():
                before = reached.get(node, ())
                after = choose((*before, *sets))
                if after != before:
                    reached[node] = new[node] = after
        return reached


def _merge(pairs: Iterable[tuple[AnyTerm, Alternatives]]) -> Reached:
    sets: dict[AnyTerm, list[int]] = {}
    for node, alternatives in pairs:
        sets.setdefault(node, []).extend(alternatives)
    return {node: choose(each) for node, each in sets.items()}


def list_predicates(path: Path) -> Iterator[TermText]:
    """Yield the predicates that a path names."""
    match path:
        case PathStep(predicate):
            yield predicate
        case Inverse(inner) | Repeated(inner):
            yield from list_predicates(inner)
        case Chain(paths) | Fork(paths):
            for each in paths:
                yield from list_predicates(each)
        case Others(forward, backward):
            yield from forward
            yield from backward


def is_nullable(path: Path) -> bool:
    """Return whether a path may lead nowhere, from a node to itself."""
    match path:
        case Inverse(inner):
            return is_nullable(inner)
        case Repeated(inner, once=once):
            return not once or is_nullable(inner)
        case Chain(paths):
            return all(map(is_nullable, paths))
        case Fork(paths):
            return any(map(is_nullable, paths))
        case _:
            return False


def write_path(path: Path) -> str:
    """Return a path as SPARQL writes it.

    >>> repeated = Repeated(PathStep("<urn:b>"), False, True)
    >>> write_path(Inverse(Chain((PathStep("<urn:a>"), repeated))))
    '^(<urn:a>/(<urn:b>)*)'
    """
    match path:
        case PathStep(predicate):
            return predicate
        case Inverse(inner):
            return f"^{write_path(inner)}"
        case Chain(paths):
            return f"({'/'.join(map(write_path, paths))})"
        case Fork(paths):
            return f"({'|'.join(map(write_path, paths))})"
        case Repeated(inner, once, again):
            return f"({write_path(inner)}){'+' if once else '*' if again else '?'}"
        case Others(forward, backward):
            return f"!({'|'.join((*forward, *(f'^{name}' for name in backward)))})"
