"""Gives variables of a query values, as VALUES: nothing that is put in becomes part of the query.

A variable that has VALUES of its own gets others in their place. Any other one gets them at the
start of each pattern in which it stands, that of a nested SELECT too, so that it has them
wherever it is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from azru_kg.errors import BadBinding
from azru_kg.query.inline_data import find_inline_data
from azru_kg.query.tokens import Token, tokenize
from azru_kg.query.units import read_word
from azru_kg.rdf.nearest import find_similar

Values = Sequence[ox.NamedNode | ox.Literal | None]
"""What a variable can be; None is anything."""

_VERBS: Final = frozenset(("select", "ask", "construct", "describe"))
_ESCAPE: Final = re.compile(r"\\\\([uU])|\\.", re.DOTALL)
_SHOWN: Final = 100


@dataclass(slots=True)
class _Scope:
    """A SELECT, or the whole query: its pattern, and the variables that stand in just this one."""

    verb: str
    depth: int
    start: int | None = None
    template: bool = False
    short: bool = False
    names: set[str] = field(default_factory=set)


def bind_variables(text: str, values: Mapping[str, Values]) -> str:
    """Return the text of a query in which variables, by their names, have values.

    Raises BadBinding for a name that no pattern has or that the query computes, SyntaxFault where
    the text cannot be cut into tokens.

    >>> bind_variables("ASK { ?a ?b ?c }", {"a": [ox.NamedNode("urn:x")], "c": [ox.Literal("}")]})
    'ASK { VALUES ?a { <urn:x> } VALUES ?c { "}" } ?a ?b ?c }'
    """
    if not values:
        return text
    tokens = [*tokenize(text)]
    scopes = [*_read_scopes(tokens)]
    _check_names(tokens, scopes, values)
    blocks = [data for data in find_inline_data(tokens) if data.name in values]
    puts = [(data.start, data.end, f" {_write_all(values[data.name])} ") for data in blocks]
    others = [name for name in values if name not in {data.name for data in blocks}]
    for scope in scopes:
        added = (f" VALUES ?{n} {{ {_write_all(values[n])} }}" for n in others if n in scope.names)
        if scope.start is not None:
            puts.append((scope.start, scope.start, "".join(added)))
    return _replace(text, puts)


def write_term(term: ox.NamedNode | ox.Literal) -> str:
    r"""Return a term as a query has it.

    Some engines read `\\u0022` as a quotation mark even behind another backslash (SPARQL 1.1,
    section 19.2): so a backslash is never written before the letter itself.

    >>> print(write_term(ox.Literal(r"\u0022 } #")))
    "\\\u00750022 } #"
    """
    return _ESCAPE.sub(_keep_apart, str(term))


def _keep_apart(escape: re.Match[str]) -> str:
    return rf"\\\u{ord(escape[1]):04X}" if escape[1] else escape[0]


def _write_all(values: Values) -> str:
    return " ".join("UNDEF" if value is None else write_term(value) for value in values)


def _replace(text: str, puts: Sequence[tuple[int, int, str]]) -> str:
    written, position = [], 0
    for start, end, put in sorted(puts):
        written += [text[position:start], put]
        position = end
    return "".join([*written, text[position:]])


def _read_scopes(tokens: Sequence[Token]) -> Iterator[_Scope]:
    """Yield the whole query and each SELECT in it, when it ends."""
    open_: list[Token] = []
    scopes: list[_Scope] = []
    for token in tokens:
        word = read_word(token)
        if word in _VERBS and (not scopes or word == "select"):
            scopes.append(_Scope(word, len(open_)))
        elif token.kind == "open":
            open_.append(token)
            if scopes and token.text == "{":
                _open_pattern(scopes[-1], token, len(open_) - 1)
        elif token.kind == "close" and open_:
            open_.pop()
            if len(scopes) > 1 and len(open_) < scopes[-1].depth:
                yield scopes.pop()
        elif token.kind == "variable" and scopes and scopes[-1].start is not None:
            scopes[-1].names.add(token.text[1:])
        elif word == "where" and scopes and scopes[-1].verb == "construct":
            # CONSTRUCT WHERE { … } is its own template, in which VALUES have no place.
            scopes[-1].short |= not scopes[-1].template
    yield from reversed(scopes)


def _open_pattern(scope: _Scope, token: Token, depth: int) -> None:
    if depth != scope.depth or scope.start is not None:
        return
    if scope.verb == "construct" and not scope.template:
        scope.template = True
        return
    scope.start = token.start + 1


def _check_names(
    tokens: Sequence[Token], scopes: Sequence[_Scope], values: Mapping[str, Values]
) -> None:
    if any(scope.short for scope in scopes):
        raise BadBinding("CONSTRUCT WHERE { … } takes no values. Write CONSTRUCT { … } WHERE { … }")
    known = {name for scope in scopes if scope.start is not None for name in scope.names}
    known |= {data.name for data in find_inline_data(tokens)}
    computed = {
        token.text[1:]
        for before, token in pairwise(tokens)
        if read_word(before) == "as" and token.kind == "variable"
    }
    for name in values:
        if name in computed:
            raise BadBinding(
                f"?{name[:_SHOWN]} is computed by the query, so it takes no value. Compare it in a"
                " FILTER, or in HAVING, with another variable and bind that one"
            )
        if name not in known:
            near = find_similar(name, known)
            hint = f" Did you mean {near[0]}?" if near else ""
            has = f"It has {', '.join(sorted(known))}." if known else "It has none."
            raise BadBinding(f"No pattern has the variable {name[:_SHOWN]!r}. {has}{hint}")
