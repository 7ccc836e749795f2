"""Turns RDF files into rdflib graphs, every literal exactly as written.

rdflib's own readers would rewrite a literal such as `"01"^^xsd:integer`, and warn about each
ill-typed one with a traceback, although to find them is what the shapes are for.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Graph

from azru_kg.check.shacl.querying import DataGraph
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.index import Part
from azru_kg.rdf.rdflib_terms import without_complaints


def read(files: Sequence[DataFile], label: str = "b") -> Graph:
    """Return the triples of all files, their named graphs merged; raise DataError for a broken one.

    Blank nodes are named by `label` and a number, in order of appearance: those of different files
    stay apart, and two readings give the same graph.
    """
    triples = Triples()
    triples.read(files, label)
    return copy(triples)


def copy(triples: Triples, parts: Sequence[Part] | None = None) -> Graph:
    """Return a graph of rdflib with the triples of some parts, or else of all."""
    graph, node = DataGraph(bind_namespaces="none"), triples.node
    with without_complaints():
        for part in triples.parts if parts is None else parts:
            for numbers in triples.list_rows(part):
                subject, predicate, value = map(node, numbers)
                graph.add((subject, predicate, value))
    return graph
