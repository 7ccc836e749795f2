"""Counts what the things of each class have, states it as VoID partitions, and reads it again.

Each class has a partition, in it each property of its things, and in that each class of the values
that are things, and each datatype of the literals (`void-ext`). Editors of queries look for these
in the graph, in VoID and in the service description, so all three have them, under one name each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import quote

import pyoxigraph as ox

from azru_kg.graph.layout import METADATA_GRAPH
from azru_kg.graph.measures import DATASET, Row
from azru_kg.metadata.inventory import Inventory, Partitions, Place, Share, Shares, sort_shares
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import Node
from azru_kg.rdf.prefixes import BASE, shorten

SPACE = f"{BASE}void#"
"""The namespace of the partitions of the dataset of this project."""

COUNT_PARTITIONS = {
    "classes": """SELECT ?class (COUNT(DISTINCT ?s) AS ?number) WHERE {
  ?s a ?class
} GROUP BY ?class""",
    "uses": """SELECT ?class ?property (COUNT(*) AS ?number) WHERE {
  ?s a ?class ; ?property ?o
} GROUP BY ?class ?property""",
    "kinds": """SELECT ?class ?property ?kind (COUNT(*) AS ?number) WHERE {
  ?s a ?class ; ?property ?o . ?o a ?kind
} GROUP BY ?class ?property ?kind""",
    "datatypes": """SELECT ?class ?property ?datatype (COUNT(*) AS ?number) WHERE {
  ?s a ?class ; ?property ?o
  FILTER (ISLITERAL(?o))
  BIND (DATATYPE(?o) AS ?datatype)
} GROUP BY ?class ?property ?datatype""",
}
"""The queries that count; `gather_partitions` takes their rows."""

_FIND = f"""SELECT {{}} ?number WHERE {{{{
  GRAPH <{METADATA_GRAPH}> {{{{
    ?whole void:class ?class {{}}
    FILTER (STRSTARTS(STR(?whole), "{SPACE}"))
  }}}}
}}}}"""
_PART = "; void:propertyPartition ?part . ?part void:property ?property"

FIND_PARTITIONS = {
    "classes": _FIND.format("?class", "; void:entities ?number"),
    "uses": _FIND.format("?class ?property", f"{_PART} ; void:triples ?number"),
    "kinds": _FIND.format(
        "?class ?property ?kind",
        f"{_PART} ; void:classPartition [ void:class ?kind ; void:triples ?number ]",
    ),
    "datatypes": _FIND.format(
        "?class ?property ?datatype",
        f"{_PART} ; void-ext:datatypePartition"
        " [ void-ext:datatype ?datatype ; void:triples ?number ]",
    ),
}
"""The queries for what a graph states of itself; they give the same rows."""


def gather_partitions(rows: Mapping[str, Iterable[Row]]) -> Partitions:
    """Return the partitions, from the rows of each of the queries by its name.

    What is no IRI is no class and no property.
    """
    classes = _sort(rows["classes"])
    return Partitions(
        classes.get((), ()),
        {class_: shares for (class_,), shares in _sort(rows["uses"]).items()},
        {(class_, name): shares for (class_, name), shares in _sort(rows["kinds"]).items()},
        {(class_, name): shares for (class_, name), shares in _sort(rows["datatypes"]).items()},
    )


def state_partitions(
    statements: TripleBuilder, whole: Node, partitions: Partitions, space: str
) -> None:
    """State the partitions of a dataset or graph; the names of all begin with `space`.

    They have no class, and so none of them counts in any.
    """
    for share in partitions.classes:
        part = _name(space, share.iri)
        statements.add(whole, "void:classPartition", part)
        statements.add(part, "void:class", ox.NamedNode(share.iri))
        statements.add(part, "void:entities", share.number)
        for use in partitions.uses.get(share.iri, ()):
            _state_use(statements, part, share.iri, use, partitions)


def find_space(inventory: Inventory, place: Place) -> str:
    """Return how the names of the partitions of a dataset begin."""
    own = place.dataset(inventory).value == DATASET
    return SPACE if own else f"{place.at('void').value}#"


def _state_use(
    statements: TripleBuilder,
    whole: ox.NamedNode,
    class_: str,
    use: Share,
    partitions: Partitions,
) -> None:
    part = _name(f"{whole.value}/", use.iri)
    statements.add(whole, "void:propertyPartition", part)
    statements.add(part, "void:property", ox.NamedNode(use.iri))
    statements.add(part, "void:triples", use.number)
    for kind in partitions.kinds.get((class_, use.iri), ()):
        node = _name(f"{part.value}/class/", kind.iri)
        statements.add(part, "void:classPartition", node)
        statements.add(node, "void:class", ox.NamedNode(kind.iri))
        statements.add(node, "void:triples", kind.number)
    for datatype in partitions.datatypes.get((class_, use.iri), ()):
        node = _name(f"{part.value}/datatype/", datatype.iri)
        statements.add(part, "void-ext:datatypePartition", node)
        statements.add(node, "void-ext:datatype", ox.NamedNode(datatype.iri))
        statements.add(node, "void:triples", datatype.number)


def _sort(rows: Iterable[Row]) -> dict[tuple[str, ...], Shares]:
    """Return shares by what they are shares of: all columns but the last two."""
    shares: defaultdict[tuple[str, ...], list[Share]] = defaultdict(list)
    for *terms, number in rows:
        iris = [term.value for term in terms if isinstance(term, ox.NamedNode)]
        if len(iris) == len(terms) and isinstance(number, ox.Literal):
            shares[tuple(iris[:-1])].append(Share(iris[-1], int(number.value)))
    return {key: sort_shares(values) for key, values in shares.items()}


def _name(space: str, iri: str) -> ox.NamedNode:
    return ox.NamedNode(f"{space}{quote(shorten(iri), safe=':')}")
