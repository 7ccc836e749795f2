"""Which MIN and MAX are remarked, and that the engine leaves just these cells empty."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.query.remarks.extremes import remark_extremes
from azru_kg.query.tokens import tokenize

DATA = "<urn:a> a <urn:c> ; <urn:day> 3 . <urn:b> a <urn:c> ."
SPOILT = [
    "SELECT (MIN(?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } }",
    "SELECT (MAX(STR(?day)) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } }",
    "SELECT (1 + MIN(DISTINCT ?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } }",
    "SELECT ?cell { { SELECT (MAX(?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } } } }",
    "SELECT (min(?day) AS ?cell) { { ?p a ?c OPTIONAL { ?p <urn:day> ?day } } }",
    "SELECT (MIN(?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day }"
    " BIND (COALESCE(?day, 9) AS ?other) }",
    "SELECT (MIN(?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } } HAVING (COUNT(?p) > 1)",
]
WHOLE = [
    "SELECT (MIN(?day) AS ?cell) { ?p <urn:day> ?day }",
    "SELECT (MIN(COALESCE(?day, 9)) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } }",
    "SELECT (MIN(?value) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day }"
    " BIND (COALESCE(?day, 9) AS ?value) }",
    "SELECT (COUNT(?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } }",
    "SELECT (SAMPLE(?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } }",
    "SELECT (MIN(?day) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } ?p <urn:day> ?day }",
    "SELECT (MIN(?p) AS ?cell) { ?p a ?c OPTIONAL { ?p <urn:day> ?day } MINUS { ?q <urn:day> 3 } }",
    "SELECT (MIN(?day) AS ?cell) { ?p a ?c { SELECT ?day { ?q <urn:day> ?day } } }",
]


def count(query: str) -> int:
    return len([*remark_extremes([*tokenize(query)])])


def is_empty(query: str) -> bool:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE)
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    (row,) = solutions
    return row["cell"] is None


@pytest.mark.parametrize("query", SPOILT)
def test_an_extreme_of_what_may_be_unbound_is_remarked(query: str) -> None:
    assert count(query) == 1
    assert is_empty(query)


@pytest.mark.parametrize("query", WHOLE)
def test_an_extreme_of_what_is_bound_is_not(query: str) -> None:
    assert count(query) == 0


@pytest.mark.parametrize(
    "query", ["", "ASK {}", "SELECT (MIN(?x", "SELECT (MIN AS ?x) { ?x a ?y }"]
)
def test_what_has_no_extremes_or_is_unfinished_is_read_to_its_end(query: str) -> None:
    assert count(query) == 0
