"""Gives the rows of a SELECT query one order, whichever way the data were loaded.

SPARQL leaves the order of rows open that ORDER BY does not tell apart, and that of all rows where
there is none: an engine may then give the same rows otherwise after its next start. Pages of an
answer, and an answer that is to have the same bytes in ten years, need one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from azru_kg.query.tokens import Token, tokenize
from azru_kg.query.units import Unit, find_variables, read_word, split_units

_BEHIND: Final = ("limit", "offset", "values")
_BEFORE: Final = ("where", "from")


def order_totally(text: str) -> str:
    """Return a SELECT query whose rows stand by its ORDER BY, and then by its columns.

    Nothing before the end of its clauses is changed, so that lines and columns stay what they are.
    Other queries are returned as they are.

    >>> order_totally("SELECT ?a ?b { ?a ?p ?b } ORDER BY ?b LIMIT 2")
    'SELECT ?a ?b { ?a ?p ?b } ORDER BY ?b ?a LIMIT 2'
    """
    tokens = [*tokenize(text)]
    start = next((at for at, token in enumerate(tokens) if read_word(token) == "select"), None)
    if start is None:
        return text
    head, clauses = _part([*split_units(tokens[start + 1 :])])
    if not clauses:
        return text
    ordered = next((at for at, unit in enumerate(clauses) if read_word(unit[0]) == "order"), None)
    keys = [] if ordered is None else [unit[0].text for unit in clauses[ordered:] if len(unit) == 1]
    columns = [name for name in _list_columns(head, clauses[0]) if name not in keys]
    if not columns:
        return text
    end = _find_end(clauses[-1][-1])
    words = " ".join(columns)
    return f"{text[:end]}{'' if ordered is not None else ' ORDER BY'} {words}{text[end:]}"


def _part(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Return what is before the pattern, and the pattern with the clauses that order may follow."""
    pattern = next((at for at, unit in enumerate(units) if unit[0].text == "{"), len(units))
    after = [at for at, unit in enumerate(units) if at > pattern and read_word(unit[0]) in _BEHIND]
    return [*units[:pattern]], [*units[pattern : after[0] if after else len(units)]]


def _list_columns(head: Sequence[Unit], pattern: Unit) -> list[str]:
    columns: list[str] = []
    for unit in head:
        if read_word(unit[0]) in _BEFORE:
            break
        if unit[0].text == "*":
            columns += [token.text for token in find_variables([pattern])]
        elif unit[0].kind == "variable":
            columns.append(unit[0].text)
        elif unit[0].text == "(":
            columns.append(unit[-2].text)
    return [*dict.fromkeys(columns)]


def _find_end(token: Token) -> int:
    return token.start + len(token.text)
