import pyoxigraph as ox
import pytest

from azru_kg.query.explain import explain_failure, explain_syntax
from azru_kg.query.outline import read_outline
from azru_kg.query.query import Query
from azru_kg.query.tokens import tokenize


def unguarded(text: str) -> Query:
    return Query(text, read_outline([*tokenize(text)]))


@pytest.mark.parametrize(
    ("query", "reason", "place"),
    [
        ("SELECT * { ?s ?p ?o 7 }", "'7' has no place here", (1, 21)),
        ("SELECT * { ?s ?p }", "'}' has no place here", (1, 18)),
        ("SELECT *\nWHERE {\n  ?s ?p ?o\n  ?a ?b\n}", "'?a' has no place here", (4, 3)),
        ("ASK { ?s ?p 'ə😀' 7 }", "'7' has no place here", (1, 18)),
        ("ASK { OPTIONAL ?s ?p ?o }", "'?s' has no place here: expected {", (1, 16)),
        ("SELECT *", "the query ends too early: expected {", (1, 9)),
        ("ASK {} ASK {}", "'ASK' has no place here", (1, 8)),
        ("ASK { ?s ?p ?o } # end\n garbage", "'garbage' has no place here", (2, 2)),
    ],
)
def test_a_fault_names_the_token_and_its_place(
    query: str, reason: str, place: tuple[int, int]
) -> None:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(query)
    fault = explain_syntax(unguarded(query), caught.value, {}, "http://x/")
    assert fault.reason == reason
    assert (fault.line, fault.column) == place


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * cannot stand with GROUP BY"),
        ("ASK { ?s <http://x y> ?o }", "not an IRI"),
    ],
)
def test_a_broken_rule_is_said_in_words(query: str, reason: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(query)
    assert reason in explain_syntax(unguarded(query), caught.value, {}, "http://x/").reason


def test_no_more_than_a_handful_of_tokens_is_said_to_be_expected() -> None:
    query = "ASK { ?s ?p"
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(query)
    assert len(str(caught.value)) > 500
    assert len(explain_syntax(unguarded(query), caught.value, {}, "http://x/").reason) < 100


def test_an_unknown_function_is_named() -> None:
    with pytest.raises(RuntimeError) as caught:
        ox.Store().query("ASK { FILTER(COALESCE(<http://x/f>(1), true)) }")
    assert "<http://x/f> is not a function" in explain_failure(caught.value).reason
