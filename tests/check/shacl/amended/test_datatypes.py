from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from azru_kg.check.shacl.amended.datatypes import is_of_datatype
from azru_kg.check.shacl.judge import Engine, check_files
from azru_kg.errors import DataError
from azru_kg.rdf.rdflib_terms import without_complaints

Write = Callable[[str, str], Path]
OWN = URIRef("http://example.org/own")


def _write(text: str, datatype: URIRef) -> Literal:
    with without_complaints():
        return Literal(text, datatype=datatype, normalize=False)


@pytest.mark.parametrize(
    ("node", "datatype", "expected"),
    [
        (Literal("a"), XSD.string, True),
        (Literal("a", lang="en"), XSD.string, False),
        (Literal("a", lang="en"), RDF.langString, True),
        (_write("1_000", XSD.integer), XSD.integer, False),
        (_write("-0043-03-15", XSD.date), XSD.date, True),
        (_write("1", XSD.integer), XSD.decimal, False),
        (_write("anything", OWN), OWN, True),
        (_write("1", XSD.integer), RDFS.Literal, True),
        (URIRef("http://example.org/a"), XSD.anyURI, False),
        (BNode("b"), XSD.string, False),
    ],
)
def test_a_literal_is_of_a_datatype_by_its_own_and_its_text(
    node: Node, datatype: URIRef, expected: bool
) -> None:
    assert is_of_datatype(node, datatype) is expected


@pytest.mark.parametrize("engine", ["screened", "full"])
def test_a_datatype_that_is_no_iri_is_refused(turtle: Write, engine: Engine) -> None:
    data = turtle("data.ttl", "ex:a a ex:C ; ex:p 1 .")
    shapes = turtle(
        "shapes.ttl", 'ex:S sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:datatype "x" .'
    )
    with pytest.raises(DataError, match=r"shapes\.ttl:7:1: "):
        check_files([data], shapes=[shapes], engine=engine)
