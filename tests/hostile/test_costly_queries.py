"""Short queries that cost much: time, memory, or an answer without end."""

# A query on one line can be read at a glance, and tried.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from tests.support.sampling import sample_daily

FEW = 1
ALL = "?a ?b ?c . ?d ?e ?f"
MORE = f"{ALL} . ?g ?h ?i . ?j ?k ?l"
TEN = "{" + "1 " * 100 + "}"
DOUBLED = " ".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(40))
REPLACED = " ".join(f"BIND(REPLACE(?x{n},'.','$0$0$0$0') AS ?x{n + 1})" for n in range(30))
BIG = "SELECT * { BIND('" + "x" * 50_000 + "' AS ?x) "

ENDLESS = [
    ("a product of six VALUES", "SELECT (COUNT(*) AS ?n) {" + "".join(f"VALUES ?v{n} {TEN}" for n in range(6)) + "}"),
    ("a cartesian count", f"SELECT (COUNT(*) AS ?n) {{ {MORE} }}"),
    ("a cartesian search in vain", f"ASK {{ {MORE} FILTER (STR(?a) = CONCAT(STR(?l), '!')) }}"),
    ("a star of a star of anything", "SELECT (COUNT(*) AS ?n) { ?s (!<urn:p>*)* ?o . ?o (!<urn:p>*)* ?q . ?q (!<urn:p>*)* ?r }"),
    ("stars in a row", "SELECT (COUNT(*) AS ?n) { ?s (!<urn:p>|^!<urn:p>)*/(!<urn:p>|^!<urn:p>)*/(!<urn:p>|^!<urn:p>)* ?o }"),
    ("steps in both directions", "SELECT (COUNT(*) AS ?n) { ?s !<urn:p>/^!<urn:p>/!<urn:p>/^!<urn:p>/!<urn:p> ?o }"),
    ("OPTIONAL over a product", f"SELECT (COUNT(*) AS ?n) {{ {ALL} OPTIONAL {{ ?g ?h ?i }} }}"),
    ("EXISTS for each of a product", f"SELECT (COUNT(*) AS ?n) {{ {ALL} FILTER NOT EXISTS {{ ?g ?a ?i . ?i ?d ?g }} }}"),
    ("a regular expression for each of a product", f"SELECT (COUNT(*) AS ?n) {{ {ALL} FILTER REGEX(CONCAT(STR(?a), STR(?f)), '(a|b|ab)*(.*)*z$') }}"),
    ("digests of a product", f"SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?f)))) AS ?n) {{ {ALL} }}"),
]  # fmt: skip
STREAMS = [
    ("a product without end", f"SELECT * {{ {MORE} }}"),
    ("a graph without end", "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    ("a random column for each of a product", f"SELECT (RAND() AS ?r) (UUID() AS ?u) {{ {MORE} }}"),
]
MEMORY = [
    ("ORDER BY a product", f"SELECT * {{ {ALL} }} ORDER BY ?f ?a"),
    ("DISTINCT of a product", f"SELECT DISTINCT * {{ {ALL} }} OFFSET 1000000000"),
    ("MINUS between products", f"SELECT * {{ {ALL} MINUS {{ ?a ?b ?c . ?d ?e ?f . ?f ?g ?h }} }} OFFSET 1000000000"),
    ("GROUP BY a product", f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {ALL} }} GROUP BY ?a ?b ?c ?d ?e ?f"),
    ("GROUP_CONCAT of a product", f"SELECT (STRLEN(GROUP_CONCAT(?f; separator='-----------------')) AS ?n) {{ {ALL} }}"),
    ("COUNT DISTINCT of a product", f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {ALL} }}"),
    ("a text doubled forty times", f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('x' AS ?x0) {DOUBLED} }}"),
    ("a text replaced by four of itself", f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('x' AS ?x0) {REPLACED} }}"),
    ("a datatype doubled forty times", f"SELECT (DATATYPE(STRDT('1', IRI(?x40))) AS ?n) {{ BIND('urn:x' AS ?x0) {DOUBLED} }}"),
    ("percent-encoding on top", f"SELECT (ENCODE_FOR_URI(?x40) AS ?n) {{ BIND('/' AS ?x0) {DOUBLED} }}"),
    ("a large text for each of a product", f"{BIG} {ALL} BIND(CONCAT(?x, STR(?a)) AS ?y) }} ORDER BY ?y"),
    ("a subselect of a product, sorted", f"SELECT * {{ {{ SELECT DISTINCT * {{ {ALL} }} ORDER BY DESC(?c) }} ?g ?h ?i }}"),
]  # fmt: skip
CHEAP = [
    ("a regular expression that others take years for", "SELECT (REGEX('" + "a" * 64 + "!', '(a+)+$') AS ?x) {}"),
    ("a regular expression of repeats of repeats", "SELECT (REGEX('a', '((((a{99}){99}){99}){99})') AS ?x) {}"),
    ("a regular expression of many classes", "ASK { FILTER REGEX('a', '" + "[\\\\w\\\\W]{0,500}" * 50 + "') }"),
    ("a look-behind", "SELECT (REGEX('a', '(?<=(a*)*)b') AS ?x) {}"),
    ("a huge integer", "SELECT (" + "9" * 60_000 + " + 1 AS ?x) {}"),
    ("a huge exponent", "SELECT (1e999999999 * 1e999999999 AS ?x) {}"),
    ("a division by nothing", "SELECT (1/0 AS ?x) (1.0/0 AS ?y) (1e0/0 AS ?z) {}"),
    ("the smallest integer, divided", "SELECT (-9223372036854775808 / -1 AS ?x) (ABS(-9223372036854775808) AS ?y) {}"),
    ("a date of the far future", "SELECT (YEAR('999999999999-01-01T00:00:00Z'^^xsd:dateTime) + 1 AS ?x) {}"),
    ("a huge literal", "SELECT ('" + "x" * 60_000 + "' AS ?x) {}"),
    ("a huge IRI", "ASK { <urn:" + "x" * 60_000 + "> ?p ?o }"),
    ("a huge variable", "SELECT * { VALUES ?" + "x" * 60_000 + " { 1 } }"),
    ("a huge language tag", "SELECT ('x'@en-" + "-".join(["abcdefgh"] * 6000) + " AS ?x) {}"),
    ("a huge comment", "ASK {} #" + "x" * 60_000),
    ("a substring from beyond the end", "SELECT (SUBSTR('abc', 9223372036854775807, 9223372036854775807) AS ?x) {}"),
    ("a substring from before the start", "SELECT (SUBSTR('Бакы', -9223372036854775808, 2) AS ?x) {}"),
    ("an offset beyond the end", "SELECT * { ?s ?p ?o } OFFSET 18446744073709551615 LIMIT 18446744073709551615"),
    ("an offset that is no number", "SELECT * { ?s ?p ?o } OFFSET " + "9" * 1000),
    ("a triple that quotes itself", "SELECT (TRIPLE(<urn:a>, <urn:b>, TRIPLE(<urn:a>, <urn:b>, ?t)) AS ?t) {}"),
    ("a template of blank nodes", "CONSTRUCT { " + "[] <urn:p> [] . " * 900 + "} { ?s ?p ?o }"),
]  # fmt: skip


def _by_name(cases: list[tuple[str, str]]) -> list[object]:
    return [pytest.param(query, id=name) for name, query in cases]


def _few_every_day(cases: list[tuple[str, str]]) -> list[object]:
    """Return cases that take all the time they may: but for the first few, they are long."""
    marks = [()] * FEW + [pytest.mark.long] * (len(cases) - FEW)
    return [
        pytest.param(query, id=name, marks=mark)
        for (name, query), mark in zip(cases, marks, strict=True)
    ]


@pytest.mark.long
@pytest.mark.parametrize("query", _few_every_day(ENDLESS))
def test_a_query_without_end_is_ended(query: str, ask: Callable[..., httpx.Response]) -> None:
    reply = ask(query)
    assert reply.status_code == 503
    assert reply.json()["type"].endswith("/deadline-passed")


@pytest.mark.parametrize("accept", sample_daily(["*/*", "text/csv, text/turtle"], 2))
@pytest.mark.parametrize("query", _few_every_day(STREAMS))
def test_an_answer_without_end_is_never_shown_as_whole(
    query: str, accept: str, ask: Callable[..., httpx.Response]
) -> None:
    reply = ask(query, accept)
    assert reply.status_code == 503 or not reply.extensions["whole"]


@pytest.mark.usefixtures("assert_memory_is_back")
@pytest.mark.parametrize("query", _few_every_day(MEMORY))
def test_a_query_that_eats_memory_is_ended(query: str, ask: Callable[..., httpx.Response]) -> None:
    reply = ask(query)
    assert reply.status_code in {503, 507} or not reply.extensions["whole"]


@pytest.mark.parametrize("query", sample_daily(_by_name(CHEAP), 3))
def test_what_is_dangerous_elsewhere_is_cheap_here(
    query: str, ask: Callable[..., httpx.Response]
) -> None:
    assert ask(query).status_code in {200, 400}
