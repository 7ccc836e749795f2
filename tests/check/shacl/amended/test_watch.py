from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, SH, Literal, URIRef
from tests.support.sampling import sample_daily

from azru_kg.check.examine import examine
from azru_kg.check.report.outcome import Outcome
from azru_kg.check.shacl.engine import Limits
from azru_kg.check.shacl.judge import Engine
from azru_kg.errors import DataError, DeadlinePassed

Write = Callable[[str, str], Path]
ENGINES: tuple[Engine, ...] = ("screened", "full")
RIDDLE = f'"{"a" * 60}!"'
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ;"
AROUND = ["", "sh:not [ {} ]", "sh:or ( [ {} ] [ sh:nodeKind sh:IRI ] )"]
SHORT, LONG = 0.3, 300.0
STAR = "[ sh:zeroOrMorePath ( [ sh:zeroOrMorePath ex:p ] [ sh:zeroOrMorePath ex:p ] ) ]"


def _judge(turtle: Write, data: str, shape: str, limits: Limits, engine: Engine) -> Outcome:
    paths = turtle("data.ttl", data), turtle("shapes.ttl", f"{SHAPE}\n {shape} .")
    return examine([paths[0]], shapes=[paths[1]], limits=limits, engine=engine)


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "around", sample_daily(["", "sh:not [ {} ]", "sh:or ( [ {} ] [ sh:nodeKind sh:IRI ] )"], 3)
)
def test_a_constraint_without_an_end_is_a_violation_of_its_own_wherever_it_is(
    turtle: Write, engine: Engine, around: str
) -> None:
    slow = 'sh:property [ sh:path ex:p ; sh:pattern "^(a+)+$" ]'
    shape = around.format(slow) if around else slow
    data = f"ex:a a ex:C ; ex:p {RIDDLE} . ex:b a ex:C ; ex:p {RIDDLE} ."
    outcome = _judge(turtle, data, shape, Limits(SHORT), engine)
    assert not outcome.verdict.conforms
    assert not outcome.passes
    (late,) = outcome.verdict.unjudged
    told = [one for one in outcome.verdict.findings if one.node == late]
    assert [one.severity for one in told] == ["violation"]
    assert "sh:PatternConstraintComponent has not been judged to the end" in told[0].message


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("shape", "part"),
    [
        (
            'sh:sparql [ sh:select "SELECT $this { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l .'
            ' ?m ?n ?o . ?p ?q ?r FILTER (?a = ?p && 1 = 2 && $this = ?d) }" ]',
            "sh:SPARQLConstraintComponent",
        ),
        (
            "sh:sparql [ sh:select \"SELECT $this { $this ?p ?v FILTER REGEX(?v, '^(a+)+$') }\" ]",
            "sh:SPARQLConstraintComponent",
        ),
        (f"sh:property [ sh:path {STAR} ; sh:minCount 1000 ]", "sh:path"),
    ],
)
def test_queries_and_paths_without_an_end_are_ended(
    turtle: Write, engine: Engine, shape: str, part: str
) -> None:
    ring = " ".join(f"ex:n{i} ex:p ex:n{j} ." for i in range(60) for j in range(60))
    data = f"ex:n0 a ex:C ; ex:q {RIDDLE} . {ring}"
    outcome = _judge(turtle, data, shape, Limits(0.05), engine)
    (late,) = outcome.verdict.unjudged
    assert [part] == [
        one.message.split(" ")[0] for one in outcome.verdict.findings if one.node == late
    ]


def test_a_target_without_an_end_is_ended(turtle: Write) -> None:
    shape = (
        'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this ?p ?v FILTER'
        " REGEX(?v, '^(a+)+$') }\" ] ; sh:nodeKind sh:IRI"
    )
    outcome = _judge(turtle, f"ex:a ex:p {RIDDLE} .", shape, Limits(SHORT), "full")
    assert [one.message.split(" ")[0] for one in outcome.verdict.findings] == ["sh:target"]


def test_the_report_that_shacl_defines_tells_it_too(turtle: Write) -> None:
    shape = 'sh:property [ sh:path ex:p ; sh:pattern "^(a+)+$" ]'
    outcome = _judge(turtle, f"ex:a a ex:C ; ex:p {RIDDLE} .", shape, Limits(SHORT), "full")
    report, (late,) = outcome.verdict.results, outcome.verdict.unjudged
    root = report.value(None, RDF.type, SH.ValidationReport)
    assert report.value(root, SH.conforms) == Literal(False)
    assert (root, SH.result, late) in report
    assert report.value(late, SH.focusNode) == URIRef("http://example.org/a")


@pytest.mark.long
@pytest.mark.parametrize("engine", sample_daily(ENGINES, 2))
def test_what_comes_after_the_end_of_a_run_is_no_silent_pass(turtle: Write, engine: Engine) -> None:
    shape = 'sh:pattern "^(b+)+$" ; sh:property [ sh:path ex:p ; sh:pattern "^(a+)+$" ]'
    limits = Limits(LONG, 2.0)
    outcome = _judge(turtle, f"ex:a a ex:C ; ex:p {RIDDLE} .", shape, limits, engine)
    assert outcome.verdict.unjudged
    assert not outcome.verdict.conforms


def test_files_that_cannot_be_read_in_time_are_an_error(turtle: Write) -> None:
    with pytest.raises(DeadlinePassed, match="could not be read within 1e-06 s"):
        _judge(turtle, "ex:a a ex:C .", "sh:nodeKind sh:IRI", Limits(LONG, 1e-6), "full")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_shape_that_fails_is_named_with_its_line(turtle: Write, engine: Engine) -> None:
    paths = (
        turtle("data.ttl", "ex:a a ex:C ."),
        turtle("shapes.ttl", f"{SHAPE} sh:property ex:No ."),
    )
    with pytest.raises(DataError, match=r"shapes\.ttl:7:1: shape http://example.org/S: it cannot"):
        examine([paths[0]], shapes=[paths[1]], engine=engine, meta=False)
