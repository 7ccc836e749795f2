"""Finds the VALUES of one variable in a query, and puts other values into them.

What is put in is written as terms, and only between the braces: the rest of the text stays as it
is, and nothing that is put in can end a term or a block.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.query.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class InlineData:
    """The values of a variable: the offsets behind the first brace and of the last one."""

    name: str
    start: int
    end: int


def find_inline_data(tokens: Sequence[Token]) -> list[InlineData]:
    """Return the VALUES of one variable each, in their order.

    >>> find_inline_data([*tokenize("ASK { VALUES ?a { 1 2 } ?a ?b ?c }")])
    [InlineData(name='a', start=17, end=22)]
    """
    found = []
    for at, (word, name, brace) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if word.text.upper() != "VALUES" or name.kind != "variable" or brace.text != "{":
            continue
        close = next((token for token in tokens[at + 3 :] if token.text == "}"), None)
        if close is not None:
            found.append(InlineData(name.text[1:], brace.start + 1, close.start))
    return found


def put_values(text: str, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """Return the text of a query in which some variables have another value each.

    >>> put_values("ASK { VALUES ?a { 1 2 } }", {"a": ox.Literal("}")})
    'ASK { VALUES ?a { "}" } }'
    """
    written = []
    position = 0
    for data in find_inline_data([*tokenize(text)]):
        if data.name in values:
            written += [text[position : data.start], f" {values[data.name]} "]
            position = data.end
    return "".join([*written, text[position:]])
