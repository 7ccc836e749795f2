"""The normal form of a query: one text for all texts that a parser cannot tell apart.

Who cites a query wants it to be the same query however it was typed. In its normal form a query has
no comments and no prologue: every IRI stands in full, so that no table of prefixes is needed to
read it; one that is relative stays so where the query has no BASE. Keywords are in capitals,
variables begin with `?`, texts stand in double quotes, blank nodes are numbered in their order, and
what is between the tokens is one blank, or one end of a line behind a brace and a full stop, and
nothing between a word and a round bracket behind it.
Nothing else is changed: neither names of variables nor the order of patterns, although queries that
differ in them may have the same answers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import urljoin

import pyoxigraph as ox

from azru_kg.query.query import Query
from azru_kg.query.tokens import Token
from azru_kg.query.units import read_word
from azru_kg.rdf.prefixes import PREFIXES

_ENDS_LINE: Final = frozenset(("{", "}", "."))
_TRUTHS: Final = frozenset(("true", "false"))
_WORD = re.compile(r"[A-Za-z]\w*")
_LONG: Final = 3
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def write_normal_form(query: Query) -> str:
    r"""Return the normal form of a query, which ends with the end of a line.

    >>> from azru_kg.query.query import read_query
    >>> print(write_normal_form(read_query("ask{$s a <urn:a> # one\n}")), end="")
    ASK {
    ?s a <urn:a> }
    """
    names = dict(PREFIXES)
    base = ""
    tokens = query.tokens
    position = 0
    while position < len(tokens) and tokens[position].start < query.outline.start:
        word = read_word(tokens[position])
        if word == "prefix":
            name, iri = tokens[position + 1 : position + 3]
            names[name.text.removesuffix(":")] = _resolve(iri, base)
            position += 3
        else:
            base = _resolve(tokens[position + 1], base)
            position += 2
    words = [*_spell_all(tokens[position:], names, base)]
    ends = pairwise((*words, ""))
    return "".join(word + _separate(word, following) for word, following in ends).rstrip() + "\n"


def hash_query(query: Query) -> str:
    """Return the SHA-256 of the normal form of a query, in hexadecimal."""
    return hashlib.sha256(write_normal_form(query).encode()).hexdigest()


def _separate(word: str, following: str) -> str:
    # Oxigraph 0.5 takes no blank between COALESCE, or CONCAT, and its bracket.
    if following == "(" and _WORD.fullmatch(word):
        return ""
    return "\n" if word in _ENDS_LINE else " "


def _spell_all(tokens: Sequence[Token], names: Mapping[str, str], base: str) -> Iterator[str]:
    blanks: dict[str, str] = {}
    for token in tokens:
        match token.kind:
            case "variable":
                yield f"?{token.text[1:]}"
            case "iri":
                yield f"<{_resolve(token, base)}>"
            case "name":
                yield f"<{_expand(token.text, names)}>"
            case "word":
                yield _spell_word(token.text)
            case "string":
                yield str(ox.Literal(_read_string(token.text)))
            case "lang":
                yield token.text.lower()
            case "blank":
                yield blanks.setdefault(token.text, f"_:b{len(blanks)}")
            case _:
                yield token.text


def _spell_word(word: str) -> str:
    # `a` is the one word whose case has a meaning.
    if word == "a" or word.lower() in _TRUTHS:
        return word.lower()
    return word.upper()


def _resolve(token: Token, base: str) -> str:
    iri = _CODEPOINT.sub(_read_codepoint, token.text[1:-1])
    # What is absolute stays as it is: to join it would lose an empty fragment.
    return urljoin(base, iri) if base and not _ABSOLUTE.match(iri) else iri


def _expand(name: str, names: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return names.get(prefix, f"{prefix}:") + _LOCAL_ESCAPE.sub(r"\1", local)


def _read_string(text: str) -> str:
    quotes = _LONG if text[:_LONG] in ('"""', "'''") else 1
    return _ESCAPE.sub(_read_escape, text[quotes:-quotes])


def _read_escape(match: re.Match[str]) -> str:
    escaped = match[1]
    if len(escaped) > 1:
        return chr(int(escaped[1:], 16))
    return _ESCAPED.get(escaped, escaped)


def _read_codepoint(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))
