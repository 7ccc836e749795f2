from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD

from azru_kg.check.shacl import reading
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.check.shacl.screen.view import View
from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.index import spread
from azru_kg.rdf.rdflib_terms import without_complaints

Write = Callable[[str, str], Path]

TEXT = """\
ex:a ex:p "1.50"^^xsd:decimal , "1.5"^^xsd:decimal , "2018-02-30"^^xsd:date ; ex:q [ ex:p ex:a ] .
ex:a ex:p "1.50"^^xsd:decimal .
ex:b ex:p ex:a ; ex:r "colour"@en-GB , "" ."""
EX = "http://example.org/"


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    with without_complaints():
        yield


def _read(*paths: Path) -> Triples:
    triples = Triples()
    triples.read([DataFile(path) for path in paths])
    return triples


def test_a_view_shows_the_triples_that_rdflib_reads_blank_nodes_and_all(turtle: Write) -> None:
    paths = [turtle("one.ttl", TEXT), turtle("two.ttl", "_:b1 ex:p _:x . _:x ex:p _:b1 .")]
    graph = reading.read([DataFile(path) for path in paths])
    view = View(_read(*paths))
    assert set(view) == set(graph)
    assert len(view) == len(graph) == 10


def test_a_view_of_a_graph_is_that_graph(turtle: Write) -> None:
    graph = reading.read([DataFile(turtle("one.ttl", TEXT))])
    triples = Triples()
    triples.add(graph)
    assert set(View(triples)) == set(graph)
    assert len(triples) == len(graph)


def test_a_view_answers_every_pattern_as_the_graph_does(turtle: Write) -> None:
    path = turtle("one.ttl", TEXT)
    graph, view = reading.read([DataFile(path)]), View(_read(path))
    for triple in [*graph, (URIRef(f"{EX}no"), URIRef(f"{EX}p"), BNode("b1"))]:
        for mask in range(8):
            subject, predicate, value = (
                node if mask >> place & 1 else None for place, node in enumerate(triple)
            )
            pattern = subject, predicate, value
            assert set(view.triples(pattern)) == set(graph.triples(pattern))


def test_a_view_answers_queries_with_what_is_bound_beforehand(turtle: Write) -> None:
    path = turtle("one.ttl", TEXT)
    query, bound = "SELECT ?v { $this ?p ?v }", {"this": URIRef(f"{EX}b")}
    answers: list[set[object]] = [
        set(graph.query(query, initBindings=bound))
        for graph in (reading.read([DataFile(path)]), View(_read(path)))
    ]
    assert answers[0] == answers[1] != set()


def test_a_string_is_read_as_the_plain_literal_that_it_is(turtle: Write) -> None:
    path = turtle("one.ttl", f"{TEXT} ex:c ex:r 'typed'^^xsd:string .")
    for graph in (reading.read([DataFile(path)]), View(_read(path))):
        assert (None, None, Literal("")) in graph
        assert (None, None, Literal("typed")) in graph
        assert not [
            value for value in graph.objects() if value == Literal("typed", datatype=XSD.string)
        ]


def test_values_are_looked_up_in_both_directions(turtle: Write) -> None:
    triples = _read(turtle("one.ttl", "ex:a ex:p ex:b , ex:c . ex:b ex:p ex:c ."))
    a, b, c, p = (triples.number(URIRef(f"{EX}{name}")) for name in "abcp")
    assert triples.tables[p] == {a: {b, c}, b: c}
    assert {key: set(spread(one)) for key, one in triples.inverse(p).items()} == {b: {a}, c: {a, b}}


def test_a_term_that_shacl_does_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "star.ttl"
    path.write_text("<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .", encoding="utf-8")
    with pytest.raises(DataError, match=r"RDF 1\.2"):
        _read(path)


def test_a_broken_file_is_named_with_its_line(turtle: Write) -> None:
    with pytest.raises(DataError, match=r"broken\.ttl:8") as caught:
        _read(turtle("broken.ttl", "ex:a ex:p ex:b .\nex:a ex:p ex:b ex:c ."))
    assert caught.value.line == 8


def test_what_is_not_there_has_no_number_and_no_triples() -> None:
    triples = Triples()
    assert triples.find(URIRef(f"{EX}a")) is None
    assert triples.find(BNode("b1")) is None
    assert triples.table(URIRef(f"{EX}p")) == {}
    assert set(View(triples)) == set(Graph())
