"""Queries that are made to overflow a stack or to keep a planner busy.

Most are refused before the engine sees them; one that is not may cost a worker, never the server.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from tests.support.sampling import sample_daily

REFUSED = {400, 413}
# The engine may answer, or be stopped by one of its limits.
CONTAINED = {200, 400, 503, 507}


def _nest(opening: str, closing: str, depth: int, core: str = "") -> str:
    return opening * depth + core + closing * depth


NESTED = [
    ("groups", "SELECT * " + _nest("{", "}", 2300)),
    ("groups up to the limit of a query", "SELECT * " + _nest("{", "}", 32_000)),
    ("groups that are never closed", "SELECT * " + "{" * 32_000),
    ("groups that are closed too often", "SELECT * {" + "}" * 32_000),
    ("parentheses", "SELECT (" + _nest("(", ")", 5000, "1") + " AS ?x) {}"),
    ("negations in parentheses", "ASK { FILTER " + _nest("(!", ")", 9000, "true") + " }"),
    ("signs", "SELECT (" + "-" * 30_000 + "1 AS ?x) {}"),
    ("signs apart", "SELECT (" + "- " * 15_000 + "1 AS ?x) {}"),
    ("exclamation marks", "ASK { FILTER (" + "!" * 30_000 + "true) }"),
    ("subselects", _nest("SELECT * { ", "}", 1200)),
    ("optional groups", "SELECT * { " + _nest("OPTIONAL {", "}", 2800) + " }"),
    ("MINUS groups", "SELECT * { " + _nest("MINUS {", "}", 2800) + " }"),
    ("filters that exist", "SELECT * { " + _nest("FILTER EXISTS {", "}", 900) + " }"),
    ("filters that do not exist", "SELECT * { " + _nest("FILTER NOT EXISTS {", "}", 900) + " }"),
    ("graphs", "SELECT * { " + _nest("GRAPH ?g {", "}", 2800) + " }"),
    ("quoted triples", "SELECT * { " + _nest("<<( ", " <urn:p> 1 )>>", 1500, "1") + " ?p ?o }"),
    ("reified triples", "SELECT * { " + _nest("<< ", " <urn:p> 1 >>", 1500, "?s") + " ?p ?o }"),
    ("blank nodes", "SELECT * { ?s ?p " + _nest("[ <urn:p> ", "]", 4000, "1") + " }"),
    ("collections", "SELECT * { ?s ?p " + _nest("(", ")", 20_000) + " }"),
    ("paths", "SELECT * { ?s " + _nest("(", ")*", 9000, "<urn:p>") + " ?o }"),
    ("inverse paths", "SELECT * { ?s " + "^" * 30_000 + "<urn:p> ?o }"),
    ("functions", "SELECT (" + _nest("STR(", ")", 9000, "1") + " AS ?x) {}"),
    ("conditions", "SELECT (" + _nest("IF(true,", ",1)", 4000, "1") + " AS ?x) {}"),
    ("lists of IN", "ASK { FILTER (1 " + _nest("IN (1 ", ")", 6000) + ") }"),
    ("annotations", "SELECT * { ?s ?p ?o " + _nest("{| ?p ?o ", "|}", 4000) + " }"),
    ("JSON instead of SPARQL", _nest('{"a":[', "]}", 8000)),
]
LONG = [
    ("alternatives of UNION", "SELECT * { {} " + "UNION {} " * 6900 + "}"),
    ("alternatives of UNION that fit", "SELECT * { {} " + "UNION{}" * 9000 + "}"),
    ("disjunctions", "ASK { FILTER (1" + "||1" * 9400 + ") }"),
    ("conjunctions", "ASK { FILTER (1" + "&&1" * 9400 + ") }"),
    ("additions", "SELECT (1" + "+1" * 9400 + " AS ?x) {}"),
    ("quotients", "SELECT (1" + "/1" * 9400 + " AS ?x) {}"),
    ("steps of a path", "SELECT * { ?s <urn:p>" + "/<urn:p>" * 6300 + " ?o }"),
    ("alternatives of a path", "SELECT * { ?s <urn:p>" + "|<urn:p>" * 6300 + " ?o }"),
    ("stars on a path", "SELECT * { ?s a" + "*" * 30_000 + " ?o }"),
    ("bindings", "SELECT * {" + " ".join(f"BIND(1 AS ?v{n})" for n in range(3000)) + "}"),
    ("filters", "SELECT * { ?s ?p ?o" + " FILTER(true)" * 4500 + "}"),
    ("triples of triples", "SELECT * { " + "<<( 1 <urn:p> 1 )>> ?p ?o ." * 2300 + " }"),
    ("words that are no words", "ASK " * 16_000),
]
PLANNED = [
    ("thousands of prefixes", "".join(f"PREFIX p{n}: <urn:{n}> " for n in range(2600)) + "ASK {}"),
    ("a long collection", "SELECT * { ?s ?p (" + "1 " * 1000 + ") }"),
    ("a long collection of variables", "SELECT * {?s ?p (" + _nest("?a ", "", 900) + ")}"),
    ("a long chain", "SELECT * {" + " ".join(f"?v{n} ?p ?v{n + 1}." for n in range(900)) + "}"),
    ("a long cross product", "ASK {" + " ".join(f"?a{n} ?b{n} ?c{n}." for n in range(900)) + "}"),
    (
        "a long list of properties",
        "ASK { ?s " + ";".join(f"<urn:{n}> ?v{n}" for n in range(990)) + "}",
    ),
    ("a long list of objects", "ASK { ?s ?p " + ",".join(f"?v{n}" for n in range(5000)) + "}"),
    ("a path of a thousand steps", "ASK { ?s <urn:p>" + "/<urn:p>" * 1000 + " ?o }"),
    ("a path of a thousand choices", "ASK { ?s <urn:p>" + "|<urn:p>" * 1000 + " ?o }"),
    ("a path of optional steps", "ASK { ?s a?" + "/a?" * 900 + " ?o }"),
    ("nearly a thousand filters", "SELECT * { ?s ?p ?o" + " FILTER(?s != ?p)" * 990 + "}"),
    ("nearly a thousand options", "ASK { ?s ?p ?o" + " OPTIONAL { ?s ?p ?o }" * 990 + "}"),
    ("nearly a thousand alternatives", "ASK { {?s ?p ?o}" + " UNION {?s ?p ?o}" * 990 + "}"),
    ("nearly five thousand operators", "ASK { FILTER (1" + "||1" * 4990 + ") }"),
    ("groups just inside the limit", "SELECT * " + _nest("{", "}", 100, "?s ?p ?o")),
    ("ninety-nine subselects", _nest("SELECT * { ", "}", 99, "?s ?p ?o")),
    ("ninety-nine that exist", "ASK { " + _nest("FILTER EXISTS { ?s ?p ?o ", "}", 99) + " }"),
    ("ninety-nine quoted triples", "ASK {" + _nest("<<( 1 <urn:p> ", " )>>", 99, "1") + " ?p ?o}"),
    ("columns by the thousand", "SELECT " + " ".join(f"?v{n}" for n in range(8000)) + " {}"),
    ("groupings by the thousand", "SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY " + "?s " * 8000),
    ("sort keys by the thousand", "SELECT * { ?s ?p ?o } ORDER BY " + "?s " * 8000),
]


@pytest.mark.parametrize(
    "query", sample_daily([pytest.param(query, id=name) for name, query in NESTED + LONG], 3)
)
def test_what_would_overflow_a_stack_is_refused(
    query: str, ask: Callable[..., httpx.Response]
) -> None:
    assert ask(query).status_code in REFUSED


@pytest.mark.parametrize(
    "query", sample_daily([pytest.param(query, id=name) for name, query in PLANNED], 12)
)
def test_what_only_takes_long_to_plan_is_contained(
    query: str, ask: Callable[..., httpx.Response]
) -> None:
    assert ask(query).status_code in CONTAINED
