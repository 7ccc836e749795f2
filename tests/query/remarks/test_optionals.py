from __future__ import annotations

import pytest

from azru_kg.query.remarks.optionals import remark_optionals
from azru_kg.query.tokens import tokenize


def read(query: str) -> list[str]:
    """Return which variables the remarks on a query name."""
    remarks = remark_optionals([*tokenize(query)])
    return [remark.reason.split()[2] for remark in remarks]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { OPTIONAL { ?p skos:prefLabel ?name } ?p a foaf:Person }",
        "SELECT * { ?c a azru:Claim OPTIONAL { ?p ?q ?name } ?c azru:speaker ?p }",
        "SELECT * { OPTIONAL { ?p skos:prefLabel ?n } GRAPH ?g { ?p a foaf:Person } }",
        "SELECT * { OPTIONAL { ?p skos:prefLabel ?n } VALUES ?p { country:AZ } }",
        "SELECT * { { SELECT * { OPTIONAL { ?p ?q ?r } ?p a ?c } } }",
        "SELECT * { ?x a ?y FILTER EXISTS { OPTIONAL { ?p ?q ?r } ?p a ?c } }",
        "SELECT * { ?x a ?y OPTIONAL { OPTIONAL { ?p ?q ?r } ?p a ?c } }",
    ],
)
def test_an_optional_before_what_it_needs_is_remarked(query: str) -> None:
    assert read(query) == ["?p"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?p a foaf:Person OPTIONAL { ?p skos:prefLabel ?name } }",
        "SELECT * { ?p a foaf:Person OPTIONAL { ?p ?q ?r } ?p azru:holds ?post }",
        "SELECT * { ?p a ?c OPTIONAL { ?p ?q ?r } OPTIONAL { ?p ?s ?r } }",
        "SELECT * { ?p a ?c OPTIONAL { ?p ?q ?r } FILTER (?r > 3) }",
        "SELECT * { ?p a ?c OPTIONAL { ?p ?q ?r } BIND (?r + 1 AS ?s) }",
        "SELECT * { ?p a ?c OPTIONAL { ?p ?q ?r } MINUS { ?r a ?s } }",
        "SELECT * { ?p a ?c OPTIONAL { ?p ?q ?r } { SELECT ?s { ?s a ?r } } }",
        "SELECT * { VALUES ?p { country:AZ } OPTIONAL { ?p ?q ?r } ?p a ?c }",
    ],
)
def test_an_optional_behind_what_it_needs_is_not(query: str) -> None:
    assert read(query) == []
