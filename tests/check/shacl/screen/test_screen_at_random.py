"""pySHACL says the same of random data and random shapes with the screen and without.

The vocabulary is small, so that what shapes ask about is often there, and often wrong; literals are
ill-typed, written in several ways, or in an order to nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from rdflib import SH, Graph
from rdflib.term import Node

from azru_kg.check.report.text import describe
from azru_kg.check.shacl.judge import Engine, judge_data, read_data
from azru_kg.check.shacl.shapes import read_shapes
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import DataFile

pytestmark = pytest.mark.long

HEAD = """\
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""

CLASSES = ("ex:A", "ex:B", "ex:C")
NODES = ("ex:a", "ex:b", "ex:c", "ex:d", "_:x", "_:y", *CLASSES)
PREDICATES = ("ex:p", "ex:q", "ex:r")
LITERALS = (
    '"a"',
    '""',
    '"a b"',
    '"b\\n"',
    '"Ünï"',
    '"a"@en',
    '"b"@en',
    '"a"@EN-gb',
    '"a"@de',
    '"1"^^xsd:integer',
    '"01"^^xsd:integer',
    '"2"^^xsd:integer',
    '"x"^^xsd:integer',
    '"1.0"^^xsd:decimal',
    '"1.00"^^xsd:decimal',
    '"2600000000.0"^^xsd:decimal',
    '"1.0e0"^^xsd:double',
    '"NaN"^^xsd:double',
    '"INF"^^xsd:double',
    '"true"^^xsd:boolean',
    '"1"^^xsd:boolean',
    '"2018-01-01"^^xsd:date',
    '"2018-01-02"^^xsd:date',
    '"2018-02-30"^^xsd:date',
    '"2018-01-01Z"^^xsd:date',
    '"2018-01-01T00:00:00"^^xsd:dateTime',
    '"2018-01-01T00:00:00+00:00"^^xsd:dateTime',
    '"2018-01-01T02:00:00+02:00"^^xsd:dateTime',
    '"2018"^^xsd:gYear',
    '"z"^^ex:own',
)
DATATYPES = (
    *("xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean", "xsd:date", "xsd:dateTime"),
    *("xsd:string", "rdf:langString", "xsd:gYear", "rdfs:Literal", "ex:own"),
)
PATTERNS = ('"^a"', '"b$"', '"\\\\s"', '"^http"', '"^[0-9.]+$"', '"."', '"ü"')
QUERIES = (
    "SELECT $this ?value WHERE { $this ex:p ?value }",
    "SELECT $this ?path WHERE { $this ex:q ?path FILTER NOT EXISTS { $this ?path ?value } }",
    "SELECT $this ?value WHERE { $this ex:p ?value . ?other ex:p ?value "
    "FILTER (STR($this) < STR(?other)) }",
    "SELECT $this (?other AS ?value) WHERE { $this ex:p/ex:q ?other }",
    "SELECT $this ?value WHERE { $this ex:p ?value FILTER (?value > 1) }",
    "SELECT $this ?value WHERE { { $this ex:p ?value } UNION { ?value ex:q $this } }",
    "SELECT $this ?value WHERE { $this ex:p ?value FILTER EXISTS { ?value ex:q ?any } }",
    'SELECT $this ?value WHERE { $this ex:p ?value FILTER NOT EXISTS { $this ex:q "a" } }',
    "SELECT $this ?value WHERE { $this ex:p ?value "
    "FILTER NOT EXISTS { ?value ex:q ?any FILTER (isIRI(?any)) } }",
    "SELECT $this WHERE { $this a ex:A OPTIONAL { $this ex:p ?value } FILTER (!BOUND(?value)) }",
)
KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
TERMS = (*NODES[:4], *LITERALS)
SHAPES = ("ex:S", "ex:T", "ex:U")
PROPERTY_SHAPES = ("ex:P", "ex:Q")
LANGUAGES = ('"en"', '"de"', '"en-GB"')
LIMITS = ('"1"^^xsd:integer', '"2018-01-01"^^xsd:date', '"a"')


class Writer:
    """Writes random Turtle."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._shapes: tuple[str, ...] = SHAPES
        self._properties: tuple[str, ...] = PROPERTY_SHAPES

    def write_data(self) -> str:
        """Return a few triples."""
        return HEAD + "".join(self._write_triple() for _ in range(self._random.randint(1, 16)))

    def write_shapes(self) -> str:
        """Return shapes with targets and property shapes, which may name one another."""
        if self._random.random() < 0.1:  # with rings
            said = [self._write_shape(name) for name in SHAPES]
            return HEAD + "".join([*said, *map(self._write_property_shape, PROPERTY_SHAPES)])
        said = []
        for place, name in enumerate(SHAPES, start=1):
            self._shapes = SHAPES[place:]
            said.append(self._write_shape(name))
        for place, name in enumerate(PROPERTY_SHAPES, start=1):
            self._properties = PROPERTY_SHAPES[place:]
            said.append(self._write_property_shape(name))
        return HEAD + "".join(said)

    def _write_triple(self) -> str:
        subject, kind = self._pick(NODES), self._random.random()
        if kind < 0.6:
            return f"{subject} {self._pick(PREDICATES)} {self._pick((*NODES, *LITERALS))} .\n"
        if kind < 0.9:
            return f"{subject} a {self._pick((*CLASSES, SHAPES[0]))} .\n"
        return f"{self._pick(CLASSES)} rdfs:subClassOf {self._pick(CLASSES)} .\n"

    def _write_target(self) -> str:
        return self._pick(
            (
                f"sh:targetClass {self._pick(CLASSES)}",
                f"sh:targetSubjectsOf {self._pick(PREDICATES)}",
                f"sh:targetObjectsOf {self._pick(PREDICATES)}",
                f"sh:targetNode {self._pick(TERMS)}",
                "a rdfs:Class , sh:NodeShape",
            )
        )

    def _write_property_shape(self, name: str) -> str:
        target = self._write_target() if self._random.random() < 0.1 else "a sh:PropertyShape"
        return f"{name} {target.replace('sh:Node', 'sh:Property')} ; {self._say_as_property(3)} .\n"

    def _write_shape(self, name: str) -> str:
        target = self._write_target()
        makers = (self._say_as_node, self._say_as_node, self._say_as_property)
        make = makers[0] if "sh:NodeShape" in target else self._random.choice(makers)
        return f"{name} {target} ; {make(3)} .\n"

    def _pick(self, choices: Sequence[str]) -> str:
        return self._random.choice(choices)

    def _list(self, make: Callable[[], str], least: int = 1) -> str:
        return f"( {' '.join(make() for _ in range(self._random.randint(least, 3)))} )"

    def _write_path(self, depth: int = 2) -> str:
        if not depth or self._random.random() < 0.6:
            return self._pick((*PREDICATES, "rdf:type"))
        kind = self._pick(("", "alternative", "inverse", "zeroOrMore", "oneOrMore", "zeroOrOne"))
        if kind in ("", "alternative"):
            parts = self._list(lambda: self._write_path(depth - 1), 2)
            return f"[ sh:alternativePath {parts} ]" if kind else parts
        return f"[ sh:{kind}Path {self._write_path(depth - 1)} ]"

    def _say_as_node(self, depth: int) -> str:
        return self._say(depth, self._constrain_values)

    def _say_as_property(self, depth: int) -> str:
        said = self._say(depth, self._constrain_property)
        return f"sh:path {self._write_path()} ; {said}"

    def _say(self, depth: int, constrain: Callable[[int], str]) -> str:
        said = {one.split()[0]: one for one in (constrain(depth) for _ in range(2))}
        if self._random.random() < 0.1:
            extra = self._pick(("severity sh:Warning", "deactivated true", 'message "No."@en'))
            said["extra"] = f"sh:{extra}"
        return " ; ".join(said.values())

    def _refer_node(self, depth: int) -> str:
        if self._shapes and self._random.random() < 0.3:
            return self._pick(self._shapes)
        return f"[ {self._say_as_node(depth - 1)} ]"

    def _refer_any(self, depth: int) -> str:
        if self._random.random() < 0.5:
            return self._refer_node(depth)
        return f"[ {self._say_as_property(depth - 1)} ]"

    def _constrain_property(self, depth: int) -> str:
        kind = self._random.random()
        if kind < 0.5:
            return self._constrain_values(depth)
        if kind < 0.65 and depth:
            least, count = self._pick(("Min", "Max")), self._pick("012")
            shape = self._refer_any(depth)
            return f"sh:qualifiedValueShape {shape} ; sh:qualified{least}Count {count}"
        return self._pick(
            (
                f"sh:minCount {self._pick('012')}",
                f"sh:maxCount {self._pick('012')}",
                f"sh:uniqueLang {self._pick(('true', 'false'))}",
                f"sh:lessThan {self._pick(PREDICATES)}",
                f"sh:lessThanOrEquals {self._pick(PREDICATES)}",
            )
        )

    def _constrain_values(self, depth: int) -> str:
        if depth and self._random.random() < 0.4:
            return self._constrain_by_shapes(depth)
        limit = self._pick(("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"))
        return self._pick(
            (
                f"sh:class {self._pick(CLASSES)}",
                f"sh:datatype {self._pick(DATATYPES)}",
                f"sh:nodeKind sh:{self._pick(KINDS)}",
                f"sh:pattern {self._pick(PATTERNS)}",
                'sh:pattern "A" ; sh:flags "i"',
                f"sh:minLength {self._pick(('0', '1', '2', '18'))}",
                f"sh:maxLength {self._pick(('0', '1', '2', '18'))}",
                f"sh:languageIn {self._list(lambda: self._pick(LANGUAGES))}",
                f"sh:in {self._list(lambda: self._pick(TERMS))}",
                f"sh:hasValue {self._pick(TERMS)}",
                f"sh:equals {self._pick(PREDICATES)}",
                f"sh:disjoint {self._pick(PREDICATES)}",
                f"sh:{limit} {self._pick(LIMITS)}",
                f'sh:sparql [ sh:prefixes ex:prefixes ; sh:select """{self._pick(QUERIES)}""" ]',
            )
        )

    def _constrain_by_shapes(self, depth: int) -> str:
        kind = self._pick(("not", "node", "property", "and", "or", "xone", "closed", "closed but"))
        if kind == "not":
            return f"sh:not {self._refer_any(depth)}"
        if kind == "node":
            return f"sh:node {self._refer_node(depth)}"
        if kind in ("and", "or", "xone"):
            return f"sh:{kind} {self._list(lambda: self._refer_any(depth))}"
        named = self._properties and self._random.random() < 0.5
        inner = "" if named else f"[ {self._say_as_property(depth - 1)} ]"
        shape = f"sh:property {inner or self._pick(self._properties)}"
        closed = {"closed": "true", "closed but": "true ; sh:ignoredProperties ( rdf:type )"}
        return f"{shape} ; sh:closed {closed[kind]}" if kind in closed else shape


@given(random=st.randoms(use_true_random=False))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_screen_changes_nothing(random: Random, tmp_path: Path) -> None:
    writer = Writer(random)
    files = {"data.ttl": writer.write_data(), "shapes.ttl": writer.write_shapes()}
    for name, text in files.items():
        note(f"{name}\n{text}")
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert _judge(tmp_path, "screened") == _judge(tmp_path, "full")


def _judge(folder: Path, engine: Engine) -> object:
    """Return what an engine says: the findings with all that is reported of them, or the error."""
    try:
        verdict = judge_data(
            read_data([DataFile(folder / "data.ttl")], engine),
            read_shapes([DataFile(folder / "shapes.ttl")]),
        )
    except AzruError:
        # Of several shapes that cannot be applied, either engine may meet another one first.
        return "refused"
    said = [describe(finding) for finding in verdict.findings]
    told = Counter(_tell(verdict.results, finding.node) for finding in verdict.findings)
    return verdict.triples, verdict.conforms, said, told


def _tell(results: Graph, result: Node) -> frozenset[object]:
    """Return what is said of a result, and of its details."""
    return frozenset(
        (predicate, _tell(results, value) if predicate == SH.detail else value)
        for predicate, value in results.predicate_objects(result)
    )
