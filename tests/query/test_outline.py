import pytest

from azru_kg.errors import SyntaxFault
from azru_kg.query.outline import Outline, read_outline
from azru_kg.query.tokens import tokenize


def outline(query: str) -> Outline:
    return read_outline([*tokenize(query)])


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { }", "solutions"),
        ("PREFIX ask: <http://x/> # ASK\nselect ?ask { ?ask ask:ask 'ASK' }", "solutions"),
        ("ask { { SELECT * { } } }", "boolean"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "graph"),
        ("BASE <http://x/ask> DESCRIBE <s>", "graph"),
    ],
)
def test_the_form_is_that_of_the_first_keyword(query: str, form: str) -> None:
    assert outline(query).form == form


def test_a_query_of_no_form_is_a_fault() -> None:
    with pytest.raises(SyntaxFault, match="starts with SELECT"):
        outline("PREFIX a: <http://x/>")


def test_graphs_are_those_of_from_clauses() -> None:
    query = (
        "PREFIX g: <http://x/> CONSTRUCT { ?s ?p ?o } FROM <http://x/1> FROM g:2 FROM NAMED g:3"
        " { ?s ?p 'FROM <http://x/4>' }"
    )
    read = outline(query)
    assert query[: read.start] == "PREFIX g: <http://x/> "
    assert read.default_graphs == ("<http://x/1>", "g:2")
    assert read.named_graphs == ("g:3",)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?t) {}",
        "select (rand() as ?t) {}",
        "ASK { FILTER(Uuid() != <urn:x>) }",
        "ASK { BIND(STRUUID() AS ?x) }",
        "SELECT (BNODE() AS ?b) {}",
        "CONSTRUCT WHERE { ?s a [] }",
        "CONSTRUCT FROM <urn:g> WHERE { ?s a _:b }",
        "CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p _:b } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }",
        "CONSTRUCT { << ?s ?p ?o >> ?q ?r } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o {| ?q ?r |} } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o ~ } WHERE { ?s ?p ?o }",
    ],
)
def test_what_differs_each_time_is_not_repeatable(query: str) -> None:
    assert not outline(query).repeatable


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?now { ?now ?rand 'NOW()' } # RAND()",
        "PREFIX now: <urn:now:> ASK { now:x ?p [] , _:b , (1 2) }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [] . ?s ?q (1) FILTER(?p = ?q || ?o) }",
        "DESCRIBE country:AZ",
    ],
)
def test_other_queries_are_repeatable(query: str) -> None:
    assert outline(query).repeatable
