"""What Oxigraph calls the terms of RDF, and how to name one by its prefix."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from azru_kg.rdf.prefixes import PREFIXES, expand

Node = ox.NamedNode | ox.BlankNode
"""What a triple of RDF 1.1 can be about."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal
"""A term of RDF 1.1."""

AnySubject = ox.NamedNode | ox.BlankNode | ox.Triple
"""What a triple of Oxigraph can be about."""

AnyTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""A term of RDF 1.2, in which a triple is one too."""


def named(name: str, prefixes: Mapping[str, str] = PREFIXES) -> ox.NamedNode:
    """Return the term that a prefixed name stands for; `a` stands for rdf:type.

    >>> named("oa:exact").value
    'http://www.w3.org/ns/oa#exact'
    """
    return ox.NamedNode(expand("rdf:type" if name == "a" else name, prefixes))


def english(text: str) -> ox.Literal:
    """Return a text in English."""
    return ox.Literal(text, language="en")
