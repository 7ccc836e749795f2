"""Decides which blank nodes of a Turtle text are nested where they are used, and names the others.

A blank node is nested at its one use. One that is used several times, that nothing leads to, that
is in a ring, or nested too deep for anybody to read, stands outside, under a label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import count

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.rdf.oxigraph_terms import Node, Term, named

About = Mapping[Node, Mapping[ox.NamedNode, list[Term]]]
"""What is said of each subject, by predicate."""

DEEPEST = 50
"""So many brackets may stand within one another; a list counts once, however long it is."""

_FIRST, _REST, _NIL = named("rdf:first"), named("rdf:rest"), named("rdf:nil")


def name_outer(about: About, labels: Mapping[ox.BlankNode, str] | None) -> dict[ox.BlankNode, str]:
    """Return how the blank nodes are written that stand outside: by their label, or a new one.

    A node that has none and that nothing leads to is `[]`. Raises DataError, where no labels are
    allowed, if there are such nodes at all.
    """
    nesting = _Nesting(about, labels or {})
    if labels is None:
        nesting.refuse()
        return {}
    new = (f"_:b{number}" for number in count(1))
    taken = set(labels.values())
    texts: dict[ox.BlankNode, str] = {}
    for node in nesting.outer:
        if node in labels:
            texts[node] = labels[node]
        elif nesting.uses[node]:
            texts[node] = next(label for label in new if label not in taken)
        else:
            texts[node] = "[]"
    return texts


class _Nesting:
    """The blank nodes that stand outside, in the order of what is said of them."""

    def __init__(self, about: About, labels: Mapping[ox.BlankNode, str]) -> None:
        self._about = about
        self.uses = Counter(value for node in about for value in self._inner(node))
        self._cells = self._find_cells()
        self._reached: set[Node] = set()
        subjects = [node for node in about if isinstance(node, ox.BlankNode)]
        self._shared = dict.fromkeys(node for node, uses in self.uses.items() if uses > 1)
        self._unused = dict.fromkeys(node for node in subjects if not self.uses[node])
        self._deep: dict[ox.BlankNode, None] = {}
        self._rings: dict[ox.BlankNode, None] = {}
        for node in [*about, *self._shared]:
            if isinstance(node, ox.NamedNode) or node in self._shared or node in self._unused:
                self._walk(node)
        # What is left is in rings: those that had a label keep it, and the ring is cut there.
        for node in sorted(subjects, key=lambda node: node not in labels):
            if node not in self._reached:
                self._rings[node] = None
                self._walk(node)
        outer = {**self._shared, **self._unused, **self._deep, **self._rings}
        self.outer = [node for node in dict.fromkeys([*subjects, *outer]) if node in outer]

    def refuse(self) -> None:
        """Raise DataError if there is a node outside."""
        if self._shared:
            reason = f"{len(self._shared)} blank nodes used more than once. Give them IRIs"
        elif self._unused or self._rings:
            reason = "blank nodes that no IRI leads to. Give them IRIs"
        elif self._deep:
            reason = "blank nodes nested too deep. Give some of them IRIs"
        else:
            return
        raise DataError("Turtle", reason)

    def _inner(self, node: Node) -> Iterator[ox.BlankNode]:
        for values in self._about.get(node, {}).values():
            yield from (value for value in values if isinstance(value, ox.BlankNode))

    def _walk(self, start: Node) -> None:
        """Go through all that is nested in a node, and see how deep it is."""
        self._reached.add(start)
        pending = [(start, 0)]
        while pending:
            node, depth = pending.pop()
            for value in self._inner(node):
                if value in self._reached or value in self._shared:
                    continue
                deeper = depth if self._is_rest(node, value) else depth + 1
                if deeper > DEEPEST and value in self._about:
                    self._deep[value] = None
                    deeper = 0
                self._reached.add(value)
                pending.append((value, deeper))

    def _is_rest(self, node: Node, value: Term) -> bool:
        return node in self._cells and value in self._about[node].get(_REST, [])

    def _find_cells(self) -> Set[Term]:
        """Return the cells of plain lists: each with an item and a rest, down to the end."""
        before = {rest: node for node, rest in self._find_plain()}
        cells: set[Term] = set()
        ends = [node for node, rest in self._find_plain() if rest == _NIL]
        for end in ends:
            cell: ox.BlankNode | None = end
            while cell is not None and cell not in cells:
                cells.add(cell)
                cell = before.get(cell) if self.uses[cell] == 1 else None
        return cells

    def _find_plain(self) -> Iterable[tuple[ox.BlankNode, Term]]:
        for node, said in self._about.items():
            firsts, rests = said.get(_FIRST, []), said.get(_REST, [])
            is_cell = len(said) == 2 and len(firsts) == len(rests) == 1
            if is_cell and isinstance(node, ox.BlankNode):
                yield node, rests[0]
