from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef

from azru_kg.check.advice.shape_text import word_component, word_constraints, word_targets
from azru_kg.check.shacl import reading
from azru_kg.graph.dataset import DataFile

Write = Callable[[str, str], Path]
SHAPE = URIRef("http://example.org/S")


def read(turtle: Write, asked: str) -> Graph:
    return reading.read([DataFile(turtle("shapes.ttl", f"ex:S {asked} ."))])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("sh:minCount 1 ; sh:maxCount 1", "exactly 1 value"),
        ("sh:minCount 2 ; sh:maxCount 3", "at least 2 values; at most 3 values"),
        ("sh:in ( 1 true )", "each is one of 1, true"),
        ("sh:nodeKind sh:IRI ; sh:uniqueLang true", "each is an IRI; one value in each language"),
        (
            "sh:closed true ; sh:property [ sh:path rdf:type ]",
            "it has no other properties than rdf:type",
        ),
        (
            'sh:not [ rdfs:label "A draft" ]',
            "none meets “A draft”",
        ),
        (
            "sh:or ( [ sh:path rdfs:label ; sh:minCount 1 ] [ sh:nodeKind sh:Literal ] )",
            "each meets at least one of (rdfs:label: at least 1 value) | (each is a literal)",
        ),
        (
            'sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:languageIn ( "en" ) ]',
            "at least 1 of them meets (each is in one of the languages en)",
        ),
        ("sh:lessThanOrEquals rdfs:label", "none comes after rdfs:label"),
    ],
)
def test_constraints_are_told_in_words(turtle: Write, asked: str, words: str) -> None:
    assert "; ".join(word_constraints(read(turtle, asked), SHAPE)) == words


def test_shapes_that_lead_back_to_themselves_end(turtle: Write) -> None:
    (words,) = word_constraints(read(turtle, "sh:node ex:S"), SHAPE)
    assert words.count("each meets (") == 3


def test_one_component_is_told_alone(turtle: Write) -> None:
    shapes = read(turtle, "sh:minCount 1 ; sh:nodeKind sh:IRI")
    told = word_component(shapes, SHAPE, f"{SH}NodeKindConstraintComponent")
    assert told == "each is an IRI"
    assert word_component(shapes, SHAPE, "http://example.org/Other") == ""


def test_targets_are_told_in_words(turtle: Write) -> None:
    shapes = read(turtle, "sh:targetClass rdfs:Class ; sh:targetObjectsOf rdfs:label")
    assert word_targets(shapes, SHAPE) == "every rdfs:Class, every value of rdfs:label"
