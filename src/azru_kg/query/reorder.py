"""Moves triple patterns in front of the OPTIONAL, MINUS or BIND before them, where it is sound.

Oxigraph plans the patterns between two such clauses by themselves. What connects them may stand
before the clause; then it multiplies all labels by all labels, and takes a hundred times as long as
with the patterns in one place.

The move is sound where the pattern shares no variable with the clause but those that triple
patterns in front of the clause bind: then the clause finds the same for each solution, before and
after (bag semantics; SPARQL 1.1, 18.2.2.6: joins commute, and the clause only looks at what it
shares). Variables are counted by their names, so those in a FILTER or a group of the clause count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Final

from azru_kg.query.groups import CLAUSES, GroupPart, Kind, find_groups, read_parts
from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, read_word

# Moved, a clause with one of these would be computed for other solutions, and come out different.
_CHANGING: Final = frozenset(("rand", "uuid", "struuid", "bnode"))


def reorder(text: str, tokens: Sequence[Token]) -> str:
    """Return the text of a query with the same answers that is planned better, or nothing.

    Comments may be lost, and places change: faults are to be explained by the text itself.

    >>> from azru_kg.query.tokens import tokenize
    >>> text = "ASK { ?f ?p ?i OPTIONAL { ?f ?q ?o } ?i ?r ?l }"
    >>> reorder(text, [*tokenize(text)])
    'ASK { ?f ?p ?i . ?i ?r ?l OPTIONAL { ?f ?q ?o } }'
    """
    words = {read_word(token) for token in tokens}
    if words.isdisjoint(CLAUSES) or not words.isdisjoint(_CHANGING):
        return ""
    writer = _Writer(text)
    written = writer.write(tokens)
    return written if writer.moved else ""


class _Writer:
    """Writes a query anew; `moved` is whether anything came to stand elsewhere."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.moved = False

    def write(self, tokens: Unit) -> str:
        """Return the text of tokens, with the groups in them reordered."""
        written: list[str] = []
        position = tokens[0].start
        for group in find_groups(tokens):
            written.append(self._text[position : group[0].start + 1])
            written.append(f" {self._write_group(group[1:-1])} ")
            position = group[-1].start
        end = tokens[-1].start + len(tokens[-1].text)
        return "".join([*written, self._text[position:end]])

    def _write_group(self, tokens: Unit) -> str:
        if not tokens:
            return ""
        if read_word(tokens[0]) == "select":
            return self.write(tokens)
        parts = [*read_parts(tokens)]
        ordered = _move(parts)
        self.moved = self.moved or ordered != parts
        written = ""
        before: Kind = "other"
        for part in ordered:
            dot = ". " if part.kind == before == "pattern" else ""
            written += f"{dot}{self.write(part.tokens)} "
            before = part.kind
        return written.rstrip()


def _move(parts: Sequence[GroupPart]) -> list[GroupPart]:
    """Return parts with each pattern as far in front as it may stand, in their order."""
    group = _Group()
    for part in parts:
        group.add(part)
    return [*chain.from_iterable(group.sections)]


class _Group:
    """Parts in an order that grows; each clause, and what nothing may pass, begins a section.

    It is kept by variable which clauses have it, and the first section with a pattern of it, so
    that a place is found without a look at all that stands before it.
    """

    def __init__(self) -> None:
        self.sections: list[list[GroupPart]] = [[]]
        self._barrier = 0
        self._clauses: defaultdict[str, list[int]] = defaultdict(list)
        self._bound: dict[str, int] = {}

    def add(self, part: GroupPart) -> None:
        """Add the next part of the group where it may stand."""
        if part.kind in ("clause", "other"):
            self.sections.append([])
        last = len(self.sections) - 1
        section = self._find_section(part) if part.kind == "pattern" else last
        self.sections[section].append(part)
        if part.kind == "other":
            self._barrier = last
        for name in part.names:
            if part.kind == "clause":
                self._clauses[name].append(last)
            elif part.kind == "pattern":
                self._bound[name] = min(section, self._bound.get(name, section))

    def _find_section(self, pattern: GroupPart) -> int:
        last = len(self.sections) - 1
        # The label of a blank node belongs to the patterns between two clauses.
        if any(token.kind == "blank" for token in pattern.tokens):
            return last
        return max((self._find_obstacle(name) for name in pattern.names), default=self._barrier)

    def _find_obstacle(self, name: str) -> int:
        """Return the last section that shares a variable which nothing in front of it binds."""
        clauses = self._clauses.get(name, [])
        bound = self._bound.get(name, len(self.sections))
        place = bisect_right(clauses, bound)
        return max(self._barrier, clauses[place - 1] if place else 0)
