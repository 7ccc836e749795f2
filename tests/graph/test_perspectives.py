from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import unite
from azru_kg.graph.layout import SHAPES_GRAPH
from azru_kg.graph.perspectives import FIND_SOURCES, PERSPECTIVES, build_store, group_sources
from azru_kg.rdf.prefixes import GRAPH, PREFIXES

DATA = Path(__file__).with_name("perspectives.trig")


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    made.load(path=DATA, format=ox.RdfFormat.TRIG)
    unite(made, [SHAPES_GRAPH])
    return made


def read(store: ox.Store, query: str) -> list[str]:
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    return [str(getattr(solution[0], "value", "")) for solution in solutions]


def list_members(store: ox.Store) -> dict[str, list[str]]:
    rows = store.query(FIND_SOURCES)
    assert isinstance(rows, ox.QuerySolutions)
    grouped = group_sources([tuple(row) for row in rows])
    return {
        name: [source.graph.removeprefix(GRAPH) for source in sources]
        for name, sources in grouped.items()
    }


def test_country_and_kind_of_the_publisher_decide_the_groups(store: ox.Store) -> None:
    assert list_members(store) == {
        "azerbaijani": ["az-1", "az-2"],
        "russian": ["ru"],
        "third-country": ["ge"],
        "official": ["az-2", "both", "ru"],
    }


def test_no_group_by_country_has_a_source_whose_country_is_not_certain(store: ox.Store) -> None:
    members = list_members(store)
    by_country = {*members["azerbaijani"], *members["russian"], *members["third-country"]}
    assert by_country & {"half", "none", "unknown", "both"} == set()


@pytest.mark.parametrize("name", PERSPECTIVES)
def test_a_perspective_has_its_graphs_and_those_of_no_source(store: ox.Store, name: str) -> None:
    part = build_store(store, name)
    expected = {*list_members(store)[name], "entities", "shapes"}
    assert {graph.value.removeprefix(GRAPH) for graph in part.named_graphs()} == expected


def test_the_default_graph_of_a_perspective_counts_what_two_sources_say_once(
    store: ox.Store,
) -> None:
    part = build_store(store, "azerbaijani")
    claims = read(part, "SELECT ?claim { ?claim a azru:Claim } ORDER BY ?claim")
    assert [claim.rpartition("/")[2] for claim in claims] == ["az-1", "az-2", "shared"]
    assert read(part, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { claim:shared a azru:Claim } }") == ["2"]


def test_the_shapes_are_not_in_the_default_graph_of_a_perspective(store: ox.Store) -> None:
    part = build_store(store, "official")
    assert read(part, "SELECT ?s { ?s a sh:NodeShape }") == []
    assert len(read(part, "SELECT ?s { GRAPH ?g { ?s a sh:NodeShape } }")) == 1
