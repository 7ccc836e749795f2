from __future__ import annotations

import pyoxigraph as ox

from azru_kg.publish.staging import name_staged, write_clearing, write_switch, write_union
from azru_kg.rdf.prefixes import GRAPH

PART = f"{GRAPH}part"
SHAPES = f"{GRAPH}shapes"
GONE = f"{GRAPH}gone"


def read(store: ox.Store) -> set[str]:
    return {f"{quad.graph_name} {quad.object}" for quad in store}


def test_the_switch_leaves_the_new_release_and_its_union_alone() -> None:
    store = ox.Store()
    staged = {name: name_staged("1", name) for name in (PART, SHAPES)}
    for graph, value in ((PART, 1), (GONE, 2), (staged[PART], 3), (staged[SHAPES], 4)):
        store.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <a:s> <a:p> {value} }} }}", base_iri="a:")
    store.update("INSERT DATA { <a:s> <a:p> 1 }")
    store.update(write_switch(staged, [GONE], write_union([SHAPES])))
    number = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert read(store) == {
        f'<{PART}> "3"{number}',
        f'<{SHAPES}> "4"{number}',
        f'DEFAULT "3"{number}',
    }


def test_runs_have_names_of_their_own() -> None:
    assert name_staged("1", PART) != name_staged("2", PART)


def test_clearing_what_is_not_there_is_no_error() -> None:
    ox.Store().update(write_clearing([PART, SHAPES]))
