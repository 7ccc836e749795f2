"""Cuts tokens into units: a token alone, or a pair of brackets with all that is between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from azru_kg.query.tokens import Token

Unit = Sequence[Token]
"""A token, or all from one that opens to the one that closes it."""

LOOKED_THROUGH: Final = 200_000
"""So many tokens, times how deep they stand in one another, may a look through them take."""

_PAIRS: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>"}


def split_units(tokens: Sequence[Token]) -> Iterator[Unit]:
    """Yield the units of tokens, up to one that closes what was opened before them.

    >>> from azru_kg.query.tokens import tokenize
    >>> [len(unit) for unit in split_units([*tokenize("ASK { ?s ?p (1 2) } } LIMIT")])]
    [1, 8]
    """
    start, closers = 0, []
    for number, token in enumerate(tokens):
        if token.kind == "open":
            closers.append(_PAIRS[token.text])
        elif token.kind == "close":
            if not closers:
                return
            closers.pop()
        if not closers:
            yield tokens[start : number + 1]
            start = number + 1


def find_variables(units: Iterable[Unit]) -> Iterator[Token]:
    """Yield the tokens that are variables, at whatever depth."""
    return (token for unit in units for token in unit if token.kind == "variable")


def read_word(token: Token) -> str:
    """Return the word that a token is in lower case, or nothing where it is none."""
    return token.text.lower() if token.kind == "word" else ""


def measure_depth(tokens: Iterable[Token]) -> int:
    """Return how many brackets are open at most."""
    steps = ((token.kind == "open") - (token.kind == "close") for token in tokens)
    return max(accumulate(steps), default=0)
