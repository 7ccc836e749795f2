"""A release as an engine holds it: named graphs, and which of them the default graph unites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.errors import NotPublished
from azru_kg.graph.dataset import Dataset
from azru_kg.rdf.prefixes import GRAPH


@dataclass(frozen=True)
class ReleaseGraphs:
    """The named graphs of a dataset, its digest, and which graphs GRAPH alone reaches."""

    graphs: dict[str, list[ox.Triple]]
    version: str
    digest: str
    apart: frozenset[str]

    @property
    def size(self) -> int:
        """How many triples the graphs have in all."""
        return sum(map(len, self.graphs.values()))

    def unite(self) -> list[ox.Triple]:
        """Return the triples of the default graph."""
        parts = (triples for name, triples in self.graphs.items() if name not in self.apart)
        return sorted(set().union(*parts), key=str)


def read_release(dataset: Dataset) -> ReleaseGraphs:
    """Return a dataset with its graphs apart; raise DataError, or NotPublished for other names."""
    graphs: defaultdict[str, set[ox.Triple]] = defaultdict(set)
    for quad in dataset.quads():
        # The default graph has no name, and is none of a release.
        graphs[getattr(quad.graph_name, "value", "")].add(quad.triple)
    _check_names(graphs)
    sorted_graphs = {name: sorted(graphs[name], key=str) for name in sorted(graphs)}
    return ReleaseGraphs(sorted_graphs, dataset.version, dataset.digest, dataset.apart)


def write_triples(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def write_quads(triples: Iterable[ox.Triple], graph: str) -> bytes:
    """Return triples as N-Quads of a graph."""
    name = ox.NamedNode(graph)
    quads = (ox.Quad(each.subject, each.predicate, each.object, name) for each in triples)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _check_names(graphs: Collection[str]) -> None:
    others = sorted(name for name in graphs if not name.startswith(GRAPH))
    if others:
        raise NotPublished(f"{others[0]} is no name of a graph of this project, {GRAPH}…")
