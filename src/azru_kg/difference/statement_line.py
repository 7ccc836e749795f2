"""A line of canonical N-Quads in its parts, which stay as they are written."""

from __future__ import annotations

import re
from typing import NamedTuple

_AFTER_LITERAL = re.compile(rb' (<[^<>" ]*>|_:[^" ]+) \.\n$')
_BLANK = b"_:"
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_SIGNS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)


class StatementLine(NamedTuple):
    """The terms of a statement as N-Quads has them; `graph` is empty for the default graph."""

    subject: bytes
    predicate: bytes
    object: bytes
    graph: bytes

    @property
    def has_blank(self) -> bool:
        """Whether a term is a blank node."""
        return any(term.startswith(_BLANK) for term in self)


def split_statement(line: bytes) -> StatementLine:
    r"""Return the parts of a line of canonical N-Quads.

    >>> split_statement(b'<a:s> <a:p> "in <a:g> ." <a:g> .\n').object
    b'"in <a:g> ."'
    """
    subject, predicate, rest = line.split(b" ", 2)
    if rest.startswith(b'"'):
        found = _AFTER_LITERAL.search(rest)
        if found is None:
            return StatementLine(subject, predicate, rest[:-3], b"")
        return StatementLine(subject, predicate, rest[: found.start()], found[1])
    if rest.startswith(b"<<("):  # a triple term, which has spaces within
        end = rest.rindex(b")>>") + 3
        return StatementLine(subject, predicate, rest[:end], rest[end:-3].strip())
    value, _, graph = rest[:-3].partition(b" ")
    return StatementLine(subject, predicate, value, graph)


def read_literal(term: bytes) -> tuple[str, str, str] | None:
    r"""Return the text, the language and the datatype of a literal, or None for another term.

    >>> read_literal('"Bak\\u0131"@az'.encode())
    ('Bakı', 'az', '')
    """
    match = _LITERAL.fullmatch(term.decode())
    return match and (_ESCAPE.sub(_unescape, match[1]), match[2] or "", match[3] or "")


def _unescape(match: re.Match[str]) -> str:
    number = match[1] or match[2]
    return chr(int(number, 16)) if number else _SIGNS.get(match[3], match[3])
