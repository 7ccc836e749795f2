"""A SPARQL query as the whole program hands it on: read once, where it comes in.

The guard, the entity tags, the engine and the explanation of errors look at one and the same
reading. Whoever holds a `Query` knows that the guard has let it pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, islice
from typing import Final

from azru_kg.errors import QueryError
from azru_kg.query.constants import read_constants
from azru_kg.query.guard import MAX_TOKENS, check, check_size
from azru_kg.query.outline import Form, Outline, read_outline
from azru_kg.query.reorder import reorder
from azru_kg.query.selects import find_unseen
from azru_kg.query.tokens import Token, place, tokenize
from azru_kg.rdf.prefixes import PREFIXES

BYTE_ORDER_MARK: Final = "\ufeff"
"""What some editors write before a text; it is no part of the query."""

# So many tokens, times how deep they stand in one another: that is what a look through them takes.
_LOOKED_THROUGH: Final = 200_000
# Pages and programs ask the same again and again: readings are kept, so many of texts so short.
_KNOWN: Final = 256
_SHORT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Query:
    """The text of a query and what is known of it before it runs.

    `reordered` is a text with the same answers that is planned better, where there is one.
    """

    text: str
    outline: Outline
    reordered: str = ""
    _tokens: tuple[Token, ...] = field(default=(), repr=False, compare=False)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the text; they are cut anew where the reading came without them."""
        return self._tokens or tuple(tokenize(self.text))

    @property
    def form(self) -> Form:
        """What the query yields."""
        return self.outline.form

    @property
    def prologue(self) -> str:
        """The BASE and PREFIX lines of the query."""
        return self.text[: self.outline.start]


def read_query(text: str, *, prefixes: Mapping[str, str] = PREFIXES) -> Query:
    """Return the query of a text; raise QueryTooLarge, QueryRefused or SyntaxFault.

    Raises QueryError for one that would look in HAVING or FILTER for a name that SELECT gives.
    `prefixes` are the ones that the engine knows without a PREFIX line.

    >>> read_query("ASK { ?claim a azru:Claim }").form
    'boolean'
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    if prefixes is PREFIXES and len(text) <= _SHORT:
        return _read_known(text)
    return _read(text, prefixes)


@lru_cache(_KNOWN)
def _read_known(text: str) -> Query:
    return _read(text, PREFIXES)


def _read(text: str, prefixes: Mapping[str, str]) -> Query:
    check_size(text)
    # The guard refuses one that has more.
    tokens = tuple(islice(tokenize(text), MAX_TOKENS + 1))
    check(text, tokens, prefixes=prefixes)
    outline = replace(read_outline(tokens), constants=read_constants(tokens, prefixes))
    if len(tokens) * _find_depth(tokens) > _LOOKED_THROUGH:
        return Query(text, outline, "", tokens)
    if misuse := find_unseen(tokens):
        line, column = place(text, misuse.token.start)
        raise QueryError(misuse.reason, line=line, column=column)
    return Query(text, outline, reorder(text, tokens), tokens)


def _find_depth(tokens: Iterable[Token]) -> int:
    """Return how many brackets are open at most."""
    steps = ((token.kind == "open") - (token.kind == "close") for token in tokens)
    return max(accumulate(steps), default=0)
