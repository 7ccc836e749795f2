"""Reads from a query what must be known before it runs: its form and the graphs it is FROM."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from azru_kg.errors import SyntaxFault
from azru_kg.query.tokens import Token, tokenize

Form = Literal["solutions", "boolean", "graph"]
"""What a query yields: SELECT solutions, ASK a boolean, CONSTRUCT and DESCRIBE a graph."""


_FORMS: Final[dict[str, Form]] = {
    "select": "solutions",
    "ask": "boolean",
    "construct": "graph",
    "describe": "graph",
}


@dataclass(frozen=True, slots=True)
class Outline:
    """The form of a query, its BASE and PREFIX lines, and the graphs of its FROM clauses.

    Graphs are written as in the query, `<…>` or prefixed: only its prologue says what they are.
    """

    form: Form
    prologue: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def read_outline(query: str) -> Outline:
    """Return the outline of a query; raise SyntaxFault if it is of no form.

    >>> read_outline("BASE <a:> SELECT * FROM <b> FROM NAMED <c> { ?s ?p ?o }").named_graphs
    ('<c>',)
    """
    tokens = list(tokenize(query))
    start = next((token for token in tokens if _form(token)), None)
    if start is None:
        raise SyntaxFault(
            "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines",
            line=1,
            column=1,
        )
    return Outline(
        form=_FORMS[start.text.lower()],
        prologue=query[: start.start],
        default_graphs=_graphs_after("from", tokens),
        named_graphs=_graphs_after("named", tokens),
    )


def find_form(tokens: Iterable[Token]) -> Form | None:
    """Return the form of the query that has these tokens, or None if it is of no form."""
    return next((_FORMS[token.text.lower()] for token in tokens if _form(token)), None)


def _form(token: Token) -> bool:
    return token.kind == "word" and token.text.lower() in _FORMS


def _graphs_after(word: str, tokens: list[Token]) -> tuple[str, ...]:
    return tuple(
        graph.text
        for before, graph in pairwise(tokens)
        if before.kind == "word" and before.text.lower() == word and graph.kind in ("iri", "name")
    )
