"""States the quality of the data in the Data Quality Vocabulary of the W3C.

Measurements of the whole dataset hang on its class partitions, one a kind of claim; those of a
source on its graph. What is zero is not stated.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from azru_kg.metadata.inventory import Inventory, Place
from azru_kg.metadata.statements import Statements, english
from azru_kg.namespaces import GRAPH
from azru_kg.quality import DIMENSIONS, METRICS, SPACE, Quality


def describe_quality(quality: Quality, inventory: Inventory, place: Place) -> list[ox.Triple]:
    """Return the metrics, and the measurements of the dataset and of each graph of a source."""
    statements = Statements()
    document = place.at("quality")
    dataset = place.dataset(inventory)
    statements.add(document, "a", "dqv:QualityMetadata")
    statements.add(document, "dcterms:title", english("The quality of the data, by count"))
    statements.add(document, "foaf:primaryTopic", dataset)
    statements.add(dataset, "dqv:hasQualityMetadata", document)
    _define_metrics(statements)
    for kind, counts in sorted(quality.by_class.items()):
        part = ox.NamedNode(f"{SPACE}{_shorten(kind)}")
        statements.add(dataset, "void:classPartition", part)
        statements.add(part, "void:class", ox.NamedNode(kind))
        _state_counts(statements, part, _shorten(kind), counts)
    for graph, counts in sorted(quality.by_graph.items()):
        _state_counts(statements, ox.NamedNode(graph), graph.removeprefix(GRAPH), counts)
    return statements.triples


def _define_metrics(statements: Statements) -> None:
    for name, (title, text) in DIMENSIONS.items():
        node = ox.NamedNode(f"{SPACE}{name}")
        statements.add(node, "a", "dqv:Dimension")
        statements.add(node, "skos:prefLabel", english(title))
        statements.add(node, "skos:definition", english(text))
    for name, (dimension, title, text) in METRICS.items():
        node = ox.NamedNode(f"{SPACE}{name}")
        statements.add(node, "a", "dqv:Metric")
        statements.add(node, "skos:prefLabel", english(title))
        statements.add(node, "skos:definition", english(text))
        statements.add(node, "dqv:expectedDataType", "xsd:integer")
        statements.add(node, "dqv:inDimension", ox.NamedNode(f"{SPACE}{dimension}"))


def _state_counts(
    statements: Statements, thing: ox.NamedNode, slug: str, counts: Mapping[str, int]
) -> None:
    for metric, number in sorted(counts.items()):
        node = ox.NamedNode(f"{SPACE}{slug}.{metric}")
        statements.add(thing, "dqv:hasQualityMeasurement", node)
        statements.add(node, "a", "dqv:QualityMeasurement")
        statements.add(node, "dqv:computedOn", thing)
        statements.add(node, "dqv:isMeasurementOf", ox.NamedNode(f"{SPACE}{metric}"))
        statements.add(node, "dqv:value", number)


def _shorten(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
