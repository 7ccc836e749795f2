"""Finds the variables of a query that are not seen where they stand.

A grouped SELECT may name what is grouped or aggregated; Oxigraph says that something is neither,
but not what. A name that SELECT gives is seen by ORDER BY alone: in HAVING, or in a FILTER of the
pattern, it is bound to nothing, so that the answer is empty, and nobody says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from azru_kg.query.tokens import Token
from azru_kg.query.units import Unit, find_variables, read_word, split_units

_AGGREGATES: Final = frozenset(("avg", "count", "group_concat", "max", "min", "sample", "sum"))
_CLAUSES: Final = frozenset(("group", "having", "order", "limit", "offset", "values"))


@dataclass(frozen=True, slots=True)
class Misuse:
    """A variable that is not seen where it stands, why, and what to do about it."""

    token: Token
    reason: str


@dataclass(slots=True)
class _Select:
    """One SELECT: the items that it names, its pattern, and the clauses behind the pattern."""

    items: list[Unit] = field(default_factory=list)
    pattern: Unit = ()
    clauses: dict[str, list[Unit]] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """The names that SELECT gives, each with its expression as text."""
        return {
            item[-2].text[1:]: " ".join(token.text for token in item[1:-3])
            for item in self.items
            if _is_named(item)
        }


def find_unseen(tokens: Sequence[Token]) -> Misuse | None:
    """Return the first name that SELECT gives and a HAVING or FILTER of its own looks for."""
    for select in _read_selects(tokens):
        names = select.names
        used = {token.text[1:] for token in select.pattern if token.kind == "variable"}
        for token in find_variables(_drop_groups(select.clauses.get("having", []))):
            name = token.text[1:]
            if name in names and name not in used:
                return Misuse(
                    token,
                    f"HAVING does not see {token.text}, which SELECT names after it: it would be"
                    f" empty, and so the answer. Repeat the expression: {names[name]}",
                )
        filtered, others = _part_filters(select.pattern)
        used = {token.text[1:] for token in find_variables(others)}
        for token in find_variables(_drop_groups(filtered)):
            name = token.text[1:]
            if name in names and name not in used:
                return Misuse(
                    token,
                    f"FILTER does not see {token.text}, which SELECT names after it: it would be"
                    f" empty, and so the answer. Write BIND({names[name]} AS {token.text}) in the"
                    f" pattern, and {token.text} alone in SELECT",
                )
    return None


def find_ungrouped(tokens: Sequence[Token]) -> Misuse | None:
    """Return the first variable in a grouped SELECT that is neither grouped nor aggregated."""
    for select in _read_selects(tokens):
        keys = select.clauses.get("group", [])[1:]
        aggregated = "having" in select.clauses or any(map(_aggregates, select.items))
        if not keys and not aggregated:
            continue
        grouped = {_last_name(key) for key in keys}
        for item in select.items:
            expression = item[1:-3] if _is_named(item) else item
            for token in find_variables(_drop_aggregates(split_units(expression))):
                if token.text not in grouped:
                    return Misuse(token, _advise(token, keys, select.names))
    return None


def find_renamed(tokens: Sequence[Token]) -> Misuse | None:
    """Return the first name that a SELECT gives twice, or gives to what its pattern binds."""
    for select in _read_selects(tokens):
        bound = {token.text[1:] for token in find_variables([select.pattern])}
        keys = {_last_name(key)[1:] for key in select.clauses.get("group", [])[1:]}
        given: set[str] = set()
        for item in select.items:
            named = _is_named(item)
            token = item[-2] if named else item[0]
            if token.kind != "variable":
                continue
            name = token.text[1:]
            if name in given:
                return Misuse(token, f"SELECT names {token.text} twice. Choose another name")
            if named and name in bound:
                return Misuse(
                    token,
                    f"SELECT (… AS {token.text}) takes a name that the pattern already binds."
                    " Choose another",
                )
            if named and name in keys:
                return Misuse(
                    token,
                    f"GROUP BY does not see {token.text}, which SELECT names after it. Write"
                    f" GROUP BY ({select.names[name]} AS {token.text}), and select {token.text}",
                )
            given.add(name)
    return None


def find_rebound(tokens: Sequence[Token]) -> Misuse | None:
    """Return the first variable that BIND assigns although its group has used it before."""
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.text == "{":
            opened.append(number)
        elif token.text == "}" and opened:
            opened.pop()
        elif read_word(token) == "bind" and opened:
            unit = next(split_units(tokens[number + 1 :]), ())
            before = {each.text[1:] for each in find_variables([tokens[opened[-1] : number]])}
            if _is_named(unit) and unit[-2].text[1:] in before:
                return Misuse(
                    unit[-2],
                    f"BIND assigns {unit[-2].text}, which its group has used before."
                    " Choose another name",
                )
    return None


def _advise(token: Token, keys: Sequence[Unit], names: dict[str, str]) -> str:
    reason = f"{token.text} is neither grouped nor aggregated"
    if token.text[1:] in names:
        return f"{reason}: it is a name of this very SELECT. Repeat its expression"
    if any(part.text == token.text for key in keys for part in key):
        return (
            f"{reason}: GROUP BY computes with it. Give what it computes a name,"
            " GROUP BY (… AS ?key), and select ?key"
        )
    return f"{reason}. Add it to GROUP BY, or aggregate it, as in SAMPLE({token.text})"


def _read_selects(tokens: Sequence[Token]) -> Iterator[_Select]:
    for number, token in enumerate(tokens):
        if read_word(token) == "select":
            yield _read_select(split_units(tokens[number + 1 :]))


def _read_select(units: Iterator[Unit]) -> _Select:
    select = _Select()
    naming = True
    clause: list[Unit] | None = None
    for unit in units:
        word = read_word(unit[0])
        if clause is None and unit[0].text == "{":
            select.pattern = unit[1:-1]
            clause = []
        elif clause is None:
            naming = naming and word not in ("where", "from")
            if naming:
                select.items.append(unit)
        elif word in _CLAUSES:
            clause = select.clauses.setdefault(word, [])
        else:
            clause.append(unit)
    return select


def _part_filters(pattern: Unit) -> tuple[list[Unit], list[Unit]]:
    """Return the units of the FILTERs of a pattern, and its other units."""
    filtered: list[Unit] = []
    others: list[Unit] = []
    filtering = False
    for unit in split_units(pattern):
        if read_word(unit[0]) == "filter":
            filtering = True
            continue
        (filtered if filtering else others).append(unit)
        # What follows FILTER ends with brackets: an expression, a call, or EXISTS and a group.
        filtering = filtering and unit[0].kind != "open"
    return filtered, others


def _drop_groups(units: Iterable[Unit]) -> Iterator[Unit]:
    """Yield units without the groups of EXISTS in them."""
    for unit in units:
        if unit[0].text == "{":
            continue
        if len(unit) > 1:
            yield from _drop_groups(split_units(unit[1:-1]))
        else:
            yield unit


def _drop_aggregates(units: Iterable[Unit]) -> Iterator[Unit]:
    """Yield units without what is aggregated in them, and without groups."""
    aggregated = False
    for unit in units:
        if len(unit) == 1:
            yield unit
        elif not aggregated and unit[0].text != "{":
            yield from _drop_aggregates(split_units(unit[1:-1]))
        aggregated = read_word(unit[0]) in _AGGREGATES


def _aggregates(unit: Unit) -> bool:
    return any(read_word(token) in _AGGREGATES for token in unit)


def _is_named(unit: Unit) -> bool:
    """Return whether a unit is `(expression AS ?name)`."""
    named = len(unit) > 4 and unit[0].text == "(" and read_word(unit[-3]) == "as"
    return named and unit[-2].kind == "variable"


def _last_name(key: Unit) -> str:
    """Return the variable by which a key of GROUP BY can be named, or nothing."""
    token = key[-2] if _is_named(key) else key[0]
    return token.text if token.kind == "variable" else ""
