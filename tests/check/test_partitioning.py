"""The partitions that are kept with a graph count what a client counts who has them, too."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.check.partitioning import write_partitions
from azru_kg.graph.layout import Layout
from azru_kg.graph.measures import DATASET
from azru_kg.metadata.partitions import COUNT_PARTITIONS
from azru_kg.rdf.prefixes import PREFIXES, expand

LINK = expand("void:classPartition")


def test_a_class_that_leads_to_the_partitions_counts_them(founding: Layout) -> None:
    graph = ox.Store()
    graph.load(write_partitions(founding).encode(), format=ox.RdfFormat.TURTLE)
    links = graph.quads_for_pattern(ox.NamedNode(DATASET), ox.NamedNode(LINK), None)
    classes = {quad.object for quad in links}
    asked = f"""SELECT ?number WHERE {{
      ?part void:class dcat:Dataset ; void:propertyPartition ?used .
      ?used void:property <{LINK}> ; void:triples ?number
    }}"""
    rows = graph.query(asked, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    assert [int(str(row["number"].value)) for row in rows] == [len(classes)]
    assert len(classes) > 20


def test_no_count_is_of_a_partition(founding: Layout) -> None:
    graph = ox.Store()
    graph.load(write_partitions(founding).encode(), format=ox.RdfFormat.TURTLE)
    for query in COUNT_PARTITIONS.values():
        rows = graph.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        assert list(rows) == []
