"""Remarks on paths that begin and end anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from azru_kg.query.open_paths import find_open_paths
from azru_kg.query.remarks.remark import Remark
from azru_kg.query.tokens import Token


def remark_open_ends(tokens: Sequence[Token]) -> Iterator[Remark]:
    """Yield a remark on each path of no length of which nothing says what an end is.

    >>> from azru_kg.query.tokens import tokenize
    >>> [*remark_open_ends([*tokenize("ASK { ?claim azru:about+ ?thing }")])]
    []
    """
    for path in find_open_paths(tokens):
        if not path.named:
            yield Remark.on(
                "open-path",
                path.path,
                f"The path from {path.start.text} to {path.end.text} may have no length, and then"
                " leads from everything to itself. Write + instead of *, leave ? out, or say what"
                f" one end is, such as {path.start.text} a skos:Concept.",
            )
