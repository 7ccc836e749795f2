"""Reads a statement of Turtle token by token: each state is a method that returns the next one.

A statement is a subject with all that is said of it, up to the dot. Triples are found in the order
in which Oxigraph has them. What stands between statements is for the document to say, see `parser`.
"""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node, Term
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.turtle import recovery
from azru_kg.turtle.nodes import MOST_FAULTS, NAMES, NODES, UNKNOWN, Nodes
from azru_kg.turtle.placed import Placed

State = Callable[[str, str, int], "State"]
"""Takes the kind, the text and the offset of a token, and returns what takes the next one."""

_TYPE, _FIRST, _REST, _NIL = (
    ox.NamedNode(PREFIXES["rdf"] + name) for name in ("type", "first", "rest", "nil")
)
_PREDICATE = "a predicate: an IRI, a prefixed name or the word a"
_VALUE = "an object: an IRI, a prefixed name, a blank node or a literal"


class StatementReader:
    """The statement that is being read; `triples` are those of it that nobody has taken yet.

    `begin` takes the first token behind a statement, `skip` what is left of one that cannot be
    read. `graph` and `is_braced` say in which graph the statement is, and whether in braces;
    `after_subject` is the state behind a subject.

    `role` is what the next value is to be: the `object` of the predicate, that `object` in N-Quads
    (`quad`), an `item` of a list, or, in brackets only, the `subject`.
    """

    def __init__(
        self, text: str, syntax: ox.RdfFormat, nodes: Nodes, *, begin: State, skip: State
    ) -> None:
        self.triples: list[Placed] = []
        self.graph: Node | None = None
        self.is_braced = False
        self.after_subject: State = self.expect_predicate
        self._text, self._nodes, self._faults = text, nodes, nodes.faults
        self._begin, self._skip = begin, skip
        self._said = "quad" if syntax == ox.RdfFormat.N_QUADS else "object"
        self._pending = ("", 0)
        # What is put aside while something in brackets is read.
        self._stack: list[tuple[str, Node, int, ox.NamedNode, int, Node, int]] = []
        self.forget()

    def forget(self) -> None:
        """Begin anew, without what is known of the statement so far."""
        self._stack.clear()
        self.role = "object"
        self._subject: Node = UNKNOWN
        self._head: Node = UNKNOWN
        self._predicate = UNKNOWN
        self._subject_at = self._predicate_at = self._head_at = 0

    def take_subject(self, node: Node, at: int) -> State:
        """Have a node be the subject."""
        self.role = self._said
        self._subject, self._subject_at = node, at
        return self.after_subject

    @property
    def subject(self) -> Node:
        """What the statement is about."""
        return self._subject

    def expect_predicate(self, kind: str, token: str, at: int) -> State:
        """Take a predicate."""
        if kind in NAMES:
            self._predicate = self._nodes.name(kind, token, at)
        elif (kind, token) == ("word", "a"):
            self._predicate = _TYPE
        else:
            return self.fail(kind, token, at, _PREDICATE)
        self._predicate_at = at
        return self.expect_value

    def expect_value(self, kind: str, token: str, at: int) -> State:
        """Take a value, or the beginning of one."""
        if kind in NODES:
            return self._take(self._nodes.node(kind, token, at), at)
        if kind == "string":
            self._pending = token, at
            return self._after_string
        if kind == "number":
            return self._take(self._nodes.values.number(token), at)
        if kind == "word" and token in ("true", "false"):
            return self._take(self._nodes.values.boolean(token), at)
        if kind == "[":
            self._open(at)
            self._subject, self._subject_at = self._nodes.blank(), at
            return self._after_bracket
        if kind == "(":
            self._open(at)
            return self._after_parenthesis
        if kind == "open":
            self._faults.append((at, recovery.complain(kind, token, _VALUE)))
            return self._after_open
        return self.fail(kind, token, at, _VALUE)

    def fail(self, kind: str, token: str, at: int, expected: str) -> State:
        """Note that a token is wrong, and skip what is left of the statement."""
        if kind == "later":
            return self._skip
        self._faults.append((at, recovery.complain(kind, token, expected)))
        known = len(self._faults)
        state = self._skip(kind, token, at)
        # One fault a token is enough.
        del self._faults[known:]
        return state

    def _state(self, predicate: ox.NamedNode, predicate_at: int, term: Term, at: int) -> None:
        self.triples.append(
            Placed(self._subject, predicate, term, self.graph, self._subject_at, predicate_at, at)
        )

    def _after_string(self, kind: str, token: str, at: int) -> State:
        if kind == "^^":
            return self._expect_datatype
        text, text_at = self._pending
        if kind == "tag" and token not in ("@prefix", "@base"):
            return self._take(self._nodes.literal(text, text_at, tag=token), text_at)
        return self._take(self._nodes.literal(text, text_at), text_at)(kind, token, at)

    def _expect_datatype(self, kind: str, token: str, at: int) -> State:
        if kind not in NAMES:
            return self.fail(kind, token, at, "a datatype: an IRI or a prefixed name")
        text, text_at = self._pending
        datatype = self._nodes.name(kind, token, at)
        return self._take(self._nodes.literal(text, text_at, datatype=datatype), text_at)

    def _take(self, term: Term, at: int) -> State:
        """Have a term, or what has stood in brackets, be what is due here."""
        if self.role == "object":
            self._state(self._predicate, self._predicate_at, term, at)
            return self._after_value
        if self.role == "item":
            self._state(_FIRST, at, term, at)
            return self._after_item
        if self.role == "quad":
            return self._expect_graph(term, at)
        if isinstance(term, ox.Literal):
            raise TypeError(term)
        return self.take_subject(term, at)

    def _after_value(self, kind: str, token: str, at: int) -> State:
        if kind == ",":
            return self.expect_value
        if kind == ";":
            return self._after_semicolon
        return self._close(kind, token, at)

    def _after_semicolon(self, kind: str, token: str, at: int) -> State:
        if kind == ";":
            return self._after_semicolon
        if kind in (".", "]", "}", "end"):
            return self._close(kind, token, at)
        return self.expect_predicate(kind, token, at)

    def _close(self, kind: str, token: str, at: int) -> State:
        if kind == "]" and self._stack:
            return self._close_bracket()
        if not self._stack:
            if kind == ".":
                self.forget()
                return self._begin
            if kind == "}" and self.is_braced:
                self.forget()
                return self._begin(kind, token, at)
        return self._resume(kind, token, at)

    def _resume(self, kind: str, token: str, at: int) -> State:
        """Read on where the end of a value is missing: take it that what should be there is."""
        missing = self._guess(kind, at)
        if missing is None:
            ends = "`;`, `,` or `]`" if self._stack else "`;`, `,` or the dot that ends a statement"
            return self.fail(kind, token, at, ends)
        self._faults.append((at, f"`{missing}` is missing before this. Add it"))
        return self._go_on(missing)(kind, token, at)

    def _guess(self, kind: str, at: int) -> str | None:
        if len(self._faults) >= MOST_FAULTS:
            return None
        missing = recovery.guess_missing(self._text, kind, at)
        return None if missing == "." and self._stack else missing

    def _go_on(self, mark: str) -> State:
        if mark == ".":
            self.forget()
            return self._begin
        return self.expect_predicate if mark == ";" else self.expect_value

    def _after_open(self, kind: str, token: str, at: int) -> State:
        """Read on behind a string without end, which may have taken the end of the value along."""
        if self.role == "item":
            return self._after_item(kind, token, at)
        if kind in (",", ";", ".", "]", "}"):
            return self._after_value(kind, token, at)
        missing = self._guess(kind, at)
        if missing is None:
            return self._skip(kind, token, at)
        return self._go_on(missing)(kind, token, at)

    # Brackets: `[` puts aside what is around it, `(` likewise; both then stand for a value.

    def _open(self, at: int) -> None:
        around = (self.role, self._subject, self._subject_at, self._predicate, self._predicate_at)
        self._stack.append((*around, self._head, self._head_at))
        self.role, self._head_at = "object", at

    def _restore(self) -> None:
        (
            self.role,
            self._subject,
            self._subject_at,
            self._predicate,
            self._predicate_at,
            self._head,
            self._head_at,
        ) = self._stack.pop()

    def _after_bracket(self, kind: str, token: str, at: int) -> State:
        if kind != "]":
            return self.expect_predicate(kind, token, at)
        node, opened = self._subject, self._subject_at
        self._restore()
        return self._take(node, opened)

    def _close_bracket(self) -> State:
        node, opened = self._subject, self._subject_at
        self._restore()
        is_subject = self.role == "subject"
        state = self._take(node, opened)
        # A subject in brackets has been said something of: it need not be said more.
        return self._after_semicolon if is_subject else state

    def _after_parenthesis(self, kind: str, token: str, at: int) -> State:
        opened = self._head_at
        self._restore()
        if kind == ")":
            return self._take(_NIL, opened)
        cell = self._nodes.blank()
        if self.role == "object":
            self._state(self._predicate, self._predicate_at, cell, opened)
        elif self.role == "item":
            self._state(_FIRST, opened, cell, opened)
        self._open(opened)
        self.role = "item"
        self._head = self._subject = cell
        self._subject_at = at
        return self.expect_value(kind, token, at)

    def _after_item(self, kind: str, token: str, at: int) -> State:
        if kind == ")":
            return self._close_list(at)
        if kind in (".", ";", ",", "]", "}", "end"):
            return self.fail(kind, token, at, "`)`, which ends a list, or one more item of it")
        cell = self._nodes.blank()
        self._state(_REST, at, cell, at)
        self._subject, self._subject_at = cell, at
        return self.expect_value(kind, token, at)

    def _close_list(self, at: int) -> State:
        self._state(_REST, at, _NIL, at)
        head, opened = self._head, self._head_at
        self._restore()
        if self.role == "subject":
            return self.take_subject(head, opened)
        return self._after_item if self.role == "item" else self._after_value

    # N-Quads: the name of a graph may follow, and the quad is there when the dot is.

    def _expect_graph(self, term: Term, term_at: int) -> State:
        def read(kind: str, token: str, at: int) -> State:
            if kind in NODES and self.graph is None:
                self.graph = self._nodes.node(kind, token, at)
                return read
            if kind != ".":
                return self.fail(kind, token, at, "the dot that ends a quad")
            self._state(self._predicate, self._predicate_at, term, term_at)
            self.graph = None
            self.forget()
            return self._begin

        return read
