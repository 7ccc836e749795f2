from __future__ import annotations

from rdflib import Graph, URIRef

from azru_kg.check.shacl.amended.blank_texts import make_stringifier


def _write(text: str) -> str:
    graph = Graph().parse(data=f"<urn:a> <urn:p> {text} .")
    return make_stringifier()(graph, graph.value(URIRef("urn:a"), URIRef("urn:p")))


def test_a_short_list_is_written_whole() -> None:
    assert _write('( <urn:b> "c" ( ) )') == '( <urn:b> Literal("c") rdf:nil )'


def test_a_long_list_is_written_in_part() -> None:
    members = " ".join(f"<urn:{number}>" for number in range(1_000))
    assert _write(f"( {members} )").endswith("<urn:18> <urn:19> … )")


def test_other_blank_nodes_are_written_as_pyshacl_does() -> None:
    assert _write("[ <urn:q> <urn:b> ]") == "[ <urn:q> <urn:b> ]"
