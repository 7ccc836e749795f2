"""Which arithmetic is remarked, and that the engine leaves just these cells empty."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.query.remarks.amounts import remark_amounts
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import PREFIXES

PATTERN = "{ ?f sdmx-measure:obsValue ?v ; azru:upperValue ?w . }"
DATA = """<urn:f> <http://purl.org/linked-data/sdmx/2009/measure#obsValue> 433100000000.0 ;
  <https://w3id.org/azru-kg/ontology#upperValue> 2600000003.0 ."""

TOO_LONG = [
    "?v * ?v",
    "?v * ABS(?w)",
    "2 * ?v * ?w",
    "?v / (?w / ?v)",
    "-?v * ?v",
    "IF(?v > 1, ?v, 0) * ?w",
    "?v * (?w / 3)",
]
# It depends on the amounts whether these are.
PERHAPS = ["?v * (1.0 / ?w) * 7", "(?v + ?w) * (?v / ?w)"]
SHORT = [
    "?v / 1000000000",
    "?v / ?w",
    "?v * 100 / ?w",
    "?v + ?w - ?v",
    "(?v / 1000000000) * (?w / 1000000000)",
    "xsd:double(?v) * xsd:double(?w)",
    "ROUND((?v - ?w) * 1000 / ?w) / 10",
    "?v / 2",
    "STRLEN(STR(?v)) * ?v",
]


def write(expression: str) -> str:
    return f"SELECT ({expression} AS ?cell) {PATTERN}"


def count(query: str) -> int:
    return len([*remark_amounts([*tokenize(query)])])


def is_empty(query: str) -> bool:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE)
    solutions = store.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    (row,) = solutions
    return row["cell"] is None


@pytest.mark.parametrize("expression", TOO_LONG)
def test_what_is_too_long_for_a_decimal_is_remarked(expression: str) -> None:
    assert count(write(expression)) >= 1
    assert is_empty(write(expression))


@pytest.mark.parametrize("expression", PERHAPS)
def test_what_may_be_too_long_is_remarked(expression: str) -> None:
    assert count(write(expression)) == 1


@pytest.mark.parametrize("expression", SHORT)
def test_what_is_short_enough_is_not(expression: str) -> None:
    assert count(write(expression)) == 0
    assert not is_empty(write(expression))


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT (SUM(?v * ?w) AS ?cell) {PATTERN}",
        f"SELECT (MAX(?v) * MIN(?w) AS ?cell) {PATTERN}",
        f"SELECT * {{ {PATTERN} BIND (?v / ?w AS ?r) BIND (?v * ?r AS ?cell) }}",
        f"SELECT (?t * ?t AS ?cell) {{ {{ SELECT (SUM(?v) AS ?t) {PATTERN} }} }}",
        f"SELECT ?v {{ {PATTERN} FILTER EXISTS {{ ?f a ?c FILTER (?v * ?v > 1) }} }}",
        f"SELECT ?f {PATTERN} ORDER BY (?v * ?w)",
    ],
)
def test_names_and_groups_are_followed(query: str) -> None:
    assert count(query) == 1


def test_what_is_no_amount_may_be_multiplied() -> None:
    assert count("SELECT (?a * ?b AS ?c) { ?x azru:share ?a ; azru:number ?b }") == 0


def test_the_remark_stands_at_the_sign() -> None:
    query = write("?v * ?w")
    (remark,) = remark_amounts([*tokenize(query)])
    assert query[remark.start : remark.end] == "*"
    assert "compute with xsd:double" in remark.reason
