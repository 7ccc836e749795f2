"""Holds what is known in the midst of reading a text: the statement so far, what is around it."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node, Term
from azru_kg.turtle import recovery
from azru_kg.turtle.terms import Values

_LINE_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)

UNKNOWN = ox.NamedNode("urn:unknown")
"""Stands for a term that could not be read."""


class Placed(NamedTuple):
    """A triple, its named graph if it is in one, and the offsets at which its parts begin.

    A part in brackets begins at its opening one. A cell of a list begins where its item does; its
    `rdf:rest` where the next item does, or where the list is closed.
    """

    subject: Node
    predicate: ox.NamedNode
    object: Term
    graph: Node | None
    subject_at: int
    predicate_at: int
    object_at: int


class _Frame(NamedTuple):
    """What is put aside while something in brackets is read."""

    role: str
    subject: Node
    subject_at: int
    predicate: ox.NamedNode
    predicate_at: int
    head: Node
    head_at: int


class Reading:
    """The statement that is being read, the triples and the faults found since the last one.

    `_role` is what the next value is to be: the `object` of the predicate, that `object` in
    N-Quads (`quad`), an `item` of a list, or, in brackets only, the `subject`.
    """

    def __init__(self, text: str, syntax: ox.RdfFormat, base: str | None) -> None:
        self.faults: list[tuple[int, str]] = []
        self._text, self._syntax = text, syntax
        self._values = Values(base)
        self._found: list[Placed] = []
        self._blanks: dict[str, ox.BlankNode] = {}
        self._made = 0
        self._graph: Node | None = None
        self._braced = False
        self._pending = ("", 0)
        self._stack: list[_Frame] = []
        self._forget()

    def _forget(self) -> None:
        """Begin anew, without what is known of the statement so far."""
        self._stack.clear()
        self._role = "object"
        self._subject: Node = UNKNOWN
        self._head: Node = UNKNOWN
        self._predicate = UNKNOWN
        self._subject_at = self._predicate_at = self._head_at = 0

    def _open(self, at: int) -> None:
        self._stack.append(
            _Frame(
                self._role,
                self._subject,
                self._subject_at,
                self._predicate,
                self._predicate_at,
                self._head,
                self._head_at,
            )
        )
        self._role, self._head_at = "object", at

    def _restore(self) -> None:
        (
            self._role,
            self._subject,
            self._subject_at,
            self._predicate,
            self._predicate_at,
            self._head,
            self._head_at,
        ) = self._stack.pop()

    def _state(self, predicate: ox.NamedNode, predicate_at: int, term: Term, at: int) -> None:
        self._add(self._subject, predicate, term, self._subject_at, predicate_at, at)

    def _add(
        self, subject: Node, name: ox.NamedNode, value: Term, at: int, name_at: int, value_at: int
    ) -> None:
        self._found.append(Placed(subject, name, value, self._graph, at, name_at, value_at))

    def _node(self, kind: str, token: str, at: int) -> Node:
        if kind == "blank":
            node = self._blanks.get(token)
            if node is None:
                node = self._blanks[token] = self._name_blank()
            return node
        return self._name(kind, token, at)

    def _name(self, kind: str, token: str, at: int) -> ox.NamedNode:
        try:
            if kind != "name":
                return self._values.iri(token)
            if self._syntax in _LINE_BY_LINE:
                raise ValueError(f"{token} is a prefixed name. Write the IRI out, in < and >")
            return self._values.name(token)
        except ValueError as error:
            reason = recovery.complain(kind, token, "") if kind == "bad" else str(error)
            self.faults.append((at, reason))
            return UNKNOWN

    def _name_blank(self) -> ox.BlankNode:
        self._made += 1
        return ox.BlankNode(f"n{self._made}")
