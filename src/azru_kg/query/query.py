"""A SPARQL query as the whole program hands it on: read once, where it comes in.

The guard, the entity tags, the engine and the explanation of errors look at one and the same
reading. Whoever holds a `Query` knows that the guard has let it pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from azru_kg.errors import QueryError
from azru_kg.query.constants import read_constants
from azru_kg.query.guard import MAX_TOKENS, check, check_size
from azru_kg.query.outline import Form, Outline, read_outline
from azru_kg.query.reorder import reorder
from azru_kg.query.selects import find_unseen
from azru_kg.query.split_paths import split_paths
from azru_kg.query.tokens import Token, place, tokenize
from azru_kg.query.units import LOOKED_THROUGH, measure_depth
from azru_kg.rdf.prefixes import PREFIXES

BYTE_ORDER_MARK: Final = "\ufeff"
"""What some editors write before a text; it is no part of the query."""

# Pages and programs ask the same again and again: readings are kept, so many of texts so short.
_KNOWN: Final = 256
_SHORT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Query:
    """The text of a query and what is known of it before it runs.

    `rewritten` is a text with the same answers that are found sooner, where there is one.
    """

    text: str
    outline: Outline
    rewritten: str = ""
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
    if len(tokens) * measure_depth(tokens) > LOOKED_THROUGH:
        return Query(text, outline, "", tokens)
    if misuse := find_unseen(tokens):
        line, column = place(text, misuse.token.start)
        raise QueryError(misuse.reason, line=line, column=column)
    return Query(text, outline, _rewrite(text, tokens), tokens)


def _rewrite(text: str, tokens: Sequence[Token]) -> str:
    """Return a text with the same answers that are found sooner, or nothing."""
    split = split_paths(text, tokens)
    if not split:
        return reorder(text, tokens)
    return reorder(split, tuple(tokenize(split))) or split
