from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from azru_kg.check.shacl.amended.rings import find_recursive
from azru_kg.check.shacl.judge import Engine, Verdict, check_files
from azru_kg.errors import DataError

Write = Callable[[str, str], Path]
ENGINES: tuple[Engine, ...] = ("screened", "full")
RING = """ex:Node a sh:NodeShape ; sh:targetClass ex:Node ; sh:property ex:Next .
ex:Next sh:path ex:next ; sh:node ex:Node ; sh:minCount 1 ."""


def _judge(turtle: Write, data: str, shapes: str, engine: Engine) -> Verdict:
    paths = turtle("data.ttl", data), turtle("shapes.ttl", shapes)
    return check_files([paths[0]], shapes=[paths[1]], engine=engine)


def _foci(verdict: Verdict) -> set[str]:
    return {str(finding.focus).removeprefix("http://example.org/") for finding in verdict.findings}


def _chain(length: int) -> str:
    return " ".join(f"ex:n{i} a ex:Node ; ex:next ex:n{i + 1} ." for i in range(length))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ring_of_nodes_without_a_fault_conforms(turtle: Write, engine: Engine) -> None:
    data = "ex:a a ex:Node ; ex:next ex:b . ex:b a ex:Node ; ex:next ex:c . ex:c ex:next ex:a ."
    assert _judge(turtle, data, RING, engine).findings == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_one_fault_in_a_ring_is_one_of_each_node_that_leads_to_it(
    turtle: Write, engine: Engine
) -> None:
    data = (
        "ex:a a ex:Node ; ex:next ex:b . ex:b a ex:Node ; ex:next ex:a , ex:c . ex:c a ex:Node ."
        "ex:d a ex:Node ; ex:next ex:e . ex:e a ex:Node ; ex:next ex:d ."
    )
    assert _foci(_judge(turtle, data, RING, engine)) == {"a", "b", "c"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_chain_is_no_ring_however_long_and_its_end_is_found(
    turtle: Write, engine: Engine
) -> None:
    length = 200
    ended = _judge(turtle, f"{_chain(length)} ex:n{length} a ex:Node .", RING, engine)
    assert len(ended.findings) == length + 1
    closed = _judge(turtle, f"{_chain(length)} ex:n{length} ex:next ex:n0 .", RING, engine)
    assert closed.findings == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_crowd_in_which_all_know_all_is_judged_once_each(turtle: Write, engine: Engine) -> None:
    names = [f"ex:p{i}" for i in range(25)]
    data = " ".join(f"{name} a ex:Node ; ex:next {' , '.join(names)} ." for name in names)
    assert _judge(turtle, data, RING, engine).findings == ()
    assert len(_judge(turtle, f"{data} ex:p7 ex:next ex:x .", RING, engine).findings) >= 25


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("way", ["sh:property ex:P", "sh:node ex:S", "sh:or ( ex:S [ sh:in () ] )"])
def test_a_shape_may_lead_to_itself_in_many_ways(turtle: Write, engine: Engine, way: str) -> None:
    shapes = f"""ex:S a sh:NodeShape ; sh:targetClass ex:Node ; {way} .
      ex:P sh:path ex:next ; sh:property ex:P ; sh:nodeKind sh:IRI ."""
    data = "ex:a a ex:Node ; ex:next ex:a ."
    assert _judge(turtle, data, shapes, engine).findings == ()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "way",
    [
        "sh:not ex:S",
        "sh:xone ( ex:S [ sh:class ex:No ] )",
        "sh:property [ sh:path ex:next ; sh:qualifiedValueShape ex:S ; sh:qualifiedMaxCount 0 ]",
    ],
)
def test_a_ring_through_what_must_not_conform_is_refused_by_shape_node_and_line(
    turtle: Write, engine: Engine, way: str
) -> None:
    shapes = f"ex:S a sh:NodeShape ; sh:targetClass ex:Node ; {way} ."
    with pytest.raises(DataError, match=r"shapes\.ttl:7:1: shape .*/S: .*<http://example.org/a>"):
        _judge(turtle, "ex:a a ex:Node ; ex:next ex:a .", shapes, engine)
    if "property" in way:
        assert _judge(turtle, "ex:a a ex:Node ; ex:next ex:b .", shapes, engine).findings != ()


def test_only_what_lies_in_a_ring_or_between_two_is_recursive() -> None:
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> .
    <urn:before> sh:node <urn:a> . <urn:a> sh:property <urn:b> . <urn:b> sh:and ( <urn:a> ) .
    <urn:b> sh:node <urn:after> . <urn:after> sh:nodeKind sh:IRI . <urn:self> sh:not <urn:self> ."""
    found = find_recursive(Graph().parse(data=text))
    assert found == {URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:self")}
