"""Constraint sh:datatype by the lexical forms of XSD 1.1, where pySHACL asks Python.

So `1_000` is no integer, `2024-01-01T25:00:00` no xsd:dateTime and `P` no xsd:duration, and
`-0043-03-15` is a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyshacl.constraints.core.value_constraints import DatatypeConstraintComponent
from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from azru_kg.rdf.lexical import is_well_typed


class Datatype(DatatypeConstraintComponent):
    """Constraint sh:datatype."""

    def __init__(self, shape: Any) -> None:
        """Read the datatype of a shape; raise ValueError where it is no IRI."""
        super().__init__(shape)
        if not isinstance(self.datatype_rule, URIRef):
            raise ValueError(f"the sh:datatype {self.datatype_rule!s} is no IRI")

    def evaluate(
        self, executor: Any, graph: Any, values: Mapping[Any, Iterable[Any]], path: list[Any]
    ) -> tuple[bool, list[Any]]:
        """Return whether all values are of the datatype, and a result for each that is not."""
        results = [
            self.make_v_result(graph, focus, value_node=value)
            for focus, reached in values.items()
            for value in reached
            if not is_of_datatype(value, self.datatype_rule)
        ]
        return not results, results


def is_of_datatype(node: Node, datatype: Node) -> bool:
    """Return whether a node is a literal of a datatype, and well-typed where that is known."""
    if not isinstance(node, Literal):
        return False
    own = RDF.langString if node.language else node.datatype or XSD.string
    if own != datatype:
        # As pySHACL has it: to ask for any literal at all is taken at its word.
        return datatype == RDFS.Literal or (datatype == RDFS.Datatype and node.datatype is not None)
    known = is_well_typed(str(node), str(own))
    return known if known is not None else node.ill_typed is not True
