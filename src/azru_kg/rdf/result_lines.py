"""Rows of an answer as lines whose checksum names the result, in whatever order they come.

The lines are a table of the SPARQL 1.1 TSV format: the names of the columns, then a line for each
row, its terms as canonical N-Triples has them, with nothing where a column has nothing. The lines
of rows are sorted by their bytes. So the order of rows makes no difference, which SPARQL leaves
open wherever ORDER BY does not settle it; how often a row is there does, for duplicates are lines
of their own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Final

from azru_kg.rdf.oxigraph_terms import AnyTerm

Row = Sequence[AnyTerm | None]
"""What the columns of an answer have in one row; None where a column has nothing."""

_BLANK: Final = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PARTS: Final = re.compile(rf'"(?:[^"\\]|\\.)*"|<[^>]*>|({_BLANK.pattern})')


def write_lines(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    r"""Return the lines of a result.

    A blank node has no name outside of one answer: it is written as `_:b` and a number, in the
    order in which they come when rows are sorted with all blank nodes alike. Where that leaves two
    of them alike, the order of the rows as they came decides.

    >>> import pyoxigraph as ox
    >>> write_lines(["a"], [[ox.Literal("2")], [ox.Literal("1")], [None]])
    b'?a\n\n"1"\n"2"\n'
    """
    lines = ["\t".join("" if term is None else str(term) for term in row) for row in rows]
    if any(_BLANK.search(line) for line in lines):
        lines = _number_blanks(lines)
    head = "\t".join(f"?{column}" for column in columns)
    return b"\n".join([head.encode(), *sorted(line.encode() for line in lines), b""])


def hash_lines(lines: bytes) -> str:
    """Return the digest of a result: the SHA-256 of its lines, in hexadecimal."""
    return hashlib.sha256(lines).hexdigest()


def _number_blanks(lines: Iterable[str]) -> list[str]:
    numbers: dict[str, str] = {}

    def forget(match: re.Match[str]) -> str:
        return "_:" if match[1] else match[0]

    def number(match: re.Match[str]) -> str:
        return numbers.setdefault(match[1], f"_:b{len(numbers)}") if match[1] else match[0]

    ordered = sorted(lines, key=lambda line: _PARTS.sub(forget, line))
    return [_PARTS.sub(number, line) for line in ordered]
