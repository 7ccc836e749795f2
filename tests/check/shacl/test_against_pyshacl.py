"""The reference is pySHACL reading the files itself, with nothing of ours in between.

Both of our engines share a reader and amended parts, so that comparing them with each other cannot
find what is wrong with these. Where we differ, a test says who is right and why.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyshacl
import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from rdflib import RDF, SH, BNode, Graph, Literal
from rdflib.term import Node
from tests.support.sampling import sample_daily

from azru_kg.check.shacl.judge import Engine, judge_data, read_data
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.rdflib_terms import without_complaints

Write = Callable[[str, str], Path]
Results = Counter[tuple[str, ...]]

ENGINES: tuple[Engine, ...] = ("screened", "full")
ABOUT = (SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape)
HEAD = """\
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
# Forms of queries in which a plain string may stand, and a value that fits.
QUERIES = (
    '$this ex:p "a"',
    'FILTER NOT EXISTS { $this ex:p "a" }',
    '$this ex:p ?v FILTER (?v = "a")',
    '$this ex:p ?v FILTER (?v != "a")',
    '$this ex:p ?v FILTER (?v IN ("a", "b"))',
    '$this ex:p ?v FILTER (?v NOT IN ("a", "b"))',
    '$this ex:p ?v FILTER (sameTerm(?v, "a"))',
    '$this ex:p ?v FILTER (STR(?v) = "a")',
    '$this ex:p ?v FILTER (?v < "b")',
    '$this ex:p ?v FILTER (CONTAINS(?v, "a"))',
    '$this ex:p ?v FILTER REGEX(?v, "^a$")',
    "$this ex:p ?v FILTER (DATATYPE(?v) = xsd:string)",
    '$this ex:p ?v FILTER (LANG(?v) = "")',
    "$this ex:p ?v FILTER (isLITERAL(?v) && STRLEN(?v) = 1)",
    "$this ex:p ?v FILTER EXISTS { ?other ex:q ?v }",
    "$this ex:p ?v . $this ex:q ?v",
    "$this ex:p ?v . ?other ex:q ?v FILTER (?other != $this)",
    '{ $this ex:p "a" } UNION { $this ex:q "b" }',
    '$this ex:p ?v OPTIONAL { $this ex:q ?w } FILTER (!BOUND(?w) || ?w = "b")',
    'BIND ("a" AS ?v) $this ex:p ?v',
    'BIND (CONCAT("", "a") AS ?v) $this ex:p ?v',
    '$this ex:p/ex:q "a"',
    '$this (ex:p|ex:q) "a"',
    '{ FILTER (BOUND($this)) } $this ex:p "a"',
    '$this ex:p ?v FILTER (IF(?v = "a", true, false))',
)
# Both ways of writing a string, other kinds of literals, and things.
VALUES = (
    *('"a"', '"b"', '"a"@en', '"A"', '""', "1", "1.0", "true", "ex:a", "ex:b", "ex:c"),
    *('"2020-01-01"^^xsd:date', '"2021-01-01"^^xsd:date', '"a b"'),
)
CONSTRAINTS = (
    *("sh:datatype xsd:string", "sh:datatype xsd:integer", "sh:datatype xsd:date"),
    *('sh:in ( "a" "b" 1 ex:a )', 'sh:hasValue "a"', "sh:minCount 1", "sh:maxCount 1"),
    *('sh:pattern "^a"', 'sh:pattern "A" ; sh:flags "i"', "sh:minLength 1", "sh:maxLength 1"),
    *("sh:equals ex:q", "sh:disjoint ex:q", 'sh:languageIn ( "en" )', "sh:uniqueLang true"),
    *("sh:nodeKind sh:Literal", "sh:nodeKind sh:IRI", "sh:class ex:C", "sh:node ex:T"),
    *('sh:not [ sh:hasValue "a" ]', 'sh:or ( [ sh:in ( "a" ) ] [ sh:datatype xsd:integer ] )'),
    'sh:xone ( [ sh:minLength 1 ] [ sh:pattern "a" ] )',
    'sh:qualifiedValueShape [ sh:in ( "a" "b" ) ] ; sh:qualifiedMinCount 1',
)


def _ask_pyshacl(data: Path, shapes: Path) -> tuple[bool, Results]:
    with warnings.catch_warnings(), without_complaints():
        warnings.simplefilter("ignore")
        _, report, text = pyshacl.validate(str(data), shacl_graph=str(shapes), inference="none")
    assert isinstance(report, Graph), text
    return _read(report)


def _ask_us(data: Path, shapes: Path, engine: Engine) -> tuple[bool, Results]:
    verdict = judge_data(read_data([DataFile(data)], engine), read_shapes([DataFile(shapes)]))
    conforms, results = _read(verdict.results)
    assert conforms == verdict.conforms
    return conforms, results


def _read(report: Graph) -> tuple[bool, Results]:
    (root,) = report.subjects(RDF.type, SH.ValidationReport)
    told = Counter(_tell(report, result) for result in report.objects(root, SH.result))
    return str(report.value(root, SH.conforms)).lower() == "true", told


def _tell(report: Graph, result: Node) -> tuple[str, ...]:
    return tuple(_write(report.value(result, predicate)) for predicate in ABOUT)


def _write(node: Node | None) -> str:
    """Return a term as both readers have it: rdflib would rewrite literals, and name blanks."""
    if isinstance(node, Literal):
        return f"{str(node).lower()} {node.language}"
    return "_:" if isinstance(node, BNode) else str(node)


def _write_query(condition: str) -> str:
    return (
        f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:prefixes ;"
        f' sh:select """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n'
        f'SELECT $this WHERE {{ {condition} }}""" ] .\n'
    )


STRINGS = f"""{HEAD}
ex:a a ex:C ; ex:p "a" ; ex:q "b" . ex:b a ex:C ; ex:p "b" ; ex:q "a" .
ex:c a ex:C ; ex:p "a"@en . ex:d a ex:C ; ex:p ex:a , 1 . ex:e a ex:C . ex:f a ex:C ; ex:p "a" .
ex:g a ex:C ; ex:p "a" , ex:b ; ex:q "a" .
"""


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("condition", sample_daily(QUERIES, 4))
def test_plain_strings_match_in_every_form_of_query(
    tmp_path: Path, condition: str, engine: Engine
) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(STRINGS)
    shapes.write_text(_write_query(condition))
    expected = _ask_pyshacl(data, shapes)
    assert not expected[0], "the case would find nothing wrong"
    assert _ask_us(data, shapes, engine) == expected


@pytest.mark.long
@given(random=st.randoms(use_true_random=False))
@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_random_data_have_the_verdict_of_pyshacl(random: Random, tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(_make_data(random))
    shapes.write_text(_make_shapes(random))
    note(data.read_text())
    note(shapes.read_text())
    expected = _ask_pyshacl(data, shapes)
    assume(expected[1])
    for engine in ENGINES:
        assert _ask_us(data, shapes, engine) == expected


def _make_data(random: Random) -> str:
    said = [f"ex:{name} a ex:{random.choice('CD')} ." for name in "abcd"]
    for _ in range(random.randint(2, 12)):
        subject, predicate = random.choice("abcd"), random.choice("pq")
        said.append(f"ex:{subject} ex:{predicate} {random.choice(VALUES)} .")
    return HEAD + "\n".join(said)


def _make_shapes(random: Random) -> str:
    constraints = " ; ".join(random.sample(CONSTRAINTS, 1))
    query = _write_query(random.choice(QUERIES)).removeprefix(HEAD)
    return f"""{HEAD}{query}
ex:P a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P-p .
ex:P-p sh:path {random.choice(("ex:p", "ex:q", "( ex:p ex:q )", "[ sh:inversePath ex:p ]"))} ;
  sh:severity {random.choice(("sh:Violation", "sh:Warning", "sh:Info"))} ; {constraints} .
ex:T a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .
"""


# What pySHACL says is wrong here: (data of ex:a, constraint, number of results of pySHACL, ours).
DIFFERENT = {
    "RDF 1.1 Concepts 3.3: a string is one literal, with its datatype written or not": (
        'ex:p "a"^^xsd:string',
        'sh:sparql [ sh:select """SELECT $this { $this <http://example.org/p> "a" }""" ]',
        0,
        1,
    ),
    "SHACL 4.5.3: a blank node cannot be compared, and that is a result": (
        'ex:p "2020-01-01"^^xsd:date ; ex:q []',
        "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]",
        None,
        1,
    ),
    "SPARQL 17.3.1: IRIs have no order": (
        "ex:p ex:a ; ex:q ex:b",
        "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]",
        0,
        1,
    ),
    "SPARQL 17.3.1: a text with a language has no order": (
        'ex:p "a"@en ; ex:q "b"',
        "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]",
        0,
        1,
    ),
    "XPath 5.6.1.1: the flag s lets a point be a line feed": (
        'ex:p "a\\nc"',
        'sh:property [ sh:path ex:p ; sh:pattern "^a.c$" ; sh:flags "s" ]',
        1,
        0,
    ),
    "XPath 5.6.1: $ is the end of the text, and not before a line feed there": (
        'ex:p "a\\n"',
        'sh:property [ sh:path ex:p ; sh:pattern "^a$" ]',
        0,
        1,
    ),
    "XSD 1.1 3.3.9: the year 0 is one": (
        'ex:p "0000-01-01"^^xsd:date',
        "sh:property [ sh:path ex:p ; sh:datatype xsd:date ]",
        1,
        0,
    ),
    "XSD 1.1 3.4.13: an integer is of digits": (
        'ex:p "1_000"^^xsd:integer',
        "sh:property [ sh:path ex:p ; sh:datatype xsd:integer ]",
        0,
        1,
    ),
    "SPARQL 17.3: an error of an expression is no error of the query": (
        'ex:p "2020-13-45"^^xsd:date',
        'sh:sparql [ sh:select """SELECT $this { $this <http://example.org/p> ?d'
        ' FILTER (YEAR(?d) > 2100) }""" ]',
        None,
        0,
    ),
    "SHACL 5.3.1: $this is bound wherever it stands": (
        "ex:p ex:a",
        'sh:sparql [ sh:select """SELECT ?v { ?x <http://example.org/p> ?v FILTER(?x=$this) }""" ]',
        0,
        0,
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("reason", DIFFERENT)
def test_where_we_differ_the_standard_says_who_is_right(
    tmp_path: Path, reason: str, engine: Engine
) -> None:
    said, constraint, theirs, ours = DIFFERENT[reason]
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(f"{HEAD}ex:a a ex:C ; {said} .")
    shapes.write_text(f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:C ; {constraint} .")
    assert _count(data, shapes) == theirs
    assert _ask_us(data, shapes, engine)[1].total() == ours


def _count(data: Path, shapes: Path) -> int | None:
    try:
        return _ask_pyshacl(data, shapes)[1].total()
    except Exception:
        return None
