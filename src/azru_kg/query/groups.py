"""Cuts what is between the braces of a query into its parts: patterns, filters, clauses, groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, find_variables, read_word, split_units

CLAUSES: Final = frozenset(("optional", "minus", "bind"))
"""The words that begin a clause."""

_JOINED: Final = frozenset(("graph", "values", "union", "lateral", "service"))

Kind = Literal["pattern", "filter", "clause", "other"]
"""What a part is."""


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A triple pattern with its predicates and objects, a FILTER, a clause, or something else."""

    kind: Kind
    tokens: Unit

    @property
    def names(self) -> frozenset[str]:
        """The names of the variables in it."""
        return frozenset(token.text[1:] for token in find_variables([self.tokens]))


def find_groups(tokens: Unit) -> Iterator[Unit]:
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


def read_parts(tokens: Unit) -> Iterator[GroupPart]:
    """Yield the parts of a group in their order, without the dots between them."""
    pattern: list[Token] = []
    waiting: list[Token] = []
    kind: Kind = "other"
    for unit in split_units(tokens):
        word = read_word(unit[0])
        if waiting:
            waiting += unit
            if _is_end(unit, waiting[0]):
                yield GroupPart(kind, tuple(waiting))
                waiting = []
            continue
        starts = word in CLAUSES or word in _JOINED or word == "filter"
        group = unit[0].text == "{" and not _is_annotation(unit)
        if (starts or group or unit[0].text == ".") and pattern:
            yield GroupPart("pattern", tuple(pattern))
            pattern = []
        if starts:
            waiting = [*unit]
            kind = "clause" if word in CLAUSES else "filter" if word == "filter" else "other"
        elif group:
            yield GroupPart("other", tuple(unit))
        elif unit[0].text != ".":
            pattern += unit
    if pattern or waiting:
        yield GroupPart("pattern" if pattern else "other", tuple(pattern or waiting))


def _is_end(unit: Unit, first: Token) -> bool:
    """Return whether a part that began with a word ends with a unit: a group, or an expression."""
    expression = read_word(first) in ("bind", "filter")
    return unit[0].text == "{" or (expression and unit[0].kind == "open")


def _is_annotation(unit: Unit) -> bool:
    return len(unit) > 1 and unit[0].text == "{" and unit[1].text == "|"
