"""Blank nodes named by what is said of them.

Their canonical names count through all of a dataset: one more shifts the others. A name made of
what is said of a node stays while that does, so that only what has changed is told.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from azru_kg.difference.statement_line import StatementLine

_DEEPEST = 100
_BLANK = b"_:"


class BlankNodes:
    """The blank nodes in some statements of one release."""

    def __init__(self, statements: Iterable[StatementLine]) -> None:
        self._statements = [statement for statement in statements if statement.has_blank]
        self._about: defaultdict[bytes, list[StatementLine]] = defaultdict(list)
        self._holders: dict[bytes, bytes] = {}
        self._names: dict[bytes, bytes] = {}
        for statement in self._statements:
            self._about[statement.subject].append(statement)
            if statement.object.startswith(_BLANK):
                self._holders[statement.object] = statement.subject

    def count_named(self) -> Counter[StatementLine]:
        """Return the statements with these names: two nodes of which the same is said have one."""
        return Counter(
            StatementLine(*(self._name(term, 0) for term in statement))
            for statement in self._statements
        )

    def find_owners(self) -> dict[bytes, bytes]:
        """Return for each name the thing with an IRI that the node belongs to, where there is."""
        return {self._name(node, 0): self._climb(node) for node in [*self._about, *self._holders]}

    def _name(self, term: bytes, depth: int) -> bytes:
        if not term.startswith(_BLANK) or depth > _DEEPEST:
            return term
        if term not in self._names:
            self._names[term] = term  # where it is come to again, in a circle, it keeps its name
            said = sorted(
                each.predicate + b" " + self._name(each.object, depth + 1)
                for each in self._about.get(term, ())
            )
            self._names[term] = _BLANK + hashlib.sha256(b"\n".join(said)).hexdigest()[:12].encode()
        return self._names[term]

    def _climb(self, node: bytes) -> bytes:
        seen = set()
        while node.startswith(_BLANK) and node in self._holders and node not in seen:
            seen.add(node)
            node = self._holders[node]
        return node
