"""Cuts a SPARQL query into tokens, without parsing it.

The guard, the choice of a result format and the error messages need to know what is a keyword and
what only looks like one inside a string, a comment or an IRI. The cut follows the terminals of
SPARQL 1.2, longest first, in time linear in the query: quantifiers are possessive, so nothing is
tried twice. What is no terminal raises SyntaxFault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from azru_kg.errors import SyntaxFault


class Token(NamedTuple):
    """A token: its kind (a name in `_TERMINALS`), its text, and the offset where it starts."""

    kind: str
    text: str
    start: int


_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_OTHER = "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME = rf"[{_LETTER}](?:\.*+[{_LETTER}_{_OTHER}\-]++)*+"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_LETTER}_:0-9]|{_ESCAPE})(?:\.*+(?:[{_LETTER}_:{_OTHER}\-]++|{_ESCAPE})++)*+"
_IRI = r'<(?:[^<>"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>'
_TERMINALS: Final = {
    "variable": rf"[?$][{_LETTER}_0-9][{_LETTER}_{_OTHER}]*+",
    "open": rf"[{{(\[]|<(?!{_IRI})<",
    "close": r"[})\]]|>>",
    "iri": _IRI,
    "number": (
        r"[+-]?+(?:[0-9]++(?:(?:\.[0-9]*+)?[eE][+-]?+[0-9]++|\.[0-9]++)?+"
        r"|\.[0-9]++(?:[eE][+-]?+[0-9]++)?+)"
    ),
    "sign": r"[.;,]|\^\^|&&|\|\||[!<>]=|[*/+\-=!<>|^&?$~]",
    "name": rf"(?:{_NAME})?+:(?:{_LOCAL})?+",
    "word": _NAME,
    "string": (
        r'"""(?:"{0,2}+(?:[^"\\]++|\\.))*+"""'
        r"|'''(?:'{0,2}+(?:[^'\\]++|\\.))*+'''"
        r'|(?!""")"(?:[^"\\\n\r]++|\\[^\n\r])*+"'
        r"|(?!''')'(?:[^'\\\n\r]++|\\[^\n\r])*+'"
    ),
    "lang": r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[a-z]++)?+",
    "blank": rf"_:[{_LETTER}_0-9](?:\.*+[{_LETTER}_{_OTHER}\-]++)*+",
    "stray": r".",
    "end": r"\Z",
}
_KINDS = ("", *_TERMINALS)
_INITIAL = re.compile(rf"[{_LETTER}]")


def tokenize(query: str) -> Iterator[Token]:
    """Yield the tokens of a query in order, without blanks and comments; raise SyntaxFault.

    >>> [token.text for token in tokenize("ASK{?s a azru:Claim}# all")]
    ['ASK', '{', '?s', 'a', 'azru:Claim', '}']
    """
    for match in _make_pattern().finditer(query):
        group = match.lastindex or 0
        token = Token(_KINDS[group], match[group], match.start(group))
        if token.kind == "word" and "." in token.text:
            yield from _split(query, token)
        elif token.kind == "stray":
            raise _stray(query, token.start)
        elif token.kind != "end":
            yield token


@cache
def _make_pattern() -> re.Pattern[str]:
    """Return what finds a token; to make it takes longer than all else that a worker needs."""
    rules = "|".join(f"({rule})" for rule in _TERMINALS.values())
    return re.compile(rf"(?:[ \t\r\n]++|#[^\r\n]*+)*+(?:{rules})", re.DOTALL)


def place(query: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1, columns in characters."""
    before = query[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _split(query: str, token: Token) -> Iterator[Token]:
    # A dot belongs into the middle of a prefix but not of a word: `true.OPTIONAL` is three tokens.
    start = token.start
    for index, part in enumerate(re.split(r"(\.)", token.text)):
        if index % 2:
            yield Token("sign", ".", start)
        elif part:
            if not _INITIAL.match(part):
                raise _stray(query, start)
            yield Token("word", part, start)
        start += len(part)


def _stray(query: str, offset: int) -> SyntaxFault:
    line, column = place(query, offset)
    character = query[offset]
    if character in "\"'":
        return SyntaxFault(
            f"the string that starts here is never closed. Add the closing {character}, or write"
            f" {character * 3} around text of several lines",
            line=line,
            column=column,
        )
    if character == "<":
        return SyntaxFault("an IRI here is not closed with >", line=line, column=column)
    return SyntaxFault(
        f"{character!r} has no place here outside a string", line=line, column=column
    )
