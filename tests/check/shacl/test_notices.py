from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.check.examine import examine
from azru_kg.check.shacl.judge import check_layout, judge_data, read_data
from azru_kg.check.shacl.notices import find_notices
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.errors import DataError, DataErrors
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import SHAPES_GRAPH, built_in

Write = Callable[[str, str], Path]
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ;"
ANY_TARGET = '[ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this a <http://example.org/C> }" ]'


@pytest.mark.parametrize(
    ("said", "notice"),
    [
        ("sh:expression [ sh:path ex:ok ]", "sh:expression is not judged"),
        ('sh:js [ sh:jsFunctionName "f" ]', "sh:js is not judged"),
        ("sh:rule [ a sh:TripleRule ]", "sh:rule is not run"),
        (
            "sh:minlength 3",
            "sh:minlength is no term of SHACL, and is not judged. Fix: write sh:min",
        ),
        ("sh:xyzzy 3", "sh:xyzzy is no term of SHACL, and is not judged."),
        ("sh:singleLine true", "sh:singleLine is a term of SHACL 1.2"),
        ("sh:memberShape ex:T", "sh:memberShape is a term of SHACL 1.2"),
        ("a sh:Nodeshape", "sh:Nodeshape is no term of SHACL"),
        ("owl:imports ex:elsewhere", "owl:imports <http://example.org/elsewhere> is not followed"),
        ("sh:target [ a sh:JSTarget ]", "sh:JSTarget finds nothing"),
        ("sh:nodeKind sh:IRI . ex:f a sh:SPARQLFunction", "sh:SPARQLFunction is not known"),
    ],
)
def test_what_is_not_judged_is_told_with_file_and_line(
    turtle: Write, said: str, notice: str
) -> None:
    data = turtle("data.ttl", "ex:a a ex:C .")
    shapes = turtle("shapes.ttl", f"{SHAPE}\n  {said} .")
    outcome = examine([data], shapes=[shapes], meta=False)
    (told,) = outcome.verdict.notices
    assert told.message.startswith(notice)
    assert told.place is not None
    assert (told.place.path, told.place.line) == (shapes, 8)
    assert outcome.verdict.conforms
    with pytest.raises(DataErrors, match=r"shapes\.ttl:8:\d+: .*sh:|owl:imports"):
        examine([data], shapes=[shapes], meta=False, strict=True)


def test_a_blank_node_has_its_line_too(turtle: Write) -> None:
    data = turtle("data.ttl", "ex:a a ex:C .")
    first = turtle("first.ttl", f"{SHAPE} sh:property [ sh:path ex:p ] .")
    second = turtle("second.ttl", "ex:T sh:property [ sh:path ex:p ] ,\n [ sh:maxcount 1 ] .")
    (told,) = examine([data], shapes=[first, second], meta=False).verdict.notices
    assert told.place is not None
    assert (told.place.path, told.place.line) == (second, 8)


def test_what_all_shapes_know_is_not_told(turtle: Write) -> None:
    shapes = turtle(
        "shapes.ttl",
        f"""<> a owl:Ontology ; owl:imports ex:more . ex:more a owl:Ontology .
        {SHAPE} sh:name "S" ; sh:order 1 ; sh:group ex:G ; sh:defaultValue 1 ; sh:target
        {ANY_TARGET} ; sh:severity sh:Info ; sh:property [ sh:path [ sh:inversePath ex:p ] ;
        sh:minCount 1 ] . ex:G a sh:PropertyGroup .""",
    )
    assert find_notices(read_shapes([DataFile(shapes)])) == []


@pytest.mark.long
def test_nothing_of_the_built_in_shapes_is_left_unjudged() -> None:
    files = [DataFile(path, graph) for path, graph in built_in().files() if graph == SHAPES_GRAPH]
    assert find_notices(read_shapes(files)) == []


@pytest.mark.parametrize("target", ["", f"; sh:target {ANY_TARGET}"])
def test_rules_do_not_run_because_another_shape_has_a_target(turtle: Write, target: str) -> None:
    shapes = turtle(
        "shapes.ttl",
        f"""{SHAPE} sh:property [ sh:path ex:made ; sh:maxCount 0 ] ; sh:rule [ a sh:TripleRule ;
        sh:subject sh:this ; sh:predicate ex:made ; sh:object ex:x ] .
        ex:T a sh:NodeShape {target} ; sh:nodeKind sh:IRI ; sh:expression [ sh:path ex:ok ] .""",
    )
    data = turtle("data.ttl", "ex:a a ex:C .")
    judged = judge_data(read_data([DataFile(data)], "screened"), read_shapes([DataFile(shapes)]))
    assert judged.findings == ()


def test_an_entailment_that_is_not_supported_is_a_failure(turtle: Write) -> None:
    shapes = turtle("shapes.ttl", f"{SHAPE} sh:nodeKind sh:IRI .\n<> sh:entailment ex:RDFS .")
    with pytest.raises(DataError, match=r"shapes\.ttl:8:1: .*sh:entailment <.*RDFS> is not"):
        read_shapes([DataFile(shapes)])


@pytest.mark.long
def test_the_built_in_graph_has_no_notices() -> None:
    assert check_layout(built_in()).notices == ()
