"""Values in queries: they reach the patterns, and never become a part of the text."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.errors import BadBinding
from azru_kg.query.binding import bind_variables, write_term
from azru_kg.query.query import read_query

HOSTILE = [
    '"',
    '" } #',
    "\\",
    '\\" } UNION { ?s ?p ?o } #',
    r"\u0022 } #",
    r"\\u0022 } #",
    r"\U00000022",
    "\\\x01",
    "line\nline\r\nline",
    '"""',
    "'''",
    "}",
    "# comment",
    "<urn:x>",
    "?x",
    "\x00\x7f\u0085\u2028\ufffe",
    "VALUES ?x { 1 }",
    "ə şükür Ёж 🕊",
]

STORE = ox.Store()
for number in range(3):
    subject = ox.NamedNode(f"urn:s{number}")
    STORE.add(ox.Quad(subject, ox.NamedNode("urn:p"), ox.Literal(str(number))))
    STORE.add(ox.Quad(subject, ox.NamedNode("urn:q"), ox.NamedNode(f"urn:o{number % 2}")))


def ask(query: str, **values: Any) -> list[tuple[Any, ...]]:
    given = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    text = read_query(bind_variables(query, given)).text
    rows = STORE.query(text)
    assert isinstance(rows, ox.QuerySolutions)
    return [tuple(getattr(term, "value", None) for term in row) for row in rows]


def echo(text: str) -> list[tuple[Any, ...]]:
    return ask("SELECT ?x WHERE { BIND (STRLEN(?x) AS ?n) }", x=ox.Literal(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_back_as_it_is_and_does_nothing(text: str) -> None:
    assert echo(text) == [(text,)]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_is(text: str) -> None:
    assert echo(text) == [(text,)]


@given(st.text(alphabet="\\uU0\"n'\x01}", max_size=12))
def test_texts_of_escapes_alone_come_back_as_they_are(text: str) -> None:
    assert echo(text) == [(text,)]


@given(st.text(alphabet='\\uU02"n', max_size=12))
def test_no_escape_of_a_character_is_made_where_escapes_are_read_before_all_else(
    text: str,
) -> None:
    written = write_term(ox.Literal(text))
    # A naive reader takes a backslash before u for an escape, whatever stands before it.
    naive = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda escape: chr(int(escape[1], 16)), written)
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', naive, re.DOTALL)


@pytest.mark.parametrize("text", ["urn:x> } #", "urn:a b", 'urn:"', "urn:\\u003e", "no colon"])
def test_no_iri_can_hold_what_ends_one(text: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        ox.NamedNode(text)


@pytest.mark.parametrize("name", ["x } #", "?x", "", "x\n", "ſ"])
def test_a_name_that_the_query_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(BadBinding, match="No pattern has the variable"):
        bind_variables("ASK { ?x ?y ?z }", {name: [ox.Literal("1")]})


def test_a_misspelt_name_is_told() -> None:
    with pytest.raises(BadBinding, match=r"Did you mean person\?"):
        bind_variables("ASK { ?person ?p ?o }", {"persn": [ox.Literal("1")]})


def test_several_values_are_alternatives_and_none_is_any() -> None:
    query = "SELECT ?s WHERE { ?s <urn:q> ?o } ORDER BY ?s"
    both = [ox.NamedNode("urn:o0"), ox.NamedNode("urn:o1")]
    assert ask(query, o=both[0]) == [("urn:s0",), ("urn:s2",)]
    assert len(ask(query, o=both)) == len(ask(query, o=[None])) == 3


def test_values_of_the_query_itself_are_replaced() -> None:
    query = 'SELECT ?s WHERE { VALUES ?v { "0" "1" } ?s <urn:p> ?v } ORDER BY ?s'
    assert ask(query, v=ox.Literal("2")) == [("urn:s2",)]


def test_a_variable_has_its_value_within_a_select_that_hides_it() -> None:
    query = """SELECT ?n WHERE { { SELECT (COUNT(*) AS ?n) WHERE { ?s <urn:q> ?o } } }"""
    assert ask(query, o=ox.NamedNode("urn:o0")) == [("2",)]


def test_a_query_that_is_a_select_in_a_select_takes_values() -> None:
    query = "SELECT ?s WHERE { SELECT ?s WHERE { ?s <urn:p> ?v } LIMIT 5 }"
    assert ask(query, v=ox.Literal("1")) == [("urn:s1",)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s WHERE { ?s <urn:q> ?x OPTIONAL { ?s <urn:p> ?v } FILTER (?v = '1') }",
        "SELECT ?s WHERE { ?s <urn:q> ?x FILTER EXISTS { ?s <urn:p> ?v } }",
        "SELECT ?s WHERE { { ?s <urn:p> ?v } UNION { ?s <urn:p> ?v } }",
        "SELECT ?s FROM <urn:g> WHERE { ?s <urn:p> ?v }",
        "SELECT (EXISTS { ?a ?b ?c } AS ?e) ?s WHERE { ?s <urn:p> ?v }",
        "PREFIX u: <urn:> SELECT * { ?s u:p $v # {\n}",
    ],
)
def test_the_query_stays_one_that_an_engine_reads(query: str) -> None:
    ask(query, v=ox.Literal("1"))


def test_a_template_takes_no_values_and_its_pattern_does() -> None:
    text = bind_variables(
        "CONSTRUCT { ?s <urn:r> ?v } WHERE { ?s <urn:p> ?v }", {"v": [ox.Literal("1")]}
    )
    triples = STORE.query(text)
    assert isinstance(triples, ox.QueryTriples)
    assert [str(triple.subject) for triple in triples] == ["<urn:s1>"]


def test_a_pattern_that_is_its_own_template_has_no_room() -> None:
    with pytest.raises(BadBinding, match="Write CONSTRUCT"):
        bind_variables("CONSTRUCT WHERE { ?s ?p ?o }", {"o": [ox.Literal("1")]})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?v WHERE { BIND (1 AS ?v) }",
        "SELECT (COUNT(*) AS ?v) WHERE { ?s ?p ?o }",
    ],
)
def test_what_a_query_computes_takes_no_value(query: str) -> None:
    with pytest.raises(BadBinding, match="computed by the query"):
        bind_variables(query, {"v": [ox.Literal("1")]})


def test_a_description_of_a_constant_has_no_pattern() -> None:
    with pytest.raises(BadBinding, match="It has none"):
        bind_variables("DESCRIBE <urn:s1>", {"s": [ox.NamedNode("urn:s1")]})
