"""States the quality of the data in the Data Quality Vocabulary of the W3C, and reads it again.

Measurements of the whole dataset are of the dataset, of its class partitions, one a kind of claim,
of its property partitions, one a property that is marked, and of what it is built of, with a title:
a kind of row, or a field that was read blind. Those of a source are of its graph. What is zero is
not stated.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from azru_kg.graph.layout import METADATA_GRAPH
from azru_kg.graph.measures import (
    DATASET,
    DIMENSIONS,
    FINDINGS,
    METRICS,
    SPACE,
    SPEAKERS,
    Quality,
    Row,
)
from azru_kg.graph.readings import BLIND, READINGS
from azru_kg.metadata.inventory import Inventory, Place
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.rdf.prefixes import GRAPH, shorten

FIND_MEASUREMENTS = f"""SELECT ?thing ?class ?property ?title ?metric ?number WHERE {{
  GRAPH <{METADATA_GRAPH}> {{
    ?measurement a <{named("dqv:QualityMeasurement").value}> ;
      <{named("dqv:computedOn").value}> ?thing ;
      <{named("dqv:isMeasurementOf").value}> ?metric ;
      <{named("dqv:value").value}> ?number .
    OPTIONAL {{ ?thing <{named("void:class").value}> ?class FILTER (ISIRI(?class)) }}
    OPTIONAL {{ ?thing <{named("void:property").value}> ?property FILTER (ISIRI(?property)) }}
    OPTIONAL {{
      ?thing <{named("dcterms:title").value}> ?title
      FILTER (STRSTARTS(STR(?thing), "{SPACE}"))
    }}
    FILTER (ISIRI(?thing) && STRSTARTS(STR(?metric), "{SPACE}"))
    FILTER (DATATYPE(?number) = <{named("xsd:integer").value}> && ?number > 0)
  }}
}}"""
"""The query for the measurements that a graph holds; `read_measurements` takes its rows."""


_NO_SLUG = re.compile(r"[^A-Za-z0-9.-]+")


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
    read = {**READINGS, **BLIND} if quality.by_part else {}
    judged = FINDINGS if quality.judged else {}
    _define_metrics(statements, {**METRICS, **SPEAKERS, **judged, **read})
    _state_counts(statements, dataset, "dataset", quality.total)
    for kind, counts in sorted(quality.by_class.items()):
        part = ox.NamedNode(f"{SPACE}{_shorten(kind)}")
        statements.add(dataset, "void:classPartition", part)
        statements.add(part, "a", "void:Dataset")
        statements.add(part, "void:class", ox.NamedNode(kind))
        _state_counts(statements, part, _shorten(kind), counts)
    for name, counts in sorted(quality.by_property.items()):
        slug = f"property.{_NO_SLUG.sub('-', shorten(name))}"
        part = ox.NamedNode(f"{SPACE}{slug}")
        statements.add(dataset, "void:propertyPartition", part)
        statements.add(part, "a", "void:Dataset")
        statements.add(part, "void:property", ox.NamedNode(name))
        _state_counts(statements, part, slug, counts)
    for title, counts in sorted(quality.by_part.items()):
        slug = f"rows.{_NO_SLUG.sub('-', title).strip('-')}"
        part = ox.NamedNode(f"{SPACE}{slug}")
        statements.add(part, "a", "prov:Entity")
        statements.add(part, "dcterms:isPartOf", dataset)
        statements.add(part, "dcterms:title", english(title))
        _state_counts(statements, part, slug, counts)
    for graph, counts in sorted(quality.by_graph.items()):
        _state_counts(statements, ox.NamedNode(graph), graph.removeprefix(GRAPH), counts)
    return statements.triples


def read_measurements(rows: Iterable[Row]) -> Quality | None:
    """Return the measures that a graph states, from the rows of `FIND_MEASUREMENTS`; None if none.

    What a graph of this project states was taken with the findings of SHACL.
    """
    total: dict[str, int] = {}
    tables: dict[str, defaultdict[str, dict[str, int]]] = {
        name: defaultdict(dict) for name in ("graph", "class", "property", "title")
    }
    for row in rows:
        thing, kind, slot, title, metric, number = (str(getattr(term, "value", "")) for term in row)
        for table, key in (("class", kind), ("property", slot), ("title", title), ("graph", thing)):
            if key:
                counts = total if key == DATASET else tables[table][key]
                counts[metric.removeprefix(SPACE)] = int(number)
                break
    if not total:
        return None
    return Quality(
        total,
        tables["class"],
        tables["graph"],
        judged=True,
        by_property=tables["property"],
        by_part=tables["title"],
    )


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
