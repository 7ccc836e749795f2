from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from rdflib import XSD, Graph, Literal, URIRef, Variable

from azru_kg.check.shacl.querying import DataGraph, Refused, prepare

EX = "http://example.org/"
A, P = URIRef(f"{EX}a"), URIRef(f"{EX}p")


@pytest.fixture
def graph() -> Graph:
    """Return a graph with a plain string and a date that is none."""
    made = DataGraph(bind_namespaces="none")
    made.add((A, P, Literal("draft")))
    made.add((A, URIRef(f"{EX}when"), Literal("2020-13-45", datatype=XSD.date, normalize=False)))
    return made


@pytest.mark.parametrize(
    "condition",
    [
        '?a ?p "draft"',
        '?a ?p "draft"^^<http://www.w3.org/2001/XMLSchema#string>',
        '?a ?p ?v FILTER (?v = "draft")',
        '?a ?p ?v FILTER (?v IN ("final", "draft"))',
        '?a ?p ?v FILTER (sameTerm(?v, "draft"))',
        'BIND (STRDT("draft", <http://www.w3.org/2001/XMLSchema#string>) AS ?v) ?a ?p ?v',
        'BIND (CONCAT("dra", "ft") AS ?v) ?a ?p ?v',
        "?a ?p ?v FILTER (DATATYPE(?v) = <http://www.w3.org/2001/XMLSchema#string>)",
        'VALUES ?v { "draft" } ?a ?p ?v',
    ],
)
def test_a_plain_string_is_found_however_it_is_asked_for(graph: Graph, condition: str) -> None:
    assert graph.query(f"ASK {{ {condition} }}").askAnswer


@pytest.mark.parametrize(
    "condition",
    [
        "YEAR(?d) > 2100",
        "?d > 5",
        "REGEX(?d, '[')",
        "REGEX(?d, '2', 'z')",
        "SUBSTR(?d, 'x') = ''",
        "?d + 1 > 2",
        "<http://example.org/no-function>(?d)",
        "ABS(?d) > 1 / 0",
    ],
)
def test_what_fails_on_a_value_is_an_error_of_its_expression(graph: Graph, condition: str) -> None:
    query = f"SELECT ?d {{ ?a <{EX}when> ?d FILTER ({condition}) }}"
    assert list(graph.query(query)) == []


def test_an_error_in_a_coalesce_gives_way_to_the_next(graph: Graph) -> None:
    query = f"SELECT (COALESCE(YEAR(?d), 0) AS ?y) {{ ?a <{EX}when> ?d }}"
    assert [dict(row) for row in graph.query(query).bindings] == [{Variable("y"): Literal(0)}]


def test_there_are_no_named_graphs_to_find_anything_in(graph: Graph) -> None:
    assert not graph.query("ASK { GRAPH ?g { ?s ?p ?o } }").askAnswer
    assert graph.query("ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }").askAnswer


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("ASK FROM <urn:g> { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <urn:g> { ?s ?p ?o }", "FROM"),
        ("ASK { SERVICE <urn:s> { ?s ?p ?o } }", "SERVICE"),
        ("ASK { FILTER EXISTS { { SERVICE SILENT ?s { ?s ?p ?o } } } }", "SERVICE"),
        ("SELECT * { { SELECT ?s { SERVICE <urn:s> { ?s ?p ?o } } } }", "SERVICE"),
    ],
)
def test_what_would_reach_out_is_refused(graph: Graph, query: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        graph.query(query)


def test_a_query_is_parsed_once_a_graph(graph: Graph) -> None:
    first = prepare("ASK { ?s ?p 1 }")
    assert first is not prepare("ASK { ?s ?p 1 }")
    assert not graph.query(first).askAnswer


class Counting(DataGraph):
    """A graph that counts the triples that a query looks at."""

    seen = 0

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        for found in super().triples(triple):
            self.seen += 1
            yield found


@pytest.mark.parametrize(
    "condition",
    [
        "?a ex:rests ?b . ?b ex:open ex:day",
        "?b ex:open ex:day . ?a ex:rests ?b",
        "FILTER EXISTS { ?b ex:open ex:day . ?a ex:rests ?b }",
        "FILTER NOT EXISTS { ?b ex:open ex:year . ?a ex:rests ?b }",
        "FILTER EXISTS { ?c ex:open ex:day . ?b ex:of ?c . ?a ex:rests ?b }",
        "OPTIONAL { ?c ex:open ex:day . ?b ex:of ?c . ?a ex:rests ?b }",
    ],
)
def test_a_query_about_one_thing_looks_at_few_others(condition: str) -> None:
    data = Counting(bind_namespaces="none")
    lines = (
        f"ex:a{n} ex:rests ex:b{n} . ex:b{n} ex:open ex:day ; ex:of ex:b{n} ." for n in range(100)
    )
    data.parse(data=f"@prefix ex: <{EX}> . " + " ".join(lines), format="turtle")
    query = f"PREFIX ex: <{EX}> SELECT ?a {{ ?a ex:rests ?any . {condition} }}"
    assert len(data.query(query, initBindings={"a": URIRef(f"{EX}a1")}).bindings) == 1
    assert data.seen < 10
