"""Remarks on OPTIONAL that stands before what it needs.

What is OPTIONAL is matched with what was found before it. Where a variable of it is only said later
what it is, it is matched with everything, and what has no match is lost at the later pattern.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from azru_kg.query.groups import GroupPart, find_groups, read_parts
from azru_kg.query.remarks.remark import Remark
from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, find_variables, read_word


def remark_optionals(tokens: Sequence[Token]) -> Iterator[Remark]:
    """Yield a remark on each OPTIONAL before the pattern that says what a variable of it is.

    >>> from azru_kg.query.tokens import tokenize
    >>> early = "SELECT * { ?p a foaf:Person OPTIONAL { ?p skos:prefLabel ?name } }"
    >>> [*remark_optionals([*tokenize(early)])]
    []
    """
    for group in find_groups(tokens):
        yield from _remark_group(group[1:-1])


def _remark_group(tokens: Unit) -> Iterator[Remark]:
    if tokens and read_word(tokens[0]) == "select":
        yield from remark_optionals(tokens)
        return
    parts = [*read_parts(tokens)]
    said = [_find_said(part) for part in parts]
    # How often each variable is said in this part and those behind it.
    left = Counter(name for names in said for name in names)
    before: set[str] = set()
    for part, names in zip(parts, said, strict=True):
        left.subtract(names)
        word = part.tokens[0]
        if read_word(word) == "optional":
            variables = find_variables([part.tokens])
            needed = (it for it in variables if left[it.text[1:]] and it.text[1:] not in before)
            if (variable := next(needed, None)) is not None:
                yield Remark.on(
                    "late-optional",
                    [word],
                    f"OPTIONAL uses {variable.text} before the pattern that says what it is: it is"
                    " matched with everything, and what has no match is lost. Move it behind that"
                    " pattern.",
                )
        before |= part.names
        for group in find_groups(part.tokens):
            yield from _remark_group(group[1:-1])


def _find_said(part: GroupPart) -> frozenset[str]:
    """Return the variables of which a part says what they are, as far as that can be seen."""
    word = read_word(part.tokens[0])
    # What a SELECT within keeps to itself has the name of another by chance.
    within = any(read_word(token) == "select" for token in part.tokens)
    if part.kind == "filter" or word in ("optional", "minus", "bind") or within:
        return frozenset()
    return part.names
