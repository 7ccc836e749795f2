import pytest

from azru_kg.errors import QueryError, QueryRefused, QueryTooLarge, SyntaxFault
from azru_kg.query.guard import MAX_BYTES, MAX_TOKENS
from azru_kg.query.outline import read_outline
from azru_kg.query.query import Query, read_query
from azru_kg.query.tokens import tokenize

TEXT = "PREFIX a: <urn:a> # ASK\nCONSTRUCT WHERE { ?s a:p ?o }"


def test_a_query_is_its_text_with_all_that_is_read_in_it() -> None:
    query = read_query(TEXT)
    assert query.text == TEXT
    assert [token.text for token in query.tokens][:4] == ["PREFIX", "a:", "<urn:a>", "CONSTRUCT"]
    assert query.prologue == "PREFIX a: <urn:a> # ASK\n"
    assert (query.form, query.outline.verb) == ("graph", "construct")


def test_what_comes_without_its_tokens_is_the_same_query_and_finds_them() -> None:
    query = read_query(TEXT)
    bare = Query(query.text, query.outline)
    assert bare == query
    assert bare.tokens == query.tokens == tuple(tokenize(TEXT))


@pytest.mark.parametrize(
    ("text", "error", "reason"),
    [
        ("SELCT * {}", SyntaxFault, "Did you mean SELECT"),
        ("PREFIX a: <urn:a>", SyntaxFault, "a query starts with SELECT"),
        ("INSERT DATA {}", QueryRefused, "read-only"),
        ("ASK {}".ljust(MAX_BYTES + 1), QueryTooLarge, "65537 bytes"),
        ("ASK {" + "." * (MAX_TOKENS + 1), QueryRefused, f"more than {MAX_TOKENS}"),
    ],
    ids=["misspelt", "no form", "update", "too long", "too many tokens"],
)
def test_what_the_guard_does_not_let_pass_is_no_query(
    text: str, error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        read_query(text)


def test_the_known_prefixes_are_those_given() -> None:
    assert read_query("ASK { own:a ?p ?o }", prefixes={"own": "urn:own:"}).form == "boolean"
    with pytest.raises(SyntaxFault, match="undefined prefix own:"):
        read_query("ASK { own:a ?p ?o }")


def test_the_outline_is_that_of_the_tokens() -> None:
    query = read_query("SELECT * FROM <urn:g> { ?s ?p ?o }")
    assert query.outline == read_outline(query.tokens)


def test_a_byte_order_mark_is_no_part_of_a_query() -> None:
    query = read_query("\ufeffASK {}")
    assert query == read_query("ASK {}")
    with pytest.raises(SyntaxFault) as caught:
        read_query("\ufeffSELCT * {}")
    assert caught.value.column == 1


VALUES = "VALUES ?x { " + "1 " * 12_000 + "}"


def test_a_long_query_is_looked_through_as_a_short_one_is() -> None:
    query = read_query(f"ASK {{ {VALUES} ?f ?p ?i OPTIONAL {{ ?f ?q ?o }} ?i ?r ?l }}")
    assert "?f ?p ?i . ?i ?r ?l OPTIONAL" in query.rewritten
    alias = "(COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING (?n > 5)"
    with pytest.raises(QueryError, match="HAVING"):
        read_query(f"SELECT ?p {alias} {VALUES}")


def test_what_is_long_and_deep_is_run_as_it_is() -> None:
    groups = "{ " * 90 + "?s ?p ?o . " * 3_000 + "} " * 90
    query = read_query(f"ASK {{ ?f ?p ?i OPTIONAL {{ ?f ?q ?o }} ?i ?r ?l {groups} }}")
    assert query.rewritten == ""
