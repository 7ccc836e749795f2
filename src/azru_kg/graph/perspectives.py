"""Perspectives: what one group of sources says, as a dataset of its own to query.

Which source is in which group follows from the data: from the country and the kind of its
publisher. A perspective has the graphs of its sources and all that are no source's graph (entities,
ontology, metadata, …). It is a store of its own, because Oxigraph is slow where a query names
hundreds of graphs, and answers a triple once for each of them that holds it (oxigraph#1919).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from azru_kg.graph.dataset import unite
from azru_kg.graph.layout import ENTITIES_GRAPH, SHAPES_GRAPH
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import BASE, IDENTITY, PREFIXES

SPACE = f"{BASE}perspective/"
"""The namespace of the IRIs of perspectives."""

_AZ, _RU = f"{IDENTITY}country/AZ", f"{IDENTITY}country/RU"
_OFFICIAL = f"{IDENTITY}code/official"

FIND_SOURCES = f"""SELECT DISTINCT ?graph ?publisher ?country ?kind WHERE {{
  GRAPH ?graph {{ ?source a <{PREFIXES["azru"]}Source> }}
  FILTER (?graph != <{ENTITIES_GRAPH}>)
  OPTIONAL {{
    ?source <{PREFIXES["dcterms"]}publisher> ?publisher
    OPTIONAL {{ ?publisher <{PREFIXES["azru"]}jurisdiction> ?country }}
    OPTIONAL {{ ?publisher <{PREFIXES["azru"]}publisherKind> ?kind }}
  }}
}} ORDER BY ?graph ?publisher ?country ?kind"""
"""The query for the graphs of sources, with what is known of their publishers."""

Row = tuple[AnyTerm | None, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the groups see it: its graph, and of its publishers the countries and kinds.

    `certain` where the country of every publisher is known.
    """

    graph: str
    publishers: frozenset[str]
    countries: frozenset[str]
    kinds: frozenset[str]
    certain: bool


@dataclass(frozen=True, slots=True)
class Perspective:
    """A group of sources: its name, what it is called, and which sources are in it."""

    name: str
    title: str
    description: str
    holds: Callable[[Source], bool]

    @property
    def iri(self) -> str:
        """The IRI by which a query chooses it."""
        return f"{SPACE}{self.name}"


def _is_of(country: str) -> Callable[[Source], bool]:
    return lambda source: source.certain and source.countries == {country}


_NEITHER = "A source whose publisher's country is not certain is in no group by country."
PERSPECTIVES: dict[str, Perspective] = {
    perspective.name: perspective
    for perspective in (
        Perspective(
            "azerbaijani",
            "Azerbaijani sources",
            f"The sources whose publisher is in Azerbaijan. {_NEITHER}",
            _is_of(_AZ),
        ),
        Perspective(
            "russian",
            "Russian sources",
            f"The sources whose publisher is in Russia. {_NEITHER}",
            _is_of(_RU),
        ),
        Perspective(
            "third-country",
            "Sources of third countries",
            "The sources whose publisher's country is known and is neither Azerbaijan nor Russia."
            f" {_NEITHER}",
            lambda source: source.certain and not source.countries & {_AZ, _RU},
        ),
        Perspective(
            "official",
            "Official sources",
            "The sources whose publisher is an office of a state, of whichever country.",
            lambda source: _OFFICIAL in source.kinds,
        ),
    )
}
"""The perspectives by name."""


def explain_unknown(name: str) -> str:
    """Return what to say of a name or an IRI that is no perspective's.

    >>> explain_unknown("turkish")
    'There is no perspective turkish. Known are azerbaijani, russian, third-country, official'
    """
    return f"There is no perspective {name}. Known are {', '.join(PERSPECTIVES)}"


def group_sources(rows: Iterable[Row]) -> dict[str, tuple[Source, ...]]:
    """Return the sources of each perspective by its name, from the rows of `FIND_SOURCES`."""
    sources = list(_read_sources(rows))
    return {
        name: tuple(source for source in sources if perspective.holds(source))
        for name, perspective in PERSPECTIVES.items()
    }


def list_graphs(store: ox.Store, name: str) -> list[ox.NamedNode | ox.BlankNode]:
    """Return the graphs of a perspective: those of its sources, and those that are no source's."""
    solutions = cast("ox.QuerySolutions", store.query(FIND_SOURCES))
    rows = [tuple(solution) for solution in solutions]
    own = {source.graph for source in group_sources(rows)[name]}
    others = {source.graph for source in _read_sources(rows)} - own
    return [graph for graph in store.named_graphs() if graph.value not in others]


def build_store(store: ox.Store, name: str) -> ox.Store:
    """Return a store of what a perspective sees of the store of a whole dataset."""
    part = ox.Store()
    part.bulk_extend(
        quad
        for graph in list_graphs(store, name)
        for quad in store.quads_for_pattern(None, None, None, graph)
    )
    unite(part, [SHAPES_GRAPH])
    return part


def _read_sources(rows: Iterable[Row]) -> Iterator[Source]:
    by_graph: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows:
        name, publisher, country, kind = (str(getattr(term, "value", "")) for term in row)
        by_graph[name].append((publisher, country, kind))
    for name, sources in by_graph.items():
        publishers, countries, kinds = (frozenset(parts) for parts in zip(*sources, strict=True))
        yield Source(name, publishers - {""}, countries - {""}, kinds - {""}, "" not in countries)
