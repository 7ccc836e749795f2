"""What the parser of Turtle gives: triples, each part with the offset at which it begins."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node, Term


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
