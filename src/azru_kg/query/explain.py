"""Turns what Oxigraph says about a broken query into an error that a person can act on.

Oxigraph reports the furthest place its parser looked at. Since it tries keywords by their length,
that place lies up to a keyword's length behind the fault. So the query is parsed once more with
its tokens far apart: then the place names the token at fault without doubt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from azru_kg.errors import QueryError, SyntaxFault
from azru_kg.query.functions import explain_unknown
from azru_kg.query.query import Query
from azru_kg.query.selects import Misuse, find_rebound, find_renamed, find_ungrouped
from azru_kg.query.tokens import Token, place

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)+)"(?:, |\Z)')
_FUNCTION = re.compile(r"The custom function <([^>]*)> is not supported")
# No keyword of SPARQL is longer than the 14 letters of ENCODE_FOR_URI.
_APART = " " * 20
_SHOWN = 5
_SIGNS: Final = {"$": "", "?": "a variable", "<": "an IRI", ":": "a prefixed name", ".": ""}
_MISUSES: Final = {
    "variable that is unbound": find_ungrouped,
    "overrides an existing variable": find_renamed,
    "Duplicated variable name": find_renamed,
    "BIND is overriding": find_rebound,
}
_MEANINGS: Final = {
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that is neither in GROUP BY nor inside an aggregate."
        " Add it to GROUP BY, or aggregate it"
    ),
    "The SELECT contains an expression with a variable that is unbound": (
        "SELECT computes with a variable that is neither in GROUP BY nor inside an aggregate."
        " Add it to GROUP BY, or aggregate it"
    ),
    "SELECT * is not authorized with GROUP BY": (
        "SELECT * cannot stand with GROUP BY or an aggregate. Name the variables"
    ),
    "The SELECT overrides an existing variable using an expression": (
        "SELECT (… AS ?x) takes a name that the pattern already binds. Choose another"
    ),
    "Duplicated variable name in SELECT": "SELECT names a variable twice",
    "BIND is overriding an existing variable": (
        "BIND assigns a variable that its group already uses. Choose another name"
    ),
    "Already used blank node id": "a blank node label is used in two groups. Use a variable",
    "IRI parsing failed": "this is not an IRI",
    "Prefix not found": "undefined prefix",
}


def explain_syntax(
    query: Query, error: SyntaxError, prefixes: Mapping[str, str], base: str
) -> SyntaxFault:
    """Return the fault with line, column and a short reason for a parser's complaint."""
    tokens = query.tokens
    spread, starts = _spread(tokens)
    complaint = _PLACE.match(_complaint(spread, prefixes, base) or str(error))
    if complaint is None:
        return SyntaxFault(str(error))
    offset = int(complaint[2]) - 1
    index = sum(start <= offset for start in starts) - 1
    token = tokens[index] if offset < len(spread) and tokens else None
    if misuse := _find_misuse(complaint[3], token, tokens):
        line, column = place(query.text, misuse.token.start)
        return SyntaxFault(misuse.reason, line=line, column=column)
    line, column = place(query.text, token.start if token else len(query.text.rstrip()))
    return SyntaxFault(_reason(complaint[3], token), line=line, column=column)


def explain_failure(error: RuntimeError) -> QueryError:
    """Return the error for a query that is well-formed but asks for what Oxigraph cannot do."""
    function = _FUNCTION.search(str(error))
    if function is None:
        return QueryError(f"the query failed: {error}")
    return QueryError(explain_unknown(function[1]))


def _spread(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """Return the query on one line, its tokens far apart, and where each of them starts."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for token in tokens:
        starts.append(length)
        part = re.sub(r"[\r\n]", " ", token.text) + _APART
        parts.append(part)
        length += len(part)
    return "".join(parts), starts


def _complaint(spread: str, prefixes: Mapping[str, str], base: str) -> str | None:
    try:
        ox.Store().query(spread, base_iri=base, prefixes=dict(prefixes))
    except SyntaxError as error:
        return str(error)
    return None


def _find_misuse(expected: str, token: Token | None, tokens: Sequence[Token]) -> Misuse | None:
    """Return the variable that is at fault, where a complaint can be about one.

    Within a group Oxigraph does not say why, but it gets no further than to the end of the group.
    """
    for words, find in _MISUSES.items():
        if words in expected:
            return find(tokens)
    if token is not None and token.text != "}":
        return None
    return next(filter(None, (find(tokens) for find in _MISUSES.values())), None)


def _reason(expected: str, token: Token | None) -> str:
    meaning = next((said for words, said in _MEANINGS.items() if words in expected), None)
    if meaning is not None:
        return meaning
    if token is None:
        return "the query ends too early" + _wanted(expected)
    hint = ""
    if token.text == "}" and "OPTIONAL" in expected:
        hint = ". Is what stands before it complete, and does no BIND assign a variable twice?"
    return f"{token.text!r} has no place here" + (_wanted(expected) or hint)


def _wanted(expected: str) -> str:
    signs = [_SIGNS.get(sign, sign) for sign in _LITERAL.findall(expected)]
    shown = list(dict.fromkeys(sign for sign in signs if sign))
    if not 0 < len(shown) <= _SHOWN:
        return ""
    return ": expected " + " or ".join(shown)
