"""The data that measurements are about, and what is measured beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.check.unmeasured import Unmeasured
from azru_kg.graph.layout import METADATA_GRAPH, Layout
from azru_kg.rdf.prefixes import PREFIXES

ONE = ox.NamedNode("https://w3id.org/azru-kg/quality#one")
TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
UNION = ox.DefaultGraph()
KIND = ox.NamedNode("http://www.w3.org/ns/dqv#QualityMeasurement")
MEASURED = f"{ONE} a {KIND} .\n"


@pytest.fixture
def layout(founding: Layout, tmp_path: Path) -> Layout:
    """The founding documents, with a file of one measurement and one of partitions."""
    shutil.copytree(founding.graph, tmp_path / "graph")
    copy = Layout(founding.root, tmp_path / "graph")
    copy.quality.write_text(MEASURED, encoding="utf-8")
    copy.partitions.write_text(MEASURED, encoding="utf-8")
    return copy


def test_nothing_measured_is_among_the_data_and_all_else_is(layout: Layout) -> None:
    data = Unmeasured(layout)
    left_out = {layout.quality, layout.partitions}
    given = {path for path, _ in layout.files()}
    assert given - {file.path for file in data.dataset.files} == left_out
    assert data.store is data.store
    assert not holds(data.store)


def test_measurements_are_added_to_their_graph_and_to_the_union(layout: Layout) -> None:
    data = Unmeasured(layout)
    before = len(data.store)
    data.add_measurements()
    assert len(data.store) == before + 2
    assert holds(data.store)
    assert holds(data.store, ox.NamedNode(METADATA_GRAPH))


def test_without_measurements_nothing_is_added(layout: Layout) -> None:
    layout.quality.unlink()
    data = Unmeasured(layout)
    data.add_measurements()
    assert not holds(data.store)


def holds(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph = UNION) -> bool:
    return ox.Quad(ONE, TYPE, KIND, graph) in store
