"""Finds paths of no length whose ends are both open: they begin and end at everything there is.

`?a skos:broader* ?b` holds of each node and itself, be it a number or a text. Where nothing else
says what `?a` or `?b` is, the answer is all nodes, and takes as long. What says so are the patterns
and groups that the engine joins with the path: not what is OPTIONAL or in MINUS, not the other side
of a UNION, and nothing outside a SELECT of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from azru_kg.query.groups import GroupPart, find_groups, read_parts
from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, find_variables, read_word, split_units

_NO_LENGTH: Final = ("*", "?")


@dataclass(frozen=True, slots=True)
class OpenPath:
    """A pattern of a path between two ends that are open; `path` are the tokens between them.

    `names` are the IRIs of which a FILTER of its group wants one at an end, `named`.
    """

    start: Token
    path: Unit
    end: Token
    named: Token | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """How often the variables of a group are joined in it, and how often in the part in view."""

    all: Counter[str]
    own: Counter[str]

    def count(self, name: str) -> int:
        """Return how often a variable is joined in other parts."""
        return self.all[name] - self.own[name]


def find_open_paths(tokens: Sequence[Token]) -> Iterator[OpenPath]:
    """Yield each path of no length of which nothing that is joined with it names an end.

    >>> from azru_kg.query.tokens import tokenize
    >>> paths = find_open_paths([*tokenize("SELECT ?a { ?a skos:broader* ?b }")])
    >>> [(path.start.text, path.end.text) for path in paths]
    [('?a', '?b')]
    """
    # Most queries have no such sign in front of a variable, and are not looked through.
    if any(sign.text in _NO_LENGTH and end.kind == "variable" for sign, end in pairwise(tokens)):
        yield from _read_select(tokens)


def _read_select(tokens: Unit) -> Iterator[OpenPath]:
    """Yield the paths of a query, or of a SELECT in one, with which VALUES behind it are joined."""
    joined: Counter[str] = Counter()
    for unit in split_units(tokens):
        if read_word(unit[0]) == "values":
            joined = _count(tokens[tokens.index(unit[0]) :])
    for group in find_groups(tokens):
        yield from _read_group(group[1:-1], (_Frame(joined, Counter()),))


def _read_group(tokens: Unit, frames: tuple[_Frame, ...]) -> Iterator[OpenPath]:
    if tokens and read_word(tokens[0]) == "select":
        yield from _read_select(tokens)
        return
    parts = [*read_parts(tokens)]
    counts = [_count_joined(part) for part in parts]
    joined = sum(counts, Counter())
    for first, last in _find_alternatives(parts):
        own = sum(counts[first:last], Counter())
        for part in parts[first:last]:
            around = (*frames, _Frame(joined, own))
            if part.kind == "pattern":
                path = _read_path(part.tokens)
                if path and _is_open(path, counts[first], around):
                    yield _name_end(path, parts)
            else:
                alone = read_word(part.tokens[0]) == "minus"
                for group in find_groups(part.tokens):
                    yield from _read_group(group[1:-1], () if alone else around)


def _find_alternatives(parts: Sequence[GroupPart]) -> Iterator[tuple[int, int]]:
    """Yield from where to where a part reaches with those that UNION puts beside it."""
    first = 0
    for number in range(1, len(parts) + 1):
        if number == len(parts) or read_word(parts[number].tokens[0]) != "union":
            yield first, number
            first = number


def _count_joined(part: GroupPart) -> Counter[str]:
    """Return how often a part says of each variable what it is."""
    word = read_word(part.tokens[0])
    if part.kind == "filter" or word in ("optional", "minus"):
        return Counter()
    counted = _count(part.tokens)
    # BIND names what it gives at its end; what it computes with was given before.
    return Counter([*counted][-1:]) if word == "bind" else counted


def _count(tokens: Unit) -> Counter[str]:
    return Counter(token.text[1:] for token in find_variables([tokens]))


def _read_path(pattern: Unit) -> OpenPath | None:
    """Return the path of no length that is all that a pattern says."""
    units = [*split_units(pattern)]
    start, path, end = units[0][0], units[1:-1], units[-1][0]
    signs = [unit[0].text for unit in path]
    if not path or start.kind != "variable" or end.kind != "variable":
        return None
    if not {";", ","}.isdisjoint(signs) or not _has_no_length(signs):
        return None
    return OpenPath(start, pattern[1:-1], end)


def _has_no_length(signs: Sequence[str]) -> bool:
    """Return whether each step of a path may be left out."""
    ends = [number for number, sign in enumerate(signs) if sign == "/"]
    return all(number and signs[number - 1] in _NO_LENGTH for number in [*ends, len(signs)])


def _is_open(path: OpenPath, own: Counter[str], frames: Sequence[_Frame]) -> bool:
    ends = [path.start.text[1:], path.end.text[1:]]
    return own == Counter(ends) and not any(frame.count(name) for frame in frames for name in ends)


def _name_end(path: OpenPath, parts: Sequence[GroupPart]) -> OpenPath:
    """Return a path with what the filters of its group want at one of its ends."""
    for part in parts:
        if part.kind != "filter":
            continue
        named, names = _read_equation(part.tokens)
        for end in (path.start, path.end):
            if named and named.text[1:] == end.text[1:]:
                return OpenPath(path.start, path.path, path.end, end, names)
    return path


def _read_equation(tokens: Unit) -> tuple[Token | None, tuple[str, ...]]:
    """Return the variable that a FILTER compares with IRIs and nothing else, and these."""
    match tokens:
        case [_, _, Token("variable") as named, Token(text="="), value, _]:
            pass
        case [_, _, value, Token(text="="), Token("variable") as named, _]:
            pass
        case [_, _, Token("variable") as named, word, _, *values, _, _] if read_word(word) == "in":
            given = [value for value in values if value.text != ","]
            iris = all(value.kind in ("iri", "name") for value in given)
            return (named, tuple(value.text for value in given)) if iris else (None, ())
        case _:
            return None, ()
    return (named, (value.text,)) if value.kind in ("iri", "name") else (None, ())
