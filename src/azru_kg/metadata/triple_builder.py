"""Collects triples by prefixed names, with blank nodes numbered in the order of their making."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node, named
from azru_kg.rdf.prefixes import PREFIXES

VOCABULARIES: dict[str, str] = {
    **PREFIXES,
    "dcatap": "http://data.europa.eu/r5r/",
    "formats": "http://www.w3.org/ns/formats/",
    "media-types": "https://www.iana.org/assignments/media-types/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
"""The prefixes of the graph, and those that only its description needs."""

Value = Node | ox.Literal | int | str


class TripleBuilder:
    """Triples in the making; a `str` value is a prefixed name, an `int` an xsd:integer.

    >>> statements = TripleBuilder()
    >>> statements.add(ox.NamedNode("urn:a"), "void:triples", 3)
    >>> print(statements.triples[0])
    <urn:a> <http://rdfs.org/ns/void#triples> "3"^^<http://www.w3.org/2001/XMLSchema#integer>
    """

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []
        self._blanks = 0

    def add(self, subject: Node, name: str, *values: Value) -> None:
        """State a property, by its prefixed name, with each of the values."""
        self.triples += [
            ox.Triple(subject, named(name, VOCABULARIES), _make_term(value)) for value in values
        ]

    def nest(self, subject: Node, name: str) -> ox.BlankNode:
        """State a property whose value is a new blank node, and return that."""
        self._blanks += 1
        blank = ox.BlankNode(f"b{self._blanks}")
        self.add(subject, name, blank)
        return blank


def _make_term(value: Value) -> Node | ox.Literal:
    if isinstance(value, str):
        return named(value, VOCABULARIES)
    return ox.Literal(value) if isinstance(value, int) else value
