import pyoxigraph as ox
import pytest

from azru_kg.errors import QueryError
from azru_kg.query.explain import explain_syntax
from azru_kg.query.outline import read_outline
from azru_kg.query.query import Query, read_query
from azru_kg.query.selects import find_unseen
from azru_kg.query.tokens import tokenize


def explain(text: str) -> tuple[str, str]:
    """Return why Oxigraph does not take a query, and the text from the place of the fault on."""
    query = Query(text, read_outline([*tokenize(text)]))
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(text)
    fault = explain_syntax(query, caught.value, {}, "http://x/")
    assert fault.line == 1
    assert fault.column is not None
    return fault.reason, text[fault.column - 1 :]


@pytest.mark.parametrize(
    ("query", "reason", "place"),
    [
        (
            "SELECT ?a ?b (COUNT(?s) AS ?n) { ?s ?a ?b } GROUP BY ?a ORDER BY DESC(?n)",
            "?b is neither grouped nor aggregated. Add it to GROUP BY, or aggregate it",
            "?b (COUNT",
        ),
        (
            "SELECT ?d (COUNT(?s) AS ?n) { ?s ?a ?d } GROUP BY (YEAR(?d))",
            "?d is neither grouped nor aggregated: GROUP BY computes with it. Give what it",
            "?d (COUNT",
        ),
        (
            "SELECT (YEAR(?d) AS ?y) (COUNT(?s) AS ?n) { ?s ?a ?d } GROUP BY (YEAR(?d))",
            "?d is neither grouped nor aggregated: GROUP BY computes with it",
            "?d) AS ?y",
        ),
        (
            "SELECT (YEAR(?d) AS ?y) (COUNT(?s) AS ?n) { ?s ?a ?d } GROUP BY ?y",
            "GROUP BY does not see ?y, which SELECT names after it. Write GROUP BY (YEAR ( ?d ) AS",
            "?y) (COUNT",
        ),
        ("SELECT ?y (COUNT(?s) AS ?n) { ?s ?a ?y }", "?y is neither grouped", "?y (COUNT"),
        ("SELECT (SUM(?x)+?y AS ?n) { ?s ?x ?y }", "?y is neither grouped", "?y AS"),
        ("SELECT DISTINCT ?b { ?s ?a ?b } HAVING(COUNT(*) > 1)", "?b is neither", "?b {"),
        (
            "SELECT ?a (COUNT(*) AS ?n) (?n + 1 AS ?m) { ?s ?a ?b } GROUP BY ?a",
            "it is a name of this very SELECT",
            "?n + 1",
        ),
        (
            "SELECT (?q AS ?z) { {SELECT ?a ?b (COUNT(*) AS ?n) { ?s ?a ?b } GROUP BY ?a} }",
            "?b is neither grouped nor aggregated",
            "?b (COUNT",
        ),
        ("SELECT ?s ?s { ?s ?p ?o }", "SELECT names ?s twice", "?s {"),
        ("SELECT (?s AS ?s) { ?s ?p ?o }", "takes a name that the pattern", "?s) {"),
        ("SELECT (1 AS ?b) ?b { ?s ?p ?b }", "?b) takes a name that the pattern", "?b) ?b"),
        ("SELECT * { ?s ?p ?b BIND(1 AS ?b) }", "BIND assigns ?b, which its group", "?b) }"),
        ("SELECT * { BIND(1 AS ?a) BIND(2 AS ?a) }", "BIND assigns ?a, which its", "?a) }"),
        ("SELECT * { { ?s ?p ?b BIND(1 AS ?b) } ?b ?c ?d }", "BIND assigns ?b", "?b) }"),
    ],
)
def test_a_variable_that_is_not_seen_is_named_where_it_stands(
    query: str, reason: str, place: str
) -> None:
    said, rest = explain(query)
    assert reason in said
    assert rest.startswith(place)


@pytest.mark.parametrize(
    ("query", "reason", "place"),
    [
        (
            "SELECT ?i (COUNT(*) AS ?n) { ?i ?p ?o } GROUP BY ?i HAVING (?n > 5)",
            "HAVING does not see ?n, which SELECT names after it: it would be empty, and so the"
            " answer. Repeat the expression: COUNT ( * )",
            (1, 61),
        ),
        (
            "SELECT ?i (COUNT(*) AS ?n) { ?i ?p ?o } GROUP BY ?i HAVING (SUM(?n) > 5)",
            "HAVING does not see ?n",
            (1, 65),
        ),
        (
            "SELECT * { { SELECT ?i (MAX(?o) AS ?m)\n{ ?i ?p ?o } GROUP BY ?i HAVING(1 < ?m) } }",
            "HAVING does not see ?m",
            (2, 37),
        ),
        (
            "SELECT (YEAR(?d) AS ?y) { ?s ?p ?d FILTER(?y > 2000) }",
            "FILTER does not see ?y, which SELECT names after it: it would be empty, and so the"
            " answer. Write BIND(YEAR ( ?d ) AS ?y) in the pattern, and ?y alone in SELECT",
            (1, 43),
        ),
        ("SELECT (1 AS ?y) { FILTER regex(?y, 'a') }", "FILTER does not see ?y", (1, 33)),
    ],
)
def test_a_name_that_would_be_empty_is_pointed_out(
    query: str, reason: str, place: tuple[int, int]
) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(query)
    assert reason in caught.value.reason
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?i (COUNT(*) AS ?n) { ?i ?p ?o } GROUP BY ?i HAVING (COUNT(*) > 5) ORDER BY ?n",
        "SELECT ?s (SUM(?x) AS ?x) { ?s ?p ?x } GROUP BY ?s HAVING (SUM(?x) > 1)",
        "SELECT ?y (COUNT(*) AS ?n) { ?s ?p ?d } GROUP BY (YEAR(?d) AS ?y) HAVING (?y > 2000)",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING (EXISTS { ?n ?p ?o })",
        "SELECT (1 AS ?y) { FILTER EXISTS { ?y ?p ?o } }",
        "SELECT (?x AS ?y) { ?s ?p ?x { SELECT ?s { ?s ?p ?y FILTER (?y > 1) } } }",
        "SELECT ?s { ?s ?p ?o FILTER (?o > 1) FILTER (?o < 9) }",
        "ASK { FILTER (1 = 1) }",
        "CONSTRUCT { ?s ?p ?n } WHERE { { SELECT ?s (COUNT(*) AS ?n) { ?s ?q ?o } } ?s ?p ?n }",
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } HAVING",
        "SELECT",
        "SELECT (1 AS ?x",
    ],
)
def test_what_is_seen_is_let_alone(query: str) -> None:
    assert find_unseen([*tokenize(query)]) is None


def test_what_a_real_query_names_is_seen_by_it() -> None:
    nested = "SELECT * { { " * 40 + "SELECT ?s { ?s ?p ?o }" + " } }" * 40
    assert find_unseen([*tokenize(nested)]) is None
