"""Graphs that are grown for measurements: shaped like the real one, the same each time."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from benchmarks.grow import grow, grow_lines, make_plan, write_built_in

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import PREFIXES

pytestmark = pytest.mark.long

# The vocabularies alone are some 3,000; the whole graph is some 230,000.
_MOST = 6_000
_LARGE = 500_000
_CLASSES = "SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class"
_HANGING = """ASK { ?quote a oa:SpecificResource
  FILTER NOT EXISTS { ?quote oa:hasSource/a azru:Source } }"""


def load(path: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=path)
    return store


def count_classes(store: ox.Store) -> dict[str, int]:
    rows = store.query(_CLASSES)
    assert isinstance(rows, ox.QuerySolutions)
    return {str(row["class"]): int(row["n"].value) for row in rows}


def test_a_small_graph_has_some_of_the_sources_and_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "small.nt"
    grow_lines(path, _MOST)
    lines = path.read_bytes().splitlines()
    assert _MOST * 0.8 < len(lines) <= _MOST
    assert len(set(lines)) == len(lines)
    assert not load(path).query(_HANGING, prefixes=PREFIXES)


def test_a_graph_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first.nt", tmp_path / "second.nt"
    grow_lines(first, _MOST)
    grow_lines(second, _MOST)
    assert first.read_bytes() == second.read_bytes()


def test_turtle_and_lines_say_the_same(tmp_path: Path) -> None:
    lines, turtle = tmp_path / "small.nt", tmp_path / "small.ttl"
    grow_lines(lines, _MOST)
    grow(turtle, _MOST, 0)
    assert set(load(lines)) == set(load(turtle))


def test_a_part_of_the_things_is_broken_where_that_is_asked(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.ttl", tmp_path / "broken.ttl"
    grow(whole, _MOST, 0)
    grow(broken, _MOST, 0.2)
    assert len(set(load(broken)) - set(load(whole))) > 10


@pytest.mark.timeout(600)
def test_a_large_graph_has_all_sources_and_copies_of_them(tmp_path: Path) -> None:
    plan = make_plan(_LARGE)
    assert set(plan.sources) == {path.stem for path in built_in().sources()}
    path = tmp_path / "large.nt"
    grow_lines(path, _LARGE)
    lines = path.read_bytes().splitlines()
    assert _LARGE * 0.75 < len(lines) < _LARGE * 1.25
    assert len(set(lines)) == len(lines)
    store = load(path)
    assert not store.query(_HANGING, prefixes=PREFIXES)
    source = f"<{PREFIXES['azru']}Source>"
    assert count_classes(store)[source] == (plan.copies + 1) * len(plan.sources)


def test_the_built_in_graph_is_written_as_the_server_has_it(tmp_path: Path) -> None:
    path = tmp_path / "built-in.nq"
    write_built_in(path)
    assert count_classes(load(path)) == count_classes(read_layout(built_in()).store())
