import pyoxigraph as ox
import pytest

from azru_kg.query.inline_data import find_inline_data, put_values
from azru_kg.query.tokens import tokenize

APPLES = ox.NamedNode("https://w3id.org/azru-kg/id/commodity/apples")


def test_all_blocks_of_a_variable_get_the_value() -> None:
    text = "ASK { values $a { <urn:x> } { VALUES ?a {<urn:x>} } VALUES ?b { 1 } }"
    put = put_values(text, {"a": APPLES})
    assert (
        put
        == f"ASK {{ values $a {{ {APPLES} }} {{ VALUES ?a {{ {APPLES} }} }} VALUES ?b {{ 1 }} }}"
    )


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?x ?y "VALUES ?a { 1 }" }',
        "ASK { ?x ?y ?z } # VALUES ?a { 1 }",
        "ASK { VALUES (?a ?b) { (1 2) } }",
        "ASK { ?values ?a ?b }",
    ],
)
def test_what_only_looks_like_a_block_stays_as_it_is(text: str) -> None:
    assert not find_inline_data([*tokenize(text)])
    assert put_values(text, {"a": APPLES}) == text


@pytest.mark.parametrize(
    "value",
    ['"} DELETE', "\\", '""" } #', "'; DROP", "\\u007D", "a\nb", "}", "# {", "\u2028}", "?x ?y"],
)
def test_a_value_stays_a_value_whatever_it_holds(value: str) -> None:
    text = put_values("SELECT ?a { VALUES ?a { 1 } }", {"a": ox.Literal(value)})
    rows = ox.Store().query(text)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["a"] for row in rows] == [ox.Literal(value)]
