"""States the quality of the data in the Data Quality Vocabulary of the W3C, and reads it again.

Measurements of the whole dataset are of the dataset, and of its class partitions, one a kind of
claim; those of a source are of its graph. What is zero is not stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from azru_kg.graph.layout import METADATA_GRAPH
from azru_kg.graph.measures import DATASET, DIMENSIONS, FINDINGS, METRICS, SPACE, Quality, Row
from azru_kg.metadata.inventory import Inventory, Place
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.rdf.prefixes import GRAPH

FIND_MEASUREMENTS = f"""SELECT ?thing ?class ?metric ?number WHERE {{
  GRAPH <{METADATA_GRAPH}> {{
    ?measurement a <{named("dqv:QualityMeasurement").value}> ;
      <{named("dqv:computedOn").value}> ?thing ;
      <{named("dqv:isMeasurementOf").value}> ?metric ;
      <{named("dqv:value").value}> ?number .
    OPTIONAL {{ ?thing <{named("void:class").value}> ?class FILTER (ISIRI(?class)) }}
    FILTER (ISIRI(?thing) && STRSTARTS(STR(?metric), "{SPACE}"))
    FILTER (DATATYPE(?number) = <{named("xsd:integer").value}> && ?number > 0)
  }}
}}"""
"""The query for the measurements that a graph holds; `read_measurements` takes its rows."""


def describe_quality(quality: Quality, inventory: Inventory, place: Place) -> list[ox.Triple]:
    """Return the measurements and what leads to them: a document about a dataset."""
    statements = TripleBuilder()
    document = place.at("quality")
    dataset = place.dataset(inventory)
    statements.add(document, "a", "dqv:QualityMetadata")
    statements.add(document, "dcterms:title", english("The quality of the data, by count"))
    statements.add(document, "foaf:primaryTopic", dataset)
    statements.add(dataset, "dqv:hasQualityMetadata", document)
    measured = state_quality(quality, dataset)
    inverse, computed = named("dqv:hasQualityMeasurement"), named("dqv:computedOn")
    leads = [
        ox.Triple(thing, inverse, fact.subject)
        for fact in measured
        if fact.predicate == computed and isinstance(thing := fact.object, ox.NamedNode)
    ]
    return [*statements.triples, *measured, *leads]


def state_quality(quality: Quality, dataset: ox.NamedNode) -> list[ox.Triple]:
    """Return the metrics, and the measurements of a dataset and of each graph of a source."""
    statements = TripleBuilder()
    _define_metrics(statements, {**METRICS, **(FINDINGS if quality.judged else {})})
    _state_counts(statements, dataset, "dataset", quality.total)
    for kind, counts in sorted(quality.by_class.items()):
        part = ox.NamedNode(f"{SPACE}{_shorten(kind)}")
        statements.add(dataset, "void:classPartition", part)
        statements.add(part, "a", "void:Dataset")
        statements.add(part, "void:class", ox.NamedNode(kind))
        _state_counts(statements, part, _shorten(kind), counts)
    for graph, counts in sorted(quality.by_graph.items()):
        _state_counts(statements, ox.NamedNode(graph), graph.removeprefix(GRAPH), counts)
    return statements.triples


def read_measurements(rows: Iterable[Row]) -> Quality | None:
    """Return the measures that a graph states, from the rows of `FIND_MEASUREMENTS`; None if none.

    What a graph of this project states was taken with the findings of SHACL.
    """
    total: dict[str, int] = {}
    by_class: defaultdict[str, dict[str, int]] = defaultdict(dict)
    by_graph: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        thing, kind, metric, number = (str(getattr(term, "value", "")) for term in row)
        table = by_class[kind] if kind else total if thing == DATASET else by_graph[thing]
        table[metric.removeprefix(SPACE)] = int(number)
    return Quality(total, by_class, by_graph, judged=True) if total else None


def _define_metrics(statements: TripleBuilder, metrics: Mapping[str, tuple[str, str, str]]) -> None:
    used = {dimension for dimension, _, _ in metrics.values()}
    for name, (title, text) in DIMENSIONS.items():
        if name in used:
            node = ox.NamedNode(f"{SPACE}{name}")
            statements.add(node, "a", "dqv:Dimension")
            statements.add(node, "skos:prefLabel", english(title))
            statements.add(node, "skos:definition", english(text))
    for name, (dimension, title, text) in metrics.items():
        node = ox.NamedNode(f"{SPACE}{name}")
        statements.add(node, "a", "dqv:Metric")
        statements.add(node, "skos:prefLabel", english(title))
        statements.add(node, "skos:definition", english(text))
        statements.add(node, "dqv:expectedDataType", "xsd:integer")
        statements.add(node, "dqv:inDimension", ox.NamedNode(f"{SPACE}{dimension}"))


def _state_counts(
    statements: TripleBuilder, thing: ox.NamedNode, slug: str, counts: Mapping[str, int]
) -> None:
    for metric, number in sorted(counts.items()):
        node = ox.NamedNode(f"{SPACE}{slug}.{metric}")
        statements.add(node, "a", "dqv:QualityMeasurement")
        statements.add(node, "dqv:computedOn", thing)
        statements.add(node, "dqv:isMeasurementOf", ox.NamedNode(f"{SPACE}{metric}"))
        statements.add(node, "dqv:value", number)


def _shorten(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
