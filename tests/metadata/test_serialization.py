from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.errors import NotAcceptable
from azru_kg.graph.dataset import canonical
from azru_kg.metadata.serialization import write_graph
from azru_kg.metadata.triple_builder import TripleBuilder
from azru_kg.rdf.formats import GRAPHS, N_TRIPLES, RDF_XML, TURTLE, Format
from azru_kg.rdf.oxigraph_terms import english
from azru_kg.rdf.prefixes import PREFIXES

NESTED = """
<urn:a> <urn:p> [ <urn:q> 1 ; <urn:r> [ <urn:q> 2 ] ] , [ <urn:q> 3 ] .
<urn:b> <urn:p> ( 1 2 ) .
"""


def read(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_blank_nodes_are_named_the_same_every_time(format_: Format) -> None:
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


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_a_document_is_spelled_the_same_each_time_and_nothing_is_lost(format_: Format) -> None:
    statements = TripleBuilder()
    for name in ("dcterms:title", "rdfs:label", "skos:prefLabel", "schema:name", "foaf:name"):
        statements.add(ox.NamedNode(f"{PREFIXES['graph']}a"), name, english("ə & <b>"))
    statements.add(statements.nest(ox.NamedNode("urn:a"), "void:subset"), "void:triples", 3)
    content = write_graph(statements.triples, format_)
    assert all(write_graph(statements.triples, format_) == content for _ in range(5))
    syntax = ox.RdfFormat.from_media_type(format_.media_type)
    quads = [ox.Quad(*triple) for triple in statements.triples]
    assert canonical(ox.parse(content, format=syntax)) == canonical(quads)
