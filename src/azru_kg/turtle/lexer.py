"""Cuts Turtle, TriG, N-Triples and N-Quads into tokens, each with where it begins.

Only the terminals of Turtle 1.1 are told apart here, with no grammar. What is no token becomes one
of the kind `junk`, `open` or `bad`, so that the reader can go on behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

_START = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NEXT = rf"{_START}_0-9\u00b7\u0300-\u036f\u203f\u2040\-"
_ODD = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_DOTTED = rf"[{_NEXT}]*(?:\.+[{_NEXT}]+)"
_PREFIX = rf"(?:[{_START}]{_DOTTED}{{0,99}})?:"
_LOCAL = (
    rf"(?:[{_START}_0-9:]|{_ODD})[{_NEXT}:]*"
    rf"(?:(?:\.+(?:[{_NEXT}:]|{_ODD})|{_ODD})[{_NEXT}:]*)*"
)
_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_SIGN = r'[^\x00-\x20<>"{}|^`\\]'
_EXPONENT = r"[eE][+-]?[0-9]+"

# No quantifier stands within another on the same characters, so that none of them is slow; what is
# tried again at each dot of a long chain of them, as a prefix would be, has an end.
_KINDS = {
    "name": rf"{_PREFIX}(?:{_LOCAL})?",
    "mark": r"\^\^|[;,\[\]]|\.(?![0-9])|\((?!>)|\)(?!>>)|\{(?!\|)|\}",
    "iri": rf"<{_SIGN}*(?:(?:{_CODE}){_SIGN}*)*>",
    "string": (
        r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|"(?!"")[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"'
        r"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''|'(?!'')[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'"
    ),
    "word": rf"[A-Za-z][{_NEXT}]*",
    "number": (
        rf"[+-]?(?:[0-9]+(?:\.[0-9]*)?{_EXPONENT}|\.[0-9]+{_EXPONENT}|[0-9]*\.[0-9]+|[0-9]+)"
    ),
    "tag": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?",
    "blank": rf"_:[{_START}_0-9]{_DOTTED}*",
    "comment": r"\#[^\r\n]*",
    "later": r"<<\(?|\)?>>|\{\||\|\}|~",
    "open": r"\"\"\".*|'''.*|\"[^\r\n]*|'[^\r\n]*",
    "bad": r"<[^<>\r\n]*>",
    "junk": rf"<[^\s<>]*|[+-]?[{_NEXT}]+|[^ \t\r\n]",
}
_SPACE = r"[ \t\r\n]"
_WHOLE = ("name", "iri", "string", "word", "number", "tag", "blank", "comment")
_LINE_END = re.compile(r"\r\n?|\n")

Token = tuple[str, str, int]
"""A kind, the text of the token, and the offset at which it begins. Marks are their own kind.

The kinds: `name` (a prefixed name), `iri`, `string` (with its quotes), `number`, `blank`, `word`
(`a`, `true`, `PREFIX`), `tag` (`@en`, `@prefix`), `comment`; `later` for what only RDF 1.2 has;
`open` for a string that does not end, `bad` for an IRI with a character that it cannot have, and
`junk` for the rest.
"""

TERMS = frozenset({"name", "iri", "string", "number", "blank", "word", "bad", "open", "[", "("})
"""The kinds with which a subject, a predicate or an object can begin, rightly or wrongly."""


def scan(text: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of a text from an offset on, comments among them.

    >>> list(scan("a <b>. # c"))
    [('word', 'a', 0), ('iri', '<b>', 2), ('.', '.', 5), ('comment', '# c', 7)]
    """
    for match in _make_token_pattern().finditer(text, start):
        kind = match.lastgroup or ""
        token = match[kind]
        if kind != "end":
            yield token if kind == "mark" else kind, token, match.start(kind)


def pass_over(text: str, start: int, is_passed: Callable[[str, str], bool]) -> int:
    """Return where the first statement begins that is not to be passed over, or the text ends.

    Which ones are is told by the kind and the text of their first token.

    >>> pass_over("a b 1.5, 'a . b' . c d e .", 0, lambda kind, token: token == "a")
    19
    """
    read_token, read_statement = _make_token_pattern().match, _make_statement_pattern().match
    while (match := read_token(text, start)) is not None:
        kind = match.lastgroup or ""
        if kind == "comment":
            start = match.end()
            continue
        token = match[kind]
        end = read_statement(text, match.end()) if is_passed(kind, token) else None
        if end is None:
            return match.start(kind)
        start = end.end()
    return len(text)


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a text begin; a line ends with a line feed, a carriage return or both."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Return the lines of a text."""
        return cls((0, *(match.end() for match in _LINE_END.finditer(text))))

    def place(self, offset: int) -> tuple[int, int]:
        r"""Return the line and the column of an offset, both from 1, in characters.

        >>> Lines.of("a\nbc").place(3)
        (2, 2)
        """
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


# Patterns are made when they are first needed: that takes a while, and many a program never asks.
@cache
def _make_token_pattern() -> re.Pattern[str]:
    # There is always something behind the blanks, so that a long row of them is not tried from
    # each.
    kinds = "|".join(f"(?P<{kind}>{form})" for kind, form in _KINDS.items())
    return re.compile(rf"{_SPACE}*(?:{kinds}|(?P<end>\Z))", re.DOTALL)


@cache
def _make_statement_pattern() -> re.Pattern[str]:
    # What is ahead is not tried again in another way; `*+` is faulty in early Python 3.11.
    parts = "|".join(_KINDS[kind] for kind in _WHOLE)
    return re.compile(rf"(?=((?:{_SPACE}+|\^\^|[;,\[\](){{}}]|{parts})*))\1\.", re.DOTALL)
