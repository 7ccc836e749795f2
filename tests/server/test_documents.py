from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.errors import NotAcceptable
from azru_kg.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from azru_kg.server.documents import split_suffix, write_graph

NESTED = """
<urn:a> <urn:p> [ <urn:q> 1 ; <urn:r> [ <urn:q> 2 ] ] , [ <urn:q> 3 ] .
<urn:b> <urn:p> ( 1 2 ) .
"""


def read(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AZ.ttl", ("AZ", TURTLE)),
        ("AZ.html", ("AZ", HTML)),
        ("0.1.0", ("0.1.0", None)),
        ("0.1.0.nt", ("0.1.0", N_TRIPLES)),
        (".ttl", (".ttl", None)),
        ("AZ.trig", ("AZ.trig", None)),
    ],
)
def test_a_suffix_is_one_of_a_format_or_none(name: str, expected: tuple[str, object]) -> None:
    assert split_suffix(name) == expected


@pytest.mark.parametrize("format_", [TURTLE, JSON_LD, N_TRIPLES, RDF_XML])
def test_blank_nodes_are_named_the_same_every_time(format_: object) -> None:
    assert isinstance(format_, type(TURTLE))
    first, second = (write_graph(read(NESTED), format_) for _ in range(2))
    assert first == second
    assert b"urn:a" in first


def test_renaming_blank_nodes_changes_no_triple() -> None:
    written = write_graph(read(NESTED), N_TRIPLES)
    graphs = [ox.Dataset(ox.Quad(*triple) for triple in read(NESTED)), ox.Dataset()]
    for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES):
        graphs[1].add(quad)
    for graph in graphs:
        graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert graphs[0] == graphs[1]


def test_turtle_holds_what_cannot_be_laid_out() -> None:
    shared = read("<urn:a> <urn:p> _:x . <urn:b> <urn:p> _:x .")
    assert len(read(write_graph(shared, TURTLE).decode())) == 2


def test_a_syntax_that_cannot_hold_a_graph_says_so() -> None:
    with pytest.raises(NotAcceptable, match="another format"):
        write_graph(read(r'<urn:a> <urn:p> "\u0001" .'), RDF_XML)
