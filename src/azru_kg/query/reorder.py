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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, find_variables, read_word, split_units

_CLAUSES: Final = frozenset(("optional", "minus", "bind"))
_JOINED: Final = frozenset(("graph", "values", "union", "lateral", "service"))
# Moved, a clause with one of these would be computed for other solutions, and come out different.
_CHANGING: Final = frozenset(("rand", "uuid", "struuid", "bnode"))

_Kind = Literal["pattern", "filter", "clause", "other"]


@dataclass(frozen=True, slots=True)
class _Part:
    """A triple pattern with its predicates and objects, a FILTER, a clause, or something else."""

    kind: _Kind
    tokens: Unit

    @property
    def names(self) -> frozenset[str]:
        """The names of the variables in it."""
        return frozenset(token.text[1:] for token in find_variables([self.tokens]))


def reorder(text: str, tokens: Sequence[Token]) -> str:
    """Return the text of a query with the same answers that is planned better, or nothing.

    Comments may be lost, and places change: faults are to be explained by the text itself.

    >>> from azru_kg.query.tokens import tokenize
    >>> text = "ASK { ?f ?p ?i OPTIONAL { ?f ?q ?o } ?i ?r ?l }"
    >>> reorder(text, [*tokenize(text)])
    'ASK { ?f ?p ?i . ?i ?r ?l OPTIONAL { ?f ?q ?o } }'
    """
    words = {read_word(token) for token in tokens}
    if words.isdisjoint(_CLAUSES) or not words.isdisjoint(_CHANGING):
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
        for group in _find_groups(tokens):
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
        parts = [*_read_parts(tokens)]
        ordered = _move(parts)
        self.moved = self.moved or ordered != parts
        written = ""
        before: _Kind = "other"
        for part in ordered:
            dot = ". " if part.kind == before == "pattern" else ""
            written += f"{dot}{self.write(part.tokens)} "
            before = part.kind
        return written.rstrip()


def _find_groups(tokens: Unit) -> Iterator[Unit]:
    """Yield the outermost groups in tokens: no templates, no data of VALUES, no annotations."""
    data = False
    skipped = 0
    for number, token in enumerate(tokens):
        word = read_word(token)
        if word in ("construct", "values"):
            data = True
        elif word in ("where", "from"):
            data = False
        elif token.text == "{" and number >= skipped:
            unit = next(split_units(tokens[number:]), tokens[number:])
            if not data and not _is_annotation(unit):
                skipped = number + len(unit)
                yield unit
            elif data:
                skipped = number + len(unit)
            data = False


def _read_parts(tokens: Unit) -> Iterator[_Part]:
    """Yield the parts of a group in their order, without the dots between them."""
    pattern: list[Token] = []
    waiting: list[Token] = []
    kind: _Kind = "other"
    for unit in split_units(tokens):
        word = read_word(unit[0])
        if waiting:
            waiting += unit
            if _is_end(unit, waiting[0]):
                yield _Part(kind, tuple(waiting))
                waiting = []
            continue
        starts = word in _CLAUSES or word in _JOINED or word == "filter"
        group = unit[0].text == "{" and not _is_annotation(unit)
        if (starts or group or unit[0].text == ".") and pattern:
            yield _Part("pattern", tuple(pattern))
            pattern = []
        if starts:
            waiting = [*unit]
            kind = "clause" if word in _CLAUSES else "filter" if word == "filter" else "other"
        elif group:
            yield _Part("other", tuple(unit))
        elif unit[0].text != ".":
            pattern += unit
    if pattern or waiting:
        yield _Part("pattern" if pattern else "other", tuple(pattern or waiting))


def _move(parts: Sequence[_Part]) -> list[_Part]:
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
        self.sections: list[list[_Part]] = [[]]
        self._barrier = 0
        self._clauses: defaultdict[str, list[int]] = defaultdict(list)
        self._bound: dict[str, int] = {}

    def add(self, part: _Part) -> None:
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

    def _find_section(self, pattern: _Part) -> int:
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


def _is_end(unit: Unit, first: Token) -> bool:
    """Return whether a part that began with a word ends with a unit: a group, or an expression."""
    expression = read_word(first) in ("bind", "filter")
    return unit[0].text == "{" or (expression and unit[0].kind == "open")


def _is_annotation(unit: Unit) -> bool:
    return len(unit) > 1 and unit[0].text == "{" and unit[1].text == "|"
