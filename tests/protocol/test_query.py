"""The query operation of the SPARQL 1.1 Protocol, as the tests of the W3C for it have it.

Each test of that suite that is about queries has its counterpart here, in other words; and each
way to send a query is asked the same.
"""

from collections.abc import Callable

import httpx
import pytest
from tests.support.sampling import sample_daily

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
UPDATE_TYPE = "application/sparql-update"

Parameters = list[tuple[str, str]]
Send = Callable[[httpx.Client, str, Parameters], httpx.Response]

ONE, TWO, THREE = "urn:graph:one", "urn:graph:two", "urn:graph:three"
TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
QUADS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def by_get(client: httpx.Client, query: str, others: Parameters) -> httpx.Response:
    return client.get("/sparql", params=httpx.QueryParams((("query", query), *others)))


def by_form(client: httpx.Client, query: str, others: Parameters) -> httpx.Response:
    body = str(httpx.QueryParams((("query", query), *others)))
    return client.post("/sparql", content=body, headers={"Content-Type": FORM_TYPE})


def directly(client: httpx.Client, query: str, others: Parameters) -> httpx.Response:
    return client.post(
        "/sparql",
        params=httpx.QueryParams(tuple(others)),
        content=query,
        headers={"Content-Type": QUERY_TYPE},
    )


every_way = pytest.mark.parametrize("send", [by_get, by_form, directly])


def defaults(*graphs: str) -> Parameters:
    return [("default-graph-uri", graph) for graph in graphs]


def named(*graphs: str) -> Parameters:
    return [("named-graph-uri", graph) for graph in graphs]


def count(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    (row,) = response.json()["results"]["bindings"]
    return int(row["n"]["value"])


def assert_refused(response: httpx.Response, status: int, name: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"].endswith(f"/problem/{name}")


# Queries that are answered


@every_way
def test_a_query_is_answered(client: httpx.Client, send: Send) -> None:
    response = send(client, "ASK {}", [])
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.json() == {"head": {}, "boolean": True}


@every_way
@pytest.mark.parametrize(
    ("others", "triples", "quads"),
    sample_daily(
        [
            ([], 5, 5),
            (defaults(ONE), 2, 0),
            (defaults(ONE, TWO), 3, 0),
            (defaults(ONE, TWO, THREE), 4, 0),
            (defaults(ONE, ONE), 2, 0),
            (defaults("urn:graph:unknown"), 0, 0),
            (named(ONE), 0, 2),
            (named(ONE, TWO), 0, 4),
            (named(TWO, TWO), 0, 2),
            (named("urn:graph:unknown"), 0, 0),
            (defaults(THREE) + named(ONE, TWO), 1, 4),
            (defaults(ONE, TWO) + named(THREE), 3, 1),
            (defaults(ONE) + named(ONE), 2, 2),
        ],
        5,
    ),
)
def test_the_dataset_is_what_the_request_names(
    client: httpx.Client, send: Send, others: Parameters, triples: int, quads: int
) -> None:
    assert count(send(client, TRIPLES, others)) == triples
    assert count(send(client, QUADS, others)) == quads


@every_way
def test_a_triple_of_two_default_graphs_is_one(client: httpx.Client, send: Send) -> None:
    query = "SELECT (COUNT(*) AS ?n) { <urn:in:both> ?p ?o }"
    assert count(send(client, query, defaults(ONE, TWO))) == 1
    assert count(send(client, f"{query[:24]} FROM <{ONE}> FROM <{TWO}> {query[24:]}", [])) == 1


@every_way
def test_the_dataset_of_the_request_replaces_that_of_the_query(
    client: httpx.Client, send: Send
) -> None:
    clauses = f"FROM <{ONE}> FROM <{TWO}> FROM NAMED <{ONE}>"
    triples = TRIPLES.replace("{", f"{clauses} {{", 1)
    quads = QUADS.replace("{", f"{clauses} {{", 1)
    assert (count(send(client, triples, [])), count(send(client, quads, []))) == (3, 2)
    other = defaults(THREE) + named(TWO, THREE)
    assert (count(send(client, triples, other)), count(send(client, quads, other))) == (1, 3)
    assert count(send(client, triples, named(THREE))) == 0
    assert count(send(client, quads, defaults(THREE))) == 0


@every_way
def test_from_clauses_alone_are_the_dataset(client: httpx.Client, send: Send) -> None:
    for clauses, triples, quads in [
        (f"FROM <{ONE}>", 2, 0),
        (f"FROM <{ONE}> FROM <{TWO}>", 3, 0),
        (f"FROM <{ONE}> FROM <{ONE}>", 2, 0),
        (f"FROM NAMED <{ONE}>", 0, 2),
        (f"FROM NAMED <{ONE}> FROM NAMED <{ONE}>", 0, 2),
        (f"FROM NAMED <{ONE}> FROM NAMED <{TWO}>", 0, 4),
        (f"FROM <{THREE}> FROM NAMED <{ONE}>", 1, 2),
        (f"FROM <{ONE}> FROM <{TWO}> FROM NAMED <{THREE}>", 3, 1),
        ("FROM <http://127.0.0.1:9/x> FROM <file:///etc/hostname>", 0, 0),
    ]:
        for query, number in ((TRIPLES, triples), (QUADS, quads)):
            response = send(client, query.replace("{", f"{clauses} {{", 1), [])
            assert count(response) == number, (clauses, query)


@pytest.mark.parametrize("send", [by_form, directly])
def test_a_dataset_may_be_partly_in_the_address(client: httpx.Client, send: Send) -> None:
    if send is directly:
        response = directly(client, QUADS, named(ONE) + named(TWO))
    else:
        response = client.post(
            "/sparql",
            params=httpx.QueryParams(tuple(named(ONE))),
            content=str(httpx.QueryParams((("query", QUADS), *named(TWO)))),
            headers={"Content-Type": FORM_TYPE},
        )
    assert count(response) == 4


@every_way
@pytest.mark.parametrize(
    ("query", "types"),
    sample_daily(
        [
            ("SELECT (1 AS ?x) {}", "results"),
            ("ASK {}", "results"),
            ("DESCRIBE <urn:in:one>", "graph"),
            ("CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}", "graph"),
        ],
        3,
    ),
)
def test_the_type_of_an_answer_fits_its_form(
    client: httpx.Client, send: Send, query: str, types: str
) -> None:
    expected = {"results": "application/sparql-results+json", "graph": "text/turtle; charset=utf-8"}
    assert send(client, query, []).headers["content-type"] == expected[types]


# Requests that are refused


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "PROPFIND"])
def test_a_query_with_another_method_is_refused(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/sparql", params={"query": "ASK {}"})
    assert_refused(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


@every_way
def test_several_queries_are_refused(client: httpx.Client, send: Send) -> None:
    again = [("query", "SELECT * {}")]
    assert_refused(send(client, "ASK {}", again), 400, "bad-request")
    assert send(client, "ASK {}", again).json()["errors"][0]["pointer"] == "#/query"


@every_way
def test_an_empty_query_is_refused(client: httpx.Client, send: Send) -> None:
    assert_refused(send(client, "", []), 400, "bad-request")
    assert_refused(send(client, " \n ", []), 400, "bad-request")


def test_no_query_is_refused(client: httpx.Client) -> None:
    assert_refused(client.get("/sparql", params={"q": "ASK {}"}), 400, "bad-request")
    assert_refused(client.post("/sparql", data={"Query": "ASK {}"}), 400, "bad-request")


@pytest.mark.parametrize("type_", ["text/plain", "application/json", "text/html", "nonsense", ""])
def test_a_query_in_a_body_of_another_type_is_refused(client: httpx.Client, type_: str) -> None:
    response = client.post("/sparql", content="ASK {}", headers={"Content-Type": type_})
    assert_refused(response, 415, "unsupported-media-type")


@pytest.mark.parametrize("body", ["query=ASK%20%7B%7D", "ASK {}"], ids=["form", "query"])
def test_a_body_without_a_type_is_refused(client: httpx.Client, body: str) -> None:
    assert_refused(client.post("/sparql", content=body), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        (QUERY_TYPE, "ASK { ?s ?p 'ə' }".encode("utf-16")),
        (QUERY_TYPE, "ASK { ?s ?p 'é' }".encode("latin-1")),
        (FORM_TYPE, b"query=ASK%20%7B%20%3Fs%20%3Fp%20%27%E9%27%20%7D"),
        (FORM_TYPE, "query=ASK{}".encode("utf-16")),
    ],
)
def test_a_body_that_is_not_utf_8_is_refused(client: httpx.Client, type_: str, body: bytes) -> None:
    response = client.post("/sparql", content=body, headers={"Content-Type": type_})
    assert_refused(response, 400, "bad-request")


def test_another_charset_is_refused(client: httpx.Client) -> None:
    headers = {"Content-Type": f"{QUERY_TYPE}; charset=UTF-16"}
    response = client.post("/sparql", content="ASK {}".encode("utf-16"), headers=headers)
    assert_refused(response, 415, "unsupported-media-type")


@every_way
def test_a_query_that_is_not_sparql_is_refused(client: httpx.Client, send: Send) -> None:
    for query in ("ASK { ?s ?p", "ASK {\n ?s ?p }", "SELECT ?x WHERE ?x", "hello", "ASK {} ASK {}"):
        response = send(client, query, [])
        assert_refused(response, 400, "malformed-query")
        (error,) = response.json()["errors"]
        assert error["pointer"] == "#/query"
        assert error["line"] == response.json()["line"]
        assert "^" in error["excerpt"]


@every_way
def test_a_graph_that_is_no_iri_is_refused(client: httpx.Client, send: Send) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        response = send(client, "ASK {}", [(name, "not an iri")])
        assert_refused(response, 400, "bad-request")
        assert response.json()["errors"][0]["pointer"] == f"#/{name}"


@every_way
def test_an_update_is_refused_as_a_query(client: httpx.Client, send: Send) -> None:
    response = send(client, "INSERT DATA { <urn:s> <urn:p> 1 }", [])
    assert_refused(response, 400, "query-refused")
    assert count(client.get("/sparql", params={"query": TRIPLES})) == 5


@pytest.mark.parametrize(
    "update",
    ["CLEAR ALL", "INSERT DATA { <urn:s> <urn:p> 1 }", "LOAD <file:///etc/hostname>", "nonsense"],
)
def test_an_update_is_refused_however_it_is_sent(client: httpx.Client, update: str) -> None:
    direct = {"Content-Type": UPDATE_TYPE}
    data = [("update", update), ("update", update), ("using-graph-uri", ONE)]
    for response in (
        client.get("/sparql", params={"update": update}),
        client.post("/sparql", data={"update": update}),
        client.post(
            "/sparql",
            content=str(httpx.QueryParams(tuple(data))),
            headers={"Content-Type": FORM_TYPE},
        ),
        client.post("/sparql", content=update, headers=direct),
        client.post("/sparql", content=update.encode("utf-16"), headers=direct),
        client.post(f"/sparql?using-graph-uri={ONE}", content=update, headers=direct),
        client.get("/sparql", params={"query": "ASK {}", "update": update}),
    ):
        assert_refused(response, 403, "update-refused")
        assert response.json()["advice"]
    assert count(client.get("/sparql", params={"query": TRIPLES})) == 5


# Methods


@pytest.mark.parametrize(
    "params",
    sample_daily(
        [
            {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"},
            {"query": "DESCRIBE <urn:in:one>", "format": "nt"},
            {"query": "SELECT ?s { ?s ?p ?o", "format": "csv"},
            {"query": "SELECT (RAND() < 2 AS ?always) {}"},
            {"query": "ASK {}", "format": "docx"},
            {},
        ],
        3,
    ),
)
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_head_has_the_headers_of_get(
    client: httpx.Client, params: dict[str, str], coding: str
) -> None:
    headers = {"Accept-Encoding": coding}
    head = client.head("/sparql", params=params, headers=headers)
    got = client.get("/sparql", params=params, headers=headers)
    assert head.content == b""
    assert head.status_code == got.status_code
    changing = ("date",)
    assert [pair for pair in head.headers.multi_items() if pair[0] not in changing] == [
        pair for pair in got.headers.multi_items() if pair[0] not in changing
    ]
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
