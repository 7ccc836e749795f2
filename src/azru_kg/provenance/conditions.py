"""What a FILTER with EXISTS asks: whether it can be matched beside it, and what else it asks."""

from __future__ import annotations

from collections.abc import Sequence

from azru_kg.provenance.syntax import Exists, Expression, Graph, Group, Tokens, TripleBlock
from azru_kg.query.units import read_word, split_units


def is_flat(group: Group) -> bool:
    """Return whether a group has triples and FILTERs only, and GRAPH around such."""
    return all(
        isinstance(element, TripleBlock)
        or (isinstance(element, Graph) and is_flat(element.group))
        or (isinstance(element, Expression) and not element.exists and element.bound is None)
        for element in group.elements
    )


def stands_alone(expression: Expression, exists: Exists) -> bool:
    """Return whether a FILTER is about nothing but an EXISTS."""
    if expression.bound is not None:
        return False
    before, after = expression.tokens[1 : exists.start], expression.tokens[exists.end :]
    return all(token.text == "(" for token in before) and all(token.text == ")" for token in after)


def find_alternative(expression: Expression) -> list[Tokens]:
    """Return what is without EXISTS of what a FILTER has between `||`."""
    if expression.bound is not None or expression.tokens[1].text != "(":
        return []
    parts: list[list[object]] = [[]]
    for unit in split_units(expression.tokens[2:-1]):
        if unit[0].text == "||":
            parts.append([])
        else:
            parts[-1] += unit
    if len(parts) == 1:
        return []
    return [tuple(part) for part in parts if not _asks(part)]  # type: ignore[arg-type]


def _asks(part: Sequence[object]) -> bool:
    return any(read_word(token) == "exists" for token in part)  # type: ignore[arg-type]
