from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import SH, BNode, Graph, URIRef

from azru_kg.check.shacl import reading
from azru_kg.check.shacl.screen.suspects import Suspicion, narrow, screen
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.check.shacl.screen.view import View
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import SHAPES_GRAPH, Layout, built_in
from azru_kg.rdf.prefixes import SHAPES

Write = Callable[[str, str], Path]

EX = "http://example.org/"
PREFIXED = """\
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""


@pytest.fixture
def suspect(turtle: Write) -> Callable[[str, str], tuple[Suspicion, Triples]]:
    """Return a function that screens data by the one shape ex:S."""

    def screen_one(data: str, shape: str) -> tuple[Suspicion, Triples]:
        triples = Triples()
        triples.read([DataFile(turtle("data.ttl", data))])
        files = [DataFile(turtle("shapes.ttl", f"{PREFIXED}ex:S {shape} ."))]
        (found,) = screen(read_shapes(files).merge(), triples, View(triples))
        return found, triples

    return screen_one


Suspect = Callable[[str, str], tuple[Suspicion, Triples]]


def _name(found: tuple[Suspicion, Triples]) -> set[str]:
    suspicion, triples = found
    assert suspicion.unknown == ""
    return {str(triples.node(one)).removeprefix(EX) for one in suspicion.suspects}


@pytest.mark.parametrize(
    "graph", [pytest.param("founding"), pytest.param("whole", marks=pytest.mark.long)]
)
def test_every_built_in_shape_is_known_to_the_screen_and_suspects_people_at_most(
    graph: str, founding: Layout
) -> None:
    layout = founding if graph == "founding" else built_in()
    files = [DataFile(path, name) for path, name in layout.files()]
    triples = Triples()
    triples.read([file for file in files if file.graph != SHAPES_GRAPH])
    shapes = read_shapes([file for file in files if file.graph == SHAPES_GRAPH])
    found = screen(shapes.merge(), triples, View(triples))
    assert len(found) > 50
    assert [(one.shape, one.unknown) for one in found if one.unknown] == []
    # Names and matches that people lack are warnings and infos, not faults.
    failing = {one.shape for one in found if one.suspects or any(one.parts.values())}
    assert failing <= {URIRef(f"{SHAPES}#Person")}


def test_a_property_shape_that_only_one_shape_names_has_suspects_of_its_own(
    suspect: Suspect,
) -> None:
    shape = "sh:targetSubjectsOf ex:p ; sh:nodeKind sh:IRI ; sh:property ex:P . ex:P sh:path ex:p"
    data = "ex:a ex:p 1 . ex:b ex:p 'b' . [] ex:p 'c' ."
    found, triples = suspect(data, f"{shape} ; sh:datatype xsd:integer")
    assert [type(triples.node(number)) for number in found.suspects] == [BNode]
    (part,) = found.parts
    assert part == URIRef(f"{EX}P")
    assert [triples.node(number) for number in found.parts[part]] == [URIRef(f"{EX}b")]


@pytest.mark.parametrize(
    "more",
    [
        "; sh:targetNode ex:d",
        ". ex:T sh:property ex:P",
        ". ex:T sh:not ex:P",
    ],
)
def test_a_property_shape_that_is_asked_about_otherwise_has_none(turtle: Write, more: str) -> None:
    shape = "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:P . ex:P sh:path ex:p ; sh:maxCount 0"
    triples = Triples()
    triples.read([DataFile(turtle("data.ttl", "ex:a ex:p 1 ."))])
    merged = read_shapes([DataFile(turtle("shapes.ttl", f"{shape} {more} ."))]).merge()
    found = {one.shape: one for one in screen(merged, triples, View(triples))}
    suspicion = found[URIRef(f"{EX}S")]
    assert suspicion.parts == {}
    assert [triples.node(number) for number in suspicion.suspects] == [URIRef(f"{EX}a")]


def test_a_figure_that_a_store_would_rewrite_is_not_a_suspect(suspect: Suspect) -> None:
    found = suspect(
        'ex:a ex:p "2600000000.0"^^xsd:decimal . ex:b ex:p "26,0"^^xsd:decimal .',
        "sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:datatype xsd:decimal ]",
    )
    assert _name(found) == {"b"}


def test_two_spellings_of_a_number_are_two_values(suspect: Suspect) -> None:
    found = suspect(
        "ex:a ex:p 1.0 , 1.00 . ex:b ex:p 1.0 , 1.0 .",
        "sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxCount 1 ]",
    )
    assert _name(found) == {"a"}


def test_instances_of_subclasses_are_targets(suspect: Suspect) -> None:
    found = suspect(
        "ex:B rdfs:subClassOf ex:A . ex:A rdfs:subClassOf ex:B . ex:a a ex:B ."
        "ex:b a ex:A ; ex:p 1 .",
        "sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ]",
    )
    assert found[0].targets == 2
    assert _name(found) == {"a"}


def test_the_query_of_a_constraint_screens_with_its_own_patterns(suspect: Suspect) -> None:
    found = suspect(
        "ex:a ex:p ex:q ; ex:q 1 . ex:b ex:p ex:q .",
        "sh:targetSubjectsOf ex:p ; sh:sparql [ sh:prefixes ex:prefixes ; sh:select "
        '"SELECT $this { $this ex:p ?path FILTER NOT EXISTS { $this ?path ?value } }" ]',
    )
    assert _name(found) == {"b"}


@pytest.mark.parametrize(("words", "suspects"), [("IN", {"a"}), ("NOT IN", {"b"})])
def test_a_list_of_names_screens_where_it_is_compared_with_a_name(
    suspect: Suspect, words: str, suspects: set[str]
) -> None:
    found = suspect(
        "ex:a ex:p ex:q . ex:b ex:p ex:r .",
        "sh:targetSubjectsOf ex:p ; sh:sparql [ sh:prefixes ex:prefixes ; sh:select "
        f'"SELECT $this {{ $this ex:p ?path FILTER (?path {words} (ex:q, ex:s)) }}" ]',
    )
    assert _name(found) == suspects


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (
            'sh:sparql [ sh:select "SELECT $this { { $this a ?x } UNION { $this a ?y } }" ]',
            "Union in a query",
        ),
        ("sh:not ex:S", "leads back to itself"),
        (
            "sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:A ] ;"
            " sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ]",
            "Disjoint",
        ),
        ("sh:minLength -1", "positive integer"),
        ("sh:node ex:nothing", ""),
    ],
)
def test_what_is_unknown_says_why(suspect: Suspect, shape: str, reason: str) -> None:
    found, _ = suspect("ex:a ex:p 1 .", f"sh:targetSubjectsOf ex:p ; {shape}")
    assert reason in found.unknown
    assert found.suspects == frozenset()


def test_suspects_take_the_place_of_targets_where_something_is_known() -> None:
    triples = Triples()
    known, unknown, part = (URIRef(f"{EX}{name}") for name in "STP")
    number = triples.number(URIRef(f"{EX}a"))
    shapes = Graph()
    for shape in (known, unknown):
        shapes.add((shape, SH.targetClass, URIRef(f"{EX}A")))
        shapes.add((shape, SH.targetNode, URIRef(f"{EX}b")))
    suspicions = [
        Suspicion(known, 2, frozenset({number}), parts={part: frozenset({number})}),
        Suspicion(unknown, 0, frozenset(), "no idea"),
    ]
    narrow(shapes, suspicions, triples)
    assert set(shapes.predicate_objects(known)) == {(SH.targetNode, URIRef(f"{EX}a"))}
    assert set(shapes.predicate_objects(part)) == {(SH.targetNode, URIRef(f"{EX}a"))}
    assert len(set(shapes.predicate_objects(unknown))) == 2


def test_shapes_are_not_changed_by_screening_twice(turtle: Write) -> None:
    files = [DataFile(turtle("shapes.ttl", "ex:S sh:targetClass ex:A ; sh:nodeKind sh:IRI ."))]
    triples = Triples()
    triples.read([DataFile(turtle("data.ttl", "[] a ex:A .")), DataFile(turtle("more.ttl", ""))])
    shapes = read_shapes(files).merge()
    first = screen(shapes, triples, View(triples))
    assert screen(shapes, triples, View(triples)) == first
    assert [len(one.suspects) for one in first] == [1]
    assert len(reading.read(files)) == 2
