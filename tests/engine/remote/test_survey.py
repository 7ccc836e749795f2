"""What is found out of engines that hold a release in different ways.

The engine is Oxigraph in this process, asked as the protocol says; what its default graph is and
whether it merges graphs follows from what is in it.
"""

import asyncio
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest

from azru_kg.engine.remote.connection import Wording
from azru_kg.engine.remote.survey import Expected, Select, expect, survey
from azru_kg.engine.remote.wording import Holding
from azru_kg.errors import DataError
from azru_kg.graph.dataset import Dataset, read_files
from azru_kg.graph.layout import STAGING, UNION_GRAPH

NODE = ox.NamedNode("urn:a")


def select_from(store: ox.Store) -> Select:
    async def select(wording: Wording) -> list[tuple[str, ...]]:
        named = bool(wording.default_graphs or wording.named_graphs)
        rows = store.query(
            wording.text,
            default_graph=[*map(ox.NamedNode, wording.default_graphs)] if named else None,
            named_graphs=[*map(ox.NamedNode, wording.named_graphs)] if named else None,
        )
        return [
            tuple(str(getattr(term, "value", "")) for term in row)
            for row in cast("ox.QuerySolutions", rows)
        ]

    return select


def look(store: ox.Store, expected: Expected) -> Holding:
    return asyncio.run(survey(select_from(store), expected, "http://engine/"))


@pytest.fixture
def alone(tmp_path: Path) -> Dataset:
    """Return a dataset of two graphs that share nothing."""
    path = tmp_path / "alone.nq"
    path.write_text('<urn:a> <urn:p> "1" <urn:one> .\n<urn:b> <urn:p> _:x <urn:two> .\n')
    return read_files([path])


def test_a_default_graph_that_is_the_union_needs_no_name(held: Dataset) -> None:
    holding = look(held.store(), expect(held))
    assert (holding.everything, holding.hidden) == ((), ())
    assert sorted(holding.graphs) == ["urn:graph:one", "urn:graph:two"]
    assert (holding.merges, holding.leaky) == (False, False)


def test_a_union_in_a_graph_of_its_own_is_named_and_hidden(alone: Dataset) -> None:
    store = alone.store()
    for quad in [*store.quads_for_pattern(None, None, None, ox.DefaultGraph())]:
        store.remove(quad)
        moved = ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(UNION_GRAPH))
        store.add(moved)
    holding = look(store, expect(alone))
    assert (holding.everything, holding.hidden) == ((UNION_GRAPH,), (UNION_GRAPH,))


def test_where_there_is_no_union_all_graphs_are_named(alone: Dataset) -> None:
    store = alone.store()
    store.remove_graph(ox.DefaultGraph())
    holding = look(store, expect(alone))
    assert sorted(holding.everything) == ["urn:one", "urn:two"]
    assert holding.merges


def test_graphs_of_others_are_hidden_and_those_of_a_publisher_at_any_time(held: Dataset) -> None:
    store = held.store()
    for name in ("urn:other", f"{STAGING}1f:urn:graph:one"):
        store.add(ox.Quad(NODE, NODE, NODE, ox.NamedNode(name)))
    assert look(store, expect(held)).hidden == ("urn:other",)


def test_a_default_graph_that_is_something_else_is_refused(held: Dataset) -> None:
    store = held.store()
    store.remove_graph(ox.DefaultGraph())
    with pytest.raises(DataError, match=f"with 0 or 4 triples, is not the 4 .*<{UNION_GRAPH}>"):
        look(store, expect(held))


@pytest.mark.parametrize("change", ["lost", "added", "longer"])
def test_another_release_is_refused_with_what_differs(held: Dataset, change: str) -> None:
    store = held.store()
    graph = ox.NamedNode("urn:graph:two")
    (lost,) = store.quads_for_pattern(None, None, ox.Literal("2"), graph)
    if change != "added":
        store.remove(lost)
    if change != "lost":
        store.add(ox.Quad(ox.NamedNode("urn:in:other"), lost.predicate, lost.object, graph))
    with pytest.raises(DataError, match=r"<urn:graph:two> has \d triples there, 2 here; 1 of 2"):
        look(store, expect(held))
