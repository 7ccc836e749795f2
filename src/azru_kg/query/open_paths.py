"""Finds paths of no length whose ends are both open: they begin and end at everything there is.

`?a skos:broader* ?b` holds of each node and itself, be it a number or a text. Where nothing else
says what `?a` or `?b` is, the answer is all nodes, and takes as long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, find_variables, read_word, split_units


def find_open_paths(tokens: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Return the two ends of each path of no length that are named nowhere else in the pattern.

    >>> from azru_kg.query.tokens import tokenize
    >>> ends = find_open_paths([*tokenize("SELECT ?a { ?a skos:broader* ?b }")])
    >>> [(start.text, end.text) for start, end in ends]
    [('?a', '?b')]
    """
    units = [*split_units(tokens)]
    bodies = [unit for unit in units if unit[0].text == "{"]
    counted = Counter(token.text for token in find_variables(map(_drop_filters, bodies)))
    return [
        (start, end)
        for body in bodies
        for start, end in _find_paths(body[1:-1])
        if counted[start.text] == counted[end.text] == 1 + (start.text == end.text)
    ]


def _drop_filters(body: Unit) -> Unit:
    """Return a group without what FILTER asks in brackets: that binds nothing."""
    kept: list[Token] = []
    filtering = False
    for unit in split_units(body[1:-1]):
        filtering = filtering or read_word(unit[0]) == "filter"
        if unit[0].text == "{":
            kept += _drop_filters(unit)
        elif not filtering:
            kept += unit
        filtering = filtering and unit[0].kind != "open"
    return kept


def _find_paths(tokens: Unit) -> Iterator[tuple[Token, Token]]:
    units = [*split_units(tokens)]
    for unit in units:
        if unit[0].text == "{":
            yield from _find_paths(unit[1:-1])
    statement: list[Unit] = []
    for unit in [*units, ()]:
        if unit and unit[0].text not in (".", "{", "}") and not _is_keyword(unit[0]):
            statement.append(unit)
        else:
            yield from _read_statement(statement)
            statement = []


def _read_statement(statement: Sequence[Unit]) -> Iterator[tuple[Token, Token]]:
    """Yield the ends of the path of no length that is all that a pattern says of its subject."""
    signs = [unit[0].text for unit in statement]
    if len(signs) < len("spo") or statement[0][0].kind != "variable" or ";" in signs:
        return
    path: list[Unit] = []
    for unit in statement[1:]:
        if unit[0].kind == "variable" and path and _has_no_length(path):
            yield statement[0][0], unit[0]
        else:
            path.append(unit)


def _has_no_length(path: Sequence[Unit]) -> bool:
    """Return whether each step of a path may be left out."""
    signs = [unit[0].text for unit in path]
    ends = [number for number, sign in enumerate(signs) if sign == "/"]
    return all(signs[number - 1] in ("*", "?") for number in [*ends, len(signs)])


def _is_keyword(token: Token) -> bool:
    return token.kind == "word" and token.text not in ("a", "true", "false")
