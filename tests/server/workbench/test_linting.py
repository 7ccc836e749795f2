from __future__ import annotations

from typing import Any

import httpx
import pytest


def lint(client: httpx.Client, query: str) -> list[dict[str, Any]]:
    response = client.get("/sparql/lint", params={"query": query})
    assert response.status_code == 200, response.text
    notes: list[dict[str, Any]] = response.json()["notes"]
    return notes


def cut(query: str, note: dict[str, Any]) -> str:
    """Return what of a query of one line a note is about."""
    assert note["line"] == note["end_line"] == 1
    return query[note["column"] - 1 : note["end_column"] - 1]


def test_a_query_that_is_as_it_should_be_has_no_notes(client: httpx.Client) -> None:
    assert lint(client, "SELECT ?figure { ?figure a azru:Figure }") == []


@pytest.mark.parametrize(
    ("query", "place", "kind", "said"),
    [
        ("SELECT * {", "{", "malformed-query", "never closed"),
        ("SELECT ?a { ?a ?b }", "}", "malformed-query", "has no place here"),
        ("ASK { ?a a azrug:Figure }", "azrug:Figure", "malformed-query", "Did you mean azru:"),
        ("ASK { SERVICE <http://a> {} }", "SERVICE", "query-refused", "not offered"),
        (
            "SELECT (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?s HAVING (?n > 2)",
            "?n",
            "query-failed",
            "Repeat the expression",
        ),
    ],
)
def test_a_fault_stands_at_its_place_in_the_words_of_the_answer(
    client: httpx.Client, query: str, place: str, kind: str, said: str
) -> None:
    (note,) = lint(client, query)
    assert note["severity"] == "error"
    assert cut(query, note).startswith(place)
    assert note["kind"] == kind
    assert said in note["message"]
    answer = client.get("/sparql", params={"query": query}).json()
    assert note["message"] in answer["detail"]
    assert (note["line"], note["column"]) == (answer["line"], answer["column"])


@pytest.mark.parametrize(
    ("query", "place", "kind", "said"),
    [
        ("ASK { ?a a azru:Figur }", "azru:Figur", "unknown-term", "Did you mean azru:Figure?"),
        ("ASK { claim:trde a ?b }", "claim:trde", "unknown-term", "Did you mean claim:trade?"),
        ("ASK { ?a <urn:nothing> ?b ; a azru:None }", "azru:None", "unknown-term", "do not name"),
        ("SELECT ?n { ?a skos:prefLabel ?n }", "?n", "label-language", "Add FILTER"),
        ("ASK { ?a skos:broader* ?b }", "skos:broader*", "open-path", "Write + instead of *"),
        (
            "ASK { OPTIONAL { ?a rdfs:label ?b } ?a a azru:Figure }",
            "OPTIONAL",
            "late-optional",
            "Move it behind",
        ),
        (
            "SELECT (?v * ?v AS ?w) { ?a sdmx-measure:obsValue ?v }",
            "*",
            "amount-overflow",
            "xsd:double",
        ),
    ],
)
def test_a_remark_stands_at_its_place_and_says_what_to_do(
    client: httpx.Client, query: str, place: str, kind: str, said: str
) -> None:
    note = next(note for note in lint(client, query) if note["kind"] == kind)
    assert note["severity"] == "warning"
    assert cut(query, note) == place
    assert said in note["message"]


def test_columns_are_counted_in_characters_and_lines_from_one(client: httpx.Client) -> None:
    (note,) = lint(client, 'ASK {\n  ?a rdfs:label "😀 ə" ;\n    a azru:Figur\n}')
    assert (note["line"], note["column"], note["end_column"]) == (3, 7, 17)


def test_notes_come_in_the_order_of_the_text(client: httpx.Client) -> None:
    notes = lint(client, "SELECT ?n {\n  ?a a azru:Nothing .\n  ?a skos:prefLabel ?n\n}")
    assert [note["line"] for note in notes] == [2, 3]


def test_a_query_is_not_run(client: httpx.Client) -> None:
    """It would take all the time there is."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert lint(client, query) == []


def test_without_a_query_there_is_nothing_to_say(client: httpx.Client) -> None:
    assert client.get("/sparql/lint").json()["type"].endswith("bad-address")
    (note,) = lint(client, "")
    assert note["message"] == "the query is empty"
