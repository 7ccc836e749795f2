"""Says what is wrong with a token, and guesses what is missing before it."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import quote

from azru_kg.turtle.lexer import TERMS, scan

_AHEAD = 200
_SHOWN = 40
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_VERBS = ("name", "iri", "word", "bad")


def complain(kind: str, token: str, expected: str) -> str:
    """Return what is wrong with a token where something else is expected, and what to do.

    >>> complain("word", "True", "an object")
    'found True, expected an object'
    """
    if kind == "end":
        return f"the file ends here, expected {expected}"
    if kind == "open":
        return f"a string that does not end. {_say_quotes(token)}"
    if kind == "bad":
        sign = _NO_IRI.search(token[1:-1])
        if sign is None or sign[0] == "\\":
            return "an IRI with a backslash that is no \\u escape. Write it as %5C"
        return f"an IRI cannot hold {sign[0]!r}. Write it as {quote(sign[0])}"
    if kind == "junk" and token.startswith("<"):
        return "an IRI that does not end. Close it with >"
    if token.startswith("\ufeff"):
        return "a byte order mark. Save the file without it"
    shown = token if len(token) <= _SHOWN else f"{token[:_SHOWN]}…"
    return f"found {shown}, expected {expected}"


def guess_missing(text: str, kind: str, at: int) -> str | None:
    """Return the mark that is likely to be missing before a term, or None for what is no term.

    Three terms and a mark look like a statement of their own, two like a predicate with its object,
    one like an object.
    """
    if kind not in TERMS:
        return None
    kinds = _look_ahead(text, at)
    if len(kinds) > 2 and kinds[1] in _VERBS:
        return "."
    if len(kinds) == 2 and kinds[0] in _VERBS:
        return ";"
    return "," if len(kinds) == 1 else None


def starts_paragraph(text: str, at: int) -> bool:
    """Return whether a token begins a line, and the one before is blank or a comment."""
    if at and text[at - 1] not in "\r\n":
        return False
    above = text.rfind("\n", 0, max(text.rfind("\n", 0, at), 0))
    line = text[above + 1 : at].strip()
    return not line or line.startswith("#")


def _look_ahead(text: str, at: int) -> list[str]:
    """Return the kinds of the terms up to the next mark, what is in brackets as one."""
    kinds: list[str] = []
    depth, typed = 0, False
    for kind, token, _ in islice(scan(text, at), _AHEAD):
        if kind in ("]", ")"):
            depth -= 1
        if depth < 0 or (depth == 0 and (kind in ".;,{}" or token in ("@prefix", "@base"))):
            break
        if depth == 0 and kind in TERMS and not typed:
            kinds.append(kind)
        typed = kind == "^^"
        if kind in ("[", "("):
            depth += 1
    return kinds


def _say_quotes(token: str) -> str:
    if token.startswith(('"""', "'''")):
        return f"Close it with {token[:3]}"
    return f"Close it with {token[0]} on its line, or begin and end it with {token[0] * 3}"
