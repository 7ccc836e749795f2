"""Makes the files that a graph says of itself, where they are not of the graph as it is.

`graph/metadata.ttl` is what is written by hand of the dataset, with a block for the graph of each
source; `graph/quality.ttl` is what is measured; `graph/partitions.ttl` counts what the things of
each class have. In an installed package all are there, made when it was built; other files than a
checkout's get none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from azru_kg.check.measuring import measure_layout, write_quality
from azru_kg.check.partitioning import write_partitions
from azru_kg.check.unmeasured import Unmeasured
from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.freshness import is_fresh, name_state, write_head
from azru_kg.graph.layout import ENTITIES_GRAPH, Layout
from azru_kg.metadata.source_graphs import describe_source_graphs, list_names
from azru_kg.replacing import replace_file
from azru_kg.turtle import style

Progress = Callable[[str], None]


def make_metadata(layout: Layout, progress: Progress = lambda stage: None) -> bool:
    """Make `graph/metadata.ttl` of a checkout if it is not fresh; return whether that was needed.

    Raises DataError where a file is broken, or cannot be written.
    """
    return _make(layout, layout.metadata, lambda: write_metadata(layout), progress)


def make_all(layout: Layout, progress: Progress = lambda stage: None) -> bool:
    """Make the files of a checkout that are not fresh; return whether that was needed.

    Raises DataError where a file is broken, or cannot be written.
    """
    described = make_metadata(layout, progress)
    data = Unmeasured(layout)
    measured = _make(
        layout, layout.quality, lambda: write_quality(measure_layout(layout, data)), progress
    )
    counted = _make(layout, layout.partitions, lambda: write_partitions(layout, data), progress)
    return described or measured or counted


def write_metadata(layout: Layout) -> str:
    """Return the text of the description of a dataset and its graphs as formatted Turtle."""
    by_hand = _read(layout.handwritten / layout.metadata.name)
    sources = {path.stem: _read(path) for path in layout.sources()}
    entities = (path for path, graph in layout.files() if graph == ENTITIES_GRAPH)
    names = list_names(triple for path in entities for triple in _read(path))
    return style.write([*by_hand, *describe_source_graphs(sources, names, by_hand)])


def _make(layout: Layout, path: Path, write: Callable[[], str], progress: Progress) -> bool:
    if not layout.is_checkout:
        return False
    state = name_state(layout)
    if is_fresh(path, state):
        return False
    progress(f"Making {path}")
    text = f"{write_head(state)}\n\n{write()}"
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise DataError(path, f"not written: {error.strerror or error}") from error
    return True


def _read(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in DataFile(path).parse()]
