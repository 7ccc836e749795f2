"""Reads from a query what must be known before it runs: its form, its graphs, its repeatability."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from azru_kg.errors import SyntaxFault
from azru_kg.query.tokens import Token

Form = Literal["solutions", "boolean", "graph"]
"""What a query yields: SELECT solutions, ASK a boolean, CONSTRUCT and DESCRIBE a graph."""

Verb = Literal["select", "ask", "construct", "describe"]
"""The word that says what a query yields."""

_FORMS: Final[dict[Verb, Form]] = {
    "select": "solutions",
    "ask": "boolean",
    "construct": "graph",
    "describe": "graph",
}
_CHANGING: Final = frozenset(("now", "rand", "uuid", "struuid", "bnode"))
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_MAKES_BLANK: Final = frozenset(("[", "(", "<<", "|", "~"))


@dataclass(frozen=True, slots=True)
class Outline:
    """The verb of a query, where it stands, and the graphs of its FROM clauses.

    Graphs are written as in the query, `<…>` or prefixed: only its prologue, which is what stands
    before `start`, says what they are.

    `repeatable` is whether the query has the same answer each time, over the same data: not where
    it asks for the time, chance or new blank nodes, which get another name each time.
    `relative` is whether it has IRIs that depend on where it is asked. `constants` are IRIs that it
    looks for.
    """

    verb: Verb
    start: int
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    repeatable: bool
    relative: bool = False
    constants: tuple[str, ...] = ()

    @property
    def form(self) -> Form:
        """What the query yields."""
        return _FORMS[self.verb]


def read_outline(tokens: Sequence[Token]) -> Outline:
    """Return the outline of the query that has these tokens; raise SyntaxFault if it has no verb.

    >>> from azru_kg.query.tokens import tokenize
    >>> outline = read_outline([*tokenize("BASE <a:> SELECT (NOW() AS ?t) FROM <b> {}")])
    >>> outline.form, outline.default_graphs, outline.repeatable
    ('solutions', ('<b>',), False)
    """
    words = [token.text.lower() if token.kind == "word" else "" for token in tokens]
    start = next((number for number, word in enumerate(words) if word in _FORMS), None)
    if start is None:
        raise SyntaxFault(
            "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines",
            line=1,
            column=1,
        )
    return Outline(
        verb=cast("Verb", words[start]),
        start=tokens[start].start,
        default_graphs=_graphs_after("from", words, tokens),
        named_graphs=_graphs_after("named", words, tokens),
        repeatable=_CHANGING.isdisjoint(words) and not _constructs_blank_nodes(words, tokens),
        relative=any(token.kind == "iri" and not _ABSOLUTE.match(token.text) for token in tokens),
    )


def _graphs_after(word: str, words: list[str], tokens: Sequence[Token]) -> tuple[str, ...]:
    followed = zip(words, tokens[1:], strict=False)
    return tuple(
        token.text for before, token in followed if before == word and token.kind in ("iri", "name")
    )


def _constructs_blank_nodes(words: list[str], tokens: Sequence[Token]) -> bool:
    return any(map(_makes_blank, _read_template(words, tokens)))


def _read_template(words: list[str], tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens between the first braces after CONSTRUCT; without a template, the pattern.

    `CONSTRUCT WHERE { ?s a [] }` has no other template than its pattern.
    """
    if "construct" not in words:
        return ()
    rest = tokens[words.index("construct") + 1 :]
    start = next((number for number, token in enumerate(rest) if token.text == "{"), len(rest))
    rest = rest[start + 1 :]
    end = next((number for number, token in enumerate(rest) if token.text == "}"), 0)
    return rest[:end]


def _makes_blank(token: Token) -> bool:
    return token.kind == "blank" or (token.kind in ("open", "sign") and token.text in _MAKES_BLANK)
