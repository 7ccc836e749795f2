"""Triples as a graph of rdflib."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import rdflib

from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.rdf.rdflib_terms import to_rdflib, without_complaints


def to_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as a graph that knows the prefixes of this graph."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    known: dict[Any, Any] = {}
    with without_complaints():
        for triple in triples:
            nodes = []
            for term in triple:
                if term not in known:
                    known[term] = to_rdflib(term)
                nodes.append(known[term])
            graph.add((nodes[0], nodes[1], nodes[2]))
    return graph
