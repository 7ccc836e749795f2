"""Remarks on MIN and MAX of what an OPTIONAL may leave unbound, so that cells are empty.

One solution of a group without a value takes the least and the greatest of all others from it: the
engine takes it for an error, of which SPARQL 1.1 (§18.5.1) does not say that it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from azru_kg.query.groups import GroupPart, find_groups, read_parts
from azru_kg.query.remarks.remark import Remark
from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, find_variables, read_word, split_units

_EXTREMES: Final = frozenset(("min", "max"))
# What these make of a value that is not there is not there either.
_STRICT: Final = frozenset(("str", "year", "month", "day", "lcase", "ucase", "abs", "distinct"))


def remark_extremes(tokens: Sequence[Token]) -> Iterator[Remark]:
    """Yield a remark on each MIN or MAX of a variable that only an OPTIONAL binds.

    >>> from azru_kg.query.tokens import tokenize
    >>> query = "SELECT (MIN(?day) AS ?first) { ?p a foaf:Person OPTIONAL { ?p azru:asOf ?day } }"
    >>> [remark.kind for remark in remark_extremes([*tokenize(query)])]
    ['unbound-extreme']
    """
    groups = [*find_groups(tokens)]
    if not groups:
        return
    sure, perhaps = _find_bound(groups[0][1:-1])
    within = {id(token) for group in groups for token in group}
    around = [token for token in tokens if id(token) not in within]
    for number, token in enumerate(around):
        if read_word(token) in _EXTREMES:
            variable = _find_argument(around[number + 1 :])
            if variable and variable.text[1:] in perhaps - sure:
                name = token.text.upper()
                yield Remark.on(
                    "unbound-extreme",
                    [token],
                    f"{name} of {variable.text}, which OPTIONAL may leave unbound: where one"
                    " solution of a group has none, the cell is empty. Give it a value first, with"
                    f" BIND (COALESCE({variable.text}, …) AS ?value).",
                )
    for group in groups:
        yield from _remark_within(group[1:-1])


def _remark_within(tokens: Unit) -> Iterator[Remark]:
    """Yield the remarks on the SELECTs within a group."""
    if tokens and read_word(tokens[0]) == "select":
        yield from remark_extremes(tokens)
        return
    for group in find_groups(tokens):
        yield from _remark_within(group[1:-1])


def _find_argument(tokens: Sequence[Token]) -> Token | None:
    """Return the variable that an aggregate is of, alone or in what needs its value."""
    units = split_units(tokens)
    argument = next(units, ())
    if not argument or argument[0].text != "(":
        return None
    variables = [*find_variables([argument])]
    words = {word for token in argument if (word := read_word(token))}
    return variables[0] if len(variables) == 1 and words <= _STRICT else None


def _find_bound(tokens: Unit) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that the parts of a group bind, and those that an OPTIONAL may bind."""
    sure, perhaps = frozenset[str](), frozenset[str]()
    for part in read_parts(tokens):
        bound, may_be_bound = _read_part(part)
        sure |= bound
        perhaps |= may_be_bound
    return sure, perhaps


def _read_part(part: GroupPart) -> tuple[frozenset[str], frozenset[str]]:
    nothing = frozenset[str]()
    word = read_word(part.tokens[0])
    groups = [*find_groups(part.tokens)]
    if part.kind == "filter" or word == "minus":
        return nothing, nothing
    if word == "optional":
        return nothing, part.names
    if word == "bind":
        last = [*find_variables([part.tokens])][-1:]
        return frozenset(token.text[1:] for token in last), nothing
    if not groups or any(read_word(group[1]) == "select" for group in groups):
        return part.names, nothing
    # GRAPH ?g { … } binds ?g, too; each side of a UNION counts as all of it.
    inside = {id(token) for group in groups for token in group}
    outside = [token for token in part.tokens if id(token) not in inside]
    sure = frozenset(token.text[1:] for token in find_variables([outside]))
    perhaps = nothing
    for group in groups:
        bound, may_be_bound = _find_bound(group[1:-1])
        sure |= bound
        perhaps |= may_be_bound
    return sure, perhaps
