"""Terms of Oxigraph as terms of rdflib and back, every literal exactly as written.

rdflib would rewrite a literal such as `"01"^^xsd:integer`, and warn about each ill-typed one with a
traceback, although to find them is what the shapes are for. To rdflib "draft" and
"draft"^^xsd:string are two literals, which to RDF 1.1 are one (Concepts 3.3): it is given the first
one always, which is also what it makes of a plain string in a query.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import rdflib
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

_STRING = str(XSD.string)
_COMPLAINTS = logging.getLogger(rdflib.term.__name__)


class IllTyped(Literal):
    """A literal such as "2018-02-30"^^xsd:date: it stands in no order to any other.

    SHACL says that what cannot be compared is not less; rdflib raises TypeError instead.
    """

    def __lt__(self, other: object) -> bool:
        """Return False."""
        return False

    __le__ = __gt__ = __ge__ = __lt__


@contextmanager
def without_complaints() -> Iterator[None]:
    """Keep rdflib silent about ill-typed literals while the context lasts."""
    level = _COMPLAINTS.level
    _COMPLAINTS.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=re.escape(rdflib.term.__name__))
            yield
    finally:
        _COMPLAINTS.setLevel(level)


def to_rdflib(term: object) -> Node:
    """Return the same term for rdflib, a literal as it is written."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"{term} is not a term of RDF 1.1")
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = term.datatype.value
    if kind == _STRING:
        return Literal(term.value)
    literal = Literal(term.value, datatype=kind, normalize=False)
    return IllTyped(term.value, datatype=kind, normalize=False) if literal.ill_typed else literal


def to_oxigraph(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the same term for Oxigraph, which writes every literal so that it reads it back."""
    if not isinstance(node, Literal):
        return ox.BlankNode(node) if isinstance(node, BNode) else ox.NamedNode(str(node))
    if node.language:
        return ox.Literal(node, language=node.language)
    return ox.Literal(node, datatype=ox.NamedNode(node.datatype) if node.datatype else None)
