from __future__ import annotations

import gc

import pyoxigraph as ox
import pytest

from azru_kg.rdf.index import Index, LaterTermError, spread, without_collection


def _parse(text: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=ox.RdfFormat.TRIG, base_iri="urn:"))


def _spell(index: Index, numbers: tuple[int, int, int]) -> str:
    return " ".join(str(index.term(number)) for number in numbers)


def test_triples_are_kept_in_the_order_of_reading_each_part_for_itself() -> None:
    index = Index()
    first = index.add_part(_parse("<a> <p> <c>, <b> . <b> <q> <a> ."), graph="urn:g")
    second = index.add_part(_parse("<a> <p> <b> ."), graph="")
    assert [_spell(index, row) for row in index.list_rows(first)] == [
        "<urn:a> <urn:p> <urn:c>",
        "<urn:a> <urn:p> <urn:b>",
        "<urn:b> <urn:q> <urn:a>",
    ]
    assert [_spell(index, row) for row in index.list_rows(second)] == ["<urn:a> <urn:p> <urn:b>"]
    assert (first.graphs, second.graphs) == (((0, "urn:g"),), ((3, ""),))
    assert len(index) == 3


def test_named_graphs_of_a_part_are_noted_where_they_begin() -> None:
    text = "<g> { <a> <p> <b>, <c> } <a> <p> <d> . [] { <a> <p> <e> }"
    part = Index().add_part(_parse(text))
    assert part.graphs == ((0, "urn:g"), (2, ""), (3, ""))


def test_tables_hold_a_value_or_a_set_of_values() -> None:
    index = Index()
    index.add_part(_parse("<a> <p> <b>, <c>, <b> . <d> <p> <b> ."))
    a, b, c, d, p = (index.number_term(ox.NamedNode(f"urn:{name}")) for name in "abcdp")
    assert index.tables[p] == {a: {b, c}, d: b}
    assert {key: set(spread(one)) for key, one in index.inverse(p).items()} == {b: {a, d}, c: {a}}
    assert index.names == [p]


def test_blank_nodes_are_named_on_through_the_parts_and_stay_apart() -> None:
    index = Index()
    parts = [index.add_part(_parse("_:x <p> [] . _:x <q> 1 .")) for _ in range(2)]
    other = index.add_part(_parse("_:x <p> 1 ."), "other-")
    assert [part.blanks for part in [*parts, other]] == [0, 2, 0]
    assert set(index.blanks) == {"b1", "b2", "b3", "b4", "other-1"}
    assert index.find_term(ox.BlankNode("x")) is None
    assert index.term(index.blanks["b3"]) == ox.BlankNode("b3")
    assert len(index) == 5


def test_a_literal_is_as_it_was_written() -> None:
    index = Index()
    index.add_part(_parse("<a> <p> 1.50, 1.5 ."))
    assert [
        term.value for term in map(index.term, index.objects) if isinstance(term, ox.Literal)
    ] == [
        "1.50",
        "1.5",
    ]


def test_a_term_that_only_rdf_1_2_has_is_refused() -> None:
    with pytest.raises(LaterTermError, match=r"RDF 1\.2"):
        Index().add_part(_parse("<a> <p> <<( <a> <p> <b> )>> ."))


def test_collection_is_as_it_was_before() -> None:
    with without_collection():
        assert not gc.isenabled()
        with without_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
