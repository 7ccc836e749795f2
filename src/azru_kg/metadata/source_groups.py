"""Describes the perspectives: which graphs of sources each of them is made of."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from azru_kg.graph.perspectives import PERSPECTIVES, Source
from azru_kg.metadata.inventory import Inventory, Place
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import english

_REST = (
    "Its default graph is the set union of the graphs of these sources and of all graphs that are"
    " no source's, without the shapes. Choose it by FROM, by default-graph-uri, or by perspective="
    " and its name."
)


def describe_perspective(name: str, inventory: Inventory, place: Place) -> list[ox.Triple]:
    """Return what there is to say of one perspective."""
    statements = TripleBuilder()
    node = ox.NamedNode(PERSPECTIVES[name].iri)
    statements.add(place.dataset(inventory), "void:subset", node)
    statements.add(node, "void:sparqlEndpoint", place.endpoint)
    state_perspective(statements, name, inventory.perspectives.get(name, ()))
    return statements.triples


def state_perspective(statements: TripleBuilder, name: str, sources: Sequence[Source]) -> None:
    """State what a perspective is, how many sources it has, and their graphs."""
    perspective = PERSPECTIVES[name]
    node = ox.NamedNode(perspective.iri)
    statements.add(node, "a", "void:Dataset", "sd:GraphCollection")
    statements.add(node, "dcterms:title", english(perspective.title))
    statements.add(node, "dcterms:description", english(f"{perspective.description} {_REST}"))
    statements.add(node, "void:documents", len(sources))
    statements.add(node, "dcterms:hasPart", *(ox.NamedNode(source.graph) for source in sources))
