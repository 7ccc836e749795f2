"""Finds the graph that is to be opened: the built-in release, files, or a server elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from azru_kg.api.asking import ServerAsker, StoreAsker
from azru_kg.api.kg import KnowledgeGraph
from azru_kg.errors import BadSetting, DataError
from azru_kg.graph.dataset import Dataset, read_files, read_layout
from azru_kg.graph.layout import SHAPES_GRAPH, Layout, built_in
from azru_kg.graph.perspectives import PERSPECTIVES, build_store, explain_unknown

BUILT_IN = "the built-in release"
"""What a graph is called that was not named."""

_PARTS = ("ontology", "graph", "shapes", "queries")


def open_graph(
    place: str | Path | None, *, perspective: str = "", timeout: float | None
) -> KnowledgeGraph:
    """Return the graph at a place, as `azru_kg.open` does."""
    if perspective and perspective not in PERSPECTIVES:
        raise BadSetting(explain_unknown(perspective))
    if timeout is not None and not timeout > 0:
        raise BadSetting(f"timeout cannot be {timeout!r}. Give seconds above 0, or None for no end")
    if isinstance(place, str) and "://" in place:
        asker = ServerAsker(place, timeout, perspective)
        return KnowledgeGraph(asker, place, queries=built_in().queries, perspective=perspective)
    path = None if place is None else Path(place)
    layout = _find_layout(path)
    dataset = _read(path, layout)
    return KnowledgeGraph(
        StoreAsker(_load(dataset, perspective), timeout),
        BUILT_IN if path is None else str(path),
        queries=(layout or built_in()).queries,
        perspective=perspective,
        dataset=dataset,
    )


def _find_layout(path: Path | None) -> Layout | None:
    """Return the layout of a checkout of the graph, or None for other files."""
    if path is None:
        return built_in()
    return Layout(path) if all((path / part).is_dir() for part in _PARTS) else None


def _read(path: Path | None, layout: Layout | None) -> Dataset:
    if layout is not None:
        return read_layout(layout)
    if path is None or not path.exists():
        raise DataError(
            path or "",
            "no such file or folder. Give one with RDF in it, the address of a SPARQL"
            " server (http://…), or nothing for the built-in release",
        )
    # What a dump holds of the shapes is no more in the default graph than in the release itself.
    return replace(read_files([path]), apart=frozenset({SHAPES_GRAPH}))


def _load(dataset: Dataset, perspective: str) -> ox.Store:
    store = dataset.store()
    return build_store(store, perspective) if perspective else store
