"""Describes the dataset in VoID: its counts by class, property and graph, and how to get at it."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.metadata.inventory import Inventory, Place
from azru_kg.metadata.partitions import find_space, state_partitions
from azru_kg.metadata.source_groups import state_perspective
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import english
from azru_kg.rdf.prefixes import GRAPH, IDENTITY


def describe_dataset(inventory: Inventory, place: Place, files: Sequence[str]) -> list[ox.Triple]:
    """Return what the metadata graph states, with counts, addresses and dumps of the dataset.

    `files` are the names of its dumps. The counts are those of the default graph of the endpoint,
    and of each named graph.
    """
    statements = TripleBuilder()
    dataset = place.dataset(inventory)
    document = place.at("void")
    statements.add(document, "a", "void:DatasetDescription")
    statements.add(document, "dcterms:title", english("What the dataset holds, by count"))
    statements.add(document, "foaf:primaryTopic", dataset)
    statements.add(dataset, "a", "void:Dataset")
    statements.add(dataset, "dqv:hasQualityMetadata", place.at("quality"))
    statements.add(dataset, "void:sparqlEndpoint", place.endpoint)
    _state_features(statements, dataset)
    _state_totals(statements, dataset, inventory)
    space = find_space(inventory, place)
    state_partitions(statements, dataset, inventory.partitions, space)
    _state_properties(statements, dataset, inventory)
    _state_graphs(statements, dataset, inventory)
    for name, sources in inventory.perspectives.items():
        statements.add(dataset, "void:subset", ox.NamedNode(PERSPECTIVES[name].iri))
        state_perspective(statements, name, sources)
    _state_dumps(statements, place, inventory, files)
    return list(dict.fromkeys([*inventory.metadata, *statements.triples]))


def _state_graphs(statements: TripleBuilder, dataset: ox.NamedNode, inventory: Inventory) -> None:
    for share in inventory.graphs:
        graph = ox.NamedNode(share.iri)
        statements.add(graph, "a", "void:Dataset")
        statements.add(graph, "void:triples", share.number)
        statements.add(dataset, "void:subset", graph)


def _state_dumps(
    statements: TripleBuilder, place: Place, inventory: Inventory, files: Sequence[str]
) -> None:
    """State of what each file is a dump: of the graph of its name, else of the dataset."""
    graphs = {share.iri for share in inventory.graphs}
    for file in files:
        part = f"{GRAPH}{file.partition('.')[0]}"
        whole = ox.NamedNode(part) if part in graphs else place.dataset(inventory)
        statements.add(whole, "void:dataDump", place.at(f"dump/{file}"))


def _state_features(statements: TripleBuilder, dataset: ox.NamedNode) -> None:
    for name in ("Turtle", "JSON-LD", "N-Triples", "RDF_XML"):
        statements.add(dataset, "void:feature", f"formats:{name}")


def _state_totals(statements: TripleBuilder, dataset: ox.NamedNode, inventory: Inventory) -> None:
    totals = inventory.totals
    statements.add(dataset, "void:triples", totals.triples)
    statements.add(dataset, "void:distinctSubjects", totals.subjects)
    statements.add(dataset, "void:distinctObjects", totals.objects)
    statements.add(dataset, "void:entities", totals.entities)
    statements.add(dataset, "void:classes", len(inventory.partitions.classes))
    statements.add(dataset, "void:properties", len(inventory.properties))
    if inventory.values(dataset, "void:uriSpace"):
        pattern = IDENTITY.replace(".", r"\.")
        statements.add(dataset, "void:uriRegexPattern", ox.Literal(f"^{pattern}"))


def _state_properties(
    statements: TripleBuilder, dataset: ox.NamedNode, inventory: Inventory
) -> None:
    for share in inventory.properties:
        part = statements.nest(dataset, "void:propertyPartition")
        statements.add(part, "void:property", ox.NamedNode(share.iri))
        statements.add(part, "void:triples", share.number)
