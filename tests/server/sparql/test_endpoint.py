import csv
import io
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from tests.support.sampling import sample_daily

from azru_kg.rdf.formats import GRAPHS, RESULTS, Format

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
COUNTRIES = "SELECT ?c ?l { ?c a azru:Country ; skos:prefLabel ?l } ORDER BY ?c LANG(?l)"
ROWS = [
    ("https://w3id.org/azru-kg/id/country/AZ", "Azərbaycan", "az"),
    ("https://w3id.org/azru-kg/id/country/AZ", "Azerbaijan", "en"),
    ("https://w3id.org/azru-kg/id/country/AZ", "Азербайджан", "ru"),
    ("https://w3id.org/azru-kg/id/country/RU", "Russia", "en"),
]
DESCRIBE = "DESCRIBE country:AZ"
SECURITY = (Path(__file__).parents[3] / "docs" / "security.md").read_text(encoding="utf-8")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
# 360,000 rows at once, then none for ever.
LATE_RUNAWAY = """SELECT ?a ?b {
  { ?a <urn:number> ?x . ?b <urn:number> ?y }
  UNION
  { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h
    FILTER (CONCAT(STR(?a), STR(?c), STR(?e), STR(?g)) = "") }
}"""


def get(client: httpx.Client, query: str, accept: str = "*/*", **params: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **params}, headers={"Accept": accept})


def post(client: httpx.Client, body: str | bytes, type_: str, **headers: str) -> httpx.Response:
    return client.post("/sparql", content=body, headers={"Content-Type": type_, **headers})


def assert_problem(response: httpx.Response, status: int, name: str) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"https://w3id.org/azru-kg/problem/{name}"
    assert problem["status"] == status
    for member in ("title", "detail", "advice"):
        assert problem[member]
    return dict(problem)


def read_rows(format_: Format, text: str) -> list[tuple[str, ...]]:
    """Return solutions as each format has them: CSV does without languages."""
    if format_.name == "csv":
        return [tuple(row) for row in csv.reader(io.StringIO(text))][1:]
    kind = "json" if format_.name == "json" else format_.name
    result = rdflib.query.Result.parse(io.BytesIO(text.encode()), format=kind)
    pairs = [(row[rdflib.Variable("c")], row[rdflib.Variable("l")]) for row in result.bindings]
    return [(str(c), str(name), getattr(name, "language", "")) for c, name in pairs]


# What is asked


@pytest.mark.parametrize("format_", RESULTS, ids=lambda format_: format_.name)
def test_solutions_come_in_every_format(client: httpx.Client, format_: Format) -> None:
    expected = ROWS if format_.name != "csv" else [row[:2] for row in ROWS]
    for response in (
        get(client, COUNTRIES, format_.media_type),
        get(client, COUNTRIES, FIREFOX, format=format_.name),
    ):
        assert response.status_code == 200
        charset = "; charset=utf-8" if format_.media_type.startswith("text/") else ""
        assert response.headers["content-type"] == format_.media_type + charset
        name = f'filename="answer.{format_.extension}"'
        assert response.headers["content-disposition"] == f"inline; {name}"
        assert read_rows(format_, response.text) == expected


@pytest.mark.parametrize("format_", RESULTS[:2], ids=lambda format_: format_.name)
def test_a_boolean_comes_in_the_formats_that_have_one(
    client: httpx.Client, format_: Format
) -> None:
    for query, truth in (("ASK { country:AZ ?p ?o }", True), ("ASK { country:XX ?p ?o }", False)):
        response = get(client, query, format_.media_type)
        if format_.name == "json":
            assert response.json()["boolean"] is truth
        else:
            namespace = "{http://www.w3.org/2005/sparql-results#}"
            found = ElementTree.fromstring(response.text).find(f"{namespace}boolean")  # noqa: S314
            assert found is not None
            assert found.text == str(truth).lower()


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")  # of rdflib
@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_a_graph_comes_in_every_format(client: httpx.Client, format_: Format) -> None:
    # Without graph names, N-Quads are N-Triples and TriG is Turtle.
    parsers = {"nq": "nt", "trig": "turtle", "rdf": "xml", "jsonld": "json-ld"}
    parser = parsers.get(format_.name, format_.name)
    for query in (DESCRIBE, "CONSTRUCT WHERE { country:AZ ?p ?o }"):
        for response in (
            get(client, query, format_.media_type),
            get(client, query, "text/csv", format=format_.name),
        ):
            assert response.status_code == 200
            charset = "; charset=utf-8" if format_.media_type.startswith("text/") else ""
            assert response.headers["content-type"] == format_.media_type + charset
            graph = rdflib.Graph().parse(data=response.text, format=parser)
            assert len(graph) == 7
            assert rdflib.Literal("Azərbaycan", lang="az") in set(graph.objects())


def test_a_media_type_is_answered_under_the_name_it_was_asked_by(client: httpx.Client) -> None:
    assert get(client, COUNTRIES, "application/json").headers["content-type"] == "application/json"
    assert get(client, DESCRIBE, "application/json").headers["content-type"] == "application/json"
    assert get(client, DESCRIBE, "application/json").json()[0]["@id"].endswith("country/AZ")
    text = get(client, DESCRIBE, "text/plain")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"


def test_without_a_preference_there_is_json_and_turtle(client: httpx.Client) -> None:
    for accept in ("*/*", ""):
        solutions, graph = get(client, COUNTRIES, accept), get(client, DESCRIBE, accept)
        assert solutions.headers["content-type"] == "application/sparql-results+json"
        assert graph.headers["content-type"] == "text/turtle; charset=utf-8"


def test_several_accept_headers_are_one(client: httpx.Client) -> None:
    headers = [("Accept", "text/csv;q=0.1"), ("Accept", "text/tab-separated-values")]
    response = client.get("/sparql", params={"query": COUNTRIES}, headers=headers)
    assert response.headers["content-type"].startswith("text/tab-separated-values")


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?s { ?s rdf:value "a%2Fb+c d&e=f" }',
        "SELECT ?s { ?s rdfs:seeAlso <http://example.org/a%2Fb> }",
        'SELECT (1+1 AS ?n) ("Bakı – Баку 🚆 %20+%2B;" AS ?text) {}',
    ],
)
def test_get_and_both_posts_are_the_same(client: httpx.Client, query: str) -> None:
    sparql = "application/sparql-query"
    answers = [
        get(client, query, "text/csv"),
        client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"}),
        post(client, query, sparql, Accept="text/csv"),
        post(client, query.encode(), f"{sparql}; charset=utf-8", Accept="text/csv"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(answers[0].text.splitlines()) == 2


def test_default_and_named_graphs_are_what_the_request_says(client: httpx.Client) -> None:
    one, two = "urn:g:1", "urn:g:2"
    default = [("default-graph-uri", one), ("default-graph-uri", two)]
    named = [("named-graph-uri", one), ("named-graph-uri", two)]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    count_named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    for query, graphs, number in [
        (count, default[:1], "2"),
        (count, default, "2"),
        (count, named, "0"),
        (count_named, named[:1], "2"),
        (count_named, named, "3"),
        (count_named, default, "0"),
    ]:
        parameters = [("query", query), ("format", "csv"), *graphs]
        form = "&".join(f"{name}={value}" for name, value in parameters[1:])
        for answer in (
            client.get("/sparql", params=httpx.QueryParams(tuple(parameters))),
            client.post(
                "/sparql", data={"query": query}, params=httpx.QueryParams(tuple(parameters[1:]))
            ),
            client.post(
                f"/sparql?{form}",
                content=query,
                headers={"Content-Type": "application/sparql-query"},
            ),
        ):
            assert answer.text.splitlines() == ["n", number], (query, graphs)


def test_a_long_answer_is_complete(client: httpx.Client) -> None:
    query = "SELECT ?a ?b { ?a <urn:number> ?x . ?b <urn:number> ?y }"
    response = get(client, query, "text/csv")
    assert response.headers["transfer-encoding"] == "chunked"
    assert len(response.text.splitlines()) == 360_001


def test_what_a_format_cannot_hold_is_a_406_that_says_what(client: httpx.Client) -> None:
    query = 'SELECT ("a\\u0001" AS ?x) {}'
    problem = assert_problem(
        get(client, query, "application/sparql-results+xml"), 406, "not-acceptable"
    )
    assert "U+0001" in str(problem["detail"])
    assert get(client, query, "application/sparql-results+json").status_code == 200


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv", "html"])
def test_a_literal_of_two_megabytes_is_answered(client: httpx.Client, format_: str) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(21))
    response = get(client, f"SELECT ?x21 {{ BIND('x' AS ?x0) {doubled} }}", format=format_)
    assert response.status_code == 200
    if format_ != "html":
        assert response.text.count("x" * 2**21) == 1


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ("CONSTRUCT { <s> <urn:p> 1 } WHERE {}", "s"),
        ("CONSTRUCT { <> <urn:p> 1 } WHERE {}", "sparql"),
        ("BASE <> CONSTRUCT { <#s> <urn:p> 1 } WHERE {}", "sparql#s"),
        ("BASE <sub/> CONSTRUCT { <s> <urn:p> 1 } FROM <rel> WHERE {}", "sub/s"),
    ],
)
def test_relative_iris_are_relative_to_the_address_of_the_endpoint(
    client: httpx.Client, query: str, subject: str
) -> None:
    written = f'<{client.base_url}{subject}> <urn:p> "1"'
    assert get(client, query, "application/n-triples").text.startswith(written)
    other = client.get(
        "/sparql",
        params={"query": query},
        headers={"Accept": "application/n-triples", "Host": "kg.example"},
    )
    assert other.text.startswith(f'<http://kg.example/{subject}> <urn:p> "1"')


def test_a_graph_of_a_relative_iri_is_one_that_there_is_not(client: httpx.Client) -> None:
    for query in ("ASK FROM <rel> { ?s ?p ?o }", "ASK { GRAPH <rel> { ?s ?p ?o } }"):
        assert get(client, query, "application/json").json()["boolean"] is False


def test_what_a_query_names_and_the_data_do_not_have_is_pointed_out(client: httpx.Client) -> None:
    query = "SELECT * { ?s a azru:Figures }"
    hint = "The data do not name azru:Figures. Did you mean azru:Figure?"
    for _ in range(2):
        response = get(client, query, "application/sparql-results+json")
        assert response.headers["x-hint"] == hint
        assert response.headers["etag"]
    assert hint in get(client, query, FIREFOX).text
    assert "x-hint" not in get(client, COUNTRIES, "text/csv").headers
    lost = get(client, "ASK FROM <urn:ə> { ?s ?p ?o }", "application/json")
    assert lost.headers["x-hint"] == "There is no graph <urn:%C9%99>."


def test_a_path_that_begins_and_ends_anywhere_is_pointed_out(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a skos:broader* ?b }"
    hint = "The path from ?a to ?b may have no length"
    for _ in range(2):
        answer = get(client, query, "application/sparql-results+json")
        assert hint in unquote(answer.headers["x-hint"])
        assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) > 0
    assert hint in get(client, query, FIREFOX).text
    bound = get(client, query.replace("}", "; a azru:Country }"), "text/csv")
    assert hint not in unquote(bound.headers.get("x-hint", ""))


# What is refused


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELECT ?x {\n  ?x ?y\n}", 3, 1), ("SELEC ?x {}", 1, 1), ("ASK {\n\n ?s nope:x ?o }", 3, 5)],
)
def test_a_malformed_query_is_400_with_its_place(
    client: httpx.Client, query: str, line: int, column: int
) -> None:
    problem = assert_problem(get(client, query), 400, "malformed-query")
    assert (problem["line"], problem["column"]) == (line, column)


def test_no_query_is_400(client: httpx.Client) -> None:
    assert_problem(client.get("/sparql", headers={"Accept": "text/csv"}), 400, "bad-request")
    assert_problem(client.get("/sparql?default-graph-uri=urn:g:1"), 400, "bad-request")
    assert_problem(client.get("/sparql?query="), 400, "bad-request")
    assert_problem(client.post("/sparql", data={"format": "csv"}), 400, "bad-request")
    assert_problem(post(client, "", "application/sparql-query"), 400, "bad-request")


def test_two_queries_are_400(client: httpx.Client) -> None:
    assert_problem(client.get("/sparql?query=ASK{}&query=ASK{}"), 400, "bad-request")


def test_bytes_that_are_not_utf_8_are_400(client: httpx.Client) -> None:
    assert_problem(client.get("/sparql?query=%FF"), 400, "bad-request")
    assert_problem(post(client, b"\xff", "application/sparql-query"), 400, "bad-request")


def test_an_update_is_403(client: httpx.Client) -> None:
    assert_problem(client.get("/sparql?update=CLEAR+ALL"), 403, "update-refused")
    assert_problem(client.post("/sparql", data={"update": "CLEAR ALL"}), 403, "update-refused")
    response = post(client, "CLEAR ALL", "application/sparql-update")
    assert_problem(response, 403, "update-refused")


def test_another_method_is_405_and_says_which_there_are(client: httpx.Client) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        response = client.request(method, "/sparql")
        assert_problem(response, 405, "method-not-allowed")
        assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_an_accept_that_nothing_suits_is_406_and_lists_what_does(client: httpx.Client) -> None:
    listed = assert_problem(get(client, COUNTRIES, "image/png"), 406, "not-acceptable")["detail"]
    assert "text/csv (format=csv)" in str(listed)
    assert "text/turtle (format=turtle)" in str(listed)


def test_a_format_of_another_form_is_406_and_lists_the_right_ones(client: httpx.Client) -> None:
    for query, format_, fitting, unfit in (
        (COUNTRIES, "turtle", "text/csv", "text/turtle"),
        ("ASK {}", "turtle", "text/csv", "text/turtle"),
        (DESCRIBE, "csv", "text/turtle", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "text/turtle", "text/csv"),
    ):
        problem = assert_problem(get(client, query, format=format_), 406, "not-acceptable")
        assert fitting in str(problem["detail"])
        assert unfit not in str(problem["detail"])


def test_an_unknown_format_is_406(client: httpx.Client) -> None:
    assert_problem(get(client, COUNTRIES, format="docx"), 406, "not-acceptable")


def test_a_body_that_is_too_long_is_413(client: httpx.Client) -> None:
    query = "ASK {}" + " " * 64 * 1024
    for response in (
        post(client, query, "application/sparql-query"),
        post(client, query * 40, "application/sparql-query"),
        client.post("/sparql", data={"query": query}),
    ):
        assert_problem(response, 413, "query-too-large")


def test_a_body_of_another_type_is_415(client: httpx.Client) -> None:
    assert_problem(post(client, "ASK {}", "text/plain"), 415, "unsupported-media-type")
    assert_problem(client.post("/sparql", content=b"ASK {}"), 415, "unsupported-media-type")


def test_a_federated_query_is_refused_with_its_place(client: httpx.Client) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    problem = assert_problem(get(client, query), 400, "query-refused")
    assert (problem["line"], problem["column"]) == (1, 12)


@pytest.mark.long
def test_an_answer_past_the_deadline_is_503(client: httpx.Client) -> None:
    assert_problem(get(client, RUNAWAY), 503, "deadline-passed")
    assert get(client, "ASK {}").json()["boolean"] is True


def test_a_problem_is_text_for_those_who_want_text(client: httpx.Client) -> None:
    response = get(client, "SELECT ?x {\n  ?x ?y\n}", "text/csv, text/plain;q=0.5")
    assert response.status_code == 400
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert "    3 | }\n      | ^\n" in response.text


def test_another_address_is_404(client: httpx.Client) -> None:
    assert_problem(client.get("/nothing/here"), 404, "not-found")
    assert_problem(client.get("/static/../app.py"), 404, "not-found")
    page = client.get("/nothing/here", headers={"Accept": FIREFOX})
    assert page.status_code == 404
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    problem = client.post("/")
    assert_problem(problem, 405, "method-not-allowed")
    assert "GET" in problem.headers["allow"]


@pytest.mark.long
def test_more_queries_than_the_queue_takes_are_told_when_to_come_back(
    client: httpx.Client,
) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: get(client, RUNAWAY), range(8)))
    assert {answer.status_code for answer in answers} == {503}
    names = Counter(answer.json()["type"].rpartition("/")[2] for answer in answers)
    assert set(names) == {"deadline-passed", "overloaded"}
    assert names["deadline-passed"] >= 2
    for answer in answers:
        overloaded = answer.json()["type"].endswith("overloaded")
        assert ("retry-after" in answer.headers) == overloaded


# How it is sent


def test_head_is_get_without_a_body(client: httpx.Client) -> None:
    for params in ({"query": COUNTRIES}, {"query": "SELEC"}, {}):
        head, got = client.head("/sparql", params=params), client.get("/sparql", params=params)
        assert head.content == b""
        assert head.status_code == got.status_code
        for name in ("content-type", "content-length", "vary"):
            assert head.headers[name] == got.headers[name]
    for path in ("/", "/static/style.css"):
        assert client.head(path).status_code == 200
        assert client.head(path).content == b""


def test_head_of_a_long_answer_leaves_the_connection_usable(client: httpx.Client) -> None:
    params = {"query": "SELECT ?a ?b { ?a <urn:number> ?x . ?b <urn:number> ?y }"}
    for _ in range(2):
        assert client.head("/sparql", params=params).status_code == 200
        assert get(client, "ASK {}").json()["boolean"] is True


def test_every_answer_has_the_standard_headers(client: httpx.Client) -> None:
    for response in (
        client.get("/"),
        client.get("/sparql", headers={"Accept": "text/html"}),
        client.get("/static/style.css"),
        client.get("/nothing"),
        client.get("/sparql"),
        client.options("/sparql"),
        get(client, COUNTRIES),
        get(client, "SELEC"),
    ):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers
        policy = response.headers["content-security-policy"]
        assert f"\n    Content-Security-Policy: {policy}\n" in SECURITY
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_negotiated_answers_vary_by_accept(client: httpx.Client) -> None:
    for response in (
        get(client, COUNTRIES),
        get(client, COUNTRIES, FIREFOX),
        get(client, "SELEC"),
        get(client, COUNTRIES, "image/png"),
        client.get("/sparql", headers={"Accept": FIREFOX}),
    ):
        assert response.headers["vary"] == "Accept, Accept-Encoding"


def test_a_preflight_is_answered_everywhere(client: httpx.Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    names = "authorization, content-type, x-requested-with"
    for path in ("/sparql", "/", "/static/style.css"):
        response = client.options(path, headers=asked)
        assert response.status_code == 204
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
        assert response.headers["access-control-allow-headers"] == "*"
        answered = client.options(path, headers=asked | {"Access-Control-Request-Headers": names})
        assert answered.headers["access-control-allow-headers"] == names
        assert "access-control-allow-credentials" not in answered.headers


def test_options_say_what_may_be_sent(client: httpx.Client) -> None:
    response = client.options("/sparql")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert response.headers["accept-post"] == (
        "application/sparql-query, application/x-www-form-urlencoded"
    )


def test_a_slash_at_the_end_does_not_matter(client: httpx.Client) -> None:
    response = client.get("/sparql/", params={"query": COUNTRIES})
    assert (response.status_code, response.json()) == (200, get(client, COUNTRIES).json())


# How it ends


@pytest.mark.long
def test_a_failure_after_the_answer_has_begun_leaves_the_body_unfinished(
    client: httpx.Client,
) -> None:
    received = bytearray()
    with client.stream("GET", "/sparql", params={"query": LATE_RUNAWAY}) as response:
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            receive_all(response, received)
    assert len(received) > 256 * 1024
    assert get(client, "ASK {}").json()["boolean"] is True


def receive_all(response: httpx.Response, received: bytearray) -> None:
    """Add the body of a response to what was received, up to where it breaks off."""
    for chunk in response.iter_bytes():
        received += chunk


def talk(url: str, request: bytes) -> bytes:
    """Return all that a server sends until it closes the connection."""
    address = httpx.URL(url)
    with socket.create_connection((address.host, address.port or 80), timeout=20) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def request_1_0(query: str) -> bytes:
    address = httpx.URL("/sparql", params={"query": query, "format": "csv"})
    return b"GET %s HTTP/1.0\r\n\r\n" % address.raw_path


def test_http_1_0_gets_the_length_of_a_long_answer(client: httpx.Client) -> None:
    query = "SELECT ?a ?b { ?a <urn:number> ?x . ?b <urn:number> ?y FILTER (?x < 100) }"
    head, _, body = talk(str(client.base_url), request_1_0(query)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert len(body) > 256 * 1024
    assert b"content-length: %d" % len(body) in head.lower()


@pytest.mark.long
def test_http_1_0_gets_an_error_where_the_answer_fails_late(client: httpx.Client) -> None:
    answer = talk(str(client.base_url), request_1_0(LATE_RUNAWAY))
    assert answer.startswith(b"HTTP/1.1 503")


@pytest.mark.long
@pytest.mark.parametrize(
    ("query", "accept"),
    sample_daily([(RUNAWAY, "text/csv"), (LATE_RUNAWAY, "text/csv"), (RUNAWAY, FIREFOX)], 3),
    ids=["before its answer", "during its answer", "as a page"],
)
def test_a_client_that_leaves_frees_its_worker(
    patient_client: httpx.Client, query: str, accept: str
) -> None:
    headers = {"Accept": accept}
    for _ in range(3):
        with pytest.raises(httpx.ReadTimeout):
            patient_client.get("/sparql", params={"query": query}, headers=headers, timeout=0.2)
    assert get(patient_client, "ASK {}").json()["boolean"] is True
