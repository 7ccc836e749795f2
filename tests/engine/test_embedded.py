import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from azru_kg.engine.embedded import Preparation, evaluate
from azru_kg.engine.protocol import Request
from azru_kg.errors import NotAcceptable, NotExpressible, QueryError, SyntaxFault
from azru_kg.query.query import Query, read_query

SELECT = "SELECT ?s ?o { ?s rdfs:label ?o } ORDER BY ?o"
ASK = "ASK { country:AZ rdfs:label ?name }"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }"
OWL = "http://www.w3.org/2002/07/owl#"
COUNTRY = "https://w3id.org/azru-kg/id/country/"
RDF_TYPES = (
    *("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"),
    *("application/trig", "application/n-quads", "text/n3"),
)


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.add(ox.Quad(ox.NamedNode(f"{COUNTRY}AZ"), label, ox.Literal("Azərbaycan", language="az")))
    store.add(ox.Quad(ox.NamedNode(f"{COUNTRY}RU"), label, ox.Literal('say "Россия"')))
    return store


def answer(
    store: ox.Store, query: str, results: str | None = "text/csv", graph: str | None = "text/turtle"
) -> bytes:
    output = io.BytesIO()
    evaluate(store, Request(read_query(query), results, graph)).write(output)
    return output.getvalue()


def test_solutions_as_json(store: ox.Store) -> None:
    results = json.loads(answer(store, SELECT, "application/sparql-results+json"))
    assert results["head"]["vars"] == ["s", "o"]
    assert results["results"]["bindings"][0] == {
        "s": {"type": "uri", "value": f"{COUNTRY}AZ"},
        "o": {"type": "literal", "xml:lang": "az", "value": "Azərbaycan"},
    }


def test_solutions_as_xml(store: ox.Store) -> None:
    root = ElementTree.fromstring(answer(store, SELECT, "application/sparql-results+xml"))  # noqa: S314
    assert [element.text for element in root.iter() if element.tag.endswith("}literal")] == [
        "Azərbaycan",
        'say "Россия"',
    ]


def test_solutions_as_csv(store: ox.Store) -> None:
    table = csv.reader(io.StringIO(answer(store, SELECT, "text/csv").decode(), newline=""))
    assert list(table) == [
        ["s", "o"],
        [f"{COUNTRY}AZ", "Azərbaycan"],
        [f"{COUNTRY}RU", 'say "Россия"'],
    ]


def test_solutions_as_tsv(store: ox.Store) -> None:
    lines = answer(store, SELECT, "text/tab-separated-values").decode().splitlines()
    assert lines == [
        "?s\t?o",
        f'<{COUNTRY}AZ>\t"Azərbaycan"@az',
        f'<{COUNTRY}RU>\t"say \\"Россия\\""',
    ]


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/sparql-results+json", b'"boolean":true'),
        ("application/sparql-results+xml", b"<boolean>true</boolean>"),
        ("text/csv", b"true"),
        ("text/tab-separated-values", b"true"),
    ],
)
def test_a_boolean_in_every_results_format(
    store: ox.Store, media_type: str, expected: bytes
) -> None:
    assert expected in answer(store, ASK, media_type)


@pytest.mark.parametrize("media_type", RDF_TYPES)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE ?s { ?s ?p ?o }"])
def test_a_graph_in_every_rdf_format(store: ox.Store, query: str, media_type: str) -> None:
    written = answer(store, query, graph=media_type)
    syntax = ox.RdfFormat.from_media_type(media_type)
    assert {quad.triple for quad in ox.parse(written, syntax)} == {quad.triple for quad in store}


@pytest.mark.parametrize("media_type", ["text/turtle", "application/trig"])
def test_a_small_graph_is_written_with_the_prefixes_it_uses(
    store: ox.Store, media_type: str
) -> None:
    lines = answer(store, CONSTRUCT, graph=media_type).decode().splitlines()
    prefixes = {line.split()[1] for line in lines if line.startswith("@prefix")}
    assert prefixes == {"country:", "rdfs:"}
    assert any(line.startswith("country:AZ rdfs:label") for line in lines)


def test_a_large_graph_is_written_with_all_prefixes(store: ox.Store) -> None:
    numbers = " ".join(map(str, range(1500)))
    query = f"CONSTRUCT {{ country:AZ azru:x ?n }} WHERE {{ VALUES ?n {{ {numbers} }} }}"
    written = answer(store, query)
    assert b"@prefix skos:" in written
    assert len(list(ox.parse(written, ox.RdfFormat.TURTLE))) == 1500


def test_own_prefixes_replace_the_known_ones(store: ox.Store) -> None:
    own = {"c": COUNTRY}
    request = Request(read_query("ASK { c:AZ ?p ?o }", prefixes=own), "text/csv", None)
    output = io.BytesIO()
    evaluate(store, request, prefixes=own).write(output)
    assert output.getvalue() == b"true"
    with pytest.raises(SyntaxFault):
        evaluate(store, Request(read_query(ASK), "text/csv", None), prefixes=own)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("PREFIX rdfs: <urn:own:> SELECT (STR(rdfs:label) AS ?i) {}", "urn:own:label"),
        ("prefix rdfs:<urn:own:>SELECT (STR(rdfs:x) AS ?i) {}", "urn:own:x"),
        ("PREFIX : <urn:own:> SELECT (CONCAT(STR(:a), STR(owl:b)) AS ?i) {}", f"urn:own:a{OWL}b"),
        ("# PREFIX owl: <urn:own:>\nSELECT (STR(owl:x) AS ?i) {}", f"{OWL}x"),
        ("BASE <urn:PREFIX:owl:> SELECT (STR(owl:x) AS ?i) {}", f"{OWL}x"),
        ("SELECT (CONCAT('PREFIX owl: <urn:own:>', STR(owl:x)) AS ?i) {}", None),
    ],
)
def test_a_prefix_is_the_known_one_unless_the_query_says_otherwise(
    store: ox.Store, query: str, expected: str | None
) -> None:
    (row,) = csv.reader(io.StringIO(answer(store, query).decode().split("\r\n", 1)[1]))
    assert row == [expected or f"PREFIX owl: <urn:own:>{OWL}x"]


@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT, SELECT.replace("{", "FROM <urn:g> {")])
def test_what_was_asked_before_has_the_same_answer(store: ox.Store, query: str) -> None:
    one = next(iter(store))
    store.add(ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode("urn:g")))
    preparation = Preparation(store, Request(read_query(query), "text/csv", "text/turtle"))
    written = []
    for was_short in (False, True, True):
        preparation.was_short = was_short
        result = preparation.evaluate()
        output = io.BytesIO()
        result.write(output)
        written.append(output.getvalue())
    assert written[0] == written[1] == written[2] == answer(store, query)


@pytest.mark.parametrize(("condition", "at_once"), [("?n > 0", True), ("RAND() < 2", False)])
def test_what_may_be_longer_than_it_was_is_written_as_it_comes(
    condition: str, at_once: bool
) -> None:
    class Counting(io.BytesIO):
        times = 0

        def write(self, data: Any) -> int:
            self.times += 1
            return super().write(data)

    values = " ".join(map(str, range(1, 300)))
    product = f"VALUES ?n {{ {values} }} VALUES ?m {{ {values} }}"
    query = read_query(f"SELECT * {{ {product} FILTER({condition}) }}")
    preparation = Preparation(ox.Store(), Request(query, "text/tab-separated-values", None))
    preparation.was_short = True
    output = Counting()
    preparation.evaluate().write(output)
    assert (output.times == 1) == at_once


def test_form_and_media_type_are_known_before_the_first_byte(store: ox.Store) -> None:
    result = evaluate(store, Request(read_query(CONSTRUCT), "text/csv", "application/n-triples"))
    assert (result.form, result.media_type) == ("graph", "application/n-triples")


@pytest.mark.parametrize(
    ("query", "results", "graph"),
    [
        (SELECT, None, "text/turtle"),
        (ASK, None, "text/turtle"),
        (CONSTRUCT, "text/csv", None),
        (SELECT, "text/turtle", None),
        (CONSTRUCT, None, "text/csv"),
    ],
)
def test_a_form_without_a_format_is_not_acceptable(
    store: ox.Store, query: str, results: str | None, graph: str | None
) -> None:
    with pytest.raises(NotAcceptable):
        answer(store, query, results, graph)


def test_what_is_not_acceptable_is_not_evaluated(store: ox.Store) -> None:
    rows = " ".join(map(str, range(100)))
    endless = "ASK { " + " ".join(f"VALUES ?v{n} {{ {rows} }}" for n in range(6)) + " FILTER(0) }"
    with pytest.raises(NotAcceptable):
        answer(store, endless, None)


def test_a_syntax_error_has_line_and_column(store: ox.Store) -> None:
    with pytest.raises(SyntaxFault) as caught:
        answer(store, "SELECT *\n{ ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 9)


@pytest.mark.parametrize("form", ["SELECT (<http://x/f>(1) AS ?y)", "CONSTRUCT { <a:s> <a:p> 1 }"])
def test_an_unknown_function_is_an_error_that_names_it(store: ox.Store, form: str) -> None:
    with pytest.raises(QueryError, match="<http://x/f> is not a function"):
        answer(store, f"{form} {{ FILTER(<http://x/f>(1)) }}")


def test_a_property_that_xml_cannot_name_is_an_error_and_no_broken_xml(store: ox.Store) -> None:
    query = "CONSTRUCT { country:AZ <http://x/1> 2 } WHERE { }"
    assert b"<http://x/1> 2" in answer(store, query)
    with pytest.raises(NotExpressible, match=r"<http://x/1>.* Ask for Turtle"):
        answer(store, query, graph="application/rdf+xml")


def test_what_the_output_raises_ends_the_evaluation(store: ox.Store) -> None:
    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        evaluate(store, Request(read_query(SELECT), "text/csv", None)).write(Full())


def test_the_same_query_gives_the_same_bytes(store: ox.Store) -> None:
    assert answer(store, CONSTRUCT) == answer(store, CONSTRUCT)


def test_a_reordered_query_is_explained_by_its_own_text(store: ox.Store) -> None:
    query = "SELECT ?s (COUNT(?o) AS ?n) {\n?s ?p ?o OPTIONAL { ?s ?q ?r }\n?o ?t ?u }"
    assert read_query(query).rewritten
    with pytest.raises(SyntaxFault, match=r"\?s is neither grouped") as caught:
        answer(store, query)
    assert (caught.value.line, caught.value.column) == (1, 8)


def test_a_query_that_does_not_take_its_better_text_is_asked_as_it_is(store: ox.Store) -> None:
    query = Query("ASK { ?s ?p ?o }", read_query("ASK {}").outline, rewritten="ASK {")
    output = io.BytesIO()
    evaluate(store, Request(query, "text/csv", None)).write(output)
    assert output.getvalue() == b"true"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (<x> AS ?i) {}", "http://here/x"),
        ('SELECT (iri("x") AS ?i) {}', "http://here/x"),
        ('SELECT (URI(?n) AS ?i) { BIND("x" AS ?n) }', "http://here/x"),
        ('BASE <http://there/> SELECT (IRI("x") AS ?i) {}', "http://there/x"),
        ("PREFIX p: <#> SELECT ?i { VALUES ?i { p:x } }", "http://here/#x"),
        ("BASE <y/> SELECT ?i { VALUES ?i { <x> } }", "http://here/y/x"),
    ],
)
def test_what_is_relative_is_so_to_where_it_is_asked(
    store: ox.Store, query: str, expected: str
) -> None:
    output = io.BytesIO()
    evaluate(store, Request(read_query(query), "text/csv", None, base="http://here/")).write(output)
    assert output.getvalue().decode().split() == ["i", expected]
