from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.check.shacl.judge import check_files, check_layout
from azru_kg.errors import DataError, DataErrors
from azru_kg.graph.layout import Layout

Write = Callable[[str, str], Path]

TARGET = "ex:S a sh:NodeShape ; rdfs:label 'Own shape' ; sh:targetClass ex:C ;"


def test_an_empty_property_shape_has_the_place_of_what_it_belongs_to(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:C ; ex:p 1 .")
    bad = turtle("bad.ttl", f"{TARGET} sh:property [ ] .")
    with pytest.raises(DataError) as caught:
        check_files([data], shapes=[bad])
    assert "not well-formed SHACL: Own shape: Less than 1" in caught.value.reason
    assert (caught.value.line is None, caught.value.column) == (False, 1)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ("sh:property [ sh:minCount 1 ] .", "not well-formed SHACL: Own shape: Less than 1"),
        ("sh:property [ sh:path ex:p , ex:q ] .", "not well-formed SHACL"),
        ("sh:property [ sh:path ex:p ; sh:minCount 'x' ] .", "(path sh:minCount)"),
        ("sh:property [ sh:path ex:p ; sh:in ex:no-list ] .", "(path sh:in)"),
        ("sh:property [ sh:path _:l ] . _:l rdf:first ex:p ; rdf:rest _:l .", "recursive"),
        ("sh:property [ sh:path ex:p ; sh:pattern '[' ] .", "Own shape: the sh:pattern '['"),
        ("sh:sparql [ sh:message 'x' ] .", "at least one sh:select"),
        ("sh:sparql [ sh:select 'SELECT $this WHERE { ' ] .", "not SPARQL at line 1, column 22"),
        ("sh:sparql [ sh:select 'ASK { $this ?p ?v }' ] .", "its sh:select is not a query of"),
        ("sh:sparql [ sh:select 'SELECT $this { $this no:p ?v }' ] .", "undefined prefix no:"),
        (
            "sh:sparql [ sh:select 'SELECT $this FROM <file:///x> { $this ?p ?v }' ] .",
            "FROM is refused",
        ),
        (
            "sh:sparql [ sh:select 'SELECT $this { SERVICE <urn:x> { ?s ?p ?v } }' ] .",
            "SERVICE is refused",
        ),
        (
            "sh:sparql [ sh:select 'SELECT $this { GRAPH $shapesGraph { $this ?p ?v } }' ] .",
            "$shapesGraph is not supported",
        ),
        ("sh:sparql [ sh:select 'SELECT $this { MINUS { $this ?p 1 } }' ] .", "MINUS clause"),
        ("sh:not ex:S .", "leads back to itself at <http://example.org/a> through"),
    ],
)
def test_shapes_that_cannot_be_applied_are_refused_by_file_and_reason(
    turtle: Write, shape: str, message: str
) -> None:
    data = turtle("data.ttl", "ex:a a ex:C ; ex:p 1 .")
    bad = turtle("bad.ttl", f"{TARGET} {shape}")
    good = turtle("good.ttl", "ex:T a sh:NodeShape ; sh:targetClass ex:D ; sh:nodeKind sh:IRI .")
    with pytest.raises(DataError) as caught:
        check_files([data], shapes=[good, bad])
    assert str(bad) in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("fault", ["sh:pattern '['", "sh:minCount 'x'", "sh:in ex:no-list"])
def test_a_faulty_shape_is_told_with_its_place(turtle: Write, fault: str) -> None:
    data = turtle("data.ttl", "ex:a a ex:C ; ex:p 1 .")
    bad = turtle("bad.ttl", f"\n\n  {TARGET}\n sh:property [ sh:path ex:p ; {fault} ] .")
    line = bad.read_text().split("ex:S a")[0].count("\n") + 1
    with pytest.raises(DataError) as caught:
        check_files([data], shapes=[bad])
    assert str(caught.value).startswith(f"{bad}:{line}:3: ")


def test_all_ill_formed_shapes_are_told_at_once(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:C ; ex:p 1 .")
    bad = turtle("bad.ttl", f"{TARGET} sh:nodeKind 1 ; sh:property [ sh:minCount 'x' ] .")
    with pytest.raises(DataErrors) as caught:
        check_files([data], shapes=[bad])
    assert len(caught.value.errors) == 2
    assert all(error.path == bad and error.line for error in caught.value.errors)


def test_only_the_faulty_file_is_named(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:C .")
    bad = turtle("bad.ttl", f"{TARGET} sh:sparql [ sh:message 'x' ] .")
    good = turtle("good.ttl", "ex:T a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .")
    with pytest.raises(DataError) as caught:
        check_files([data], shapes=[good, bad])
    assert str(good) not in str(caught.value)


def test_a_file_without_any_shape_is_refused_as_shapes(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:C .")
    with pytest.raises(DataError, match="no SHACL shape here"):
        check_files([data], shapes=[data])


def test_built_in_shapes_that_cannot_be_applied_are_named_in_words(
    turtle: Write, tmp_path: Path
) -> None:
    turtle("ontology/own.ttl", "ex:C a owl:Class .")
    turtle("graph/entities/one.ttl", "ex:a a ex:C .")
    turtle("shapes/good.ttl", "ex:T a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .")
    bad = turtle("shapes/bad.ttl", f"{TARGET} sh:property [ sh:minCount 1 ] .")
    with pytest.raises(DataError) as caught:
        check_layout(Layout(tmp_path))
    assert str(caught.value).startswith(f"{bad}:7:1: shape Own shape: it cannot be applied: ")
    assert "a blank node of Own shape" in str(caught.value)


def test_pyshacl_logs_nothing_of_its_own(turtle: Write, capfd: pytest.CaptureFixture[str]) -> None:
    data = turtle("data.ttl", "ex:a a ex:C .")
    bad = turtle("bad.ttl", f"{TARGET} sh:sparql [ sh:message 'x' ] .")
    with pytest.raises(DataError):
        check_files([data], shapes=[bad])
    assert capfd.readouterr() == ("", "")
