"""Turns tokens into terms for the parser: what cannot be read is a fault, and stands as unknown."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node
from azru_kg.turtle import recovery
from azru_kg.turtle.terms import Values

UNKNOWN = ox.NamedNode("urn:unknown")
"""Stands for a term that could not be read."""

NODES = ("name", "iri", "blank", "bad")
"""The kinds of tokens that name a node, rightly or wrongly."""

NAMES = ("name", "iri", "bad")
"""Those of them that name an IRI."""

_LINE_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)

MOST_FAULTS = 1000
"""Behind so many faults a text is not looked at any more: it is no Turtle at all."""

Fault = tuple[int, str]
"""The offset of what is wrong, and the reason."""


class Nodes:
    """The terms of one text: IRIs under its prefixes, and blank nodes numbered as they are met."""

    def __init__(self, syntax: ox.RdfFormat, base: str | None, faults: list[Fault]) -> None:
        self.values = Values(base)
        self.faults = faults
        self._has_prefixes = syntax not in _LINE_BY_LINE
        self._blanks: dict[str, ox.BlankNode] = {}
        self._made = 0

    def node(self, kind: str, token: str, at: int) -> Node:
        """Return the node that a token names."""
        if kind != "blank":
            return self.name(kind, token, at)
        node = self._blanks.get(token)
        if node is None:
            node = self._blanks[token] = self.blank()
        return node

    def name(self, kind: str, token: str, at: int) -> ox.NamedNode:
        """Return the IRI that a token names."""
        try:
            if kind != "name":
                return self.values.iri(token)
            if self._has_prefixes:
                return self.values.name(token)
            reason = f"{token} is a prefixed name. Write the IRI out, in < and >"
        except ValueError as error:
            reason = recovery.complain(kind, token, "") if kind == "bad" else str(error)
        self.faults.append((at, reason))
        return UNKNOWN

    @property
    def labels(self) -> dict[ox.BlankNode, str]:
        """The labels of the blank nodes that have one."""
        return {node: token for token, node in self._blanks.items()}

    def blank(self) -> ox.BlankNode:
        """Return a new blank node."""
        self._made += 1
        return ox.BlankNode(f"n{self._made}")

    def literal(
        self, token: str, at: int, *, tag: str | None = None, datatype: ox.NamedNode | None = None
    ) -> ox.Literal | ox.NamedNode:
        """Return the literal that a string in quotes is, with its language tag or its datatype."""
        try:
            return self.values.literal(token, tag=tag, datatype=datatype)
        except ValueError as error:
            self.faults.append((at, str(error)))
            return UNKNOWN
