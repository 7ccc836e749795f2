"""Partitions count what there is, stand in the graph under their own names, and are read again."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
import pytest

from azru_kg.graph.layout import METADATA_GRAPH, built_in
from azru_kg.graph.measures import Row
from azru_kg.metadata.inventory import Partitions, Share
from azru_kg.metadata.partitions import (
    COUNT_PARTITIONS,
    FIND_PARTITIONS,
    SPACE,
    gather_partitions,
    state_partitions,
)
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.prefixes import GRAPH, PREFIXES, expand

DATA = """
claim:a a azru:Figure , azru:Claim ; azru:value 2.5 , "much" ; azru:about country:AZ , place:x .
claim:b a azru:Figure ; azru:about country:AZ ; skos:note "x"@en .
country:AZ a azru:Country .
place:untyped azru:about country:AZ .
[] a <urn:odd/kind#A> ; <urn:odd/kind#A> [ a <urn:odd/kind#A> ] .
"""
FIGURE, CLAIM, COUNTRY, ABOUT, VALUE = map(
    expand, ("azru:Figure", "azru:Claim", "azru:Country", "azru:about", "azru:value")
)
TYPE, DECIMAL, STRING = map(expand, ("rdf:type", "xsd:decimal", "xsd:string"))
ODD = "urn:odd/kind#A"


def load(text: str) -> ox.Store:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    store = ox.Store()
    store.load(head.encode() + text.encode(), format=ox.RdfFormat.TURTLE)
    return store


def ask(store: ox.Store, queries: Mapping[str, str]) -> Partitions:
    rows: dict[str, list[Row]] = {}
    for name, query in queries.items():
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        rows[name] = [tuple(row) for row in found]
    return gather_partitions(rows)


def state(partitions: Partitions, space: str = SPACE) -> list[ox.Triple]:
    statements = TripleBuilder()
    state_partitions(statements, ox.NamedNode("urn:dataset"), partitions, space)
    return statements.triples


def hold(triples: list[ox.Triple], graph: str) -> ox.Store:
    store, name = ox.Store(), ox.NamedNode(graph)
    store.extend(
        ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples
    )
    return store


@pytest.fixture(scope="module")
def counted() -> Partitions:
    return ask(load(DATA), COUNT_PARTITIONS)


def test_values_count_by_their_classes_and_datatypes(counted: Partitions) -> None:
    assert counted.classes == (
        Share(FIGURE, 2),
        Share(ODD, 2),
        Share(CLAIM, 1),
        Share(COUNTRY, 1),
    )
    assert counted.uses[FIGURE] == (
        Share(TYPE, 3),
        Share(ABOUT, 3),
        Share(VALUE, 2),
        Share(expand("skos:note"), 1),
    )
    # What has no class, such as place:x, is the value of no kind.
    assert counted.kinds[FIGURE, ABOUT] == (Share(COUNTRY, 2),)
    assert counted.datatypes[FIGURE, VALUE] == (Share(DECIMAL, 1), Share(STRING, 1))
    assert counted.datatypes[FIGURE, expand("skos:note")] == (Share(expand("rdf:langString"), 1),)
    assert (FIGURE, VALUE) not in counted.kinds
    assert (FIGURE, ABOUT) not in counted.datatypes


def test_what_is_stated_is_read_again_as_it_was(counted: Partitions) -> None:
    for graph, expected in ((METADATA_GRAPH, counted), (f"{GRAPH}other", Partitions())):
        assert ask(hold(state(counted), graph), FIND_PARTITIONS) == expected


def test_partitions_of_others_are_not_taken_for_ours(counted: Partitions) -> None:
    stated = state(counted, "https://kg.example/void#")
    assert ask(hold(stated, METADATA_GRAPH), FIND_PARTITIONS) == Partitions()


def test_each_partition_has_a_name_of_its_own_and_no_class(counted: Partitions) -> None:
    stated = state(counted)
    named = [triple.subject for triple in stated if triple.predicate.value.endswith("riples")]
    assert len(named) == len(set(named)) == 10 + 3 + 5
    assert all(str(name).startswith(f"<{SPACE}") for name in named)
    assert not any(triple.predicate.value == TYPE for triple in stated)


@pytest.mark.long
def test_the_file_says_what_a_client_counts_in_the_graph_that_holds_it(
    whole_store: ox.Store,
) -> None:
    assert built_in().partitions.is_file()
    stated = ask(whole_store, FIND_PARTITIONS)
    assert stated.classes
    assert stated == ask(whole_store, COUNT_PARTITIONS)
