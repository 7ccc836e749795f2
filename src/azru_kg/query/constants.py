"""Reads which names a query looks for: those that, if the data do not have them, find nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from azru_kg.query.tokens import Token
from azru_kg.query.units import read_word
from azru_kg.rdf.prefixes import PREFIXES

_ESCAPE = re.compile(r"\\(.)")
# Names of datatypes and functions need not be in the data.
_ELSEWHERE: Final = (PREFIXES["xsd"], PREFIXES["geof"])
_MOST: Final = 20


def read_constants(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the IRIs in known namespaces that a query looks for, each once, the first twenty.

    A template is left out, for it may name what is new, and so are functions and datatypes.

    >>> from azru_kg.query.tokens import tokenize
    >>> read_constants([*tokenize("ASK { ?s a azru:Figures }")], PREFIXES)
    ('https://w3id.org/azru-kg/ontology#Figures',)
    """
    # A query of a page may name thousands: no more of them are read than are told.
    return tuple(dict(islice(_place_each(tokens, prefixes), _MOST)))


def place_constants(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> dict[str, Token]:
    """Return these IRIs, all of them, each with the token where it is first named."""
    return dict(_place_each(tokens, prefixes))


def _place_each(
    tokens: Sequence[Token], prefixes: Mapping[str, str]
) -> Iterator[tuple[str, Token]]:
    known = dict(prefixes)
    found: set[str] = set()
    spaces = tuple(space for space in PREFIXES.values() if space not in _ELSEWHERE)
    for before, token, after in _list_names(tokens):
        word = read_word(before)
        if word == "prefix":
            known[token.text[:-1]] = after.text[1:-1]
        elif before.text != "^^" and after.text != "(" and not _follows_prefix(before, word):
            iri = _expand(token, known)
            if iri not in found and iri.startswith(spaces) and iri not in spaces:
                yield iri, token
            found.add(iri)


def _list_names(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Yield each name or IRI outside a template, with what stands before and behind it."""
    end = Token("sign", "", 0)
    template = False
    for number, token in enumerate(tokens):
        word = read_word(token)
        if word == "construct":
            template = True
        elif template and (word in ("where", "from") or token.text == "}"):
            template = False
        if token.kind in ("iri", "name") and not template:
            before = tokens[number - 1] if number else end
            yield before, token, tokens[number + 1] if number + 1 < len(tokens) else end


def _follows_prefix(before: Token, word: str) -> bool:
    return word == "base" or (before.kind == "name" and before.text.endswith(":"))


def _expand(token: Token, known: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return known.get(prefix, "") + _ESCAPE.sub(r"\1", local)
