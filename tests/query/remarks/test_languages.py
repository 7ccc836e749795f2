from __future__ import annotations

import pytest

from azru_kg.query.remarks.languages import remark_languages
from azru_kg.query.tokens import tokenize


def read(query: str) -> list[str]:
    """Return what the remarks on a query are about, as it stands there."""
    return [query[it.start : it.end] for it in remark_languages([*tokenize(query)])]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?name { ?x skos:prefLabel ?name }",
        "SELECT ?name { ?x a azru:Figure ; azru:bound/skos:prefLabel ?name . }",
        "SELECT ?name { ?x <http://www.w3.org/2004/02/skos/core#altLabel> ?name }",
        "CONSTRUCT { ?x rdfs:label ?name } { ?x skos:prefLabel ?name }",
        "SELECT * { { SELECT * { ?x skos:prefLabel ?name } } FILTER (?x = country:AZ) }",
        'SELECT * { ?x skos:prefLabel ?name , ?b FILTER (LANG(?b) = "en") }',
    ],
)
def test_a_label_in_all_languages_is_remarked(query: str) -> None:
    assert read(query) == ["?name"]


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?name { ?x skos:prefLabel ?name FILTER (LANG(?name) = "en") }',
        'SELECT ?name { ?x skos:prefLabel $name FILTER LANGMATCHES(LANG(?name), "ru") }',
        'SELECT ?x { ?x skos:prefLabel ?name FILTER (?name = "Baku"@en) }',
        'SELECT ?x { ?x skos:prefLabel ?name FILTER CONTAINS(LCASE(?name), "baku") }',
        'SELECT * { OPTIONAL { ?x skos:prefLabel ?name FILTER (LANG(?name) = "az") } }',
        "SELECT (SAMPLE(?name) AS ?any) { ?x skos:prefLabel ?name } GROUP BY ?x",
        "SELECT ?x { ?x a ?c FILTER NOT EXISTS { ?x skos:prefLabel ?name } }",
        "ASK { ?x skos:prefLabel ?name }",
        'SELECT ?x { ?x skos:prefLabel "Baku"@en }',
        "SELECT * { ?x dcterms:title ?title }",
        "# skos:prefLabel ?name\nSELECT * { ?x a 'skos:prefLabel ?name' }",
    ],
)
def test_a_label_of_which_the_language_is_chosen_is_not(query: str) -> None:
    assert read(query) == []


def test_the_remark_says_what_to_add() -> None:
    (remark,) = remark_languages([*tokenize("SELECT * { ?x skos:prefLabel ?label }")])
    assert 'Add FILTER (LANG(?label) = "en")' in remark.reason
