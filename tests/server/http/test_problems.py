import json

import pytest

from azru_kg.errors import (
    AnswerTooLong,
    AzruError,
    BadRequest,
    BudgetSpent,
    DataError,
    DeadlinePassed,
    MemoryExceeded,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    Overloaded,
    QueryError,
    QueryRefused,
    QueryTooLarge,
    SyntaxFault,
    TryLater,
    UnsupportedMedia,
    UpdateRefused,
)
from azru_kg.server.http.problems import QueryLine, describe, write_json, write_text

QUERY = "SELECT ?x {\r\n  ?x ?y ;\r\n}\r\nLIMIT 1\r\n# end"
FAULT = SyntaxFault("'}' has no place here", line=3, column=1)


@pytest.mark.parametrize(
    "error",
    [
        AzruError("x"),
        DataError("a.ttl", "x", line=1),
        QueryError("x"),
        SyntaxFault("x"),
        QueryRefused("x"),
        QueryTooLarge("x"),
        NotAcceptable("x"),
        UnsupportedMedia("x"),
        DeadlinePassed("x"),
        MemoryExceeded("x"),
        TryLater("x"),
        Overloaded("x"),
        BudgetSpent("x", retry_after=9),
        BadRequest("x"),
        UpdateRefused("x"),
        NotFound("x"),
        MethodNotAllowed("PUT", "GET"),
        AnswerTooLong("x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_says_what_happened_and_what_to_do(error: AzruError) -> None:
    members = json.loads(write_json(describe(error)))
    assert members["type"] == f"https://w3id.org/azru-kg/problem/{error.problem}"
    assert members["status"] == error.status
    assert members["detail"] == str(error)
    assert members["title"]
    assert members["advice"]
    assert "line" not in members


def test_a_fault_in_the_query_has_its_place() -> None:
    members = json.loads(write_json(describe(FAULT, QUERY)))
    assert (members["line"], members["column"]) == (3, 1)
    assert "query" not in members


def test_a_fault_in_the_query_points_into_it_and_shows_it() -> None:
    (error,) = json.loads(write_json(describe(FAULT, QUERY)))["errors"]
    assert error["pointer"] == "#/query"
    assert (error["line"], error["column"]) == (3, 1)
    assert "    3 | }\n      | ^" in error["excerpt"]


def test_a_fault_in_a_parameter_points_to_it() -> None:
    members = json.loads(write_json(describe(BadRequest("x", parameter="timeout"))))
    assert members["errors"] == [{"detail": "x", "pointer": "#/timeout"}]
    assert "errors" not in json.loads(write_json(describe(BadRequest("x"))))


def test_text_marks_the_place() -> None:
    assert write_text(describe(FAULT, QUERY)) == (
        "The query is not SPARQL 1.1\n"
        "'}' has no place here (line 3, column 1)\n"
        "    1 | SELECT ?x {\n"
        "    2 |   ?x ?y ;\n"
        "    3 | }\n"
        "      | ^\n"
        "    4 | LIMIT 1\n"
        "    5 | # end\n"
        "Correct the query at the place given. The prefixes listed at /sparql need no PREFIX line."
        "\n"
    )


def test_an_excerpt_splits_the_line_at_the_fault() -> None:
    fault = SyntaxFault("x", line=2, column=6)
    assert describe(fault, QUERY).excerpt()[1] == QueryLine(2, "  ?x ", "?y ;", faulty=True)


@pytest.mark.parametrize(("line", "column"), [(5, 6), (5, 99), (1, 1)])
def test_an_excerpt_copes_with_a_fault_at_an_end(line: int, column: int) -> None:
    faulty = [
        shown
        for shown in describe(SyntaxFault("x", line=line, column=column), QUERY).excerpt()
        if shown.faulty
    ]
    assert [shown.number for shown in faulty] == [line]


def test_an_error_without_a_place_has_no_excerpt() -> None:
    assert describe(DeadlinePassed("x"), QUERY).excerpt() == []
    assert describe(FAULT).excerpt() == []
