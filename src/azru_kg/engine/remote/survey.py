"""Finds out whether an engine holds a release, and how; where it does not, says what is missing.

Engines differ in what their default graph is: nothing but what was put there (Oxigraph, Fuseki), or
all graphs at once, in which a triple counts once for each that holds it (Virtuoso). So the way to
ask is not looked up by the engine's name: each is tried, and the one that counts right is taken.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

import pyoxigraph as ox

from azru_kg.engine.remote.connection import RESULTS, Wording
from azru_kg.engine.remote.wording import Holding
from azru_kg.errors import DataError
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.layout import STAGING, UNION_GRAPH
from azru_kg.graph.perspectives import PERSPECTIVES, list_graphs

Size = tuple[int, int]
"""How many triples there are, and how long all IRIs in them are together."""

Select = Callable[[Wording], Awaitable[list[tuple[str, ...]]]]
"""What returns the rows of a query, each value as its text."""

# Engines write numbers and dates in ways of their own. The length of all IRIs tells what the number
# of triples does not: that something else was loaded, or read in another way.
_MEASURES: Final = (
    "(COUNT(*) AS ?n) (SUM(STRLEN(STR(?p)) + IF(ISBLANK(?s), 0, STRLEN(STR(?s)))"
    " + IF(ISIRI(?o), STRLEN(STR(?o)), 0)) AS ?length)"
)
_MEASURE: Final = f"SELECT {_MEASURES} WHERE {{ ?s ?p ?o }}"
_MEASURE_GRAPHS: Final = f"SELECT ?g {_MEASURES} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_FIND_GRAPH: Final = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """What an engine has to hold: the sizes of the named graphs and of the default graph.

    `perspectives` are the graphs of each, `apart` those that are not in the default graph. `twice`
    are two graphs that share a triple, with how many they have together, where there are any.
    """

    graphs: Mapping[str, Size]
    size: Size
    apart: frozenset[str]
    perspectives: Mapping[str, tuple[str, ...]]
    twice: tuple[tuple[str, str], int] | None


def expect(dataset: Dataset) -> Expected:
    """Return what an engine has to hold of a dataset; raise DataError where a file is broken."""
    store = dataset.store()
    sizes = {
        cast("ox.NamedNode", graph).value: _read_size(*size)
        for graph, *size in cast("ox.QuerySolutions", store.query(_MEASURE_GRAPHS))
    }
    (size,) = cast("ox.QuerySolutions", store.query(_MEASURE))
    perspectives = {
        name: tuple(graph.value for graph in list_graphs(store, name)) for name in PERSPECTIVES
    }
    return Expected(sizes, _read_size(*size), dataset.apart, perspectives, _find_twice(store))


async def survey(select: Select, expected: Expected, address: str) -> Holding:
    """Return how an engine holds a release; raise DataError where it does not."""
    measured = await select(Wording(_MEASURE_GRAPHS, RESULTS))
    sizes = {graph: _read_size(*size) for graph, *size in measured}
    _compare(sizes, expected.graphs, address)
    holding = Holding(
        graphs=tuple(expected.graphs),
        hidden=tuple(sorted(name for name in sizes if not _is_known(name, expected))),
        apart=expected.apart,
        perspectives=expected.perspectives,
        merges=await _merges(select, expected),
        leaky=await _leaks(select, expected),
    )
    tried = []
    for everything in _list_ways(sizes, expected):
        (size,) = await select(Wording(_MEASURE, RESULTS, everything))
        if _read_size(*size) == expected.size:
            return replace(holding, everything=everything)
        tried.append(size[0])
    raise DataError(
        address,
        f"the default graph of the engine, with {' or '.join(dict.fromkeys(tried))} triples, is not"
        f" the {expected.size[0]} that all graphs of the release are together. Put them there, or"
        f" where it has no default graph of its own, into the graph <{UNION_GRAPH}>",
    )


def _is_known(graph: str, expected: Expected) -> bool:
    return graph in expected.graphs or graph.startswith(STAGING)


def _list_ways(sizes: Mapping[str, Size], expected: Expected) -> Iterable[tuple[str, ...]]:
    yield ()
    if UNION_GRAPH in sizes:
        yield (UNION_GRAPH,)
    if len(sizes) > 1:
        yield tuple(graph for graph in expected.graphs if graph not in expected.apart)


def _compare(there: Mapping[str, Size], here: Mapping[str, Size], address: str) -> None:
    """Raise DataError where graphs of a release are missing or have another size."""
    others = [graph for graph, size in here.items() if there.get(graph) != size]
    if others:
        shown = ", ".join(
            f"<{graph}> has {there.get(graph, (0, 0))[0]} triples there, {here[graph][0]} here"
            for graph in others[:_SHOWN]
        )
        raise DataError(
            address,
            f"the engine does not hold the release that is served here: {shown};"
            f" {len(others)} of {len(here)} graphs are others. Load the same release into it",
        )


async def _leaks(select: Select, expected: Expected) -> bool:
    """Return whether GRAPH finds graphs that are not named, where a default graph is."""
    wording = Wording(_FIND_GRAPH, RESULTS, tuple(expected.graphs)[:1])
    return bool(wording.default_graphs) and bool(await select(wording))


async def _merges(select: Select, expected: Expected) -> bool:
    """Return whether a triple counts once, however many of the default graphs hold it."""
    if expected.twice is None:
        return True
    graphs, size = expected.twice
    ((counted,),) = await select(Wording(_COUNT, RESULTS, graphs))
    return int(counted) == size


def _find_twice(store: ox.Store) -> tuple[tuple[str, str], int] | None:
    seen: dict[ox.Triple, str] = {}
    for quad in store:
        graph = quad.graph_name
        if not isinstance(graph, ox.NamedNode):
            continue
        other = seen.setdefault(quad.triple, graph.value)
        if other != graph.value:
            both = (other, graph.value)
            return both, len(_unite(store, both))
    return None


def _unite(store: ox.Store, graphs: Iterable[str]) -> set[ox.Triple]:
    return {
        quad.triple
        for graph in graphs
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    }


def _read_size(number: object, length: object = "") -> Size:
    """Return a size from two values of a query, which is empty where there are no triples.

    >>> _read_size("3", "57.0")
    (3, 57)
    """
    counted, long = (str(getattr(value, "value", value) or "0") for value in (number, length))
    return int(counted), round(float(long))
