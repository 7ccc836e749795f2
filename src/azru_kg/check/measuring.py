"""Measures a graph of this project, judged by SHACL too, for the file that keeps the measurements.

That file is itself left out, and so is what follows from it, so that no count counts itself. How
often rows were read is counted in the sheets, where they are at hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import cast

import pyoxigraph as ox

from azru_kg.check.locate import locate
from azru_kg.check.shacl.judge import check_loaded
from azru_kg.check.shacl.loaded import Loaded
from azru_kg.check.unmeasured import Unmeasured
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.inputs import Inputs
from azru_kg.graph.layout import SHAPES_GRAPH, Layout
from azru_kg.graph.measures import (
    DATASET,
    Quality,
    Row,
    add_findings,
    add_readings,
    list_queries,
    measure,
)
from azru_kg.graph.readings import count_readings
from azru_kg.metadata.dqv import state_quality
from azru_kg.turtle import style


def write_quality(quality: Quality) -> str:
    """Return the text of the file: measurements as formatted Turtle."""
    return style.write(state_quality(quality, ox.NamedNode(DATASET)))


def measure_layout(layout: Layout, unmeasured: Unmeasured | None = None) -> Quality:
    """Return the measures of a graph of this project; raise DataError where a file is broken.

    Findings in the file of a source count for its graph and for the dataset, others for the dataset
    alone. `unmeasured` are its data, for who has loaded them.
    """
    data = unmeasured or Unmeasured(layout)
    rows = {name: _select(data.store, query) for name, query in list_queries().items()}
    total, by_graph = _count_findings(data.dataset, layout)
    judged = add_findings(measure(rows), total, by_graph)
    return add_readings(judged, *count_readings(layout))


def _select(store: ox.Store, query: str) -> list[Row]:
    return [tuple(solution) for solution in cast("ox.QuerySolutions", store.query(query))]


def _count_findings(
    dataset: Dataset, layout: Layout
) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return the numbers of findings by metric: of all, and by the graph of the source."""
    known = {path for path, _ in layout.files()}
    files = [file for file in dataset.files if file.path in known]
    shapes = tuple(file for file in files if file.graph == SHAPES_GRAPH)
    judged = tuple(file for file in files if file.graph != SHAPES_GRAPH)
    loaded = Loaded(Inputs(judged, (), shapes))
    verdict = check_loaded(loaded)
    graphs = {file.path: str(file.graph) for file in judged}
    sources = set(layout.sources())
    total: Counter[str] = Counter()
    by_graph: defaultdict[str, Counter[str]] = defaultdict(Counter)
    places = locate(verdict.findings, loaded.data)
    for finding, place in zip(verdict.findings, places, strict=True):
        metric = f"{finding.severity}s"
        total[metric] += 1
        if place is not None and place.path in sources:
            by_graph[graphs[place.path]][metric] += 1
    return total, by_graph
