"""Reads a statement of Turtle token by token: each state is a method that returns the next one.

A statement is a subject with all that is said of it, up to the dot. Triples are found in the order
in which Oxigraph has them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node, Term
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.turtle import recovery
from azru_kg.turtle.reading import UNKNOWN, Reading

State = Callable[[str, str, int], "State"]

NODES = ("name", "iri", "blank", "bad")
"""The kinds of tokens that name a node, rightly or wrongly."""

_TYPE, _FIRST, _REST, _NIL = (
    ox.NamedNode(PREFIXES["rdf"] + name) for name in ("type", "first", "rest", "nil")
)
_PREDICATE = "a predicate: an IRI, a prefixed name or the word a"
_VALUE = "an object: an IRI, a prefixed name, a blank node or a literal"


class Statements(Reading, ABC):
    """The states inside of a statement; what is around it is for a document to say."""

    @abstractmethod
    def _expect_subject(self, kind: str, token: str, at: int) -> State:
        """Take the beginning of a statement."""

    @abstractmethod
    def _skip(self, kind: str, token: str, at: int) -> State:
        """Pass over what is left of a statement that cannot be read."""

    def _take_subject(self, node: Node, at: int) -> State:
        self._role = "quad" if self._syntax == ox.RdfFormat.N_QUADS else "object"
        self._subject, self._subject_at = node, at
        return self._expect_predicate

    def _expect_predicate(self, kind: str, token: str, at: int) -> State:
        if kind in NODES and kind != "blank":
            self._predicate = self._name(kind, token, at)
        elif (kind, token) == ("word", "a"):
            self._predicate = _TYPE
        else:
            return self._fail(kind, token, at, _PREDICATE)
        self._predicate_at = at
        return self._expect_value

    def _expect_value(self, kind: str, token: str, at: int) -> State:
        if kind in NODES:
            return self._take(self._node(kind, token, at), at)
        if kind == "string":
            self._pending = token, at
            return self._after_string
        if kind == "number":
            return self._take(self._values.number(token), at)
        if kind == "word" and token in ("true", "false"):
            return self._take(self._values.boolean(token), at)
        if kind == "[":
            self._open(at)
            self._subject, self._subject_at = self._name_blank(), at
            return self._after_bracket
        if kind == "(":
            self._open(at)
            return self._after_parenthesis
        if kind == "open":
            self.faults.append((at, recovery.complain(kind, token, _VALUE)))
            return self._after_open
        return self._fail(kind, token, at, _VALUE)

    def _after_string(self, kind: str, token: str, at: int) -> State:
        if kind == "^^":
            return self._expect_datatype
        if kind == "tag" and token not in ("@prefix", "@base"):
            return self._take_literal(tag=token)
        return self._take_literal()(kind, token, at)

    def _expect_datatype(self, kind: str, token: str, at: int) -> State:
        if kind in NODES and kind != "blank":
            return self._take_literal(datatype=self._name(kind, token, at))
        return self._fail(kind, token, at, "a datatype: an IRI or a prefixed name")

    def _take_literal(
        self, *, tag: str | None = None, datatype: ox.NamedNode | None = None
    ) -> State:
        token, at = self._pending
        try:
            return self._take(self._values.literal(token, tag=tag, datatype=datatype), at)
        except ValueError as error:
            self.faults.append((at, str(error)))
            return self._take(UNKNOWN, at)

    def _take(self, term: Term, at: int) -> State:
        """Have a term, or what has stood in brackets, be what is due here."""
        if self._role == "object":
            self._state(self._predicate, self._predicate_at, term, at)
            return self._after_value
        if self._role == "item":
            self._state(_FIRST, at, term, at)
            return self._after_item
        if self._role == "quad":
            return self._expect_graph(term, at)
        if isinstance(term, ox.Literal):
            raise TypeError(term)
        return self._take_subject(term, at)

    def _after_value(self, kind: str, token: str, at: int) -> State:
        if kind == ",":
            return self._expect_value
        if kind == ";":
            return self._after_semicolon
        return self._close(kind, token, at)

    def _after_semicolon(self, kind: str, token: str, at: int) -> State:
        if kind == ";":
            return self._after_semicolon
        if kind in (".", "]", "}", "end"):
            return self._close(kind, token, at)
        return self._expect_predicate(kind, token, at)

    def _close(self, kind: str, token: str, at: int) -> State:
        if kind == "]" and self._stack:
            return self._close_bracket()
        if not self._stack:
            if kind == ".":
                self._forget()
                return self._expect_subject
            if kind == "}" and self._braced:
                self._forget()
                return self._expect_subject(kind, token, at)
        return self._resume(kind, token, at)

    def _resume(self, kind: str, token: str, at: int) -> State:
        """Read on where the end of a value is missing: take it that what should be there is."""
        missing = recovery.guess_missing(self._text, kind, at)
        if missing is None or (missing == "." and self._stack):
            ends = "`;`, `,` or `]`" if self._stack else "`;`, `,` or the dot that ends a statement"
            return self._fail(kind, token, at, ends)
        self.faults.append((at, f"`{missing}` is missing before this. Add it"))
        return self._go_on(missing)(kind, token, at)

    def _go_on(self, mark: str) -> State:
        if mark == ".":
            self._forget()
            return self._expect_subject
        return self._expect_predicate if mark == ";" else self._expect_value

    def _after_open(self, kind: str, token: str, at: int) -> State:
        """Read on behind a string without end, which may have taken the end of the value along."""
        if self._role == "item":
            return self._after_item(kind, token, at)
        if kind in (",", ";", ".", "]", "}"):
            return self._after_value(kind, token, at)
        missing = recovery.guess_missing(self._text, kind, at)
        if missing is None or (missing == "." and self._stack):
            return self._skip(kind, token, at)
        return self._go_on(missing)(kind, token, at)

    # Brackets: `[` puts aside what is around it, `(` likewise; both then stand for a value.

    def _after_bracket(self, kind: str, token: str, at: int) -> State:
        if kind != "]":
            return self._expect_predicate(kind, token, at)
        node, opened = self._subject, self._subject_at
        self._restore()
        return self._take(node, opened)

    def _close_bracket(self) -> State:
        node, opened = self._subject, self._subject_at
        self._restore()
        is_subject = self._role == "subject"
        state = self._take(node, opened)
        # A subject in brackets has been said something of: it need not be said more.
        return self._after_semicolon if is_subject else state

    def _after_parenthesis(self, kind: str, token: str, at: int) -> State:
        opened, around = self._head_at, self._stack[-1]
        if kind == ")":
            self._restore()
            return self._take(_NIL, opened)
        self._role = "item"
        cell = self._head = self._subject = self._name_blank()
        self._subject_at = at
        if around.role == "object":
            name, name_at = around.predicate, around.predicate_at
            self._add(around.subject, name, cell, around.subject_at, name_at, opened)
        elif around.role == "item":
            self._add(around.subject, _FIRST, cell, around.subject_at, opened, opened)
        return self._expect_value(kind, token, at)

    def _after_item(self, kind: str, token: str, at: int) -> State:
        if kind == ")":
            return self._close_list(at)
        if kind in (".", ";", ",", "]", "}", "end"):
            return self._fail(kind, token, at, "`)`, which ends a list, or one more item of it")
        cell = self._name_blank()
        self._state(_REST, at, cell, at)
        self._subject, self._subject_at = cell, at
        return self._expect_value(kind, token, at)

    def _close_list(self, at: int) -> State:
        self._state(_REST, at, _NIL, at)
        head, opened = self._head, self._head_at
        self._restore()
        if self._role == "subject":
            return self._take_subject(head, opened)
        return self._after_item if self._role == "item" else self._after_value

    # N-Quads: the name of a graph may follow, and the quad is there when the dot is.

    def _expect_graph(self, term: Term, term_at: int) -> State:
        def read(kind: str, token: str, at: int) -> State:
            if kind in NODES and self._graph is None:
                self._graph = self._node(kind, token, at)
                return read
            if kind != ".":
                return self._fail(kind, token, at, "the dot that ends a quad")
            self._state(self._predicate, self._predicate_at, term, term_at)
            self._graph = None
            self._forget()
            return self._expect_subject

        return read

    def _fail(self, kind: str, token: str, at: int, expected: str) -> State:
        if kind == "later":
            return self._skip
        self.faults.append((at, recovery.complain(kind, token, expected)))
        known = len(self.faults)
        state = self._skip(kind, token, at)
        # One fault a token is enough.
        del self.faults[known:]
        return state
